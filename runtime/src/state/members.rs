//! All members of a programme, and the one way an event reaches one of them.

use super::{Ids, Member, Membership, Shared};
use crate::decision::{Debit, Decision, Outgoing, Refusal, RefusalCode};
use crate::engine::{Evaluator, Giver, Pool};
use crate::event::{AccountChange, Event, HouseholdChange, What};
use crate::limits;
use std::sync::Arc;
use treue_lang::programme::{Programme, UnitId};
use treue_lang::time::Day;

/// Memory comes in pieces of so many bytes on most machines.
const CACHE_LINE: usize = 64;

/// The members of a programme by id.
#[derive(Clone, Debug)]
pub struct Members {
    /// An id keeps its number for ever, whether or not its member has joined.
    ids: Ids,
    /// By the number of the id.
    slots: Vec<Option<Member>>,
    /// How many have joined.
    joined: usize,
    /// What they have together.
    pub(super) shared: Shared,
    /// Who holds more lots than that gets no events. No part of the value: a host says so.
    most_lots: usize,
}

impl Default for Members {
    fn default() -> Members {
        Members {
            ids: Ids::default(),
            slots: Vec::new(),
            joined: 0,
            shared: Shared::default(),
            most_lots: usize::MAX,
        }
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Members) -> bool {
        self.len() == other.len()
            && self.shared == other.shared
            && self.known().all(|(id, member)| other.get(id) == Some(member))
    }
}

