//! A membership begins and ends.

use super::{Work, lots, vouchers};
use crate::decision::Expired;
use crate::state::Lot;
use treue_lang::time::Day;

/// From now on somebody is a member.
pub(super) fn begin(work: &mut Work<'_>) {
    work.member.membership.began = Some((work.at, work.day));
    work.member.membership.ended = None;
}

/// From now on somebody is a member no more. Points and vouchers are gone, unless they are kept for some days.
pub(super) fn end(work: &mut Work<'_>) {
    work.member.membership.ended = Some(work.day);
    work.member.household = None;
    if work.programme.leavers_keep.is_none() {
        forfeit(work, work.day);
    }
}

/// All points and vouchers are gone, with the day before as their last good day.
pub(super) fn forfeit(work: &mut Work<'_>, day: Day) {
    let eve = day.plus(-1);
    for unit in work.programme.units.ids() {
        let gone: Vec<Lot> = work.member.lots.iter().filter(|l| l.unit == unit).copied().collect();
        let points = gone.iter().map(|l| l.points).sum();
        work.member.lots.retain(|l| l.unit != unit);
        gone.into_iter().for_each(|lot| lots::note_gone(work.programme, &mut work.member, lot));
        if points > 0 {
            work.decision.expired.push(Expired { unit, points, last_good_day: eve });
        }
    }
    vouchers::forfeit(work);
}
