//! What a receipt gave to others and is no longer due is taken from them.

use super::gifts::counted;
use super::taking::{Bill, Due, Refund};
use super::{Desk, awards, out_of_range, tracks};
use crate::decision::{Decision, Outgoing, Refusal, Returned};
use crate::engine::Giver;
use crate::event::{Event, What};
use crate::native::code::Compiled;
use crate::state::{Lot, Member, ReceivedWhat, Settled, Since};
use treue_lang::programme::{FieldId, FieldOwner, FieldValue, Programme, RuleId};

/// The receipt whose goods may come back, of an event that gives something to others.
pub(super) fn receipt_of(event: &Event) -> Option<&str> {
    match &event.what {
        What::Purchase(_) => Some(event.id.as_str()),
        What::Return(returned) => Some(returned.receipt.as_str()),
        What::Activity(_)
        | What::Redeem(_)
        | What::Grant(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Clock => None,
    }
}

/// What others get more, or less, as rules that gave the first come to give the second.
pub(super) fn to_others(
    programme: &Programme,
    given: impl Fn(RuleId) -> (i64, i64),
    (own, companions): (&str, &[String]),
    (of_member, of_receipt): (&[Option<FieldValue>], &[Option<FieldValue>]),
) -> Vec<Outgoing> {
    let mut all = Vec::new();
    let others: Vec<&String> = companions.iter().filter(|c| *c != own).collect();
    for (rule, _) in programme.rules.iter().filter(|(_, rule)| rule.companions) {
        let (before, after) = given(rule);
        let (mut was, mut is) = (Parts::new(before, others.len()), Parts::new(after, others.len()));
        // The member's own part comes first.
        was.next();
        is.next();
        for to in &others {
            let points = is.next().saturating_sub(was.next());
            all.push(Outgoing { rule, gift: None, to: (*to).clone(), points });
        }
    }
    let named = |id: FieldId| {
        let field = programme.fields.get(id)?;
        let values = match field.owner {
            FieldOwner::Member => of_member,
            FieldOwner::Receipt => of_receipt,
            FieldOwner::Line => &[],
        };
        values.get(field.position).and_then(Option::as_ref).or(field.default.as_ref())
    };
    for (id, gift) in programme.gifts.iter() {
        let Some(FieldValue::Text(to)) = named(gift.to) else { continue };
        let points = match given(gift.rule) {
            (1.., 0) => gift.points.saturating_neg(),
            (0, 1..) => gift.points,
            (_, _) => 0,
        };
        all.push(Outgoing { rule: gift.rule, gift: Some(id), to: to.clone(), points });
    }
    all.retain(|outgoing| outgoing.points != 0);
    all
}

/// A number in even parts, the larger ones first.
struct Parts {
    left: i64,
    people: i64,
}

impl Parts {
    fn new(number: i64, others: usize) -> Parts {
        Parts { left: number, people: i64::try_from(others).unwrap_or(0).saturating_add(1) }
    }

    fn next(&mut self) -> i64 {
        let people = self.people.max(1);
        let part = (self.left / people).saturating_add(i64::from(self.left % people > 0));
        (self.left, self.people) = (self.left.saturating_sub(part), people.saturating_sub(1));
        part
    }
}

impl Desk {
    /// Points of a gift that is no longer due leave the tracks that counted them, and what is noted; what is to be taken of
    /// each lot is added to `back`, the latest first.
    pub(super) fn forget_gift(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, giver): (&Event, &Giver<'_>),
        outgoing: &Outgoing,
        back: &mut Vec<(RuleId, Lot)>,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let (Some(receipt), Some(remembered)) = (receipt_of(event), programme.memory_starts(self.now)) else {
            return Ok(());
        };
        let mut open = match outgoing.gift {
            Some(_) => i64::MAX,
            None => outgoing.points.saturating_neg(),
        };
        let mut lots: Vec<Lot> = Vec::new();
        for received in member.received.iter_mut().rev() {
            if received.day < remembered || !received.is_of(giver.bought_by, receipt) {
                continue;
            }
            let ReceivedWhat::Given { rule, gift, lot } = &mut received.what else { continue };
            if *rule == outgoing.rule && *gift == outgoing.gift {
                let points = lot.points.min(open);
                open = open.saturating_sub(points);
                lot.points = lot.points.saturating_sub(points);
                lots.push(Lot { points, ..*lot });
            }
        }
        lots.retain(|lot| lot.points > 0);
        member.received.retain(|received| match &received.what {
            ReceivedWhat::Given { lot, .. } => lot.points > 0,
            ReceivedWhat::Paid(_) => true,
        });
        for lot in lots {
            self.uncount(compiled, member, outgoing, &lot)?;
            back.push((outgoing.rule, lot));
        }
        Ok(())
    }

    /// Takes a gift out of the tracks that counted it, in the windows of its day.
    fn uncount(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        outgoing: &Outgoing,
        lot: &Lot,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let then = self.calendar.take(programme, plan, lot.earned);
        let now = self.calendar.take(programme, plan, self.now);
        let mut fits = true;
        let places =
            programme.tracks.iter().zip(&mut member.tracks).zip(then.windows.iter().zip(&now.windows));
        for (((_, track), state), (then, now)) in places {
            let booked = counted(track, (outgoing, lot.unit), lot.points);
            if booked != 0 && track.window.counts(lot.earned) {
                tracks::book(state, lot.earned, then.kept_on(*now), booked.saturating_neg());
                let then = then.of(member.joined, &member.tiers);
                fits &= tracks::reading(state, then).unsigned_abs() < super::lots::MOST.unsigned_abs();
            }
        }
        self.calendar.put_back(now);
        self.calendar.put_back(then);
        if fits { Ok(()) } else { Err(out_of_range()) }
    }

    /// Takes points that came of a receipt, as from its own member; there is no refund that they could be cut from.
    pub(super) fn take_gifts(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        back: &[(RuleId, Lot)],
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let since = back.iter().map(|(_, lot)| lot.earned).min();
        let (Some(receipt), Some(since)) = (receipt_of(event), since) else { return Ok(()) };
        let mut returned = Box::new(Returned { receipt: receipt.to_owned(), ..Returned::default() });
        for rule in programme.rules.ids() {
            let of_rule = back.iter().filter(|(of, _)| *of == rule);
            let less = of_rule.fold(0_i64, |sum, (_, lot)| sum.saturating_sub(lot.points));
            if less < 0 {
                returned.changes.push((rule, less));
                decision.postings.extend(awards::postings(programme, rule, less));
            }
        }
        let (mut after, refund) = (Settled::default(), Refund { left: 0, cut: 0 });
        let mut bill = Bill { receipt: None, returned: returned.as_mut(), after: &mut after, refund };
        for unit in programme.units.ids() {
            let of_unit = |lot: &&Lot| lot.unit == unit;
            let less: Vec<Lot> = back.iter().map(|(_, lot)| lot).filter(of_unit).copied().collect();
            if !less.is_empty() {
                self.charge(compiled, member, (unit, Due::Rules(&less, &[])), &mut bill, decision)?;
            }
        }
        let since = Since { day: since, at: i64::MIN, levels: &[], event: receipt, late: false };
        self.undo_levels(compiled, member, &since, &mut bill, decision)?;
        decision.returned = Some(returned);
        super::lots::balances(programme.units.len(), member, self.now, &mut self.balances);
        Ok(())
    }
}
