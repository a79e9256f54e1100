//! The ways of every row. Expected values are worked by hand, beside them where they do not speak for themselves.

use treue_lang::programme::ChoiceRow;

/// A point for every full franc.
pub(crate) const BASE: &str = "earn base { 1 point per full 1.00 CHF of all lines }";

/// A level that 10 francs in a year open.
pub(crate) const GOLD: &str = "track spend = all lines per calendar year\n\
    tiers main by spend { basic  gold from 10.00 CHF  valid for ever }";

/// A small programme with a place for words, and what each way to fill it comes to.
pub(crate) struct Row {
    pub(crate) row: ChoiceRow,
    /// `WORDS` is what the way says, `THEN` what its test expects, `BASE` and `GOLD` what many programmes have. What starts with
    /// `HEAD` opens the programme itself.
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
#[derive(Clone)]
pub(crate) enum Seen {
    /// The end of a test in the programme.
    Then(String),
    /// An event that is accepted.
    Accepts(&'static str),
    /// An event that is refused, by its reader or by the engines, with the code.
    Refuses(&'static str, &'static str),
}

pub(crate) fn row(row: ChoiceRow, text: &'static str, Ways(ways): Ways) -> Row {
    Row { row, text, data: "", ways }
}

/// The ways of a row, the default first.
pub(crate) struct Ways(Vec<Way>);

/// Nobody says anything.
pub(crate) fn by_default(value: &'static str, then: impl Into<String>) -> Ways {
    where_said("", value, then)
}

/// Only what must be said is.
pub(crate) fn where_said(words: &'static str, value: &'static str, then: impl Into<String>) -> Ways {
    Ways(Vec::new()).way(true, words, value, Seen::Then(then.into()))
}

/// Nobody says anything, and an event is refused.
pub(crate) fn refuses_by_default(value: &'static str, event: &'static str, code: &'static str) -> Ways {
    Ways(Vec::new()).way(true, "", value, Seen::Refuses(event, code))
}

impl Ways {
    fn way(mut self, is_default: bool, words: &'static str, value: &'static str, seen: Seen) -> Ways {
        self.0.push(Way { words, is_default, value, seen });
        self
    }

    /// What else holds where nobody says anything.
    pub(crate) fn by_default(self, value: &'static str, then: impl Into<String>) -> Ways {
        self.way(true, "", value, Seen::Then(then.into()))
    }

    /// The text says what holds where it says nothing.
    pub(crate) fn said(self, words: &'static str) -> Ways {
        let default = self.0.iter().rfind(|way| way.is_default);
        let (value, seen) = default.map(|way| (way.value, way.seen.clone())).unwrap();
        self.way(false, words, value, seen)
    }

    /// The text chooses.
    pub(crate) fn written(self, words: &'static str, value: &'static str, then: impl Into<String>) -> Ways {
        self.way(false, words, value, Seen::Then(then.into()))
    }

    /// The text chooses that an event is accepted.
    pub(crate) fn accepts(self, words: &'static str, value: &'static str, event: &'static str) -> Ways {
        self.way(false, words, value, Seen::Accepts(event))
    }
}

/// The end of a test: so many points are there on these days.
pub(crate) fn balances(days: &[(&str, u32)]) -> String {
    let steps = days.iter().map(|(day, n)| format!("when the date is {day} then balance {n} points"));
    steps.collect::<Vec<_>>().join(" ")
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
