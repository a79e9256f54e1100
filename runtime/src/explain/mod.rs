//! The words behind a decision: why a rule gave nothing, what would have sufficed, what a reward gives. English, for
//! people; the same words stand in decisions and in `explain`.

pub mod amounts;
pub mod conditions;
mod figures;
pub mod refusal;
pub mod windows;
pub mod words;

/// A list for people: at most five, then how many more.
pub(crate) fn list<T: std::fmt::Display>(items: &[T], last: &str) -> String {
    const SHOWN: usize = 5;
    let over = items.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = items.iter().take(SHOWN).map(T::to_string).collect();
    if over > 0 {
        shown.push(format!("{over} more"));
    }
    match shown.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// Quoted texts as a list.
pub(crate) fn quoted(texts: &[String], last: &str) -> String {
    struct Quoted<'t>(&'t str);
    impl std::fmt::Display for Quoted<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "\"{}\"", self.0)
        }
    }
    list(&texts.iter().map(|t| Quoted(t)).collect::<Vec<_>>(), last)
}

/// The plural of a measure's name: `litres`; short symbols such as `kg` stay.
pub(crate) fn plural(name: &str, one: bool) -> String {
    if one || name.len() <= 3 || name.ends_with('s') || !name.is_ascii() {
        name.to_owned()
    } else {
        format!("{name}s")
    }
}

#[cfg(test)]
mod tests;
