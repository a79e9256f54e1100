//! Redemptions, transfers, grants and changes of member fields.

use super::{Native, lots, out_of_range};
use crate::decision::{Decision, Posting, Refusal, RefusalCode, RewardTaken};
use crate::event::{Event, Grant, MemberChange, Redeem, Transfer};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Lot, Member};
use treue_lang::programme::{Conversion, Gives, Id, PartnerId, Programme, Ratio, UnitId};
use treue_lang::time::Day;

impl Native {
    /// What compiled code reads for events that no rule looks at.
    fn fill_without_rules(&mut self, compiled: &Compiled, member: &Member, event: &Event, today: &DayFacts) {
        self.fill_event(compiled, member, event, today);
        self.clear_sums(compiled.plan());
    }

    /// Takes a reward. An error leaves the member as it was.
    pub(crate) fn redeem(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        redeem: &Redeem,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let reward = programme.rewards.get(redeem.reward).ok_or_else(out_of_range)?;
        let cost = reward.step.saturating_mul(i64::from(redeem.times));
        if cost < reward.least {
            return Err(Refusal::numbers(RefusalCode::BelowMinimum, cost, reward.least));
        }
        if let Some(most) = reward.most.filter(|most| cost > *most) {
            return Err(Refusal::numbers(RefusalCode::AboveMaximum, cost, most));
        }
        self.afford(reward.unit, cost)?;
        self.fill_without_rules(compiled, member, event, today);
        self.burn(member, reward.unit, today.day, cost);
        member.last_redeem = Some(today.day);
        decision.reward = Some(RewardTaken {
            reward: redeem.reward,
            times: redeem.times,
            cost,
            gives: all_steps(&reward.gives, redeem.times),
            until: reward.valid.as_ref().map(|v| v.last_good_day(today.day, programme.week_start)),
        });
        Ok(())
    }

    fn afford(&self, unit: UnitId, cost: i64) -> Result<(), Refusal> {
        let have = self.balances.get(unit.index()).map_or(0, |b| b.available);
        if have < cost {
            return Err(Refusal::numbers(RefusalCode::NotEnoughPoints, have, cost));
        }
        Ok(())
    }

    fn burn(&mut self, member: &mut Member, unit: UnitId, today: Day, points: i64) -> i64 {
        let burned = lots::burn(&mut member.lots, unit, today, points);
        if let Some(balance) = self.balances.get_mut(unit.index()) {
            balance.available = balance.available.saturating_sub(burned);
        }
        burned
    }

    /// Turns points into a partner's currency. An error leaves the member as it was.
    pub(crate) fn transfer(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        transfer: &Transfer,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let Some((partner, conversion)) = conversion(compiled.programme(), transfer) else {
            return Err(Refusal {
                name: Some(transfer.into.clone()),
                ..Refusal::new(RefusalCode::UnknownConversion)
            });
        };
        let (points, step) = (transfer.points, conversion.step.max(1));
        let steps = points / step;
        if points % step != 0 {
            let next = step.saturating_mul(steps.saturating_add(1));
            return Err(Refusal::numbers(RefusalCode::NotAStep, points, next));
        }
        if points < conversion.least {
            return Err(Refusal::numbers(RefusalCode::BelowMinimum, points, conversion.least));
        }
        self.afford(transfer.unit, points)?;
        let gets = steps.checked_mul(conversion.gets).ok_or_else(out_of_range)?;
        self.fill_without_rules(compiled, member, event, today);
        self.burn(member, transfer.unit, today.day, points);
        let into = conversion.into.clone();
        decision.postings.push(Posting::Converted { partner, unit: transfer.unit, points, into, gets });
        Ok(())
    }

    /// Gives or takes what the host says. An error leaves the member as it was.
    pub(crate) fn grant(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        grant: &Grant,
        today: &DayFacts,
    ) -> Result<(), Refusal> {
        match *grant {
            Grant::Level { tiers, level, until } => {
                self.fill_without_rules(compiled, member, event, today);
                if let Some(standing) = member.tiers.get_mut(tiers.index()) {
                    standing.granted = Some((level.0, until));
                }
            }
            Grant::Points { unit, points } if points > 0 => {
                self.fill_without_rules(compiled, member, event, today);
                let balance = self.balances.get_mut(unit.index()).ok_or_else(out_of_range)?;
                let points = lots::earn(balance, points, true).ok_or_else(out_of_range)?;
                let owed = balance.owed;
                member.owed.get_mut(unit.index()).into_iter().for_each(|o| *o = owed);
                let expires = today.expires.get(unit.index()).copied().flatten();
                let day = today.day;
                let lot = Lot { unit, expires, earned: day, available: day, payer: None, points };
                lots::add(&mut member.lots, lot);
            }
            Grant::Points { unit, points } => {
                self.fill_without_rules(compiled, member, event, today);
                let taken = points.checked_neg().ok_or_else(out_of_range)?;
                let balance = self.balances.get_mut(unit.index()).ok_or_else(out_of_range)?;
                let short = taken.saturating_sub(balance.available).max(0);
                let owed =
                    balance.owed.checked_add(short).filter(|o| *o < lots::MOST).ok_or_else(out_of_range)?;
                balance.owed = owed;
                member.owed.get_mut(unit.index()).into_iter().for_each(|o| *o = owed);
                self.burn(member, unit, today.day, taken);
            }
        }
        Ok(())
    }

    /// Changes member fields.
    pub(crate) fn change(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        change: &MemberChange,
        today: &DayFacts,
    ) {
        for (position, value) in &change.set {
            if let Some(place) = member.fields.get_mut(*position) {
                place.clone_from(value);
            }
        }
        self.fill_without_rules(compiled, member, event, today);
    }
}

/// The conversion of a unit into that currency, and whose it is.
fn conversion<'p>(programme: &'p Programme, transfer: &Transfer) -> Option<(PartnerId, &'p Conversion)> {
    programme.partners.iter().find_map(|(id, partner)| {
        let found =
            partner.conversions.iter().find(|c| c.unit == transfer.unit && c.into == transfer.into)?;
        Some((id, found))
    })
}

/// What so many steps of a reward give together.
fn all_steps(gives: &Gives, times: u32) -> Gives {
    let n = i64::from(times);
    match gives {
        Gives::Money(money) => Gives::Money(money.saturating_mul(n)),
        Gives::Percent(percent) => Gives::Percent(percent.saturating_mul(n)),
        Gives::PerMeasure { money, measure, cap } => {
            let all = Ratio::new(i128::from(n), 1).and_then(|n| money.times(n)).unwrap_or(*money);
            Gives::PerMeasure { money: all, measure: *measure, cap: *cap }
        }
        Gives::Thing(thing) => Gives::Thing(thing.clone()),
    }
}
