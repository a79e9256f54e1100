//! All members of a programme, and the one way an event reaches one of them.

use super::Member;
use crate::decision::{Decision, Refusal};
use crate::engine::Evaluator;
use crate::event::{Event, What};
use std::collections::HashMap;
use std::sync::Arc;
use treue_lang::programme::Programme;

/// The members of a programme by id.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Members {
    members: HashMap<String, Member>,
}

impl Members {
    /// The member of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Member> {
        self.members.get(id)
    }

    /// Hands a member in, replacing one of the same id.
    pub fn insert(&mut self, id: impl Into<String>, member: Member) {
        self.members.insert(id.into(), member);
    }

    /// All members, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Member)> {
        let mut members: Vec<(&str, &Member)> = self.members.iter().map(|(id, m)| (id.as_str(), m)).collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        members.into_iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Gives an event to its member, who joins if need be, and calls `sink` with the decision. A clock event
    /// reaches every member, in the order of their ids; only decisions in which something happened come out.
    pub fn apply(
        &mut self,
        programme: &Programme,
        engine: &mut dyn Evaluator,
        event: &Event,
        mut sink: impl FnMut(Arc<Decision>),
    ) {
        if matches!(event.what, What::Clock) {
            let mut members: Vec<(&String, &mut Member)> = self.members.iter_mut().collect();
            members.sort_unstable_by_key(|(id, _)| *id);
            for (id, member) in members {
                let decision = engine.apply(id, member, event);
                if decision.happened() {
                    sink(decision);
                }
            }
            return;
        }
        let Some(id) = event.member.as_deref() else {
            let decision = if programme.guests_pass {
                Decision::empty(event, "")
            } else {
                Decision::refused(event, "", Refusal::no_member())
            };
            return sink(Arc::new(decision));
        };
        if let Some(member) = self.members.get_mut(id) {
            return sink(engine.apply(id, member, event));
        }
        if programme.known_members_only {
            return sink(Arc::new(Decision::refused(event, id, Refusal::unknown_member(id))));
        }
        let mut member = Member::new(programme);
        let decision = engine.apply(id, &mut member, event);
        if decision.refusal.is_none() {
            self.members.insert(id.to_owned(), member);
        }
        sink(decision);
    }
}
