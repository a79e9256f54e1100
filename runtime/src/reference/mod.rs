//! The reference interpreter: the definition of the language, to be read beside `docs/evaluation.md`.
//!
//! Exact fractions wherever one can occur, no shortcuts, no tables made in advance: each file is one step or
//! one item of that page, and does what the page says in the order in which it says it. It owns no data
//! model: programme, events, decisions and member state are those that the other engine uses.
//!
//! | step | file |
//! | --- | --- |
//! | 4 time passes | `passing`, `lots`, `tiers`, `clocks`, `expiry` |
//! | 5 readings | `readings`, `tracks` |
//! | 6 amounts | `scene`, `receipt`, `predicate`, `text`, `amount`, `figure`, `table` |
//! | 7 event rules | `rules`, `versions`, `condition`, `award`, `share`, `rounding`, `limit` |
//! | 8 stacks | `stack`, `contest` |
//! | 9, 10 booking | `booking`, `lots`, `tracks` |
//! | 11 window rules | `windows` |
//! | 12 tiers | `tiers`, `consumption`, `effects` |
//! | 4, 13 rewards | `issue`, `vouchers` |
//! | 14 others | `gifts` |
//! | households | `household` |
//! | accounts | `merge`, `membership` |
//! | other events | `redeem` (`price`, `basket`, `vouchers`), `transfer`, `grant` |
//! | returns | `returns`, `remaining`, `taking`, `spent`, `fallback` |

#![expect(clippy::indexing_slicing, reason = "only arenas are indexed, by the ids that they gave out")]

mod amount;
mod award;
mod basket;
mod booking;
mod clocks;
mod condition;
mod consumption;
mod contest;
mod effects;
mod exact;
mod expiry;
mod fallback;
mod figure;
mod gifts;
mod grant;
mod household;
mod issue;
mod limit;
mod lots;
mod membership;
mod merge;
mod occasion;
mod passing;
mod predicate;
mod price;
mod readings;
mod receipt;
mod redeem;
mod remaining;
mod replay;
mod returns;
mod rounding;
mod rules;
mod scene;
mod share;
mod spent;
mod stack;
mod table;
mod taking;
mod text;
mod texts;
mod tiers;
mod tracks;
mod transfer;
mod versions;
mod vouchers;
mod windows;

use crate::decision::{Debit, Decision, Outgoing, Refusal, RefusalCode};
use crate::engine::{Detail, Evaluator, Giver, Pool};
use crate::event::{AccountChange, Event, HouseholdChange, MemberChange, Reads, What};
use crate::state::{Member, Standing, TrackState, record};
use readings::Readings;
use scene::Scene;
use std::sync::Arc;
use treue_lang::programme::{Programme, TrackId};
use treue_lang::time::Day;

/// Decides events as `docs/evaluation.md` says, step by step.
#[derive(Clone, Debug)]
pub struct Reference {
    programme: Arc<Programme>,
    reads: Reads,
    detail: Detail,
    /// What others can add to what the next event spends.
    pool: Pool,
}

/// One event on its way: the member as it becomes, and the decision as far as it is known.
struct Work<'a> {
    programme: &'a Programme,
    /// What the programme reads of receipts.
    reads: &'a Reads,
    detail: Detail,
    member: Member,
    decision: Decision,
    /// The instant of the event.
    at: i64,
    /// The day that the event books into.
    day: Day,
    /// The member's latest day, which is another one for late events.
    now: Day,
    /// Standings from which past holdings are counted.
    held_from: Vec<Standing>,
    /// Tracks that levels use up, as they stood then.
    sums_from: Vec<(TrackId, TrackState)>,
    /// What it takes to decide the event again.
    record: Vec<u8>,
    /// What others can add to what it spends.
    pool: Pool,
}

impl Reference {
    /// An interpreter of a checked programme.
    #[must_use]
    pub fn new(programme: Arc<Programme>, detail: Detail) -> Reference {
        Reference { reads: Reads::of(&programme), programme, detail, pool: Pool::default() }
    }

