//! Deciding events on one thread.

use super::book::Book;
use super::engine::Engine;
use super::error::HostError;
use super::shadow::{Mismatch, Shadow};
use crate::decision::{Decision, Decisions};
use crate::engine::{Detail, Evaluator};
use crate::event::tree::Value;
use crate::event::{AccountChange, Event, Reader, What};
use crate::state::{Members, apart};
use std::sync::Arc;

/// Decides events by an engine. It has memory of its own and serves one thread; every thread makes one.
pub struct Scorer<'e> {
    engine: &'e Arc<Engine>,
    reader: Reader<'e>,
    evaluator: Box<dyn Evaluator>,
    shadow: Option<Shadow>,
}

/// An event that was read for an engine.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    event: Event,
    engine: u64,
}

impl Received {
    /// The event.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }
}

impl<'e> Scorer<'e> {
    /// With an evaluator of the engine's programme.
    pub(super) fn new(engine: &'e Arc<Engine>, evaluator: Box<dyn Evaluator>) -> Scorer<'e> {
        let reader = Reader::new(engine.programme(), engine.options().read);
        let shadow = engine.options().shadow.map(Shadow::new);
        Scorer { engine, reader, evaluator, shadow }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &'e Arc<Engine> {
        self.engine
    }

    /// Reads an event from one line of JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it, or what is too large.
    pub fn read(&mut self, line: impl AsRef<[u8]>) -> Result<Received, HostError> {
        let line = line.as_ref();
        let most = self.engine.options().limits.event_bytes;
        if line.len() > most {
            return Err(HostError::TooLarge("bytes", line.len(), most));
        }
        let event = self.reader.event(line).map_err(HostError::Invalid)?;
        self.received(event)
    }

    /// Reads an event from a host's own values.
    ///
    /// # Errors
    /// As [`Scorer::read`].
    pub fn read_value(&mut self, value: Value<'_>) -> Result<Received, HostError> {
        let event = self.reader.value(value).map_err(HostError::Invalid)?;
        self.received(event)
    }

    /// Takes an event that `read` reads, as from a row of a table.
    ///
    /// # Errors
    /// As [`Scorer::read`].
    pub fn read_with(
        &mut self,
        read: impl FnOnce(&mut Reader<'e>) -> Result<Event, Vec<crate::event::InputError>>,
    ) -> Result<Received, HostError> {
        let event = read(&mut self.reader).map_err(HostError::Invalid)?;
        self.received(event)
    }

    fn received(&self, event: Event) -> Result<Received, HostError> {
        let most = self.engine.options().limits.lines;
        match event.purchase().map(|p| p.lines.len()) {
            Some(lines) if lines > most => Err(HostError::TooLarge("lines", lines, most)),
            Some(_) | None => Ok(Received { event, engine: self.engine.identity() }),
        }
    }

    /// Decides one event: one decision, several where points go to others, one a member to whom something happened for a clock
    /// event. A refusal is a decision.
    ///
    /// # Errors
    /// Wrong use, or a member who holds too much; the members are as they were.
    pub fn decide(&mut self, book: &mut Book, received: &Received) -> Result<Vec<Arc<Decision>>, HostError> {
        self.check(book, received)?;
        let event = &received.event;
        let members = book.members_mut();
        if let Some(shadow) = &mut self.shadow
            && shadow.due(self.engine, members, event)
        {
            return Ok(shadow.decide(self.engine, self.evaluator.as_mut(), members, event));
        }
        let mut decisions = Vec::new();
        let programme = self.engine.programme();
        members.apply(programme, self.evaluator.as_mut(), event, |decision| decisions.push(decision));
        Ok(decisions)
    }

    /// The same; the decisions are added to others, packed into a few bytes each, and no memory is asked for where those have
    /// some to spare.
    ///
    /// # Errors
    /// As [`Scorer::decide`].
    pub fn decide_into(
        &mut self,
        book: &mut Book,
        received: &Received,
        decisions: &mut Decisions,
    ) -> Result<(), HostError> {
        if self.shadow.is_some() {
            self.decide(book, received)?.into_iter().for_each(|decision| decisions.add(decision));
            decisions.event_ends();
            return Ok(());
        }
        self.check(book, received)?;
        let event = std::slice::from_ref(&received.event);
        self.evaluator.decide_all(self.engine.programme(), book.members_mut(), event, decisions);
        Ok(())
    }

    /// Reads and decides one event.
    ///
    /// # Errors
    /// As [`Scorer::read`] and [`Scorer::decide`].
    pub fn score(
        &mut self,
        book: &mut Book,
        line: impl AsRef<[u8]>,
    ) -> Result<Vec<Arc<Decision>>, HostError> {
        let received = self.read(line)?;
        self.decide(book, &received)
    }

    /// Decides many events one after the other, faster than each alone; their decisions stand in `decisions` by position.
    ///
    /// # Errors
    /// As [`Scorer::decide`], for the first event that is wrong; none is decided then.
    pub fn batch(
        &mut self,
        book: &mut Book,
        received: Vec<Received>,
        decisions: &mut Decisions,
    ) -> Result<(), HostError> {
        received.iter().try_for_each(|one| self.check(book, one))?;
        if self.shadow.is_some() {
            return received.iter().try_for_each(|one| self.decide_into(book, one, decisions));
        }
        let events: Vec<Event> = received.into_iter().map(|one| one.event).collect();
        self.evaluator.decide_all(self.engine.programme(), book.members_mut(), &events, decisions);
        Ok(())
    }

    /// Decides one event by the interpreter, with every reason, and leaves the members as they are: why this many points, and
    /// what would have been enough.
    ///
    /// # Errors
    /// As [`Scorer::decide`].
    pub fn explain(&self, book: &Book, received: &Received) -> Result<Vec<Arc<Decision>>, HostError> {
        self.check(book, received)?;
        let event = &received.event;
        // Accounts that went up into others are looked for among all.
        let merged = !book.members().shared().merged.is_empty();
        let tied = !apart(self.engine.programme());
        let mut members = match &event.what {
            What::Purchase(_) | What::Redeem(_) | What::Activity(_) if tied => book.members().clone(),
            What::Clock => book.members().clone(),
            _ if merged || matches!(event.account(), Some(AccountChange::Merge(_))) => book.members().clone(),
            What::Purchase(_)
            | What::Activity(_)
            | What::Redeem(_)
            | What::Grant(_)
            | What::Transfer(_)
            | What::Member(_)
            | What::Return(_) => {
                let own = event.member.as_deref().and_then(|id| Some((id, book.get(id)?)));
                let mut members = Members::default();
                own.into_iter().for_each(|(id, member)| members.insert(id, member.clone()));
                members
            }
        };
        let mut reference = self.engine.reference(Detail::Full);
        let mut decisions = Vec::new();
        members.apply(self.engine.programme(), &mut reference, event, |d| decisions.push(d));
        // What it says of others is said without knowing them.
        decisions.retain(|d| d.from.is_none());
        Ok(decisions)
    }

    /// Events on which the engines came apart, and for which the interpreter's answer was given; they are forgotten here.
    pub fn mismatches(&mut self) -> Vec<Mismatch> {
        self.shadow.as_mut().map(Shadow::take).unwrap_or_default()
    }

    fn check(&self, book: &Book, received: &Received) -> Result<(), HostError> {
        if received.engine != self.engine.identity() {
            return Err(HostError::OtherEvent);
        }
        book.belongs_to(self.engine)?;
        let most = self.engine.options().limits.lots;
        let id = received.event.member.as_deref().map(|id| book.members().shared().account(id));
        let member = id.and_then(|id| book.get(id));
        match member.map(|m| m.lots.len()) {
            Some(lots) if lots > most => Err(HostError::TooLarge("lots of its member", lots, most)),
            Some(_) | None => Ok(()),
        }
    }
}
