//! Grants and changes of member fields, and the way to redemptions and transfers.

use super::clocks::Earned;
use super::{Desk, lots, membership, out_of_range};
use crate::decision::{Decision, Refusal, RefusalCode};
use crate::event::{AccountChange, Event, Grant, HouseholdChange, What};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Clock, Lot, Member, Membership};
use treue_lang::programme::{Id, Programme, UnitId};
use treue_lang::time::Day;

impl Desk {
    /// Decides an event that no rule looks at: what it takes, gives and changes. An error leaves the member as it was.
    pub(crate) fn other(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        match &event.what {
            What::Redeem(redeem) if redeem.voucher => {
                self.use_vouchers(compiled, member, (event, redeem), today, decision)
            }
            What::Redeem(redeem) => {
                decision.reward = Some(self.redeem(compiled, member, (event, redeem), today, decision)?);
                Ok(())
            }
            What::Transfer(transfer) => {
                let Decision { postings, shared, .. } = decision;
                postings.push(self.transfer(compiled, member, (event, transfer), today, shared)?);
                Ok(())
            }
            What::Grant(Grant::Points { unit, points }) => {
                self.grant_points(compiled, member, (*unit, *points), today, decision)
            }
            What::Grant(Grant::Level { tiers, level, until }) => {
                if let Some(standing) = member.tiers.get_mut(tiers.index()) {
                    standing.granted = Some((level.0, *until));
                }
                Ok(())
            }
            What::Member(change) => {
                let after = match &change.household {
                    Some(HouseholdChange::Join(name)) => Some(name.clone()),
                    Some(HouseholdChange::Leave) if member.household.is_none() => {
                        return Err(Refusal::new(RefusalCode::NoHousehold));
                    }
                    Some(HouseholdChange::Leave) => None,
                    None => member.household.take(),
                };
                member.household = after;
                for (position, value) in &change.set {
                    if let Some(place) = member.fields.get_mut(*position) {
                        place.clone_from(value);
                    }
                }
                match &change.account {
                    None => {}
                    Some(AccountChange::Merge(whose)) => {
                        self.take_over(compiled, member, whose, today, decision)?;
                    }
                    Some(AccountChange::Begins) => {
                        member.membership = Membership { began: Some((event.at, today.day)), ended: None };
                    }
                    Some(AccountChange::Ends) => self.membership_ends(programme, member, today.day, decision),
                }
                Ok(())
            }
            What::Purchase(_) | What::Activity(_) | What::Return(_) | What::Clock => Ok(()),
        }
    }

    fn membership_ends(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        day: Day,
        decision: &mut Decision,
    ) {
        member.membership.ended = Some(day);
        member.household = None;
        if programme.leavers_keep.is_none() {
            let eve = Day(day.0.saturating_sub(1));
            membership::forfeit(programme, member, eve, (&mut decision.expired, &mut decision.vouchers));
            lots::balances(programme.units.len(), member, day, &mut self.balances);
        }
    }

    /// Whether there is enough for one use, and the bucket that pays for it, if the unit has buckets.
    pub(super) fn afford(
        &self,
        programme: &Programme,
        member: &Member,
        unit: UnitId,
        today: Day,
        cost: i64,
    ) -> Result<Option<i32>, Refusal> {
        let short = |have| Refusal::numbers(RefusalCode::NotEnoughPoints, have, cost);
        if let Some(spec) = programme.units.get(unit).filter(|u| u.buckets.is_some()) {
            return lots::bucket_for(&member.lots, (unit, spec), today, cost).map(Some).map_err(short);
        }
        let have = self.balances.get(unit.index()).map_or(0, |b| b.available);
        if have < cost { Err(short(have)) } else { Ok(None) }
    }

    pub(super) fn burn(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        unit: UnitId,
        points: i64,
        bucket: Option<i32>,
    ) {
        let Some(spec) = programme.units.get(unit) else { return };
        let burned = lots::burn(&mut member.lots, (unit, spec), self.now, points, bucket);
        if let Some(balance) = self.balances.get_mut(unit.index()) {
            balance.available = balance.available.saturating_sub(burned);
        }
    }

    /// When points end that no rule gives, and whose clock it is.
    pub(super) fn dates_of_given(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        unit: UnitId,
        today: &DayFacts,
    ) -> (Option<Day>, Option<Clock>) {
        if compiled.plan().points.asks_when_earned {
            self.fill_readings(compiled, member, today);
            self.fill_late_levels(compiled, member, today.day);
            let occasions = (today.day, compiled.plan().occasions);
            self.fill_occasions(compiled, member, occasions, self.standings(member, today.day));
            self.binder.member(compiled.programme(), compiled.plan(), &member.fields, &mut self.frame);
            self.ask_points(compiled);
        }
        self.dates(compiled, Earned { member, event: None, today }, unit, None, today.day)
    }

    /// Gives or takes points.
    pub(super) fn grant_points(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, points): (UnitId, i64),
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let day = today.day;
        let programme = compiled.programme();
        let (expires, clock) =
            if points > 0 { self.dates_of_given(compiled, member, unit, today) } else { (None, None) };
        let lot =
            Lot { unit, expires, earned: day, available: day, payer: None, clock, awaits: None, points };
        if points > 0 && lots::is_gone(programme, (expires, unit), self.now) {
            lots::expire_at_once(programme, member, lot, &mut decision.expired);
            return Ok(());
        }
        let balance = self.balances.get_mut(unit.index()).ok_or_else(out_of_range)?;
        if points > 0 {
            let points = lots::earn(balance, points, true).ok_or_else(out_of_range)?;
            lots::add(&mut member.lots, Lot { points, ..lot });
        } else {
            let taken = points.checked_neg().ok_or_else(out_of_range)?;
            let short = taken.saturating_sub(balance.available).max(0);
            let owed = balance.owed.checked_add(short);
            balance.owed = owed.filter(|o| *o < lots::MOST).ok_or_else(out_of_range)?;
            self.burn(programme, member, unit, taken, None);
        }
        let owed = self.balances.get(unit.index()).map_or(0, |b| b.owed);
        if let Some(place) = member.owed.get_mut(unit.index()) {
            *place = owed;
        }
        Ok(())
    }
}
