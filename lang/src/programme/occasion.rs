//! Conditions about days of a member's own, and about how a level is held.

pub use crate::ast::HeldAs;

use super::{FieldId, LevelId, TiersId};
use crate::time::Length;

/// A day of the member's own from which on time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beginning {
    /// The day of joining.
    Joining,
    /// The day since which this level, or a higher one, counts. Nobody reaches the lowest; there is none for who
    /// stands below it.
    Reaching(TiersId, LevelId),
    /// A date field of the member; there is none where it is missing.
    Date(FieldId),
}

/// Something asked of the member on the day that decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// The day is at most so many days before or after a birthday; 0 for the birthday itself. False if the field (a
    /// date) is missing.
    Birthday(FieldId, u16),
    /// The day is in the month of birth. False if the field is missing.
    BirthMonth(FieldId),
    /// The day is at most so many days before or after a yearly return of such a day; that day itself is none. False
    /// where there is none, so for who has not joined yet.
    Anniversary(Beginning, u16),
    /// The day is no more than so long after such a day; with `before` no more than so long before it either. False where
    /// there is none, but true of joining for who joins with this event.
    Within {
        /// How long: the last day is the last good day counted from there.
        length: Length,
        /// From when.
        from: Beginning,
        /// Also before.
        before: bool,
    },
    /// The member is at least so many years old: so many birthdays, of the date in the field, have come. False if the
    /// field is missing.
    AgeAtLeast(FieldId, u16),
    /// This level counts, and it is held in this way (maybe in the other too).
    Held(TiersId, LevelId, HeldAs),
}

impl Beginning {
    /// The level that it asks about, if it does.
    #[must_use]
    pub fn reached(self) -> Option<(TiersId, LevelId)> {
        match self {
            Beginning::Reaching(tiers, level) => Some((tiers, level)),
            Beginning::Joining | Beginning::Date(_) => None,
        }
    }
}

impl Occasion {
    /// The level that it asks about, if it does.
    #[must_use]
    pub fn asked_level(&self) -> Option<(TiersId, LevelId)> {
        match self {
            Occasion::Anniversary(from, _) | Occasion::Within { from, .. } => from.reached(),
            Occasion::Held(tiers, level, _) => Some((*tiers, *level)),
            Occasion::Birthday(..) | Occasion::BirthMonth(_) | Occasion::AgeAtLeast(..) => None,
        }
    }
}
