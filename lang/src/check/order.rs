//! The order of evaluation: whatever is referred to comes first, otherwise the order of the text.

use super::Checker;
use super::cycle;
use crate::ast::{Name, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Id, RuleId, StackId, StackMember, Step};
use crate::source::Span;

impl Checker<'_> {
    /// Fills `order`, and reports rules that refer to each other in a ring.
    pub(crate) fn check_order(&mut self) {
        let rules = self.names.rules.len();
        let mut deps: Vec<Vec<usize>> = vec![Vec::new(); rules + self.names.stacks.len()];
        let homes = self.homes();
        for (index, stack) in self.stacks.iter().enumerate() {
            let Some(slot) = deps.get_mut(rules + index) else { continue };
            slot.extend(stack.iter().flat_map(|s| &s.members).map(|m| node(*m, rules)));
        }
        for (index, shares) in self.rule_shares.clone().into_iter().enumerate() {
            for (of, span) in shares {
                let Some(needed) = self.needed(RuleId::from_index(index), of, span, &homes) else { continue };
                if let Some(slot) = deps.get_mut(index) {
                    slot.push(node(needed, rules));
                }
            }
        }
        let names = self.names;
        let spans = names.rules.iter().map(|r| r.span).chain(names.stacks.iter().map(|s| s.span));
        let rank: Vec<(u16, u32)> = spans.map(|s| (s.file.0, s.start)).collect();
        let ordered = cycle::order(&deps, &rank);
        for ring in &ordered.rings {
            let members: Vec<&Name> = ring
                .iter()
                .filter_map(|&i| match names.rules.get(i) {
                    Some(rule) => Some(rule.name),
                    None => names.stacks.get(i.checked_sub(rules)?).map(|s| &s.name),
                })
                .collect();
            self.ring(&members, "rules", "say what one of them gives without the others");
        }
        let ordered =
            ordered.order.into_iter().filter(|i| *i >= rules || !self.is_window_rule(RuleId::from_index(*i)));
        self.order = ordered
            .map(|i| match i.checked_sub(rules) {
                None => Step::Rule(RuleId::from_index(i)),
                Some(stack) => Step::Stack(StackId::from_index(stack)),
            })
            .collect();
    }

    /// For each rule the stack that it is a direct member of.
    fn homes(&self) -> Vec<Option<StackId>> {
        let mut homes = vec![None; self.names.rules.len()];
        for (index, stack) in self.stacks.iter().enumerate() {
            for member in stack.iter().flat_map(|s| &s.members) {
                if let StackMember::Rule(rule) = member
                    && let Some(home) = homes.get_mut(rule.index())
                {
                    *home = Some(StackId::from_index(index));
                }
            }
        }
        homes
    }

    /// The stacks around a rule, from the inside out.
    fn around(&self, rule: RuleId, homes: &[Option<StackId>]) -> Vec<StackId> {
        let mut around = Vec::new();
        let mut at = homes.get(rule.index()).copied().flatten();
        while let Some(stack) = at {
            around.push(stack);
            at = self.stacks.get(stack.index()).and_then(Option::as_ref).and_then(|s| s.parent);
        }
        around
    }

    /// What must be finished before `rule` can take a share of `of`.
    fn needed(
        &mut self,
        rule: RuleId,
        of: RuleId,
        span: Span,
        homes: &[Option<StackId>],
    ) -> Option<StackMember> {
        let ours = self.around(rule, homes);
        let theirs = self.around(of, homes);
        let Some(position) = theirs.iter().position(|s| ours.contains(s)) else {
            return Some(
                theirs.last().map_or(StackMember::Rule(of), |outermost| StackMember::Stack(*outermost)),
            );
        };
        let common = self.stacks.get(theirs.get(position)?.index()).and_then(Option::as_ref)?;
        if common.way == StackWay::All && common.together.is_none() {
            let child = position.checked_sub(1).and_then(|p| theirs.get(p));
            return Some(child.map_or(StackMember::Rule(of), |child| StackMember::Stack(*child)));
        }
        let why = if common.way == StackWay::Multiply {
            "takes only multiples of one rule"
        } else if common.together.is_some() {
            "is rounded together"
        } else {
            "gives only what one of its members gives"
        };
        let message =
            format!("a rule cannot take a share of another in the stack `{}`, which {why}", common.name);
        let stack = common.span;
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "in the same stack")
                .also(stack, "this stack")
                .help("put them into a stack of `all of`, or take one out"),
        );
        None
    }
}

fn node(member: StackMember, rules: usize) -> usize {
    match member {
        StackMember::Rule(rule) => rule.index(),
        StackMember::Stack(stack) => rules + stack.index(),
    }
}
