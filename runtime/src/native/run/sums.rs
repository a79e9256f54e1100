//! What is due on the sums of a window, in whole numbers over a common denominator.

use treue_lang::limits::{AWARD, TRACK};
use treue_lang::programme::{
    AmountId, Award, Band, Comparison, Condition, LevelId, LimitId, Most, Number, Over, Programme, Rate,
    Ratio, Rounding, RoundingMode, Rule, TrackId,
};

/// What is due for a window. The raw value is `raw` over `den`.
pub(crate) struct Due {
    pub(crate) failed: Option<u32>,
    pub(crate) raw: i128,
    pub(crate) den: i128,
    pub(crate) rounded: i64,
    pub(crate) points: i64,
    pub(crate) cut_by: Option<LimitId>,
}

/// A window rule with its sums.
pub(crate) struct Sums<'p, F> {
    pub(crate) rule: &'p Rule,
    pub(crate) over: &'p Over,
    /// The sum in a track.
    pub(crate) sum: F,
}

impl<F: Fn(TrackId) -> i64> Sums<'_, F> {
    /// The sum in a track, with what earlier versions counted if this one looks back.
    pub(crate) fn total(&self, track: TrackId) -> i64 {
        self.over.with_earlier(track).fold(0, |sum: i64, track| sum.saturating_add((self.sum)(track)))
    }

    fn of(&self, amount: AmountId, level: Option<LevelId>) -> i64 {
        self.over.sum(amount, level).map_or(0, |track| self.total(track))
    }

    fn operand(&self, number: &Number) -> i128 {
        match number {
            Number::Constant(n) => i128::from(*n),
            Number::Amount(amount) => i128::from(self.of(*amount, None)),
            Number::Track { .. } | Number::DaysSincePurchase(_) | Number::Balance(_) | Number::Field(..) => 0,
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(of) => of.iter().all(|c| self.holds(c)),
            Condition::Any(of) => of.iter().any(|c| self.holds(c)),
            Condition::Not(c) => !self.holds(c),
            Condition::AtLeast(least, of) => {
                let holding = of.iter().filter(|c| self.holds(c)).count();
                u32::try_from(holding).is_ok_and(|n| n >= *least)
            }
            Condition::Compare(of) => {
                let left = self.operand(&of.left) * i128::from(of.left_times);
                let right = self.operand(&of.right) * i128::from(of.right_times);
                match of.how {
                    Comparison::Is => left == right,
                    Comparison::IsNot => left != right,
                    Comparison::AtLeast => left >= right,
                    Comparison::AtMost => left <= right,
                    Comparison::Above => left > right,
                    Comparison::Below => left < right,
                }
            }
            Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Day(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => false,
        }
    }

    /// The raw value over a common denominator. Sums are below 2^62, rates below 2^20 over denominators whose least common
    /// multiple is at most 2^32, levels at most 64: everything stays below 2^121.
    fn raw(&self, den: i128) -> i128 {
        match &self.rule.award {
            Award::Rate(rate, None) => self.of_rate(rate, None, den),
            Award::Rate(_, Some(by)) => {
                let levels = (0u8..).map(LevelId).zip(&by.rates);
                levels.map(|(level, rate)| self.of_rate(rate, Some(level), den)).sum()
            }
            Award::Bands { amount, each_part, bands } => {
                let sum = i128::from(self.of(*amount, None));
                if *each_part { parts(bands, sum, den) } else { highest(bands, sum, den) }
            }
            Award::Share { .. } | Award::Portion { .. } => 0,
        }
    }

    fn of_rate(&self, rate: &Rate, level: Option<LevelId>, den: i128) -> i128 {
        match rate {
            Rate::Flat(_) => worth(rate, 0, den),
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => {
                worth(rate, i128::from(self.of(*amount, level)), den)
            }
        }
    }

    /// What is due; `None` if it is too large to be given.
    pub(crate) fn due(&self, programme: &Programme) -> Option<Due> {
        let den = denominator(&self.rule.award);
        let all = || self.over.sums.iter().map(|sum| sum.track);
        if all()
            .chain([self.over.given])
            .any(|track| self.total(track).unsigned_abs() >= TRACK.unsigned_abs())
        {
            return None;
        }
        if all().all(|track| self.total(track) == 0) {
            // Nothing counts in this window any more.
            return Some(Due { failed: None, raw: 0, den, rounded: 0, points: 0, cut_by: None });
        }
        let failing = (0u32..).zip(&self.over.when).find(|(_, c)| !self.holds(&c.condition));
        if let Some((failed, _)) = failing {
            return Some(Due { failed: Some(failed), raw: 0, den, rounded: 0, points: 0, cut_by: None });
        }
        let raw = self.raw(den);
        let rounded = rounded(raw, den, self.rule.rounding)?;
        let mut due = Due { failed: None, raw, den, rounded, points: rounded, cut_by: None };
        for id in &self.rule.limits {
            let cap = match programme.limits.get(*id)?.most {
                Most::Points(points) => i128::from(points),
                Most::Times(times) => {
                    let Award::Rate(Rate::Steps(_, _, each), None) = &self.rule.award else { continue };
                    let worth = i128::from(times) * scaled(*each, den);
                    to_step(worth, den, self.rule.rounding)
                }
                // Only of rewards, and of receipts.
                Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => continue,
            };
            if cap < i128::from(due.points) {
                due.points = i64::try_from(cap).ok()?;
                due.cut_by = Some(*id);
            }
        }
        Some(due)
    }
}

