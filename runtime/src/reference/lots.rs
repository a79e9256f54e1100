//! Lots of points: how they are added, burned, and taken for what is owed.

use super::Work;
use super::exact::out_of_range;
use crate::decision::{Expired, Refusal};
use crate::state::{Lot, Member};
use treue_lang::limits;
use treue_lang::programme::{Expiry, Programme, UnitId};
use treue_lang::time::Day;

/// Last good day of points earned on a day: the earliest of the unit's deadlines. `None` for never; idleness
/// is not counted here.
pub(super) fn expires(programme: &Programme, unit: UnitId, earned: Day) -> Option<Day> {
    programme.units[unit]
        .expiry
        .iter()
        .filter_map(|e| match e {
            Expiry::After(deadline) => Some(deadline.last_good_day(earned, programme.week_start)),
            Expiry::Without { .. } => None,
        })
        .min()
}

/// Points owed of a unit.
fn owed(member: &Member, unit: UnitId) -> i64 {
    member.owed.get(unit.0 as usize).copied().unwrap_or(0)
}

fn set_owed(member: &mut Member, unit: UnitId, points: i64) {
    if let Some(owed) = member.owed.get_mut(unit.0 as usize) {
        *owed = points;
    }
}

/// Books new points. Points that are available today first pay what the unit owes; the rest, and all that is
/// pending, becomes a lot. Refused if the unit's lots would reach 2^62.
pub(super) fn add(member: &mut Member, today: Day, lot: Lot) -> Result<(), Refusal> {
    let owed = owed(member, lot.unit);
    let paid = if lot.available <= today { owed.min(lot.points) } else { 0 };
    set_owed(member, lot.unit, owed - paid);
    let rest = Lot { points: lot.points - paid, ..lot };
    if rest.points == 0 {
        return Ok(());
    }
    let same = |l: &Lot| Lot { points: 0, ..*l } == Lot { points: 0, ..rest };
    match member.lots.iter_mut().find(|l| same(l)) {
        Some(equal) => equal.points = equal.points.checked_add(rest.points).ok_or_else(out_of_range)?,
        None => member.lots.push(rest),
    }
    member.lots.sort_by_key(Lot::order);
    let total: i128 = member.lots.iter().filter(|l| l.unit == lot.unit).map(|l| i128::from(l.points)).sum();
    if total >= i128::from(limits::TRACK) { Err(out_of_range()) } else { Ok(()) }
}

/// Books points that were earned on the event's day. Those whose last good day has passed by now expire at once.
pub(super) fn earn(work: &mut Work<'_>, lot: Lot) -> Result<(), Refusal> {
    match lot.expires.filter(|last_good| *last_good < work.now) {
        None => add(&mut work.member, work.now, lot),
        Some(last_good_day) => {
            let Lot { unit, points, .. } = lot;
            work.decision.expired.push(Expired { unit, points, last_good_day });
            note_gone(work.programme, &mut work.member, lot);
            Ok(())
        }
    }
}

/// Notes a lot that expired, as long as goods may come back.
pub(super) fn note_gone(programme: &Programme, member: &mut Member, lot: Lot) {
    if programme.remember.is_none() {
        return;
    }
    match member.gone.iter_mut().find(|l| Lot { points: 0, ..**l } == Lot { points: 0, ..lot }) {
        Some(same) => same.points = same.points.saturating_add(lot.points),
        None => member.gone.push(lot),
    }
    member.gone.sort_by_key(Lot::order);
}

/// Takes available points of a unit in burn order, which is the canonical order of lots: soonest to expire,
/// then oldest. What could not be taken comes back.
pub(super) fn burn(member: &mut Member, unit: UnitId, today: Day, points: i64) -> i64 {
    let mut wanted = points;
    for lot in member.lots.iter_mut().filter(|l| l.unit == unit && l.available <= today) {
        let taken = lot.points.min(wanted);
        lot.points -= taken;
        wanted -= taken;
    }
    member.lots.retain(|l| l.points > 0);
    wanted
}

/// Takes available points for what is owed, until nothing is owed or nothing is left.
pub(super) fn settle(member: &mut Member, unit: UnitId, today: Day) {
    let owed = owed(member, unit);
    if owed > 0 {
        let still_owed = burn(member, unit, today, owed);
        set_owed(member, unit, still_owed);
    }
}

/// Takes points whether they are there or not: what is short is owed. Refused if the debt would reach 2^62.
pub(super) fn take(member: &mut Member, unit: UnitId, today: Day, points: i64) -> Result<(), Refusal> {
    let short = burn(member, unit, today, points);
    let debt = owed(member, unit).checked_add(short).ok_or_else(out_of_range)?;
    if debt >= limits::TRACK {
        return Err(out_of_range());
    }
    set_owed(member, unit, debt);
    Ok(())
}
