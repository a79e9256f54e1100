//! Conditions about days of a member's own, and about how a level is held.

use super::scene::Scene;
use treue_lang::programme::{FieldValue, HeldAs, Occasion};
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
        Occasion::Anniversary(within) => {
            scene.readings.joined.is_some_and(|joined| today.is_near_return(joined, *within, 1, leap))
        }
        Occasion::Within { length, field: None, before } => {
            scene.readings.joined.is_none_or(|joined| length.holds(joined, today, *before))
        }
        Occasion::Within { length, field: Some(field), before } => {
            born(scene, *field).is_some_and(|from| length.holds(from, today, *before))
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

fn born(scene: &Scene<'_>, field: treue_lang::programme::FieldId) -> Option<Day> {
    match scene.field(field, None)? {
        FieldValue::Date(day) => Some(*day),
        FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_) => None,
    }
}
