//! Exact rates: a fraction in lowest terms.

use serde::{Deserialize, Serialize};

/// A fraction that is not negative, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

impl Ratio {
    /// Zero.
    pub const ZERO: Ratio = Ratio { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// `numerator / denominator` in lowest terms; `None` if it is negative, the denominator is not
    /// positive, or it does not fit.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Ratio> {
        if numerator < 0 || denominator <= 0 {
            return None;
        }
        let divisor = gcd(numerator, denominator);
        Some(Ratio {
            numerator: i64::try_from(numerator / divisor).ok()?,
            denominator: i64::try_from(denominator / divisor).ok()?,
        })
    }

    /// The upper number.
    #[must_use]
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// The lower number, at least 1.
    #[must_use]
    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// The product, if it fits.
    #[must_use]
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(
            i128::from(self.numerator) * i128::from(other.numerator),
            i128::from(self.denominator) * i128::from(other.denominator),
        )
    }

    /// The sum, if it fits.
    #[must_use]
    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let (a, b) = (i128::from(self.numerator), i128::from(self.denominator));
        let (c, d) = (i128::from(other.numerator), i128::from(other.denominator));
        Ratio::new(a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b.checked_mul(d)?)
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
