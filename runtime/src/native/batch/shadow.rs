//! The second opinion on batches: the interpreter decides some of their receipts, too, and where it comes to something else, its
//! answer counts.

use crate::columns::{Batch, Given, Totals};
use crate::decision::Decision;
use crate::engine::{Detail, Evaluator};
use crate::event::Event;
use crate::reference::Reference;
use crate::state::{Member, Members};
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;
use treue_lang::programme::Programme;

/// Mismatches that are kept; the others are put right, too.
const KEPT: usize = 100;

/// A receipt of a batch on which the interpreter came to something else.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchMismatch {
    /// The receipt as an event.
    pub event: Event,
    /// What the batch gave for it.
    pub found: Given,
    /// What the interpreter said; this was given out. An empty decision where the receipt was to be left out.
    pub expected: Arc<Decision>,
    /// Whether the member was left differently by the receipts of the batch, of which this is the last.
    pub member: bool,
}

/// Looks at one of so many receipts.
pub(super) struct Shadow {
    programme: Arc<Programme>,
    reference: Reference,
    every: NonZeroUsize,
    /// Receipts until the next one.
    ahead: usize,
    mismatches: Vec<BatchMismatch>,
}

/// What the interpreter makes of some members and their receipts.
pub(super) struct Expected {
    ids: Vec<String>,
    members: Members,
    receipts: Vec<Looked>,
}

/// What the interpreter makes of a receipt.
struct Looked {
    receipt: usize,
    event: Event,
    /// None if it is left out.
    decision: Option<Arc<Decision>>,
}

impl Shadow {
    pub(super) fn new(programme: Arc<Programme>, every: NonZeroUsize, detail: Detail) -> Shadow {
        let reference = Reference::new(Arc::clone(&programme), detail);
        Shadow { programme, reference, every, ahead: every.get() - 1, mismatches: Vec::new() }
    }

    /// The mismatches so far.
    pub(super) fn take(&mut self) -> Vec<BatchMismatch> {
        std::mem::take(&mut self.mismatches)
    }

    /// The receipts of a batch that are looked at.
    fn due(&mut self, receipts: usize) -> impl Iterator<Item = usize> + use<> {
        let (first, every) = (self.ahead, self.every.get());
        let looks = receipts.saturating_sub(first).div_ceil(every);
        self.ahead = first.saturating_add(looks.saturating_mul(every)).saturating_sub(receipts);
        (0..looks).map(move |look| first.saturating_add(look.saturating_mul(every)))
    }

    /// Looks at receipts that were scored each for itself.
    pub(super) fn scored(&mut self, batch: &Batch<'_>, totals: &mut Totals) {
        for receipt in self.due(batch.len()) {
            let event = batch.event(&self.programme, receipt);
            let decision = self.reference.apply("", &mut Member::new(&self.programme), &event);
            self.compare(Looked { receipt, event, decision: Some(decision) }, true, totals);
        }
    }

    /// Decides all receipts of the members who made one that is looked at, on copies of what is known of them before the batch is
    /// booked, among members where as much may be held.
    pub(super) fn expected(
        &mut self,
        batch: &Batch<'_>,
        members: Members,
        member: impl Fn(&str) -> Option<Member>,
        event: impl Fn(usize) -> Event,
    ) -> Expected {
        let ids = batch.columns().member.as_ref();
        let id = |receipt: usize| ids.and_then(|ids| ids.get(receipt)).and_then(Option::as_deref);
        let looked: BTreeSet<&str> = self.due(batch.len()).filter_map(id).collect();
        let mut expected = Expected { ids: Vec::new(), members, receipts: Vec::new() };
        for (id, member) in looked.iter().filter_map(|id| Some((*id, member(id)?))) {
            expected.members.insert(id, member);
        }
        let theirs = |receipt: &usize| id(*receipt).is_some_and(|id| looked.contains(id));
        for receipt in (0..batch.len()).filter(|receipt| !looked.is_empty() && theirs(receipt)) {
            let event = event(receipt);
            let mut decision = None;
            expected.members.apply(&self.programme, &mut self.reference, &event, |own| {
                decision.get_or_insert(own);
            });
            expected.receipts.push(Looked { receipt, event, decision });
        }
        expected.ids = looked.into_iter().map(str::to_owned).collect();
        expected
    }

    /// Compares with what was booked; gives the members who are to be put right, and what is right of them.
    pub(super) fn booked(
        &mut self,
        expected: Expected,
        member: impl Fn(&str) -> Option<Member>,
        totals: &mut Totals,
    ) -> Vec<(String, Option<Member>)> {
        let right = |id: String| {
            let right = expected.members.get(&id);
            (member(&id).as_ref() != right).then(|| (id, right.cloned()))
        };
        let wrong: Vec<(String, Option<Member>)> = expected.ids.into_iter().filter_map(right).collect();
        let mut late: BTreeSet<&str> = wrong.iter().map(|(id, _)| id.as_str()).collect();
        // The last receipt of each member first, which says whether the member was left differently.
        for looked in expected.receipts.into_iter().rev() {
            let same = !looked.event.member.as_deref().is_some_and(|id| late.remove(id));
            self.compare(looked, same, totals);
        }
        wrong
    }

    fn compare(
        &mut self,
        Looked { receipt, event, decision }: Looked,
        same_member: bool,
        totals: &mut Totals,
    ) {
        let found = totals.of(receipt);
        let right = match &decision {
            Some(decision) => Given::of(&self.programme, decision, totals.awards.is_some()),
            None => totals.nothing(),
        };
        let same = found == right;
        if !same {
            totals.mend(receipt, right);
        }
        if !(same && same_member) && self.mismatches.len() < KEPT {
            let empty = || Arc::new(Decision::empty(&event, event.member.as_deref().unwrap_or_default()));
            let expected = decision.unwrap_or_else(empty);
            self.mismatches.push(BatchMismatch { event, found, expected, member: !same_member });
        }
    }
}
