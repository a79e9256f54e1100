//! Lots of points, and balances.

use super::{Clock, Member};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use std::ops::{Deref, DerefMut};
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
    /// They can be spent from the start of this day; the day of earning if at once, [`Lot::NOT_YET`] while they wait
    /// for an activity.
    pub available: Day,
    /// The partner who pays for them.
    pub payer: Option<PartnerId>,
    /// Where their clock stands; only of units that pause, and only if a deadline set `expires`.
    pub clock: Option<Clock>,
    /// The activity that they wait for, see [`awaited`].
    pub awaits: Option<u64>,
    /// How many, smallest parts of the unit; above 0.
    pub points: i64,
}

/// What a lot keeps of the activity that it waits for: a hash of its kind and the receipt that it must name.
#[must_use]
pub fn awaited(kind: &str, receipt: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x7472_6575_652d_6177, 0x6169_7473_2d76_3031);
    hasher.write(&(kind.len() as u64).to_le_bytes());
    hasher.write(kind.as_bytes());
    hasher.write(receipt.as_bytes());
    hasher.finish()
}

/// A member's lots in canonical order. To be read and changed like the list that it is.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lots {
    list: Vec<Lot>,
    /// No part of the value: it follows from the list.
    #[serde(skip)]
    totals: Option<Totals>,
}

/// So many units have totals; balances of a programme with more are added up anew for every event.
pub(crate) const TOTALS: usize = 4;

/// What an engine noted about the lots, so that it need not look at each of them for every event. Forgotten as soon as
/// the list is changed by any other way than [`Lots::with_totals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Totals {
    /// They hold from this day,
    pub(crate) from: Day,
    /// and before this one, on which points become available.
    pub(crate) before: Day,
    /// The soonest last good day that is not before `from`.
    pub(crate) soonest: Option<Day>,
    /// By unit: points that can be spent, and points that cannot yet.
    pub(crate) units: [(i64, i64); TOTALS],
}

impl Lots {
    /// What was noted about the lots as they are.
    pub(crate) fn totals(&self) -> Option<&Totals> {
        self.totals.as_ref()
    }

    /// Notes something about the lots as they are.
    pub(crate) fn note_totals(&mut self, totals: Option<Totals>) {
        self.totals = totals;
    }

    /// The list, and what was noted about it: whoever changes one keeps the other true.
    pub(crate) fn with_totals(&mut self) -> (&mut Vec<Lot>, &mut Option<Totals>) {
        (&mut self.list, &mut self.totals)
    }
}

impl Deref for Lots {
    type Target = Vec<Lot>;

    fn deref(&self) -> &Vec<Lot> {
        &self.list
    }
}

impl DerefMut for Lots {
    fn deref_mut(&mut self) -> &mut Vec<Lot> {
        self.totals = None;
        &mut self.list
    }
}

impl From<Vec<Lot>> for Lots {
    fn from(list: Vec<Lot>) -> Lots {
        Lots { list, totals: None }
    }
}

impl PartialEq for Lots {
    fn eq(&self, other: &Lots) -> bool {
        self.list == other.list
    }
}

impl Eq for Lots {}

impl std::fmt::Debug for Lots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.list.fmt(f)
    }
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
    /// The day of availability that nobody knows yet.
    pub const NOT_YET: Day = Day(i32::MAX);

    /// The canonical order: by unit, soonest to expire (never is last), earned, available, payer, clock, what is
    /// awaited.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<> {
        (
            self.unit,
            self.expires.unwrap_or(Day(i32::MAX)),
            self.earned,
            self.available,
            self.payer,
            self.clock,
            self.awaits,
        )
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
