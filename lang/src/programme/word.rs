//! Names behind numbers: which words are the same but for a plural, and which of them stands behind which number.

/// Whether two words are the same but for a plural: `point` and `points`, `litre` and `litres`, `wash` and `washes`.
#[must_use]
pub fn same_word(a: &str, b: &str) -> bool {
    let plural_of =
        |many: &str, one: &str| many.strip_suffix('s') == Some(one) || singular(many) == Some(one);
    a == b || plural_of(a, b) || plural_of(b, a)
}

/// The word for one of a plural: `point` of `points`, `wash` of `washes`; `None` if it is none, as `bonus` and `pass`
/// are none.
#[must_use]
pub fn singular(word: &str) -> Option<&str> {
    let hisses = |stem: &&str| ["sh", "ch", "x", "ss", "z", "nus"].iter().any(|end| stem.ends_with(end));
    let one_already = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix("es")
        .filter(hisses)
        .or_else(|| word.strip_suffix('s').filter(|_| !one_already))
        .filter(|one| !one.is_empty())
}

/// The name as it stands behind a number that is written so: `point` behind `1` and `-1`, as declared behind others.
#[must_use]
pub fn behind<'n>(number: &str, name: &'n str) -> &'n str {
    let one = matches!(number, "1" | "-1");
    if one { singular(name).unwrap_or(name) } else { name }
}

/// A number with the name of what it counts: `1 point`, `12 points`, `2.50 credit`.
#[must_use]
pub fn counted(number: &str, name: &str) -> String {
    format!("{number} {}", behind(number, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_singular_of_an_english_plural() {
        for (number, name, said) in [
            ("1", "points", "1 point"),
            ("-1", "points", "-1 point"),
            ("0", "points", "0 points"),
            ("1.0", "points", "1.0 points"),
            ("1", "washes", "1 wash"),
            ("1", "miles", "1 mile"),
            ("1", "cookies", "1 cookie"),
            ("1", "bonuses", "1 bonus"),
            ("1", "bonus", "1 bonus"),
            ("12", "bonus", "12 bonus"),
            ("1", "pass", "1 pass"),
            ("1", "Punkte", "1 Punkte"),
            ("2", "credit", "2 credit"),
        ] {
            assert_eq!(counted(number, name), said);
        }
    }

    #[test]
    fn both_forms_are_the_same_word() {
        for (a, b, same) in [
            ("points", "point", true),
            ("wash", "washes", true),
            ("bonus", "bonuses", true),
            ("points", "stamps", false),
        ] {
            assert_eq!((same_word(a, b), same_word(b, a)), (same, same), "{a}, {b}");
        }
    }
}
