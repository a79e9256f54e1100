//! Dictionaries: the first time a text is seen in a column, all tests of the column are asked of it; from then on its bits are looked up.

use crate::hashing::{Seed, halves};
use crate::native::plan::facts::TextColumn;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
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
    /// Which tests name a text, by their positions.
    named: HashMap<String, Vec<usize>>,
    /// Word of the first bit.
    first_word: usize,
    /// How many words the bits of the column reach over.
    words: usize,
    /// Position of the first bit in the first word.
    shift: u32,
    /// Bits of a missing text.
    missing: Vec<u64>,
    /// Texts seen latest, each in the one place it can have.
    latest: Box<[Latest]>,
    /// Where the bits of a text of at most 32 bytes are.
    short: HashMap<Short, usize, Seed>,
    /// Where those of a longer one are.
    long: HashMap<Box<str>, usize, Seed>,
    masks: Vec<u64>,
}

/// A text of at most 32 bytes as numbers, which tell it apart from every other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Short {
    /// Its first and its last bytes: sixteen of each, eight, or four (they may overlap); of a shorter one all.
    parts: [u64; 4],
    len: u64,
}

impl Short {
    #[inline]
    fn of(text: &str) -> Option<Short> {
        let bytes = text.as_bytes();
        let len = bytes.len() as u64;
        if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
            let ((a, b), (c, d)) = (halves(u128::from_le_bytes(*first)), halves(u128::from_le_bytes(*last)));
            return (len <= 32).then_some(Short { parts: [a, b, c, d], len });
        }
        if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            return Some(Short::two(u64::from_le_bytes(*first), u64::from_le_bytes(*last), len));
        }
        if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            return Some(Short::two(u64::from(first), u64::from(last), len));
        }
        // Up to three: the first, the one in the middle and the last, without a loop that nobody can foretell.
        let at = |place: usize| bytes.get(place).copied().map_or(0, u64::from);
        let all = at(0) | at(bytes.len() / 2) << 8 | at(bytes.len().saturating_sub(1)) << 16;
        Some(Short::two(all, 0, len))
    }

    fn two(first: u64, last: u64, len: u64) -> Short {
        Short { parts: [first, last, 0, 0], len }
    }

    /// Equality, number by number: they are in registers.
    #[inline]
    fn is(&self, other: &Short) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.parts, other.parts);
        (a ^ e) | (b ^ f) | (c ^ g) | (d ^ h) | (self.len ^ other.len) == 0
    }

    /// Its place among the texts seen latest.
    #[inline]
    fn place(&self) -> usize {
        let [a, b, c, d] = self.parts;
        let mixed = (a ^ b.rotate_left(23) ^ c.rotate_left(41) ^ d.rotate_left(11) ^ self.len)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(mixed >> (u64::BITS - LATEST.trailing_zeros())).unwrap_or(0)
    }
}

impl Hash for Short {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [a, b, c, d] = self.parts;
        state.write_u128(u128::from(a) << 64 | u128::from(b ^ self.len.rotate_left(59)));
        state.write_u128(u128::from(c) << 64 | u128::from(d));
    }
}

/// How many of the texts seen latest are found without a hash; a power of two. Of 500 texts a tenth share their place.
const LATEST: usize = 1 << 12;

/// One of the texts seen latest: where its bits are; none where nobody was.
type Latest = (Short, Option<usize>);

fn nothing_seen() -> Box<[Latest]> {
    vec![Latest::default(); LATEST].into_boxed_slice()
}

impl Dictionary {
    /// For a column; `default` is what a missing text is declared to be: it comes before what a test says.
    pub(crate) fn new<C>(column: &TextColumn<C>, matching: Match, default: Option<&str>) -> Dictionary {
        let shift = column.first_bit % 64;
        let mut dictionary = Dictionary {
            matching,
            named: HashMap::new(),
            first_word: column.first_bit as usize / 64,
            // One at least, so that every text has a place of its own.
            words: (shift as usize + column.tests.len()).div_ceil(64).max(1),
            shift,
            missing: Vec::new(),
            latest: nothing_seen(),
            short: HashMap::with_hasher(Seed::new()),
            long: HashMap::with_hasher(Seed::new()),
            masks: Vec::new(),
        };
        let missing = column.tests.iter().enumerate().filter(|(_, test)| {
            let text = default.or(test.missing.as_deref());
            text.is_some_and(|t| passes(matching, test, t))
        });
        dictionary.missing = dictionary.bits(missing.map(|(position, _)| position));
        for (position, test) in column.tests.iter().enumerate() {
            for value in &test.values {
                dictionary.named.entry(value.clone()).or_default().push(position);
            }
        }
        dictionary
    }

