//! The notebook: recent events of a member, so that a repeated id gives the first decision again, and goods can come
//! back. Notes are kept small: most are never read.

use super::Settled;
use super::record::{self, Record};
use crate::decision::{Decision, compact};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use treue_lang::time::Day;

/// One event that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// Hash of its content.
    fingerprint: u128,
    /// Its local day.
    day: Day,
    /// Its decision and its record take so many bytes,
    len: usize,
    /// and of these so many at the end are the record.
    record: usize,
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Plain", into = "Plain")]
pub struct Notebook {
    notes: VecDeque<Note>,
    /// Short hashes of their ids, in the same order and close together: most ids are new, and then nothing else is
    /// looked at.
    hashes: VecDeque<u64>,
    /// Their decisions and records, one behind the other, behind those that are forgotten.
    bytes: Vec<u8>,
    /// So many bytes are of notes that are forgotten.
    forgotten: usize,
    /// What has come of receipts and redemptions by returns, by id.
    settled: BTreeMap<String, Settled>,
    /// Latest days of purchases and of redemptions that are forgotten and were not returned whole.
    earlier: Latest,
}

/// Latest days of purchases and of redemptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// Of purchases.
    pub purchase: Option<Day>,
    /// Of redemptions.
    pub redeem: Option<Day>,
}

impl PartialEq for Notebook {
    fn eq(&self, other: &Notebook) -> bool {
        self.notes == other.notes
            && self.kept() == other.kept()
            && self.settled == other.settled
            && self.earlier == other.earlier
    }
}

/// The notes as they are written: nothing that is forgotten, nothing that follows from the rest.
#[derive(Serialize, Deserialize)]
struct Plain {
    notes: Vec<Note>,
    bytes: Vec<u8>,
    settled: BTreeMap<String, Settled>,
    earlier: Latest,
}

impl From<Notebook> for Plain {
    fn from(notebook: Notebook) -> Plain {
        Plain {
            bytes: notebook.kept().to_vec(),
            notes: notebook.notes.into(),
            settled: notebook.settled,
            earlier: notebook.earlier,
        }
    }
}

impl From<Plain> for Notebook {
    fn from(plain: Plain) -> Notebook {
        let mut read = Notebook {
            notes: plain.notes.into(),
            bytes: plain.bytes,
            settled: plain.settled,
            earlier: plain.earlier,
            ..Notebook::default()
        };
        // A note that cannot be read is found by `is_sound`; until then it has no hash that an id would have.
        read.hashes = read.each().map(|(_, bytes)| compact::id(bytes).map_or(0, hash)).collect();
        read
    }
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
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 29
    };
    let (words, rest) = id.as_bytes().as_chunks::<8>();
    // The last eight bytes may overlap the word before them.
    let last = match id.as_bytes().last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => rest.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte)),
    };
    let mut hash = mix(id.len() as u64, last);
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    hash
}

impl Note {
    /// Its decision and its record.
    fn split(self, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
        bytes.split_at_checked(self.len.checked_sub(self.record)?)
    }
}

