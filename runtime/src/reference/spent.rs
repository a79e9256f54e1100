//! Points and vouchers that were spent come back.

use super::taking::{self, Less, Refund, WhatFor};
use super::{Work, lots, tracks, vouchers};
use crate::decision::{
    Debit, Decision, Refusal, RefusalCode, Returned, RewardTaken, VoucherEnd, VoucherMove,
};
use crate::event::Return;
use crate::state::record::{Record, SpentNote};
use crate::state::{Came, CameWhat, Lot, Member, Settled, Voucher};
use treue_lang::programme::{BACK_DAYS, Gives, LimitWindow, Most, SpentPoints, UnitId};
use treue_lang::time::Day;

/// How much of a receipt has come back, by what was charged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    /// Nothing remains.
    pub(super) whole: bool,
    /// What was charged for all that came back so far, lines above zero only,
    pub(super) gone: i128,
    /// of so much.
    pub(super) of: i128,
}

impl Share {
    const ALL: Share = Share { whole: true, gone: 0, of: 0 };

    /// That part of a number, rounded down.
    fn part(self, number: i64) -> i64 {
        if self.whole {
            return number;
        }
        let part = if self.of > 0 { i128::from(number) * self.gone / self.of } else { 0 };
        i64::try_from(part).unwrap_or(number)
    }
}

/// A redemption of which something comes back.
struct Spent<'a> {
    id: &'a str,
    first: &'a Decision,
    note: &'a SpentNote,
}

/// Returns a redemption as a whole.
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
    come_back(work, &Spent { id: &asked.receipt, first, note }, Share::ALL, &mut returned)?;
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// What was spent on a receipt comes back with its goods: redemptions that name it, but for those that gave vouchers.
pub(super) fn on_receipt(
    work: &mut Work<'_>,
    receipt: &str,
    share: Share,
    returned: &mut Returned,
) -> Result<(), Refusal> {
    for id in work.member.notebook.spent_on(receipt) {
        let Some(noted) = work.member.notebook.find(&id) else { continue };
        let (Record::Spent(note), Some(reward)) = (&noted.record, &noted.decision.reward) else { continue };
        let gave_vouchers = !reward.used && work.programme.rewards[reward.reward].voucher;
        let is_remembered = work.programme.memory_starts(work.now).is_some_and(|first| note.day >= first);
        if gave_vouchers || !is_remembered || work.member.notebook.settled(&id).is_some_and(|s| s.whole) {
            continue;
        }
        come_back(work, &Spent { id: &id, first: &noted.decision, note }, share, returned)?;
    }
    Ok(())
}

/// So much of a redemption comes back as the share says, less what came back before.
fn come_back(
    work: &mut Work<'_>,
    spent: &Spent<'_>,
    share: Share,
    returned: &mut Returned,
) -> Result<(), Refusal> {
    let mut settled = work.member.notebook.settled(spent.id).cloned().unwrap_or_default();
    settled.whole = share.whole;
    let reward = spent.first.reward.as_ref();
    let gives_vouchers = |r: &RewardTaken| work.programme.rewards[r.reward].voucher;
    let value = reward.and_then(|r| r.taken_off(spent.note.receipt.is_some(), gives_vouchers(r)));
    match value.filter(|_| work.programme.returns.spent == SpentPoints::Cash) {
        Some(value) => {
            let cash = share.part(value);
            returned.cash = returned.cash.saturating_add(cash - settled.back);
            settled.back = cash;
        }
        None => {
            let all = spent.note.lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.points));
            let back = share.part(all);
            for lot in last(&spent.note.lots, settled.back, back) {
                book_back(work, lot, returned)?;
            }
            settled.back = back;
            if share.whole {
                // What others of the household paid comes back to them.
                let back = |debit: &Debit| Debit { points: -debit.points, ..debit.clone() };
                work.decision.shared.extend(spent.first.shared.iter().map(back));
            }
            if let (true, Some(reward)) = (share.whole, reward) {
                undo(work, spent, reward, returned)?;
            }
        }
    }
    if settled != Settled::default() {
        forget(work, (spent.id, spent.note.day), settled);
    }
    Ok(())
}

/// Of some lots the last points: all but the last `before`, up to the last `until`.
fn last(lots: &[Lot], before: i64, until: i64) -> Vec<Lot> {
    let mut passed = 0_i64;
    let mut found = Vec::new();
    for lot in lots.iter().rev() {
        let from = before.clamp(passed, passed.saturating_add(lot.points));
        let to = until.clamp(passed, passed.saturating_add(lot.points));
        if to > from {
            found.push(Lot { points: to - from, ..*lot });
        }
        passed = passed.saturating_add(lot.points);
    }
    found
}

