//! The notebook: recent events of a member, so that a repeated id gives the first decision again. Notes are kept
//! small: most are never read.

use super::compact;
use crate::decision::Decision;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::VecDeque;
use treue_lang::time::Day;

/// One event that was decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    /// Hash of its content.
    pub fingerprint: u128,
    /// Its local day.
    pub day: Day,
    /// Its decision as bytes.
    bytes: Box<[u8]>,
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notebook {
    notes: VecDeque<Note>,
    /// Short hashes of their ids, in the same order and close together: most ids are new, and then nothing else is
    /// looked at.
    hashes: VecDeque<u64>,
}

/// A note with its decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// Hash of the event's content.
    pub fingerprint: u128,
    /// What was decided.
    pub decision: Decision,
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

fn bytes(decision: &Decision) -> Box<[u8]> {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.clear();
        compact::write(decision, scratch);
        Box::from(scratch.as_slice())
    })
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
        Some(Noted { fingerprint: note.fingerprint, decision: compact::read(&note.bytes)? })
    }

    /// Notes a decision of that day under its id, and forgets those of days before `from`. Days never go back.
    pub fn add(&mut self, fingerprint: u128, day: Day, decision: &Decision, from: Day) {
        while self.notes.front().is_some_and(|n| n.day < from) {
            self.notes.pop_front();
            self.hashes.pop_front();
        }
        self.hashes.push_back(hash(&decision.event));
        self.notes.push_back(Note { fingerprint, day, bytes: bytes(decision) });
    }

    /// Looks at both ends of the notes, as [`super::Member`] does at its parts.
    pub(super) fn fetch(&self) -> (Option<u64>, Option<u64>, Option<Day>, Option<Day>) {
        let day = |note: &Note| note.day;
        let (first, last) = (self.hashes.front().copied(), self.hashes.back().copied());
        (first, last, self.notes.front().map(day), self.notes.back().map(day))
    }

    /// The same notes under the numbers of another programme.
    pub(super) fn renamed(&self, names: &super::rename::Renaming) -> Notebook {
        let note = |note: &Note| {
            let decision = compact::read(&note.bytes).map(|d| super::carry_notes::decision(d, names));
            let bytes = decision.map_or_else(|| note.bytes.clone(), |d| bytes(&d));
            Note { fingerprint: note.fingerprint, day: note.day, bytes }
        };
        Notebook { notes: self.notes.iter().map(note).collect(), hashes: self.hashes.clone() }
    }

    /// Whether every note can be read and is found under its id, and days never go back.
    pub(super) fn is_sound(&self) -> bool {
        let found = |(note, wanted): (&Note, &u64)| {
            compact::read(&note.bytes).is_some_and(|decision| hash(&decision.event) == *wanted)
        };
        self.notes.len() == self.hashes.len()
            && self.notes.iter().zip(&self.hashes).all(found)
            && self.notes.iter().zip(self.notes.iter().skip(1)).all(|(a, b)| a.day <= b.day)
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
