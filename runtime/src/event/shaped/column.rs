//! A column of codes, and the dictionary that it shares with those of later batches.

use crate::columns::{Coded, Codes};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

/// Codes of values that were met before. Code 0 is the value that a row has if nothing is said, which is no text.
#[derive(Debug)]
pub(super) struct Column<T> {
    values: Vec<T>,
    /// The values as they were last handed out.
    shared: Arc<[T]>,
    codes: Vec<u32>,
    found: Found,
}

/// Finds codes by the bytes that a value was written with: open addressing, by a hash whose key no sender of events knows.
#[derive(Debug)]
struct Found {
    /// High half of the hash, and one more than the number of the entry; 0 is free.
    table: Vec<(u32, u32)>,
    /// Where the bytes of an entry end, and its code; they start where those of the one before end.
    entries: Vec<(usize, u32)>,
    bytes: Vec<u8>,
    key: u64,
}

impl Found {
    fn new() -> Found {
        let key = RandomState::new().build_hasher().finish();
        Found { table: vec![(0, 0); 64], entries: Vec::new(), bytes: Vec::new(), key }
    }

    fn hash(&self, text: &[u8]) -> u64 {
        let mix = |hash: u64, word: u64| {
            let product = u128::from(hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
            // Both halves, folded.
            #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
            let low = product as u64;
            let high = (product >> 64) as u64;
            low ^ high
        };
        let mut hash = self.key ^ (text.len() as u64);
        let mut chunks = text.chunks_exact(8);
        for chunk in &mut chunks {
            hash = mix(hash, chunk.try_into().map(u64::from_le_bytes).unwrap_or(0));
        }
        let rest = chunks.remainder().iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
        mix(hash, rest)
    }

    fn entry(&self, number: usize) -> Option<(&[u8], u32)> {
        let (end, code) = *self.entries.get(number)?;
        let start =
            number.checked_sub(1).and_then(|before| self.entries.get(before)).map_or(0, |(end, _)| *end);
        Some((self.bytes.get(start..end)?, code))
    }

    /// The code of these bytes; else the free place in the table where they belong, with their tag.
    fn get(&self, text: &[u8]) -> Result<u32, (usize, u32)> {
        let hash = self.hash(text);
        let tag = (hash >> 32) as u32;
        let mask = self.table.len().wrapping_sub(1);
        let mut place = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or(0) & mask;
        loop {
            match self.table.get(place) {
                Some((found, number)) if *number != 0 => {
                    if *found == tag
                        && let Some((bytes, code)) = self.entry(*number as usize - 1)
                        && bytes == text
                    {
                        return Ok(code);
                    }
                    place = place.wrapping_add(1) & mask;
                }
                Some(_) | None => return Err((place, tag)),
            }
        }
    }

    fn add(&mut self, text: &[u8], code: u32) {
        if (self.entries.len() + 1) * 2 > self.table.len() {
            self.grow();
        }
        let Err((place, tag)) = self.get(text) else { return };
        self.bytes.extend_from_slice(text);
        self.entries.push((self.bytes.len(), code));
        let number = u32::try_from(self.entries.len()).unwrap_or(0);
        self.table.get_mut(place).into_iter().for_each(|free| *free = (tag, number));
    }

    fn grow(&mut self) {
        self.table = vec![(0, 0); self.table.len() * 2];
        for number in 0..self.entries.len() {
            let Some((Err((place, tag)), number)) =
                self.entry(number).map(|(text, _)| self.get(text)).zip(u32::try_from(number + 1).ok())
            else {
                continue;
            };
            self.table.get_mut(place).into_iter().for_each(|free| *free = (tag, number));
        }
    }
}

impl<T: Clone + Default + PartialEq> Column<T> {
    pub(super) fn new() -> Column<T> {
        Column { values: vec![T::default()], shared: Arc::from([]), codes: Vec::new(), found: Found::new() }
    }

    /// Says the value of a row, which was written like that. `value` makes it if it is met for the first time; false if it makes
    /// none.
    #[inline]
    pub(super) fn say(&mut self, row: usize, written: &[u8], value: impl FnOnce() -> Option<T>) -> bool {
        let code = match self.found.get(written) {
            Ok(code) => code,
            Err(_) => {
                let Some(value) = value() else { return false };
                self.insert(written, value)
            }
        };
        self.set(row, code);
        true
    }

    /// Notes how a value is written that nobody reads, so that it is looked at once; false if it makes none.
    #[inline]
    pub(super) fn know(&mut self, written: &[u8], value: impl FnOnce() -> Option<T>) -> bool {
        if self.found.get(written).is_err() {
            let Some(value) = value() else { return false };
            self.insert(written, value);
        }
        true
    }

    /// The same as [`Column::say`] of a value of which it is not known how it was written.
    pub(super) fn say_value(&mut self, row: usize, value: &T, written: impl FnOnce(&T) -> Vec<u8>) {
        if *value == T::default() {
            return;
        }
        let written = written(value);
        self.say(row, &written, || Some(value.clone()));
    }

    fn insert(&mut self, written: &[u8], value: T) -> u32 {
        // The same value may be written in several ways; it may then have several codes, which mean the same.
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value);
        self.found.add(written, code);
        code
    }

    #[inline]
    fn set(&mut self, row: usize, code: u32) {
        if self.codes.len() < row {
            self.codes.resize(row, 0);
        }
        self.codes.truncate(row);
        self.codes.push(code);
    }

    /// Takes back what was said of rows from this one on.
    pub(super) fn take_back(&mut self, rows: usize) {
        self.codes.truncate(rows);
    }

    /// The value of a row.
    #[cfg(test)]
    pub(super) fn value(&self, row: usize) -> T {
        let code = self.codes.get(row).copied().unwrap_or(0);
        self.values.get(code as usize).cloned().unwrap_or_default()
    }

    /// Makes codes for so many rows, and the dictionary that is handed out.
    pub(super) fn finish(&mut self, rows: usize) {
        if !self.codes.is_empty() {
            self.codes.resize(rows, 0);
        }
        if self.shared.len() != self.values.len() {
            self.shared = self.values.clone().into();
        }
    }

    /// What [`Column::finish`] finished; `None` if no row says anything.
    pub(super) fn coded(&self) -> Option<Coded<'_, T>> {
        let codes = Codes::U32(&self.codes);
        (!self.codes.is_empty()).then(|| Coded { values: Arc::clone(&self.shared), codes })
    }
}
