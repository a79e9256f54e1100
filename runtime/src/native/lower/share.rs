//! What a rule takes of other rules: of what they give, of their exact values, of what they would give on some lines;
//! and the product of multiples of one rule.

use super::exact::Exact;
use super::{Code, Shape};
use crate::native::plan::lines::is_by_line;
use crate::native::plan::reason;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Award, Id, Portion, Ratio, RuleId, Stack, StackId};

/// Numbers in kernels stay below this.
const ROOM: u128 = 1 << 63;
/// Lines of a receipt, at most.
pub(crate) const LINES: u128 = 10_000;

impl Code<'_, '_> {
    /// A part of what other rules gave, of their raw values, or of what they would give on some lines.
    pub(crate) fn share(&mut self, award: &Award, ratio: Ratio) -> Exact {
        let base = self.share_base(award);
        self.exact_times(base, ratio)
    }

    /// What a share is taken of, before its ratio.
    fn share_base(&mut self, award: &Award) -> Exact {
        match award {
            Award::Share { of, exact: true, .. } => self.raw_sum(of),
            Award::Share { of, exact: false, .. } => {
                let whole = self.given_by(of);
                let most = of.iter().fold(0u128, |sum, r| sum.saturating_add(self.shape(*r).given));
                Exact { whole, rest: None, den: 1, most }
            }
            Award::Portion { of, exact, .. } => self.portions(of, *exact),
            Award::Rate(..) | Award::Bands { .. } => {
                let zero = self.number(0);
                let zero = self.failed("only shares have a base", zero);
                Exact { whole: zero, rest: None, den: 1, most: 0 }
            }
        }
    }

    /// The sum of raw values of rules that have been compiled.
    fn raw_sum(&mut self, of: &[RuleId]) -> Exact {
        let raws: Vec<Exact> = of.iter().map(|rule| self.raw_of(*rule)).collect();
        self.sum_of(&raws)
    }

    fn sum_of(&mut self, values: &[Exact]) -> Exact {
        let den = self.common_denominator(values.iter().map(|v| v.den));
        let zero = self.number(0);
        let mut sum = Exact { whole: zero, rest: (den > 1).then_some(zero), den, most: 0 };
        for value in values {
            let value = self.exact_over(*value, den);
            sum = self.exact_sum(sum, value);
        }
        sum
    }

    /// The raw value of a rule that has been compiled.
    pub(crate) fn raw_of(&mut self, rule: RuleId) -> Exact {
        let slots = self.plan.rule(rule);
        let Shape { den, raw: most, .. } = self.shape(rule);
        let whole = self.load(slots.whole);
        let rest = (den > 1).then(|| self.load(slots.rest));
        Exact { whole, rest, den, most }
    }

    /// What rules would give on some lines: 0 of those whose conditions do not hold.
    fn portions(&mut self, of: &[Portion], exact: bool) -> Exact {
        let mut values = Vec::new();
        for portion in of {
            let applies = self.applied(portion.rule);
            let decided_by = self.programme.rules.get(portion.rule).and_then(|r| r.decided_by);
            let (raw, rounded) =
                self.as_decided(decided_by, |code| code.value(&portion.award, portion.rounding));
            let zero = self.number(0);
            let value = match rounded {
                Some(whole) if !exact => {
                    let lines = if is_by_line(&portion.award, portion.rounding) { LINES } else { 1 };
                    let room = lines * u128::from(portion.rounding.step.max(1).unsigned_abs());
                    Exact { whole, rest: None, den: 1, most: raw.most.saturating_add(room) }
                }
                Some(_) | None => raw,
            };
            let nothing = Exact { whole: zero, rest: value.rest.map(|_| zero), den: value.den, most: 0 };
            values.push(self.exact_choose(applies, value, nothing));
        }
        self.sum_of(&values)
    }

