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
    /// The value is not larger.
    pub(crate) most: u128,
}

/// How large a whole number can be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    /// By its kind, whatever the event.
    pub(crate) ever: u128,
    /// By what the reader lets in.
    pub(crate) checked: u128,
}

impl Bound {
    /// The same for both.
    pub(crate) fn of(most: u128) -> Bound {
        Bound { ever: most, checked: most }
    }

    /// A part of it.
    pub(crate) fn over(self, by: u128) -> Bound {
        Bound { ever: self.ever / by.max(1), checked: self.checked / by.max(1) }
    }
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
        Exact {
            whole,
            rest,
            den: d.unsigned_abs(),
            most: u128::from(n.unsigned_abs()) / u128::from(d.unsigned_abs()) + 1,
        }
    }

    /// n · ratio, for 0 ≤ n.
    pub(crate) fn exact_product(&mut self, n: Value, limit: Bound, ratio: Ratio) -> Exact {
        let (m, d) = (ratio.numerator(), ratio.denominator().unsigned_abs().max(1));
        let times = self.number(m);
        let wide_m = u128::from(m.unsigned_abs());
        let most = limit.checked.saturating_mul(wide_m) / u128::from(d) + 1;
        if d == 1 {
            let whole = if m == 1 { n } else { self.b.ins().imul(n, times) };
            return Exact { whole, rest: None, den: 1, most };
        }
        if wide_m * u128::from(d) >= ROOM || limit.ever.saturating_mul(wide_m) < ROOM {
            if limit.checked.saturating_mul(wide_m) >= ROOM {
                self.failed("a rate has too many digits", n);
            }
            let product = if m == 1 { n } else { self.b.ins().imul(n, times) };
            let (whole, rest) = self.divide_with_rest(product, d);
            return Exact { whole, rest: Some(rest), den: d, most };
        }
        // m·n might not fit: m·n/d = m·(n div d) + m·(n mod d)/d.
        let (outer, inner) = self.divide_with_rest(n, d);
        let product = self.b.ins().imul(inner, times);
        let (whole, rest) = self.divide_with_rest(product, d);
        let outer = self.b.ins().imul(outer, times);
        Exact { whole: self.b.ins().iadd(outer, whole), rest: Some(rest), den: d, most }
    }

    /// value · ratio.
    pub(crate) fn exact_times(&mut self, value: Exact, ratio: Ratio) -> Exact {
        let Some(rest) = value.rest else {
            return self.exact_product(value.whole, Bound::of(value.most), ratio);
        };
        // With q = d·q1 + q0: (q + r/D)·m/d = m·q1 + m·(q0·D + r)/(D·d).
        let (m, d) = (ratio.numerator().unsigned_abs(), ratio.denominator().unsigned_abs().max(1));
        let den = u128::from(value.den) * u128::from(d);
        let common = gcd(m, u64::try_from(den % u128::from(m.max(1))).unwrap_or(0)).max(1);
        let (small, den) = (m / common, den / u128::from(common));
        let most = value.most.saturating_mul(u128::from(m)) / u128::from(d) + 1;
        let Some(den) = u64::try_from(den).ok().filter(|d| *d < 1 << 62) else {
            let whole = self.failed("an exact share has too many digits", value.whole);
            return Exact { whole, rest: None, den: 1, most };
        };
        let small_value = self.number(small.cast_signed());
        let parts = |code: &mut Self, whole: Value| {
            let wide = code.number(value.den.cast_signed());
            let parts = code.b.ins().imul(whole, wide);
            let parts = code.b.ins().iadd(parts, rest);
            code.b.ins().imul(parts, small_value)
        };
        let fits = |n: u128| n.saturating_mul(u128::from(small.max(1))) < ROOM;
        if !fits(u128::from(d) * u128::from(value.den)) {
            // Not by parts, but the whole numerator may still fit.
            if !fits(value.most.saturating_mul(u128::from(value.den))) {
                self.failed("an exact share has too many digits", value.whole);
            }
            let parts = parts(self, value.whole);
            let (whole, rest) = self.divide_with_rest(parts, den);
            return Exact { whole, rest: (den > 1).then_some(rest), den, most };
        }
        let (outer, inner) = self.divide_with_rest(value.whole, d);
        let parts = parts(self, inner);
        let (whole, rest) = self.divide_with_rest(parts, den);
        let times = self.number(m.cast_signed());
        let outer = self.b.ins().imul(outer, times);
        Exact { whole: self.b.ins().iadd(outer, whole), rest: (den > 1).then_some(rest), den, most }
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
        Exact { whole: value.whole, rest: Some(rest), den, most: value.most }
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
        let most = a.most.saturating_add(b.most);
        let (Some(x), Some(y)) = (a.rest, b.rest) else {
            return Exact { whole, rest: a.rest.or(b.rest), den: a.den, most };
        };
        let rest = self.b.ins().iadd(x, y);
        let den = self.number(a.den.cast_signed());
        let over = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, rest, den);
        let less = self.b.ins().isub(rest, den);
        let rest = self.choose(over, less, rest);
        let carry = self.b.ins().uextend(I64, over);
        Exact { whole: self.b.ins().iadd(whole, carry), rest: Some(rest), den: a.den, most }
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
        Exact { whole, rest, den: a.den, most: a.most.max(b.most) }
    }

    /// To a multiple of `step`.
    pub(crate) fn exact_rounded(&mut self, value: Exact, mode: RoundingMode, step: i64) -> Value {
        let step = step.max(1).unsigned_abs();
        if step > 1 {
            return self.rounded_to_steps(value, mode, step);
        }
        let Some(rest) = value.rest else { return value.whole };
        let up = match mode {
            RoundingMode::Down => return value.whole,
            RoundingMode::Up => self.is(IntCC::NotEqual, rest, 0),
            RoundingMode::HalfUp => {
                let (twice, den) = self.twice_and_den(rest, value.den);
                self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, twice, den)
            }
            RoundingMode::HalfEven => {
                // An odd whole part lets an exact half go up too.
                let (twice, den) = self.twice_and_den(rest, value.den);
                let odd = self.odd(value.whole);
                let more = self.b.ins().iadd(twice, odd);
                self.b.ins().icmp(IntCC::UnsignedGreaterThan, more, den)
            }
        };
        let one = self.b.ins().uextend(I64, up);
        self.b.ins().iadd(value.whole, one)
    }

    /// To a multiple of a step above 1. With w = s·k + i, what is to round is i + r/D against s. Twice that has the whole
    /// part t = 2i + (2r ≥ D), and a fraction unless r = 0 or 2r = D.
    fn rounded_to_steps(&mut self, value: Exact, mode: RoundingMode, step: u64) -> Value {
        let (steps, inner) = self.divide_with_rest(value.whole, step);
        let zero = self.number(0);
        let rest = value.rest.unwrap_or(zero);
        let size = self.number(step.cast_signed());
        let up = match mode {
            RoundingMode::Down => None,
            RoundingMode::Up => {
                let any = self.b.ins().bor(inner, rest);
                Some(self.is(IntCC::NotEqual, any, 0))
            }
            RoundingMode::HalfUp | RoundingMode::HalfEven => {
                let (twice, den) = self.twice_and_den(rest, value.den);
                let over = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, twice, den);
                let over = self.b.ins().uextend(I64, over);
                let t = self.b.ins().iadd(inner, inner);
                let t = self.b.ins().iadd(t, over);
                Some(if mode == RoundingMode::HalfUp {
                    self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, t, size)
                } else {
                    let at_half = self.b.ins().icmp(IntCC::Equal, t, size);
                    let more = self.b.ins().icmp(IntCC::UnsignedGreaterThan, t, size);
                    let some = self.is(IntCC::NotEqual, rest, 0);
                    let not_half = self.b.ins().icmp(IntCC::NotEqual, twice, den);
                    let fraction = self.b.ins().band(some, not_half);
                    let odd = self.odd(steps);
                    let odd = self.is(IntCC::NotEqual, odd, 0);
                    let tips = self.b.ins().bor(fraction, odd);
                    let tipped = self.b.ins().band(at_half, tips);
                    self.b.ins().bor(more, tipped)
                })
            }
        };
        let steps = match up {
            None => steps,
            Some(up) => {
                let one = self.b.ins().uextend(I64, up);
                self.b.ins().iadd(steps, one)
            }
        };
        self.b.ins().imul(steps, size)
    }

    /// Twice a rest, and its denominator, which is below 2^62.
    fn twice_and_den(&mut self, rest: Value, den: u64) -> (Value, Value) {
        (self.b.ins().iadd(rest, rest), self.number(den.cast_signed()))
    }

    /// 1 for an odd number, 0 for an even one.
    fn odd(&mut self, n: Value) -> Value {
        let one = self.number(1);
        self.b.ins().band(n, one)
    }
}
