//! The receipt kernel: sums of lines become awards, a receipt a turn, without a branch. What it cannot say it says so: then
//! receipts are decided one by one.

use super::atoms::{Atom, Column};
use super::code::{Build, Shape};
use super::select;
use super::space::{Base, COUNTED, Choice, Fact, InMeasure, Lane, Value as Number_, When};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I32, I64};
use cranelift_codegen::ir::{InstBuilder, Value};
use std::collections::HashMap;
use treue_lang::programme::{
    Amount, AmountId, Award, Band, Basis, Compare, Comparison, Condition, Id, LimitId, LineText, Most,
    Number, Programme, Rate, Ratio, Rounding, RoundingMode, RoundingPlace, RuleId, SelectionId, Stack,
    StackMember, StackWay, Step, Trigger,
};

/// Sums of what rules give stay below.
const TOP: u128 = 1 << 62;

/// A number of the receipt: `value` times `scale`.
#[derive(Clone, Copy, Debug)]
struct Measured {
    value: Value,
    scale: u64,
    /// The size of `value` is not larger.
    most: u128,
}

/// A fraction that is not below 0.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    num: Value,
    den: u64,
    most: u128,
}

/// What has become of a rule.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    gives: Value,
    most: u128,
    /// The exact value, if somebody may ask for it.
    raw: Option<Fraction>,
}

/// What a turn comes to; nothing where no rule gives anything.
pub(super) struct Found {
    /// Points by unit.
    pub(super) units: Vec<Option<Value>>,
    /// What each rule gives, and whether that fits 32 bits.
    pub(super) awards: Vec<Option<(Value, bool)>>,
}

/// Something that holds or does not.
#[derive(Clone, Copy, Debug)]
enum Truth {
    Known(bool),
    /// All these bits of a word of facts.
    Bits(usize, u64),
    Value(Value),
}

/// The turn of one receipt.
pub(super) struct Turn<'t, 'f, 'p> {
    b: &'t mut Build<'f>,
    programme: &'p Programme,
    shape: &'t Shape,
    /// Sums of the lines, by lane; sign-extended.
    sums: Vec<Option<Value>>,
    addresses: (Value, Value),
    facts: Vec<Value>,
    amounts: HashMap<AmountId, Measured>,
    outcomes: Vec<Option<Outcome>>,
    indexed: &'t [bool],
    /// Whether what is measured now may be below 0 although no line is.
    below_zero: bool,
}

