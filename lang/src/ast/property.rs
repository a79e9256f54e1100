//! `for every purchase: ...` as written: what must hold whatever happens.

use super::{AmountRef, Condition, Name, Number, Step, Text};
use crate::source::Span;

/// `for every purchase when channel is "store": points worth at most 10% of eligible, at most 500 points`.
#[derive(Clone, Debug)]
pub struct Property {
    /// `activity "survey"`; purchases if nothing.
    pub activity: Option<Text>,
    /// `when ...`: which of them.
    pub condition: Option<Condition>,
    /// What must hold for each.
    pub claims: Vec<Claim>,
    /// The whole item.
    pub span: Span,
}

/// One thing that must hold.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What.
    pub text: ClaimText,
    /// `from base and silver`: only what these rules, levels or stacks give; all rules if there is none.
    pub from: Vec<Name>,
    /// The whole phrase.
    pub span: Span,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum ClaimText {
    /// `nothing`: no rule gives anything.
    Nothing,
    /// `points worth at most 10% of eligible`.
    Worth {
        /// The unit.
        unit: Name,
        /// `at most`, not `at least`.
        most: bool,
        /// How much.
        bound: WorthBound,
    },
    /// `at most 500 points`, `at least 1 point per full 2.00 CHF of eligible`.
    Points {
        /// `at most`, not `at least`.
        most: bool,
        /// How many.
        points: Number,
        /// Of which unit.
        unit: Name,
        /// For each of what.
        per: Option<(Step, AmountRef)>,
    },
}

/// How much points may be worth.
#[derive(Clone, Debug)]
pub enum WorthBound {
    /// `10% of eligible`: the number without its sign.
    Percent(Number, AmountRef),
    /// `5.00 CHF`.
    Money(Number, Name),
}
