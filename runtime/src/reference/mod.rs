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
//! | 6 amounts | `scene`, `receipt`, `predicate`, `text`, `amount`, `figure` |
//! | 7 event rules | `rules`, `versions`, `condition`, `award`, `share`, `rounding`, `limit` |
//! | 8 stacks | `stack`, `contest` |
//! | 9, 10 booking | `booking`, `lots`, `tracks` |
//! | 11 window rules | `windows` |
//! | 12 tiers | `tiers` |
//! | 14 others | `gifts` |
//! | other events | `redeem` (`price`, `basket`), `transfer`, `grant` |

#![expect(clippy::indexing_slicing, reason = "only arenas are indexed, by the ids that they gave out")]

mod amount;
mod award;
mod basket;
mod booking;
mod clocks;
mod condition;
mod contest;
mod exact;
mod expiry;
mod figure;
mod gifts;
mod grant;
mod limit;
mod lots;
mod occasion;
mod passing;
mod predicate;
mod price;
mod readings;
mod receipt;
mod redeem;
mod rounding;
mod rules;
mod scene;
mod share;
mod stack;
mod text;
mod tiers;
mod tracks;
mod transfer;
mod versions;
mod windows;

use crate::decision::{Decision, Outgoing, Refusal, RefusalCode};
use crate::engine::{Detail, Evaluator};
use crate::event::{Event, MemberChange, What};
use crate::state::Member;
use readings::Readings;
use scene::Scene;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// Decides events as `docs/evaluation.md` says, step by step.
#[derive(Clone, Debug)]
pub struct Reference {
    programme: Arc<Programme>,
    detail: Detail,
}

/// One event on its way: the member as it becomes, and the decision as far as it is known.
struct Work<'a> {
    programme: &'a Programme,
    detail: Detail,
    member: Member,
    decision: Decision,
    /// The day that the event books into.
    day: Day,
}

impl Reference {
    /// An interpreter of a checked programme.
    #[must_use]
    pub fn new(programme: Arc<Programme>, detail: Detail) -> Reference {
        Reference { programme, detail }
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

    /// Steps 3 to 15 on a copy of the member, which is thrown away if the event is refused.
    fn decide(
        &self,
        member_id: &str,
        member: &Member,
        event: &Event,
    ) -> Result<(Member, Arc<Decision>), Refusal> {
        if member.last_at.is_some_and(|last| event.at < last) {
            return Err(Refusal::new(RefusalCode::OutOfOrder));
        }
        let day = member.last_day.map_or(event.local.day, |last| last.max(event.local.day));
        let mut work = Work {
            programme: &self.programme,
            detail: self.detail,
            member: member.clone(),
            decision: Decision::empty(event, member_id),
            day,
        };
        passing::pass(&mut work)?;
        work.happens(event)?;
        work.finish(event)
    }
}

impl Work<'_> {
    /// Steps 5 to 12.
    fn happens(&mut self, event: &Event) -> Result<(), Refusal> {
        let standings_before = self.member.tiers.clone();
        match &event.what {
            What::Purchase(_) | What::Activity(_) => {
                let readings = Readings::before(self.programme, &self.member, self.day);
                let scene = Scene::of_event(self.programme, readings, event, self.day);
                let outcomes = rules::evaluate(&scene)?;
                booking::book(self, &scene, &outcomes)?;
                windows::after_event(self, &scene)?;
            }
            What::Redeem(redeem) => redeem::redeem(self, event, redeem)?,
            What::Transfer(transfer) => transfer::transfer(self, transfer)?,
            What::Grant(grant) => grant::grant(self, grant)?,
            What::Member(change) => self.set_fields(change),
            What::Clock => return Ok(()),
        }
        self.member.joined.get_or_insert(self.day);
        tiers::judge(self, &standings_before);
        clocks::look(self.programme, &mut self.member, self.day);
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
        self.member.last_at = Some(event.at);
        self.member.last_day = Some(self.day);
        self.decision.balances =
            self.programme.units.ids().map(|u| self.member.balance(u, self.day)).collect();
        let decision = Arc::new(self.decision);
        if let Some(from) = self.programme.memory_starts(self.day)
            && !matches!(event.what, What::Clock)
        {
            self.member.notebook.add(event.fingerprint, self.day, &decision, from);
        }
        Ok((self.member, decision))
    }
}

impl Evaluator for Reference {
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision> {
        if let Some(decision) = self.known(member_id, member, event) {
            return Arc::new(decision);
        }
        match self.decide(member_id, member, event) {
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
        from: &str,
        gifts: &[Outgoing],
    ) -> Arc<Decision> {
        match self.arrive(member_id, member, event, from, gifts) {
            Ok((after, decision)) => {
                *member = after;
                Arc::new(decision)
            }
            Err(refusal) => Arc::new(gifts::refused(event, member_id, from, refusal)),
        }
    }

    fn name(&self) -> &'static str {
        "reference"
    }
}
