//! The notebook: recent events of a member, so that a repeated id gives the first decision again. Notes are kept
//! small: most are never read.

use crate::decision::Decision;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use treue_lang::time::Day;

/// One event that was decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    /// Hash of its content.
    pub fingerprint: u128,
    /// Its local day.
    pub day: Day,
    /// Its decision as bytes, in postcard's form; the first field is its id.
    bytes: Box<[u8]>,
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
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

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

/// Most decisions are smaller than this and need no memory but that of their note.
const USUAL: usize = 512;

fn bytes(decision: &Decision) -> Box<[u8]> {
    let mut usual = [0; USUAL];
    if let Ok(bytes) = postcard::to_slice(decision, &mut usual) {
        return Box::from(&*bytes);
    }
    // Plain data into growing memory: this cannot fail.
    postcard::to_allocvec(decision).unwrap_or_default().into_boxed_slice()
}

impl Notebook {
    /// What was noted under an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Noted> {
        let wanted = hash(id);
        let places = self.hashes.iter().enumerate().filter(|(_, h)| **h == wanted);
        let notes = places.filter_map(|(place, _)| self.notes.get(place));
        let mut noted = notes.filter_map(|note| {
            let decision: Decision = postcard::from_bytes(&note.bytes).ok()?;
            Some(Noted { fingerprint: note.fingerprint, decision })
        });
        noted.find(|n| n.decision.event == id)
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
