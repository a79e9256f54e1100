//! Lots of points: adding, burning, balances.

use crate::state::{Balance, Lot, Lots, Member, TOTALS, Totals};
use treue_lang::programme::{Id, UnitId};
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

/// Burns available points, soonest to expire first, then oldest; gives how many there were.
pub(crate) fn burn(lots: &mut Vec<Lot>, unit: UnitId, today: Day, points: i64) -> i64 {
    let mut left = points;
    for lot in lots.iter_mut().filter(|l| l.unit == unit && l.available <= today) {
        let taken = lot.points.min(left);
        lot.points = lot.points.saturating_sub(taken);
        left = left.saturating_sub(taken);
        if left == 0 {
            break;
        }
    }
    lots.retain(|l| l.points > 0);
    points.saturating_sub(left)
}
