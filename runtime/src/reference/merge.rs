//! An account goes up into another one: lots with their dates and payers, debts, tracks, the better levels, vouchers, notes.

use super::exact::out_of_range;
use super::{Work, clocks, lots, tracks, vouchers, windows};
use crate::decision::{Merged, Refusal, TierChange};
use crate::state::{Held, Member, Standing, TrackState, together};
use std::collections::BTreeMap;
use treue_lang::limits;
use treue_lang::programme::{Programme, TiersId};
use treue_lang::time::Day;

/// Takes over the account that was lent.
pub(super) fn take_over(work: &mut Work<'_>, whose: &str) -> Result<(), Refusal> {
    let Some(mut account) = work.pool.account.take() else { return Ok(()) };
    let (programme, day) = (work.programme, work.now);
    // Pauses end on both sides; where the cause lasts for the member as it then is, another one begins (see *Clocks*).
    clocks::end_pauses(programme, &mut account, day);
    clocks::end_pauses(programme, &mut work.member, day);
    work.decision.merged = Some(Box::new(brought(programme, whose, &account)));
    once_and_latest(&mut work.member, &account);
    add_tracks(programme, &mut work.member, &account, day)?;
    add_points(programme, &mut work.member, &account, day)?;
    for voucher in &account.vouchers {
        vouchers::add(&mut work.member, voucher.clone());
    }
    better_levels(work, &account);
    for (own, theirs) in work.member.fields.iter_mut().zip(&account.fields) {
        *own = own.take().or_else(|| theirs.clone());
    }
    let household = work.member.household.take();
    work.member.household = household.or_else(|| account.household.clone());
    work.member.received.extend(account.received.iter().cloned());
    work.member.received.sort_by_key(|received| received.day);
    work.member.take_in_came(&account);
    work.member.notebook.take_in(&account.notebook);
    windows::after_merge(work, &account)
}

/// What an account brings.
fn brought(programme: &Programme, whose: &str, account: &Member) -> Merged {
    let points = |unit| account.lots.iter().filter(|l| l.unit == unit).map(|l| l.points).sum();
    let owed = |unit: treue_lang::programme::UnitId| account.owed[unit.0 as usize];
    let above_zero = |(_, points): &(_, i64)| *points > 0;
    Merged {
        member: whose.to_owned(),
        points: programme.units.ids().map(|unit| (unit, points(unit))).filter(above_zero).collect(),
        owed: programme.units.ids().map(|unit| (unit, owed(unit))).filter(above_zero).collect(),
    }
}

/// The earlier beginning, the later of all that is latest.
fn once_and_latest(member: &mut Member, account: &Member) {
    member.joined = member.joined.into_iter().chain(account.joined).min();
    member.purchases = member.purchases.saturating_add(account.purchases);
    member.last_purchase = member.last_purchase.max(account.last_purchase);
    member.last_redeem = member.last_redeem.max(account.last_redeem);
    let (own, theirs) = (&mut member.clocks, &account.clocks);
    own.last_transfer = own.last_transfer.max(theirs.last_transfer);
    for (own, theirs) in own.resumed.iter_mut().zip(&theirs.resumed) {
        *own = (*own).max(*theirs);
    }
    for (own, theirs) in own.activities.iter_mut().zip(&theirs.activities) {
        *own = (*own).max(*theirs);
    }
}

/// Window by window, and day by day.
fn add_tracks(programme: &Programme, member: &mut Member, account: &Member, day: Day) -> Result<(), Refusal> {
    for (id, track) in programme.tracks.iter() {
        let theirs = &account.tracks[id.0 as usize];
        let first = tracks::first_of_years(member, track.window, day);
        let own = &mut member.tracks[id.0 as usize];
        *own = match (&*own, theirs) {
            (TrackState::Rolling(own), TrackState::Rolling(theirs)) => {
                TrackState::Rolling(sums(own.iter().chain(theirs))?)
            }
            (TrackState::Texts(own), TrackState::Texts(theirs)) => {
                TrackState::Texts(together(own, theirs).ok_or_else(out_of_range)?)
            }
            (own, theirs) => {
                let (own, theirs) = (tracks::windows(own), tracks::windows(theirs));
                tracks::of_windows(sums(own.iter().chain(&theirs))?)
            }
        };
        let size = tracks::value(track, own, tracks::View::On(day), first).abs();
        if size >= i128::from(limits::TRACK) {
            return Err(out_of_range());
        }
    }
    Ok(())
}

