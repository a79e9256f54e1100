//! The notebook: recent events of a member, so that a repeated id gives the first decision again, and goods can come
//! back. Notes are kept small: most are never read.

use super::Settled;
use super::record::{self, Record};
use crate::decision::{Decision, compact};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use treue_lang::time::Day;

/// A piece of memory for notes has so many bytes, or as many as the one note in it: all of one size, so that what one member
/// forgets is what another one needs, and small enough to be had quickly.
const PIECE: usize = 992;
/// Most notes take no more bytes.
const NOTE: usize = 448;

/// Room for so many notes is made at once.
const FEW: usize = 8;

/// One event that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// Hash of its content.
    fingerprint: u128,
    /// Its local day.
    day: Day,
    /// Its decision and its record take so many bytes,
    len: u32,
    /// and of these so many at the end are the record.
    record: u32,
    /// No part of the value: it follows from the record.
    #[serde(skip)]
    holds: Holds,
}

/// What the record of a note is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Holds {
    /// Nothing.
    #[default]
    Nothing,
    /// A receipt of the note's day,
    Receipt,
    /// a redemption of the note's day,
    Spent,
    /// or either, of another day.
    OfAnotherDay,
}

impl Holds {
    fn of(record: &[u8], day: Day) -> Holds {
        match record::kind(record) {
            None => Holds::Nothing,
            Some((_, other)) if other != day => Holds::OfAnotherDay,
            Some((true, _)) => Holds::Receipt,
            Some((false, _)) => Holds::Spent,
        }
    }
}

/// Recent events, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Plain", into = "Plain")]
pub struct Notebook {
    notes: VecDeque<Note>,
    /// Short hashes of their ids, in the same order and close together: most ids are new, and then nothing else is
    /// looked at.
    hashes: VecDeque<u16>,
    /// Their decisions and records, one behind the other: pieces that are full, oldest first,
    full: VecDeque<Vec<u8>>,
    /// and the latest, where there may be room. No note stands in two pieces.
    open: Vec<u8>,
    /// So many bytes of the first piece are of notes that are forgotten.
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
            && self.pieces().map(<[u8]>::len).sum::<usize>() == other.pieces().map(<[u8]>::len).sum::<usize>()
            && self.each().eq(other.each())
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
            bytes: notebook.pieces().collect::<Vec<_>>().concat(),
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
            settled: plain.settled,
            earlier: plain.earlier,
            ..Notebook::default()
        };
        let mut rest = plain.bytes.as_slice();
        for at in 0..read.notes.len() {
            let len = read.notes.get(at).map_or(0, Note::size);
            let (bytes, after) = rest.split_at_checked(len).unwrap_or((rest, &[]));
            read.put([bytes, &[], &[]]);
            rest = after;
        }
        // Bytes of no note: `is_sound` finds them.
        read.put([rest, &[], &[]]);
        // A note that cannot be read is found by `is_sound`; until then it has no hash that an id would have.
        let holds = |(note, bytes): (&Note, &[u8])| {
            note.split(bytes).map_or(Holds::Nothing, |(_, record)| Holds::of(record, note.day))
        };
        let held: Vec<Holds> = read.each().map(holds).collect();
        read.notes.iter_mut().zip(held).for_each(|(note, holds)| note.holds = holds);
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
pub(crate) fn hash(id: &str) -> u16 {
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
    u16::try_from(hash >> 48).unwrap_or(0)
}

