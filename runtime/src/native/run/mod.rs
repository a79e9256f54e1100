//! Deciding events: what Rust does around the compiled functions.

mod awards;
mod basket;
mod batch;
mod clocks;
mod convert;
mod due;
mod expiry;
mod fallback;
mod follow;
mod found;
mod gifts;
mod given_back;
mod household;
mod issue;
mod levels;
mod lots;
mod membership;
mod merge;
mod others;
mod quick;
mod redeem;
mod remaining;
mod replay;
mod returns;
mod score;
mod spent;
mod sums;
mod taking;
mod texts;
mod tiers;
mod tracks;
mod vouchers;
mod windows;

use self::texts::Texts;
use super::bind::calendar::{Calendar, DayFacts};
use super::bind::event::EventBinder;
use super::bind::figures::Figures;
use super::bind::lines::LineBinder;
use super::bind::occasion::standing_now;
use super::code::{Compiled, Kind};
use super::plan::slots::{Slot, Slots};
use super::plan::{NEVER, NO_TRIGGER, Plan};
use crate::decision::{Debit, Decision, Decisions, Outgoing, Refusal, RefusalCode, compact};
use crate::engine::{Detail, Evaluator, Giver, Pool};
use crate::event::{Event, Reads, What};
use crate::state::{Balance, Lot, Member, Members, Standing, TrackState, id_hash};
use batch::{Batch, Bound};
use due::Passed;
use found::Found;
use std::sync::Arc;
pub(crate) use tracks::{Kind as Kept, Today, kind as kept};
use treue_lang::programme::{Id, Programme, TrackId};
use treue_lang::time::Day;

/// Decides events with a compiled programme; one for each thread.
#[derive(Debug)]
pub struct Native {
    compiled: Arc<Compiled>,
    // Apart from the programme, so that this can be changed while that is read.
    desk: Desk,
}

/// What one thread works on.
#[derive(Debug)]
pub(crate) struct Desk {
    detail: Detail,
    frame: Vec<i64>,
    lines: LineBinder,
    figures: Figures,
    binder: EventBinder,
    calendar: Calendar,
    balances: Vec<Balance>,
    standings: Vec<Standing>,
    /// Standings from which past holdings are counted.
    held_from: Vec<Standing>,
    /// Tracks that levels use up, as they stood then.
    sums_from: Vec<(TrackId, TrackState)>,
    /// What the programme reads of receipts.
    reads: Reads,
    /// What it takes to decide the event again.
    record: Vec<u8>,
    /// Scratch for levels by number.
    levels: Vec<u8>,
    /// The instant of the event.
    at: i64,
    /// The member's latest day, which is not the event's for late ones.
    now: Day,
    /// Whether the event is earlier than the member's latest.
    late: bool,
    batch: Batch,
    /// What others of the household can add to what the next event spends.
    pool: Pool,
    /// The decision as it was noted.
    packed: Vec<u8>,
    /// Lots of an event.
    lots: Vec<Lot>,
    /// What the event has for tracks of different texts.
    texts: Vec<Texts>,
    /// What follows from the latest day, while usual purchases follow each other.
    today: Option<Box<DayFacts>>,
    /// How many events went straight through.
    straight: u64,
    /// The rules that are looked at.
    found: Found,
}

impl Native {
    /// An evaluator of a compiled programme.
    #[must_use]
    pub fn new(compiled: Arc<Compiled>, detail: Detail) -> Native {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let desk = Desk {
            detail,
            frame: vec![0; plan.frame_len],
            lines: LineBinder::new(programme, plan),
            figures: Figures::new(programme, plan),
            binder: EventBinder::new(programme, plan),
            calendar: Calendar::new(programme, plan),
            balances: Vec::new(),
            standings: Vec::new(),
            held_from: Vec::new(),
            sums_from: Vec::new(),
            reads: Reads::of(programme),
            record: Vec::new(),
            levels: Vec::new(),
            at: 0,
            now: Day(0),
            late: false,
            batch: Batch::default(),
            pool: Pool::default(),
            packed: Vec::new(),
            lots: Vec::new(),
            texts: Vec::new(),
            today: None,
            straight: 0,
            found: Found::all(programme, plan),
        };
        Native { compiled, desk }
    }

