//! The source of chance: everything random is drawn here, so that a seed gives the same case on every host.

use proptest::test_runner::{RngAlgorithm, TestRng};
use treue_lang::time::Day;

/// Draws from a seeded generator of `proptest`.
#[derive(Clone, Debug)]
pub struct Dice {
    rng: TestRng,
}

impl Dice {
    /// For one stream of a run: the same `seed` and `stream` draw the same.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Dice {
        let mut bytes = [0_u8; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&stream.to_le_bytes());
        Dice { rng: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes) }
    }

    /// Continues a generator that `proptest` handed out.
    #[must_use]
    pub fn from_rng(rng: TestRng) -> Dice {
        Dice { rng }
    }

    fn word(&mut self) -> u64 {
        use proptest::prelude::Rng as _;
        self.rng.next_u64()
    }

    /// From `0` to below `n`; 0 for an empty range.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { usize::try_from(self.word() % n as u64).unwrap() }
    }

    /// From `low` to `high`, both included.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(i128::from(high) - i128::from(low) + 1).unwrap_or(u64::MAX);
        low.wrapping_add((self.word() % span).cast_signed())
    }

    /// True in so many of a hundred draws.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.word() % 100 < u64::from(chance)
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let i = self.below(from.len());
        &from[i]
    }

    /// One of these, or none if there are none.
    pub fn maybe_pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { Some(self.pick(from)) }
    }

    /// One of these texts as a string.
    pub fn text(&mut self, from: &[&str]) -> String {
        (*self.pick(from)).to_owned()
    }

    /// Some of these texts without repeats, between `least` and `most`.
    pub fn texts(&mut self, from: &[&str], least: usize, most: usize) -> Vec<String> {
        let count = least + self.below(most - least + 1);
        let mut chosen: Vec<String> = Vec::new();
        for _ in 0..count * 3 {
            let text = self.text(from);
            if chosen.len() < count && !chosen.contains(&text) {
                chosen.push(text);
            }
        }
        chosen
    }

    /// An index by weights.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u32 = weights.iter().sum();
        let mut left = u32::try_from(self.word() % u64::from(total.max(1))).unwrap();
        for (i, w) in weights.iter().enumerate() {
            if left < *w {
                return i;
            }
            left -= w;
        }
        0
    }

    /// A value in this share of draws.
    pub fn some<T>(&mut self, chance: u32, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        if self.percent(chance) { Some(make(self)) } else { None }
    }

    /// A day between two days, both included.
    pub fn day(&mut self, from: Day, to: Day) -> Day {
        Day(i32::try_from(self.range(i64::from(from.0), i64::from(to.0))).unwrap())
    }

    /// Shuffles a list.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i + 1);
            list.swap(i, j);
        }
    }
}
