//! One trait for both engines.

use crate::decision::{Decision, Decisions, Outgoing};
use crate::event::Event;
use crate::state::{Member, Members, One};
use std::sync::Arc;
use treue_lang::programme::Programme;

/// Decides events by a programme. An evaluator keeps scratch space of its own and serves one thread at a
/// time; what it compiled is shared.
pub trait Evaluator: Send {
    /// Decides one event for one member: steps 2 to 15 of the order of evaluation. A refused event changes
    /// nothing. `member_id` only names the member in the decision.
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision>;

    /// Gives a member what rules gave it out of another member's event, right behind that event: steps 4, 10, 12 and 13
    /// of the order of evaluation. `from` is the other member. If it is refused nothing changes.
    fn receive(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        from: &str,
        gifts: &[Outgoing],
    ) -> Arc<Decision>;

    /// Brings an event that has just been read into the form in which the engine decides it, for the next
    /// [`Evaluator::decide_all`]. False if that should come before more is read. Nothing is decided here: the answers are the
    /// same for events that were not announced.
    fn announce(&mut self, _members: &mut Members, _event: &Event) -> bool {
        true
    }

    /// Decides events one after the other, each for its member.
    fn decide_all(
        &mut self,
        programme: &Programme,
        members: &mut Members,
        events: &[Event],
        decisions: &mut Decisions,
    ) {
        for event in events {
            let sink = |decision| decisions.add(decision);
            members.give(programme, event, None, &mut One { engine: self, event, sink, sent: Vec::new() });
            decisions.event_ends();
        }
    }

    /// Name for people: `native` or `reference`.
    fn name(&self) -> &'static str;
}

/// How much of a decision is wanted. State does not depend on it, but for the decisions in the notebook, which are
/// repeated as they were given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Detail {
    /// Awards, tiers, rewards, postings, balances; no lines of awards and no reasons why rules gave nothing.
    Awards,
    /// Everything.
    #[default]
    Full,
}
