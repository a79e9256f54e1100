//! Transfers, grants and changes of member fields.

use super::{Desk, lots, out_of_range};
use crate::decision::{Decision, Posting, Refusal, RefusalCode};
use crate::event::{Event, Grant, Transfer, What};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Lot, Member};
use treue_lang::programme::{Conversion, Id, PartnerId, Programme, UnitId};
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
            What::Redeem(redeem) => {
                decision.reward = Some(self.redeem(compiled, member, (event, redeem), today)?);
                Ok(())
            }
            What::Transfer(transfer) => {
                decision.postings.push(self.transfer(programme, member, transfer, today.day)?);
                Ok(())
            }
            What::Grant(Grant::Points { unit, points }) => self.grant_points(member, *unit, *points, today),
            What::Grant(Grant::Level { tiers, level, until }) => {
                if let Some(standing) = member.tiers.get_mut(tiers.index()) {
                    standing.granted = Some((level.0, *until));
                }
                Ok(())
            }
            What::Member(change) => {
                for (position, value) in &change.set {
                    if let Some(place) = member.fields.get_mut(*position) {
                        place.clone_from(value);
                    }
                }
                Ok(())
            }
            What::Purchase(_) | What::Activity(_) | What::Clock => Ok(()),
        }
    }

    pub(super) fn afford(&self, unit: UnitId, cost: i64) -> Result<(), Refusal> {
        let have = self.balances.get(unit.index()).map_or(0, |b| b.available);
        if have < cost {
            return Err(Refusal::numbers(RefusalCode::NotEnoughPoints, have, cost));
        }
        Ok(())
    }

    pub(super) fn burn(&mut self, member: &mut Member, unit: UnitId, today: Day, points: i64) -> i64 {
        let burned = lots::burn(&mut member.lots, unit, today, points);
        if let Some(balance) = self.balances.get_mut(unit.index()) {
            balance.available = balance.available.saturating_sub(burned);
        }
        burned
    }

    /// Turns points into a partner's currency.
    fn transfer(
        &mut self,
        programme: &Programme,
        member: &mut Member,
        transfer: &Transfer,
        today: Day,
    ) -> Result<Posting, Refusal> {
        let Some((partner, conversion)) = conversion(programme, transfer) else {
            let unknown = Refusal::new(RefusalCode::UnknownConversion);
            return Err(Refusal { name: Some(transfer.into.clone()), ..unknown });
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
        self.burn(member, transfer.unit, today, points);
        Ok(Posting::Converted { partner, unit: transfer.unit, points, into: conversion.into.clone(), gets })
    }

    /// Gives or takes points.
    pub(super) fn grant_points(
        &mut self,
        member: &mut Member,
        unit: UnitId,
        points: i64,
        today: &DayFacts,
    ) -> Result<(), Refusal> {
        let day = today.day;
        let balance = self.balances.get_mut(unit.index()).ok_or_else(out_of_range)?;
        if points > 0 {
            let points = lots::earn(balance, points, true).ok_or_else(out_of_range)?;
            let expires = today.expires.get(unit.index()).copied().flatten();
            lots::add(
                &mut member.lots,
                Lot { unit, expires, earned: day, available: day, payer: None, points },
            );
        } else {
            let taken = points.checked_neg().ok_or_else(out_of_range)?;
            let short = taken.saturating_sub(balance.available).max(0);
            let owed = balance.owed.checked_add(short);
            balance.owed = owed.filter(|o| *o < lots::MOST).ok_or_else(out_of_range)?;
            self.burn(member, unit, day, taken);
        }
        let owed = self.balances.get(unit.index()).map_or(0, |b| b.owed);
        if let Some(place) = member.owed.get_mut(unit.index()) {
            *place = owed;
        }
        Ok(())
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