/// What its limits counted is not used any more, points that it gave are taken, vouchers that it gave are gone, and those
/// that it used are there again.
fn undo(
    work: &mut Work<'_>,
    spent: &Spent<'_>,
    taken: &RewardTaken,
    returned: &mut Returned,
) -> Result<(), Refusal> {
    if taken.used { use_again(work, spent) } else { not_given(work, spent.note.day, taken, returned) }
}

/// What a reward's limits counted is not used any more, points that it gave are taken, and vouchers that it gave are gone.
fn not_given(
    work: &mut Work<'_>,
    day: Day,
    taken: &RewardTaken,
    returned: &mut Returned,
) -> Result<(), Refusal> {
    let programme = work.programme;
    for id in &programme.rewards[taken.reward].limits {
        let limit = &programme.limits[*id];
        let LimitWindow::Window(_, track) = limit.window else { continue };
        let used = match limit.most {
            Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => taken.cost,
            Most::Times(_) => 1,
            Most::Pieces(_) => i64::from(taken.times),
        };
        tracks::book(programme, &mut work.member, track, (day, work.now), -i128::from(used))?;
    }
    if programme.rewards[taken.reward].voucher {
        return without_voucher(work, taken, day);
    }
    if let Gives::Points(unit, points) = taken.gives {
        // Whatever their last good day.
        let lot = Lot {
            unit,
            expires: None,
            earned: day,
            available: day,
            payer: None,
            clock: None,
            awaits: None,
            points,
        };
        let mut refund = Refund { left: 0, cut: 0 };
        let less = Less { gone: vec![lot], what_for: WhatFor::Reward, ..Less::default() };
        let taken = taking::take(work, unit, less, (None, returned), (&mut refund, 0))?;
        returned.add_taken(&taken);
    }
    Ok(())
}

/// Vouchers that were bought with points, or issued for some.
struct Bought {
    day: Day,
    reward: RewardTaken,
    lots: Vec<Lot>,
    /// The redemption; none where they were issued by themselves.
    redemption: Option<String>,
}

/// Cancels vouchers that were bought with points of a unit or issued for some, the latest first, until so many of the points
/// are taken; gives how many were. What is left of the points comes back.
pub(super) fn take_vouchers(
    work: &mut Work<'_>,
    unit: UnitId,
    wanted: i64,
    returned: &mut Returned,
) -> Result<i64, Refusal> {
    let mut open = wanted;
    for Bought { day, reward, lots, redemption } in bought(work, unit) {
        if open == 0 {
            break;
        }
        if !is_held(work, &reward, day) {
            continue;
        }
        // The first of its points are taken, so the last come back.
        let all = lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.points));
        let taken = all.min(open);
        open -= taken;
        for lot in last(&lots, 0, all - taken) {
            book_back(work, lot, returned)?;
        }
        not_given(work, day, &reward, returned)?;
        match redemption {
            Some(id) => {
                let settled = Settled { whole: true, back: reward.cost, ..Settled::default() };
                forget(work, (&id, day), settled);
            }
            None => drop_came(&mut work.member, day, &reward),
        }
    }
    Ok(wanted - open)
}

/// All that was bought with points of a unit within memory, the latest first; of one day redemptions before what was issued.
fn bought(work: &Work<'_>, unit: UnitId) -> Vec<Bought> {
    let mut all = Vec::new();
    let Some(first) = work.programme.memory_starts(work.now) else { return all };
    for id in work.member.notebook.redemptions() {
        let Some(noted) = work.member.notebook.find(&id) else { continue };
        let (Record::Spent(note), Some(reward)) = (noted.record, noted.decision.reward) else { continue };
        let is_undone = work.member.notebook.settled(&id).is_some_and(|s| s.whole);
        // What others of the household paid would have to come back to them.
        if !is_undone && !reward.used && reward.cost > 0 && noted.decision.shared.is_empty() {
            all.push(Bought { day: note.day, reward, lots: note.lots, redemption: Some(id) });
        }
    }
    for came in work.member.came.iter().rev() {
        if let CameWhat::Issued { taken, lots, .. } = &came.what {
            let (reward, lots) = (taken.clone(), lots.clone());
            all.push(Bought { day: came.day, reward, lots, redemption: None });
        }
    }
    all.retain(|b| {
        b.day >= first && b.reward.unit == unit && work.programme.rewards[b.reward.reward].voucher
    });
    all.sort_by_key(|b| std::cmp::Reverse(b.day));
    all
}

/// A reward that was issued is no longer noted.
fn drop_came(member: &mut Member, day: Day, reward: &RewardTaken) {
    let is_it =
        |c: &Came| matches!(&c.what, CameWhat::Issued { taken, .. } if c.day == day && taken == reward);
    if let Some(at) = member.came.iter().rposition(is_it) {
        member.came.remove(at);
    }
}

