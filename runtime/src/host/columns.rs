//! Receipts as columns: scored each for itself, or booked on members.

use super::book::Book;
use super::engine::Engine;
use super::error::HostError;
use crate::columns::{Batch, Columns};
use crate::engine::Detail;
use crate::native::batch::{Ledger, Tally};
use crate::state::{Members, Shape, apart};
use std::num::NonZeroUsize;
use std::sync::Arc;

impl Engine {
    /// Checks columns of receipts against the programme; a batch of them borrows them.
    ///
    /// # Errors
    /// The first thing that is wrong with them, or a receipt of more lines than the host allows.
    pub fn batch<'c>(&self, columns: Columns<'c>) -> Result<Batch<'c>, HostError> {
        let batch = Batch::new(self.programme(), columns).map_err(HostError::Columns)?;
        let (lines, most) = (batch.facts().longest, self.options().limits.lines);
        if lines > most { Err(HostError::TooLarge("lines", lines, most)) } else { Ok(batch) }
    }

    /// Somebody to score batches on one thread: what rules give for each receipt as the first of a member of whom nothing is
    /// known. Nothing is booked.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let tally = Tally::new(Arc::clone(self.programme()));
        let tally = tally.with_evaluator(self.evaluator(Detail::Awards), self.is_native());
        let tally = tally.within(self.time_left());
        match self.sample() {
            Some(every) => tally.with_shadow(every),
            None => tally,
        }
    }

    /// Somebody to book batches on one thread, with these members.
    fn ledger(&self, members: Members) -> Ledger {
        let ledger = Ledger::with_members(Arc::clone(self.programme()), members);
        // What is remembered of a receipt is what would have been told of it.
        let detail = self.options().detail;
        let ledger = ledger.with_evaluator(self.evaluator(detail), self.is_native());
        let ledger = ledger.within(self.time_left()).with_lots(self.options().limits.lots);
        match self.sample() {
            Some(every) => ledger.with_shadow(every, detail),
            None => ledger,
        }
    }

    /// One of so many receipts is looked at a second time.
    fn sample(&self) -> Option<NonZeroUsize> {
        self.options().shadow.and_then(|every| NonZeroUsize::try_from(every).ok())
    }
}

impl Book {
    /// Hands the members over to those who book batches, a thread each: in so many parts, or in one where what a member does can
    /// reach another one. [`crate::state::part_of`] says in which part a member is.
    ///
    /// # Errors
    /// If they are members of another programme.
    pub fn into_ledgers(self, engine: &Engine, parts: usize) -> Result<Vec<Ledger>, HostError> {
        self.belongs_to(engine)?;
        let parts = if apart(engine.programme()) { parts } else { 1 };
        Ok(self.into_members().into_parts(parts).into_iter().map(|members| engine.ledger(members)).collect())
    }

    /// Takes the members back.
    ///
    /// # Errors
    /// If they are members of another programme.
    pub fn from_ledgers(
        engine: &Engine,
        ledgers: impl IntoIterator<Item = Ledger>,
    ) -> Result<Book, HostError> {
        let own = |ledger: Ledger| {
            let same = Arc::ptr_eq(ledger.programme(), engine.programme())
                || Shape::of(ledger.programme()).hash() == engine.shape();
            if same { Ok(ledger.into_members()) } else { Err(HostError::OtherMembers) }
        };
        let parts = ledgers.into_iter().map(own).collect::<Result<Vec<Members>, HostError>>()?;
        Ok(Book::of(engine, Members::from_parts(parts)))
    }
}