impl Members {
    /// The member of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Member> {
        self.slots.get(self.ids.known(id)?)?.as_ref()
    }

    /// Hands a member in, replacing one of the same id. Who is in a household is one of its members from then on.
    pub fn insert(&mut self, id: impl Into<String>, member: Member) {
        let id = id.into();
        let before = self.get(&id).and_then(|m| m.household.clone());
        if before != member.household {
            self.shared.list(&id, before.as_deref(), member.household.as_deref());
        }
        self.shared.merged.remove(&id);
        let place = self.place(&id);
        if let Some(slot) = self.slots.get_mut(place) {
            self.joined += usize::from(slot.is_none());
            *slot = Some(member);
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, id: &str) -> Option<Member> {
        let member = self.slots.get_mut(self.ids.known(id)?)?.take()?;
        self.joined = self.joined.saturating_sub(1);
        self.shared.merged.retain(|_, into| into != id);
        Some(member)
    }

    /// What members have together.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Hands in what members have together.
    pub(super) fn share(&mut self, shared: Shared) {
        self.shared = shared;
    }

    /// From now on who holds more lots than that gets no events: they are left out, without a decision.
    pub(crate) fn limit_lots(&mut self, most: usize) {
        self.most_lots = most;
    }

    /// Nobody yet, where as many lots may be held.
    pub(crate) fn alike(&self) -> Members {
        Members { most_lots: self.most_lots, ..Members::default() }
    }

    /// All members, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Member)> {
        let mut members: Vec<(&str, &Member)> = self.known().collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        members.into_iter()
    }

    /// All members, in no order.
    pub(crate) fn into_known(self) -> impl Iterator<Item = (String, Member)> {
        let Members { ids, slots, .. } = self;
        let known = slots.into_iter().enumerate();
        known.filter_map(move |(place, slot)| Some((ids.text(place).to_owned(), slot?)))
    }

    fn known(&self) -> impl Iterator<Item = (&str, &Member)> {
        let known = self.slots.iter().enumerate();
        known.filter_map(|(place, slot)| Some((self.ids.text(place), slot.as_ref()?)))
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
        self.give(programme, event, None, &mut One { engine, event, sink, sent: Sent::default() });
    }

    /// The place of an id, which may be kept for later events of the same member.
    pub(crate) fn place(&mut self, id: &str) -> usize {
        let place = self.ids.number(id).and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        if self.slots.len() < self.ids.len() {
            self.slots.resize_with(self.ids.len(), || None);
        }
        place
    }

    /// The id of that place, which may have no member yet.
    pub(crate) fn id(&self, place: usize) -> &str {
        self.ids.text(place)
    }

    /// The member of that place, if it gets events.
    pub(crate) fn known_at(&mut self, place: usize) -> Option<&mut Member> {
        let most = self.most_lots;
        self.slots.get_mut(place)?.as_mut().filter(|member| member.lots.len() <= most)
    }

    /// The memory of a member itself, line by line, without its parts that lie apart.
    #[inline]
    pub(crate) fn lines_at(&self, place: usize, look: impl Fn(*const u8)) {
        if let Some(slot) = self.slots.get(place) {
            let start = std::ptr::from_ref(slot).cast::<u8>();
            (0..size_of::<Option<Member>>()).step_by(CACHE_LINE).for_each(|at| look(start.wrapping_add(at)));
        }
    }

    /// Where its parts lie.
    #[inline]
    pub(crate) fn parts_at(&self, place: usize, look: impl Fn(*const u8)) {
        if let Some(Some(member)) = self.slots.get(place) {
            member.places(look);
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
            return self.everybody(programme, desk);
        }
        let Some(id) = event.member.as_deref() else {
            return desk.answer(if programme.guests_pass {
                Decision::empty(event, "")
            } else {
                Decision::refused(event, "", Refusal::no_member())
            });
        };
        let named = id;
        // Events of an account that went up into another one are that one's.
        let place = match self.shared.merged.get(named).cloned() {
            Some(into) => self.place(&into),
            None => place.unwrap_or_else(|| self.place(named)),
        };
        if self.slots.get(place).and_then(Option::as_ref).is_some_and(|m| m.lots.len() > self.most_lots) {
            return;
        }
        if let Some(refusal) = self.not_admitted(programme, event, place) {
            return desk.answer(Decision::refused(event, self.id(place), refusal));
        }
        let day = self.slots.get(place).and_then(|slot| slot.as_ref()?.last_day);
        let own = event.day(programme);
        let day = day.map_or(own, |last| last.max(own));
        let caught_up = match self.merging(programme, (event, day), place, desk) {
            Ok(Some(account)) => vec![account],
            Ok(None) => self.pool(programme, (event, day), place, desk),
            Err(refusal) => {
                return desk.answer(Decision::refused(event, self.id(place), refusal));
            }
        };
        let (id, Some(slot)) = (self.ids.text(place), self.slots.get_mut(place)) else { return };
        if let Some(member) = slot {
            self.shared.during(programme, id, member, |member| desk.decide(id, member, Keep::Always));
        } else if programme.known_members_only && event.account() != Some(&AccountChange::Begins) {
            let refused = Decision::refused(event, id, Refusal::unknown_member(id));
            desk.lend(Pool::default());
            return desk.answer(refused);
        } else {
            let mut member = Member::new(programme);
            let decide = |member: &mut Member| desk.decide(id, member, Keep::Always);
            if !self.shared.during(programme, id, &mut member, decide) {
                desk.lend(Pool::default());
                return;
            }
            *slot = Some(member);
            self.joined += 1;
        }
        let Sent { gifts, shared, accepted } = desk.sent();
        if !caught_up.is_empty() {
            desk.lend(Pool::default());
        }
        if accepted && !(gifts.is_empty() && shared.is_empty() && caught_up.is_empty()) {
            let from = self.ids.text(place).to_owned();
            let bought_by = self.bought_by(event, place).unwrap_or_else(|| from.clone());
            let giver = Giver { member: &from, bought_by: &bought_by, day };
            if let Some(AccountChange::Merge(_)) = event.account() {
                return self.merged(&from, caught_up, desk);
            }
            self.settle_up(programme, event, &giver, (caught_up, &shared), desk);
            if !gifts.is_empty() {
                self.hand_out(programme, event, &giver, &gifts, desk);
            }
        }
    }

    /// Others of the household, brought up to the day of an event that spends points: each as it then is, and what was
    /// decided on the way. They are not members yet; what they have available is lent to the event.
    fn pool(
        &mut self,
        programme: &Programme,
        (event, day): (&Event, Day),
        place: usize,
        desk: &mut impl Decide,
    ) -> Vec<CaughtUp> {
        let Some(shares) = programme.household.as_ref().map(|h| &h.shares).filter(|s| !s.is_empty()) else {
            return Vec::new();
        };
        let spends = match &event.what {
            What::Redeem(redeem) => !redeem.voucher,
            What::Transfer(_) => true,
            What::Purchase(_)
            | What::Activity(_)
            | What::Grant(_)
            | What::Member(_)
            | What::Return(_)
            | What::Clock => false,
        };
        let Some(Some(member)) = self.slots.get(place).filter(|_| spends) else {
            return Vec::new();
        };
        let household = member.household.as_ref().and_then(|name| self.shared.households.get(name));
        let id = self.ids.text(place).to_owned();
        let others: Vec<String> =
            household.iter().flat_map(|h| &h.members).filter(|other| **other != id).cloned().collect();
        let giver = Giver { member: &id, bought_by: &id, day };
        let mut pool = Pool::default();
        let mut caught_up = Vec::new();
        for other in others {
            let Some(mut member) = self.get(&other).cloned() else { continue };
            let pay = |member: &mut Member| desk.pay(&other, member, &giver, (None, &[]));
            let decision = self.shared.lent(programme, &mut member, pay);
            if decision.refusal.is_some() {
                continue;
            }
            let available = |unit: UnitId| if shares.contains(&unit) { decision.available(unit) } else { 0 };
            pool.available.push(programme.units.ids().map(available).collect());
            pool.members.push(other.clone());
            caught_up.push(CaughtUp { id: other, member, decision });
        }
        desk.lend(pool);
        caught_up
    }

    /// What an accepted event does to others of the household: who was brought up to its day stays so, and pays.
    fn settle_up(
        &mut self,
        programme: &Programme,
        event: &Event,
        giver: &Giver<'_>,
        (mut caught_up, shared): (Vec<CaughtUp>, &[Debit]),
        desk: &mut impl Decide,
    ) {
        let account =
            |debit: &Debit| Debit { of: self.shared.account(&debit.of).to_owned(), ..debit.clone() };
        let shared: Vec<Debit> = shared.iter().map(account).collect();
        for debit in &shared {
            if caught_up.iter().all(|other| other.id != debit.of)
                && let Some(member) = self.get(&debit.of).filter(|m| m.membership.ended.is_none()).cloned()
            {
                let (id, decision) = (debit.of.clone(), Arc::new(Decision::empty(event, &debit.of)));
                caught_up.push(CaughtUp { id, member, decision });
            }
        }
        for CaughtUp { id, mut member, mut decision } in caught_up {
            let debits: Vec<Debit> = shared.iter().filter(|debit| debit.of == id).cloned().collect();
            if !debits.is_empty() {
                let so_far = Some(decision.as_ref()).filter(|d| d.from.is_some());
                let pay = |member: &mut Member| desk.pay(&id, member, giver, (so_far, &debits));
                decision = self.shared.lent(programme, &mut member, pay);
            }
            if decision.refusal.is_none() {
                let place = self.place(&id);
                if let Some(slot) = self.slots.get_mut(place) {
                    *slot = Some(member);
                }
            }
            if decision.happened() {
                desk.answer(Decision::clone(&decision));
            }
        }
    }

    /// The member whose receipt comes back, as the event named them then.
    fn bought_by(&self, event: &Event, place: usize) -> Option<String> {
        let What::Return(returned) = &event.what else { return None };
        let member = self.slots.get(place)?.as_ref()?;
        Some(member.notebook.find(&returned.receipt)?.decision.member)
    }

    /// Why an event is refused before it is looked at: somebody is no member at its instant, or a household is full. An
    /// event that is known already is not looked at.
    fn not_admitted(&self, programme: &Programme, event: &Event, place: usize) -> Option<Refusal> {
        let member = self.slots.get(place).and_then(Option::as_ref);
        if member.is_some_and(|m| m.membership != Membership::default()) || event.account().is_some() {
            let refused = match (member, event.account()) {
                (Some(member), _) => member.membership.admits(programme, member, event).err(),
                (None, Some(AccountChange::Ends)) => Some(Refusal::new(RefusalCode::NotAMember)),
                (None, _) => None,
            };
            return refused.filter(|_| member.is_none_or(|m| m.notebook.find(&event.id).is_none()));
        }
        let What::Member(change) = &event.what else { return None };
        let Some(HouseholdChange::Join(name)) = &change.household else { return None };
        let household = self.shared.households.get(name)?;
        let known = member
            .is_some_and(|m| m.household.as_ref() == Some(name) || m.notebook.find(&event.id).is_some());
        let full = household.members.len() >= limits::HOUSEHOLD && !known;
        full.then(|| Refusal { name: Some(name.clone()), ..Refusal::new(RefusalCode::HouseholdFull) })
    }

    /// Points of an event to other members arrive right behind it: one decision for each of them, in the order in
    /// which they are first named.
    fn hand_out(
        &mut self,
        programme: &Programme,
        event: &Event,
        giver: &Giver<'_>,
        sent: &[Outgoing],
        desk: &mut impl Decide,
    ) {
        let from = giver.member;
        let mut done: Vec<String> = Vec::new();
        let merged = self.shared.merged.clone();
        let account = |id: &str| merged.get(id).cloned().unwrap_or_else(|| id.to_owned());
        for to in sent.iter().map(|o| account(&o.to)) {
            if done.contains(&to) {
                continue;
            }
            done.push(to.clone());
            let to = to.as_str();
            let gifts: Vec<Outgoing> = sent.iter().filter(|o| account(&o.to) == to).cloned().collect();
            let refused =
                |refusal| Decision { from: Some(from.to_owned()), ..Decision::refused(event, to, refusal) };
            // What another one gave comes back also where both accounts have become one.
            let is_back = gifts.iter().all(|gift| gift.points < 0);
            if to == from && !is_back {
                desk.answer(refused(Refusal::new(RefusalCode::OwnGift)));
                continue;
            }
            let place = self.place(to);
            let Some(slot) = self.slots.get_mut(place) else { continue };
            let receive = |member: &mut Member| desk.receive(to, member, giver, &gifts);
            if let Some(member) = slot {
                if member.membership.ended.is_some() && !is_back {
                    desk.answer(refused(Refusal::new(RefusalCode::NotAMember)));
                    continue;
                }
                self.shared.during(programme, to, member, receive);
            } else if is_back {
                // Who is not known has nothing of it.
            } else if programme.known_members_only {
                desk.answer(refused(Refusal::unknown_member(to)));
            } else {
                let mut member = Member::new(programme);
                if self.shared.during(programme, to, &mut member, receive) {
                    *slot = Some(member);
                    self.joined += 1;
                }
            }
        }
    }

    fn everybody(&mut self, programme: &Programme, desk: &mut impl Decide) {
        let known = self.slots.iter_mut().enumerate();
        let known = known.filter_map(|(place, slot)| Some((self.ids.text(place), slot.as_mut()?)));
        let mut members: Vec<(&str, &mut Member)> = known.collect();
        members.sort_unstable_by_key(|(id, _)| *id);
        for (id, member) in members {
            self.shared.during(programme, id, member, |member| desk.decide(id, member, Keep::IfHappened));
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

/// Another member of the household, as they are on the day of an event.
pub(super) struct CaughtUp {
    pub(super) id: String,
    pub(super) member: Member,
    /// What was decided on the way.
    pub(super) decision: Arc<Decision>,
}

/// What a decision does to others.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    /// Points to them.
    pub(crate) gifts: Vec<Outgoing>,
    /// What those of the household pay.
    pub(crate) shared: Vec<Debit>,
    /// Whether the event was accepted, and for the first time.
    pub(crate) accepted: bool,
}

impl Sent {
    /// Of a decision that stays as it is.
    pub(crate) fn of(decision: &Decision) -> Sent {
        if decision.repeated || decision.refusal.is_some() {
            return Sent::default();
        }
        let (gifts, shared) = (decision.outgoing.clone(), decision.shared.clone());
        Sent { gifts, shared, accepted: true }
    }
}

/// Where an event is decided for the members whom it reaches.
pub(crate) trait Decide {
    /// Decides the event for a member. False if it is refused.
    fn decide(&mut self, id: &str, member: &mut Member, keep: Keep) -> bool;

    /// The decision on an event that reaches nobody.
    fn answer(&mut self, decision: Decision);

    /// What goes out to others by the last decision, unless that is a first one again or refuses.
    fn sent(&mut self) -> Sent;

    /// Gives a member what comes from another's event. False if it is refused.
    fn receive(&mut self, id: &str, member: &mut Member, giver: &Giver<'_>, gifts: &[Outgoing]) -> bool;

    /// What others of the household can add to what the event spends.
    fn lend(&mut self, pool: Pool);

    /// What the event does to another member of the household; the decision is not given out yet.
    fn pay(
        &mut self,
        id: &str,
        member: &mut Member,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision>;
}

/// One event, decided by an engine as it is.
pub(crate) struct One<'a, E: ?Sized, S> {
    pub(crate) engine: &'a mut E,
    pub(crate) event: &'a Event,
    pub(crate) sink: S,
    /// What goes out to others by the last decision.
    pub(crate) sent: Sent,
}

impl<E: Evaluator + ?Sized, S: FnMut(Arc<Decision>)> Decide for One<'_, E, S> {
    fn decide(&mut self, id: &str, member: &mut Member, keep: Keep) -> bool {
        let decision = self.engine.apply(id, member, self.event);
        let accepted = decision.refusal.is_none();
        self.sent = Sent::of(&decision);
        if keep == Keep::Always || decision.happened() {
            (self.sink)(decision);
        }
        accepted
    }

    fn answer(&mut self, decision: Decision) {
        (self.sink)(Arc::new(decision));
    }

    fn sent(&mut self) -> Sent {
        std::mem::take(&mut self.sent)
    }

    fn lend(&mut self, pool: Pool) {
        self.engine.lend(pool);
    }

    fn pay(
        &mut self,
        id: &str,
        member: &mut Member,
        giver: &Giver<'_>,
        so_far: (Option<&Decision>, &[Debit]),
    ) -> Arc<Decision> {
        self.engine.pay(id, member, self.event, giver, so_far)
    }

    fn receive(&mut self, id: &str, member: &mut Member, giver: &Giver<'_>, gifts: &[Outgoing]) -> bool {
        let decision = self.engine.receive(id, member, self.event, giver, gifts);
        let accepted = decision.refusal.is_none();
        (self.sink)(decision);
        accepted
    }
}
