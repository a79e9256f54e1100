//! Dictionaries: the first time a text is seen in a column, all tests of the column are asked of it; from then on its bits are looked up.

use crate::native::plan::facts::TextColumn;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use treue_lang::programme::TextTest;

/// A dictionary keeps at most so many texts, and so many words of their bits; beyond that it starts again.
const MOST: usize = 1 << 20;
const MOST_WORDS: usize = 1 << 23;

/// How texts are tested in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// Equal, with case.
    Exactly,
    /// Equal, or below it in the tree of categories.
    Category,
}

/// The bits of a column's texts.
#[derive(Debug)]
pub(crate) struct Dictionary {
    matching: Match,
    tests: Vec<TextTest>,
    /// Word of the first bit.
    first_word: usize,
    /// How many words the bits of the column reach over.
    words: usize,
    /// Position of the first bit in the first word.
    shift: u32,
    /// Bits of a missing text.
    missing: Vec<u64>,
    places: HashMap<Box<str>, usize, Seed>,
    masks: Vec<u64>,
}

impl Dictionary {
    /// For a column; `default` is what a missing text is declared to be: it comes before what a test says.
    pub(crate) fn new<C>(column: &TextColumn<C>, matching: Match, default: Option<&str>) -> Dictionary {
        let shift = column.first_bit % 64;
        let mut dictionary = Dictionary {
            matching,
            tests: column.tests.clone(),
            first_word: column.first_bit as usize / 64,
            words: (shift as usize + column.tests.len()).div_ceil(64),
            shift,
            missing: Vec::new(),
            places: HashMap::with_hasher(Seed::new()),
            masks: Vec::new(),
        };
        dictionary.missing = dictionary.bits(|test| {
            let text = default.or(test.missing.as_deref());
            text.is_some_and(|t| passes(matching, test, t))
        });
        dictionary
    }

    fn bits(&self, holds: impl Fn(&TextTest) -> bool) -> Vec<u64> {
        let mut bits = vec![0u64; self.words];
        for (i, test) in self.tests.iter().enumerate() {
            let bit = self.shift as usize + i;
            if let Some(word) = bits.get_mut(bit / 64).filter(|_| holds(test)) {
                *word |= 1 << (bit % 64);
            }
        }
        bits
    }

    /// Forgets all texts if there are too many; between events only.
    pub(crate) fn keep_small(&mut self) {
        if self.places.len() > MOST || self.masks.len() > MOST_WORDS {
            self.places.clear();
            self.masks.clear();
        }
    }

    /// The words that the bits reach over: the first, and the bits of a text (or of a missing one).
    pub(crate) fn look_up(&mut self, text: Option<&str>) -> (usize, &[u64]) {
        let Some(text) = text else { return (self.first_word, &self.missing) };
        let place = match self.places.get(text) {
            Some(place) => *place,
            None => self.learn(text),
        };
        (self.first_word, self.masks.get(place..place + self.words).unwrap_or_default())
    }

    #[cold]
    fn learn(&mut self, text: &str) -> usize {
        let bits = self.bits(|test| passes(self.matching, test, text));
        let place = self.masks.len();
        self.masks.extend(bits);
        self.places.insert(text.into(), place);
        place
    }
}

/// Whether a text passes a test.
fn passes(matching: Match, test: &TextTest, text: &str) -> bool {
    let named = |text: &str| test.values.binary_search_by(|v| v.as_str().cmp(text)).is_ok();
    match matching {
        Match::Exactly => named(text),
        Match::Category => {
            named(text) || text.char_indices().any(|(at, c)| c == '/' && text.get(..at).is_some_and(named))
        }
    }
}

/// A quick hash of texts, seeded by chance so that nobody can prepare texts that collide.
#[derive(Clone, Copy, Debug)]
struct Seed(u64);

impl Seed {
    fn new() -> Seed {
        Seed(RandomState::new().hash_one(0u8) | 1)
    }
}

impl BuildHasher for Seed {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded(self.0, self.0.rotate_left(32))
    }
}

/// Eight bytes at a time, multiplied and folded.
struct Folded(u64, u64);

impl Folded {
    fn add(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(self.1 | 1);
        let low = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0);
        let high = u64::try_from(product >> 64).unwrap_or(0);
        self.0 = low ^ high ^ 0x9e37_79b9_7f4a_7c15;
    }
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        // The last eight bytes may overlap those before them, so that nothing is copied piece by piece.
        let mark = (bytes.len() as u64) << 56;
        let Some(last) = bytes.last_chunk() else { return self.add(short(bytes) ^ mark) };
        for chunk in bytes.chunks_exact(8) {
            self.add(chunk.try_into().map_or(0, u64::from_le_bytes));
        }
        self.add(u64::from_le_bytes(*last) ^ mark);
    }

    fn write_u8(&mut self, _: u8) {
        // The mark that ends a text: its length is in the hash already.
    }

    fn finish(&self) -> u64 {
        let product = u128::from(self.0) * u128::from(self.1);
        u64::try_from((product ^ (product >> 64)) & u128::from(u64::MAX)).unwrap_or(0)
    }
}

/// Fewer than eight bytes as one number.
fn short(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(tests: &[(&[&str], Option<&str>)], first_bit: u32) -> TextColumn<()> {
        let test = |(values, missing): &(&[&str], Option<&str>)| TextTest {
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            missing: missing.map(str::to_owned),
        };
        TextColumn { column: (), tests: tests.iter().map(test).collect(), first_bit }
    }

    #[test]
    fn categories_hold_what_is_below_them() {
        let column = column(&[(&["food", "wine/red"], None), (&["foo"], None)], 0);
        let mut d = Dictionary::new(&column, Match::Category, None);
        assert_eq!(d.look_up(Some("food")), (0, &[0b01][..]));
        assert_eq!(d.look_up(Some("food/produce/apples")), (0, &[0b01][..]));
        assert_eq!(d.look_up(Some("foo/d")), (0, &[0b10][..]));
        assert_eq!(d.look_up(Some("wine")), (0, &[0][..]));
        assert_eq!(d.look_up(Some("wine/red/merlot")), (0, &[0b01][..]));
        assert_eq!(d.look_up(Some("wine/redder")), (0, &[0][..]));
        assert_eq!(d.look_up(None), (0, &[0][..]));
    }

    #[test]
    fn bits_stand_where_the_column_starts_and_may_cross_words() {
        let column = column(&[(&["a"], None), (&["b"], Some("b")), (&["a", "b"], None)], 63);
        let mut d = Dictionary::new(&column, Match::Exactly, Some("a"));
        assert_eq!(d.look_up(Some("a")), (0, &[1 << 63, 0b10][..]));
        assert_eq!(d.look_up(Some("b")), (0, &[0, 0b11][..]));
        assert_eq!(d.look_up(Some("A")), (0, &[0, 0][..]));
        // Missing: the default `a` comes before the `b` of the second test.
        assert_eq!(d.look_up(None), (0, &[1 << 63, 0b10][..]));
        // Without a default the second takes its own `b`, the others have nothing.
        let mut d = Dictionary::new(&column, Match::Exactly, None);
        assert_eq!(d.look_up(None), (0, &[0, 0b01][..]));
    }
}
