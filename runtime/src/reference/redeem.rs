//! `redeem`: a member takes a reward for points.

use super::exact::{Exact, out_of_range, ratio};
use super::price::Asked;
use super::scene::Scene;
use super::{Work, basket, grant, household, lots, price, tracks, vouchers};
use crate::decision::{Refusal, RefusalCode, RewardTaken};
use crate::event::{Event, Redeem};
use crate::state::{Lot, record};
use num_traits::ToPrimitive;
use treue_lang::programme::{Gives, LimitWindow, Most, Ratio, Reward};

/// Checks the terms, burns the points and says what is given.
pub(super) fn redeem(work: &mut Work<'_>, event: &Event, redeem: &Redeem) -> Result<(), Refusal> {
    let programme = work.programme;
    let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
    if reward.issued.is_some() {
        return Err(Refusal::new(RefusalCode::IssuedByItself));
    }
    let price = price::in_force(reward, redeem.unit, work.day)?;
    let scene = Scene::of_event(programme, work.readings(), event, work.day);
    price::gates(&scene, &reward.conditions)?;
    let asked = price::asked(&scene, price, redeem)?;
    let asked = Asked { gives: reward.given(asked.gives, |tiers| scene.readings.level(tiers)), ..asked };
    price::bounds(&scene, price, asked.cost)?;
    price::limits(&scene, reward, &asked)?;
    let own = household::split(work, price.unit, asked.cost)?;
    // Nothing of the member's own is paid for what is free, or where others of the household pay for all of it.
    let paid = if own == 0 { None } else { Some(price.unit) };
    let lots = match paid {
        Some(unit) => lots::for_one_use(programme, &work.member, unit, work.now, own)?,
        None => Vec::new(),
    };
    let gives = times(asked.gives, asked.times)?;
    // A voucher looks at the receipt when it is used.
    let value =
        if reward.voucher { None } else { basket::value(&scene, reward, redeem.basket.as_deref(), &gives)? };
    let before = work.member.lots.clone();
    if let Some(unit) = paid {
        lots::burn_from(&programme.units[unit], &mut work.member, &lots, own);
    }
    if work.programme.remember.is_some() {
        let burned = burned(&before, &work.member.lots);
        record::write_spent(&mut work.record, work.day, redeem.receipt.as_deref(), &burned);
    }
    use_limits(work, reward, (asked.cost, asked.times))?;
    work.member.last_redeem = work.member.last_redeem.max(Some(work.day));
    give_points(work, &gives)?;
    let almanac = programme.almanac(&work.member.fields, work.member.joined, work.day);
    let until = reward.valid.as_ref().map(|d| d.counted(work.day, almanac));
    let (each, on) = ((asked.gives, &gives), (work.day, until));
    vouchers::issue(&mut work.member, (redeem.reward, reward), each, asked.times, on);
    work.decision.reward = Some(RewardTaken {
        reward: redeem.reward,
        times: asked.times,
        unit: price.unit,
        cost: asked.cost,
        gives,
        value,
        until,
        used: false,
    });
    Ok(())
}

/// The lots that were burned, with how much of each, in burn order.
pub(super) fn burned(before: &[Lot], after: &[Lot]) -> Vec<Lot> {
    let left =
        |lot: &Lot| after.iter().find(|l| Lot { points: lot.points, ..**l } == *lot).map_or(0, |l| l.points);
    let burned = before.iter().map(|lot| Lot { points: lot.points - left(lot), ..*lot });
    burned.filter(|lot| lot.points > 0).collect()
}

/// What all steps together give. A thing stays what it is, and so does the cap of one use.
pub(super) fn times(gives: &Gives, times: u32) -> Result<Gives, Refusal> {
    let multiplied = |one: i64| one.checked_mul(i64::from(times)).ok_or_else(out_of_range);
    Ok(match gives {
        Gives::Money(money) => Gives::Money(multiplied(*money)?),
        Gives::Cash(money) => Gives::Cash(multiplied(*money)?),
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
        Gives::Cheapest(items) => Gives::Cheapest(multiplied(*items)?),
        Gives::Points(unit, points) => Gives::Points(*unit, multiplied(*points)?),
    })
}

/// What a reward's limits count: the points that it cost, one redemption, or its steps.
pub(super) fn use_limits(
    work: &mut Work<'_>,
    reward: &Reward,
    (cost, steps): (i64, u32),
) -> Result<(), Refusal> {
    for id in &reward.limits {
        let limit = &work.programme.limits[*id];
        let LimitWindow::Window(_, track) = limit.window else { continue };
        let used = match limit.most {
            Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => cost,
            Most::Times(_) => 1,
            Most::Pieces(_) => i64::from(steps),
        };
        tracks::book(work.programme, &mut work.member, track, (work.day, work.now), i128::from(used))?;
    }
    Ok(())
}

/// Points that a reward gives are booked like an award that is available at once.
pub(super) fn give_points(work: &mut Work<'_>, gives: &Gives) -> Result<(), Refusal> {
    match gives {
        Gives::Points(unit, points) => grant::book(work, *unit, *points),
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Thing(_)
        | Gives::Cheapest(_)
        | Gives::Cash(_) => Ok(()),
    }
}
