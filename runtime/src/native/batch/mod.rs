//! Points of many receipts at once, from columns: what the rules give for each receipt as the first purchase of a member of whom
//! nothing is known. Nothing is booked.
//!
//! Two kernels are made for a programme and the widths of a batch's columns. The first goes through the lines of a block of
//! receipts, four a turn, and leaves running sums; the second goes through the receipts: a receipt's sum is what the running sum
//! has grown by. What is asked of a text is asked of each value of a dictionary once (`classes`). Campaigns that look alike stand
//! in tables (`index`).
//!
//! What kernels do not say (tables of values, figures, portions, rules over a time, contests, sums of more than 31 bits) is
//! decided receipt by receipt, by the evaluator of single events: every programme and every batch has its answer.

mod amount;
mod atoms;
mod award;
mod booking;
mod bound;
mod classes;
mod code;
mod condition;
mod four;
mod given;
mod happened;
mod index;
mod layout;
mod ledger;
mod line;
mod past;
mod receipt;
mod records;
mod scoring;
mod select;
mod shadow;
mod space;
mod stack;
mod stream;
mod sums;
#[cfg(test)]
mod tests;
mod time;
mod width;
mod words;

pub use happened::Happened;
pub use ledger::Ledger;
pub use shadow::BatchMismatch;
pub use sums::{RuleSums, Sums};

use super::{CompileError, Compiled, Flags, Native};
use crate::columns::{Batch, BatchError, Totals};
use crate::decision::Decision;
use crate::engine::{Detail, Evaluator};
use crate::reference::Reference;
use crate::state::Member;
use scoring::Scoring;
use shadow::Shadow;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use treue_lang::programme::Programme;

/// Rules that look alike and stand in a table instead of in code.
const ALIKE: usize = 8;

/// Scores batches by one programme. It keeps what it compiled and looked up, and serves one thread.
pub struct Tally {
    scoring: Scoring,
    single: Option<Box<dyn Evaluator>>,
    shadow: Option<Shadow>,
    /// What a test breaks.
    #[cfg(test)]
    pub(crate) breaks: Option<fn(&mut Totals)>,
    by_kernels: u64,
    one_by_one: u64,
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("programme", &self.scoring.programme.name).finish_non_exhaustive()
    }
}

impl Tally {
    /// For a programme.
    #[must_use]
    pub fn new(programme: Arc<Programme>) -> Tally {
        Tally::with_index(programme, ALIKE)
    }

    /// The same; so many rules that look alike stand in a table.
    #[must_use]
    pub fn with_index(programme: Arc<Programme>, alike: usize) -> Tally {
        Tally {
            scoring: Scoring::new(programme, alike),
            single: None,
            shadow: None,
            #[cfg(test)]
            breaks: None,
            by_kernels: 0,
            one_by_one: 0,
        }
    }

    /// The same with other instructions than the host's best.
    #[must_use]
    pub fn with_flags(mut self, flags: Flags) -> Tally {
        self.scoring.flags = flags;
        self
    }

    /// The same; kernels take so many receipts at a time, or 64 if that is more. The answers do not depend on it.
    #[must_use]
    pub fn with_block(mut self, receipts: NonZeroUsize) -> Tally {
        self.scoring.block = receipts.get();
        self
    }

    /// The same; making kernels takes no longer than that, all of them together. What has none is decided one by one.
    #[must_use]
    pub(crate) fn within(mut self, time: Duration) -> Tally {
        self.scoring.time = Some(time);
        self
    }

    /// What is left of that, for tests that look at it.
    #[cfg(test)]
    pub(crate) fn time_left(&self) -> Option<Duration> {
        self.scoring.time
    }

    /// The same with an evaluator for what kernels do not say; for everything, if there are to be none.
    #[must_use]
    pub(crate) fn with_evaluator(mut self, evaluator: Box<dyn Evaluator>, kernels: bool) -> Tally {
        self.single = Some(evaluator);
        self.scoring.by_kernels = kernels;
        self
    }

    /// The same; one of so many receipts is decided by the interpreter, too, whose answer counts.
    #[must_use]
    pub fn with_shadow(mut self, every: NonZeroUsize) -> Tally {
        self.shadow = Some(Shadow::new(Arc::clone(&self.scoring.programme), every, Detail::Awards));
        self
    }

    /// Receipts on which the interpreter came to something else; they are forgotten here.
    pub fn mismatches(&mut self) -> Vec<BatchMismatch> {
        self.shadow.as_mut().map(Shadow::take).unwrap_or_default()
    }

    /// Receipts that kernels have scored, and those that were decided one by one.
    #[must_use]
    pub fn scored(&self) -> (u64, u64) {
        (self.by_kernels, self.one_by_one)
    }

    /// Why kernels for some receipts could not be made although they were asked for, the last time that it happened: such as
    /// that the host allows no more time for compiling. Nothing where kernels do not say what the programme asks for.
    #[must_use]
    pub fn fallback(&self) -> Option<&CompileError> {
        self.scoring.fallback.as_ref()
    }

    /// The kernels that were made, in Cranelift's notation.
    #[must_use]
    pub fn clif(&self) -> String {
        self.scoring.clif()
    }

    /// Points of each receipt of a batch, and what each rule gave if it is asked for.
    ///
    /// # Errors
    /// If the batch was made for another programme.
    pub fn score(&mut self, batch: &Batch<'_>, awards: bool, totals: &mut Totals) -> Result<(), BatchError> {
        if !Arc::ptr_eq(batch.programme(), &self.scoring.programme) {
            return Err(BatchError::OtherProgramme);
        }
        totals.start(&self.scoring.programme, batch, awards);
        let receipts = u64::try_from(batch.len()).unwrap_or(0);
        if batch.is_empty() {
            totals.awards.iter_mut().for_each(|awards| awards.columns.fill(None));
        } else if self.scoring.score(batch, awards, totals, None).is_some() {
            self.by_kernels = self.by_kernels.saturating_add(receipts);
        } else {
            totals.start(&self.scoring.programme, batch, awards);
            totals.awards.iter_mut().for_each(|awards| awards.columns.fill(None));
            self.single(batch, totals);
            self.one_by_one = self.one_by_one.saturating_add(receipts);
        }
        #[cfg(test)]
        self.breaks.iter().for_each(|breaks| breaks(totals));
        if let Some(shadow) = &mut self.shadow {
            shadow.scored(batch, totals);
        }
        Ok(())
    }

    /// Each receipt as an event.
    fn single(&mut self, batch: &Batch<'_>, totals: &mut Totals) {
        for receipt in 0..batch.len() {
            let decision = self.decision(batch, receipt);
            totals.decided(&self.scoring.programme, receipt, &decision);
        }
    }

    /// What is decided on a receipt as an event of its own.
    fn decision(&mut self, batch: &Batch<'_>, receipt: usize) -> Arc<Decision> {
        let programme = &self.scoring.programme;
        let single = self.single.get_or_insert_with(|| evaluator(programme));
        single.apply("", &mut Member::new(programme), &batch.event(programme, receipt))
    }
}

/// An evaluator of single events.
fn evaluator(programme: &Arc<Programme>) -> Box<dyn Evaluator> {
    match Compiled::new(Arc::clone(programme)) {
        Ok(compiled) => Box::new(Native::new(compiled, Detail::Awards)),
        Err(_) => Box::new(Reference::new(Arc::clone(programme), Detail::Awards)),
    }
}
