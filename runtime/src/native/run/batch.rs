//! Events as compiled code reads them. What follows from an event alone is made when the event is read: words of facts, numbers,
//! columns of its lines. It stands ready when the event is decided, alone or among many.

use super::Desk;
use crate::decision::{Debit, Decision, Decisions, Outgoing, compact};
use crate::engine::{Giver, Pool};
use crate::event::{Event, What};
use crate::native::bind::lines::Block;
use crate::native::code::Compiled;
use crate::native::plan::{PURCHASE, Plan};
use crate::state::{Decide, Keep, Member, Members, Sent};
use std::sync::Arc;

/// At most so many events wait, and so many numbers of their lines (16 MiB).
const EVENTS: usize = 4096;
const NUMBERS: usize = 1 << 21;
/// So many members ahead are looked at before their events are decided.
const AHEAD: usize = 16;

/// Events that wait to be decided.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    bound: Vec<Bound>,
    /// What follows from each event without its lines, as it stands at the start of the frame.
    facts: Vec<i64>,
    /// The event that is being decided.
    shown: Bound,
}

/// Where an event that was bound stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bound {
    /// Place of its member.
    member: Option<usize>,
    /// Its lines, if it may have any.
    lines: Option<Block>,
    /// Start of its facts.
    facts: usize,
    /// Which event it is.
    at: i64,
    fingerprint: u128,
}

impl Bound {
    fn is(&self, event: &Event) -> bool {
        self.at == event.at && self.fingerprint == event.fingerprint
    }
}

impl Desk {
    /// Makes what compiled code reads of an event.
    pub(crate) fn bind(&mut self, compiled: &Compiled, event: &Event) -> Bound {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let bound = Bound {
            member: None,
            lines: None,
            facts: self.batch.facts.len(),
            at: event.at,
            fingerprint: event.fingerprint,
        };
        let (trigger, purchase) = match &event.what {
            What::Purchase(purchase) => (PURCHASE, Some(purchase)),
            What::Activity(activity) => (plan.activity(&activity.kind), None),
            What::Redeem(redeem) => {
                let basket = redeem.basket.as_deref();
                let lines = basket.map(|basket| self.lines.bind(programme, plan, basket, None));
                return Bound { lines, ..bound };
            }
            What::Grant(_) | What::Transfer(_) | What::Member(_) | What::Return(_) | What::Clock => {
                return bound;
            }
        };
        self.set(plan.trigger, trigger);
        self.set(plan.minute, i64::from(event.local.minute.0));
        self.binder.receipt(programme, plan, Some(event), &mut self.frame);
        self.batch.facts.extend(self.frame.iter().take(plan.of_event));
        let lines = purchase.map(|purchase| self.lines.bind(programme, plan, purchase, None));
        Bound { lines, ..bound }
    }

    /// From now on an event that was bound is looked at.
    pub(crate) fn show(&mut self, bound: Bound) {
        self.lines.show(bound.lines);
        self.batch.shown = bound;
    }

    /// Puts what was made of the event into the frame.
    pub(crate) fn fill_bound(&mut self, plan: &Plan) {
        let facts = self.batch.facts.get(self.batch.shown.facts..).unwrap_or_default();
        for (to, from) in self.frame.iter_mut().take(plan.of_event).zip(facts) {
            *to = *from;
        }
    }

    /// Forgets all events that wait.
    pub(crate) fn clear_batch(&mut self) {
        self.lines.clear();
        self.batch.bound.clear();
        self.batch.facts.clear();
    }

    /// Binds an event that will be decided with others. False if no more should come before that.
    pub(crate) fn announce(&mut self, compiled: &Compiled, members: &mut Members, event: &Event) -> bool {
        let bound = self.bind(compiled, event);
        let member = event.member.as_deref().map(|id| members.place(id));
        self.batch.bound.push(Bound { member, ..bound });
        self.batch.bound.len() < EVENTS && self.lines.len().max(self.batch.facts.len()) < NUMBERS
    }

