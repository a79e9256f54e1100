//! Properties: what must hold whatever happens. Scoring never looks at them; proofs and tests do.

use super::{RuleId, Trigger, UnitId};
use crate::source::Span;

/// `for every purchase: points worth at most 10% of eligible`.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Where it was written.
    pub span: Span,
    /// The events that it speaks of.
    pub on: Trigger,
    /// The rule of the watched programme that gives something exactly where `when` holds.
    pub asks: RuleId,
    /// What must hold for each of these events.
    pub claims: Vec<Claim>,
}

/// One thing that must hold of what rules give because of an event: to its member and to others, of the event alone or,
/// paid at once, of a window.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Where it was written.
    pub span: Span,
    /// The unit; every unit if none is said.
    pub unit: Option<UnitId>,
    /// Only what these rules give, all versions of each; what all rules give if there are none.
    pub from: Vec<RuleId>,
    /// `at most`, not `at least`.
    pub most: bool,
    /// How much.
    pub bound: Bound,
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// So many smallest parts of the unit.
    Points(i64),
    /// So many whole points as this rule of the watched programme comes to, exactly.
    PointsBy(RuleId),
    /// Points worth so much money, smallest currency units.
    Worth(i64),
    /// Points worth so much money as this rule of the watched programme comes to, exactly, in whole currency units.
    WorthBy(RuleId),
}

impl Bound {
    /// The rule of the watched programme that it goes by.
    #[must_use]
    pub fn rule(self) -> Option<RuleId> {
        match self {
            Bound::PointsBy(rule) | Bound::WorthBy(rule) => Some(rule),
            Bound::Points(_) | Bound::Worth(_) => None,
        }
    }
}
