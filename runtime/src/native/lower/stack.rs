//! Stacks: rounding together, the best or the first of them, and limits over all their rules. A stack is compiled in
//! pieces that hand on their running values in the stack's slots.

use super::Code;
use super::exact::Exact;
use crate::native::plan::reason;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{LimitId, Most, Programme, RuleId, Stack, StackId, StackMember, StackWay};

impl Code<'_, '_> {
    /// A range of the rules of a stack that is rounded together: each gets its step of the rounded running total.
    pub(crate) fn together(&mut self, id: StackId, from: usize, to: usize) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let Some(rounding) = stack.together else { return };
        let slots = self.plan.stack(id);
        let dens: Vec<u64> = stack.rules.iter().map(|r| self.shape(*r).den).collect();
        let den = self.common_denominator(dens);
        let zero = self.number(0);
        let (mut total, mut before) = if from == 0 {
            (Exact { whole: zero, rest: (den > 1).then_some(zero), den, most: 0 }, zero)
        } else {
            let whole = self.load(slots.first);
            let rest = (den > 1).then(|| self.load(slots.second));
            (Exact { whole, rest, den, most: 0 }, self.load(slots.third))
        };
        for rule in stack.rules.get(from..to).unwrap_or_default() {
            let raw = self.raw_of(*rule);
            let raw = self.exact_over(raw, den);
            total = self.exact_sum(total, raw);
            let rounded = self.exact_rounded(total, rounding.mode, rounding.step);
            let step = self.b.ins().isub(rounded, before);
            before = rounded;
            self.give_step(*rule, step);
        }
        self.store(slots.first, total.whole);
        self.store(slots.second, total.rest.unwrap_or(zero));
        self.store(slots.third, before);
    }

    fn give_step(&mut self, rule: RuleId, step: Value) {
        let slots = self.plan.rule(rule);
        self.store(slots.rounded, step);
        self.store(slots.given, step);
        let because = self.load(slots.reason);
        let applied = self.is(IntCC::Equal, because, reason::NONE);
        let nothing = self.is(IntCC::Equal, step, 0);
        let both = self.b.ins().band(applied, nothing);
        let zero = self.number(reason::ZERO);
        let because = self.choose(both, zero, because);
        self.store(slots.reason, because);
    }

    /// Looks through a range of members for the one that is taken.
    pub(crate) fn choose_member(&mut self, id: StackId, from: usize, to: usize) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let slots = self.plan.stack(id);
        let zero = self.number(0);
        let (mut most, mut taken) =
            if from == 0 { (zero, zero) } else { (self.load(slots.first), self.load(slots.second)) };
        let members = stack.members.get(from..to).unwrap_or_default();
        for (member, position) in members.iter().zip(i64::try_from(from).unwrap_or(0)..) {
            let gives = self.given_by(rules_of(programme, member));
            let better = match stack.way {
                StackWay::Best | StackWay::All | StackWay::Multiply => {
                    self.b.ins().icmp(IntCC::SignedGreaterThan, gives, most)
                }
                StackWay::First => {
                    let none_yet = self.is(IntCC::Equal, most, 0);
                    let some = self.is(IntCC::SignedGreaterThan, gives, 0);
                    self.b.ins().band(none_yet, some)
                }
            };
            let here = self.number(position);
            most = self.choose(better, gives, most);
            taken = self.choose(better, here, taken);
        }
        self.store(slots.first, most);
        self.store(slots.second, taken);
    }

    /// The sum of what rules give at this moment.
    pub(crate) fn given_by(&mut self, rules: &[RuleId]) -> Value {
        let mut sum: Option<Value> = None;
        for rule in rules {
            let given = self.load(self.plan.rule(*rule).given);
            sum = Some(match sum {
                None => given,
                Some(sum) => self.b.ins().iadd(sum, given),
            });
        }
        match sum {
            Some(sum) => sum,
            None => self.number(0),
        }
    }

    /// Takes what the members of a range give, but for the one that is taken.
    pub(crate) fn lose(&mut self, id: StackId, from: usize, to: usize) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let taken = self.load(self.plan.stack(id).second);
        let why = self.number(reason::LOST | (i64::from(id.0) << reason::KIND_BITS));
        let zero = self.number(0);
        let members = stack.members.get(from..to).unwrap_or_default();
        for (member, position) in members.iter().zip(i64::try_from(from).unwrap_or(0)..) {
            let kept = self.is(IntCC::Equal, taken, position);
            for rule in rules_of(programme, member) {
                let slots = self.plan.rule(*rule);
                let given = self.load(slots.given);
                let because = self.load(slots.reason);
                let something = self.is(IntCC::NotEqual, given, 0);
                let lost = self.not(kept);
                let lost = self.b.ins().band(lost, something);
                let given = self.choose(lost, zero, given);
                let because = self.choose(lost, why, because);
                self.store(slots.given, given);
                self.store(slots.reason, because);
            }
        }
    }

    /// A limit over a range of a stack's rules: each takes what it gives as far as there is room.
    pub(crate) fn stack_limit(&mut self, id: StackId, limit: LimitId, from: usize, to: usize) {
        let programme = self.programme;
        let Some(stack) = programme.stacks.get(id) else { return };
        let slots = self.plan.stack(id);
        let times = programme.limits.get(limit).is_some_and(|l| matches!(l.most, Most::Times(_)));
        let mut left = if from == 0 { self.limit_left(limit) } else { self.load(slots.first) };
        for rule in stack.rules.get(from..to).unwrap_or_default() {
            let slots = self.plan.rule(*rule);
            let (given, cut) = (self.load(slots.given), self.load(slots.cut));
            let because = self.load(slots.reason);
            let after = self.fitting(limit, given, left);
            let (cut, because) = self.after_limit(limit, given, after, cut, because);
            if !times {
                left = self.b.ins().isub(left, after);
            }
            self.store(slots.given, after);
            self.store(slots.cut, cut);
            self.store(slots.reason, because);
        }
        self.store(slots.first, left);
    }
}

/// The rules of a member, those of inner stacks included.
fn rules_of<'p>(programme: &'p Programme, member: &'p StackMember) -> &'p [RuleId] {
    match member {
        StackMember::Rule(rule) => std::slice::from_ref(rule),
        StackMember::Stack(stack) => programme.stacks.get(*stack).map_or(&[], |s: &Stack| &s.rules),
    }
}
