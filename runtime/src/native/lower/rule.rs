//! A rule: the first condition that fails, its raw value, rounding, and its own limits.

use super::condition::Asked;
use super::exact::{Bound, Exact};
use super::share::LINES;
use super::{Code, Shape};
use crate::native::plan::lines::{amount_of, is_by_line, sums_by_line};
use crate::native::plan::{PURCHASE, reason};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{
    AmountId, Award, Band, ByLevel, Condition, Conjunct, Id, LimitId, LimitWindow, Most, Rate, Rounding,
    RoundingPlace, Rule, RuleId, TrackId, Trigger,
};
use treue_lang::time::DayTest;

/// What an amount is for a rate.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    /// Not below zero.
    pub(super) size: Value,
    /// It is not larger.
    pub(super) most: Bound,
}

/// Whether a stack rounds.
fn in_together(rounding: Rounding) -> bool {
    match rounding.place {
        RoundingPlace::Stack => true,
        RoundingPlace::Rule | RoundingPlace::Line => false,
    }
}

impl Code<'_, '_> {
    /// Compiles a rule.
    pub(crate) fn rule(&mut self, id: RuleId) {
        let programme = self.programme;
        let Some(rule) = programme.rules.get(id) else { return };
        self.as_decided(rule.decided_by, |code| code.rule_as_decided(id, rule));
    }

    fn rule_as_decided(&mut self, id: RuleId, rule: &Rule) {
        let looks = self.looks(&rule.on);
        let looks = match self.in_force(id, rule) {
            Some(in_force) => self.b.ins().band(looks, in_force),
            None => looks,
        };
        let (holds, failing) = self.first_failing(&rule.conditions);
        if let Some(over) = &rule.over {
            let sums: Vec<TrackId> = over.sums.iter().map(|s| s.track).collect();
            return self.window_rule(id, rule, (looks, holds, failing), &sums);
        }
        let applies = self.b.ins().band(looks, holds);
        if rule.contest.is_some() {
            self.waits_for_contest(id, rule, looks, (holds, failing));
            return;
        }
        let (raw, rounded) = self.value(&rule.award, rule.rounding);
        let zero = self.number(0);
        let nothing = Exact { whole: zero, rest: raw.rest.map(|_| zero), den: raw.den, most: 0 };
        let raw = self.exact_choose(applies, raw, nothing);
        let slots = self.plan.rule(id);
        self.store(slots.whole, raw.whole);
        self.store(slots.rest, raw.rest.unwrap_or(zero));
        self.note_shape(id, rule, raw);
        let rounded = match rounded {
            Some(rounded) => self.only_if(applies, rounded),
            None => zero,
        };
        let because = self.reason_before_limits(rule, looks, holds, failing, rounded);
        let mut state = (rounded, zero, because);
        for limit in &rule.limits {
            state = self.own_limit(*limit, state);
        }
        self.store(slots.rounded, rounded);
        self.store(slots.given, state.0);
        self.store(slots.cut, state.1);
        self.store(slots.reason, state.2);
    }

    /// A window rule gives nothing here: it says why it does not count an event, if it does not.
    fn window_rule(
        &mut self,
        id: RuleId,
        rule: &Rule,
        (looks, holds, failing): (Value, Value, Value),
        sums: &[TrackId],
    ) {
        let mut booked = self.number(0);
        for track in sums {
            let sum = self.load(self.plan.bookings.at(track.index()));
            booked = self.b.ins().bor(booked, sum);
        }
        let because = self.reason_before_limits(rule, looks, holds, failing, booked);
        // What it gives for an event that it counts is said with its window.
        let counted = self.is(IntCC::NotEqual, booked, 0);
        let elsewhere = self.number(reason::ELSEWHERE);
        let because = self.choose(counted, elsewhere, because);
        self.store(self.plan.rule(id).reason, because);
    }

    /// Leaves only why the rule cannot give anything: its stack gives it lines later.
    fn waits_for_contest(&mut self, id: RuleId, rule: &Rule, looks: Value, (holds, failing): (Value, Value)) {
        let zero = self.number(0);
        let one = self.number(1);
        let because = self.reason_before_limits(rule, looks, holds, failing, one);
        let slots = self.plan.rule(id);
        for slot in [slots.whole, slots.rest, slots.rounded, slots.given, slots.cut] {
            self.store(slot, zero);
        }
        self.store(slots.reason, because);
    }

