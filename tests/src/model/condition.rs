//! Selections, operands and conditions of the model.

use super::{Amount, Join, Num};
use treue_lang::time::Day;

pub use treue_lang::ast::{Comparison, Quantifier, TextSubject as Subject};

/// Which lines.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The first lines.
    pub first: Part,
    /// What joins them.
    pub rest: Vec<(Join, Part)>,
}

/// A part of a selection.
#[derive(Clone, Debug)]
pub enum Part {
    /// `all lines`; the short `lines` if false.
    All(bool),
    /// A declared one.
    Named(String),
    /// Asked of each line.
    Which(Box<Condition>),
    /// In parentheses.
    Group(Box<Selection>),
}

/// A written value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `3`.
    Number(Num),
    /// `20.00 CHF`.
    WithUnit(Num, String),
    /// A date.
    Date(Day),
    /// A text.
    Text(String),
    /// `yes` or `no`; defaults of fields only.
    YesNo(bool),
}

/// One side of a comparison.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as in the tree of the language")]
pub enum Operand {
    Value(Value),
    Name(String),
    /// With this purchase, or this activity.
    Including(String, bool),
    Amount(Amount),
    Quantity(String, Selection),
    NumberOf(String, Option<Selection>),
    Different(String, Option<Selection>),
    Field(String, Option<Value>),
    OfLine(String),
    Made(Box<super::figure::Expression>),
}

/// A word for days.
#[derive(Clone, Debug)]
pub enum DayWord {
    /// `Monday`, `Friday to Monday`, `weekdays`, `weekends`.
    Week(String),
    /// A date.
    Date(Day),
    /// `the 3rd of the month`, `the last Friday of the month`.
    Month(String),
    /// The holidays of a list.
    Holidays(String),
}

/// Something that holds or does not.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "as in the tree of the language")]
pub enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Of(Quantifier, Vec<Condition>),
    Text {
        subject: Subject,
        negated: bool,
        list: bool,
        values: Vec<String>,
    },
    Compare(Operand, Comparison, Operand),
    Between(Operand, Value, Value),
    FieldIn(String, Option<Value>, Vec<String>, bool),
    Present(String, bool),
    YesNo(String, Option<bool>),
    Measure(String, bool),
    On(Vec<DayWord>, Option<(u16, u16)>),
    Dates(Option<Day>, Option<Day>),
    Hours(u16, u16),
    Months(Vec<(u8, u8)>),
    /// Days of the member's own, and how a level is held, as text.
    Occasion(String),
    FirstPurchase,
    Tier(String, Comparison, String),
    Lines {
        how: Quantifier,
        selection: Option<Selection>,
        which: Option<Box<Condition>>,
    },
}

impl Selection {
    /// All lines.
    #[must_use]
    pub fn all() -> Selection {
        Selection { first: Part::All(true), rest: Vec::new() }
    }

    /// A declared one.
    #[must_use]
    pub fn named(name: &str) -> Selection {
        Selection { first: Part::Named(name.to_owned()), rest: Vec::new() }
    }

    /// Whether it is one word.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.rest.is_empty()
    }
}