    /// Whether a rule that has been compiled looks at the event, and all its conditions hold.
    pub(crate) fn applied(&mut self, rule: RuleId) -> Value {
        let because = self.load(self.plan.rule(rule).reason);
        let mask = self.number((1 << reason::KIND_BITS) - 1);
        let kind = self.b.ins().band(because, mask);
        let failed = self.is(IntCC::Equal, kind, reason::CONDITION);
        let elsewhere = self.is(IntCC::Equal, kind, reason::ELSEWHERE);
        let not = self.b.ins().bor(failed, elsewhere);
        self.not(not)
    }

    /// Raw values of the members of a stack that multiplies: what each adds to the running product. With the factors
    /// n / d of those that apply, and d / d of the others, the product is N / D for one D; the base is B over its
    /// denominator. So each adds B · (N − N before) over both denominators.
    pub(crate) fn multiply(&mut self, id: StackId) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let factors = factors(programme, stack);
        let Some(first) = stack.rules.first().and_then(|r| programme.rules.get(*r)) else { return };
        let base = self.share_base(&first.award);
        let over = factors.iter().fold(1u128, |all, (n, _)| all.saturating_mul(u128::from(n.unsigned_abs())));
        let under =
            factors.iter().fold(1u128, |all, (_, d)| all.saturating_mul(u128::from(d.unsigned_abs())));
        let den = under.saturating_mul(u128::from(base.den));
        let widest = base.most.saturating_add(1).saturating_mul(u128::from(base.den)).saturating_mul(over);
        let Some(den) = u64::try_from(den).ok().filter(|d| *d < 1 << 62 && widest < ROOM) else {
            self.failed("a product of rules has too many digits", base.whole);
            return;
        };
        let most = base.most.saturating_mul(over) / under.max(1) + 1;
        let base = self.numerator(base);
        let mut product = self.number(1);
        let mut left = i64::try_from(under).unwrap_or(i64::MAX);
        let mut before = self.number(left);
        for (rule, (n, d)) in stack.rules.iter().zip(factors) {
            let applies = self.applied(*rule);
            let (n, d_value) = (self.number(n), self.number(d));
            let factor = self.choose(applies, n, d_value);
            product = self.b.ins().imul(product, factor);
            left /= d.max(1);
            let rest_of_them = self.number(left);
            let now = self.b.ins().imul(product, rest_of_them);
            let more = self.b.ins().isub(now, before);
            before = now;
            let parts = self.b.ins().imul(base, more);
            self.store_raw(*rule, parts, den);
            let step = stack.together.map_or(1, |r| r.step.max(1).unsigned_abs());
            if let Some(shape) = self.shapes.get_mut(rule.index()) {
                *shape = Shape { den, raw: most, given: most.saturating_add(u128::from(step)) };
            }
        }
    }

    /// A value in parts of its denominator.
    fn numerator(&mut self, value: Exact) -> Value {
        let Some(rest) = value.rest else { return value.whole };
        let den = self.number(value.den.cast_signed());
        let parts = self.b.ins().imul(value.whole, den);
        self.b.ins().iadd(parts, rest)
    }

    fn store_raw(&mut self, rule: RuleId, parts: Value, den: u64) {
        let slots = self.plan.rule(rule);
        let (whole, rest) = if den > 1 { self.divide_with_rest(parts, den) } else { (parts, self.number(0)) };
        self.store(slots.whole, whole);
        self.store(slots.rest, rest);
    }
}

/// Numerator and denominator of each member's factor: 1 and its ratio.
fn factors(programme: &treue_lang::programme::Programme, stack: &Stack) -> Vec<(i64, i64)> {
    let ratio = |rule: &RuleId| match programme.rules.get(*rule).map(|r| &r.award) {
        Some(Award::Share { ratio, .. } | Award::Portion { ratio, .. }) => *ratio,
        Some(Award::Rate(..) | Award::Bands { .. }) | None => Ratio::ZERO,
    };
    let factor = |r: Ratio| (r.numerator().saturating_add(r.denominator()), r.denominator());
    stack.rules.iter().map(ratio).map(factor).collect()
}
