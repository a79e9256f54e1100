//! Step 4: time passes. Every moment is the start of a local day; at one moment windows are paid, pending points become
//! available, then tiers are reviewed, then points expire.

use super::{Work, lots, tiers, windows};
use crate::decision::{Expired, Refusal};
use crate::state::Member;
use treue_lang::programme::{Expiry, Programme, UnitId};
use treue_lang::time::Day;

/// Passes every day after the last one up to and including the event's.
pub(super) fn pass(work: &mut Work<'_>) -> Result<(), Refusal> {
    let Some(last) = work.member.last_day else { return Ok(()) };
    let mut day = last;
    while day < work.day {
        day = Day(day.0 + 1);
        windows::pay(work, day)?;
        for unit in work.programme.units.ids() {
            lots::settle(&mut work.member, unit, day);
        }
        let changes = tiers::review(work.programme, &mut work.member, day);
        work.decision.tiers.extend(changes);
        for unit in work.programme.units.ids() {
            let expired = expire(work.programme, &mut work.member, unit, Day(day.0 - 1));
            work.decision.expired.extend(expired);
        }
    }
    Ok(())
}

/// Takes the lots of a unit whose last good day is `last_good`.
fn expire(programme: &Programme, member: &mut Member, unit: UnitId, last_good: Day) -> Option<Expired> {
    let all = programme.units[unit].expiry.iter().any(|e| idle_until(e, member) == Some(last_good));
    let goes = |l: &crate::state::Lot| l.unit == unit && (all || l.expires == Some(last_good));
    let points = member.lots.iter().filter(|l| goes(l)).fold(0_i64, |sum, l| sum.saturating_add(l.points));
    member.lots.retain(|l| !goes(l));
    (points > 0).then_some(Expired { unit, points, last_good_day: last_good })
}

/// The last good day of everything, by a rule of idleness; `None` for other rules, and for a member for whom
/// nothing has happened yet.
fn idle_until(expiry: &Expiry, member: &Member) -> Option<Day> {
    match expiry {
        Expiry::After(_) => None,
        Expiry::Without { length, purchase, redeem } => {
            let bought = member.last_purchase.filter(|_| *purchase);
            let redeemed = member.last_redeem.filter(|_| *redeem);
            bought.max(redeemed).or(member.joined).map(|from| length.after(from))
        }
    }
}
