//! All members of a programme, and the one way an event reaches one of them.

use super::Member;
use crate::decision::{Decision, Outgoing, Refusal, RefusalCode};
use crate::engine::Evaluator;
use crate::event::{Event, What};
use std::collections::HashMap;
use std::sync::Arc;
use treue_lang::programme::Programme;

/// The members of a programme by id.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// By id: the place of a member. An id keeps its place for ever, whether or not its member has joined.
    places: HashMap<String, usize>,
    slots: Vec<Slot>,
    /// How many have joined.
    joined: usize,
}

#[derive(Clone, Debug)]
struct Slot {
    id: String,
    member: Option<Member>,
}

impl PartialEq for Members {
    fn eq(&self, other: &Members) -> bool {
        self.len() == other.len() && self.known().all(|(id, member)| other.get(id) == Some(member))
    }
}

impl Members {
    /// The member of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Member> {
        self.slots.get(*self.places.get(id)?)?.member.as_ref()
    }

    /// Hands a member in, replacing one of the same id.
    pub fn insert(&mut self, id: impl Into<String>, member: Member) {
        let place = self.place(&id.into());
        if let Some(slot) = self.slots.get_mut(place) {
            self.joined += usize::from(slot.member.is_none());
            slot.member = Some(member);
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, id: &str) -> Option<Member> {
        let slot = self.slots.get_mut(*self.places.get(id)?)?;
        let member = slot.member.take()?;
        self.joined = self.joined.saturating_sub(1);
        Some(member)
    }

    /// All members, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Member)> {
        let mut members: Vec<(&str, &Member)> = self.known().collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        members.into_iter()
    }

    /// All members, in no order.
    pub(crate) fn into_known(self) -> impl Iterator<Item = (String, Member)> {
        self.slots.into_iter().filter_map(|slot| Some((slot.id, slot.member?)))
    }

    fn known(&self) -> impl Iterator<Item = (&str, &Member)> {
        self.slots.iter().filter_map(|slot| Some((slot.id.as_str(), slot.member.as_ref()?)))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.joined
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.joined == 0
    }

    /// Gives an event to its member, who joins if need be, and calls `sink` with the decision. A clock event
    /// reaches every member, in the order of their ids; only decisions in which something happened come out.
    pub fn apply(
        &mut self,
        programme: &Programme,
        engine: &mut dyn Evaluator,
        event: &Event,
        sink: impl FnMut(Arc<Decision>),
    ) {
        self.give(programme, event, None, &mut One { engine, event, sink, sent: Vec::new() });
    }

    /// The place of an id, which may be kept for later events of the same member.
    pub(crate) fn place(&mut self, id: &str) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let place = self.slots.len();
        self.places.insert(id.to_owned(), place);
        self.slots.push(Slot { id: id.to_owned(), member: None });
        place
    }

    /// Looks at the member of that place, but at none of its parts that lie apart.
    pub(crate) fn fetch_head(&self, place: usize) {
        if let Some(Slot { id, member }) = self.slots.get(place) {
            std::hint::black_box((id.len(), member.as_ref().map(Member::head)));
        }
    }

    /// Looks at the parts of the member of that place, as [`Member::fetch`] does.
    pub(crate) fn fetch(&self, place: usize) {
        if let Some(Slot { id, member }) = self.slots.get(place) {
            std::hint::black_box(id.as_bytes().first());
            member.iter().for_each(Member::fetch);
        }
    }

    /// Lets an engine decide an event for its member, whose place may be known.
    pub(crate) fn give(
        &mut self,
        programme: &Programme,
        event: &Event,
        place: Option<usize>,
        desk: &mut impl Decide,
    ) {
        if matches!(event.what, What::Clock) {
            return self.everybody(desk);
        }
        let Some(id) = event.member.as_deref() else {
            return desk.answer(if programme.guests_pass {
                Decision::empty(event, "")
            } else {
                Decision::refused(event, "", Refusal::no_member())
            });
        };
        let place = place.unwrap_or_else(|| self.place(id));
        let Some(Slot { id, member: slot }) = self.slots.get_mut(place) else { return };
        if let Some(member) = slot {
            desk.decide(id, member, Keep::Always);
        } else if programme.known_members_only {
            return desk.answer(Decision::refused(event, id, Refusal::unknown_member(id)));
        } else {
            let mut member = Member::new(programme);
            if !desk.decide(id, &mut member, Keep::Always) {
                return;
            }
            *slot = Some(member);
            self.joined += 1;
        }
        let sent = desk.sent();
        if !sent.is_empty() {
            self.hand_out(programme, event, &sent, desk);
        }
    }

    /// Points of an event to other members arrive right behind it: one decision for each of them, in the order in
    /// which they are first named.
    fn hand_out(&mut self, programme: &Programme, event: &Event, sent: &[Outgoing], desk: &mut impl Decide) {
        let from = event.member.as_deref().unwrap_or_default();
        let mut done: Vec<&str> = Vec::new();
        for to in sent.iter().map(|o| o.to.as_str()) {
            if done.contains(&to) {
                continue;
            }
            done.push(to);
            let gifts: Vec<Outgoing> = sent.iter().filter(|o| o.to == to).cloned().collect();
            let refused =
                |refusal| Decision { from: Some(from.to_owned()), ..Decision::refused(event, to, refusal) };
            if to == from {
                desk.answer(refused(Refusal::new(RefusalCode::OwnGift)));
                continue;
            }
            let place = self.place(to);
            let Some(Slot { member: slot, id: _ }) = self.slots.get_mut(place) else { continue };
            if let Some(member) = slot {
                desk.receive(to, member, from, &gifts);
            } else if programme.known_members_only {
                desk.answer(refused(Refusal::unknown_member(to)));
            } else {
                let mut member = Member::new(programme);
                if desk.receive(to, &mut member, from, &gifts) {
                    *slot = Some(member);
                    self.joined += 1;
                }
            }
        }
    }

    fn everybody(&mut self, desk: &mut impl Decide) {
        let known = self.slots.iter_mut().filter_map(|slot| Some((slot.id.as_str(), slot.member.as_mut()?)));
        let mut members: Vec<(&str, &mut Member)> = known.collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        for (id, member) in members {
            desk.decide(id, member, Keep::IfHappened);
        }
    }
}

