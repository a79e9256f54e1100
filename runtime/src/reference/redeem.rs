//! `redeem`: a member takes a reward for points.

use super::exact::{Exact, out_of_range, ratio};
use super::{Work, lots};
use crate::decision::{Refusal, RefusalCode, RewardTaken};
use crate::event::Redeem;
use crate::state::{Lot, record};
use num_traits::ToPrimitive;
use treue_lang::programme::{Gives, Ratio, Reward};

/// Checks the terms, burns the points and says what is given.
pub(super) fn redeem(work: &mut Work<'_>, redeem: &Redeem) -> Result<(), Refusal> {
    let reward = work.programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
    let available = work.member.balance(reward.unit, work.now).available;
    let cost = i128::from(reward.step) * i128::from(redeem.times);
    // A cost that no balance can reach is named by the largest number there is.
    let cost = i64::try_from(cost).unwrap_or(i64::MAX);
    check(reward, cost, available)?;
    let gives = times(&reward.gives, redeem.times)?;
    let before = work.member.lots.clone();
    lots::burn(&mut work.member, reward.unit, work.now, cost);
    if work.programme.remember.is_some() {
        record::write_spent(&mut work.record, work.day, &burned(&before, &work.member.lots));
    }
    work.member.last_redeem = work.member.last_redeem.max(Some(work.day));
    let until = reward.valid.as_ref().map(|d| d.last_good_day(work.day, work.programme.week_start));
    work.decision.reward =
        Some(RewardTaken { reward: redeem.reward, times: redeem.times, cost, gives, until });
    Ok(())
}

/// The lots that were burned, with how much of each, in burn order.
fn burned(before: &[Lot], after: &[Lot]) -> Vec<Lot> {
    let left =
        |lot: &Lot| after.iter().find(|l| Lot { points: lot.points, ..**l } == *lot).map_or(0, |l| l.points);
    let burned = before.iter().map(|lot| Lot { points: lot.points - left(lot), ..*lot });
    burned.filter(|lot| lot.points > 0).collect()
}

fn check(reward: &Reward, cost: i64, available: i64) -> Result<(), Refusal> {
    if cost < reward.least {
        return Err(Refusal::numbers(RefusalCode::BelowMinimum, cost, reward.least));
    }
    if let Some(most) = reward.most.filter(|most| cost > *most) {
        return Err(Refusal::numbers(RefusalCode::AboveMaximum, cost, most));
    }
    if cost > available {
        return Err(Refusal::numbers(RefusalCode::NotEnoughPoints, available, cost));
    }
    Ok(())
}

/// What all steps together give. A thing stays what it is, and so does the cap of one use.
fn times(gives: &Gives, times: u32) -> Result<Gives, Refusal> {
    let multiplied = |one: i64| one.checked_mul(i64::from(times)).ok_or_else(out_of_range);
    Ok(match gives {
        Gives::Money(money) => Gives::Money(multiplied(*money)?),
        Gives::Percent(percent) => Gives::Percent(multiplied(*percent)?),
        Gives::PerMeasure { money, measure, cap } => {
            let all: Exact = ratio(*money) * Exact::from_integer(times.into());
            let money = all
                .numer()
                .to_i128()
                .zip(all.denom().to_i128())
                .and_then(|(numerator, denominator)| Ratio::new(numerator, denominator))
                .ok_or_else(out_of_range)?;
            Gives::PerMeasure { money, measure: *measure, cap: *cap }
        }
        Gives::Thing(thing) => Gives::Thing(thing.clone()),
    })
}
