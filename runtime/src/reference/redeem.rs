//! `redeem`: a member takes a reward for points.

use super::exact::{Exact, out_of_range, ratio};
use super::readings::Readings;
use super::scene::Scene;
use super::{Work, basket, grant, lots, price, tracks};
use crate::decision::{Refusal, RewardTaken};
use crate::event::{Event, Redeem};
use num_traits::ToPrimitive;
use treue_lang::programme::{Gives, LimitWindow, Most, Ratio, Reward};

/// Checks the terms, burns the points and says what is given.
pub(super) fn redeem(work: &mut Work<'_>, event: &Event, redeem: &Redeem) -> Result<(), Refusal> {
    let programme = work.programme;
    let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
    let price = price::in_force(reward, redeem.unit, work.day)?;
    let scene =
        Scene::of_event(programme, Readings::before(programme, &work.member, work.day), event, work.day);
    price::gates(&scene, &reward.conditions)?;
    let asked = price::asked(&scene, price, redeem)?;
    price::bounds(&scene, price, asked.cost)?;
    price::limits(&scene, reward, asked.cost)?;
    let lots = lots::for_one_use(programme, &work.member, price.unit, work.day, asked.cost)?;
    let gives = times(asked.gives, asked.times)?;
    let value = basket::value(&scene, reward, redeem.basket.as_deref(), &gives)?;
    lots::burn_from(&programme.units[price.unit], &mut work.member, &lots, asked.cost);
    use_limits(work, reward, asked.cost)?;
    work.member.last_redeem = Some(work.day);
    give_points(work, &gives)?;
    let almanac = programme.almanac(&work.member.fields, work.member.joined.or(Some(work.day)));
    let until = reward.valid.as_ref().map(|d| d.counted(work.day, almanac));
    work.decision.reward = Some(RewardTaken {
        reward: redeem.reward,
        times: asked.times,
        unit: price.unit,
        cost: asked.cost,
        gives,
        value,
        until,
    });
    Ok(())
}

/// What all steps together give. A thing stays what it is, and so does the cap of one use.
pub(super) fn times(gives: &Gives, times: u32) -> Result<Gives, Refusal> {
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
        Gives::Cheapest(items) => Gives::Cheapest(multiplied(*items)?),
        Gives::Points(unit, points) => Gives::Points(*unit, multiplied(*points)?),
    })
}

/// What a reward's limits count: the points that it cost, or one redemption.
pub(super) fn use_limits(work: &mut Work<'_>, reward: &Reward, cost: i64) -> Result<(), Refusal> {
    for id in &reward.limits {
        let limit = &work.programme.limits[*id];
        let LimitWindow::Window(_, track) = limit.window else { continue };
        let used = match limit.most {
            Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => cost,
            Most::Times(_) => 1,
        };
        tracks::book(work.programme, &mut work.member, track, (work.day, work.day), i128::from(used))?;
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
        | Gives::Cheapest(_) => Ok(()),
    }
}
