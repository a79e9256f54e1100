//! Numbers by chance that are the same for a seed on every host, for as long as there are properties: a receipt that breaks one
//! can be found again. (SplitMix64, by Steele, Lea and Flood, 2014.)

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `n`; 0 if that is nothing.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % n).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub(crate) fn range(&mut self, low: i64, high: i64) -> i64 {
        let span = high.abs_diff(low).saturating_add(1);
        low.saturating_add_unsigned(self.next() % span.max(1)).min(high.max(low))
    }

    /// True in so many of a hundred.
    pub(crate) fn percent(&mut self, of: u64) -> bool {
        self.next() % 100 < of
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// A number up to `most`, of any size alike: as many below 100 as from 100 to 10,000.
    pub(crate) fn of_any_size(&mut self, most: i64) -> i64 {
        let most = most.max(1);
        let digits = self.range(0, i64::from(most.ilog2()));
        let high = 1_i64.checked_shl(u32::try_from(digits).unwrap_or(0)).unwrap_or(most);
        self.range(high, high.saturating_mul(2).saturating_sub(1)).clamp(1, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first number after the seed 1234567, as published with the generator in the OpenJDK and in Rosetta Code.
    #[test]
    fn the_published_stream() {
        assert_eq!(Chance::new(1_234_567).next(), 6_457_827_717_110_365_317);
    }

    #[test]
    fn ranges_hold_their_ends() {
        let mut chance = Chance::new(7);
        let drawn: Vec<i64> = (0..200).map(|_| chance.range(-1, 1)).collect();
        assert!([-1, 0, 1].iter().all(|n| drawn.contains(n)) && drawn.iter().all(|n| (-1..=1).contains(n)));
        assert!((0..200).all(|_| (1..=50).contains(&chance.of_any_size(50))));
    }
}
