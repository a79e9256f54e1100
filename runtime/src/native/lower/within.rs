//! `within the receipt`: the amount is cut where it reaches levels, each part at the rate of its level.

use super::Code;
use super::exact::{Bound, Exact};
use crate::native::plan::lines::amount_of;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Id, Rate, Ratio, TiersId, Within};

impl Code<'_, '_> {
    /// The sum over the levels of the rate of each, applied to what stands between where it starts and where the next one
    /// does.
    pub(super) fn levels_reached(
        &mut self,
        own: &Rate,
        (tiers, rates): (TiersId, &[Rate]),
        within: &Within,
    ) -> Exact {
        let zero = self.number(0);
        let nothing = |den: u64| Exact { whole: zero, rest: (den > 1).then_some(zero), den, most: 0 };
        let Some(amount) = amount_of(own) else {
            self.failed("flat points are within no receipt", zero);
            return nothing(1);
        };
        let measured = self.measured(amount);
        let step = match own {
            Rate::Steps(_, step, _) => (*step).max(1),
            Rate::Flat(_) | Rate::Proportional(..) => 1,
        };
        let starts = self.starts(tiers, within, measured.size, step);
        let size = self.steps_up_to(measured.size, step);
        let most = measured.most.over(u128::from(step.unsigned_abs()));
        let mut parts = Vec::new();
        for (n, rate) in rates.iter().enumerate() {
            let start = starts.get(n).copied().unwrap_or(size);
            let end = starts.get(n + 1).copied().unwrap_or(size);
            let part = self.b.ins().isub(end, start);
            parts.push(self.part(part, most, rate));
        }
        let den = self.common_denominator(parts.iter().map(|p| p.den));
        // All parts together are no more than the whole amount at the best rate.
        let most = parts.iter().map(|p| p.most).max().unwrap_or(0) + parts.len() as u128;
        let mut total = nothing(den);
        for part in parts {
            let part = self.exact_over(part, den);
            total = self.exact_sum(total, part);
        }
        Exact { most, ..total }
    }

    fn part(&mut self, part: Value, most: Bound, rate: &Rate) -> Exact {
        let ratio = match rate {
            Rate::Flat(_) => Ratio::ZERO,
            Rate::Proportional(_, each) | Rate::Steps(_, _, each) => *each,
        };
        self.exact_product(part, most, ratio)
    }

    /// Where each level starts, in whole steps of the amount: rising, from nothing up to all of it.
    fn starts(&mut self, tiers: TiersId, within: &Within, size: Value, step: i64) -> Vec<Value> {
        let all = self.steps_up_to(size, step);
        let held = self.level(tiers.index());
        let before = self.input(self.plan.tracks.at(within.track.index()));
        let booked = self.load(self.plan.bookings.at(within.track.index()));
        let counts = self.is(IntCC::NotEqual, booked, 0);
        let zero = self.number(0);
        let mut starts = vec![zero];
        for (level, least) in (1i64..).zip(within.from.iter().skip(1)) {
            let least = self.number(*least);
            let missing = self.b.ins().isub(least, before);
            let missing = self.not_below_zero(missing);
            let reached = self.is(IntCC::Equal, missing, 0);
            let known = self.is(IntCC::SignedGreaterThanOrEqual, held, level);
            let known = self.b.ins().bor(known, reached);
            let at = self.b.ins().smin(missing, size);
            // A step across the line is still of the level before.
            let rest = self.number(step - 1);
            let at = self.b.ins().iadd(at, rest);
            let at = self.steps_up_to(at, step);
            let at = self.b.ins().smin(at, all);
            let at = self.choose(counts, at, all);
            starts.push(self.choose(known, zero, at));
        }
        starts
    }

    /// Whole steps in a size.
    fn steps_up_to(&mut self, size: Value, step: i64) -> Value {
        if step == 1 { size } else { self.divide(size, step.unsigned_abs()) }
    }
}
