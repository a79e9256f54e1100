//! Vouchers: issued, used, expired.

use super::{Desk, out_of_range};
use crate::decision::{Decision, Refusal, RefusalCode, RewardTaken, VoucherEnd, VoucherMove};
use crate::event::{Event, Redeem};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Member, Voucher, record};
use treue_lang::programme::{Gives, Programme, Reward, RewardId};
use treue_lang::time::Day;

/// Puts vouchers into their place; alike ones are counted together.
pub(super) fn add(vouchers: &mut Vec<Voucher>, new: Voucher) {
    match vouchers.binary_search_by(|v| v.order().cmp(&new.order())) {
        Ok(at) => {
            if let Some(known) = vouchers.get_mut(at) {
                known.count = known.count.saturating_add(new.count);
            }
        }
        Err(at) => vouchers.insert(at, new),
    }
}

/// The vouchers of so many steps, if the reward gives any.
pub(super) fn made(
    (id, reward): (RewardId, &Reward),
    each: &Gives,
    all: &Gives,
    steps: u32,
    (issued, until): (Day, Option<Day>),
) -> Option<Voucher> {
    let whole = |gives: &Gives, count| Voucher { reward: id, gives: gives.clone(), issued, until, count };
    let things = matches!(each, Gives::Thing(_));
    reward.voucher.then(
        || {
            if things || reward.per_step { whole(each, u64::from(steps)) } else { whole(all, 1) }
        },
    )
}

/// One voucher of a reward that was taken for some steps, and how many of them there were.
pub(super) fn of_steps(reward: &Reward, all: &Gives, steps: u32) -> (Gives, u64) {
    let each = match all {
        Gives::Thing(thing) => Some(Gives::Thing(thing.clone())),
        Gives::Money(money) if reward.per_step => money.checked_div(i64::from(steps)).map(Gives::Money),
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Cheapest(_)
        | Gives::Cash(_)
        | Gives::Points(..) => None,
    };
    each.map_or_else(|| (all.clone(), 1), |each| (each, u64::from(steps)))
}

/// Vouchers whose last good day was the eve are gone.
pub(super) fn expire(member: &mut Member, eve: Day, gone: &mut Vec<VoucherMove>) {
    if member.vouchers.iter().all(|v| v.until != Some(eve)) {
        return;
    }
    member.vouchers.retain(|voucher| {
        let stays = voucher.until != Some(eve);
        if !stays {
            gone.push(moved(voucher, VoucherEnd::Expired, voucher.count));
        }
        stays
    });
}

pub(super) fn moved(of: &Voucher, what: VoucherEnd, count: u64) -> VoucherMove {
    VoucherMove {
        what,
        reward: of.reward,
        gives: of.gives.clone(),
        issued: of.issued,
        until: of.until,
        count,
    }
}

impl Desk {
    /// Uses vouchers. An error leaves the member as it was.
    pub(super) fn use_vouchers(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, redeem): (&Event, &Redeem),
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let reward = compiled.programme().rewards.get(redeem.reward).ok_or_else(out_of_range)?;
        let meant = |v: &&Voucher| v.reward == redeem.reward && v.is_good(today.day);
        let held: u64 = member.vouchers.iter().filter(meant).fold(0, |n, v| n.saturating_add(v.count));
        if held < u64::from(redeem.times) {
            let held = i64::try_from(held).unwrap_or(i64::MAX);
            return Err(Refusal::numbers(RefusalCode::NoVoucher, held, i64::from(redeem.times)));
        }
        let basket = redeem.basket.as_deref();
        self.look(compiled, member, event, basket, today, reward)?;
        let bill = self.to_pay(compiled, reward, basket)?;
        let worth = worth_at(compiled.programme(), reward, redeem.store.as_deref(), today.day);
        let taken = take(&member.vouchers, |v| meant(&v), redeem.times, (bill, worth))?;
        for (place, count) in &taken.counts {
            if let Some(voucher) = member.vouchers.get_mut(*place) {
                decision.vouchers.push(moved(voucher, VoucherEnd::Used, *count));
                voucher.count = voucher.count.saturating_sub(*count);
            }
        }
        member.vouchers.retain(|v| v.count > 0);
        member.last_redeem = member.last_redeem.max(Some(today.day));
        if compiled.programme().remember.is_some() {
            record::write_spent(&mut self.record, today.day, redeem.receipt.as_deref(), &[]);
        }
        let first =
            taken.counts.first().and_then(|_| decision.vouchers.iter().find(|v| v.what == VoucherEnd::Used));
        let thing = first.and_then(|v| match &v.gives {
            Gives::Thing(thing) => Some(thing.clone()),
            Gives::Money(_)
            | Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Cheapest(_)
            | Gives::Points(..)
            | Gives::Cash(_) => None,
        });
        let value = if thing.is_some() { None } else { bill.map(|_| taken.money) };
        let gives = thing.map_or(Gives::Money(taken.money), Gives::Thing);
        decision.reward = Some(RewardTaken {
            reward: redeem.reward,
            times: redeem.times,
            unit: reward.unit(),
            cost: 0,
            gives,
            value,
            until: None,
            used: true,
        });
        Ok(())
    }
}

/// What a voucher counts as at a store: hundredths of its money.
fn worth_at(programme: &Programme, reward: &Reward, store: Option<&str>, day: Day) -> i64 {
    for worth in &reward.worth {
        let Some(partner) = programme.partners.get(worth.partner) else { continue };
        let opens = worth.from.unwrap_or(Day::FIRST).max(partner.from.unwrap_or(Day::FIRST));
        let closes = worth.to.unwrap_or(Day::LAST).min(partner.to.unwrap_or(Day::LAST));
        let there = store.is_some_and(|store| partner.stores.iter().any(|s| s == store));
        if there && opens <= day && day <= closes {
            return worth.hundredths;
        }
    }
    100
}

/// Which vouchers are used.
struct Taken {
    /// Their places, and how many of each.
    counts: Vec<(usize, u64)>,
    /// What they come to.
    money: i64,
}

/// Takes vouchers in their order, each only while it is below what is left of the bill.
fn take(
    vouchers: &[Voucher],
    meant: impl Fn(&Voucher) -> bool,
    times: u32,
    (bill, hundredths): (Option<i64>, i64),
) -> Result<Taken, Refusal> {
    let mut taken = Taken { counts: Vec::new(), money: 0 };
    let (mut open, mut smallest) = (u64::from(times), 0);
    for (place, voucher) in vouchers.iter().enumerate().filter(|(_, v)| meant(v)) {
        let money = i128::from(voucher.money()).saturating_mul(i128::from(hundredths)) / 100;
        let money = i64::try_from(money).map_err(|_| out_of_range())?;
        let mut count = voucher.count.min(open);
        if let Some(bill) = bill.filter(|_| money > 0) {
            // The k-th of them is below what is left as long as all k together are below it.
            let below = bill.saturating_sub(taken.money).saturating_sub(1).max(0);
            count = count.min((below / money).unsigned_abs());
        }
        if count > 0 {
            let paid = i64::try_from(count).ok().and_then(|n| money.checked_mul(n));
            taken.money = paid.and_then(|p| taken.money.checked_add(p)).ok_or_else(out_of_range)?;
            taken.counts.push((place, count));
            open = open.saturating_sub(count);
        }
        if count < voucher.count {
            smallest = money;
        }
    }
    if open > 0 {
        let below = bill.unwrap_or(0).saturating_sub(taken.money).saturating_sub(1).max(0);
        return Err(Refusal::numbers(RefusalCode::AboveReceipt, smallest, below));
    }
    Ok(taken)
}
