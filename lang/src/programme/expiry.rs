//! How points end, stand still, and become available.

pub use crate::ast::AfterPause;

use super::{Conjunct, FieldId, Ratio, RuleId};
use crate::time::{Anchor, Base, Day, Deadline, Length, Period};

/// One way in which points of a unit expire.
#[derive(Clone, Debug, PartialEq)]
pub struct Expiry {
    /// How.
    pub how: ExpiryHow,
    /// All must hold. Of a deadline they are read as the points are earned (or, with [`super::Unit::tier_later`],
    /// whenever tiers or the member change); of all others at the moment itself, tracks on their last full window.
    pub when: Vec<Conjunct>,
    /// Only points that one of these rules gave; all if there is none. Deadlines only.
    pub rules: Vec<RuleId>,
}

/// How points expire.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpiryHow {
    /// Each lot by its own deadline.
    After(Deadline, Start),
    /// All lots when for so long there was none of the named events.
    Without(Idle),
    /// All lots at the end of each such period.
    AllAt(Period),
    /// A part of what is available, again and again while the member is idle.
    Decay(Decay),
}

/// The day that a deadline counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The day of the event.
    #[default]
    Event,
    /// The day on which the points become available.
    Availability,
    /// A date field of the receipt or the member; the day of the event where it is missing.
    Field(FieldId),
}

/// So long without any of the named events; counted from the latest of them, from the end of the latest pause or the day
/// of joining, whichever is last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one for each word that may be named")]
pub struct Idle {
    /// How long; the day so long after is the last good day.
    pub length: Length,
    /// A purchase counts.
    pub purchase: bool,
    /// A redemption counts.
    pub redeem: bool,
    /// A transfer counts.
    pub transfer: bool,
    /// Activities of these kinds count: positions in [`super::Programme::kept_activities`].
    pub activities: Vec<usize>,
}

/// A part of what is available goes as the time without the named events is over, and again each time so long after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decay {
    /// The time without.
    pub idle: Idle,
    /// How often after that.
    pub every: Length,
    /// How much of what is available, rounded down.
    pub part: Ratio,
    /// At least so many smallest parts, as far as there are so many.
    pub least: i64,
}

/// When the clock of a unit's points stands still.
#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    /// While all of these hold; they ask for tiers and member fields only.
    pub condition: Vec<Conjunct>,
    /// What follows.
    pub after: AfterPause,
}

/// Points earned on these days are good for longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// First day of earning.
    pub from: Day,
    /// Last day of earning.
    pub to: Day,
    /// How much longer, after all else.
    pub by: Length,
}

/// Which lots are used first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BurnOrder {
    /// Soonest to expire, then oldest.
    #[default]
    SoonestToExpire,
    /// Oldest first: by the day of earning.
    Oldest,
    /// Newest first.
    Newest,
    /// All in proportion: whole parts, what is left over to the largest fractions, ties to the soonest to expire.
    InProportion,
}

/// When points of a rule become available.
#[derive(Clone, Debug, PartialEq)]
pub enum Available {
    /// On the day that the deadline opens.
    After(Deadline, Start),
    /// When an activity of that kind names the receipt.
    OnActivity(String),
}

impl Default for ExpiryHow {
    fn default() -> ExpiryHow {
        ExpiryHow::AllAt(Period::CALENDAR_YEAR)
    }
}

impl From<ExpiryHow> for Expiry {
    fn from(how: ExpiryHow) -> Expiry {
        Expiry { how, when: Vec::new(), rules: Vec::new() }
    }
}

impl From<Deadline> for Expiry {
    fn from(deadline: Deadline) -> Expiry {
        ExpiryHow::After(deadline, Start::Event).into()
    }
}

impl From<Idle> for Expiry {
    fn from(idle: Idle) -> Expiry {
        ExpiryHow::Without(idle).into()
    }
}

impl From<Length> for Available {
    fn from(length: Length) -> Available {
        let deadline = Deadline { base: Base::After(length, Anchor::Event), snaps: Vec::new() };
        Available::After(deadline, Start::Event)
    }
}
