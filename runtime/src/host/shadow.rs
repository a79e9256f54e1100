//! The sampled look at the engine that decides: the interpreter decides the same event on copies, and where they come apart its
//! answer counts.

use super::engine::Engine;
use crate::decision::Decision;
use crate::engine::Evaluator;
use crate::event::{AccountChange, Event, What};
use crate::state::{Members, apart};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Mismatches that are kept; of the others only the number.
const KEPT: usize = 100;

/// An event on which the engines came apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// The event.
    pub event: Event,
    /// What the engine that decides said.
    pub found: Vec<Arc<Decision>>,
    /// What the interpreter said; this was given out.
    pub expected: Vec<Arc<Decision>>,
    /// The members whom they left differently.
    pub members: Vec<String>,
}

/// Looks at one of so many events.
pub(super) struct Shadow {
    every: NonZeroU32,
    since: u32,
    mismatches: Vec<Mismatch>,
}

impl Shadow {
    pub(super) fn new(every: NonZeroU32) -> Shadow {
        Shadow { every, since: 0, mismatches: Vec::new() }
    }

    /// Whether this event is looked at. One that reaches several members never is, nor is any where members are tied or an
    /// account went up into another one.
    pub(super) fn due(&mut self, engine: &Engine, members: &Members, event: &Event) -> bool {
        let merges = matches!(event.account(), Some(AccountChange::Merge(_)));
        let tied = !apart(engine.programme()) || !members.shared().merged.is_empty();
        if merges || tied || matches!(event.what, What::Clock) {
            return false;
        }
        self.since = self.since.saturating_add(1);
        let due = self.since >= self.every.get();
        if due {
            self.since = 0;
        }
        due
    }

    /// The mismatches so far.
    pub(super) fn take(&mut self) -> Vec<Mismatch> {
        std::mem::take(&mut self.mismatches)
    }

    /// Decides an event by both.
    pub(super) fn decide(
        &mut self,
        engine: &Engine,
        evaluator: &mut dyn Evaluator,
        members: &mut Members,
        event: &Event,
    ) -> Vec<Arc<Decision>> {
        let programme = engine.programme();
        let mut ids: Vec<String> = event.member.iter().cloned().collect();
        let mut reference = engine.reference(engine.options().detail);
        // Whom the event reaches beside its member is known once it was decided without them.
        let mut copies = copied(members, &ids);
        copies.apply(programme, &mut reference, event, |d| {
            ids.extend(d.outgoing.iter().map(|o| o.to.clone()));
        });
        ids.sort_unstable();
        ids.dedup();
        let before = copied(members, &ids);
        let (mut copies, mut expected, mut found) = (before.clone(), Vec::new(), Vec::new());
        copies.apply(programme, &mut reference, event, |d| expected.push(d));
        members.apply(programme, evaluator, event, |d| found.push(d));
        ids.retain(|id| copies.get(id) != members.get(id));
        if expected == found && ids.is_empty() {
            return found;
        }
        for id in &ids {
            match copies.get(id) {
                Some(member) => members.insert(id.clone(), member.clone()),
                None => drop(members.remove(id)),
            }
        }
        if self.mismatches.len() < KEPT {
            let mismatch = Mismatch { event: event.clone(), found, expected: expected.clone(), members: ids };
            self.mismatches.push(mismatch);
        }
        expected
    }
}

fn copied(members: &Members, ids: &[String]) -> Members {
    let mut copies = Members::default();
    for (id, member) in ids.iter().filter_map(|id| Some((id, members.get(id)?))) {
        copies.insert(id.clone(), member.clone());
    }
    copies
}
