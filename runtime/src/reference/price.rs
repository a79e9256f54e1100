//! What a redemption costs, and whether the member may have it: prices, gates, bounds of one use, limits.

use super::condition;
use super::exact::{out_of_range, whole};
use super::predicate::number_of;
use super::scene::Scene;
use crate::decision::{Refusal, RefusalCode, RefusedBy};
use crate::event::Redeem;
use num_traits::ToPrimitive;
use treue_lang::programme::{Conjunct, Cost, Gives, Most, Points, Price, Reward, UnitId};
use treue_lang::time::Day;

/// What a redemption asks for.
pub(super) struct Asked<'a> {
    /// How many steps, or how often its rung.
    pub(super) times: u32,
    /// What it costs in all.
    pub(super) cost: i64,
    /// What one step gives.
    pub(super) gives: &'a Gives,
}

/// The first price in force on a day, in the unit asked for.
pub(super) fn in_force(reward: &Reward, unit: Option<UnitId>, day: Day) -> Result<&Price, Refusal> {
    let of_unit = |p: &&Price| unit.is_none_or(|u| u == p.unit);
    if !reward.prices.iter().any(|p| of_unit(&p)) {
        return Err(Refusal::new(RefusalCode::WrongUnit));
    }
    let found = reward.prices.iter().filter(of_unit).find(|p| p.in_force(day));
    found.ok_or_else(|| Refusal::new(RefusalCode::NotInForce))
}

/// The first condition that does not hold refuses.
pub(super) fn gates(scene: &Scene<'_>, conditions: &[Conjunct]) -> Result<(), Refusal> {
    match conditions.iter().position(|c| !condition::holds(scene, &c.condition)) {
        None => Ok(()),
        Some(failed) => {
            let by = Some(RefusedBy::Condition(u32::try_from(failed).unwrap_or(u32::MAX)));
            Err(Refusal { by, ..Refusal::new(RefusalCode::NotEligible) })
        }
    }
}

/// A number of points as it is for this member.
pub(super) fn points(scene: &Scene<'_>, points: &Points) -> i64 {
    match points {
        Points::Fixed(points) => *points,
        Points::Field { field, times, missing } => {
            let value = scene.field(*field, None).and_then(number_of).unwrap_or(*missing);
            (whole(value) * whole(*times)).to_i64().unwrap_or(i64::MAX).max(1)
        }
    }
}

/// Steps, cost and what a step gives. A cost that no balance can reach is named by the largest number there is.
pub(super) fn asked<'a>(scene: &Scene<'_>, price: &'a Price, redeem: &Redeem) -> Result<Asked<'a>, Refusal> {
    let times = i128::from(redeem.times);
    let largest = |cost: i128| i64::try_from(cost).unwrap_or(i64::MAX);
    match (&price.cost, redeem.points) {
        (Cost::Free(gives), None) if redeem.times == 1 => Ok(Asked { times: 1, cost: 0, gives }),
        (Cost::Free(_), None) => Err(Refusal::numbers(RefusalCode::AboveMaximum, i64::from(redeem.times), 1)),
        // It has no unit in which anything could be asked for.
        (Cost::Free(_), Some(_)) => Err(Refusal::new(RefusalCode::WrongUnit)),
        (Cost::Steps(step, gives), None) => {
            let cost = largest(i128::from(points(scene, step)) * times);
            Ok(Asked { times: redeem.times, cost, gives })
        }
        (Cost::Steps(step, gives), Some(cost)) => {
            let step = points(scene, step);
            let over = cost.rem_euclid(step);
            if over != 0 {
                let next = largest(i128::from(cost) + i128::from(step - over));
                return Err(Refusal::numbers(RefusalCode::NotAStep, cost, next));
            }
            let times = u32::try_from(cost / step).map_err(|_| out_of_range())?;
            Ok(Asked { times, cost, gives })
        }
        (Cost::Ladder(rungs), None) => {
            let lowest = rungs.first().ok_or_else(out_of_range)?;
            let cost = largest(i128::from(lowest.cost) * times);
            Ok(Asked { times: redeem.times, cost, gives: &lowest.gives })
        }
        (Cost::Ladder(rungs), Some(cost)) => match rungs.iter().find(|r| r.cost >= cost) {
            Some(rung) if rung.cost == cost => Ok(Asked { times: 1, cost, gives: &rung.gives }),
            next => {
                let need = next.or(rungs.last()).map_or(cost, |r| r.cost);
                Err(Refusal::numbers(RefusalCode::NotAStep, cost, need))
            }
        },
    }
}

/// Least and most of one use.
pub(super) fn bounds(scene: &Scene<'_>, price: &Price, cost: i64) -> Result<(), Refusal> {
    let least = points(scene, &price.least);
    if cost < least {
        return Err(Refusal::numbers(RefusalCode::BelowMinimum, cost, least));
    }
    match price.most {
        Some(most) if cost > most => Err(Refusal::numbers(RefusalCode::AboveMaximum, cost, most)),
        Some(_) | None => Ok(()),
    }
}

/// What its limits have left must be enough for all of it.
pub(super) fn limits(scene: &Scene<'_>, reward: &Reward, asked: &Asked<'_>) -> Result<(), Refusal> {
    for id in &reward.limits {
        let left = scene.readings.left[*id];
        let (fits, numbers) = match scene.programme.limits[*id].most {
            // No reward has a limit by an amount.
            Most::PerPart(..) | Most::PerStep(..) => continue,
            Most::Points(_) => (i128::from(asked.cost) <= left, Some((left, asked.cost))),
            Most::Pieces(_) => (i128::from(asked.times) <= left, Some((left, i64::from(asked.times)))),
            Most::Times(_) => (left > 0, None),
        };
        if !fits {
            let by = Some(RefusedBy::Limit(*id));
            let have = numbers.map(|(left, _)| i64::try_from(left).unwrap_or(i64::MAX));
            let need = numbers.map(|(_, need)| need);
            return Err(Refusal { have, need, by, ..Refusal::new(RefusalCode::LimitReached) });
        }
    }
    Ok(())
}