    /// Notes how large the values of a rule can be.
    fn note_shape(&mut self, id: RuleId, rule: &Rule, raw: Exact) {
        let steps = if is_by_line(&rule.award, rule.rounding) { LINES } else { 1 };
        let given = raw.most.saturating_add(steps * u128::from(rule.rounding.step.max(1).unsigned_abs()));
        if let Some(shape) = self.shapes.get_mut(id.index()) {
            *shape = Shape { den: raw.den, raw: raw.most, given };
        }
    }

    /// Whether a rule looks at this event.
    pub(crate) fn looks(&mut self, on: &Trigger) -> Value {
        let trigger = self.input(self.plan.trigger);
        let wanted = match on {
            Trigger::Purchase => PURCHASE,
            Trigger::Activity(kind) => self.plan.activity(kind),
        };
        self.is(IntCC::Equal, trigger, wanted)
    }

    /// Whether this version is the one that looks: the newest whose dates hold, or the newest of all if none holds.
    /// `None` for a rule without versions.
    fn in_force(&mut self, id: RuleId, rule: &Rule) -> Option<Value> {
        let programme = self.programme;
        let newest = rule.versions.first()?;
        let mut newer = self.truth(false);
        let mut mine = self.truth(false);
        for version in &rule.versions {
            let holds = match programme.rules.get(*version).map(|v| (v.dates, v.decided_by)) {
                None | Some(((None, None), _)) => self.truth(true),
                Some(((from, to), decided_by)) => self.as_decided(decided_by, |code| {
                    code.condition(&Condition::Day(DayTest::Between(from, to)), Asked::ByRule)
                }),
            };
            if *version == id {
                let free = self.not(newer);
                mine = self.b.ins().band(holds, free);
            }
            newer = self.b.ins().bor(newer, holds);
        }
        if *newest == id {
            let none = self.not(newer);
            mine = self.b.ins().bor(mine, none);
        }
        Some(mine)
    }

    /// Whether all conditions hold, and the position of the first that does not.
    fn first_failing(&mut self, conditions: &[Conjunct]) -> (Value, Value) {
        let held: Vec<Value> =
            conditions.iter().map(|c| self.condition(&c.condition, Asked::ByRule)).collect();
        let mut first = self.number(0);
        for (position, holds) in held.iter().enumerate().rev() {
            let here = self.number(i64::try_from(position).unwrap_or(0));
            first = self.choose(*holds, first, here);
        }
        (self.joined(true, &held), first)
    }

    fn reason_before_limits(
        &mut self,
        rule: &Rule,
        looks: Value,
        holds: Value,
        failing: Value,
        rounded: Value,
    ) -> Value {
        let by = self.number(i64::from(reason::KIND_BITS));
        let place = self.b.ins().ishl(failing, by);
        let kind = self.number(reason::CONDITION);
        let failed = self.b.ins().bor(place, kind);
        let none = self.number(reason::NONE);
        let fine = if in_together(rule.rounding) {
            none
        } else {
            let zero = self.is(IntCC::Equal, rounded, 0);
            let comes_to_zero = self.number(reason::ZERO);
            self.choose(zero, comes_to_zero, none)
        };
        let looked = self.choose(holds, fine, failed);
        let elsewhere = self.number(reason::ELSEWHERE);
        self.choose(looks, looked, elsewhere)
    }

    /// The raw value of an award, and the rounded one unless a stack rounds.
    pub(crate) fn value(&mut self, award: &Award, rounding: Rounding) -> (Exact, Option<Value>) {
        if is_by_line(award, rounding) {
            let (raw, rounded) = self.value_by_line(award, rounding);
            return (raw, Some(rounded));
        }
        let raw = self.raw(award);
        let rounded = (!in_together(rounding)).then(|| self.exact_rounded(raw, rounding.mode, rounding.step));
        (raw, rounded)
    }

