//! Lots of points, and balances.

use super::Member;
use serde::{Deserialize, Serialize};
use treue_lang::programme::{PartnerId, UnitId};
use treue_lang::time::Day;

/// Points that were earned alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Their unit.
    pub unit: UnitId,
    /// Their last good day by the deadlines of the unit; `None` for never.
    pub expires: Option<Day>,
    /// The day they were earned.
    pub earned: Day,
    /// They can be spent from the start of this day; the day of earning if at once.
    pub available: Day,
    /// The partner who pays for them.
    pub payer: Option<PartnerId>,
    /// How many, smallest parts of the unit; above 0.
    pub points: i64,
}

/// A member's points of one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be spent.
    pub available: i64,
    /// Not yet.
    pub pending: i64,
    /// Owed to the programme.
    pub owed: i64,
}

impl Lot {
    /// The canonical order: by unit, soonest to expire (never is last), earned, available, payer.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<> {
        (self.unit, self.expires.unwrap_or(Day(i32::MAX)), self.earned, self.available, self.payer)
    }
}

impl Member {
    /// Balance of a unit on a day, from the lots as they are.
    #[must_use]
    pub fn balance(&self, unit: UnitId, today: Day) -> Balance {
        let mut balance =
            Balance { owed: self.owed.get(unit.0 as usize).copied().unwrap_or(0), ..Balance::default() };
        for lot in self.lots.iter().filter(|l| l.unit == unit) {
            let part = if lot.available <= today { &mut balance.available } else { &mut balance.pending };
            *part = part.saturating_add(lot.points);
        }
        balance
    }
}
