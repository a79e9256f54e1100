//! Division by constants, by a multiplication of our own: compiled code never holds a dividing instruction.
//!
//! For 0 ≤ n < 2^63 and d ≥ 2 let l = ⌈log2 d⌉ and M = ⌊2^(63+l) / d⌋ + 1. Then M < 2^64 + 1, and with e = M·d − 2^(63+l),
//! 0 < e ≤ d ≤ 2^l, n·M / 2^(63+l) = n/d + n·e / (d·2^(63+l)), whose second part is below 1/d: the whole part is ⌊n/d⌋.

use super::Code;
use cranelift_codegen::ir::{InstBuilder, Value};

/// How a constant divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Divider {
    /// By one.
    One,
    /// By a power of two: shift right.
    Shift(u8),
    /// High half of the product with this, shifted right.
    Multiply {
        /// M.
        magic: u64,
        /// l − 1.
        shift: u8,
    },
}

impl Divider {
    /// Of a divisor from 1 to 2^63 − 1; `None` for another.
    pub(crate) fn new(divisor: u64) -> Option<Divider> {
        if divisor == 0 || divisor > i64::MAX.unsigned_abs() {
            return None;
        }
        if divisor == 1 {
            return Some(Divider::One);
        }
        if divisor.is_power_of_two() {
            return Some(Divider::Shift(u8::try_from(divisor.trailing_zeros()).ok()?));
        }
        let log = 64 - (divisor - 1).leading_zeros();
        let magic = (1u128 << (63 + log)) / u128::from(divisor) + 1;
        Some(Divider::Multiply { magic: u64::try_from(magic).ok()?, shift: u8::try_from(log - 1).ok()? })
    }

    /// The same in Rust, to test the constants and to divide where Rust does.
    #[cfg(test)]
    pub(crate) fn divide(self, n: u64) -> u64 {
        match self {
            Divider::One => n,
            Divider::Shift(by) => n >> by,
            Divider::Multiply { magic, shift } => {
                let high = u64::try_from((u128::from(n) * u128::from(magic)) >> 64).unwrap();
                high >> shift
            }
        }
    }
}

impl Code<'_, '_> {
    /// ⌊n / d⌋ for 0 ≤ n < 2^63.
    pub(crate) fn divide(&mut self, n: Value, divisor: u64) -> Value {
        match Divider::new(divisor) {
            None => self.failed("a divisor is out of range", n),
            Some(Divider::One) => n,
            Some(Divider::Shift(by)) => {
                let by = self.number(i64::from(by));
                self.b.ins().ushr(n, by)
            }
            Some(Divider::Multiply { magic, shift }) => {
                let magic = self.number(magic.cast_signed());
                let high = self.b.ins().umulhi(n, magic);
                if shift == 0 {
                    return high;
                }
                let shift = self.number(i64::from(shift));
                self.b.ins().ushr(high, shift)
            }
        }
    }

    /// Whole part and rest of n / d for 0 ≤ n < 2^63.
    pub(crate) fn divide_with_rest(&mut self, n: Value, divisor: u64) -> (Value, Value) {
        let whole = self.divide(n, divisor);
        let d = self.number(divisor.cast_signed());
        let back = self.b.ins().imul(whole, d);
        (whole, self.b.ins().isub(n, back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOP: u64 = (1 << 63) - 1;

    fn check(n: u64, d: u64) {
        let n = n & TOP;
        assert_eq!(Divider::new(d).unwrap().divide(n), n / d, "{n} / {d}");
    }

    #[test]
    fn divides_at_the_bounds() {
        let mut divisors: Vec<u64> = (1..=1000).collect();
        for bit in 1..63 {
            divisors.extend([(1 << bit) - 1, 1 << bit, (1 << bit) + 1]);
        }
        divisors.extend([TOP, TOP - 1, TOP / 2, TOP / 3, 10_000_019, 1_000_000_007, 999_999_999_999_999_989]);
        for d in divisors.into_iter().filter(|d| (1..=TOP).contains(d)) {
            for k in [0, 1, 2, 3, TOP / d / 2, (TOP / d).saturating_sub(1), TOP / d] {
                let multiple = k.saturating_mul(d);
                for n in [multiple, multiple.saturating_sub(1), multiple.saturating_add(1)] {
                    check(n.min(TOP), d);
                }
                check(multiple.saturating_add((d - 1) / 2).min(TOP), d);
            }
            for n in [0, 1, d - 1, d, TOP - 1, TOP] {
                check(n, d);
            }
        }
    }

    #[test]
    fn divides_many_pairs() {
        let mut x = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x
        };
        for _ in 0..200_000 {
            let (n, d) = (next() >> (1 + next() % 62), next() >> (1 + next() % 62));
            check(n, d.max(1));
        }
    }

    #[test]
    fn refuses_what_it_cannot_divide_by() {
        assert_eq!(Divider::new(0), None);
        assert_eq!(Divider::new(1 << 63), None);
    }
}
