//! Step 4: time passes. Every moment is the start of a local day; at one moment windows are paid, pending points become
//! available, then rewards are issued, then tiers are reviewed, then points and vouchers expire, then members are
//! reminded, then levels follow that follow at once.

use super::readings::Readings;
use super::scene::Scene;
use super::{Work, clocks, effects, expiry, issue, lots, membership, tiers, vouchers, windows};
use crate::decision::Refusal;
use crate::state::Member;
use treue_lang::time::{Day, Length};

/// Passes every day after the last one up to and including the event's.
pub(super) fn pass(work: &mut Work<'_>) -> Result<(), Refusal> {
    let Some(last) = work.member.last_day else { return Ok(()) };
    let mut day = last;
    while day < work.day {
        day = Day(day.0 + 1);
        // Who has left gets nothing more, and is told nothing more.
        let left = work.member.membership.ended.is_some();
        if work.member.membership.forfeits(work.programme) == Some(day) {
            membership::forfeit(work, day);
        }
        if !left {
            windows::pay(work, day)?;
        }
        for unit in work.programme.units.ids() {
            lots::settle(work.programme, &mut work.member, unit, day);
        }
        if !left {
            issue::at_moment(work, day);
        }
        let before = work.member.tiers.clone();
        let (changes, looks) = tiers::review(work.programme, &mut work.member, day);
        tiers::note_held(work.programme, &mut work.member, &before, (day, None), &looks);
        if !changes.is_empty() {
            effects::apply(work.programme, &mut work.member, &changes, day, &mut work.decision);
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
        vouchers::expire(work, Day(day.0 - 1));
        for unit in work.programme.units.ids().filter(|_| !left) {
            let reminder = expiry::remind(work.programme, &work.member, unit, day);
            work.decision.reminders.extend(reminder);
        }
        tiers::follow(work, day);
    }
    Ok(())
}

/// The last good day of stillness, by what ends it; `None` for a member for whom nothing has happened yet.
pub(super) fn idle_until(length: Length, (purchase, redeem): (bool, bool), member: &Member) -> Option<Day> {
    let bought = member.last_purchase.filter(|_| purchase);
    let redeemed = member.last_redeem.filter(|_| redeem);
    bought.max(redeemed).or(member.joined).map(|from| length.after(from))
}
