//! What happened to points by themselves, and in which order they were used.

use super::Statistics;
use treue_lang::programme::{AfterPause, BurnOrder, ExpiryHow, Id as _, Programme, Unit, UnitId};
use treue_runtime::decision::Decision;
use treue_runtime::event::{Event, What};
use treue_runtime::state::{Lot, Member};

/// Counts what became of a member's points.
pub(super) fn of_points(
    p: &Programme,
    event: &Event,
    d: &Decision,
    (before, after): (&Member, &Member),
    s: &mut Statistics,
) {
    s.add("reminded", d.reminders.len() as u64);
    for a in &d.awards {
        let unit = &p.units[p.rules[a.rule].unit];
        let today = event.local.day;
        if a.expires.is_some() && unit.extensions.iter().any(|e| e.from <= today && today <= e.to) {
            s.count("extended");
        }
        if a.available == Lot::NOT_YET {
            s.count("award paid: waits for an activity");
        }
    }
    for (id, unit) in p.units.iter() {
        if unit.one.is_some() {
            s.count("unit that says what one of it is called");
        }
        of_unit(d, (id, unit), (before, after), s);
        let spent = match &event.what {
            What::Redeem(_) => d.reward.as_ref().is_some_and(|r| r.unit == id),
            What::Transfer(t) => !d.postings.is_empty() && t.unit == id,
            _ => false,
        };
        if spent {
            s.count(match unit.used {
                BurnOrder::SoonestToExpire => "used soonest to expire first",
                BurnOrder::Oldest => "used oldest first",
                BurnOrder::Newest => "used newest first",
                BurnOrder::InProportion => "used in proportion",
            });
            if unit.buckets.is_some() {
                s.count("used of one bucket");
            }
        }
    }
}

fn of_unit(
    d: &Decision,
    (id, unit): (UnitId, &Unit),
    (before, after): (&Member, &Member),
    s: &mut Statistics,
) {
    let paused = |m: &Member| m.clocks.paused[id.index()].is_some();
    let lots = |m: &'_ Member| -> Vec<Lot> { m.lots.iter().filter(|l| l.unit == id).copied().collect() };
    let (was, is) = (lots(before), lots(after));
    match (paused(before), paused(after)) {
        (false, true) => s.count("pause began"),
        (true, false) if !is.is_empty() => s.count(match unit.pause.as_ref().map(|p| p.after) {
            Some(AfterPause::GoesOn) => "pause ended: the clock goes on",
            Some(AfterPause::Restart) => "pause ended: restart",
            Some(AfterPause::AtOnce) | None => "pause ended: at once",
        }),
        (true, true) if was.iter().any(|l| l.expires < after.last_day && is.contains(l)) => {
            s.count("overdue while paused");
        }
        (true | false, _) => {}
    }
    if was.iter().any(|l| l.awaits.is_some() && !is.iter().any(|m| m.awaits == l.awaits)) {
        s.count("waiting points came or expired");
    }
    if unit.tier_later
        && was.iter().any(|l| is.iter().any(|m| m.earned == l.earned && m.expires != l.expires))
    {
        s.count("deadline read again");
    }
    for e in d.expired.iter().filter(|e| e.unit == id) {
        let dated = was.iter().any(|l| l.expires.is_some_and(|day| day <= e.last_good_day));
        let has = |wanted: fn(&ExpiryHow) -> bool| unit.expiry.iter().any(|x| wanted(&x.how));
        if !dated && !is.is_empty() && has(|h| matches!(h, ExpiryHow::Decay(_))) {
            s.count("decayed");
        }
        if !dated && has(|h| matches!(h, ExpiryHow::AllAt(_))) {
            s.count("expired: all at the end of a period");
        }
    }
}
