//! Households: who pays for what a member spends, and what that does to the others.

use super::exact::out_of_range;
use super::{Reference, Work, clocks, issue, lots, passing, spent, tiers};
use crate::decision::{Debit, Decision, Refusal, RefusalCode, Returned};
use crate::engine::{Giver, Pool};
use crate::event::{Event, What};
use crate::state::{Member, Received, ReceivedWhat};
use treue_lang::programme::{Spends, UnitId};

/// The member's own part of a cost; the parts of the others go into the decision.
pub(super) fn split(work: &mut Work<'_>, unit: UnitId, cost: i64) -> Result<i64, Refusal> {
    let Some(household) = work.programme.household.as_ref().filter(|_| !work.pool.members.is_empty()) else {
        return Ok(cost);
    };
    let own = work.member.balance(unit, work.now).available;
    let of_unit = |balances: &Vec<i64>| balances.get(unit.0 as usize).copied().unwrap_or(0);
    let others: Vec<i64> = work.pool.available.iter().map(of_unit).collect();
    let all: i128 = others.iter().map(|points| i128::from(*points)).sum::<i128>() + i128::from(own);
    if all < i128::from(cost) {
        let all = i64::try_from(all).map_err(|_| out_of_range())?;
        return Err(Refusal::numbers(RefusalCode::NotEnoughPoints, all, cost));
    }
    let parts = match household.spends {
        Spends::InProportion => lots::in_proportion(&[[own].as_slice(), others.as_slice()].concat(), cost),
        Spends::OwnFirst => {
            let first = own.min(cost);
            let rest = lots::in_proportion(&others, cost - first);
            [[first].as_slice(), rest.as_slice()].concat()
        }
    };
    let Pool { members, .. } = &work.pool;
    let of_others = members.iter().zip(parts.iter().skip(1)).filter(|(_, points)| **points > 0);
    let redemption = work.decision.event.clone();
    let debits = of_others.map(|(of, points)| Debit {
        of: of.clone(),
        redemption: redemption.clone(),
        unit,
        points: *points,
    });
    work.decision.shared.extend(debits);
    Ok(parts.first().copied().unwrap_or(0))
}

impl Reference {
    /// Another member of a household: time passes up to the day of the event, and if the member pays, steps 10, 12 and 13.
    pub(super) fn others_part(
        &self,
        member_id: &str,
        member: &Member,
        event: &Event,
        giver: &Giver<'_>,
        (so_far, debits): (Option<&Decision>, &[Debit]),
    ) -> Result<(Member, Decision), Refusal> {
        let empty = || Decision { from: Some(giver.member.to_owned()), ..Decision::empty(event, member_id) };
        let decision = so_far.cloned().unwrap_or_else(empty);
        let day = member.last_day.map_or(giver.day, |last| last.max(giver.day));
        let mut work = self.work_of_other(member, decision, event, day);
        passing::pass(&mut work)?;
        let standings_before = work.member.tiers.clone();
        work.held_from.clone_from(&standings_before);
        for debit in debits {
            if debit.points > 0 {
                pay(&mut work, event, giver, debit);
            } else {
                come_back(&mut work, event, giver, debit)?;
            }
            work.decision.shared.push(debit.clone());
        }
        if !debits.is_empty() {
            tiers::judge(&mut work, &standings_before);
            issue::on_reaching(&mut work);
            clocks::look(work.programme, &mut work.member, day);
        }
        work.member.last_day = Some(day);
        work.decision.balances = work.programme.units.ids().map(|u| work.member.balance(u, day)).collect();
        Ok((work.member, work.decision))
    }
}

fn pay(work: &mut Work<'_>, event: &Event, giver: &Giver<'_>, debit: &Debit) {
    let before = work.member.lots.clone();
    lots::burn(work.programme, &mut work.member, debit.unit, work.now, debit.points);
    let paid = super::redeem::burned(&before, &work.member.lots);
    note(work, &event.id, giver.member, ReceivedWhat::Paid(paid));
}

/// What was paid for a redemption comes back, with its old dates; what is no longer remembered stays where it is.
fn come_back(work: &mut Work<'_>, event: &Event, giver: &Giver<'_>, debit: &Debit) -> Result<(), Refusal> {
    let What::Return(asked) = &event.what else { return Ok(()) };
    let is_it = |received: &Received| {
        let unit = match &received.what {
            ReceivedWhat::Paid(lots) => lots.first().map(|lot| lot.unit),
            ReceivedWhat::Given { .. } => None,
        };
        received.is_of(giver.bought_by, &debit.redemption) && unit == Some(debit.unit)
    };
    let Some(place) = work.member.received.iter().position(is_it) else { return Ok(()) };
    let Received { what, .. } = work.member.received.remove(place);
    let ReceivedWhat::Paid(paid) = what else { return Ok(()) };
    let mut returned = work.decision.returned.take().map(|r| *r).unwrap_or_else(|| Returned {
        receipt: asked.receipt.clone(),
        whole: true,
        ..Returned::default()
    });
    // The last first, as a member's own: what is owed takes them as they come.
    for lot in paid.into_iter().rev() {
        spent::book_back(work, lot, &mut returned)?;
    }
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// Notes what an event of another member did, as long as goods may come back.
pub(super) fn note(work: &mut Work<'_>, event: &str, from: &str, what: ReceivedWhat) {
    let Some(first) = work.programme.memory_starts(work.now) else { return };
    work.member.received.retain(|received| received.day >= first);
    work.member.received.push(Received {
        from: from.to_owned(),
        event: event.to_owned(),
        day: work.day,
        what,
    });
}
