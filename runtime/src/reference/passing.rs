//! Step 4: time passes. Every moment is the start of a local day; at one moment windows are paid, pending points become
//! available, then tiers are reviewed, then points expire, then members are reminded.

use super::readings::Readings;
use super::scene::Scene;
use super::{Work, clocks, expiry, lots, tiers, windows};
use crate::decision::Refusal;
use crate::state::Member;
use treue_lang::time::Day;

/// Passes every day after the last one up to and including the event's.
pub(super) fn pass(work: &mut Work<'_>) -> Result<(), Refusal> {
    let Some(last) = work.member.last_day else { return Ok(()) };
    let mut day = last;
    while day < work.day {
        day = Day(day.0 + 1);
        windows::pay(work, day)?;
        for unit in work.programme.units.ids() {
            lots::settle(work.programme, &mut work.member, unit, day);
        }
        let changes = tiers::review(work.programme, &mut work.member, day);
        if !changes.is_empty() {
            clocks::look(work.programme, &mut work.member, day);
        }
        work.decision.tiers.extend(changes);
        let scene = |member: &Member| {
            Scene::of_day(work.programme, Readings::at_review(work.programme, member, day), day)
        };
        for unit in work.programme.units.ids() {
            let expired = expiry::expire(work.programme, &mut work.member, unit, Day(day.0 - 1), &scene);
            work.decision.expired.extend(expired);
        }
        for unit in work.programme.units.ids() {
            let reminder = expiry::remind(work.programme, &work.member, unit, day);
            work.decision.reminders.extend(reminder);
        }
    }
    Ok(())
}
