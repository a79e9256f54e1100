//! Conditions about days of a member's own, and about how a level is held.

pub use crate::ast::HeldAs;

use super::{FieldId, LevelId, TiersId};
use crate::time::Length;

/// Something asked of the member on the day that decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// The day is at most so many days before or after a birthday; 0 for the birthday itself. False if the field (a
    /// date) is missing.
    Birthday(FieldId, u16),
    /// The day is in the month of birth. False if the field is missing.
    BirthMonth(FieldId),
    /// The day is at most so many days before or after a yearly return of the day of joining; the day of joining
    /// itself is none. False for who has not joined yet.
    Anniversary(u16),
    /// The day is no more than so long after the day of joining or, where there is a field, after its date; with `before`
    /// no more than so long before it either. False if the field is missing; true for who joins with this event.
    Within {
        /// How long: the last day is the last good day counted from there.
        length: Length,
        /// A date field of the member; the day of joining if there is none.
        field: Option<FieldId>,
        /// Also before.
        before: bool,
    },
    /// The member is at least so many years old: so many birthdays, of the date in the field, have come. False if the
    /// field is missing.
    AgeAtLeast(FieldId, u16),
    /// This level counts, and it is held in this way (maybe in the other too).
    Held(TiersId, LevelId, HeldAs),
}
