//! Points that were spent come back.

use super::taking::{self, Refund};
use super::{Work, lots, tracks};
use crate::decision::{Debit, Decision, Refusal, RefusalCode, Returned, RewardTaken};
use crate::event::Return;
use crate::state::record::SpentNote;
use crate::state::{Lot, Settled};
use treue_lang::programme::{BACK_DAYS, Gives, LimitWindow, Most};
use treue_lang::time::Day;

/// Returns a redemption: its points come back.
pub(super) fn redemption(
    work: &mut Work<'_>,
    asked: &Return,
    first: &Decision,
    note: &SpentNote,
) -> Result<(), Refusal> {
    if asked.lines.is_some() {
        return Err(Refusal::new(RefusalCode::NoLines));
    }
    let mut returned = Returned { receipt: asked.receipt.clone(), whole: true, ..Returned::default() };
    for lot in &note.lots {
        come_back(work, *lot, &mut returned)?;
    }
    // What others of the household paid comes back to them.
    work.decision.shared = first.shared.iter().map(|s| Debit { points: -s.points, ..s.clone() }).collect();
    if let Some(reward) = &first.reward {
        undo(work, reward, note.day, &mut returned)?;
    }
    let settled = Settled { whole: true, ..Settled::default() };
    work.member.notebook.settle(&asked.receipt, settled);
    if work.member.last_redeem == Some(note.day) {
        work.member.last_redeem = work.member.notebook.latest().redeem;
    }
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// What its limits counted is not used any more, and points that it gave are taken.
fn undo(work: &mut Work<'_>, taken: &RewardTaken, day: Day, returned: &mut Returned) -> Result<(), Refusal> {
    let programme = work.programme;
    let limits = programme.rewards.get(taken.reward).map_or(&[][..], |reward| &reward.limits);
    for id in limits {
        let limit = &programme.limits[*id];
        let LimitWindow::Window(_, track) = limit.window else { continue };
        let used = match limit.most {
            Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => taken.cost,
            Most::Times(_) => 1,
        };
        tracks::book(programme, &mut work.member, track, (day, work.now), -i128::from(used))?;
    }
    if let Gives::Points(unit, points) = taken.gives {
        // Whatever their last good day.
        let dates = Lot {
            unit,
            expires: None,
            earned: day,
            available: day,
            payer: None,
            clock: None,
            awaits: None,
            points,
        };
        let lot = dates;
        let mut refund = Refund { left: 0, cut: 0 };
        returned.taken.push(taking::take(work, unit, vec![lot], (&mut refund, 0))?);
    }
    Ok(())
}

/// Points that were burned are there again, with their old dates; those whose last good day has passed live on a while.
pub(super) fn come_back(work: &mut Work<'_>, lot: Lot, returned: &mut Returned) -> Result<(), Refusal> {
    let expires = lot.expires.map(|last_good| last_good_day(work, last_good));
    lots::add(&mut work.member, work.now, Lot { expires, ..lot })?;
    match returned.back.iter_mut().find(|(unit, _)| *unit == lot.unit) {
        Some((_, points)) => *points = points.saturating_add(lot.points),
        None => returned.back.push((lot.unit, lot.points)),
    }
    Ok(())
}

fn last_good_day(work: &Work<'_>, old: Day) -> Day {
    match work.programme.returns.at_least {
        Some(days) => old.max(work.now.plus(i32::from(days))),
        None if old < work.now => work.now.plus(i32::from(BACK_DAYS)),
        None => old,
    }
}
