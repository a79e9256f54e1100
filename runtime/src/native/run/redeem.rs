//! Redemptions: price, gates, limits, and what is given.

use super::clocks::almanac;
use super::{Desk, lots, out_of_range, tracks};
use crate::decision::{Refusal, RefusalCode, RefusedBy, RewardTaken};
use crate::event::{Event, Purchase, Redeem};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::{Compiled, Kind};
use crate::native::plan::NO_TRIGGER;
use crate::state::Member;
use treue_lang::limits::TRACK;
use treue_lang::programme::{
    Cost, FieldValue, Gives, Id, LimitWindow, Most, Points, Price, Programme, Ratio, Reward, RewardId, UnitId,
};
use treue_lang::time::Day;

/// What a redemption asks for.
pub(super) struct Asked<'p> {
    times: u32,
    cost: i64,
    gives: &'p Gives,
}

impl Desk {
    /// Takes a reward. An error leaves the member as it was.
    pub(super) fn redeem(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, redeem): (&Event, &Redeem),
        today: &DayFacts,
    ) -> Result<RewardTaken, Refusal> {
        let programme = compiled.programme();
        let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
        let price = price_of(reward, redeem.unit, today.day)?;
        self.look(compiled, member, event, redeem.basket.as_deref(), today, reward)?;
        self.pass_gate(compiled, redeem.reward, reward)?;
        let asked = asked(programme, member, price, redeem)?;
        let least = points(programme, member, &price.least);
        if asked.cost < least {
            return Err(Refusal::numbers(RefusalCode::BelowMinimum, asked.cost, least));
        }
        if let Some(most) = price.most.filter(|most| asked.cost > *most) {
            return Err(Refusal::numbers(RefusalCode::AboveMaximum, asked.cost, most));
        }
        check_limits(programme, member, reward, asked.cost, today)?;
        let bucket = self.afford(programme, member, price.unit, today.day, asked.cost)?;
        let gives = all_steps(asked.gives, asked.times).ok_or_else(out_of_range)?;
        let value = self.off_receipt(compiled, reward, redeem.basket.as_deref(), &gives)?;
        self.check_given(price.unit, asked.cost, &gives)?;
        let used = uses(programme, member, reward, asked.cost, today)?;
        // Nothing is refused from here on.
        self.burn(programme, member, price.unit, today.day, asked.cost, bucket);
        for (track, window, used) in used {
            if let Some(state) = member.tracks.get_mut(track) {
                tracks::book(state, today.day, window, used);
            }
        }
        member.last_redeem = Some(today.day);
        self.give(compiled, member, &gives, today)?;
        let until =
            reward.valid.as_ref().map(|v| v.counted(today.day, almanac(programme, member, today.day)));
        Ok(RewardTaken {
            reward: redeem.reward,
            times: asked.times,
            unit: price.unit,
            cost: asked.cost,
            gives,
            value,
            until,
        })
    }

    /// Fills what gates and terms of a receipt read, where the reward has any.
    fn look(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        basket: Option<&Purchase>,
        today: &DayFacts,
        reward: &Reward,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if !reward.conditions.is_empty() {
            self.fill_readings(compiled, member, today);
            self.set(plan.minute, i64::from(event.local.minute.0));
            self.set(plan.trigger, NO_TRIGGER);
            if event.local.day != today.day {
                let wall = self.calendar.take(programme, plan, event.local.day);
                self.fill_wall(plan, &wall);
                self.calendar.put_back(wall);
            }
            self.binder.receipt(programme, plan, None, &mut self.frame);
            self.binder.member(programme, plan, &member.fields, &mut self.frame);
        }
        match (&reward.receipt, basket) {
            (Some(_), Some(_)) if !self.measure_all(compiled) => Err(out_of_range()),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// The first condition that does not hold refuses.
    fn pass_gate(&mut self, compiled: &Compiled, id: RewardId, reward: &Reward) -> Result<(), Refusal> {
        if reward.conditions.is_empty() {
            return Ok(());
        }
        if !self.call(compiled, Kind::Gates, usize::MAX) {
            return Err(out_of_range());
        }
        match u32::try_from(self.get(compiled.plan().gates.at(id.index())) - 1) {
            Err(_) => Ok(()),
            Ok(failed) => {
                let by = Some(RefusedBy::Condition(failed));
                Err(Refusal { by, ..Refusal::new(RefusalCode::NotEligible) })
            }
        }
    }

    /// Whether points that are given would fit, once the cost is burned.
    fn check_given(&self, paid_in: UnitId, cost: i64, gives: &Gives) -> Result<(), Refusal> {
        let Some((unit, points)) = points_given(gives) else { return Ok(()) };
        let mut balance = *self.balances.get(unit.index()).ok_or_else(out_of_range)?;
        if unit == paid_in {
            balance.available = balance.available.saturating_sub(cost);
        }
        lots::earn(&mut balance, points, true).map(|_| ()).ok_or_else(out_of_range)
    }

    /// Books points that a reward gives.
    fn give(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        gives: &Gives,
        today: &DayFacts,
    ) -> Result<(), Refusal> {
        match points_given(gives) {
            Some((unit, points)) => self.grant_points(compiled, member, unit, points, today),
            None => Ok(()),
        }
    }
}

fn points_given(gives: &Gives) -> Option<(UnitId, i64)> {
    match gives {
        Gives::Points(unit, points) => Some((*unit, *points)),
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Thing(_)
        | Gives::Cheapest(_) => None,
    }
}

/// The price of a day: the first in force, in the unit asked for.
fn price_of(reward: &Reward, unit: Option<UnitId>, day: Day) -> Result<&Price, Refusal> {
    let mut code = RefusalCode::WrongUnit;
    for price in reward.prices.iter().filter(|p| unit.is_none_or(|u| u == p.unit)) {
        if price.in_force(day) {
            return Ok(price);
        }
        code = RefusalCode::NotInForce;
    }
    Err(Refusal::new(code))
}

/// A number of points for this member.
pub(super) fn points(programme: &Programme, member: &Member, points: &Points) -> i64 {
    match points {
        Points::Fixed(points) => *points,
        Points::Field { field, times, missing } => {
            let declared = programme.fields.get(*field);
            let value = declared.and_then(|f| member.fields.get(f.position)?.as_ref().or(f.default.as_ref()));
            let value = match value {
                Some(FieldValue::Number(number)) => *number,
                Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Date(_)) | None => *missing,
            };
            value.saturating_mul(*times).max(1)
        }
    }
}