    /// How many events were decided straight through, without the long way; for those who want to know whether that was
    /// tried.
    #[must_use]
    pub fn straight(&self) -> u64 {
        self.desk.straight
    }
}

impl Desk {
    fn set(&mut self, slot: Slot, value: i64) {
        if let Some(place) = self.frame.get_mut(slot.index()) {
            *place = value;
        }
    }

    fn get(&self, slot: Slot) -> i64 {
        self.frame.get(slot.index()).copied().unwrap_or(0)
    }

    /// A run of slots.
    fn run_of(&self, slots: Slots) -> &[i64] {
        self.frame.get(slots.range()).unwrap_or_default()
    }

    /// The same, to be filled.
    fn run_mut(&mut self, slots: Slots) -> &mut [i64] {
        self.frame.get_mut(slots.range()).unwrap_or_default()
    }

    /// Calls the first `most` functions of a kind.
    #[must_use]
    fn call(&mut self, compiled: &Compiled, kind: Kind, most: usize) -> bool {
        compiled.run(kind, &mut self.frame, self.lines.shown(), most)
    }

    /// Sets all amounts to 0.
    fn clear_sums(&mut self, plan: &Plan) {
        if let Some(sums) = self.frame.get_mut(plan.sums.0..plan.sums.1) {
            sums.fill(0);
        }
    }

    /// Step 5, but for facts: the day, tracks, levels, balances. `balances` must be those of the day.
    fn fill_readings(&mut self, compiled: &Compiled, member: &Member, today: &DayFacts) {
        let plan = compiled.plan();
        self.fill_wall(plan, today);
        copy(&today.window_words, self.run_mut(plan.window_facts));
        let states = member.tracks.iter().zip(&today.windows);
        for (to, (state, window)) in self.run_mut(plan.tracks).iter_mut().zip(states) {
            *to = tracks::reading(state, window.of(member.joined, &member.tiers));
        }
        for (to, standing) in self.run_mut(plan.levels).iter_mut().zip(&member.tiers) {
            *to = i64::from(standing.level().0);
        }
        self.set(plan.first_purchase, i64::from(member.purchases == 0));
        let since = member.last_purchase.map_or(NEVER, |last| i64::from(today.day.0) - i64::from(last.0));
        self.set(plan.since_purchase, since);
        let own = (today.day, plan.occasions);
        self.fill_occasions(compiled, member, own, |t| standing_now(member, t));
        self.fill_balances(plan);
    }

    /// What tier levels read beside tracks, levels and the member: no receipt, and the start of a day.
    fn fill_without_receipt(&mut self, compiled: &Compiled, member: &Member, today: &DayFacts) {
        let plan = compiled.plan();
        self.fill_wall(plan, today);
        self.set(plan.minute, 0);
        self.set(plan.trigger, NO_TRIGGER);
        self.set(plan.first_purchase, i64::from(member.purchases == 0));
        self.fill_balances(plan);
        self.binder.receipt(compiled.programme(), plan, None, &mut self.frame);
        self.clear_sums(plan);
    }

    /// Facts of the day that the wall shows.
    fn fill_wall(&mut self, plan: &Plan, wall: &DayFacts) {
        copy(&wall.words, self.run_mut(plan.day_facts));
    }

    fn fill_balances(&mut self, plan: &Plan) {
        let to = self.frame.get_mut(plan.balances.range()).unwrap_or_default();
        for (to, balance) in to.iter_mut().zip(&self.balances) {
            *to = balance.available;
        }
    }

