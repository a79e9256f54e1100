//! `best of ... per line` and `first of ... per line`: rules that compete for every line.

use super::Checker;
use crate::ast::{Stack as StackText, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{Amount, Award, Id, Rate, Ratio, Rule, RuleId, Stack, StackId, StackMember};
use crate::source::Span;

/// Most that one line can be, with its share of a discount, smallest units.
const LINE: i128 = 1 << 42;

impl Checker<'_> {
    /// Whether a stack can be `per line`. One that is not passes.
    pub(crate) fn fits_per_line(
        &mut self,
        source: &StackText,
        members: &[(StackMember, Span)],
    ) -> Option<()> {
        let Some(span) = source.per_line else { return Some(()) };
        let (message, help) = match source.way.node {
            StackWay::Best | StackWay::First if members.len() <= limits::CONTEST => return Some(()),
            StackWay::Best | StackWay::First => {
                let message = format!("at most {} rules compete for each line", limits::CONTEST);
                let report = Diagnostic::new(Code::TooMany, span, message, "too many rules");
                self.report(report.help("put rules that never meet on one line into a stack of their own"));
                return None;
            }
            StackWay::All | StackWay::Multiply => (
                "what adds up or multiplies leaves every line to all of them",
                "leave `per line` out, or write `best of` or `first of`",
            ),
        };
        self.report(Diagnostic::new(Code::NotHere, span, message, "nothing to choose").help(help));
        None
    }

    /// After all rules and shares are known: marks the rules that compete for lines, and checks what they give.
    pub(crate) fn check_contests(&mut self) {
        let contests: Vec<(StackId, Stack)> = self
            .stacks
            .iter()
            .enumerate()
            .filter_map(|(i, s)| Some((StackId::from_index(i), s.clone()?)))
            .filter(|(_, s)| s.per_line)
            .collect();
        for (id, stack) in contests {
            let names = self.names.stacks.get(id.index()).map(|s| s.members.as_slice()).unwrap_or_default();
            let mut fits = true;
            for member in &stack.members {
                let called = match member {
                    StackMember::Rule(rule) => {
                        self.names.rules.get(rule.index()).map(|r| r.name.node.as_str())
                    }
                    StackMember::Stack(inner) => {
                        self.names.stacks.get(inner.index()).map(|s| s.name.node.as_str())
                    }
                };
                let place =
                    names.iter().find(|n| Some(n.node.as_str()) == called).map_or(stack.span, |n| n.span);
                // One message for all versions of a rule.
                fits = fits && self.competes(id, *member, place).is_some();
            }
            if fits && !self.worths_fit(&stack) {
                let span = self.names.stacks.get(id.index()).map_or(stack.span, |s| s.name.span);
                let message =
                    format!("the rates in `{}` have too many digits to compare line by line", stack.name);
                self.report(
                    Diagnostic::new(Code::OutOfRange, span, message, "too fine")
                        .help("write rounder rates, or take rules out of the stack"),
                );
            }
        }
    }

    fn competes(&mut self, stack: StackId, member: StackMember, span: Span) -> Option<()> {
        let StackMember::Rule(id) = member else {
            let report =
                Diagnostic::new(Code::NotHere, span, "only rules compete for lines, not stacks", "a stack");
            self.report(report.help("name the rules themselves"));
            return None;
        };
        let has_lines = {
            let rule = self.rules.get(id.index())?.as_ref()?;
            self.is_of_lines(&rule.award)
        };
        if !has_lines {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "only rates of money, of a measure, of items or of lines compete for lines",
                    "has no value per line",
                )
                .help("write, for instance, `2 points per 1.00 CHF of ...`, or `3 times base on ...`"),
            );
            return None;
        }
        if let Some(Some(rule)) = self.rules.get_mut(id.index()) {
            rule.contest = Some(stack);
        }
        Some(())
    }

    /// Whether every line has its own value: rates of amounts that are sums over lines, or shares of such on lines.
    fn is_of_lines(&self, award: &Award) -> bool {
        match award {
            Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, ..), _) => {
                matches!(
                    self.amounts.get(*amount),
                    Some(Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::Lines(_))
                )
            }
            Award::Portion { of, .. } => of.iter().all(|p| self.is_of_lines(&p.award)),
            Award::Rate(Rate::Flat(_), _) | Award::Bands { .. } | Award::Share { .. } => false,
        }
    }

    /// Whether the worths of a line can be compared in 63 bits, over one denominator.
    fn worths_fit(&self, stack: &Stack) -> bool {
        let rule = |id: &RuleId| self.rules.get(id.index()).and_then(Option::as_ref);
        let rates: Option<Vec<Ratio>> =
            stack.rules.iter().filter_map(rule).map(Rule::worths).try_fold(Vec::new(), |mut all, next| {
                all.extend(next?);
                Some(all)
            });
        let Some(rates) = rates else { return false };
        let common = rates.iter().try_fold(1_i64, |d, r| common_multiple(d, r.denominator()));
        let Some(common) = common else { return false };
        let each =
            rates.iter().map(|r| i128::from(r.numerator()) * i128::from(common / r.denominator().max(1)));
        each.fold(0_i128, i128::saturating_add) < i128::from(limits::TRACK) / LINE
    }
}

fn common_multiple(a: i64, b: i64) -> Option<i64> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x.max(1)).checked_mul(b)
}
