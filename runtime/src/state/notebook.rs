//! The notebook: recent events of a member, so that a repeated id gives the first decision again.

use crate::decision::Decision;
use std::sync::Arc;
use treue_lang::time::Day;

/// One event that was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its id.
    pub id: String,
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
    notes: Vec<Note>,
}

impl Notebook {
    /// The note of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Note> {
        self.notes.iter().rev().find(|n| n.id == id)
    }

    /// Adds a note, and forgets those of days before `from`.
    pub fn add(&mut self, note: Note, from: Day) {
        if self.notes.first().is_some_and(|n| n.day < from) {
            self.notes.retain(|n| n.day >= from);
        }
        self.notes.push(note);
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