/// Sums by their place, in order and without zeros.
fn sums<'s, P: Ord + Copy + 's>(all: impl Iterator<Item = &'s (P, i64)>) -> Result<Vec<(P, i64)>, Refusal> {
    let mut sums: BTreeMap<P, i128> = BTreeMap::new();
    for (place, sum) in all {
        *sums.entry(*place).or_default() += i128::from(*sum);
    }
    let mut fitting = Vec::new();
    for (place, sum) in sums {
        if sum.abs() >= i128::from(limits::TRACK) {
            return Err(out_of_range());
        }
        fitting.push((place, i64::try_from(sum).map_err(|_| out_of_range())?));
    }
    fitting.retain(|(_, sum)| *sum != 0);
    Ok(fitting)
}

/// Lots stay as they are; debts are added up and take what is available then.
fn add_points(programme: &Programme, member: &mut Member, account: &Member, day: Day) -> Result<(), Refusal> {
    for (own, theirs) in member.owed.iter_mut().zip(&account.owed) {
        *own = own.checked_add(*theirs).filter(|o| *o < limits::TRACK).ok_or_else(out_of_range)?;
    }
    member.lots.extend(account.lots.iter().copied());
    for unit in programme.units.ids() {
        let of_unit = member.lots.iter().filter(|l| l.unit == unit);
        if of_unit.map(|l| i128::from(l.points)).sum::<i128>() >= i128::from(limits::TRACK) {
            return Err(out_of_range());
        }
    }
    lots::tidy(member);
    for unit in programme.units.ids() {
        lots::settle(programme, member, unit, day);
    }
    for gone in &account.gone {
        lots::note_gone(programme, member, *gone);
    }
    Ok(())
}

/// Of each structure the better level, with all that is known of how it came to be held; and the better granted one.
fn better_levels(work: &mut Work<'_>, account: &Member) {
    let before = work.member.tiers.clone();
    let mut held: Vec<Held> = Vec::new();
    let of = |all: &[Held], tiers: TiersId| -> Vec<Held> {
        all.iter().filter(|h| h.tiers == tiers).copied().collect()
    };
    for tiers in work.programme.tiers.ids() {
        let at = tiers.0 as usize;
        let (own, theirs) = (work.member.tiers[at], account.tiers[at]);
        let granted = [own.granted, theirs.granted].into_iter().flatten();
        let granted = granted.reduce(|own, theirs| if worth(theirs) > worth(own) { theirs } else { own });
        let is_better = worth((theirs.earned, theirs.until)) > worth((own.earned, own.until));
        let (better, other, known) = if is_better {
            (theirs, own, of(&account.held, tiers))
        } else {
            (own, theirs, of(&work.member.held, tiers))
        };
        // A granted level of the other one was reached there.
        let reached = better.reached.or(&other.reached);
        let merged = Standing { granted, reached, ..better };
        work.member.tiers[at] = super::tiers::reaching(&work.programme.tiers[tiers], merged, work.now);
        held.extend(known);
    }
    held.sort_by_key(|h| (h.day, h.tiers));
    work.member.held = held;
    work.member.forget_used();
    let changes = work.programme.tiers.ids().zip(before.iter().zip(&work.member.tiers));
    let changed = changes.filter(|(_, (b, a))| b.level() != a.level() || b.until() != a.until());
    let change = |(tiers, (before, after)): (TiersId, (&Standing, &Standing))| TierChange {
        tiers,
        from: before.level(),
        to: after.level(),
        until: after.until(),
        on: work.now,
    };
    work.decision.tiers.extend(changed.map(change));
    work.held_from.clone_from(&work.member.tiers);
}

/// The higher level is worth more, then the longer one.
fn worth((level, until): (u8, Option<Day>)) -> (u8, Day) {
    (level, until.unwrap_or(Day(i32::MAX)))
}