    fn raw(&mut self, award: &Award) -> Exact {
        match award {
            Award::Rate(rate, by_level) => {
                if let Some(ByLevel { tiers, rates, within: Some(within) }) = by_level {
                    return self.levels_reached(rate, (*tiers, rates), within);
                }
                let own = self.rate(rate, None);
                match by_level {
                    None => own,
                    Some(by) => {
                        let rates: Vec<Exact> = by.rates.iter().map(|r| self.rate(r, None)).collect();
                        self.by_level(by.tiers.index(), own, &rates)
                    }
                }
            }
            Award::Bands { amount, each_part, bands } => self.bands(*amount, *each_part, bands),
            Award::Share { ratio, .. } | Award::Portion { ratio, .. } => self.share(award, *ratio),
        }
    }

    pub(super) fn measured(&mut self, amount: AmountId) -> Measured {
        let value = self.amount_value(amount);
        Measured { size: self.not_below_zero(value), most: self.amount_most(amount) }
    }

    /// A rate applied to a size.
    fn rate(&mut self, rate: &Rate, measured: Option<Measured>) -> Exact {
        match (rate, measured) {
            (Rate::Flat(points), _) => self.exact_constant(*points),
            (Rate::Proportional(_, ratio), Some(m)) => self.exact_product(m.size, m.most, *ratio),
            (Rate::Steps(_, step, ratio), Some(m)) => {
                let step = (*step).max(1).unsigned_abs();
                let steps = self.divide(m.size, step);
                self.exact_product(steps, m.most.over(u128::from(step)), *ratio)
            }
            (Rate::Proportional(amount, _) | Rate::Steps(amount, ..), None) => {
                let measured = self.measured(*amount);
                self.rate(rate, Some(measured))
            }
        }
    }

    /// The value of the level held; `own` for a level without one.
    fn by_level(&mut self, tiers: usize, own: Exact, rates: &[Exact]) -> Exact {
        let den = self.common_denominator(rates.iter().chain([&own]).map(|r| r.den));
        let held = self.level(tiers);
        let mut value = self.exact_over(own, den);
        for (level, rate) in (0i64..).zip(rates) {
            let rate = self.exact_over(*rate, den);
            let here = self.is(IntCC::Equal, held, level);
            value = self.exact_choose(here, rate, value);
        }
        value
    }

    fn bands(&mut self, amount: AmountId, each_part: bool, bands: &[Band]) -> Exact {
        let value = self.input_of(self.plan.amount(amount), "an amount has no slot");
        let most = self.amount_most(amount);
        let mut parts = Vec::new();
        for (i, band) in bands.iter().enumerate() {
            let reached = self.is(IntCC::SignedGreaterThanOrEqual, value, band.from);
            let size = if each_part {
                let from = self.number(band.from);
                let part = self.b.ins().isub(value, from);
                let part = self.not_below_zero(part);
                match bands.get(i + 1) {
                    None => part,
                    Some(next) => {
                        let width = self.number(next.from.saturating_sub(band.from).max(0));
                        self.b.ins().smin(part, width)
                    }
                }
            } else {
                self.not_below_zero(value)
            };
            let below = u128::from(band.from.min(0).unsigned_abs());
            let most = Bound { ever: most.ever + below, checked: most.checked + below };
            let worth = self.rate(&band.rate, Some(Measured { size, most }));
            parts.push((reached, worth));
        }
        let den = self.common_denominator(parts.iter().map(|(_, worth)| worth.den));
        let zero = self.number(0);
        let nothing = Exact { whole: zero, rest: (den > 1).then_some(zero), den, most: 0 };
        let mut total = nothing;
        for (reached, worth) in parts {
            let worth = self.exact_over(worth, den);
            total = if each_part {
                let worth = self.exact_choose(reached, worth, nothing);
                self.exact_sum(total, worth)
            } else {
                self.exact_choose(reached, worth, total)
            };
        }
        total
    }

