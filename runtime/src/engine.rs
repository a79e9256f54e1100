//! One trait for both engines.

use crate::decision::Decision;
use crate::event::Event;
use crate::state::Member;
use std::sync::Arc;

/// Decides events by a programme. An evaluator keeps scratch space of its own and serves one thread at a
/// time; what it compiled is shared.
pub trait Evaluator: Send {
    /// Decides one event for one member: steps 2 to 15 of the order of evaluation. A refused event changes
    /// nothing. `member_id` only names the member in the decision.
    fn apply(&mut self, member_id: &str, member: &mut Member, event: &Event) -> Arc<Decision>;

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