impl<'t, 'f, 'p> Turn<'t, 'f, 'p> {
    /// With the places of the running sums at the receipt's start and end, and the words of facts.
    pub(super) fn new(
        b: &'t mut Build<'f>,
        programme: &'p Programme,
        shape: &'t Shape,
        addresses: (Value, Value),
        facts: Vec<Value>,
        indexed: &'t [bool],
    ) -> Turn<'t, 'f, 'p> {
        Turn {
            b,
            programme,
            shape,
            sums: Vec::new(),
            addresses,
            facts,
            amounts: HashMap::new(),
            outcomes: vec![None; programme.rules.len()],
            indexed,
            below_zero: false,
        }
    }

    /// Everything; `None` if there is something that kernels do not say. Gives points by unit and awards by rule.
    pub(super) fn all(&mut self) -> Option<Found> {
        // Rules over a window stand outside of the order.
        if self.programme.rules.iter().any(|(_, rule)| rule.over.is_some()) {
            return None;
        }
        for step in &self.programme.order {
            match step {
                Step::Rule(id) => self.rule(*id)?,
                Step::Stack(id) => {
                    let stack = self.programme.stacks.get(*id)?;
                    self.stack(stack)?;
                }
            }
        }
        let mut units = vec![None; self.programme.units.len()];
        let mut most = 0u128;
        let mut awards = Vec::new();
        for (id, rule) in self.programme.rules.iter() {
            let outcome = self.outcomes.get(id.index()).copied().flatten();
            awards.push(outcome.map(|o| (o.gives, o.most <= u128::from(i32::MAX.unsigned_abs()))));
            let Some(outcome) = outcome else { continue };
            most = most.saturating_add(outcome.most);
            let unit: &mut Option<Value> = units.get_mut(rule.unit.index())?;
            *unit = Some(match *unit {
                None => outcome.gives,
                Some(sum) => self.b.ins().iadd(sum, outcome.gives),
            });
        }
        (most < TOP).then_some(Found { units, awards })
    }

    fn number(&mut self, n: i64) -> Value {
        self.b.ins().iconst(I64, n)
    }

    // Rules.

    fn rule(&mut self, id: RuleId) -> Option<()> {
        let rule = self.programme.rules.get(id)?;
        if rule.on != Trigger::Purchase || self.indexed.get(id.index()) == Some(&true) {
            return Some(());
        }
        if rule.contest.is_some() || rule.decided_by.is_some() || rule.over.is_some() || rule.companions {
            return None;
        }
        let mut truth = Truth::Known(true);
        for conjunct in &rule.conditions {
            let next = self.holds(&conjunct.condition)?;
            truth = self.and(truth, next);
        }
        if let Truth::Known(false) = truth {
            return Some(());
        }
        let (raw, gives, most) = match rule.rounding.place {
            RoundingPlace::Rule => {
                let raw = self.award(&rule.award)?;
                let (gives, most) = self.round(raw, rule.rounding)?;
                (Some(raw), gives, most)
            }
            RoundingPlace::Line => {
                let (gives, most) = self.per_line(&rule.award, rule.rounding)?;
                (None, gives, most)
            }
            RoundingPlace::Stack => return None,
        };
        let zero = self.number(0);
        let (gives, raw) = match truth {
            Truth::Known(_) => (gives, raw),
            Truth::Bits(..) | Truth::Value(_) => {
                let holds = self.value_of(truth);
                let gives = self.b.ins().select(holds, gives, zero);
                let raw = raw.map(|raw| Fraction { num: self.b.ins().select(holds, raw.num, zero), ..raw });
                (gives, raw)
            }
        };
        let mut outcome = Outcome { gives, most, raw };
        for limit in &rule.limits {
            let left = self.left(*limit)?;
            outcome = self.cut(outcome, left, *limit)?.0;
        }
        *self.outcomes.get_mut(id.index())? = Some(outcome);
        Some(())
    }

    fn award(&mut self, award: &Award) -> Option<Fraction> {
        match award {
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

    fn nothing(&mut self) -> Fraction {
        Fraction { num: self.number(0), den: 1, most: 0 }
    }

    fn rate(&mut self, rate: &Rate) -> Option<Fraction> {
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
    fn of_amount(&mut self, rate: &Rate, measured: Measured) -> Option<Fraction> {
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

    fn highest(&mut self, bands: &[Band], measured: Measured) -> Option<Fraction> {
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

    fn parts(&mut self, bands: &[Band], measured: Measured) -> Option<Fraction> {
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
            self.below_zero = true;
            let part = self.of_amount(&band.rate, Measured { value, scale: 1, most });
            self.below_zero = false;
            let part = part?;
            let zero = self.number(0);
            let reached = self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, measured.value, from);
            let num = self.b.ins().select(reached, part.num, zero);
            sum = self.plus(sum, Fraction { num, ..part })?;
        }
        Some(sum)
    }

    /// Each line's own value, summed.
    fn per_line(&mut self, award: &Award, rounding: Rounding) -> Option<(Value, u128)> {
        let Award::Rate(rate, by) = award else { return None };
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
            (Number_::Whole(base), each.checked_mul(i64::from(num))?)
        } else if num <= den && num < 1 << 20 {
            (Number_::Part(base, num, den), each)
        } else {
            return None;
        };
        let sum = self.sum(Lane::Sum(choice, lane));
        let zero = self.number(0);
        let sum = if self.shape.negative { self.b.ins().smax(sum, zero) } else { sum };
        self.times(sum, u64::try_from(each).ok()?, self.shape.reach())
    }

    /// A fraction as a whole number of points.
    fn round(&mut self, raw: Fraction, rounding: Rounding) -> Option<(Value, u128)> {
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

    // Stacks and limits.

    fn stack(&mut self, stack: &Stack) -> Option<()> {
        if stack.per_line || stack.together.is_some() {
            return None;
        }
        match stack.way {
            StackWay::All => {}
            StackWay::Multiply => return None,
            StackWay::Best => self.keep_one(stack, true)?,
            StackWay::First => self.keep_one(stack, false)?,
        }
        for id in &stack.limits {
            let mut left = self.left(*id)?;
            if self.only_the_sum_counts(stack) && stack.limits.len() == 1 && self.fits_in_part(*id)? {
                self.fill_together(stack, left, *id)?;
                continue;
            }
            for rule in &stack.rules {
                let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() else { continue };
                let (after, rest) = self.cut(outcome, left, *id)?;
                *self.outcomes.get_mut(rule.index())? = Some(after);
                left = rest;
            }
        }
        Some(())
    }

    /// Whether nobody asks what a single rule of a stack gives.
    fn only_the_sum_counts(&self, stack: &Stack) -> bool {
        let read = |of: &[RuleId]| of.iter().any(|rule| stack.rules.contains(rule));
        let shares = self.programme.rules.iter().any(|(_, rule)| match &rule.award {
            Award::Share { of, .. } => read(of),
            Award::Portion { .. } => true,
            Award::Rate(..) | Award::Bands { .. } => false,
        });
        !self.shape.awards && stack.parent.is_none() && !shares
    }

    fn fits_in_part(&self, id: LimitId) -> Option<bool> {
        let limit = self.programme.limits.get(id)?;
        Some(!limit.whole && !matches!(limit.most, Most::Times(_)))
    }

    /// The sum of a stack's rules, cut once; it stands for all of them at the first.
    fn fill_together(&mut self, stack: &Stack, left: Option<(Value, u128)>, id: LimitId) -> Option<()> {
        let mut all: Option<Outcome> = None;
        let mut first = None;
        for rule in &stack.rules {
            let Some(outcome) = self.outcomes.get_mut(rule.index())?.take() else { continue };
            first = first.or(Some(*rule));
            all = Some(match all {
                None => outcome,
                Some(sum) => Outcome {
                    gives: self.b.ins().iadd(sum.gives, outcome.gives),
                    most: sum.most.saturating_add(outcome.most),
                    raw: None,
                },
            });
        }
        if let (Some(all), Some(first)) = (all, first) {
            if all.most >= TOP {
                return None;
            }
            *self.outcomes.get_mut(first.index())? = Some(self.cut(all, left, id)?.0);
        }
        Some(())
    }

    /// The best member stays, or the first that gives something.
    fn keep_one(&mut self, stack: &Stack, best: bool) -> Option<()> {
        let mut members = Vec::new();
        for member in &stack.members {
            let rules = match member {
                StackMember::Rule(rule) => vec![*rule],
                StackMember::Stack(stack) => self.programme.stacks.get(*stack)?.rules.clone(),
            };
            let mut sum = self.number(0);
            let mut most = 0u128;
            for rule in &rules {
                if let Some(outcome) = self.outcomes.get(rule.index()).copied().flatten() {
                    sum = self.b.ins().iadd(sum, outcome.gives);
                    most = most.saturating_add(outcome.most);
                }
            }
            if most >= TOP {
                return None;
            }
            members.push((rules, sum));
        }
        let zero = self.number(0);
        let mut taken = self.b.ins().iconst(I8, 0);
        let top =
            if best { members.iter().fold(zero, |top, (_, sum)| self.b.ins().smax(top, *sum)) } else { zero };
        for (rules, sum) in members {
            let code = if best { IntCC::Equal } else { IntCC::SignedGreaterThan };
            let good = self.b.ins().icmp(code, sum, top);
            let wins = self.b.ins().band_not(good, taken);
            taken = self.b.ins().bor(taken, good);
            for rule in rules {
                let Some(outcome) = self.outcomes.get_mut(rule.index())? else { continue };
                outcome.gives = self.b.ins().select(wins, outcome.gives, zero);
            }
        }
        Some(())
    }

    /// What a limit has left for a member of whom nothing is known: all of it. Nothing of one by number of events.
    fn left(&mut self, id: LimitId) -> Option<Option<(Value, u128)>> {
        let limit = self.programme.limits.get(id)?;
        let by_amount = match limit.most {
            Most::Times(times) => return (times > 0).then_some(None),
            Most::Points(size) => {
                return Some(Some((self.number(size), u128::from(u64::try_from(size).ok()?))));
            }
            Most::PerPart(amount, each) => Rate::Proportional(amount, each),
            Most::PerStep(amount, step, each) => Rate::Steps(amount, step, each),
        };
        let exact = self.rate(&by_amount)?;
        let whole = self.b.divide(exact.num, exact.den, exact.most)?;
        Some(Some((whole, exact.most / u128::from(exact.den))))
    }

    /// What fits of what a rule gives, and what is left then.
    fn cut(
        &mut self,
        outcome: Outcome,
        left: Option<(Value, u128)>,
        id: LimitId,
    ) -> Option<(Outcome, Option<(Value, u128)>)> {
        let Some((room, size)) = left else { return Some((outcome, None)) };
        let gives = if self.programme.limits.get(id)?.whole {
            let fits = self.b.ins().icmp(IntCC::SignedLessThanOrEqual, outcome.gives, room);
            let zero = self.number(0);
            self.b.ins().select(fits, outcome.gives, zero)
        } else {
            self.b.ins().smin(outcome.gives, room)
        };
        let rest = self.b.ins().isub(room, gives);
        Some((Outcome { gives, most: outcome.most.min(size), ..outcome }, Some((rest, size))))
    }

    // Numbers.

    fn amount(&mut self, id: AmountId) -> Option<Measured> {
        if let Some(measured) = self.amounts.get(&id) {
            return Some(*measured);
        }
        let programme = self.programme;
        let measured = match programme.amounts.get(id)? {
            Amount::Different(selection, text) => self.different(*selection, *text)?,
            Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_) => {
                let (choice, base) = self.chosen(id)?;
                let (scale, base) = base.map_or((1, None), |base| self.scale(base));
                let value = base.map_or(Number_::One, Number_::Whole);
                let most = if value == Number_::One { 10_000 } else { self.shape.reach() };
                Measured { value: self.sum(Lane::Sum(choice, value)), scale, most }
            }
            Amount::EachLine(..) | Amount::Made(..) | Amount::Events(_) => return None,
        };
        self.amounts.insert(id, measured);
        Some(measured)
    }

    /// The lines of an amount, and what is summed of them; `None` for their number.
    fn chosen(&self, id: AmountId) -> Option<(Choice, Option<Base>)> {
        let programme = self.programme;
        let (selection, measure, base) = match programme.amounts.get(id)? {
            Amount::Money(selection, Basis::Charged) => (*selection, InMeasure::Any, Some(Base::Amount)),
            Amount::Quantity(selection, measure) if programme.measures.get(*measure)?.counts.is_empty() => {
                (*selection, InMeasure::Only(Some(*measure)), Some(Base::Quantity))
            }
            Amount::Items(selection) => (*selection, InMeasure::Only(None), Some(Base::Quantity)),
            Amount::Lines(selection) => (*selection, InMeasure::Any, None),
            Amount::Money(..)
            | Amount::Quantity(..)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Made(..)
            | Amount::Events(_) => return None,
        };
        Some((Choice { selection, measure }, base))
    }

    /// How much one of a column is in smallest parts; without a column of quantities every line is one.
    fn scale(&self, base: Base) -> (u64, Option<Base>) {
        match base {
            Base::Amount => (1, Some(base)),
            Base::Quantity if self.shape.quantity.is_some() => (self.shape.scale, Some(base)),
            Base::Quantity => (1_000, None),
        }
    }

    /// How many different texts: of a selection that asks for nothing but this text, and names few.
    fn different(&mut self, selection: SelectionId, text: LineText) -> Option<Measured> {
        if matches!(text, LineText::Label | LineText::Field(_)) {
            return None;
        }
        let named = select::texts_named(self.programme, selection, text)?;
        let groups = named.div_ceil(COUNTED);
        if groups == 0 || groups > 4 || self.shape.longest > 255 {
            return None;
        }
        let mut count = self.number(0);
        for group in 0..groups {
            let counts = self.sum(Lane::Counts { selection, text, group });
            // A byte that is not 0 leaves its highest bit.
            let low = self.number(0x7f7f_7f7f);
            let high = self.number(0x8080_8080);
            let carried = self.b.ins().band(counts, low);
            let carried = self.b.ins().iadd(carried, low);
            let any = self.b.ins().bor(carried, counts);
            let any = self.b.ins().band(any, high);
            let ones = self.b.ins().popcnt(any);
            count = self.b.ins().iadd(count, ones);
        }
        Some(Measured { value: count, scale: 1, most: 16 })
    }

    /// A sum of the receipt: what the running sum has grown by.
    fn sum(&mut self, lane: Lane) -> Value {
        let position = self.b.space.lane(lane);
        if let Some(Some(value)) = self.sums.get(position) {
            return *value;
        }
        let offset = i32::try_from(position.saturating_mul(4)).unwrap_or(0);
        let before = self.b.load_sum(I32, self.addresses.0, offset);
        let after = self.b.load_sum(I32, self.addresses.1, offset);
        let grown = self.b.ins().isub(after, before);
        let value = if self.shape.negative {
            self.b.ins().sextend(I64, grown)
        } else {
            self.b.ins().uextend(I64, grown)
        };
        if self.sums.len() <= position {
            self.sums.resize(position + 1, None);
        }
        self.sums.get_mut(position).into_iter().for_each(|sum| *sum = Some(value));
        value
    }

    fn times(&mut self, value: Value, by: u64, most: u128) -> Option<(Value, u128)> {
        let most = most.checked_mul(u128::from(by)).filter(|most| *most < TOP)?;
        if by == 1 {
            return Some((value, most));
        }
        let by = self.number(i64::try_from(by).ok()?);
        Some((self.b.ins().imul(value, by), most))
    }

    fn by_ratio(&mut self, of: Fraction, ratio: Ratio) -> Option<Fraction> {
        let more =
            Ratio::new(i128::from(ratio.numerator()), i128::from(ratio.denominator()) * i128::from(of.den))?;
        let (num, most) = self.times(of.num, u64::try_from(more.numerator()).ok()?, of.most)?;
        Some(Fraction { num, den: u64::try_from(more.denominator()).ok()?, most })
    }

    /// Two fractions over one denominator.
    fn alike(&mut self, a: Fraction, b: Fraction) -> Option<(Fraction, Fraction)> {
        if a.den == b.den {
            return Some((a, b));
        }
        let divisor = gcd(a.den, b.den);
        let (by_a, by_b) = (b.den / divisor, a.den / divisor);
        let den = a.den.checked_mul(by_a).filter(|den| *den < 1 << 60)?;
        let (num, most) = self.times(a.num, by_a, a.most)?;
        let a = Fraction { num, den, most };
        let (num, most) = self.times(b.num, by_b, b.most)?;
        Some((a, Fraction { num, den, most }))
    }

    fn plus(&mut self, a: Fraction, b: Fraction) -> Option<Fraction> {
        let (a, b) = self.alike(a, b)?;
        let most = a.most.saturating_add(b.most);
        let num = self.b.ins().iadd(a.num, b.num);
        (most < TOP).then_some(Fraction { num, den: a.den, most })
    }

    // Conditions.

    fn holds(&mut self, condition: &Condition) -> Option<Truth> {
        Some(match condition {
            Condition::All(parts) => {
                let mut all = Truth::Known(true);
                for part in parts {
                    let part = self.holds(part)?;
                    all = self.and(all, part);
                }
                all
            }
            Condition::Any(parts) => {
                let mut none = Truth::Known(true);
                for part in parts {
                    let part = self.holds(part)?;
                    let part = self.not(part);
                    none = self.and(none, part);
                }
                self.not(none)
            }
            Condition::Not(part) => {
                let part = self.holds(part)?;
                self.not(part)
            }
            Condition::AtLeast(count, parts) => {
                let mut sum = self.number(0);
                for part in parts {
                    let part = self.holds(part)?;
                    let part = self.value_of(part);
                    let part = self.b.ins().uextend(I64, part);
                    sum = self.b.ins().iadd(sum, part);
                }
                let count = self.number(i64::from(*count));
                Truth::Value(self.b.ins().icmp(IntCC::SignedGreaterThanOrEqual, sum, count))
            }
            Condition::Compare(compare) => self.compare(compare)?,
            Condition::Text(texts, test) => {
                self.fact(Fact::Of(Column::Receipt(*texts).plain(), Atom::Text(test.clone())))?
            }
            Condition::Flag(field, missing) => {
                self.fact(Fact::Of(Column::Field(*field), Atom::Flag(*missing)))?
            }
            Condition::Present(field) => self.fact(Fact::Of(Column::Field(*field), Atom::Present))?,
            Condition::Dates(from, to) => self.fact(Fact::Day(When::Dates(*from, *to)))?,
            Condition::OnDates(days) => self.fact(Fact::Day(When::OnDates(days.clone())))?,
            Condition::InMonths(months) => self.fact(Fact::Day(When::InMonths(*months)))?,
            Condition::OnWeekdays(days) => self.fact(Fact::Slot(When::OnWeekdays(*days)))?,
            Condition::Hours(from, to) => self.fact(Fact::Slot(When::Hours(*from, *to)))?,
            Condition::Occasion(_) => return None,
            Condition::FirstPurchase => Truth::Known(true),
            Condition::Tier(_, how, level) => {
                Truth::Known(super::atoms::compares(0, *how, i128::from(level.0)))
            }
        })
    }

    fn fact(&mut self, fact: Fact) -> Option<Truth> {
        // What is known of a member is the same for every receipt.
        if let Fact::Of(Column::Field(id), atom) = &fact {
            let field = self.programme.fields.get(*id)?;
            if field.owner == treue_lang::programme::FieldOwner::Member {
                let entry = super::atoms::Entry::Missing;
                return Some(Truth::Known(atom.holds(self.programme, entry, field.default.as_ref())));
            }
        }
        let (word, bit) = self.b.space.fact(fact);
        Some(Truth::Bits(word, 1 << bit))
    }

    fn compare(&mut self, compare: &Compare) -> Option<Truth> {
        let known = |number: &Number| match number {
            Number::Constant(n) | Number::DaysSincePurchase(n) => Some(i128::from(*n)),
            Number::Track { including: false, .. } | Number::Balance(_) => Some(0),
            Number::Track { .. } | Number::Amount(_) | Number::Field(..) => None,
        };
        let (left_times, right_times) = (i128::from(compare.left_times), i128::from(compare.right_times));
        match (&compare.left, &compare.right) {
            (left, right) if known(left).is_some() && known(right).is_some() => {
                let (left, right) = (known(left)? * left_times, known(right)? * right_times);
                Some(Truth::Known(super::atoms::compares(left, compare.how, right)))
            }
            (Number::Field(field, missing), right) => {
                let other = known(right)? * right_times;
                self.field(*field, (*missing, compare.left_times), compare.how, other)
            }
            (left, Number::Field(field, missing)) => {
                let other = known(left)? * left_times;
                self.field(*field, (*missing, compare.right_times), mirrored(compare.how), other)
            }
            (left, right) => {
                let left = self.side(left, left_times, known(left))?;
                let right = self.side(right, right_times, known(right))?;
                Some(Truth::Value(self.b.ins().icmp(code_of(compare.how), left, right)))
            }
        }
    }

    fn field(
        &mut self,
        field: treue_lang::programme::FieldId,
        (missing, times): (Option<i64>, i64),
        how: Comparison,
        other: i128,
    ) -> Option<Truth> {
        self.fact(Fact::Of(Column::Field(field), Atom::Number { missing, times, how, other }))
    }

    fn side(&mut self, number: &Number, times: i128, known: Option<i128>) -> Option<Value> {
        if let Some(known) = known {
            let n = i64::try_from(known.checked_mul(times)?).ok()?;
            return Some(self.number(n));
        }
        let Number::Amount(id) = number else { return None };
        let measured = self.amount(*id)?;
        let by = u64::try_from(times).ok()?.checked_mul(measured.scale)?;
        Some(self.times(measured.value, by, measured.most)?.0)
    }

    fn and(&mut self, a: Truth, b: Truth) -> Truth {
        match (a, b) {
            (Truth::Known(false), _) | (_, Truth::Known(false)) => Truth::Known(false),
            (Truth::Known(true), other) | (other, Truth::Known(true)) => other,
            (Truth::Bits(word, a), Truth::Bits(other, b)) if word == other => Truth::Bits(word, a | b),
            (a, b) => {
                let (a, b) = (self.value_of(a), self.value_of(b));
                Truth::Value(self.b.ins().band(a, b))
            }
        }
    }

    fn not(&mut self, truth: Truth) -> Truth {
        if let Truth::Known(known) = truth {
            return Truth::Known(!known);
        }
        let value = self.value_of(truth);
        let one = self.b.ins().iconst(I8, 1);
        Truth::Value(self.b.ins().bxor(value, one))
    }

    fn value_of(&mut self, truth: Truth) -> Value {
        match truth {
            Truth::Known(known) => self.b.ins().iconst(I8, i64::from(known)),
            Truth::Value(value) => value,
            Truth::Bits(word, need) => {
                let zero = self.number(0);
                let facts = self.facts.get(word).copied().unwrap_or(zero);
                let need = self.number(need.cast_signed());
                let found = self.b.ins().band(facts, need);
                self.b.ins().icmp(IntCC::Equal, found, need)
            }
        }
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn mirrored(how: Comparison) -> Comparison {
    match how {
        Comparison::Is | Comparison::IsNot => how,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Above => Comparison::Below,
        Comparison::Below => Comparison::Above,
    }
}

fn code_of(how: Comparison) -> IntCC {
    match how {
        Comparison::Is => IntCC::Equal,
        Comparison::IsNot => IntCC::NotEqual,
        Comparison::AtLeast => IntCC::SignedGreaterThanOrEqual,
        Comparison::AtMost => IntCC::SignedLessThanOrEqual,
        Comparison::Above => IntCC::SignedGreaterThan,
        Comparison::Below => IntCC::SignedLessThan,
    }
}
