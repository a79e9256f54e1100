//! What members are left with after the last event.

use super::tally::Tally;
use treue_lang::programme::{Id, Programme, UnitId};
use treue_lang::time::Day;
use treue_runtime::state::Members;

/// Of all members together.
pub(super) struct Left {
    /// How many there are.
    pub(super) members: usize,
    /// By unit.
    pub(super) held: Vec<Held>,
    /// By tier structure and level: how many hold it.
    pub(super) levels: Vec<Vec<usize>>,
}

/// What members hold of a unit.
#[derive(Default)]
pub(super) struct Held {
    pub(super) available: i128,
    pub(super) pending: i128,
    pub(super) owed: i128,
    /// Of these, points whose last good day has passed; no later event let them expire.
    pub(super) overdue: i128,
}

impl Left {
    pub(super) fn of(programme: &Programme, members: &Members, tally: &Tally) -> Left {
        let today = tally.last_day.unwrap_or(Day::FIRST);
        let mut levels: Vec<Vec<usize>> =
            programme.tiers.iter().map(|(_, tiers)| vec![0; tiers.levels.len()]).collect();
        for (_, member) in members.iter() {
            for ((id, _), counts) in programme.tiers.iter().zip(&mut levels) {
                if let Some(count) = counts.get_mut(usize::from(member.level(id).0)) {
                    *count += 1;
                }
            }
        }
        Left {
            members: members.len(),
            held: programme.units.ids().map(|unit| Held::of(members, today, unit)).collect(),
            levels,
        }
    }

    /// Where all that was given is still there: so many members, and points by unit.
    pub(super) fn of_given(members: usize, tally: &Tally) -> Left {
        let held = tally.units.iter().map(|unit| Held { available: unit.given, ..Held::default() });
        Left { members, held: held.collect(), levels: Vec::new() }
    }
}

impl Held {
    fn of(members: &Members, today: Day, unit: UnitId) -> Held {
        let mut held = Held::default();
        for (_, member) in members.iter() {
            held.owed += i128::from(member.owed.get(unit.index()).copied().unwrap_or(0));
            for lot in member.lots.iter().filter(|l| l.unit == unit) {
                let points = i128::from(lot.points);
                held.overdue += if lot.expires.is_some_and(|day| day < today) { points } else { 0 };
                let part = if lot.available <= today { &mut held.available } else { &mut held.pending };
                *part += points;
            }
        }
        held
    }

    pub(super) fn sum(&self) -> i128 {
        self.available + self.pending - self.owed
    }
}