    /// Decides events that were announced; binds them now if they were not.
    pub(crate) fn decide_all(
        &mut self,
        compiled: &Compiled,
        members: &mut Members,
        mut events: &[Event],
        decisions: &mut Decisions,
    ) {
        while !events.is_empty() {
            let announced = self.batch.bound.len();
            let ready = announced == events.len()
                && self.batch.bound.iter().zip(events).all(|(bound, event)| bound.is(event));
            if !ready {
                self.clear_batch();
                // As many as there is room for.
                let _ = events.iter().all(|event| self.announce(compiled, members, event));
            }
            let now = self.batch.bound.len().min(events.len());
            let (these, rest) = events.split_at(now);
            self.decide_batch(compiled, members, these, decisions);
            self.clear_batch();
            events = rest;
        }
    }

    fn decide_batch(
        &mut self,
        compiled: &Compiled,
        members: &mut Members,
        events: &[Event],
        decisions: &mut Decisions,
    ) {
        let bound = std::mem::take(&mut self.batch.bound);
        let programme = compiled.programme();
        let mut decision = Decision::blank();
        for (i, (event, here)) in events.iter().zip(&bound).enumerate() {
            if i % AHEAD == 0 {
                let soon = || events.iter().zip(&bound).skip(i).take(AHEAD);
                soon().for_each(|(event, bound)| fetch_heads(event, bound, members));
                soon().for_each(|(event, bound)| fetch(event, bound, members));
            }
            let mut seat =
                Seat { desk: self, compiled, event, bound: *here, decision: &mut decision, decisions };
            members.give(programme, event, here.member, &mut seat);
            decisions.event_ends();
        }
        self.batch.bound = bound;
    }
}

/// Looks at an event and its member before they are needed: what lies apart in memory comes together faster when it is asked
/// for all at once.
fn fetch_heads(event: &Event, bound: &Bound, members: &Members) {
    let lines = event.purchase().map(|purchase| purchase.lines.len());
    std::hint::black_box((event.id.len(), event.local.day, event.fingerprint, lines));
    bound.member.into_iter().for_each(|place| members.fetch_head(place));
}

/// The same for what these know the places of.
fn fetch(event: &Event, bound: &Bound, members: &Members) {
    std::hint::black_box(event.id.as_bytes().first());
    bound.member.into_iter().for_each(|place| members.fetch(place));
}

/// One event of many.
struct Seat<'a> {
    desk: &'a mut Desk,
    compiled: &'a Compiled,
    event: &'a Event,
    bound: Bound,
    /// Any old one, for its memory.
    decision: &'a mut Decision,
    decisions: &'a mut Decisions,
}

impl Decide for Seat<'_> {
    fn decide(&mut self, id: &str, member: &mut Member, keep: Keep) -> bool {
        self.desk.steps(self.compiled, (id, member), (self.event, self.bound), self.decision);
        if keep == Keep::Always || self.decision.happened() {
            if self.desk.packed.is_empty() {
                compact::write(self.decision, &mut self.desk.packed);
            }
            self.decisions.add_packed(&self.desk.packed);
        }
        self.decision.refusal.is_none()
    }

    fn answer(&mut self, decision: Decision) {
        let mut packed = Vec::new();
        compact::write(&decision, &mut packed);
        self.decisions.add_packed(&packed);
    }

    fn sent(&mut self) -> Sent {
        if self.decision.repeated || self.decision.refusal.is_some() {
            return Sent::default();
        }
        let Decision { outgoing, shared, .. } = &mut *self.decision;
        Sent { gifts: std::mem::take(outgoing), shared: std::mem::take(shared), accepted: true }
    }

    fn lend(&mut self, pool: Pool) {
        self.desk.pool = pool;
    }

    fn pay(
        &mut self,
        id: &str,
        member: &mut Member,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision> {
        Arc::new(self.desk.pay(self.compiled, (id, member), self.event, giver, so_far))
    }

    fn receive(&mut self, id: &str, member: &mut Member, giver: &Giver<'_>, gifts: &[Outgoing]) -> bool {
        let decision = self.desk.receive(self.compiled, (id, member), self.event, giver, gifts);
        let accepted = decision.refusal.is_none();
        self.answer(decision);
        accepted
    }
}
