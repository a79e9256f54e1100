//! Conditions about days of a member's own, and about how a level is held.

use super::scene::Scene;
use treue_lang::programme::{Beginning, FieldValue, HeldAs, Occasion};
use treue_lang::time::Day;

/// Whether an occasion is at hand on the day that decides.
pub(super) fn holds(scene: &Scene<'_>, occasion: &Occasion) -> bool {
    let today = scene.wall.day;
    let leap = scene.programme.leap_day;
    match occasion {
        Occasion::Birthday(field, within) => {
            born(scene, *field).is_some_and(|born| today.is_near_return(born, *within, 0, leap))
        }
        Occasion::BirthMonth(field) => born(scene, *field).is_some_and(|born| today.month() == born.month()),
        Occasion::Anniversary(of, within) => {
            beginning(scene, *of).is_some_and(|from| today.is_near_return(from, *within, 1, leap))
        }
        Occasion::Within { length, from: Beginning::Joining, before } => {
            scene.readings.joined.is_none_or(|joined| length.holds(joined, today, *before))
        }
        Occasion::Within { length, from: from @ Beginning::Reaching(..), before: _ } => {
            // On the wall of a store it may still be the day before.
            beginning(scene, *from).is_some_and(|from| {
                let today = if today.plus(1) == from { from } else { today };
                length.holds(from, today, false)
            })
        }
        Occasion::Within { length, from: from @ Beginning::Date(_), before } => {
            beginning(scene, *from).is_some_and(|from| length.holds(from, today, *before))
        }
        Occasion::AgeAtLeast(field, years) => {
            born(scene, *field).is_some_and(|born| today.has_years_since(born, *years, leap))
        }
        Occasion::Held(tiers, level, how) => {
            let standing = scene.readings.standing(*tiers);
            standing.level() == *level
                && match how {
                    HeldAs::Earned => standing.earned == level.0,
                    HeldAs::Granted => standing.granted.is_some_and(|(granted, _)| granted == level.0),
                }
        }
    }
}

/// The day from which time is counted.
fn beginning(scene: &Scene<'_>, from: Beginning) -> Option<Day> {
    match from {
        Beginning::Joining => scene.readings.joined,
        Beginning::Reaching(tiers, level) => scene.readings.standing(tiers).reached.on(level),
        Beginning::Date(field) => born(scene, field),
    }
}

fn born(scene: &Scene<'_>, field: treue_lang::programme::FieldId) -> Option<Day> {
    match scene.field(field, None)? {
        FieldValue::Date(day) => Some(*day),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
    }
}
