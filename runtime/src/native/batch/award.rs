//! Awards: exact values as fractions, and their rounding.

use super::receipt::{Fraction, Measured, Turn};
use super::space::{Lane, Value as Number};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Award, Band, Id, Rate, Ratio, Rounding, RoundingMode};

impl Turn<'_, '_, '_> {
    pub(super) fn award(&mut self, award: &Award) -> Option<Fraction> {
        match award {
            Award::Rate(_, Some(by)) if self.past.is_some() => self.rate_by_level(by),
            // A member of whom nothing is known holds the lowest level.
            Award::Rate(rate, by) => self.rate(by.as_ref().and_then(|by| by.rates.first()).unwrap_or(rate)),
            Award::Bands { amount, each_part, bands } => {
                let measured = self.amount(*amount)?;
                let value = self.times(measured.value, measured.scale, measured.most)?;
                let measured = Measured { value: value.0, scale: 1, most: value.1 };
                if *each_part { self.parts(bands, measured) } else { self.highest(bands, measured) }
            }
            Award::Share { of, ratio, exact } => {
                let mut sum: Option<Fraction> = None;
                for rule in of {
                    let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() else { continue };
                    let part = match exact {
                        true => outcome.raw?,
                        false => Fraction { num: outcome.gives, den: 1, most: outcome.most },
                    };
                    sum = Some(match sum {
                        None => part,
                        Some(sum) => self.plus(sum, part)?,
                    });
                }
                match sum {
                    Some(sum) => self.by_ratio(sum, *ratio),
                    None => Some(self.nothing()),
                }
            }
            Award::Portion { .. } => None,
        }
    }

    pub(super) fn nothing(&mut self) -> Fraction {
        Fraction { num: self.number(0), den: 1, most: 0 }
    }

    pub(super) fn rate(&mut self, rate: &Rate) -> Option<Fraction> {
        match rate {
            Rate::Flat(ratio) => Some(Fraction {
                num: self.number(ratio.numerator()),
                den: u64::try_from(ratio.denominator()).ok()?,
                most: u128::from(ratio.numerator().unsigned_abs()),
            }),
            Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => {
                let measured = self.amount(*amount)?;
                self.of_amount(rate, measured)
            }
        }
    }

    /// A rate of an amount; below zero it gives nothing.
    pub(super) fn of_amount(&mut self, rate: &Rate, measured: Measured) -> Option<Fraction> {
        let zero = self.number(0);
        let value = if self.shape.negative || self.below_zero {
            self.b.ins().smax(measured.value, zero)
        } else {
            measured.value
        };
        match rate {
            Rate::Flat(_) => self.rate(rate),
            Rate::Proportional(_, ratio) => {
                let ratio = ratio.times(Ratio::new(i128::from(measured.scale), 1)?)?;
                self.by_ratio(Fraction { num: value, den: 1, most: measured.most }, ratio)
            }
            Rate::Steps(_, step, ratio) => {
                let steps = Ratio::new(i128::from(measured.scale), i128::from(*step))?;
                let counted = self.by_ratio(Fraction { num: value, den: 1, most: measured.most }, steps)?;
                let whole = self.b.divide(counted.num, counted.den, counted.most)?;
                let most = counted.most / u128::from(counted.den);
                self.by_ratio(Fraction { num: whole, den: 1, most }, *ratio)
            }
        }
    }

    pub(super) fn highest(&mut self, bands: &[Band], measured: Measured) -> Option<Fraction> {
        let mut found = self.nothing();
        for band in bands {
            let there = self.of_amount(&band.rate, measured)?;
            let (below, here) = self.alike(found, there)?;
            let from = self.number(band.from);
            let reached = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, measured.value, from);
            let num = self.b.ins().select(reached, here.num, below.num);
            found = Fraction { num, den: here.den, most: here.most.max(below.most) };
        }
        Some(found)
    }

    pub(super) fn parts(&mut self, bands: &[Band], measured: Measured) -> Option<Fraction> {
        let mut sum = self.nothing();
        let ends = bands.iter().skip(1).map(|band| Some(band.from)).chain([None]);
        for (band, end) in bands.iter().zip(ends) {
            let from = self.number(band.from);
            let upper = match end {
                Some(end) => {
                    let end = self.number(end);
                    self.b.ins().smin(measured.value, end)
                }
                None => measured.value,
            };
            let value = self.b.ins().isub(upper, from);
            let most = measured.most.saturating_add(u128::from(band.from.unsigned_abs()));
            let before = std::mem::replace(&mut self.below_zero, true);
            let part = self.of_amount(&band.rate, Measured { value, scale: 1, most });
            self.below_zero = before;
            let part = part?;
            let zero = self.number(0);
            let reached = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, measured.value, from);
            let num = self.b.ins().select(reached, part.num, zero);
            sum = self.plus(sum, Fraction { num, ..part })?;
        }
        Some(sum)
    }

    /// Each line's own value, summed.
    pub(super) fn per_line(&mut self, award: &Award, rounding: Rounding) -> Option<(Value, u128)> {
        let Award::Rate(rate, by) = award else { return None };
        if by.is_some() && self.past.is_some() {
            return None;
        }
        let rate = by.as_ref().and_then(|by| by.rates.first()).unwrap_or(rate);
        if rounding.step != 1 {
            return None;
        }
        let (amount, part, each) = match rate {
            Rate::Flat(_) => return None,
            Rate::Steps(amount, step, ratio) if ratio.denominator() == 1 => {
                (*amount, Ratio::new(1, i128::from(*step))?, ratio.numerator())
            }
            Rate::Proportional(amount, ratio)
                if rounding.mode == RoundingMode::Down || ratio.denominator() == 1 =>
            {
                (*amount, *ratio, 1)
            }
            Rate::Steps(..) | Rate::Proportional(..) => return None,
        };
        let (choice, base) = self.chosen(amount)?;
        let (scale, base) = self.scale(base?);
        let part = part.times(Ratio::new(i128::from(scale), 1)?)?;
        let (num, den) = (u32::try_from(part.numerator()).ok()?, u32::try_from(part.denominator()).ok()?);
        let base = base?;
        let (lane, each) = if den == 1 {
            (Number::Whole(base), each.checked_mul(i64::from(num))?)
        } else if num <= den && num < 1 << 20 {
            (Number::Part(base, num, den), each)
        } else {
            return None;
        };
        let sum = self.sum(Lane::Sum(choice, lane));
        let zero = self.number(0);
        let sum = if self.shape.negative { self.b.ins().smax(sum, zero) } else { sum };
        self.times(sum, u64::try_from(each).ok()?, self.shape.reach(base))
    }

    /// A fraction as a whole number of points.
    pub(super) fn round(&mut self, raw: Fraction, rounding: Rounding) -> Option<(Value, u128)> {
        let step = u64::try_from(rounding.step.max(1)).ok()?;
        let by = raw.den.checked_mul(step)?;
        let whole = self.b.divide(raw.num, by, raw.most)?;
        let most = raw.most / u128::from(by) + 1;
        let whole = if by == 1 || rounding.mode == RoundingMode::Down {
            whole
        } else {
            let size = self.number(i64::try_from(by).ok()?);
            let back = self.b.ins().imul(whole, size);
            let rest = self.b.ins().isub(raw.num, back);
            let twice = self.b.ins().iadd(rest, rest);
            let more = match rounding.mode {
                RoundingMode::Down => return None,
                RoundingMode::Up => {
                    let zero = self.number(0);
                    self.b.ins().icmp(IntCC::NotEqual, rest, zero)
                }
                RoundingMode::HalfUp => self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, twice, size),
                RoundingMode::HalfEven => {
                    let one = self.number(1);
                    let odd = self.b.ins().band(whole, one);
                    let twice = self.b.ins().iadd(twice, odd);
                    self.b.ins().icmp(IntCC::SignedGreaterThan, twice, size)
                }
            };
            let more = self.b.ins().uextend(I64, more);
            self.b.ins().iadd(whole, more)
        };
        let (gives, most) = self.times(whole, step, most)?;
        (most < 1 << 53).then_some((gives, most))
    }
}
