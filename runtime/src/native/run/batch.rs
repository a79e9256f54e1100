//! Events as compiled code reads them. What follows from an event alone is made when the event is read: words of facts, numbers,
//! columns of its lines. It stands ready when the event is decided, alone or among many.

use super::Desk;
use crate::decision::{Debit, Decision, Decisions, Outgoing, compact};
use crate::engine::{Detail, Giver, Pool};
use crate::event::{Event, Purchase, What};
use crate::native::bind::lines::Block;
use crate::native::code::{Compiled, ahead};
use crate::native::plan::{PURCHASE, Plan};
use crate::packing;
use crate::state::{Decide, Keep, Member, Members, Sent, id_hash, record};
use std::sync::Arc;
use treue_lang::time::Day;

/// At most so many events wait, and so many numbers of their lines (16 MiB).
const EVENTS: usize = 4096;
const NUMBERS: usize = 1 << 21;
/// Room for the start of a decision beside its texts.
const HEAD: usize = 48;
/// So many events ahead the memory of a member is asked for: it lies apart, and comes together faster when it is asked for
/// all at once. Half as many ahead, its parts.
const AHEAD: usize = 16;

/// Events that wait to be decided.
#[derive(Debug)]
pub(crate) struct Batch {
    bound: Vec<Bound>,
    /// What follows from each event without its lines, as it stands at the start of the frame.
    facts: Vec<i64>,
    /// Of each event the start of its decision, and what is noted of a receipt.
    bytes: Vec<u8>,
    /// Any old decision, for its memory.
    spare: Option<Box<Decision>>,
    /// The event that is being decided.
    pub(super) shown: Bound,
}

/// Where an event that was bound stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    /// Place of its member.
    member: Option<usize>,
    /// Its lines, if it may have any.
    lines: Option<Block>,
    /// Start of its facts.
    facts: usize,
    /// Which event it is.
    pub(super) at: i64,
    pub(super) fingerprint: u128,
    /// Its local day.
    pub(super) day: Day,
    /// A short hash of its id.
    pub(super) id_hash: u16,
    /// Whether it is a purchase as most are.
    pub(super) is_usual: bool,
    /// The start of its decision, among the bytes.
    pub(super) head: (usize, usize),
    /// What is noted of it, among the bytes.
    pub(super) record: (usize, usize),
}

impl Default for Batch {
    fn default() -> Batch {
        Batch {
            bound: Vec::new(),
            facts: Vec::new(),
            bytes: Vec::new(),
            spare: None,
            shown: Bound::nothing(),
        }
    }
}

impl Batch {
    /// Bytes of an event.
    pub(super) fn bytes_of(&self, (from, to): (usize, usize)) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }
}

impl Bound {
    fn nothing() -> Bound {
        Bound {
            member: None,
            lines: None,
            facts: 0,
            at: 0,
            fingerprint: 0,
            day: Day(0),
            id_hash: 0,
            is_usual: false,
            head: (0, 0),
            record: (0, 0),
        }
    }

    fn is(&self, event: &Event) -> bool {
        self.at == event.at && self.fingerprint == event.fingerprint
    }
}

impl Desk {
    /// Makes what compiled code reads of an event.
    pub(crate) fn bind(&mut self, compiled: &Compiled, member: &str, event: &Event) -> Bound {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let bound = Bound {
            facts: self.batch.facts.len(),
            at: event.at,
            fingerprint: event.fingerprint,
            day: event.local.day,
            ..Bound::nothing()
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
        let Some(purchase) = purchase else { return bound };
        let lines = Some(self.lines.bind(programme, plan, purchase, None));
        let start = self.batch.bytes.len();
        let head = event.id.len().saturating_add(member.len()).saturating_add(HEAD);
        packing::behind(&mut self.batch.bytes, head, |to| {
            compact::write_head((&event.id, member), (event.at, event.offset), to);
        });
        let middle = self.batch.bytes.len();
        if programme.remember.is_some() {
            record::write_facts(&mut self.batch.bytes, &self.reads, purchase);
        }
        Bound {
            lines,
            is_usual: self.detail == Detail::Awards && is_usual(purchase),
            id_hash: id_hash(&event.id),
            head: (start, middle),
            record: (middle, self.batch.bytes.len()),
            ..bound
        }
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
        self.batch.bytes.clear();
    }

    /// Binds an event that will be decided with others. False if no more should come before that.
    pub(crate) fn announce(&mut self, compiled: &Compiled, members: &mut Members, event: &Event) -> bool {
        let member = event.member.as_deref().map(|id| members.place(id));
        // The member of the first is asked for here, while its event is bound; those of others while events before them are decided.
        let first = member.filter(|_| self.batch.bound.is_empty());
        first.into_iter().for_each(|place| members.lines_at(place, ahead));
        let bound = self.bind(compiled, member.map_or("", |place| members.id(place)), event);
        first.into_iter().for_each(|place| members.parts_at(place, ahead));
        self.batch.bound.push(Bound { member, ..bound });
        let numbers = self.lines.len().max(self.batch.facts.len()).max(self.batch.bytes.len() / 8);
        self.batch.bound.len() < EVENTS && numbers < NUMBERS
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
        let mut spare = self.batch.spare.take();
        for (i, (event, here)) in events.iter().zip(&bound).enumerate() {
            let soon = |ahead: usize| bound.get(i.saturating_add(ahead)).and_then(|bound| bound.member);
            soon(AHEAD).into_iter().for_each(|place| members.lines_at(place, ahead));
            soon(AHEAD / 2).into_iter().for_each(|place| members.parts_at(place, ahead));
            if let Some(member) = here.member.and_then(|place| members.known_at(place))
                && self.quick(compiled, member, here)
            {
                decisions.add_packed(&self.packed);
                decisions.event_ends();
                continue;
            }
            let decision = &mut **spare.get_or_insert_with(|| Box::new(Decision::blank()));
            let mut seat = Seat { desk: self, compiled, event, bound: here, decision, decisions };
            members.give(programme, event, here.member, &mut seat);
            decisions.event_ends();
        }
        (self.batch.bound, self.batch.spare) = (bound, spare);
    }
}

/// Whether a purchase has nothing that is worked out from the receipt as it is. What compiled code reads of the rest stands in
/// its columns and facts.
fn is_usual(purchase: &Purchase) -> bool {
    let Purchase {
        store: _,
        channel: _,
        coupons: _,
        companions,
        discount: _,
        tenders: _,
        fields: _,
        lines: _,
    } = purchase;
    companions.is_empty()
}

/// One event of many.
struct Seat<'a> {
    desk: &'a mut Desk,
    compiled: &'a Compiled,
    event: &'a Event,
    bound: &'a Bound,
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