    /// Steps 5 to 15 for a member whose time has passed, on the event's day. An error leaves the member as it was.
    fn decide(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, day): (&Event, Day),
        passed: Passed,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let today = self.calendar.take(compiled.programme(), compiled.plan(), day);
        passed.tell(decision);
        let decided = self.decide_on(compiled, member, event, &today, decision);
        self.calendar.put_back(today);
        decided
    }

    fn decide_on(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let (programme, day) = (compiled.programme(), today.day);
        lots::balances(programme.units.len(), member, self.now, &mut self.balances);
        self.standings.clear();
        self.standings.extend(&member.tiers);
        self.held_from.clone_from(&self.standings);
        if matches!(event.what, What::Return(_)) {
            self.keep_sums(compiled, member);
        }
        let rules_looked = match &event.what {
            What::Purchase(purchase) => {
                self.score(compiled, member, event, Some(purchase), today, decision)?;
                member.purchases = member.purchases.saturating_add(1);
                member.last_purchase = member.last_purchase.max(Some(day));
                true
            }
            What::Activity(_) => {
                self.score(compiled, member, event, None, today, decision)?;
                self.activity_done(compiled, member, event, today);
                true
            }
            What::Redeem(_) | What::Transfer(_) | What::Grant(_) | What::Member(_) | What::Clock => {
                self.other(compiled, member, event, today, decision)?;
                false
            }
            What::Return(returned) => {
                self.give_back(compiled, member, returned, decision)?;
                lots::balances(programme.units.len(), member, self.now, &mut self.balances);
                false
            }
        };
        if !matches!(event.what, What::Clock) {
            if member.joined.is_none() {
                member.joined = Some(day);
                levels::welcome(programme, member, day);
            }
            self.judge_all(compiled, member, today, rules_looked, decision);
            if member.membership.ended.is_none() {
                self.issue_all(compiled, member, today, decision);
            }
            self.look_at_clocks(compiled, member, self.now);
        }
        member.last_at = member.last_at.max(Some(event.at));
        member.last_day = Some(self.now);
        decision.balances.clone_from(&self.balances);
        Ok(())
    }

    /// Step 12; for a late event also as of its day.
    fn judge_all(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        today: &DayFacts,
        rules_looked: bool,
        decision: &mut Decision,
    ) {
        if !self.late {
            return self.judge(compiled, member, today, rules_looked, decision);
        }
        if rules_looked {
            self.judge_then(compiled, member, today);
        }
        let present = self.calendar.take(compiled.programme(), compiled.plan(), self.now);
        lots::balances(compiled.programme().units.len(), member, self.now, &mut self.balances);
        self.judge(compiled, member, &present, false, decision);
        self.calendar.put_back(present);
    }

    /// Step 13, as of now.
    fn issue_all(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        today: &DayFacts,
        decision: &mut Decision,
    ) {
        if !self.late {
            return self.issue_reached(compiled, member, today, decision);
        }
        let present = self.calendar.take(compiled.programme(), compiled.plan(), self.now);
        self.issue_reached(compiled, member, &present, decision);
        self.calendar.put_back(present);
    }

    /// Step 3: the day that the event books into.
    fn start(&mut self, programme: &Programme, member: &Member, event: &Event) -> Result<Day, Refusal> {
        self.record.clear();
        self.at = event.at;
        // Where clocks are set back over midnight, the later day goes on.
        let own = event.day(programme);
        self.now = member.last_day.map_or(own, |last| last.max(own));
        self.late = member.last_at.is_some_and(|last| event.at < last);
        if !self.late {
            return Ok(self.now);
        }
        let remembered = programme.memory_starts(self.now).filter(|_| !matches!(event.what, What::Clock));
        let first = remembered.ok_or_else(|| Refusal::new(RefusalCode::OutOfOrder))?;
        if own < first {
            return Err(too_late(own, first));
        }
        Ok(own.min(self.now))
    }

    /// Steps 4 to 15. A refused event leaves the member as it was.
    fn pass_and_decide(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        day: Day,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        if self.late || matches!(event.what, What::Return(_)) || event.account().is_some() {
            // Much is looked at and changed on the way to an event that may yet be refused.
            let mut copy = member.clone();
            let passed =
                if self.late { Passed::default() } else { self.pass_time(compiled, &mut copy, self.now)? };
            let decided = self.decide(compiled, &mut copy, (event, day), passed, decision);
            if decided.is_ok() {
                *member = copy;
            }
            return decided;
        }
        let due = member.last_day.and_then(|last| due::first_due(compiled, member, last));
        if due.is_none_or(|d| d > day) {
            return self.decide(compiled, member, (event, day), Passed::default(), decision);
        }
        // Something happens on the way to an event that may yet be refused: try it on a copy, all but the notebook.
        let notebook = std::mem::take(&mut member.notebook);
        let mut copy = member.clone();
        let passed = self.pass_time(compiled, &mut copy, day);
        let decided =
            passed.and_then(|passed| self.decide(compiled, &mut copy, (event, day), passed, decision));
        if decided.is_ok() {
            *member = copy;
        }
        member.notebook = notebook;
        decided
    }
}

