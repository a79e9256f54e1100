//! What a return took and gave back.

use serde::{Deserialize, Serialize};
use treue_lang::programme::{RuleId, UnitId};

/// What came of a return.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Id of the purchase or redemption.
    pub receipt: String,
    /// Nothing of it remains.
    pub whole: bool,
    /// The lines that came back now, by position: thousandths. A line of quantity zero or below comes back with that.
    pub lines: Vec<(u32, i64)>,
    /// By how much the rules give less or more for what remains than they have given so far, in the order of the
    /// programme's rules; none is 0.
    pub changes: Vec<(RuleId, i64)>,
    /// Where the points were taken, by unit; units of which none were to be taken are left out.
    pub taken: Vec<Taken>,
    /// Points spent on it that come back, by unit.
    pub back: Vec<(UnitId, i64)>,
    /// Money by which the refund is to be cut, smallest currency units.
    pub refund_cut: i64,
    /// Money that is to be paid back for spent points, smallest currency units.
    pub cash: i64,
}

/// Where points of one unit were taken; together what was to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which unit.
    pub unit: UnitId,
    /// From pending lots of the receipt.
    pub pending: i64,
    /// From other lots of the receipt.
    pub own: i64,
    /// Points of the receipt that had expired: they count as taken.
    pub expired: i64,
    /// From other lots.
    pub other: i64,
    /// Owed from now on.
    pub owed: i64,
    /// Taken off the refund.
    pub cut: i64,
    /// Let go.
    pub forgiven: i64,
}

impl Taken {
    /// Nothing yet.
    #[must_use]
    pub fn of(unit: UnitId) -> Taken {
        Taken { unit, pending: 0, own: 0, expired: 0, other: 0, owed: 0, cut: 0, forgiven: 0 }
    }

    /// What was to be taken.
    #[must_use]
    pub fn total(&self) -> i64 {
        [self.pending, self.own, self.expired, self.other, self.owed, self.cut, self.forgiven]
            .into_iter()
            .fold(0, i64::saturating_add)
    }
}
