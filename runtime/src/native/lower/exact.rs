//! Exact values: a whole part and a rest over a denominator that is known when the programme is compiled. So an exact
//! fraction is two 64-bit numbers, and rounding looks at the rest.

use super::Code;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Ratio, RoundingMode};

/// Numbers in kernels stay below this.
const ROOM: u128 = 1 << 63;

/// A value that is not negative.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    /// Whole part.
    pub(crate) whole: Value,
    /// Rest, from 0 to below the denominator; none when the denominator is 1.
    pub(crate) rest: Option<Value>,
    /// Denominator, at least 1.
    pub(crate) den: u64,
}

/// Greatest common divisor; of 0 and n it is n.
pub(crate) fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Code<'_, '_> {
    /// A constant fraction.
    pub(crate) fn exact_constant(&mut self, ratio: Ratio) -> Exact {
        let (n, d) = (ratio.numerator(), ratio.denominator().max(1));
        let whole = self.number(n / d);
        let rest = (d > 1).then(|| self.number(n % d));
        Exact { whole, rest, den: d.unsigned_abs() }
    }

    /// A whole number.
    pub(crate) fn exact_whole(&mut self, whole: Value) -> Exact {
        Exact { whole, rest: None, den: 1 }
    }

    /// n · ratio, for 0 ≤ n ≤ `most`.
    pub(crate) fn exact_product(&mut self, n: Value, most: u128, ratio: Ratio) -> Exact {
        let (m, d) = (ratio.numerator(), ratio.denominator().unsigned_abs().max(1));
        let times = self.number(m);
        let wide_m = u128::from(m.unsigned_abs());
        if d == 1 {
            let whole = if m == 1 { n } else { self.b.ins().imul(n, times) };
            return Exact { whole, rest: None, den: 1 };
        }
        if most.saturating_mul(wide_m) < ROOM {
            let product = if m == 1 { n } else { self.b.ins().imul(n, times) };
            let (whole, rest) = self.divide_with_rest(product, d);
            return Exact { whole, rest: Some(rest), den: d };
        }
        // m·n would not fit: m·n/d = m·(n div d) + m·(n mod d)/d.
        if wide_m * u128::from(d) >= ROOM {
            let whole = self.failed("a rate has too many digits", n);
            return Exact { whole, rest: None, den: 1 };
        }
        let (outer, inner) = self.divide_with_rest(n, d);
        let product = self.b.ins().imul(inner, times);
        let (whole, rest) = self.divide_with_rest(product, d);
        let outer = self.b.ins().imul(outer, times);
        Exact { whole: self.b.ins().iadd(outer, whole), rest: Some(rest), den: d }
    }

    /// value · ratio.
    pub(crate) fn exact_times(&mut self, value: Exact, ratio: Ratio) -> Exact {
        let Some(rest) = value.rest else {
            // A whole part is below 2^62 by the checker's ranges.
            return self.exact_product(value.whole, 1 << 62, ratio);
        };
        // With q = d·q1 + q0: (q + r/D)·m/d = m·q1 + m·(q0·D + r)/(D·d).
        let (m, d) = (ratio.numerator().unsigned_abs(), ratio.denominator().unsigned_abs().max(1));
        let den = u128::from(value.den) * u128::from(d);
        let common = gcd(m, u64::try_from(den % u128::from(m.max(1))).unwrap_or(0)).max(1);
        let (small, den) = (m / common, den / u128::from(common));
        let numerator = u128::from(d) * u128::from(value.den);
        if den >= ROOM || numerator.saturating_mul(u128::from(small.max(1))) >= ROOM {
            let whole = self.failed("an exact share has too many digits", value.whole);
            return Exact { whole, rest: None, den: 1 };
        }
        let (outer, inner) = self.divide_with_rest(value.whole, d);
        let wide = self.number(value.den.cast_signed());
        let parts = self.b.ins().imul(inner, wide);
        let parts = self.b.ins().iadd(parts, rest);
        let small = self.number(small.cast_signed());
        let parts = self.b.ins().imul(parts, small);
        let den = u64::try_from(den).unwrap_or(1);
        let (whole, rest) = self.divide_with_rest(parts, den);
        let times = self.number(m.cast_signed());
        let outer = self.b.ins().imul(outer, times);
        Exact { whole: self.b.ins().iadd(outer, whole), rest: (den > 1).then_some(rest), den }
    }

    /// The same value over a multiple of its denominator.
    pub(crate) fn exact_over(&mut self, value: Exact, den: u64) -> Exact {
        if value.den == den {
            return value;
        }
        let rest = match value.rest {
            None => self.number(0),
            Some(rest) => {
                let factor = self.number((den / value.den.max(1)).cast_signed());
                self.b.ins().imul(rest, factor)
            }
        };
        Exact { whole: value.whole, rest: Some(rest), den }
    }

    /// The least common denominator of some, if sums of two rests over it fit.
    pub(crate) fn common_denominator(&mut self, of: impl IntoIterator<Item = u64>) -> u64 {
        let mut common = 1u64;
        for den in of {
            let factor = den / gcd(common, den).max(1);
            match common.checked_mul(factor).filter(|c| *c < 1 << 62) {
                Some(next) => common = next,
                None => {
                    let zero = self.number(0);
                    self.failed("fractions that are added have too many digits together", zero);
                    return common;
                }
            }
        }
        common
    }

    /// a + b, both over one denominator.
    pub(crate) fn exact_sum(&mut self, a: Exact, b: Exact) -> Exact {
        let whole = self.b.ins().iadd(a.whole, b.whole);
        let (Some(x), Some(y)) = (a.rest, b.rest) else {
            return Exact { whole, rest: a.rest.or(b.rest), den: a.den };
        };
        let rest = self.b.ins().iadd(x, y);
        let den = self.number(a.den.cast_signed());
        let over = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, rest, den);
        let less = self.b.ins().isub(rest, den);
        let rest = self.choose(over, less, rest);
        let carry = self.b.ins().uextend(I64, over);
        Exact { whole: self.b.ins().iadd(whole, carry), rest: Some(rest), den: a.den }
    }

    /// `a` where the truth holds, else `b`; both over one denominator.
    pub(crate) fn exact_choose(&mut self, holds: Value, a: Exact, b: Exact) -> Exact {
        let whole = self.choose(holds, a.whole, b.whole);
        let rest = match (a.rest, b.rest) {
            (None, None) => None,
            (Some(x), Some(y)) => Some(self.choose(holds, x, y)),
            (Some(x), None) => Some(self.only_if(holds, x)),
            (None, Some(y)) => {
                let zero = self.number(0);
                Some(self.choose(holds, zero, y))
            }
        };
        Exact { whole, rest, den: a.den }
    }

    /// To a multiple of `step`.
    pub(crate) fn exact_rounded(&mut self, value: Exact, mode: RoundingMode, step: i64) -> Value {
        let step = step.max(1).unsigned_abs();
        let (whole, rest, den) =
            if step == 1 { (value.whole, value.rest, value.den) } else { self.in_steps(value, step) };
        let rounded = match rest {
            None => whole,
            Some(rest) => {
                let up = self.goes_up(whole, rest, den, mode);
                match up {
                    None => whole,
                    Some(up) => {
                        let one = self.b.ins().uextend(I64, up);
                        self.b.ins().iadd(whole, one)
                    }
                }
            }
        };
        if step == 1 {
            return rounded;
        }
        let step = self.number(step.cast_signed());
        self.b.ins().imul(rounded, step)
    }

    /// A value counted in steps: whole steps, and the rest over the denominator times the step.
    fn in_steps(&mut self, value: Exact, step: u64) -> (Value, Option<Value>, u64) {
        let (whole, inner) = self.divide_with_rest(value.whole, step);
        let Some(den) = value.den.checked_mul(step).filter(|d| *d < 1 << 62) else {
            return (self.failed("a rounding step has too many digits", whole), None, 1);
        };
        let Some(rest) = value.rest else { return (whole, Some(inner), step) };
        let wide = self.number(value.den.cast_signed());
        let parts = self.b.ins().imul(inner, wide);
        (whole, Some(self.b.ins().iadd(parts, rest)), den)
    }

    /// Whether the rest (below `den`, which is below 2^62) takes the whole part up by one.
    fn goes_up(&mut self, whole: Value, rest: Value, den: u64, mode: RoundingMode) -> Option<Value> {
        let twice = self.b.ins().iadd(rest, rest);
        let den = self.number(den.cast_signed());
        match mode {
            RoundingMode::Down => None,
            RoundingMode::Up => Some(self.is(IntCC::NotEqual, rest, 0)),
            RoundingMode::HalfUp => Some(self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, twice, den)),
            RoundingMode::HalfEven => {
                // An odd whole part lets an exact half go up too.
                let one = self.number(1);
                let odd = self.b.ins().band(whole, one);
                let more = self.b.ins().iadd(twice, odd);
                Some(self.b.ins().icmp(IntCC::UnsignedGreaterThan, more, den))
            }
        }
    }
}
