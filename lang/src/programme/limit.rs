//! Limits of rules, stacks and rewards.

use super::{AmountId, GiftId, Ratio, RewardId, RuleId, StackId, TrackId};
use crate::source::Span;
use crate::time::Window;

/// A limit. What it has left is read before the event; it is used up by what was finally given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limit {
    /// Whose it is.
    pub owner: LimitOwner,
    /// How much.
    pub most: Most,
    /// Over what.
    pub window: LimitWindow,
    /// Who uses it up together.
    pub scope: Scope,
    /// `whole awards only`: an award that does not fit is not given at all; otherwise the part that fits.
    pub whole: bool,
    /// Where it was written.
    pub span: Span,
}

/// Who uses up a limit together: whose events the implied track of a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every member alone.
    #[default]
    Member,
    /// The members of a household; who is in none alone.
    Household,
    /// All members, in the order of the events.
    Everyone,
}

/// Whose limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitOwner {
    /// A rule's; the first in the text where its name has several versions: they use up one limit.
    Rule(RuleId),
    /// A stack's.
    Stack(StackId),
    /// Of points to other members; it counts for who gets them.
    Gift(GiftId),
    /// A reward's: points that it cost, redemptions, or pieces.
    Reward(RewardId),
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Most {
    /// So many smallest parts of the unit.
    Points(i64),
    /// So many events in which it gave something; at least 1.
    Times(i64),
    /// So many steps of a reward; at least 1.
    Pieces(i64),
    /// So many smallest parts of the unit for each smallest part of an amount of this receipt, rounded down; 0 for
    /// an amount below 0. Only of one receipt.
    PerPart(AmountId, Ratio),
    /// The same for each whole `step` (second) of the amount.
    PerStep(AmountId, i64, Ratio),
}

impl Default for LimitOwner {
    fn default() -> LimitOwner {
        LimitOwner::Rule(RuleId::default())
    }
}

impl Default for Most {
    fn default() -> Most {
        Most::Points(0)
    }
}

impl Most {
    /// Whether two limits over one window measure the same, so that the smaller would make the other idle.
    #[must_use]
    pub fn is_like(self, other: Most) -> bool {
        match (self, other) {
            (Most::Points(_), Most::Points(_))
            | (Most::Times(_), Most::Times(_))
            | (Most::Pieces(_), Most::Pieces(_)) => true,
            (Most::PerPart(a, _), Most::PerPart(b, _)) => a == b,
            (Most::PerStep(a, step, _), Most::PerStep(b, other, _)) => a == b && step == other,
            (
                Most::Points(_) | Most::Times(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..),
                _,
            ) => false,
        }
    }
}

/// Over what a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitWindow {
    /// This receipt alone (points only).
    #[default]
    Receipt,
    /// A window; what is used stands in an implied track.
    Window(Window, TrackId),
}
