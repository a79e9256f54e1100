//! Redemptions: price, gates, limits, and what is given.

use super::clocks::almanac;
use super::{Desk, lots, out_of_range, tracks, vouchers};
use crate::decision::{Decision, Refusal, RefusalCode, RefusedBy, RewardTaken};
use crate::event::{Event, Purchase, Redeem};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::{Compiled, Kind};
use crate::native::plan::NO_TRIGGER;
use crate::state::{Member, record};
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
        decision: &mut Decision,
    ) -> Result<RewardTaken, Refusal> {
        let programme = compiled.programme();
        let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
        if reward.issued.is_some() {
            return Err(Refusal::new(RefusalCode::IssuedByItself));
        }
        let price = price_of(reward, redeem.unit, today.day)?;
        self.look(compiled, member, event, redeem.basket.as_deref(), today, reward)?;
        self.pass_gate(compiled, redeem.reward, reward)?;
        let asked = asked(programme, member, price, redeem)?;
        let gives = {
            let standing = self.standings(member, today.day);
            reward.given(asked.gives, |tiers| standing(tiers).level())
        };
        let asked = Asked { gives, ..asked };
        let least = points(programme, member, &price.least);
        if asked.cost < least {
            return Err(Refusal::numbers(RefusalCode::BelowMinimum, asked.cost, least));
        }
        if let Some(most) = price.most.filter(|most| asked.cost > *most) {
            return Err(Refusal::numbers(RefusalCode::AboveMaximum, asked.cost, most));
        }
        let used = (asked.cost, asked.times);
        check_limits(programme, member, reward, used, today)?;
        let mut shared = Vec::new();
        let own = self.own_part(programme, (price.unit, asked.cost), &event.id, &mut shared)?;
        let bucket = if own == 0 { None } else { self.afford(programme, member, price.unit, self.now, own)? };
        let gives = all_steps(asked.gives, asked.times).ok_or_else(out_of_range)?;
        // A voucher looks at the receipt when it is used.
        let value = if reward.voucher {
            None
        } else {
            self.off_receipt(compiled, reward, redeem.basket.as_deref(), &gives)?
        };
        self.check_given(compiled, member, today, (price.unit, own), &gives)?;
        let used = uses(programme, member, reward, used, today)?;
        // Nothing is refused from here on.
        let before = if programme.remember.is_some() { member.lots.to_vec() } else { Vec::new() };
        if own > 0 {
            self.burn(programme, member, price.unit, own, bucket);
        }
        decision.shared.append(&mut shared);
        if programme.remember.is_some() {
            let burned = lots::burned(&before, &member.lots);
            record::write_spent(&mut self.record, today.day, redeem.receipt.as_deref(), &burned);
        }
        let late = self.late.then(|| self.calendar.take(programme, compiled.plan(), self.now));
        for (track, window, used) in used {
            let latest = late.as_ref().and_then(|facts| facts.windows.get(track));
            let window = latest.map_or(window, |latest| window.kept_on(*latest));
            if let Some(state) = member.tracks.get_mut(track) {
                tracks::book(state, today.day, window, used);
            }
        }
        late.into_iter().for_each(|facts| self.calendar.put_back(facts));
        member.last_redeem = member.last_redeem.max(Some(today.day));
        self.give(compiled, member, &gives, (today, decision))?;
        let until =
            reward.valid.as_ref().map(|v| v.counted(today.day, almanac(programme, member, today.day)));
        let made =
            vouchers::made((redeem.reward, reward), asked.gives, &gives, asked.times, (today.day, until));
        made.into_iter().for_each(|v| vouchers::add(&mut member.vouchers, v));
        Ok(RewardTaken {
            reward: redeem.reward,
            times: asked.times,
            unit: price.unit,
            cost: asked.cost,
            gives,
            value,
            until,
            used: false,
        })
    }

    /// Fills what gates and terms of a receipt read, where the reward has any.
    pub(super) fn look(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        basket: Option<&Purchase>,
        today: &DayFacts,
        reward: &Reward,
    ) -> Result<(), Refusal> {
        if !reward.conditions.is_empty() {
            self.fill_gates(compiled, member, event, today);
        }
        match (&reward.receipt, basket) {
            (Some(_), Some(_)) if !self.measure_all(compiled) => Err(out_of_range()),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// What gates read of a member and the wall of an event.
    pub(super) fn fill_gates(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        today: &DayFacts,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.fill_readings(compiled, member, today);
        self.fill_late_levels(compiled, member, today.day);
        self.set(plan.minute, i64::from(event.local.minute.0));
        self.set(plan.trigger, NO_TRIGGER);
        if event.local.day != today.day {
            let wall = self.calendar.take(programme, plan, event.local.day);
            self.fill_wall(plan, &wall);
            self.calendar.put_back(wall);
        }
        let occasions = (event.local.day, plan.occasions);
        self.fill_occasions(compiled, member, occasions, self.standings(member, today.day));
        self.binder.receipt(programme, plan, None, &mut self.frame);
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
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

    /// Whether points that are given would fit, once the cost is burned. Those that expire at once always do.
    pub(super) fn check_given(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        today: &DayFacts,
        (paid_in, cost): (UnitId, i64),
        gives: &Gives,
    ) -> Result<(), Refusal> {
        let Some((unit, points)) = points_given(gives) else { return Ok(()) };
        // A reward for nothing is paid in no unit.
        let before = self.balances.get(paid_in.index()).copied();
        if let Some(paid) = self.balances.get_mut(paid_in.index()) {
            paid.available = paid.available.saturating_sub(cost);
        }
        let balance = self.balances.get(unit.index()).copied();
        let fits = balance.is_some_and(|mut b| lots::earn(&mut b, points, true).is_some())
            || self.would_be_gone(compiled, member, unit, today);
        if let (Some(paid), Some(before)) = (self.balances.get_mut(paid_in.index()), before) {
            *paid = before;
        }
        if fits { Ok(()) } else { Err(out_of_range()) }
    }

    /// Whether points that no rule gives would expire at once.
    fn would_be_gone(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        unit: UnitId,
        today: &DayFacts,
    ) -> bool {
        let (expires, _) = self.dates_of_given(compiled, member, unit, today);
        lots::is_gone(compiled.programme(), (expires, unit), self.now)
    }

    /// Books points that a reward gives.
    pub(super) fn give(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        gives: &Gives,
        (today, decision): (&DayFacts, &mut Decision),
    ) -> Result<(), Refusal> {
        match points_given(gives) {
            Some(given) => self.grant_points(compiled, member, given, today, decision),
            None => Ok(()),
        }
    }
}

pub(super) fn points_given(gives: &Gives) -> Option<(UnitId, i64)> {
    match gives {
        Gives::Points(unit, points) => Some((*unit, *points)),
        Gives::Money(_)
        | Gives::Percent(_)
        | Gives::PerMeasure { .. }
        | Gives::Thing(_)
        | Gives::Cheapest(_)
        | Gives::Cash(_) => None,
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
        Cost::Free(gives) => match (redeem.points, redeem.times) {
            (None, 1) => Ok(Asked { times: 1, cost: 0, gives }),
            (None, _) => Err(Refusal::numbers(RefusalCode::AboveMaximum, times, 1)),
            (Some(_), _) => Err(Refusal::new(RefusalCode::WrongUnit)),
        },
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
    (cost, steps): (i64, u32),
) -> Option<(usize, tracks::Today, i64, i64)> {
    let limit = programme.limits.get(limit)?;
    let LimitWindow::Window(_, track) = limit.window else { return None };
    let window = today.windows.get(track.index())?.of(member.joined, &member.tiers);
    let held = tracks::reading(member.tracks.get(track.index())?, window);
    let used = match limit.most {
        Most::Points(_) | Most::PerPart(..) | Most::PerStep(..) => cost,
        Most::Times(_) => 1,
        Most::Pieces(_) => i64::from(steps),
    };
    Some((track.index(), window, held, used))
}

fn check_limits(
    programme: &Programme,
    member: &Member,
    reward: &Reward,
    asked: (i64, u32),
    today: &DayFacts,
) -> Result<(), Refusal> {
    for id in &reward.limits {
        let Some((_, _, held, used)) = limit_use(programme, member, today, *id, asked) else { continue };
        let Some(limit) = programme.limits.get(*id) else { continue };
        let size = match limit.most {
            Most::Points(size) | Most::Times(size) | Most::Pieces(size) => size,
            // No reward has a limit by an amount.
            Most::PerPart(..) | Most::PerStep(..) => continue,
        };
        let left = size.saturating_sub(held).max(0);
        if used > left {
            let numbers = match limit.most {
                Most::Points(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => {
                    (Some(left), Some(used))
                }
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
pub(super) fn uses(
    programme: &Programme,
    member: &Member,
    reward: &Reward,
    asked: (i64, u32),
    today: &DayFacts,
) -> Result<Vec<(usize, tracks::Today, i64)>, Refusal> {
    let mut all = Vec::new();
    for id in &reward.limits {
        let Some((track, window, held, used)) = limit_use(programme, member, today, *id, asked) else {
            continue;
        };
        held.checked_add(used).filter(|sum| *sum < TRACK).ok_or_else(out_of_range)?;
        all.push((track, window, used));
    }
    Ok(all)
}

/// Books what limits count.
pub(super) fn book_uses(member: &mut Member, used: Vec<(usize, tracks::Today, i64)>) {
    for (track, window, used) in used {
        if let Some(state) = member.tracks.get_mut(track) {
            tracks::book(state, window.day, window, used);
        }
    }
}

/// How many points its limits leave, and how many steps.
pub(super) fn check_limits_room(
    programme: &Programme,
    member: &Member,
    reward: &Reward,
    today: &DayFacts,
) -> (i64, i64) {
    let (mut room, mut pieces) = (i64::MAX, i64::MAX);
    for id in &reward.limits {
        let Some((_, _, held, _)) = limit_use(programme, member, today, *id, (0, 0)) else { continue };
        let Some(limit) = programme.limits.get(*id) else { continue };
        let left = |size: i64| size.saturating_sub(held).max(0);
        match limit.most {
            Most::Points(size) => room = room.min(left(size)),
            Most::Times(size) if left(size) > 0 => {}
            Most::Times(_) => room = 0,
            Most::Pieces(size) => pieces = pieces.min(left(size)),
            // No reward has a limit by an amount.
            Most::PerPart(..) | Most::PerStep(..) => {}
        }
    }
    (room, pieces)
}

/// What so many steps of a reward give together, if that fits.
pub(super) fn all_steps(gives: &Gives, times: u32) -> Option<Gives> {
    let n = i64::from(times);
    Some(match gives {
        Gives::Money(money) => Gives::Money(money.checked_mul(n)?),
        Gives::Cash(money) => Gives::Cash(money.checked_mul(n)?),
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
