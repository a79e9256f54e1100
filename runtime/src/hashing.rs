//! A quick hash of texts.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A quick hash of texts, seeded by chance so that nobody can prepare texts that collide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed(u64);

impl Seed {
    pub(crate) fn new() -> Seed {
        Seed(RandomState::new().hash_one(0u8) | 1)
    }
}

impl Default for Seed {
    fn default() -> Seed {
        Seed::new()
    }
}

impl BuildHasher for Seed {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded(self.0, self.0.rotate_left(32))
    }
}

/// Sixteen bytes at a time, multiplied and folded.
pub(crate) struct Folded(u64, u64);

/// The low and the high half of a number.
pub(crate) fn halves(wide: u128) -> (u64, u64) {
    let bytes = wide.to_le_bytes();
    let half = |at: Option<&[u8; 8]>| at.map_or(0, |b| u64::from_le_bytes(*b));
    (half(bytes.first_chunk()), half(bytes.last_chunk()))
}

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(16);
        for chunk in &mut chunks {
            self.write_u128(chunk.try_into().map_or(0, u128::from_le_bytes));
        }
        let mut last = [0u8; 16];
        for (to, from) in last.iter_mut().zip(chunks.remainder()) {
            *to = *from;
        }
        self.write_u128(u128::from_le_bytes(last) ^ bytes.len() as u128);
    }

    fn write_u128(&mut self, word: u128) {
        let (a, b) = halves(word);
        let (low, high) = halves(u128::from(self.0 ^ a) * u128::from(self.1 ^ b));
        self.0 = low ^ high;
    }

    fn write_u8(&mut self, _: u8) {
        // The mark that ends a text: its length is in the hash already.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
