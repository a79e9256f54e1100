//! Vouchers: how they are issued, used, and expire.

use super::exact::out_of_range;
use super::readings::Readings;
use super::scene::Scene;
use super::{Work, basket};
use crate::decision::{Refusal, RefusalCode, RewardTaken, VoucherEnd, VoucherMove};
use crate::event::{Event, Redeem};
use crate::state::{Member, Voucher, record};
use treue_lang::programme::{Gives, Programme, Reward, RewardId};
use treue_lang::time::Day;

/// Hundredths of a voucher's own money.
const ONE: i64 = 100;

/// Hands out the vouchers of so many steps: one for all of them, or one for each. Of a thing there is one for each.
pub(super) fn issue(
    member: &mut Member,
    (id, reward): (RewardId, &Reward),
    (each, all): (&Gives, &Gives),
    times: u32,
    (issued, until): (Day, Option<Day>),
) {
    if !reward.voucher {
        return;
    }
    let apart = reward.per_step || matches!(each, Gives::Thing(_));
    let (gives, count) = if apart { (each, u64::from(times)) } else { (all, 1) };
    add(member, Voucher { reward: id, gives: gives.clone(), issued, until, count });
}

/// Puts vouchers to those that are alike.
pub(super) fn add(member: &mut Member, new: Voucher) {
    match member.vouchers.iter_mut().find(|v| (**v) == Voucher { count: v.count, ..new.clone() }) {
        Some(equal) => equal.count = equal.count.saturating_add(new.count),
        None => member.vouchers.push(new),
    }
    member.vouchers.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// What one voucher gave, and how many there were, of a reward that was taken for so many steps.
pub(super) fn of_steps(reward: &Reward, all: &Gives, times: u32) -> (Gives, u64) {
    match all {
        Gives::Thing(_) => (all.clone(), u64::from(times)),
        Gives::Money(money) if reward.per_step => {
            (Gives::Money(money / i64::from(times.max(1))), u64::from(times))
        }
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Cheapest(_)
        | Gives::Cash(_)
        | Gives::Points(..) => (all.clone(), 1),
    }
}

/// Drops vouchers whose last good day is `last_good`.
pub(super) fn expire(work: &mut Work<'_>, last_good: Day) {
    let goes = |v: &Voucher| v.until == Some(last_good);
    let gone = work.member.vouchers.iter().filter(|v| goes(v));
    work.decision.vouchers.extend(gone.map(|v| ended(v, VoucherEnd::Expired, v.count)));
    work.member.vouchers.retain(|v| !goes(v));
}

pub(super) fn ended(voucher: &Voucher, what: VoucherEnd, count: u64) -> VoucherMove {
    let Voucher { reward, gives, issued, until, count: _ } = voucher;
    VoucherMove { what, reward: *reward, gives: gives.clone(), issued: *issued, until: *until, count }
}

/// Uses so many vouchers: the largest first, then the oldest; of money only those below what is left to pay.
pub(super) fn use_them(work: &mut Work<'_>, event: &Event, redeem: &Redeem) -> Result<(), Refusal> {
    let programme = work.programme;
    let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
    let day = work.day;
    let is_meant = |v: &Voucher| v.reward == redeem.reward && v.is_good(day);
    let held =
        work.member.vouchers.iter().filter(|v| is_meant(v)).fold(0_u64, |n, v| n.saturating_add(v.count));
    let wanted = u64::from(redeem.times);
    if held < wanted {
        let held = i64::try_from(held).unwrap_or(i64::MAX);
        return Err(Refusal::numbers(RefusalCode::NoVoucher, held, i64::from(redeem.times)));
    }
    let scene = Scene::of_event(programme, Readings::before(programme, &work.member, day), event, day);
    let mut to_pay = basket::to_pay(&scene, reward, redeem.basket.as_deref())?;
    let hundredths = worth(programme, reward, redeem.store.as_deref(), day);
    let mut open = wanted;
    let mut sum = 0_i64;
    let mut used = Vec::new();
    let mut left_over = None;
    for voucher in work.member.vouchers.iter_mut().filter(|v| is_meant(v)) {
        let money = counted(voucher, hundredths)?;
        let fit = fitting(money, to_pay).min(voucher.count).min(open);
        let count = i64::try_from(fit).map_err(|_| out_of_range())?;
        let paid = money.checked_mul(count).ok_or_else(out_of_range)?;
        sum = sum.checked_add(paid).ok_or_else(out_of_range)?;
        to_pay = to_pay.map(|left| left - paid);
        open -= fit;
        if fit > 0 {
            used.push(ended(voucher, VoucherEnd::Used, fit));
        }
        voucher.count -= fit;
        if voucher.count > 0 {
            left_over = Some(money);
        }
    }
    if open > 0 {
        let below = (to_pay.unwrap_or(0) - 1).max(0);
        return Err(Refusal::numbers(RefusalCode::AboveReceipt, left_over.unwrap_or(0), below));
    }
    work.member.vouchers.retain(|v| v.count > 0);
    work.member.last_redeem = work.member.last_redeem.max(Some(day));
    if programme.remember.is_some() {
        record::write_spent(&mut work.record, day, redeem.receipt.as_deref(), &[]);
    }
    let (gives, value) = match used.first().map(|v| &v.gives) {
        Some(thing @ Gives::Thing(_)) => (thing.clone(), None),
        Some(_) | None => (Gives::Money(sum), to_pay.map(|_| sum)),
    };
    work.decision.reward = Some(RewardTaken {
        reward: redeem.reward,
        times: redeem.times,
        unit: reward.unit(),
        cost: 0,
        gives,
        value,
        until: None,
        used: true,
    });
    work.decision.vouchers.extend(used);
    Ok(())
}

/// All vouchers are gone.
pub(super) fn forfeit(work: &mut Work<'_>) {
    for voucher in std::mem::take(&mut work.member.vouchers) {
        work.decision.vouchers.push(ended(&voucher, VoucherEnd::Expired, voucher.count));
    }
}

/// What a voucher counts as at a store, hundredths of its money: the first that is in force of a partner that has the
/// store and takes part.
fn worth(programme: &Programme, reward: &Reward, store: Option<&str>, day: Day) -> i64 {
    let Some(store) = store else { return ONE };
    let in_force = reward.worth.iter().find(|worth| {
        let partner = &programme.partners[worth.partner];
        let dated = worth.from.is_none_or(|from| from <= day) && worth.to.is_none_or(|to| day <= to);
        dated && partner.takes_part(day) && partner.stores.iter().any(|s| s == store)
    });
    in_force.map_or(ONE, |worth| worth.hundredths)
}

/// The money that a voucher counts as, rounded down.
fn counted(voucher: &Voucher, hundredths: i64) -> Result<i64, Refusal> {
    let money = i128::from(voucher.money()) * i128::from(hundredths) / i128::from(ONE);
    i64::try_from(money).map_err(|_| out_of_range())
}

/// How many of that money can be used one after the other, each below what is left to pay.
fn fitting(money: i64, to_pay: Option<i64>) -> u64 {
    match to_pay {
        Some(left) if money > 0 => u64::try_from((left - 1).max(0) / money).unwrap_or(0),
        Some(_) | None => u64::MAX,
    }
}
