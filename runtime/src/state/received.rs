//! What events of other members gave a member or took, as long as memory: goods of theirs may come back.

use super::Lot;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{GiftId, RuleId};
use treue_lang::time::Day;

/// What came of another member's event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// The other member, as the event named them.
    pub from: String,
    /// Id of the event.
    pub event: String,
    /// The day it was booked.
    pub day: Day,
    /// What.
    pub what: ReceivedWhat,
}

/// What came of another member's event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ReceivedWhat {
    /// Points of a rule.
    Given {
        /// The rule.
        rule: RuleId,
        /// Which of its gifts; none for a share of its award.
        gift: Option<GiftId>,
        /// With the dates they got, and all points, also those that paid what was owed.
        lot: Lot,
    },
    /// Points that paid in a household: the lots, in burn order.
    Paid(Vec<Lot>),
}

impl Received {
    /// Whether it came of that event of that member.
    #[must_use]
    pub fn is_of(&self, from: &str, event: &str) -> bool {
        self.event == event && self.from == from
    }
}
