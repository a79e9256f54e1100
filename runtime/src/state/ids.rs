//! Ids of members, each with a number: the texts one behind the other, and a table of numbers by hash. A number stays for ever.

use crate::hashing::Seed;
use std::hash::BuildHasher;

/// The smallest table.
const FEW: usize = 64;

/// Ids by number and numbers by id. The number 0 is nobody's.
#[derive(Clone)]
pub(crate) struct Ids {
    texts: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// By hash, and behind it where that place is taken: a number, or 0.
    table: Vec<u32>,
    hash: Seed,
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((1..self.len()).map(|number| self.text(number))).finish()
    }
}

impl Default for Ids {
    fn default() -> Ids {
        Ids { texts: String::new(), ends: vec![0], table: vec![0; FEW], hash: Seed::new() }
    }
}

impl Ids {
    /// The number of an id that has one.
    pub(crate) fn known(&self, id: &str) -> Option<usize> {
        let number = *self.table.get(self.find(id)?)?;
        usize::try_from(number).ok().filter(|number| *number > 0)
    }

    /// How many numbers are given out, with nobody's.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of a number.
    pub(crate) fn text(&self, number: usize) -> &str {
        let from = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(number).copied().unwrap_or(0);
        self.texts.get(from..to).unwrap_or_default()
    }

    /// The number of an id, which may be new; `None` if there are no more numbers.
    pub(crate) fn number(&mut self, id: &str) -> Option<u32> {
        let place = self.find(id)?;
        match self.table.get(place).copied()? {
            0 => {
                let number = u32::try_from(self.ends.len()).ok()?;
                self.texts.push_str(id);
                self.ends.push(self.texts.len());
                *self.table.get_mut(place)? = number;
                if self.ends.len().saturating_mul(2) > self.table.len() {
                    self.grow()?;
                }
                Some(number)
            }
            number => Some(number),
        }
    }

    /// Where an id stands in the table, or may be put.
    fn find(&self, id: &str) -> Option<usize> {
        let last = self.table.len().checked_sub(1)?;
        let mut place = usize::try_from(self.hash.hash_one(id) >> 1).unwrap_or(0) & last;
        loop {
            match *self.table.get(place)? {
                0 => return Some(place),
                number if self.text(usize::try_from(number).ok()?) == id => return Some(place),
                _ => place = place.wrapping_add(1) & last,
            }
        }
    }

    /// Twice the table, which is never more than half full.
    fn grow(&mut self) -> Option<()> {
        self.table = vec![0; self.table.len().checked_mul(2)?];
        for number in 1..self.ends.len() {
            let place = self.find(self.text(number))?;
            *self.table.get_mut(place)? = u32::try_from(number).ok()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_a_number_of_its_own() {
        let mut ids = Ids::default();
        let all: Vec<String> = (0..1_000).map(|n| format!("m{n}")).collect();
        let numbers: Vec<u32> = all.iter().map(|id| ids.number(id).unwrap()).collect();
        assert_eq!(numbers, (1..=1_000).collect::<Vec<u32>>());
        for (number, id) in (1..).zip(&all) {
            assert_eq!(ids.number(id), Some(number));
            assert_eq!(ids.text(number as usize), id);
            assert_eq!(ids.known(id), Some(number as usize));
        }
        assert_eq!(ids.len(), 1_001);
        assert_eq!(ids.known("m1000"), None);
    }
}
