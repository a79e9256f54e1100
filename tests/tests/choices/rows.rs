//! The ways of every row. Expected values are worked by hand, beside them where they do not speak for themselves.

use treue_lang::programme::ChoiceRow;

/// A small programme with a place for words, and what each way to fill it comes to.
pub(crate) struct Row {
    pub(crate) row: ChoiceRow,
    /// `WORDS` is what the way says, `THEN` what its test expects. What starts with `HEAD` opens the programme itself.
    pub(crate) text: &'static str,
    /// The data file that it names.
    pub(crate) data: &'static str,
    pub(crate) ways: Vec<Way>,
}

/// One way.
pub(crate) struct Way {
    pub(crate) words: &'static str,
    pub(crate) is_default: bool,
    /// What the programme says is in force.
    pub(crate) value: &'static str,
    pub(crate) seen: Seen,
}

/// What shows that a way works.
pub(crate) enum Seen {
    /// The end of a test in the programme.
    Then(&'static str),
    /// An event that is accepted.
    Accepts(&'static str),
    /// An event that is refused, by its reader or by the engines, with the code.
    Refuses(&'static str, &'static str),
}

pub(crate) fn row(row: ChoiceRow, text: &'static str, ways: Vec<Way>) -> Row {
    Row { row, text, data: "", ways }
}

/// Nobody says anything, or only what must be said.
pub(crate) fn default(words: &'static str, value: &'static str, then: &'static str) -> Way {
    Way { words, is_default: true, value, seen: Seen::Then(then) }
}

/// The text chooses.
pub(crate) fn written(words: &'static str, value: &'static str, then: &'static str) -> Way {
    Way { words, is_default: false, value, seen: Seen::Then(then) }
}

pub(crate) fn rows() -> Vec<Row> {
    use super::{held, lived, measured, returned};
    let all = [
        measured::amounts(),
        measured::limits(),
        held::readings(),
        held::tiers(),
        held::times(),
        lived::points(),
        returned::returns(),
        lived::members(),
    ];
    all.into_iter().flatten().collect()
}
