//! Points that were spent come back.

use super::{Work, lots};
use crate::decision::{Refusal, RefusalCode, Returned};
use crate::event::Return;
use crate::state::record::SpentNote;
use crate::state::{Lot, Settled};
use treue_lang::programme::BACK_DAYS;
use treue_lang::time::Day;

/// Returns a redemption: its points come back.
pub(super) fn redemption(work: &mut Work<'_>, asked: &Return, note: &SpentNote) -> Result<(), Refusal> {
    if asked.lines.is_some() {
        return Err(Refusal::new(RefusalCode::NoLines));
    }
    let mut returned = Returned { receipt: asked.receipt.clone(), whole: true, ..Returned::default() };
    for lot in &note.lots {
        come_back(work, *lot, &mut returned)?;
    }
    let settled = Settled { whole: true, ..Settled::default() };
    work.member.notebook.settle(&asked.receipt, settled);
    if work.member.last_redeem == Some(note.day) {
        work.member.last_redeem = work.member.notebook.latest().redeem;
    }
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// Points that were burned are there again, with their old dates; those whose last good day has passed live on a while.
fn come_back(work: &mut Work<'_>, lot: Lot, returned: &mut Returned) -> Result<(), Refusal> {
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