    /// Step 2: the first decision again, or a refusal, for an id that the notebook knows.
    fn known(&self, member_id: &str, member: &Member, event: &Event) -> Option<Decision> {
        if self.programme.remember.is_none() || matches!(event.what, What::Clock) {
            return None;
        }
        let note = member.notebook.find(&event.id)?;
        if note.fingerprint == event.fingerprint {
            return Some(Decision { repeated: true, ..note.decision });
        }
        Some(Decision::refused(event, member_id, Refusal::new(RefusalCode::IdReused)))
    }

    /// Step 3: the day that the event books into, and the member's latest day.
    fn days(&self, member: &Member, event: &Event) -> Result<(Day, Day), Refusal> {
        let own = event.day(&self.programme);
        let now = member.last_day.map_or(own, |last| last.max(own));
        if member.last_at.is_none_or(|last| event.at >= last) {
            return Ok((now, now));
        }
        match self.programme.memory_starts(now) {
            Some(first) if !matches!(event.what, What::Clock) => {
                if own < first {
                    Err(too_late(own, first))
                } else {
                    Ok((own.min(now), now))
                }
            }
            Some(_) | None => Err(Refusal::new(RefusalCode::OutOfOrder)),
        }
    }

    /// Steps 3 to 15 on a copy of the member, which is thrown away if the event is refused.
    fn decide(
        &self,
        member_id: &str,
        member: &Member,
        event: &Event,
        pool: Pool,
    ) -> Result<(Member, Arc<Decision>), Refusal> {
        let (day, now) = self.days(member, event)?;
        let late = member.last_at.is_some_and(|last| event.at < last);
        let mut work = Work {
            programme: &self.programme,
            reads: &self.reads,
            detail: self.detail,
            member: member.clone(),
            decision: Decision { late, ..Decision::empty(event, member_id) },
            at: event.at,
            day,
            now,
            held_from: Vec::new(),
            sums_from: Vec::new(),
            record: Vec::new(),
            pool,
        };
        if !late {
            passing::pass(&mut work)?;
        }
        work.happens(event)?;
        work.finish(event)
    }
}

/// Why an event or a return is refused that is further back than the memory.
fn too_late(day: Day, first: Day) -> Refusal {
    Refusal::numbers(RefusalCode::TooLate, i64::from(day.0), i64::from(first.0))
}

