//! Lots of points: adding, burning, balances.

use crate::state::{Balance, Lot, Member};
use treue_lang::programme::{Id, UnitId};
use treue_lang::time::Day;

/// Balances and what a track holds stay below this.
pub(crate) const MOST: i64 = treue_lang::limits::TRACK;

/// Balances of all units on a day.
pub(crate) fn balances(units: usize, member: &Member, today: Day, into: &mut Vec<Balance>) {
    into.clear();
    into.resize(units, Balance::default());
    for (balance, owed) in into.iter_mut().zip(&member.owed) {
        balance.owed = *owed;
    }
    for lot in &member.lots {
        if let Some(balance) = into.get_mut(lot.unit.index()) {
            let part = if lot.available <= today { &mut balance.available } else { &mut balance.pending };
            *part = part.saturating_add(lot.points);
        }
    }
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

/// Adds a lot in its place; equal ones become one.
pub(crate) fn add(lots: &mut Vec<Lot>, lot: Lot) {
    if lot.points <= 0 {
        return;
    }
    match lots.binary_search_by(|l| l.order().cmp(&lot.order())) {
        Ok(at) => {
            if let Some(known) = lots.get_mut(at) {
                known.points = known.points.saturating_add(lot.points);
            }
        }
        Err(at) => lots.insert(at, lot),
    }
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