/// A length. What a programme may make of one event is far below 2^32 bytes.
fn short(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl Note {
    /// Bytes of its decision and its record.
    fn size(&self) -> usize {
        self.len as usize
    }

    /// Its decision and its record.
    fn split(self, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
        bytes.split_at_checked(usize::try_from(self.len.checked_sub(self.record)?).ok()?)
    }
}

impl Notebook {
    /// What was noted under an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Noted> {
        let wanted = hash(id);
        if !self.may_know(wanted) {
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

    /// Whether an id of that short hash may have been noted.
    pub(crate) fn may_know(&self, hash: u16) -> bool {
        let (front, back) = self.hashes.as_slices();
        front.contains(&hash) || back.contains(&hash)
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

    /// Ids of all redemptions, the latest first.
    #[must_use]
    pub fn redemptions(&self) -> Vec<String> {
        let of_note = |(note, bytes): (&Note, _)| {
            let (decision, record) = note.split(bytes)?;
            let (is_receipt, _) = record::kind(record)?;
            (!is_receipt).then(|| compact::id(decision).map(str::to_owned))?
        };
        let mut ids: Vec<String> = self.each().filter_map(of_note).collect();
        ids.reverse();
        ids
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
        self.each().fold(self.earlier, |latest, note| self.counting(note, latest))
    }

    /// The latest days with this note among them.
    fn counting(&self, (note, bytes): (&Note, &[u8]), mut latest: Latest) -> Latest {
        let (is_receipt, day) = match note.holds {
            Holds::Nothing => return latest,
            Holds::Receipt => (true, note.day),
            Holds::Spent => (false, note.day),
            Holds::OfAnotherDay => match note.split(bytes).and_then(|(_, record)| record::kind(record)) {
                Some(kind) => kind,
                None => return latest,
            },
        };
        let settled = || compact::id(bytes).and_then(|id| self.settled.get(id));
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

    /// The bytes of all notes, piece by piece.
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let pieces = self.full.iter().map(Vec::as_slice).chain([self.open.as_slice()]);
        let starts = [self.forgotten].into_iter().chain(std::iter::repeat(0));
        pieces.zip(starts).map(|(piece, start)| piece.get(start..).unwrap_or_default())
    }

    /// Writes the bytes of a note behind all others.
    fn put(&mut self, parts: [&[u8]; 3]) {
        let len = parts.iter().fold(0usize, |sum, part| sum.saturating_add(part.len()));
        if self.open.capacity().saturating_sub(self.open.len()) < len {
            let piece = Vec::with_capacity(len.max(PIECE));
            let full = std::mem::replace(&mut self.open, piece);
            if !full.is_empty() {
                self.full.push_back(full);
            }
        }
        parts.into_iter().for_each(|part| self.open.extend_from_slice(part));
    }

    /// A note with the bytes of its decision.
    fn note(&self, place: usize) -> Option<(&Note, &[u8])> {
        self.each().nth(place).filter(|(note, bytes)| bytes.len() == note.size())
    }

    /// Notes a decision of that day under its id, with its record, and forgets those of days before `from`. Days never
    /// go back.
    pub fn add(&mut self, fingerprint: u128, day: Day, decision: &Decision, record: &[u8], from: Day) {
        let mut packed = Vec::new();
        compact::write(decision, &mut packed);
        self.add_packed(fingerprint, day, hash(&decision.event), [&packed, record, &[]], from);
    }

    /// The same for a decision that was written by [`compact::write`] and for a record in two parts, under the short hash of
    /// an id.
    pub(crate) fn add_packed(
        &mut self,
        fingerprint: u128,
        day: Day,
        hash: u16,
        [packed, record, rest]: [&[u8]; 3],
        from: Day,
    ) {
        while self.notes.front().is_some_and(|n| n.day < from) {
            self.forget_first();
        }
        let record_len = record.len().saturating_add(rest.len());
        let len = packed.len().saturating_add(record_len);
        self.put([packed, record, rest]);
        if self.notes.is_empty() {
            self.hashes.reserve(FEW);
            self.notes.reserve(FEW);
        }
        self.hashes.push_back(hash);
        let holds = Holds::of(if record.is_empty() { rest } else { record }, day);
        let (len, record) = (short(len), short(record_len));
        self.notes.push_back(Note { fingerprint, day, len, record, holds });
    }

    /// Takes in the notes of another one, each behind those of the days before it, own ones first. Of two notes of one id the
    /// own one stays; of the other only its day.
    pub fn take_in(&mut self, other: &Notebook) {
        let known: Vec<bool> = other
            .each()
            .map(|(_, bytes)| compact::id(bytes).is_some_and(|id| self.find(id).is_some()))
            .collect();
        let mut both = Notebook { earlier: self.earlier, ..Notebook::default() };
        both.came_before(other.earlier);
        for ((note, bytes), _) in other.each().zip(&known).filter(|(_, known)| **known) {
            both.earlier = other.counting((note, bytes), both.earlier);
        }
        both.settled.clone_from(&self.settled);
        let theirs = other.settled.iter().filter(|(id, _)| self.find(id).is_none());
        both.settled.extend(theirs.map(|(id, settled)| (id.clone(), settled.clone())));
        let theirs = other.each().zip(&known).filter(|(_, known)| !**known).map(|(note, _)| note);
        let mut notes: Vec<(&Note, &[u8])> = self.each().chain(theirs).collect();
        notes.sort_by_key(|(note, _)| note.day);
        for (note, bytes) in notes {
            both.put([bytes, &[], &[]]);
            both.hashes.push_back(compact::id(bytes).map_or(0, hash));
            both.notes.push_back(*note);
        }
        *self = both;
    }

    /// Forgets the oldest note, all but its day.
    fn forget_first(&mut self) {
        if let Some(note) = self.note(0) {
            self.earlier = self.counting(note, self.earlier);
        }
        if !self.settled.is_empty()
            && let Some(id) = self.note(0).and_then(|(_, bytes)| compact::id(bytes)).map(str::to_owned)
        {
            self.settled.remove(&id);
        }
        self.hashes.pop_front();
        if let Some(old) = self.notes.pop_front() {
            self.forgotten = self.forgotten.saturating_add(old.size());
        }
        let first = self.full.front().unwrap_or(&self.open);
        if self.forgotten >= first.len() {
            self.forgotten = 0;
            if self.full.pop_front().is_none() {
                self.open.clear();
            }
        }
    }

    /// Where a new note goes, and where its id is looked for.
    #[inline]
    pub(super) fn places(&self, look: impl Fn(*const u8)) {
        let (front, back) = self.hashes.as_slices();
        front.chunks(32).chain(back.chunks(32)).for_each(|line| look(line.as_ptr().cast()));
        let (front, back) = self.notes.as_slices();
        look(front.as_ptr().cast());
        let last = if back.is_empty() { front } else { back };
        look(last.as_ptr_range().end.cast());
        let end = self.open.as_ptr().wrapping_add(self.open.len());
        let room = self.open.capacity().saturating_sub(self.open.len()).min(NOTE);
        (0..room).step_by(64).for_each(|at| look(end.wrapping_add(at)));
    }

    /// All notes with their bytes; none for a note whose bytes are not there.
    fn each(&self) -> impl Iterator<Item = (&Note, &[u8])> {
        let mut pieces = self.pieces();
        let mut rest = pieces.next().unwrap_or_default();
        self.notes.iter().map(move |note| {
            while rest.is_empty() && note.len > 0 {
                let Some(piece) = pieces.next() else { break };
                rest = piece;
            }
            let (bytes, after) = rest.split_at_checked(note.size()).unwrap_or_default();
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
            let parts = note.split(bytes).unwrap_or((bytes, &[]));
            let mut packed = Vec::new();
            match compact::read(parts.0).map(|d| super::carry_notes::decision(d, names)) {
                Some(decision) => compact::write(&decision, &mut packed),
                None => packed.extend_from_slice(parts.0),
            }
            let record =
                record::read(parts.1).map_or_else(Vec::new, |r| super::carry_records::record(r, names));
            renamed.put([&packed, &record, &[]]);
            let len = short(packed.len().saturating_add(record.len()));
            let holds = Holds::of(&record, note.day);
            renamed.notes.push_back(Note { len, record: short(record.len()), holds, ..*note });
        }
        renamed
    }

    /// Whether every note can be read, all bytes belong to notes, and days never go back.
    pub(super) fn is_sound(&self) -> bool {
        let long = self.notes.iter().fold(0usize, |sum, note| sum.saturating_add(note.size()));
        long == self.pieces().fold(0usize, |sum, piece| sum.saturating_add(piece.len()))
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