/// Which decisions come out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All.
    Always,
    /// Those in which something happened.
    IfHappened,
}

/// Where an event is decided for the members whom it reaches.
pub(crate) trait Decide {
    /// Decides the event for a member. False if it is refused.
    fn decide(&mut self, id: &str, member: &mut Member, keep: Keep) -> bool;

    /// The decision on an event that reaches nobody.
    fn answer(&mut self, decision: Decision);

    /// What goes out to others by the last decision, unless that is a first one again.
    fn sent(&mut self) -> Vec<Outgoing>;

    /// Gives a member what comes from another's event. False if it is refused.
    fn receive(&mut self, id: &str, member: &mut Member, from: &str, gifts: &[Outgoing]) -> bool;
}

/// One event, decided by an engine as it is.
pub(crate) struct One<'a, E: ?Sized, S> {
    pub(crate) engine: &'a mut E,
    pub(crate) event: &'a Event,
    pub(crate) sink: S,
    /// What goes out to others by the last decision.
    pub(crate) sent: Vec<Outgoing>,
}

impl<E: Evaluator + ?Sized, S: FnMut(Arc<Decision>)> Decide for One<'_, E, S> {
    fn decide(&mut self, id: &str, member: &mut Member, keep: Keep) -> bool {
        let decision = self.engine.apply(id, member, self.event);
        let accepted = decision.refusal.is_none();
        self.sent = if decision.repeated { Vec::new() } else { decision.outgoing.clone() };
        if keep == Keep::Always || decision.happened() {
            (self.sink)(decision);
        }
        accepted
    }

    fn answer(&mut self, decision: Decision) {
        (self.sink)(Arc::new(decision));
    }

    fn sent(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.sent)
    }

    fn receive(&mut self, id: &str, member: &mut Member, from: &str, gifts: &[Outgoing]) -> bool {
        let decision = self.engine.receive(id, member, self.event, from, gifts);
        let accepted = decision.refusal.is_none();
        (self.sink)(decision);
        accepted
    }
}
