//! Receipts that no base rule pays for: where rules take turns by a level, a field, an hour or the like, and a turn is left out.

use crate::cube::{CASES, Cases, Cube, Fact, apart, both};
use crate::examine::Examiner;
use crate::finding::{Finding, Kind};
use std::collections::BTreeSet;
use treue_lang::programme::{RuleId, Texts, Trigger, UnitId};
use treue_lang::source::Span;
use treue_runtime::decision::Decision;

impl Examiner<'_> {
    /// Gaps between rules that take turns. Base rules have no dates and ask for no coupon.
    pub(crate) fn gaps(&mut self) {
        let units: BTreeSet<UnitId> = self.rules.iter().map(|c| c.rule.unit).collect();
        for unit in units {
            let base = self.base_rules(unit);
            for turns in self.turns(&base) {
                self.gap(&base, &turns);
            }
        }
    }

    /// Rules of purchases that pay for lines on every day and without a coupon.
    fn base_rules(&self, unit: UnitId) -> Vec<RuleId> {
        let asks_coupon = |cases: &Cases| {
            cases.iter().flatten().any(|c| c.facts().any(|(f, _)| matches!(f, Fact::Has(Texts::Coupon, _))))
        };
        let of_unit = self.rules.iter().filter(|c| {
            c.rule.unit == unit
                && c.rule.on == Trigger::Purchase
                && c.rule.over.is_none()
                && c.rule.benefit_of.is_none()
                && c.rule.partner.is_none()
                && c.rule.dates == (None, None)
        });
        of_unit
            .filter(|c| self.universe.paid_lines(c.id).is_some() && !asks_coupon(&c.cases))
            .map(|c| c.id)
            .collect()
    }

    /// Groups of at least two rules that exclude each other by one fact, which each of them asks for and nothing else.
    fn turns(&self, base: &[RuleId]) -> Vec<Vec<RuleId>> {
        let mut groups: Vec<(Fact, Vec<RuleId>)> = Vec::new();
        for id in base {
            let Some(case) = self.rules.get(id.0 as usize) else { continue };
            let Some(fact) = only_fact(&case.cases) else { continue };
            // Rules take turns for goods that each of them pays for.
            let meets =
                |rules: &[RuleId]| rules.iter().all(|r| !apart(&self.goods_of(*r), &self.goods_of(*id)));
            match groups.iter_mut().find(|(known, rules)| *known == fact && meets(rules)) {
                Some((_, rules)) => rules.push(*id),
                None => groups.push((fact, vec![*id])),
            }
        }
        let exclude = |rules: &[RuleId]| {
            rules
                .iter()
                .enumerate()
                .all(|(n, a)| rules.iter().skip(n + 1).all(|b| apart(&self.cases_of(*a), &self.cases_of(*b))))
        };
        groups.into_iter().map(|(_, rules)| rules).filter(|rules| rules.len() > 1 && exclude(rules)).collect()
    }

    /// The lines that a rule pays for.
    fn goods_of(&self, rule: RuleId) -> Cases {
        self.universe.paid_lines(rule).and_then(|s| self.universe.lines(s, true))
    }

    fn gap(&mut self, base: &[RuleId], turns: &[RuleId]) {
        let Some(first) = turns.first().copied() else { return };
        // Rules that pay for other goods alone leave no gap smaller.
        let goods = self.goods_of(first);
        let base: Vec<RuleId> =
            base.iter().copied().filter(|id| !apart(&self.goods_of(*id), &goods)).collect();
        let mut open: Cases = Some(vec![Cube::anything()]);
        for id in &base {
            let Some(rule) = self.programme.rules.get(*id) else { continue };
            open = both(&open, &self.universe.not_all(&rule.conditions));
        }
        let Some(rule) = self.programme.rules.get(first) else { return };
        let Some(open) = open else {
            self.undecided(rule.span, format!("whether every receipt is paid for: more than {CASES} cases"));
            return;
        };
        let line =
            self.universe.paid_lines(first).and_then(|s| self.universe.lines(s, true)).unwrap_or_default();
        let tests = self.tries(&open, &line);
        let nothing = |d: &Decision| !d.awards.iter().any(|a| base.contains(&a.rule));
        let Some(witness) = self.shown(tests, nothing) else { return };
        let others: Vec<(Span, String)> = turns
            .iter()
            .skip(1)
            .take(4)
            .filter_map(|id| self.programme.rules.get(*id))
            .map(|r| (r.span, format!("nor does `{}`", r.full_name())))
            .collect();
        self.found(Finding {
            kind: Kind::NotCovered,
            span: rule.span,
            message: "these rules take turns, and there are receipts for which none of them pays".to_owned(),
            label: format!("`{}` does not pay for them", rule.full_name()),
            also: others,
            help: "add a rule for the rest, or widen one of them".to_owned(),
            witness: Some(witness),
        });
    }
}

/// The one fact that all cases ask for.
fn only_fact(cases: &Cases) -> Option<Fact> {
    let mut facts = cases.iter().flatten().flat_map(Cube::facts).map(|(fact, _)| fact);
    let first = facts.next()?.clone();
    facts.all(|fact| *fact == first).then_some(first)
}