    /// Raw and rounded value of a rule that is rounded line by line.
    fn value_by_line(&mut self, award: &Award, rounding: Rounding) -> (Exact, Value) {
        let Award::Rate(own, by_level) = award else {
            let zero = self.number(0);
            let raw = Exact { whole: zero, rest: None, den: 1, most: 0 };
            return (raw, self.failed("only rates are rounded by line", zero));
        };
        let (raw, mut rounded) = self.rate_by_line(rounding, own);
        let Some(by) = by_level else { return (raw, rounded) };
        let held = self.level(by.tiers.index());
        let values: Vec<(Exact, Value)> = by.rates.iter().map(|r| self.rate_by_line(rounding, r)).collect();
        for (level, (_, points)) in (0i64..).zip(&values) {
            let here = self.is(IntCC::Equal, held, level);
            rounded = self.choose(here, *points, rounded);
        }
        let raws: Vec<Exact> = values.into_iter().map(|(raw, _)| raw).collect();
        (self.by_level(by.tiers.index(), raw, &raws), rounded)
    }

    fn rate_by_line(&mut self, rounding: Rounding, rate: &Rate) -> (Exact, Value) {
        let sums = sums_by_line(self.programme, rate, rounding.mode, rounding.step);
        let (Some((raw, rounded)), Some(amount)) = (sums, amount_of(rate)) else {
            let raw = self.rate(rate, None);
            return (raw, self.exact_rounded(raw, rounding.mode, rounding.step));
        };
        let (ratio, step) = match rate {
            Rate::Flat(ratio) | Rate::Proportional(_, ratio) => (*ratio, 1),
            Rate::Steps(_, step, ratio) => (*ratio, (*step).max(1)),
        };
        let raw = self.sum_value(raw);
        let size = self.not_below_zero(raw);
        let rounded = self.sum_value(rounded);
        // Sizes of lines count towards what a receipt may sum up to, so their steps are no more.
        let most = self.amount_most(amount).over(u128::from(step.unsigned_abs()));
        (self.exact_product(size, most, ratio), self.not_below_zero(rounded))
    }

    /// What a limit has left; `None` for times.
    pub(crate) fn limit_left(&mut self, id: LimitId) -> Value {
        let programme = self.programme;
        let Some(limit) = programme.limits.get(id) else { return self.number(i64::MAX) };
        let most = match limit.most {
            Most::Points(n) | Most::Times(n) | Most::Pieces(n) => self.number(n),
            Most::PerPart(amount, each) => self.rate(&Rate::Proportional(amount, each), None).whole,
            Most::PerStep(amount, step, each) => self.rate(&Rate::Steps(amount, step, each), None).whole,
        };
        match limit.window {
            LimitWindow::Receipt => self.not_below_zero(most),
            LimitWindow::Window(_, track) => {
                let used = self.input(self.plan.tracks.at(track.index()));
                let left = self.b.ins().isub(most, used);
                self.not_below_zero(left)
            }
        }
    }

    /// What fits of `given` into what is left of a limit.
    pub(crate) fn fitting(&mut self, id: LimitId, given: Value, left: Value) -> Value {
        let programme = self.programme;
        let (times, whole) =
            programme.limits.get(id).map_or((false, false), |l| (matches!(l.most, Most::Times(_)), l.whole));
        if times {
            let some = self.is(IntCC::SignedGreaterThan, left, 0);
            return self.only_if(some, given);
        }
        if whole {
            let fits = self.b.ins().icmp(IntCC::SignedLessThanOrEqual, given, left);
            return self.only_if(fits, given);
        }
        self.b.ins().smin(given, left)
    }

    /// Cut and reason after a limit took `before` to `after`.
    pub(crate) fn after_limit(
        &mut self,
        id: LimitId,
        before: Value,
        after: Value,
        cut: Value,
        because: Value,
    ) -> (Value, Value) {
        let changed = self.b.ins().icmp(IntCC::NotEqual, before, after);
        let number = i64::from(id.0);
        let this = self.number(number + 1);
        let cut = self.choose(changed, this, cut);
        let gone = self.is(IntCC::Equal, after, 0);
        let gone = self.b.ins().band(changed, gone);
        let why = self.number(reason::LIMIT | (number << reason::KIND_BITS));
        (cut, self.choose(gone, why, because))
    }

    pub(crate) fn own_limit(&mut self, id: LimitId, state: (Value, Value, Value)) -> (Value, Value, Value) {
        let (given, cut, because) = state;
        let left = self.limit_left(id);
        let after = self.fitting(id, given, left);
        let (cut, because) = self.after_limit(id, given, after, cut, because);
        (after, cut, because)
    }
}
