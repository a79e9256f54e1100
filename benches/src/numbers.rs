//! Seeded pseudo-random numbers, and the shapes that receipts have.

/// A small generator (SplitMix64).
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to `n - 1`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.any() % n
    }

    /// 0 to `n - 1`, small ones more often.
    pub fn skewed(&mut self, n: u64) -> u64 {
        let a = self.below(n);
        let b = self.below(n);
        a.min(b)
    }

    /// From 0 to below 1.
    pub fn part(&mut self) -> f64 {
        (self.any() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Around 0, normally spread with deviation 1.
    pub fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.part(), self.part());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}

/// Draws positions by weights.
#[derive(Debug)]
pub struct Weighted(Vec<f64>);

impl Weighted {
    /// By these weights.
    #[must_use]
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Weighted {
        let sums = weights.into_iter().scan(0.0, |sum, w| {
            *sum += w;
            Some(*sum)
        });
        Weighted(sums.collect())
    }

    /// Position k comes as often as 1 / (k + 1)^exponent says.
    #[must_use]
    pub fn zipf(count: u32, exponent: f64) -> Weighted {
        Weighted::new((1..=count).map(|k| f64::from(k).powf(-exponent)))
    }

    /// A position.
    pub fn draw(&self, numbers: &mut Numbers) -> u32 {
        let at = numbers.part() * self.0.last().copied().unwrap_or(0.0);
        let position = self.0.partition_point(|sum| *sum <= at).min(self.0.len().saturating_sub(1));
        u32::try_from(position).unwrap_or(0)
    }
}
