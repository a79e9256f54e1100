//! Step 7, first: which version of a rule is in force, and by which date.

use super::scene::Scene;
use treue_lang::programme::{FieldValue, Rule, RuleId};
use treue_lang::time::Day;

/// Whether a rule looks at the event, as far as its versions decide: the one in force does. If none is, the newest
/// does, so that somebody says why nothing was given.
pub(super) fn looks(scene: &Scene<'_>, id: RuleId) -> bool {
    let versions = &scene.programme.rules[id].versions;
    if versions.is_empty() {
        return true;
    }
    let in_force = versions.iter().find(|v| {
        let rule = &scene.programme.rules[**v];
        let (from, to) = rule.dates;
        let day = deciding_day(scene, rule);
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    });
    in_force.or(versions.first()) == Some(&id)
}

/// The day that decides for a rule: that of its field, or of the event.
fn deciding_day(scene: &Scene<'_>, rule: &Rule) -> Day {
    said_day(scene, rule).unwrap_or(scene.own_wall.day)
}

/// The day that its field says.
fn said_day(scene: &Scene<'_>, rule: &Rule) -> Option<Day> {
    match rule.decided_by.and_then(|field| scene.field(field, None)) {
        Some(FieldValue::Date(day)) => Some(*day),
        Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_)) | None => None,
    }
}

/// The scene as a rule sees it that another date than the event's decides: that date on the wall, and the levels that
/// were held as that day ended; of today or a day to come, the levels of now. `None` for all other rules, and for one
/// that sees the scene as it is.
pub(super) fn decided<'a>(scene: &Scene<'a>, rule: &Rule) -> Option<Scene<'a>> {
    if scene.is_decided_by == rule.decided_by {
        return None;
    }
    Some(scene.as_on(rule.decided_by, said_day(scene, rule)))
}
