//! Since when levels of a structure count, for structures that are asked about it.

use serde::{Deserialize, Serialize};
use treue_lang::limits::REACHED;
use treue_lang::programme::LevelId;
use treue_lang::time::Day;

/// A level that does not count.
const NOT: i32 = i32::MIN;
/// A level that counts since nobody knows when: it did before anybody asked.
const UNKNOWN: i32 = NOT + 1;

/// The days on which levels were reached: since when each of them, or a higher one, counts without a break. Without any where
/// nobody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i32>", into = "Vec<i32>")]
pub struct Reached([i32; REACHED]);

impl Default for Reached {
    fn default() -> Reached {
        Reached([NOT; REACHED])
    }
}

impl From<Reached> for Vec<i32> {
    fn from(reached: Reached) -> Vec<i32> {
        reached.days().to_vec()
    }
}

impl TryFrom<Vec<i32>> for Reached {
    type Error = &'static str;

    fn try_from(days: Vec<i32>) -> Result<Reached, &'static str> {
        Reached::of_days(&days).ok_or("more levels than are kept")
    }
}

impl Reached {
    /// From the lowest level that can be reached up, as far as there are any.
    pub(super) fn days(&self) -> &[i32] {
        let count = self.0.iter().rposition(|day| *day != NOT).map_or(0, |last| last + 1);
        self.0.get(..count).unwrap_or_default()
    }

    /// What [`Reached::days`] gave; `None` for more than there can be.
    pub(super) fn of_days(days: &[i32]) -> Option<Reached> {
        let mut reached = Reached::default();
        reached.0.get_mut(..days.len())?.copy_from_slice(days);
        Some(reached)
    }

    /// Whether all its days are days.
    pub(super) fn is_sound(&self, is_day: impl Fn(Day) -> bool) -> bool {
        self.days().iter().all(|day| *day <= UNKNOWN || is_day(Day(*day)))
    }

    /// The day on which a level was reached; none if it does not count, or if that is not known.
    #[must_use]
    pub fn on(&self, level: LevelId) -> Option<Day> {
        self.at(level).filter(|day| *day > UNKNOWN).map(Day)
    }

    /// Whether a level counts, since a day or since nobody knows when.
    #[must_use]
    pub fn has(&self, level: LevelId) -> bool {
        self.at(level).is_some_and(|day| day != NOT)
    }

    /// A level was reached on that day.
    pub fn put(&mut self, level: LevelId, day: Day) {
        self.set(level, day.0);
    }

    /// A level no longer counts.
    pub fn lose(&mut self, level: LevelId) {
        self.set(level, NOT);
    }

    /// All levels up to this one count, since nobody knows when.
    #[must_use]
    pub fn unknown(level: LevelId) -> Reached {
        let mut reached = Reached::default();
        (1..=level.0).for_each(|level| reached.set(LevelId(level), UNKNOWN));
        reached
    }

    /// After a change to a level on that day.
    pub(super) fn since(mut self, level: LevelId, day: Day) -> Reached {
        for (number, reached) in (1..).zip(&mut self.0) {
            if number > level.0 {
                *reached = NOT;
            } else if *reached == NOT {
                *reached = day.0;
            }
        }
        self
    }

    fn at(&self, level: LevelId) -> Option<i32> {
        self.0.get(usize::from(level.0).checked_sub(1)?).copied()
    }

    fn set(&mut self, level: LevelId, day: i32) {
        let place = usize::from(level.0).checked_sub(1).and_then(|at| self.0.get_mut(at));
        place.into_iter().for_each(|place| *place = day);
    }

    /// What it says, and for levels of which it says nothing what another one says.
    #[must_use]
    pub fn or(mut self, other: &Reached) -> Reached {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            if *own == NOT {
                *own = other;
            }
        }
        self
    }

    /// Under other levels: what each was, from the lowest up, and what it becomes. Who stood at one of them stood at all
    /// below it.
    #[must_use]
    pub fn moved(&self, becomes: impl Iterator<Item = (LevelId, LevelId)>) -> Reached {
        let mut moved = Reached::default();
        for (old, new) in becomes {
            let Some(day) = self.at(old).filter(|day| *day != NOT) else { continue };
            for level in (1..=new.0).map(LevelId) {
                if !moved.has(level) {
                    moved.set(level, day);
                }
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(days: &[i32]) -> Reached {
        Reached::of_days(days).unwrap()
    }

    #[test]
    fn a_level_has_its_day_until_it_is_lost() {
        let mut gold = reached(&[100]);
        gold.put(LevelId(2), Day(200));
        assert_eq!([0, 1, 2, 3].map(|l| gold.on(LevelId(l))), [None, Some(Day(100)), Some(Day(200)), None]);
        gold.lose(LevelId(2));
        assert_eq!(gold, reached(&[100]));
        assert!(gold.has(LevelId(1)) && !gold.has(LevelId(2)) && !gold.has(LevelId(63)));
    }

    #[test]
    fn what_nobody_knows_is_no_day() {
        let unknown = Reached::unknown(LevelId(2));
        assert_eq!(unknown.on(LevelId(2)), None);
        assert!(unknown.has(LevelId(2)) && !unknown.has(LevelId(3)));
        assert_eq!(reached(&[100]).or(&unknown).on(LevelId(1)), Some(Day(100)));
    }

    #[test]
    fn levels_of_other_names_keep_their_days() {
        let both = reached(&[100, 200]);
        // Two levels become one: it counts since the lower one did.
        let one = both.moved([(LevelId(1), LevelId(1)), (LevelId(2), LevelId(1))].into_iter());
        assert_eq!(one, reached(&[100]));
        // A new level between them: nobody stood there before the higher one.
        let between = both.moved([(LevelId(1), LevelId(1)), (LevelId(2), LevelId(3))].into_iter());
        assert_eq!(between, reached(&[100, 200, 200]));
    }

    #[test]
    fn days_come_back_from_bytes() {
        for reached in [Reached::default(), reached(&[100, 20_000]), Reached::unknown(LevelId(8))] {
            let bytes = postcard::to_allocvec(&reached).unwrap();
            assert_eq!(postcard::from_bytes::<Reached>(&bytes), Ok(reached));
        }
        assert_eq!(postcard::to_allocvec(&Reached::default()).unwrap(), [0]);
        let many = postcard::to_allocvec(&vec![1i32; REACHED + 1]).unwrap();
        assert!(postcard::from_bytes::<Reached>(&many).is_err());
    }
}
