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
    /// Of what was paid for vouchers that were cancelled for it.
    pub vouchers: i64,
    /// Owed from now on.
    pub owed: i64,
    /// Taken off the refund.
    pub cut: i64,
    /// Let go.
    pub forgiven: i64,
    /// So many of all these are what window rules take.
    pub windows: i64,
    /// So many of all these are what levels gave that are no longer reached.
    pub levels: i64,
}

impl Returned {
    /// Notes where points of a unit were taken, together with others of the unit.
    pub fn add_taken(&mut self, taken: &Taken) {
        match self.taken.iter_mut().find(|t| t.unit == taken.unit) {
            Some(sum) => sum.add(taken),
            None => self.taken.push(*taken),
        }
        self.taken.sort_by_key(|t| t.unit);
    }

    /// Notes points that came back.
    pub fn add_back(&mut self, unit: UnitId, points: i64) {
        match self.back.iter_mut().find(|(of, _)| *of == unit) {
            Some((_, sum)) => *sum = sum.saturating_add(points),
            None => self.back.push((unit, points)),
        }
    }
}

impl Taken {
    /// Nothing yet.
    #[must_use]
    pub fn of(unit: UnitId) -> Taken {
        let (pending, own, expired, other, vouchers) = (0, 0, 0, 0, 0);
        let (owed, cut, forgiven, windows, levels) = (0, 0, 0, 0, 0);
        Taken { unit, pending, own, expired, other, vouchers, owed, cut, forgiven, windows, levels }
    }

    /// What was to be taken.
    #[must_use]
    pub fn total(&self) -> i64 {
        let there = [self.pending, self.own, self.expired, self.other, self.vouchers];
        there.into_iter().chain([self.owed, self.cut, self.forgiven]).fold(0, i64::saturating_add)
    }

    /// More that was taken of the same unit.
    pub fn add(&mut self, more: &Taken) {
        let Taken { unit: _, pending, own, expired, other, vouchers, owed, cut, forgiven, windows, levels } =
            more;
        for (sum, n) in [
            (&mut self.pending, pending),
            (&mut self.own, own),
            (&mut self.expired, expired),
            (&mut self.other, other),
            (&mut self.vouchers, vouchers),
            (&mut self.owed, owed),
            (&mut self.cut, cut),
            (&mut self.forgiven, forgiven),
            (&mut self.windows, windows),
            (&mut self.levels, levels),
        ] {
            *sum = sum.saturating_add(*n);
        }
    }
}
