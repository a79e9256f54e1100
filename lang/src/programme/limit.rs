//! Limits of rules and stacks.

use super::{RuleId, StackId, TrackId};
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
    /// `whole awards only`: an award that does not fit is not given at all; otherwise the part that fits.
    pub whole: bool,
    /// Where it was written.
    pub span: Span,
}

/// Whose limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitOwner {
    /// A rule's.
    Rule(RuleId),
    /// A stack's.
    Stack(StackId),
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Most {
    /// So many smallest parts of the unit.
    Points(i64),
    /// So many events in which it gave something; at least 1.
    Times(i64),
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

/// Over what a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitWindow {
    /// This receipt alone (points only).
    #[default]
    Receipt,
    /// A window; what is used stands in an implied track.
    Window(Window, TrackId),
}
