//! One trait for both engines.

use crate::decision::{Debit, Decision, Decisions, Outgoing};
use crate::event::Event;
use crate::state::{Member, Members, One, Sent};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// Decides events by a programme. An evaluator keeps scratch space of its own and serves one thread at a
/// time; what it compiled is shared.
pub trait Evaluator: Send {
    /// Decides one event for one member: steps 2 to 15 of the order of evaluation. A refused event changes
    /// nothing. `member_id` only names the member in the decision.
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision>;

    /// Gives a member what rules gave it out of another member's event, right behind that event: steps 4, 10, 12 and 13
    /// of the order of evaluation. If it is refused nothing changes.
    fn receive(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Arc<Decision>;

    /// Says what others lend to the next event; for that event alone.
    fn lend(&mut self, pool: Pool);

    /// What an event does to another member of the household: time passes up to the giver's day, and the member pays its
    /// part, or it comes back. `so_far` is the decision of the call before, for the same event, and is gone on with. If it
    /// is refused nothing changes.
    fn pay(
        &mut self,
        member_id: &str,
        member: &mut Member,
        event: &Event,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
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
            members.give(
                programme,
                event,
                None,
                &mut One { engine: self, event, sink, sent: Sent::default() },
            );
            decisions.event_ends();
        }
    }

    /// Name for people: `native` or `reference`.
    fn name(&self) -> &'static str;
}

/// Whose event does something to another member.
#[derive(Clone, Copy, Debug)]
pub struct Giver<'a> {
    /// The member whose event it is.
    pub member: &'a str,
    /// The member whose event it was that is returned, as it named them; otherwise the same.
    pub bought_by: &'a str,
    /// The later of the event's local day and the member's latest.
    pub day: Day,
}

/// What others lend to an event: what those of a household can add to what a member spends, and an account that goes up into
/// the member's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// Who they are, in the order in which they joined.
    pub members: Vec<String>,
    /// What each of them has available, by `UnitId`; 0 of units that the household does not share.
    pub available: Vec<Vec<i64>>,
    /// The account that goes up into the member's, as it is on the day of the event.
    pub account: Option<Box<Member>>,
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
