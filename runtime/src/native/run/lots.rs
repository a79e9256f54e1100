//! Lots of points: adding, burning, balances.

use crate::decision::Expired;
use crate::state::{Balance, Lot, Lots, Member, TOTALS, Totals};
use treue_lang::programme::{BurnOrder, Id, Programme, Unit, UnitId};
use treue_lang::time::Day;

/// Balances and what a track holds stay below this.
pub(crate) const MOST: i64 = treue_lang::limits::TRACK;

/// Balances of all units on a day.
pub(crate) fn balances(units: usize, member: &mut Member, today: Day, into: &mut Vec<Balance>) {
    into.clear();
    into.extend(member.owed.iter().take(units).map(|owed| Balance { owed: *owed, ..Balance::default() }));
    into.resize(units, Balance::default());
    match totals(units, &mut member.lots, today) {
        Some(totals) => {
            for (balance, (available, pending)) in into.iter_mut().zip(&totals.units) {
                (balance.available, balance.pending) = (*available, *pending);
            }
        }
        None => {
            for lot in member.lots.iter() {
                if let Some(balance) = into.get_mut(lot.unit.index()) {
                    let part =
                        if lot.available <= today { &mut balance.available } else { &mut balance.pending };
                    *part = part.saturating_add(lot.points);
                }
            }
        }
    }
}

/// What is true of the lots on a day; `None` for programmes of many units.
fn totals(units: usize, lots: &mut Lots, today: Day) -> Option<Totals> {
    let known = lots
        .totals()
        .filter(|t| (t.from..t.before).contains(&today) && t.soonest.is_none_or(|soonest| soonest >= today));
    let totals = match known {
        Some(totals) => Totals { from: today, ..*totals },
        None if units <= TOTALS => count(lots, today),
        None => return None,
    };
    lots.note_totals(Some(totals));
    Some(totals)
}

fn count(lots: &[Lot], today: Day) -> Totals {
    let mut totals = Totals { from: today, before: Day(i32::MAX), soonest: None, units: [(0, 0); TOTALS] };
    lots.iter().for_each(|lot| totals.add(lot));
    totals
}

impl Totals {
    /// Counts a lot, on the day from which they hold.
    fn add(&mut self, lot: &Lot) {
        if let Some((available, pending)) = self.units.get_mut(lot.unit.index()) {
            if lot.available <= self.from {
                *available = available.saturating_add(lot.points);
            } else {
                *pending = pending.saturating_add(lot.points);
                self.before = self.before.min(lot.available);
            }
        }
        if let Some(expires) = lot.expires.filter(|e| *e >= self.from) {
            self.soonest = Some(self.soonest.map_or(expires, |soonest| soonest.min(expires)));
        }
    }
}

/// The first of the last good days of all lots that is not before a day.
pub(crate) fn soonest(lots: &Lots, day: Day) -> Option<Day> {
    if let Some(totals) = lots.totals()
        && totals.from <= day
        && totals.soonest.is_none_or(|soonest| soonest >= day)
    {
        return totals.soonest;
    }
    lots.iter().filter_map(|l| l.expires).filter(|e| *e >= day).min()
}

/// Books points into balances: what is available today pays what is owed first. Gives what becomes a lot; `None` if a
/// balance would be too large.
pub(crate) fn earn(balance: &mut Balance, points: i64, available_now: bool) -> Option<i64> {
    let paid = if available_now { points.min(balance.owed) } else { 0 };
    let rest = points.checked_sub(paid)?;
    balance.owed = balance.owed.checked_sub(paid)?;
    let part = if available_now { &mut balance.available } else { &mut balance.pending };
    *part = part.checked_add(rest)?;
    let total = balance.available.checked_add(balance.pending)?;
    (rest == 0 || total < MOST).then_some(rest)
}

/// Adds a lot in its place; equal ones become one. What is noted about the lots stays true.
pub(crate) fn add(lots: &mut Lots, lot: Lot) {
    if lot.points <= 0 {
        return;
    }
    let (lots, totals) = lots.with_totals();
    if let Some(totals) = totals {
        totals.add(&lot);
    }
    let place = match lots.last() {
        Some(last) if is_before(last, &lot) => Err(lots.len()),
        None | Some(_) => lots.binary_search_by(|l| l.order().cmp(&lot.order())),
    };
    match place {
        Ok(at) => {
            if let Some(known) = lots.get_mut(at) {
                known.points = known.points.saturating_add(lot.points);
            }
        }
        Err(at) => lots.insert(at, lot),
    }
}

/// Whether a lot comes before a later one of its unit that does not expire sooner, as most do.
fn is_before(lot: &Lot, later: &Lot) -> bool {
    let end = |lot: &Lot| lot.expires.unwrap_or(Day(i32::MAX));
    lot.unit == later.unit && lot.earned < later.earned && end(lot) <= end(later)
}

/// Brings lots into order after their days have changed; equal ones become one.
pub(crate) fn tidy(lots: &mut Vec<Lot>) {
    if lots.is_sorted_by(|a, b| a.order() < b.order()) {
        return;
    }
    lots.sort_by_key(Lot::order);
    lots.dedup_by(|second, first| {
        let equal = second.order() == first.order();
        if equal {
            first.points = first.points.saturating_add(second.points);
        }
        equal
    });
}