impl Notebook {
    /// What was noted under an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Noted> {
        let wanted = hash(id);
        let (front, back) = self.hashes.as_slices();
        if !front.contains(&wanted) && !back.contains(&wanted) {
            return None;
        }
        let places = self.hashes.iter().enumerate().filter(|(_, h)| **h == wanted);
        let mut notes = places.filter_map(|(place, _)| self.note(place));
        let (note, bytes) = notes.find(|(_, bytes)| compact::id(bytes) == Some(id))?;
        let (decision, record) = note.split(bytes)?;
        Some(Noted {
            fingerprint: note.fingerprint,
            decision: compact::read(decision)?,
            record: record::read(record)?,
        })
    }

    /// Ids of the redemptions that name a receipt, oldest first.
    #[must_use]
    pub fn spent_on(&self, receipt: &str) -> Vec<String> {
        let of_note = |(note, bytes): (&Note, _)| {
            let (decision, record) = note.split(bytes)?;
            record::pays(record, receipt).then(|| compact::id(decision).map(str::to_owned))?
        };
        self.each().filter_map(of_note).collect()
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

    /// The latest days of a purchase and of a redemption that were not returned whole.
    #[must_use]
    pub fn latest(&self) -> Latest {
        (0..self.notes.len()).fold(self.earlier, |latest, place| self.counting(place, latest))
    }

    /// The latest days with this note among them.
    fn counting(&self, place: usize, mut latest: Latest) -> Latest {
        let parts = self.note(place).and_then(|(note, bytes)| note.split(bytes));
        let Some((decision, (is_receipt, day))) = parts.and_then(|(d, r)| Some((d, record::kind(r)?))) else {
            return latest;
        };
        let settled = || compact::id(decision).and_then(|id| self.settled.get(id));
        if self.settled.is_empty() || !settled().is_some_and(|s| s.whole) {
            let of_kind = if is_receipt { &mut latest.purchase } else { &mut latest.redeem };
            *of_kind = (*of_kind).max(Some(day));
        }
        latest
    }

    /// Days of purchases and redemptions that came before all notes.
    pub fn came_before(&mut self, latest: Latest) {
        self.earlier.purchase = self.earlier.purchase.max(latest.purchase);
        self.earlier.redeem = self.earlier.redeem.max(latest.redeem);
    }

    /// The bytes of all notes.
    fn kept(&self) -> &[u8] {
        self.bytes.get(self.forgotten..).unwrap_or_default()
    }

    /// A note with the bytes of its decision.
    fn note(&self, place: usize) -> Option<(&Note, &[u8])> {
        let note = self.notes.get(place)?;
        let start =
            self.notes.iter().take(place).fold(self.forgotten, |start, n| start.saturating_add(n.len));
        Some((note, self.bytes.get(start..start.checked_add(note.len)?)?))
    }

    /// Notes a decision of that day under its id, with its record, and forgets those of days before `from`. Days never
    /// go back.
    pub fn add(&mut self, fingerprint: u128, day: Day, decision: &Decision, record: &[u8], from: Day) {
        let mut packed = Vec::new();
        compact::write(decision, &mut packed);
        self.add_packed(fingerprint, day, &decision.event, (&packed, record), from);
    }

    /// The same for a decision that was written by [`compact::write`].
    pub(crate) fn add_packed(
        &mut self,
        fingerprint: u128,
        day: Day,
        id: &str,
        (packed, record): (&[u8], &[u8]),
        from: Day,
    ) {
        while self.notes.front().is_some_and(|n| n.day < from) {
            self.forget_first();
        }
        // What is left is moved only when it is the smaller part.
        if self.forgotten > self.bytes.len() / 2 {
            self.bytes.drain(..self.forgotten);
            self.forgotten = 0;
        }
        self.bytes.extend_from_slice(packed);
        self.bytes.extend_from_slice(record);
        self.hashes.push_back(hash(id));
        let len = packed.len().saturating_add(record.len());
        self.notes.push_back(Note { fingerprint, day, len, record: record.len() });
    }

    /// Forgets the oldest note, all but its day.
    fn forget_first(&mut self) {
        self.earlier = self.counting(0, self.earlier);
        if !self.settled.is_empty()
            && let Some(id) = self.note(0).and_then(|(_, bytes)| compact::id(bytes)).map(str::to_owned)
        {
            self.settled.remove(&id);
        }
        self.hashes.pop_front();
        if let Some(old) = self.notes.pop_front() {
            self.forgotten = self.forgotten.saturating_add(old.len);
        }
    }

    /// Looks at what a new note touches, as [`super::Member`] does at its parts.
    pub(super) fn fetch(&self) -> (u64, Option<Day>, Option<Day>, Option<u8>) {
        let (front, back) = self.hashes.as_slices();
        let lines = front.chunks(8).chain(back.chunks(8));
        let hashes = lines.filter_map(<[u64]>::first).fold(0, |all, hash| all ^ hash);
        let day = |note: &Note| note.day;
        (hashes, self.notes.front().map(day), self.notes.back().map(day), self.bytes.last().copied())
    }

    /// All notes with their bytes; none for a note whose bytes are not there.
    fn each(&self) -> impl Iterator<Item = (&Note, &[u8])> {
        let mut rest = self.kept();
        self.notes.iter().map(move |note| {
            let (bytes, after) = rest.split_at_checked(note.len).unwrap_or_default();
            rest = after;
            (note, bytes)
        })
    }

    /// The same notes under the numbers of another programme.
    pub(super) fn renamed(&self, names: &super::rename::Renaming) -> Notebook {
        let settled =
            self.settled.iter().map(|(id, s)| (id.clone(), super::carry_records::settled(s, names)));
        let mut renamed = Notebook {
            hashes: self.hashes.clone(),
            settled: settled.collect(),
            earlier: self.earlier,
            ..Notebook::default()
        };
        for (note, bytes) in self.each() {
            let start = renamed.bytes.len();
            let parts = note.split(bytes).unwrap_or((bytes, &[]));
            match compact::read(parts.0).map(|d| super::carry_notes::decision(d, names)) {
                Some(decision) => compact::write(&decision, &mut renamed.bytes),
                None => renamed.bytes.extend_from_slice(parts.0),
            }
            let record =
                record::read(parts.1).map_or_else(Vec::new, |r| super::carry_records::record(r, names));
            renamed.bytes.extend_from_slice(&record);
            let len = renamed.bytes.len().saturating_sub(start);
            renamed.notes.push_back(Note { len, record: record.len(), ..*note });
        }
        renamed
    }

    /// Whether every note can be read, all bytes belong to notes, and days never go back.
    pub(super) fn is_sound(&self) -> bool {
        let long = self.notes.iter().fold(0usize, |sum, note| sum.saturating_add(note.len));
        long == self.kept().len()
            && self.each().all(|(note, bytes)| {
                let parts = note.split(bytes);
                parts.is_some_and(|(d, r)| compact::read(d).is_some() && record::read(r).is_some())
            })
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