impl Work<'_> {
    /// Steps 5 to 12.
    fn happens(&mut self, event: &Event) -> Result<(), Refusal> {
        let mut standings_before = self.member.tiers.clone();
        self.held_from.clone_from(&standings_before);
        self.sums_from = consumption::sums(self.programme, &self.member);
        match &event.what {
            What::Purchase(_) | What::Activity(_) => {
                let mut scene = Scene::of_event(self.programme, self.readings(), event, self.day);
                scene.look_back(&self.member);
                let outcomes = rules::evaluate(&scene)?;
                let booked = booking::book(self, &scene, &outcomes)?;
                windows::after_event(self, &scene)?;
                booking::arrives(self, &scene)?;
                self.note_receipt(&scene, event, &booked);
            }
            What::Redeem(redeem) if redeem.voucher => vouchers::use_them(self, event, redeem)?,
            What::Redeem(redeem) => redeem::redeem(self, event, redeem)?,
            What::Transfer(transfer) => transfer::transfer(self, event, transfer)?,
            What::Grant(grant) => grant::grant(self, grant)?,
            What::Member(change) => {
                self.set_fields(change);
                self.move_house(change)?;
                match &change.account {
                    None => {}
                    Some(AccountChange::Merge(whose)) => {
                        merge::take_over(self, whose)?;
                        // What came with the account was reached before.
                        standings_before.clone_from(&self.held_from);
                    }
                    Some(AccountChange::Begins) => membership::begin(self),
                    Some(AccountChange::Ends) => membership::end(self),
                }
            }
            What::Return(returned) => returns::give_back(self, returned)?,
            What::Clock => return Ok(()),
        }
        if self.member.joined.is_none() {
            self.member.joined = Some(self.day);
            tiers::welcome(self);
        }
        if self.decision.late && matches!(event.what, What::Purchase(_) | What::Activity(_)) {
            tiers::judge_then(self, self.day);
        }
        tiers::judge(self, &standings_before);
        if self.member.membership.ended.is_none() {
            issue::on_reaching(self);
        }
        clocks::look(self.programme, &mut self.member, self.now);
        Ok(())
    }

    /// Step 5.
    fn readings(&self) -> Readings {
        if self.decision.late {
            Readings::late(self.programme, &self.member, self.day, self.now, self.at)
        } else {
            Readings::before(self.programme, &self.member, self.day)
        }
    }

    /// What it takes to decide a receipt again.
    fn note_receipt(&mut self, scene: &Scene<'_>, event: &Event, booked: &[i64]) {
        let readings = &scene.readings;
        let (What::Purchase(purchase), true) = (&event.what, self.programme.remember.is_some()) else {
            return;
        };
        let tracks: Vec<i64> = readings.tracks.iter().map(|(_, value)| exact::nearest(*value)).collect();
        let available: Vec<i64> = readings.available.iter().map(|(_, points)| *points).collect();
        let before = record::Before {
            day: self.day,
            tracks: &tracks,
            levels: &readings.noted_levels(),
            past: &readings.noted_past(),
            reached: &readings.noted_reached(self.programme),
            available: &available,
            news: &texts::news(scene),
            first_purchase: readings.first_purchase,
            days: [readings.joined, readings.last_purchase],
            fields: &readings.fields,
        };
        record::write_receipt(&mut self.record, self.reads, purchase, before, booked);
    }

    /// Into a household, or out of one; what its members have used up together follows.
    fn move_house(&mut self, change: &MemberChange) -> Result<(), Refusal> {
        match &change.household {
            None => {}
            Some(HouseholdChange::Join(name)) => self.member.household = Some(name.clone()),
            Some(HouseholdChange::Leave) if self.member.household.is_none() => {
                return Err(Refusal::new(RefusalCode::NoHousehold));
            }
            Some(HouseholdChange::Leave) => self.member.household = None,
        }
        Ok(())
    }

    fn set_fields(&mut self, change: &MemberChange) {
        for (position, value) in &change.set {
            if let Some(field) = self.member.fields.get_mut(*position) {
                field.clone_from(value);
            }
        }
    }

    /// Steps 13 to 15; postings were made with what they follow from.
    fn finish(mut self, event: &Event) -> Result<(Member, Arc<Decision>), Refusal> {
        self.member.last_at = self.member.last_at.max(Some(event.at));
        self.member.last_day = Some(self.now);
        self.decision.balances =
            self.programme.units.ids().map(|u| self.member.balance(u, self.now)).collect();
        let decision = Arc::new(self.decision);
        if let Some(from) = self.programme.memory_starts(self.now)
            && !matches!(event.what, What::Clock)
        {
            self.member.forget_before(from);
            self.member.notebook.add(event.fingerprint, self.now, &decision, &self.record, from);
        }
        Ok((self.member, decision))
    }
}

impl Evaluator for Reference {
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
        let pool = std::mem::take(&mut self.pool);
        if let Some(decision) = self.known(member_id, member, event) {
            return Arc::new(decision);
        }
        match self.decide(member_id, member, event, pool) {
            Ok((after, decision)) => {
                *member = after;
                decision
            }
            Err(refusal) => Arc::new(Decision::refused(event, member_id, refusal)),
        }
    }

    fn receive(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Arc<Decision> {
        match self.arrive(member_id, member, event, giver, gifts) {
            Ok((after, decision)) => {
                *member = after;
                Arc::new(decision)
            }
            Err(refusal) => Arc::new(gifts::refused(event, member_id, giver.member, refusal)),
        }
    }

    fn lend(&mut self, pool: Pool) {
        self.pool = pool;
    }

    fn pay(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision> {
        match self.others_part(member_id, member, event, giver, so_far) {
            Ok((after, decision)) => {
                *member = after;
                Arc::new(decision)
            }
            Err(refusal) => Arc::new(gifts::refused(event, member_id, giver.member, refusal)),
        }
    }

    fn name(&self) -> &'static str {
        "reference"
    }
}