impl Desk {
    /// Steps 2 to 15 for an event that has been bound; the decision in place of any old one. What was noted of it is left
    /// in `packed`, which is empty if nothing was.
    fn steps(
        &mut self,
        compiled: &Compiled,
        (member_id, member): (&str, &mut Member),
        (event, bound): (&Event, &Bound),
        decision: &mut Decision,
    ) {
        self.give_back_today();
        self.packed.clear();
        let programme = compiled.programme();
        let noted = programme.remember.is_some() && !matches!(event.what, What::Clock);
        if let Some(note) = noted.then(|| member.notebook.find(&event.id)).flatten() {
            *decision = if note.fingerprint == event.fingerprint {
                Decision { repeated: true, ..note.decision }
            } else {
                Decision::refused(event, member_id, Refusal::new(RefusalCode::IdReused))
            };
            return;
        }
        let day = match self.start(programme, member, event) {
            Ok(day) => day,
            Err(refusal) => {
                *decision = Decision::refused(event, member_id, refusal);
                return;
            }
        };
        decision.start(event, member_id);
        decision.late = self.late;
        self.show(*bound);
        if let Err(refusal) = self.pass_and_decide(compiled, member, event, day, decision) {
            *decision = Decision::refused(event, member_id, refusal);
            return;
        }
        if noted && let Some(from) = programme.memory_starts(self.now) {
            member.forget_before(from);
            compact::write(decision, &mut self.packed);
            let parts = [self.packed.as_slice(), self.record.as_slice(), &[]];
            member.notebook.add_packed(event.fingerprint, self.now, id_hash(&event.id), parts, from);
        }
    }
}

impl Evaluator for Native {
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
        let Native { compiled, desk } = self;
        desk.clear_batch();
        let bound = desk.bind(compiled, member_id, event);
        if desk.quick(compiled, member, &bound)
            && let Some(decision) = compact::read(&desk.packed)
        {
            return Arc::new(decision);
        }
        let mut decision = Decision::blank();
        desk.steps(compiled, (member_id, member), (event, &bound), &mut decision);
        Arc::new(decision)
    }

    fn receive(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Arc<Decision> {
        let Native { compiled, desk } = self;
        Arc::new(desk.receive(compiled, (member_id, member), event, giver, gifts))
    }

    fn lend(&mut self, pool: Pool) {
        self.desk.pool = pool;
    }

    fn pay(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision> {
        let Native { compiled, desk } = self;
        Arc::new(desk.pay(compiled, (member_id, member), event, giver, so_far))
    }

    fn announce(&mut self, members: &mut Members, event: &Event) -> bool {
        self.desk.announce(&self.compiled, members, event)
    }

    fn decide_all(
        &mut self,
        _: &Programme,
        members: &mut Members,
        events: &[Event],
        decisions: &mut Decisions,
    ) {
        self.desk.decide_all(&self.compiled, members, events, decisions);
    }

    fn name(&self) -> &'static str {
        "native"
    }
}

/// Why an event is refused whose numbers would not fit.
fn out_of_range() -> Refusal {
    Refusal::new(RefusalCode::OutOfRange)
}

/// Why an event or a return is refused that is further back than the memory.
fn too_late(day: Day, first: Day) -> Refusal {
    Refusal::numbers(RefusalCode::TooLate, i64::from(day.0), i64::from(first.0))
}

/// Copies numbers to where they are read.
fn copy(from: &[i64], to: &mut [i64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

/// The slot of a rule's own among those of all.
fn at<I: Id, T>(list: &[T], id: I) -> Option<&T> {
    list.get(id.index())
}
