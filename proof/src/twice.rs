//! Two rules that pay for the same line and stand in no stack.

use crate::build::Wish;
use crate::cube::{Cases, Cube, apart, both, never};
use crate::examine::{Case, Examiner, FINDINGS};
use crate::finding::{Finding, Kind};
use std::collections::BTreeSet;
use treue_lang::programme::{RuleId, Test, Trigger, UnitId};
use treue_lang::source::Span;

/// Pairs of one kind that were shown, and those beyond.
#[derive(Default)]
struct LeftOut {
    shown: usize,
    more: usize,
    /// The first of those beyond.
    at: Option<Span>,
}

impl LeftOut {
    fn add(&mut self, span: Span) {
        self.more += 1;
        self.at.get_or_insert(span);
    }
}

impl<'p> Examiner<'p> {
    /// Whether a rule pays for lines by itself: no window rule, no level's benefit, in no stack.
    fn pays_alone(&self, case: &Case<'_>) -> bool {
        let rule = case.rule;
        rule.over.is_none()
            && rule.benefit_of.is_none()
            && rule.on == Trigger::Purchase
            && rule.contest.is_none()
            && self.universe.paid_lines(case.id).is_some()
            && !self.programme.stacks.iter().any(|(_, s)| s.rules.contains(&case.id))
    }

    /// Pairs of rules that pay for one line.
    pub(crate) fn twice(&mut self) {
        let alone: Vec<(RuleId, UnitId, Span, Cases)> = self
            .rules
            .iter()
            .filter(|c| self.pays_alone(c))
            .map(|c| (c.id, c.rule.unit, c.rule.span, c.cases.clone()))
            .collect();
        let lines: Vec<Cases> = alone
            .iter()
            .map(|(id, ..)| {
                self.universe.paid_lines(*id).map_or(Some(Vec::new()), |s| self.universe.lines(s, true))
            })
            .collect();
        let mut left = [LeftOut::default(), LeftOut::default()];
        // Versions of a name are one rule: what is shown of one of them is not shown again of the next.
        let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (n, (first, unit, _, first_cases)) in alone.iter().enumerate() {
            if self.stopped() {
                return;
            }
            for (m, (second, other, span, cases)) in alone.iter().enumerate().skip(n + 1) {
                if unit != other || apart(first_cases, cases) {
                    continue;
                }
                let (Some(a), Some(b)) = (lines.get(n), lines.get(m)) else { continue };
                let names = (self.name(*first), self.name(*second));
                if apart(a, b) || known.contains(&names) {
                    continue;
                }
                let [twice, bonus] = &mut left;
                // Nobody reads so many; the others are counted and not looked at.
                if twice.shown >= FINDINGS {
                    twice.add(*span);
                    continue;
                }
                let met = both(first_cases, cases);
                let line = both(a, b);
                if never(&met) || never(&line) {
                    continue;
                }
                // Bonuses, of which there may be many, must not take the place of what is paid twice.
                let nested = self.nested(*first, *second);
                let seen = if nested { bonus } else { twice };
                if seen.shown >= FINDINGS {
                    seen.add(*span);
                    continue;
                }
                if self.pair((*first, *second), nested, *span, &met, &line) {
                    seen.shown += 1;
                    known.insert(names);
                }
            }
        }
        let [twice, bonus] = left;
        self.say_left_out(twice, "pairs of rules that may pay for the same lines");
        self.say_left_out(bonus, "pairs of rules of which one may be a bonus on the other");
    }

    /// Says how many pairs were not shown.
    fn say_left_out(&mut self, left: LeftOut, what: &str) {
        if let Some(span) = left.at {
            let message =
                format!("{what}: {} are shown, and {} more were not looked at", left.shown, left.more);
            self.undecided(span, message);
        }
    }

    /// Whether one of two rules is a bonus on the other: of the same scope and the same form, neither is.
    fn nested(&self, first: RuleId, second: RuleId) -> bool {
        let (inner, outer) = (self.is_within(first, second), self.is_within(second, first));
        let award = |id| self.programme.rules.get(id).map(|r| std::mem::discriminant(&r.award));
        if inner && outer { award(first) != award(second) } else { inner || outer }
    }

    /// Shows that two rules pay for one line; false if no receipt could be found that does.
    fn pair(
        &mut self,
        (first, second): (RuleId, RuleId),
        nested: bool,
        span: Span,
        met: &Cases,
        line: &Cases,
    ) -> bool {
        let (Some(met), Some(line)) = (met, line) else {
            self.undecided(span, "whether another rule pays for the same lines: too many cases to look at");
            return false;
        };
        let tests = self.tries(met, line);
        let paid = |decision: &treue_runtime::decision::Decision, rule: RuleId| -> BTreeSet<u32> {
            decision.awards.iter().filter(|a| a.rule == rule).flat_map(|a| a.lines.iter().copied()).collect()
        };
        let witness = self.shown(tests, |d| !paid(d, first).is_disjoint(&paid(d, second)));
        let (Some(witness), Some(a), Some(b)) =
            (witness, self.programme.rules.get(first), self.programme.rules.get(second))
        else {
            return false;
        };
        let (one, two) = (a.full_name(), b.full_name());
        let names = format!("{}, {}", a.name, b.name);
        self.found(Finding {
            kind: if nested { Kind::AddsUp } else { Kind::PaysTwice },
            span,
            message: format!("`{one}` and `{two}` pay for the same line, and stand in no stack"),
            label: format!("`{two}` adds to what `{one}` gives"),
            also: vec![(a.span, format!("`{one}`"))],
            help: format!("say how they go together: `stack together {{ all of {names} }}`, or `best of`"),
            witness: Some(witness),
        });
        true
    }

    /// Receipts to try for some cases: from small to large.
    pub(crate) fn tries(&self, cases: &[Cube], lines: &[Cube]) -> Vec<Test> {
        let whole = 10_i64.pow(u32::from(self.programme.currency.decimals.min(6)));
        let sizes = [(100, 1000), (10, 1000), (1000, 10_000), (10_000, 100_000)];
        let mut tests = Vec::new();
        for event in cases.iter().take(8) {
            for line in lines.iter().take(4) {
                for (money, quantity) in sizes {
                    let money = (whole * money).min(self.programme.receipt_ceiling);
                    let wish = Wish { event, lines: vec![line.clone()], money, quantity };
                    tests.extend(self.universe.witness(&Trigger::Purchase, &wish));
                }
            }
        }
        tests
    }

    fn name(&self, rule: RuleId) -> &'p str {
        self.programme.rules.get(rule).map_or("", |r| r.name.as_str())
    }

    /// Whether a rule pays only for lines that another one, in one of its versions, pays for, too, and only on receipts on
    /// which that does.
    fn is_within(&self, inner: RuleId, outer: RuleId) -> bool {
        let (Some(rule), Some(mine)) = (self.programme.rules.get(inner), self.universe.paid_lines(inner))
        else {
            return false;
        };
        let mine = self.universe.lines(mine, true);
        let pays_for_them = |version: &RuleId| {
            let others = self.universe.paid_lines(*version);
            others.is_some_and(|others| never(&both(&mine, &self.universe.lines(others, false))))
        };
        let mut left = self.universe.all(&rule.conditions);
        for version in self.programme.versions(&outer).iter().filter(|v| pays_for_them(v)) {
            let Some(version) = self.programme.rules.get(*version) else { continue };
            left = both(&left, &self.universe.not_all(&version.conditions));
        }
        never(&left)
    }
}