fn ratios(award: &Award) -> Vec<Ratio> {
    let of = |rate: &Rate| match rate {
        Rate::Flat(ratio) | Rate::Proportional(_, ratio) | Rate::Steps(_, _, ratio) => *ratio,
    };
    match award {
        Award::Rate(rate, None) => vec![of(rate)],
        Award::Rate(_, Some(by)) => by.rates.iter().map(of).collect(),
        Award::Bands { bands, .. } => bands.iter().map(|b| of(&b.rate)).collect(),
        Award::Share { .. } | Award::Portion { .. } => Vec::new(),
    }
}

/// The least common denominator of all rates.
fn denominator(award: &Award) -> i128 {
    ratios(award).into_iter().fold(1, |common, ratio| {
        let den = i128::from(ratio.denominator()).max(1);
        common / gcd(common, den) * den
    })
}

pub(crate) fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs().max(1)
}

/// A ratio's numerator over a multiple of its denominator.
fn scaled(ratio: Ratio, den: i128) -> i128 {
    i128::from(ratio.numerator()) * (den / i128::from(ratio.denominator()).max(1))
}

/// A rate applied to a size; below zero it gives nothing.
fn worth(rate: &Rate, size: i128, den: i128) -> i128 {
    let size = size.max(0);
    match rate {
        Rate::Flat(ratio) => scaled(*ratio, den),
        Rate::Proportional(_, ratio) => size * scaled(*ratio, den),
        Rate::Steps(_, step, ratio) => size / i128::from((*step).max(1)) * scaled(*ratio, den),
    }
}

/// All of the sum at the rate of the highest band reached.
fn highest(bands: &[Band], sum: i128, den: i128) -> i128 {
    let reached = bands.iter().take_while(|b| i128::from(b.from) <= sum);
    reached.last().map_or(0, |band| worth(&band.rate, sum, den))
}

/// Each part of the sum at the rate of its band.
fn parts(bands: &[Band], sum: i128, den: i128) -> i128 {
    let mut total = 0;
    let mut above = bands.iter().skip(1).map(|b| i128::from(b.from));
    for band in bands {
        let (from, to) = (i128::from(band.from), above.next().unwrap_or(i128::MAX));
        if from <= sum {
            total += worth(&band.rate, sum.min(to) - from, den);
        }
    }
    total
}

/// A value above zero, rounded to multiples of the step; `None` if it is too large to be given.
fn rounded(raw: i128, den: i128, rounding: Rounding) -> Option<i64> {
    i64::try_from(to_step(raw, den, rounding)).ok().filter(|points| *points < AWARD)
}

fn to_step(raw: i128, den: i128, rounding: Rounding) -> i128 {
    let step = i128::from(rounding.step.max(1));
    let unit = den * step;
    let (whole, rest) = (raw / unit, raw % unit);
    let up = match rounding.mode {
        RoundingMode::Down => false,
        RoundingMode::Up => rest > 0,
        RoundingMode::HalfUp => rest * 2 >= unit,
        RoundingMode::HalfEven => rest * 2 > unit || rest * 2 == unit && whole % 2 == 1,
    };
    (whole + i128::from(up)) * step
}
