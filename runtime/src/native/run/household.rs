//! Households: a cost is shared out, and others of the household pay their part of it.

use super::{Desk, lots, out_of_range};
use crate::decision::{Debit, Decision, Refusal, RefusalCode, Returned};
use crate::engine::Giver;
use crate::event::{Event, What};
use crate::native::code::Compiled;
use crate::state::{Lot, Member, Received, ReceivedWhat};
use treue_lang::programme::{Id, Programme, Spends, UnitId};
use treue_lang::time::Day;

impl Desk {
    /// How much of a cost the member pays alone; what the others pay is added to `debits`.
    pub(super) fn own_part(
        &self,
        programme: &Programme,
        (unit, cost): (UnitId, i64),
        redemption: &str,
        debits: &mut Vec<Debit>,
    ) -> Result<i64, Refusal> {
        let Some(household) = programme.household.as_ref().filter(|_| !self.pool.members.is_empty()) else {
            return Ok(cost);
        };
        let mut have = vec![self.balances.get(unit.index()).map_or(0, |b| b.available)];
        have.extend(self.pool.available.iter().map(|of| of.get(unit.index()).copied().unwrap_or(0)));
        let total = have.iter().fold(0u128, |sum, points| sum + u128::from(points.unsigned_abs()));
        if total < u128::from(cost.unsigned_abs()) {
            let total = i64::try_from(total).map_err(|_| out_of_range())?;
            return Err(Refusal::numbers(RefusalCode::NotEnoughPoints, total, cost));
        }
        let first = match (household.spends, have.first_mut()) {
            (Spends::OwnFirst, Some(own)) => {
                let first = cost.min(*own);
                *own = 0;
                first
            }
            (Spends::OwnFirst, None) | (Spends::InProportion, _) => 0,
        };
        let parts = even_parts(&have, cost.saturating_sub(first));
        for (of, points) in self.pool.members.iter().zip(parts.iter().skip(1)) {
            if *points > 0 {
                let (of, redemption) = (of.clone(), redemption.to_owned());
                debits.push(Debit { of, redemption, unit, points: *points });
            }
        }
        Ok(parts.first().map_or(first, |own| own.saturating_add(first)))
    }

    /// What an event does to another member of the household.
    pub(crate) fn pay(
        &mut self,
        compiled: &Compiled,
        (member_id, member): (&str, &mut Member),
        event: &Event,
        giver: &Giver<'_>,
        (so_far, debits): (Option<&Decision>, &[Debit]),
    ) -> Decision {
        let empty = || Decision { from: Some(giver.member.to_owned()), ..Decision::empty(event, member_id) };
        let mut decision = so_far.cloned().unwrap_or_else(empty);
        let mut copy = member.clone();
        match self.pay_on(compiled, &mut copy, event, giver, (&mut decision, debits)) {
            Ok(()) => {
                *member = copy;
                decision
            }
            Err(refusal) => Decision { refusal: Some(refusal), ..empty() },
        }
    }

    fn pay_on(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        (decision, debits): (&mut Decision, &[Debit]),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let day = member.last_day.map_or(giver.day, |last| last.max(giver.day));
        (self.late, self.at, self.now) = (false, event.at, day);
        if member.last_day.is_some_and(|last| last < day) {
            self.pass_time(compiled, member, day)?.tell(decision);
        }
        self.standings.clear();
        self.standings.extend(&member.tiers);
        self.held_from.clone_from(&self.standings);
        for debit in debits {
            if debit.points > 0 {
                self.debit(programme, member, event, giver, debit);
            } else {
                self.credit(programme, member, event, giver, decision, debit)?;
            }
            decision.shared.push(debit.clone());
        }
        lots::balances(programme.units.len(), member, day, &mut self.balances);
        if !debits.is_empty() {
            let today = self.calendar.take(programme, compiled.plan(), day);
            self.judge(compiled, member, &today, false, decision);
            lots::balances(programme.units.len(), member, day, &mut self.balances);
            self.issue_reached(compiled, member, &today, decision);
            self.look_at_clocks(compiled, member, day);
            self.calendar.put_back(today);
        }
        member.last_day = Some(day);
        decision.balances.clone_from(&self.balances);
        Ok(())
    }

    fn debit(
        &self,
        programme: &Programme,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        debit: &Debit,
    ) {
        let Some(spec) = programme.units.get(debit.unit) else { return };
        let before = member.lots.to_vec();
        lots::burn(&mut member.lots, (debit.unit, spec), self.now, debit.points, None);
        let paid = lots::burned(&before, &member.lots);
        note(programme, member, self.now, (giver.member, &event.id), ReceivedWhat::Paid(paid));
    }

    /// What was paid for a redemption that is undone is there again.
    fn credit(
        &self,
        programme: &Programme,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        decision: &mut Decision,
        debit: &Debit,
    ) -> Result<(), Refusal> {
        let What::Return(asked) = &event.what else { return Ok(()) };
        let place = member.received.iter().position(|received| match &received.what {
            ReceivedWhat::Paid(lots) => {
                received.is_of(giver.bought_by, &debit.redemption)
                    && lots.first().is_some_and(|lot| lot.unit == debit.unit)
            }
            ReceivedWhat::Given { .. } => false,
        });
        let paid: Vec<Lot> = match place.map(|at| member.received.remove(at).what) {
            Some(ReceivedWhat::Paid(paid)) => paid,
            Some(ReceivedWhat::Given { .. }) | None => return Ok(()),
        };
        let mut returned = match decision.returned.take() {
            Some(returned) => returned,
            None => {
                let receipt = asked.receipt.clone();
                Box::new(Returned { receipt, whole: true, ..Returned::default() })
            }
        };
        let all = paid.iter().fold(0, |sum: i64, lot| sum.saturating_add(lot.points));
        self.lots_back(programme, member, &paid, (0, all), &mut returned)?;
        decision.returned = Some(returned);
        Ok(())
    }
}

/// Splits a number over what there is, in proportion: whole parts, and what is missing one each to the largest rests,
/// of equal ones the first.
fn even_parts(have: &[i64], wanted: i64) -> Vec<i64> {
    let total = have.iter().fold(0u128, |sum, points| sum + u128::from(points.unsigned_abs()));
    let wanted = u128::from(wanted.unsigned_abs());
    if total == 0 || wanted == 0 {
        return vec![0; have.len()];
    }
    let mut parts: Vec<i64> = Vec::with_capacity(have.len());
    let mut rests: Vec<(u128, usize)> = Vec::with_capacity(have.len());
    let mut missing = wanted;
    for (at, points) in have.iter().enumerate() {
        // Both factors are below 2^63.
        let product = u128::from(points.unsigned_abs()) * wanted;
        missing -= product / total;
        parts.push(i64::try_from(product / total).unwrap_or(i64::MAX));
        rests.push((product % total, at));
    }
    rests.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in rests.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(at) {
            *part = part.saturating_add(1);
        }
    }
    parts
}

/// Notes what another member's event did, as long as its goods may come back.
pub(super) fn note(
    programme: &Programme,
    member: &mut Member,
    now: Day,
    (from, event): (&str, &str),
    what: ReceivedWhat,
) {
    if let Some(first) = programme.memory_starts(now) {
        member.received.retain(|r| first <= r.day);
        let (from, event) = (from.to_owned(), event.to_owned());
        member.received.push(Received { from, event, day: now, what });
    }
}
