//! "Did you mean": the nearest of the names that would fit.

use crate::diag::Remedy;
use crate::syntax::lookalike::stranger;

/// The name nearest to `wrong`, if any is near enough to be a slip of the pen.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wrong_low = wrong.to_lowercase();
    let letters = wrong.chars().count();
    let slips = (letters / 3).clamp(1, 3);
    names
        .into_iter()
        .filter(|name| *name != wrong && name.chars().count().abs_diff(letters) <= slips)
        .map(|name| (strsim::damerau_levenshtein(&wrong_low, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= slips)
        .min()
        .map(|(_, name)| name.to_owned())
}

/// The remedy: the nearest name, or advice.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> Remedy {
    match nearest(wrong, names) {
        Some(name) => {
            // Two names that look the same on the page are told apart.
            let strange = stranger(wrong).filter(|(letter, _)| !name.contains(*letter));
            let strange = strange.map_or_else(String::new, |(letter, script)| {
                format!("`{letter}` in it is a {script} letter that looks like a Latin one; ")
            });
            let help = format!("{strange}did you mean `{name}`?");
            Remedy { help, instead: Some((wrong.to_owned(), name)) }
        }
        None => Remedy { help: otherwise.into(), instead: None },
    }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest};

    #[test]
    fn names_that_look_the_same_are_told_apart() {
        // The second letter from the end of the name is a Cyrillic one.
        let help = did_you_mean("eligib\u{4cf}e", ["eligible"], "").help;
        assert!(
            help.ends_with("is a Cyrillic letter that looks like a Latin one; did you mean `eligible`?"),
            "{help}"
        );
        assert_eq!(did_you_mean("eligble", ["eligible"], "").help, "did you mean `eligible`?");
    }

    #[test]
    fn only_slips_of_the_pen() {
        assert_eq!(nearest("eligble", ["organic", "eligible"]), Some("eligible".to_owned()));
        assert_eq!(nearest("xyz", ["organic", "eligible"]), None);
        assert_eq!(nearest("CHG", ["EUR", "CHF"]), Some("CHF".to_owned()));
    }
}
