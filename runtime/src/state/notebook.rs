//! The notebook: recent events of a member, so that a repeated id gives the first decision again. Notes are kept
//! small: most are never read.

use super::record::{self, Record};
use super::{Settled, compact};
use crate::decision::Decision;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use treue_lang::time::Day;

/// One event that was decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    /// Hash of its content.
    pub fingerprint: u128,
    /// Its local day.
    pub day: Day,
    /// Its decision as bytes, and behind it its record.
    bytes: Box<[u8]>,
    /// Bytes of the decision.
    decision: usize,
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notebook {
    notes: VecDeque<Note>,
    /// Short hashes of their ids, in the same order and close together: most ids are new, and then nothing else is
    /// looked at.
    hashes: VecDeque<u64>,
    /// What has come of receipts by returns, by id.
    settled: BTreeMap<String, Settled>,
    /// Latest day of purchases that are forgotten and were not returned whole.
    earlier_purchase: Option<Day>,
    /// The same of redemptions.
    earlier_redeem: Option<Day>,
}

/// A note with its decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// Hash of the event's content.
    pub fingerprint: u128,
    /// What was decided.
    pub decision: Decision,
    /// What it takes to decide it again.
    pub record: Record,
}

/// A short hash. Texts that share it cost only a second look, and only to the member whose they are.
fn hash(id: &str) -> u64 {
    let (words, rest) = id.as_bytes().as_chunks::<8>();
    let rest = rest.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    words.chain([rest]).fold(id.len() as u64, |hash, word| {
        let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 29
    })
}

thread_local! {
    /// Where decisions are written before it is known how long they are.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

fn bytes(decision: &Decision, record: &[u8]) -> (Box<[u8]>, usize) {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.clear();
        compact::write(decision, scratch);
        let len = scratch.len();
        scratch.extend_from_slice(record);
        (Box::from(scratch.as_slice()), len)
    })
}

impl Note {
    /// Counts it among the latest purchases or redemptions, unless it was returned whole.
    fn count(&self, settled: &BTreeMap<String, Settled>, latest: &mut (Option<Day>, Option<Day>)) {
        let (decision, record) = self.parts();
        let Some((is_receipt, day)) = record::kind(record) else { return };
        let whole = !settled.is_empty()
            && compact::id(decision).and_then(|id| settled.get(id)).is_some_and(|s| s.whole);
        if whole {
            return;
        }
        let place = if is_receipt { &mut latest.0 } else { &mut latest.1 };
        *place = (*place).max(Some(day));
    }

    /// The bytes of its decision, and of its record.
    fn parts(&self) -> (&[u8], &[u8]) {
        self.bytes.split_at_checked(self.decision).unwrap_or_default()
    }
}

impl Notebook {
    /// What was noted under an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Noted> {
        let wanted = hash(id);
        let places = self.hashes.iter().enumerate().filter(|(_, h)| **h == wanted);
        let notes = places.filter_map(|(place, _)| self.notes.get(place));
        let mut noted = notes.filter(|note| compact::id(&note.bytes) == Some(id));
        let note = noted.next()?;
        let (decision, record) = note.parts();
        Some(Noted {
            fingerprint: note.fingerprint,
            decision: compact::read(decision)?,
            record: record::read(record)?,
        })
    }

    /// What has come of a receipt or a redemption by returns.
    #[must_use]
    pub fn settled(&self, id: &str) -> Option<&Settled> {
        self.settled.get(id)
    }

    /// Notes what has come of a receipt or a redemption by returns.
    pub fn settle(&mut self, id: &str, settled: Settled) {
        self.settled.insert(id.to_owned(), settled);
    }

    /// The latest day of a purchase that was not returned whole, and of such a redemption.
    #[must_use]
    pub fn latest(&self) -> (Option<Day>, Option<Day>) {
        let mut latest = (self.earlier_purchase, self.earlier_redeem);
        for note in &self.notes {
            note.count(&self.settled, &mut latest);
        }
        latest
    }

    /// Notes a decision of that day under its id with its record, and forgets those of days before `from`. Days never go
    /// back.
    pub fn add(&mut self, fingerprint: u128, day: Day, decision: &Decision, record: &[u8], from: Day) {
        while self.notes.front().is_some_and(|n| n.day < from) {
            self.hashes.pop_front();
            self.notes.pop_front().into_iter().for_each(|note| self.forget(&note));
        }
        self.hashes.push_back(hash(&decision.event));
        let (bytes, decision) = bytes(decision, record);
        self.notes.push_back(Note { fingerprint, day, bytes, decision });
    }

    /// What is left of a note that is forgotten.
    fn forget(&mut self, note: &Note) {
        let mut earlier = (self.earlier_purchase, self.earlier_redeem);
        note.count(&self.settled, &mut earlier);
        (self.earlier_purchase, self.earlier_redeem) = earlier;
        if !self.settled.is_empty()
            && let Some(id) = compact::id(&note.bytes)
        {
            self.settled.remove(id);
        }
    }

    /// Days of a purchase and a redemption that came before all notes.
    pub fn came_before(&mut self, purchase: Option<Day>, redeem: Option<Day>) {
        self.earlier_purchase = self.earlier_purchase.max(purchase);
        self.earlier_redeem = self.earlier_redeem.max(redeem);
    }

    /// Looks at both ends of the notes, as [`super::Member`] does at its parts.
    pub(super) fn fetch(&self) -> (Option<u64>, Option<u64>, Option<Day>, Option<Day>) {
        let day = |note: &Note| note.day;
        let (first, last) = (self.hashes.front().copied(), self.hashes.back().copied());
        (first, last, self.notes.front().map(day), self.notes.back().map(day))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }
}
