//! What members are left with after the last event.

use super::tally::Tally;
use treue_lang::programme::{Id, Programme};
use treue_lang::time::Day;
use treue_runtime::state::{Lot, Member, Members};

/// Of all members together.
pub(super) struct Left {
    /// How many there are.
    pub(super) members: usize,
    /// By unit.
    pub(super) held: Vec<Held>,
    /// By tier structure and level: how many hold it.
    pub(super) levels: Vec<Vec<usize>>,
    /// The day as of which points are held.
    today: Day,
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
        let mut left = Left::nobody(programme, tally);
        members.iter().for_each(|(_, member)| left.add(programme, member));
        left
    }

    /// Nobody yet; the last day is that of the sums.
    pub(super) fn nobody(programme: &Programme, tally: &Tally) -> Left {
        Left {
            members: 0,
            held: programme.units.ids().map(|_| Held::default()).collect(),
            levels: programme.tiers.iter().map(|(_, tiers)| vec![0; tiers.levels.len()]).collect(),
            today: tally.last_day.unwrap_or(Day::FIRST),
        }
    }

    /// One more.
    pub(super) fn add(&mut self, programme: &Programme, member: &Member) {
        self.members += 1;
        for (id, counts) in programme.tiers.ids().zip(&mut self.levels) {
            if let Some(count) = counts.get_mut(usize::from(member.level(id).0)) {
                *count += 1;
            }
        }
        for (held, owed) in self.held.iter_mut().zip(&member.owed) {
            held.owed += i128::from(*owed);
        }
        for lot in member.lots.iter() {
            if let Some(held) = self.held.get_mut(lot.unit.index()) {
                held.add(lot, self.today);
            }
        }
    }

    /// Where all that was given is still there: so many members, and points by unit.
    pub(super) fn of_given(members: usize, tally: &Tally) -> Left {
        let held = tally.units.iter().map(|unit| Held { available: unit.given, ..Held::default() });
        Left { members, held: held.collect(), levels: Vec::new(), today: Day::FIRST }
    }
}

impl Held {
    fn add(&mut self, lot: &Lot, today: Day) {
        let points = i128::from(lot.points);
        self.overdue += if lot.expires.is_some_and(|day| day < today) { points } else { 0 };
        let part = if lot.available <= today { &mut self.available } else { &mut self.pending };
        *part += points;
    }

    pub(super) fn sum(&self) -> i128 {
        self.available + self.pending - self.owed
    }
}