fn asked<'p>(
    programme: &Programme,
    member: &Member,
    price: &'p Price,
    redeem: &Redeem,
) -> Result<Asked<'p>, Refusal> {
    let times = i64::from(redeem.times);
    match &price.cost {
        Cost::Steps(step, gives) => {
            let step = points(programme, member, step);
            let Some(cost) = redeem.points else {
                return Ok(Asked { times: redeem.times, cost: step.saturating_mul(times), gives });
            };
            let steps = cost / step;
            if cost % step != 0 {
                let next = step.saturating_mul(steps.saturating_add(1));
                return Err(Refusal::numbers(RefusalCode::NotAStep, cost, next));
            }
            Ok(Asked { times: u32::try_from(steps).map_err(|_| out_of_range())?, cost, gives })
        }
        Cost::Ladder(rungs) => {
            let Some(cost) = redeem.points else {
                let first = rungs.first().ok_or_else(out_of_range)?;
                let cost = first.cost.saturating_mul(times);
                return Ok(Asked { times: redeem.times, cost, gives: &first.gives });
            };
            let at = rungs.partition_point(|r| r.cost < cost);
            match rungs.get(at) {
                Some(rung) if rung.cost == cost => Ok(Asked { times: 1, cost, gives: &rung.gives }),
                Some(next) => Err(Refusal::numbers(RefusalCode::NotAStep, cost, next.cost)),
                None => {
                    let last = rungs.last().map_or(cost, |r| r.cost);
                    Err(Refusal::numbers(RefusalCode::NotAStep, cost, last))
                }
            }
        }
    }
}

/// What a limit counts of one use, and what its track holds today.
fn limit_use(
    programme: &Programme,
    member: &Member,
    today: &DayFacts,
    limit: treue_lang::programme::LimitId,
    cost: i64,
) -> Option<(usize, tracks::Today, i64, i64)> {
    let limit = programme.limits.get(limit)?;
    let LimitWindow::Window(_, track) = limit.window else { return None };
    let window = *today.windows.get(track.index())?;
    let held = tracks::reading(member.tracks.get(track.index())?, window);
    let used = match limit.most {
        Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => cost,
        Most::Times(_) => 1,
    };
    Some((track.index(), window, held, used))
}

fn check_limits(
    programme: &Programme,
    member: &Member,
    reward: &Reward,
    cost: i64,
    today: &DayFacts,
) -> Result<(), Refusal> {
    for id in &reward.limits {
        let Some((_, _, held, used)) = limit_use(programme, member, today, *id, cost) else { continue };
        let Some(limit) = programme.limits.get(*id) else { continue };
        let size = match limit.most {
            Most::Points(size) | Most::Times(size) => size,
            // No reward has a limit by an amount.
            Most::PerPart(..) | Most::PerStep(..) => continue,
        };
        let left = size.saturating_sub(held).max(0);
        if used > left {
            let numbers = match limit.most {
                Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => (Some(left), Some(used)),
                Most::Times(_) => (None, None),
            };
            let refusal = Refusal::new(RefusalCode::LimitReached);
            return Err(Refusal {
                have: numbers.0,
                need: numbers.1,
                by: Some(RefusedBy::Limit(*id)),
                ..refusal
            });
        }
    }
    Ok(())
}

/// What is booked for the limits; none may reach 2^62.
fn uses(
    programme: &Programme,
    member: &Member,
    reward: &Reward,
    cost: i64,
    today: &DayFacts,
) -> Result<Vec<(usize, tracks::Today, i64)>, Refusal> {
    let mut all = Vec::new();
    for id in &reward.limits {
        let Some((track, window, held, used)) = limit_use(programme, member, today, *id, cost) else {
            continue;
        };
        held.checked_add(used).filter(|sum| *sum < TRACK).ok_or_else(out_of_range)?;
        all.push((track, window, used));
    }
    Ok(all)
}

/// What so many steps of a reward give together, if that fits.
pub(super) fn all_steps(gives: &Gives, times: u32) -> Option<Gives> {
    let n = i64::from(times);
    Some(match gives {
        Gives::Money(money) => Gives::Money(money.checked_mul(n)?),
        Gives::Percent(percent) => Gives::Percent(percent.checked_mul(n)?),
        Gives::PerMeasure { money, measure, cap } => {
            let money = money.times(Ratio::new(i128::from(n), 1)?)?;
            Gives::PerMeasure { money, measure: *measure, cap: *cap }
        }
        Gives::Thing(thing) => Gives::Thing(thing.clone()),
        Gives::Cheapest(items) => Gives::Cheapest(items.checked_mul(n)?),
        Gives::Points(unit, points) => Gives::Points(*unit, points.checked_mul(n)?),
    })
}
