//! Points that a rule gives to other members, beside its own award.

use super::{FieldId, LimitId, RuleId, UnitId};
use crate::source::Span;

/// `500 points to member.referrer, at most 10 times per calendar year`: goes out with every event in which its rule
/// gives something to its own member.
#[derive(Clone, Debug, Default)]
pub struct Gift {
    /// The rule; its partner pays, and its `available` holds here, too.
    pub rule: RuleId,
    /// The field of the member or the event that names who gets it; nobody does if it is missing.
    pub to: FieldId,
    /// What is given.
    pub unit: UnitId,
    /// So many smallest parts; above 0.
    pub points: i64,
    /// Its limits; they count for each member who gets it.
    pub limits: Vec<LimitId>,
    /// Where it was written.
    pub span: Span,
}
