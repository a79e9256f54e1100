//! All members of a programme, and the one way an event reaches one of them.

use super::Member;
use crate::decision::{Decision, Outgoing, Refusal, RefusalCode};
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
            let decision = engine.apply(id, member, event);
            sink(Arc::clone(&decision));
            return self.hand_out(programme, engine, event, &decision, sink);
        }
        if programme.known_members_only {
            return sink(Arc::new(Decision::refused(event, id, Refusal::unknown_member(id))));
        }
        let mut member = Member::new(programme);
        let decision = engine.apply(id, &mut member, event);
        if decision.refusal.is_none() {
            self.members.insert(id.to_owned(), member);
        }
        sink(Arc::clone(&decision));
        self.hand_out(programme, engine, event, &decision, sink);
    }

    /// Points of an event to other members arrive right behind it: one decision for each of them, in the order in
    /// which they are first named. The first decision again gives nothing again.
    fn hand_out(
        &mut self,
        programme: &Programme,
        engine: &mut dyn Evaluator,
        event: &Event,
        decision: &Decision,
        mut sink: impl FnMut(Arc<Decision>),
    ) {
        if decision.repeated || decision.outgoing.is_empty() {
            return;
        }
        let from = decision.member.as_str();
        let mut done: Vec<&str> = Vec::new();
        for to in decision.outgoing.iter().map(|o| o.to.as_str()) {
            if done.contains(&to) {
                continue;
            }
            done.push(to);
            let gifts: Vec<Outgoing> = decision.outgoing.iter().filter(|o| o.to == to).cloned().collect();
            let refused = |refusal| {
                let refused = Decision::refused(event, to, refusal);
                Arc::new(Decision { from: Some(from.to_owned()), ..refused })
            };
            if to == from {
                sink(refused(Refusal::new(RefusalCode::OwnGift)));
                continue;
            }
            match self.members.get_mut(to) {
                Some(member) => sink(engine.receive(to, member, event, from, &gifts)),
                None if programme.known_members_only => sink(refused(Refusal::unknown_member(to))),
                None => {
                    let mut member = Member::new(programme);
                    let arrived = engine.receive(to, &mut member, event, from, &gifts);
                    if arrived.refusal.is_none() {
                        self.members.insert(to.to_owned(), member);
                    }
                    sink(arrived);
                }
            }
        }
    }
}
