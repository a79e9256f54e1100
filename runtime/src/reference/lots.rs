//! Lots of points: how they are added, burned, and taken for what is owed.

use super::Work;
use super::exact::out_of_range;
use crate::decision::{Decision, Expired, Refusal, RefusalCode};
use crate::state::{Lot, Member};
use treue_lang::limits;
use treue_lang::programme::{BurnOrder, Programme, Unit, UnitId};
use treue_lang::time::Day;

/// Points owed of a unit.
fn owed(member: &Member, unit: UnitId) -> i64 {
    member.owed.get(unit.0 as usize).copied().unwrap_or(0)
}

fn set_owed(member: &mut Member, unit: UnitId, points: i64) {
    if let Some(owed) = member.owed.get_mut(unit.0 as usize) {
        *owed = points;
    }
}

/// Pays what a unit owes with points that are available; what is left of them.
pub(super) fn pay(member: &mut Member, unit: UnitId, points: i64) -> i64 {
    let owed = owed(member, unit);
    let paid = owed.min(points);
    set_owed(member, unit, owed - paid);
    points - paid
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

/// Books points that were earned on the event's day.
pub(super) fn earn(work: &mut Work<'_>, lot: Lot) -> Result<(), Refusal> {
    earn_on(work.programme, (&mut work.member, &mut work.decision), work.now, lot)
}

/// Books points on a day. Those whose last good day has passed by then expire at once.
pub(super) fn earn_on(
    programme: &Programme,
    (member, decision): (&mut Member, &mut Decision),
    today: Day,
    lot: Lot,
) -> Result<(), Refusal> {
    let unit = &programme.units[lot.unit];
    // Last good days move, or pass unseen, only where clocks stand still or are read again.
    let moves = unit.pause.is_some() || unit.tier_later;
    match lot.expires.filter(|last_good| *last_good < today && !moves) {
        None => add(member, today, lot),
        Some(last_good_day) => {
            let Lot { unit, points, .. } = lot;
            decision.expired.push(Expired { unit, points, last_good_day });
            note_gone(programme, member, lot);
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

/// Sorts lots into canonical order; equal ones become one.
pub(super) fn tidy(member: &mut Member) {
    member.lots.sort_by_key(Lot::order);
    member.lots.dedup_by(|later, kept| {
        let same = Lot { points: 0, ..*later } == Lot { points: 0, ..*kept };
        if same {
            kept.points = kept.points.saturating_add(later.points);
        }
        same
    });
}

/// Positions of the available lots of a unit in burn order.
fn burn_order(unit: &Unit, lots: &[Lot], id: UnitId, today: Day) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lots.len())
        .filter(|i| lots.get(*i).is_some_and(|l| l.unit == id && l.available <= today))
        .collect();
    let earned = |i: &usize| lots.get(*i).map_or(0, |l| l.earned.0);
    match unit.used {
        // The canonical order: soonest to expire, then oldest.
        BurnOrder::SoonestToExpire | BurnOrder::InProportion => {}
        BurnOrder::Oldest => order.sort_by_key(|i| earned(i)),
        BurnOrder::Newest => order.sort_by_key(|i| -earned(i)),
    }
    order
}

/// Takes available points of a unit in burn order. What could not be taken comes back.
pub(super) fn burn(programme: &Programme, member: &mut Member, unit: UnitId, today: Day, points: i64) -> i64 {
    let order = burn_order(&programme.units[unit], &member.lots, unit, today);
    burn_from(&programme.units[unit], member, &order, points)
}

/// Takes points from the lots at these positions, in this order or in proportion.
pub(super) fn burn_from(unit: &Unit, member: &mut Member, order: &[usize], points: i64) -> i64 {
    let had: Vec<i64> = order.iter().map(|i| member.lots[*i].points).collect();
    let taken = match unit.used {
        BurnOrder::SoonestToExpire | BurnOrder::Oldest | BurnOrder::Newest => in_order(&had, points),
        BurnOrder::InProportion => in_proportion(&had, points),
    };
    for (position, taken) in order.iter().zip(&taken) {
        member.lots[*position].points -= taken;
    }
    member.lots.retain(|l| l.points > 0);
    points - taken.iter().sum::<i64>()
}

fn in_order(had: &[i64], points: i64) -> Vec<i64> {
    let mut wanted = points;
    let mut taken = Vec::new();
    for lot in had {
        taken.push(wanted.min(*lot));
        wanted -= wanted.min(*lot);
    }
    taken
}

/// Whole parts of each lot's share; what is left over goes one each to the largest fractions, ties to the earlier.
pub(super) fn in_proportion(had: &[i64], points: i64) -> Vec<i64> {
    let all: i128 = had.iter().map(|p| i128::from(*p)).sum();
    let wanted = i128::from(points).min(all);
    let mut taken: Vec<i128> = had.iter().map(|p| i128::from(*p) * wanted / all.max(1)).collect();
    let left = wanted - taken.iter().sum::<i128>();
    let mut by_fraction: Vec<usize> = (0..had.len()).collect();
    by_fraction.sort_by_key(|i| -(i128::from(had[*i]) * wanted % all.max(1)));
    for position in by_fraction.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        taken[position] += 1;
    }
    taken.into_iter().map(|t| i64::try_from(t).unwrap_or(0)).collect()
}

/// Positions of the lots that pay for one use, in burn order. Of a unit with buckets one use takes one bucket: the first
/// in burn order that has enough. Refused where there is not enough, by the most that one use could take.
pub(super) fn for_one_use(
    programme: &Programme,
    member: &Member,
    unit: UnitId,
    today: Day,
    cost: i64,
) -> Result<Vec<usize>, Refusal> {
    if cost == 0 {
        // Others of the household pay for all of it.
        return Ok(Vec::new());
    }
    let spec = &programme.units[unit];
    let order = burn_order(spec, &member.lots, unit, today);
    let mut buckets: Vec<(i32, Vec<usize>)> = Vec::new();
    for position in order {
        let number = spec.buckets.map_or(0, |window| window.number(member.lots[position].earned));
        match buckets.iter_mut().find(|(n, _)| *n == number) {
            Some((_, lots)) => lots.push(position),
            None => buckets.push((number, vec![position])),
        }
    }
    let sum = |lots: &[usize]| lots.iter().fold(0_i64, |sum, i| sum.saturating_add(member.lots[*i].points));
    let most = buckets.iter().map(|(_, lots)| sum(lots)).max().unwrap_or(0);
    let enough = buckets.into_iter().find(|(_, lots)| sum(lots) >= cost);
    enough.map(|(_, lots)| lots).ok_or_else(|| Refusal::numbers(RefusalCode::NotEnoughPoints, most, cost))
}

/// Takes available points for what is owed, until nothing is owed or nothing is left.
pub(super) fn settle(programme: &Programme, member: &mut Member, unit: UnitId, today: Day) {
    let owed = owed(member, unit);
    if owed > 0 {
        let still_owed = burn(programme, member, unit, today, owed);
        set_owed(member, unit, still_owed);
    }
}

/// Takes points whether they are there or not: what is short is owed. Refused if the debt would reach 2^62.
pub(super) fn take(
    programme: &Programme,
    member: &mut Member,
    unit: UnitId,
    today: Day,
    points: i64,
) -> Result<(), Refusal> {
    let short = burn(programme, member, unit, today, points);
    let debt = owed(member, unit).checked_add(short).ok_or_else(out_of_range)?;
    if debt >= limits::TRACK {
        return Err(out_of_range());
    }
    set_owed(member, unit, debt);
    Ok(())
}