    /// The bits of the tests at these positions.
    fn bits(&self, of: impl Iterator<Item = usize>) -> Vec<u64> {
        let mut bits = vec![0u64; self.words];
        for bit in of.map(|position| self.shift as usize + position) {
            bits.get_mut(bit / 64).into_iter().for_each(|word| *word |= 1 << (bit % 64));
        }
        bits
    }

    /// Forgets all texts if there are too many; between events only.
    #[inline]
    pub(crate) fn keep_small(&mut self) {
        if self.short.len() + self.long.len() > MOST || self.masks.len() > MOST_WORDS {
            self.latest = nothing_seen();
            self.short.clear();
            self.long.clear();
            self.masks.clear();
        }
    }

    /// The words that the bits reach over: the first, and the bits of a text (or of a missing one).
    pub(crate) fn look_up(&mut self, text: Option<&str>) -> (usize, &[u64]) {
        let Some(text) = text else { return (self.first_word, &self.missing) };
        let place = self.place(text);
        (self.first_word, self.masks.get(place..place + self.words).unwrap_or_default())
    }

    /// Whether anything is asked of the texts.
    pub(crate) fn has_tests(&self) -> bool {
        !self.named.is_empty()
    }

    /// A number above 0 that tells a text apart from all others, until too many are forgotten.
    #[inline]
    pub(crate) fn code(&mut self, text: &str) -> i64 {
        i64::try_from(self.place(text)).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// The one word that the bits reach over, if it is one.
    pub(crate) fn only_word(&self) -> Option<usize> {
        (self.words == 1).then_some(self.first_word)
    }

    /// The bits of a text in the first word.
    #[inline]
    pub(crate) fn first_bits(&mut self, text: Option<&str>) -> i64 {
        let bits = match text {
            Some(text) => {
                let place = self.place(text);
                self.masks.get(place)
            }
            None => self.missing.first(),
        };
        bits.map_or(0, |bits| bits.cast_signed())
    }

    /// The bits in the first word of a text by its code; of a missing one by 0.
    #[inline]
    pub(crate) fn first_bits_of(&self, code: i64) -> i64 {
        let bits = match usize::try_from(code).ok().and_then(|code| code.checked_sub(1)) {
            Some(place) => self.masks.get(place),
            None => self.missing.first(),
        };
        bits.map_or(0, |bits| bits.cast_signed())
    }

    /// Where the bits of a text are.
    #[inline]
    fn place(&mut self, text: &str) -> usize {
        if let Some(short) = Short::of(text)
            && let Some((known, Some(place))) = self.latest.get(short.place())
            && known.is(&short)
        {
            return *place;
        }
        self.find(text)
    }

    #[inline(never)]
    fn find(&mut self, text: &str) -> usize {
        let short = Short::of(text);
        let known = match &short {
            Some(short) => self.short.get(short),
            None => self.long.get(text),
        };
        let place = match known {
            Some(place) => *place,
            None => self.learn(text, short),
        };
        if let Some(short) = short
            && let Some(latest) = self.latest.get_mut(short.place())
        {
            *latest = (short, Some(place));
        }
        place
    }

    #[cold]
    fn learn(&mut self, text: &str, short: Option<Short>) -> usize {
        let above = text.char_indices().filter(|(_, c)| *c == '/').filter_map(|(at, _)| text.get(..at));
        let above = above.filter(|_| self.matching == Match::Category);
        let named = above.chain([text]).filter_map(|text| self.named.get(text));
        let bits = self.bits(named.flatten().copied());
        let place = self.masks.len();
        self.masks.extend(bits);
        match short {
            Some(short) => self.short.insert(short, place),
            None => self.long.insert(text.into(), place),
        };
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
    fn texts_of_every_length_are_told_apart() {
        let texts: Vec<String> = (0..40).map(|len| "ab".repeat(20).chars().take(len).collect()).collect();
        let others = [
            "b",
            "ba",
            "aab",
            "abba",
            "\0",
            "\0\0",
            "",
            "abababab\0",
            "abababa\0",
            "abab\0\0\0\0",
            "ababababababababc",
            "ababababababababababababababab\0\0",
            "bababababababababa",
        ];
        let all: Vec<&str> = texts.iter().map(String::as_str).chain(others).collect();
        for one in &all {
            let column = column(&[(&[*one], None)], 0);
            let mut d = Dictionary::new(&column, Match::Exactly, None);
            for _ in 0..2 {
                for text in &all {
                    assert_eq!(d.look_up(Some(text)).1, &[u64::from(text == one)][..], "{one:?} {text:?}");
                }
            }
        }
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
