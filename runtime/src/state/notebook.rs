//! The notebook: recent events of a member, so that a repeated id gives the first decision again.

use crate::decision::Decision;
use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use treue_lang::time::Day;

/// One event that was decided. Its id is that of its decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Hash of its content.
    pub fingerprint: u128,
    /// Its local day.
    pub day: Day,
    /// What was decided.
    pub decision: Arc<Decision>,
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notebook {
    notes: VecDeque<Note>,
    /// Short hashes of their ids, in the same order and close together: most ids are new, and then nothing else is
    /// looked at.
    hashes: VecDeque<u64>,
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Notebook {
    /// The note of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Note> {
        let wanted = hash(id);
        let places = self.hashes.iter().enumerate().filter(|(_, h)| **h == wanted);
        places.filter_map(|(place, _)| self.notes.get(place)).find(|n| n.decision.event == id)
    }

    /// Adds a note, and forgets those of days before `from`. Days never go back.
    pub fn add(&mut self, note: Note, from: Day) {
        while self.notes.front().is_some_and(|n| n.day < from) {
            self.notes.pop_front();
            self.hashes.pop_front();
        }
        self.hashes.push_back(hash(&note.decision.event));
        self.notes.push_back(note);
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
