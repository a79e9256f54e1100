//! Stacks `per line`: one loop over the lines finds the rule that gets each of them, and sums what each rule won; then
//! every rule is evaluated on its sums.

use super::line::{Line, Lines};
use super::{Code, Shape};
use crate::native::plan::contest::{Contest, contest_sums};
use crate::native::plan::lines::{LineColumn, LineSum, amount_of, is_by_line};
use crate::native::plan::reason;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{InstBuilder, Value};
use std::collections::HashMap;
use treue_lang::programme::{
    AmountId, Award, ByLevel, Id, Programme, Rate, Ratio, Rule, RuleId, StackId, StackWay,
};

/// Money and quantities of one line, shares of discounts included.
const LINE_MOST: i128 = 1 << 42;

/// What a line is worth to a rule: its part of an amount, times a number, where a truth holds.
struct Term {
    holds: Value,
    amount: AmountId,
    times: Value,
}

/// A rule that competes.
struct Rival<'p> {
    id: RuleId,
    rule: &'p Rule,
    applies: Value,
    terms: Vec<Term>,
    sums: Vec<LineSum>,
}

impl Code<'_, '_> {
    /// The whole stack, but for its limits.
    pub(crate) fn contest(&mut self, id: StackId, lines: Lines) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let Some(contest) = Contest::of(programme, stack) else {
            let zero = self.number(0);
            self.failed("lines cannot be compared", zero);
            return;
        };
        let mut rivals = Vec::new();
        for rule_id in &stack.rules {
            let Some(rule) = programme.rules.get(*rule_id) else { continue };
            let applies = self.applied(*rule_id);
            let terms = self.as_decided(rule.decided_by, |code| code.terms(&contest, &rule.award));
            rivals.push(Rival { id: *rule_id, rule, applies, terms, sums: contest_sums(programme, rule) });
        }
        // Of each rule: the lines of any worth, the lines that it won, its sums.
        let width = rivals.iter().map(|r| 2 + r.sums.len()).sum();
        let totals = self.each_line(lines, width, |code, line, totals| {
            let (worth, winner) = code.winner(line, stack.way, &rivals);
            if let Some(address) = line.address(code, LineColumn::Winner(id.index())) {
                code.store_at(address, winner);
            } else {
                code.failed("a column of winners is missing", winner);
            }
            code.turn(line, &rivals, (&worth, winner), totals)
        });
        let mut from = 0;
        for rival in &rivals {
            let to = from + 2 + rival.sums.len();
            let own = totals.get(from..to).unwrap_or_default();
            self.settle(id, rival, own);
            from = to;
        }
    }

    fn terms(&mut self, contest: &Contest, award: &Award) -> Vec<Term> {
        match award {
            Award::Rate(rate, by_level) => {
                let Some(amount) = amount_of(rate) else { return Vec::new() };
                let holds = self.truth(true);
                let times = self.times(contest, rate, by_level.as_ref(), Ratio::ONE);
                vec![Term { holds, amount, times }]
            }
            Award::Portion { of, ratio, .. } => {
                let mut terms = Vec::new();
                for portion in of {
                    let Award::Rate(rate, by_level) = &portion.award else { continue };
                    let Some(amount) = amount_of(rate) else { continue };
                    let holds = self.applied(portion.rule);
                    let decided_by = self.programme.rules.get(portion.rule).and_then(|r| r.decided_by);
                    let times = self
                        .as_decided(decided_by, |code| code.times(contest, rate, by_level.as_ref(), *ratio));
                    terms.push(Term { holds, amount, times });
                }
                terms
            }
            Award::Bands { .. } | Award::Share { .. } => Vec::new(),
        }
    }

    /// The number that a line's part of the amount is multiplied with, at the level held.
    fn times(&mut self, contest: &Contest, rate: &Rate, by_level: Option<&ByLevel>, share: Ratio) -> Value {
        let own = contest.times(rate, share);
        let mut times = self.number(own);
        let Some(by) = by_level else { return times };
        let held = self.level(by.tiers.index());
        for (level, rate) in (0i64..).zip(&by.rates) {
            let here = self.is(IntCC::Equal, held, level);
            let there = self.number(contest.times(rate, share));
            times = self.choose(here, there, times);
        }
        times
    }

    /// What the line is worth to each rule, by size, and the position of the one that gets it, and one; 0 for none.
    fn winner(&mut self, line: &mut Line, way: StackWay, rivals: &[Rival<'_>]) -> (Vec<Value>, Value) {
        let zero = self.number(0);
        let (mut most, mut winner) = (zero, zero);
        let mut worths = Vec::new();
        for (rival, position) in rivals.iter().zip(1i64..) {
            let mut worth = zero;
            for term in &rival.terms {
                let part = self.line_amount(line, term.amount);
                let part = self.b.ins().imul(part, term.times);
                let part = self.only_if(term.holds, part);
                worth = self.b.ins().iadd(worth, part);
            }
            let less = self.b.ins().isub(zero, worth);
            let size = self.b.ins().smax(worth, less);
            let size = self.only_if(rival.applies, size);
            let more = self.b.ins().icmp(IntCC::SignedGreaterThan, size, most);
            let better = match way {
                StackWay::Best => more,
                StackWay::First | StackWay::All | StackWay::Multiply => {
                    let free = self.is(IntCC::Equal, winner, 0);
                    self.b.ins().band(free, more)
                }
            };
            most = self.choose(better, size, most);
            let here = self.number(position);
            winner = self.choose(better, here, winner);
            worths.push(size);
        }
        (worths, winner)
    }

    /// The totals after this line.
    fn turn(
        &mut self,
        line: &mut Line,
        rivals: &[Rival<'_>],
        (worths, winner): (&[Value], Value),
        totals: &[Value],
    ) -> Vec<Value> {
        let mut added = Vec::new();
        for ((rival, worth), position) in rivals.iter().zip(worths).zip(1i64..) {
            let any = self.is(IntCC::NotEqual, *worth, 0);
            let won = self.is(IntCC::Equal, winner, position);
            added.push(self.b.ins().uextend(I64, any));
            added.push(self.b.ins().uextend(I64, won));
            for sum in &rival.sums {
                let value = self.line_value(line, *sum);
                added.push(self.only_if(won, value));
            }
        }
        totals.iter().zip(added).map(|(total, more)| self.b.ins().iadd(*total, more)).collect()
    }

    /// What a rule gives for the lines that it won.
    fn settle(&mut self, stack: StackId, rival: &Rival<'_>, totals: &[Value]) {
        let [any, won, sums @ ..] = totals else { return };
        self.held = Some(rival.sums.iter().copied().zip(sums.iter().copied()).collect::<HashMap<_, _>>());
        let (raw, rounded) =
            self.as_decided(rival.rule.decided_by, |code| code.value(&rival.rule.award, rival.rule.rounding));
        let amount = measured(&rival.rule.award).map(|a| self.amount_value(a));
        self.held = None;
        let slots = self.plan.rule(rival.id);
        let zero = self.number(0);
        let rounded = rounded.unwrap_or(zero);
        self.store(slots.whole, raw.whole);
        self.store(slots.rest, raw.rest.unwrap_or(zero));
        if let (Some(slot), Some(amount)) = (self.plan.contest_amount(rival.id), amount) {
            self.store(slot, amount);
        }
        let lines = if is_by_line(&rival.rule.award, rival.rule.rounding) { super::share::LINES } else { 1 };
        let room = lines.saturating_mul(u128::from(rival.rule.rounding.step.max(1).unsigned_abs()));
        if let Some(shape) = self.shapes.get_mut(rival.id.index()) {
            *shape = Shape { den: raw.den, raw: raw.most, given: raw.most.saturating_add(room) };
        }
        let before = self.load(slots.reason);
        let nothing = self.is(IntCC::Equal, rounded, 0);
        let some = self.is(IntCC::NotEqual, *any, 0);
        let none_won = self.is(IntCC::Equal, *won, 0);
        let lost = self.b.ins().band(some, none_won);
        let why_lost = self.number(reason::LOST | (i64::from(stack.0) << reason::KIND_BITS));
        let zero_reason = self.number(reason::ZERO);
        let why = self.choose(lost, why_lost, zero_reason);
        let nothing = self.b.ins().band(nothing, rival.applies);
        let because = self.choose(nothing, why, before);
        let mut state = (rounded, zero, because);
        for limit in &rival.rule.limits {
            state = self.own_limit(*limit, state);
        }
        self.store(slots.rounded, rounded);
        self.store(slots.given, state.0);
        self.store(slots.cut, state.1);
        self.store(slots.reason, state.2);
    }
}

/// The amount that a decision names: that of a rate, or of the only part of a share.
fn measured(award: &Award) -> Option<AmountId> {
    match award {
        Award::Rate(rate, _) => amount_of(rate),
        Award::Portion { of, .. } => match of.as_slice() {
            [one] => measured(&one.award),
            _ => None,
        },
        Award::Bands { .. } | Award::Share { .. } => None,
    }
}

impl Contest {
    /// The common denominator of all worths, if all of them fit.
    fn of(programme: &Programme, stack: &treue_lang::programme::Stack) -> Option<Contest> {
        let mut common = 1i64;
        let mut worths = Vec::new();
        for rule in &stack.rules {
            worths.extend(programme.rules.get(*rule)?.worths()?);
        }
        for worth in &worths {
            let den = worth.denominator().max(1).unsigned_abs();
            let factor = den / super::exact::gcd(common.unsigned_abs(), den).max(1);
            common = common.checked_mul(i64::try_from(factor).ok()?)?;
        }
        let contest = Contest { common };
        let sum = worths.iter().fold(0i128, |sum, w| sum.saturating_add(i128::from(contest.parts(*w))));
        (sum.saturating_mul(LINE_MOST) < 1 << 62).then_some(contest)
    }

    fn times(&self, rate: &Rate, share: Ratio) -> i64 {
        rate.worth().and_then(|w| w.times(share)).map_or(0, |w| self.parts(w))
    }

    fn parts(&self, worth: Ratio) -> i64 {
        worth.numerator().saturating_mul(self.common / worth.denominator().max(1))
    }
}
