//! Where sums stand in the words of 32 bits that are summed for each line: several small ones in one word, where that saves a
//! vector. What a word grows by is then all of theirs together; none of them reaches the next, whatever stands in the lines.

use super::space::{Base, LANES, Lane, Space, Value};

/// Bits of a word.
pub(super) const WORD: u32 = 32;

/// The place of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) word: usize,
    /// Its lowest bit in the word, and how many bits it has.
    pub(super) shift: u32,
    pub(super) bits: u32,
}

impl Spot {
    /// A word of its own.
    pub(super) fn alone(word: usize) -> Spot {
        Spot { word, shift: 0, bits: WORD }
    }

    /// All bits that it has, where it stands.
    pub(super) fn mask(self) -> u32 {
        self.ones() << self.shift
    }

    /// The largest number that it holds.
    pub(super) fn ones(self) -> u32 {
        u32::MAX >> WORD.saturating_sub(self.bits).min(WORD - 1)
    }
}

/// A number of a line times a fraction.
pub(super) type Kind = (Base, u32, u32);

/// What is summed in a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Numbers of the line, and where they stand.
    pub(super) numbers: Vec<(Kind, u32)>,
    /// The bits of what is counted: rows say what is.
    pub(super) ones: u32,
}

impl Sums {
    /// Those of a vector, word by word.
    pub(super) fn of_vector(space: &Space, vector: usize) -> Vec<Sums> {
        let first = vector.saturating_mul(LANES);
        let words = (first..first.saturating_add(LANES)).map(|word| Sums::of_word(space, word));
        words.take_while(|word| !word.numbers.is_empty() || word.ones > 0).collect()
    }

    fn of_word(space: &Space, word: usize) -> Sums {
        let mut sums = Sums::default();
        for (lane, spot) in space.word(word) {
            match lane.kind() {
                Some(kind) => sums.numbers.push((kind, spot.shift)),
                None => sums.ones |= spot.mask(),
            }
        }
        sums
    }

    /// Whether no number is needed.
    pub(super) fn are_counts(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether a number stands there as it is, and nothing else.
    pub(super) fn is_one_number(&self) -> bool {
        matches!(self.numbers.as_slice(), [(_, 0)]) && self.ones == 0
    }
}

impl Lane {
    /// The number that is summed, if it is one of the line.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self {
            Lane::Sum(_, Value::Whole(base)) => Some((*base, 1, 1)),
            Lane::Sum(_, Value::Part(base, num, den)) => Some((*base, *num, *den)),
            Lane::Sum(_, Value::One) | Lane::Counts { .. } => None,
        }
    }
}

/// Places of sums that need so many bits each: in the first word that has room for them, if that makes fewer vectors.
pub(super) fn spots(bits: impl Iterator<Item = u32>) -> Vec<Spot> {
    let mut taken: Vec<u32> = Vec::new();
    let mut spots = Vec::new();
    for bits in bits {
        let fits = |used: &u32| used.saturating_add(bits) <= WORD;
        let word = taken.iter().position(fits).unwrap_or(taken.len());
        if word == taken.len() {
            taken.push(0);
        }
        if let Some(used) = taken.get_mut(word) {
            spots.push(Spot { word, shift: *used, bits });
            *used = used.saturating_add(bits);
        }
    }
    if taken.len().div_ceil(LANES) == spots.len().div_ceil(LANES) {
        return (0..spots.len()).map(Spot::alone).collect();
    }
    spots
}

/// Bits that a number needs which is not above this.
pub(super) fn bits_of(most: u128) -> u32 {
    (u128::BITS - most.leading_zeros()).clamp(1, WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shared_where_that_saves_a_vector() {
        let words = |bits: &[u32]| spots(bits.iter().copied()).iter().map(|s| s.word).collect::<Vec<_>>();
        assert_eq!(words(&[24, 14, 18, 32]), [0, 1, 2, 3]);
        assert_eq!(words(&[24, 14, 18, 32, 32]), [0, 1, 1, 2, 3]);
        assert_eq!(words(&[24, 14, 19, 32, 32]), [0, 1, 2, 3, 4]);
        let shared = spots([24, 14, 18, 32, 32].into_iter());
        assert_eq!(shared[2], Spot { word: 1, shift: 14, bits: 18 });
        assert_eq!((shared[2].mask(), shared[2].ones()), (0xffff_c000, 0x3_ffff));
        assert_eq!((shared[3].mask(), shared[3].ones()), (u32::MAX, u32::MAX));
    }

    #[test]
    fn numbers_need_their_bits() {
        for (most, bits) in [(0, 1), (1, 1), (2, 2), (255, 8), (256, 9), ((1 << 31) - 1, 31), (1 << 31, 32)] {
            assert_eq!(bits_of(most), bits, "{most}");
        }
    }
}