/// Burns available points in the unit's burn order; gives how many there were. Of one bucket only, if one is named.
pub(crate) fn burn(
    lots: &mut Vec<Lot>,
    (unit, spec): (UnitId, &Unit),
    today: Day,
    points: i64,
    bucket: Option<i32>,
) -> i64 {
    let of_unit = lots
        .iter_mut()
        .filter(|l| l.unit == unit && l.available <= today)
        .filter(|l| bucket.is_none_or(|b| bucket_of(spec, l) == b));
    if spec.used == BurnOrder::SoonestToExpire {
        let burned = burn_first(of_unit, points);
        lots.retain(|l| l.points > 0);
        return burned;
    }
    let mut of_unit: Vec<&mut Lot> = of_unit.collect();
    let burned = match spec.used {
        BurnOrder::InProportion => burn_evenly(&mut of_unit, points),
        BurnOrder::SoonestToExpire => burn_first(of_unit.into_iter(), points),
        BurnOrder::Oldest => {
            of_unit.sort_by_key(|l| l.earned);
            burn_first(of_unit.into_iter(), points)
        }
        BurnOrder::Newest => {
            of_unit.sort_by_key(|l| std::cmp::Reverse(l.earned));
            burn_first(of_unit.into_iter(), points)
        }
    };
    lots.retain(|l| l.points > 0);
    burned
}

fn burn_first<'l>(lots: impl Iterator<Item = &'l mut Lot>, points: i64) -> i64 {
    let mut left = points;
    for lot in lots {
        let taken = lot.points.min(left);
        lot.points = lot.points.saturating_sub(taken);
        left = left.saturating_sub(taken);
        if left == 0 {
            break;
        }
    }
    points.saturating_sub(left)
}

/// Each lot gives its share of the points, rounded down; what is missing comes one by one from the largest rests.
fn burn_evenly(lots: &mut [&mut Lot], points: i64) -> i64 {
    let total = lots.iter().fold(0u128, |sum, l| sum + u128::from(l.points.unsigned_abs()));
    let wanted = u128::from(points.unsigned_abs()).min(total);
    if wanted == 0 {
        return 0;
    }
    let mut rests: Vec<(u128, usize)> = Vec::with_capacity(lots.len());
    let mut missing = wanted;
    for (at, lot) in lots.iter_mut().enumerate() {
        // Both factors are below 2^63.
        let product = u128::from(lot.points.unsigned_abs()) * wanted;
        let share = product / total;
        rests.push((product % total, at));
        missing -= share;
        lot.points = lot.points.saturating_sub(i64::try_from(share).unwrap_or(i64::MAX));
    }
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in rests.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(lot) = lots.get_mut(at) {
            lot.points = lot.points.saturating_sub(1);
        }
    }
    i64::try_from(wanted).unwrap_or(i64::MAX)
}

fn bucket_of(unit: &Unit, lot: &Lot) -> i32 {
    unit.buckets.map_or(0, |window| window.number(lot.earned))
}

/// The bucket that pays for one use: the first in burn order that has enough; else the most that one has.
pub(crate) fn bucket_for(
    lots: &[Lot],
    (unit, spec): (UnitId, &Unit),
    today: Day,
    cost: i64,
) -> Result<i32, i64> {
    let mut of_unit: Vec<&Lot> = lots.iter().filter(|l| l.unit == unit && l.available <= today).collect();
    match spec.used {
        BurnOrder::InProportion | BurnOrder::SoonestToExpire => {}
        BurnOrder::Oldest => of_unit.sort_by_key(|l| l.earned),
        BurnOrder::Newest => of_unit.sort_by_key(|l| std::cmp::Reverse(l.earned)),
    }
    let mut sums: Vec<(i32, i64)> = Vec::new();
    for lot in of_unit {
        let bucket = bucket_of(spec, lot);
        match sums.iter_mut().find(|(b, _)| *b == bucket) {
            Some((_, sum)) => *sum = sum.saturating_add(lot.points),
            None => sums.push((bucket, lot.points)),
        }
    }
    let enough = sums.iter().find(|(_, sum)| *sum >= cost);
    enough.map(|(bucket, _)| *bucket).ok_or_else(|| sums.iter().map(|(_, sum)| *sum).max().unwrap_or(0))
}

/// What was burned between two lists of lots, with how much of each lot.
pub(crate) fn burned(before: &[Lot], after: &[Lot]) -> Vec<Lot> {
    let mut burned = Vec::new();
    for lot in before {
        let place = after.binary_search_by(|l| l.order().cmp(&lot.order()));
        let left = place.ok().and_then(|at| after.get(at)).map_or(0, |l| l.points);
        if lot.points > left {
            burned.push(Lot { points: lot.points.saturating_sub(left), ..*lot });
        }
    }
    burned
}

/// Whether points that are booked only now have expired before.
pub(crate) fn is_gone(programme: &Programme, (expires, unit): (Option<Day>, UnitId), now: Day) -> bool {
    expires.is_some_and(|last_good| last_good < now)
        && programme.units.get(unit).is_some_and(|unit| !super::expiry::may_be_overdue(unit))
}

/// Books points whose last good day has passed: they expire at once.
pub(crate) fn expire_at_once(
    programme: &Programme,
    member: &mut Member,
    lot: Lot,
    expired: &mut Vec<Expired>,
) {
    if let Some(last_good_day) = lot.expires {
        expired.push(Expired { unit: lot.unit, points: lot.points, last_good_day });
        note_gone(programme, member, lot);
    }
}

/// Notes a lot that expired, as long as its goods may come back.
pub(crate) fn note_gone(programme: &Programme, member: &mut Member, lot: Lot) {
    if programme.remember.is_none() || lot.points <= 0 {
        return;
    }
    let gone = &mut member.gone;
    match gone.binary_search_by(|l| l.order().cmp(&lot.order())) {
        Ok(at) => {
            if let Some(same) = gone.get_mut(at) {
                same.points = same.points.saturating_add(lot.points);
            }
        }
        Err(at) => gone.insert(at, lot),
    }
}