/// Undoes the latest reward for points of a unit that a receipt has brought about, if it can be: vouchers that are all held,
/// points that are all there. Says whether there was one.
pub(super) fn undo_issued(
    work: &mut Work<'_>,
    unit: UnitId,
    receipt: &str,
    returned: &mut Returned,
) -> Result<bool, Refusal> {
    let can_be = |came: &Came| match &came.what {
        CameWhat::Issued { taken, .. } => match taken.gives {
            _ if work.programme.rewards[taken.reward].voucher => is_held(work, taken, came.day),
            // With those that come back.
            Gives::Points(of, points) => {
                let back = if of == unit { taken.cost } else { 0 };
                work.member.balance(of, work.now).available.saturating_add(back) >= points
            }
            Gives::Money(_)
            | Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Thing(_)
            | Gives::Cheapest(_)
            | Gives::Cash(_) => false,
        },
        CameWhat::Level { .. } => false,
    };
    let place = work.member.came.iter().rposition(|c| c.is_issued_by(receipt, unit) && can_be(c));
    let Some(Came { day, what: CameWhat::Issued { taken, lots, .. } }) =
        place.map(|at| work.member.came.remove(at))
    else {
        return Ok(false);
    };
    for lot in lots {
        book_back(work, lot, returned)?;
    }
    not_given(work, day, &taken, returned)?;
    Ok(true)
}

/// Whether the vouchers that a redemption gave are all there.
fn is_held(work: &Work<'_>, taken: &RewardTaken, day: Day) -> bool {
    let reward = &work.programme.rewards[taken.reward];
    let (gives, count) = vouchers::of_steps(reward, &taken.gives, taken.times);
    work.member.vouchers.iter().any(|v| {
        (v.reward, v.issued, v.until) == (taken.reward, day, taken.until)
            && v.gives == gives
            && v.count >= count
    })
}

/// Notes what came back of a redemption; one that came back whole is not the latest any more.
fn forget(work: &mut Work<'_>, (id, day): (&str, Day), settled: Settled) {
    let whole = settled.whole;
    work.member.notebook.settle(id, settled);
    if whole && work.member.last_redeem == Some(day) {
        work.member.last_redeem = work.member.notebook.latest().redeem;
    }
}

/// The vouchers that a redemption gave must be there, and go.
fn without_voucher(work: &mut Work<'_>, taken: &RewardTaken, day: Day) -> Result<(), Refusal> {
    let reward = &work.programme.rewards[taken.reward];
    let (gives, count) = vouchers::of_steps(reward, &taken.gives, taken.times);
    let is_it = |v: &&mut Voucher| {
        v.reward == taken.reward && v.gives == gives && v.issued == day && v.until == taken.until
    };
    let Some(voucher) = work.member.vouchers.iter_mut().find(is_it).filter(|v| v.count >= count) else {
        return Err(Refusal::new(RefusalCode::VoucherGone));
    };
    voucher.count -= count;
    let gone = vouchers::ended(voucher, VoucherEnd::Cancelled, count);
    work.decision.vouchers.push(gone);
    work.member.vouchers.retain(|v| v.count > 0);
    Ok(())
}

/// Vouchers that were used can be used again, as long as spent points live.
fn use_again(work: &mut Work<'_>, spent: &Spent<'_>) -> Result<(), Refusal> {
    for used in spent.first.vouchers.iter().filter(|v| v.what == VoucherEnd::Used) {
        let VoucherMove { what: _, reward, gives, issued, until, count } = used.clone();
        let until = until.map(|last_good| last_good_day(work, last_good));
        let voucher = Voucher { reward, gives, issued, until, count };
        work.decision.vouchers.push(vouchers::ended(&voucher, VoucherEnd::Back, count));
        vouchers::add(&mut work.member, voucher);
    }
    Ok(())
}

/// Points that were burned are there again, with their old dates; those whose last good day has passed live on a while.
pub(super) fn book_back(work: &mut Work<'_>, lot: Lot, returned: &mut Returned) -> Result<(), Refusal> {
    let expires = lot.expires.map(|last_good| last_good_day(work, last_good));
    lots::add(&mut work.member, work.now, Lot { expires, ..lot })?;
    returned.add_back(lot.unit, lot.points);
    Ok(())
}

fn last_good_day(work: &Work<'_>, old: Day) -> Day {
    match work.programme.returns.spent {
        SpentPoints::AtLeast(days) => old.max(work.now.plus(i32::from(days))),
        SpentPoints::OldDates | SpentPoints::Cash if old < work.now => work.now.plus(i32::from(BACK_DAYS)),
        SpentPoints::OldDates | SpentPoints::Cash => old,
    }
}
