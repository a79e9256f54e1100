//! `multiply` in a stack: multiples of one rule, whose product is rounded once.

use super::Checker;
use crate::ast::{Award as AwardText, Clause, Stack as StackText, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Award, Id, RuleId, SelectionId, StackMember};
use crate::source::Span;

/// What the members of `multiply` have in common: the rule that they are multiples of, the lines, and whether
/// they take its exact value.
type Base = (Vec<RuleId>, Option<SelectionId>, bool);

impl Checker<'_> {
    /// Whether all members are multiples of one rule. Other stacks pass.
    pub(crate) fn multiplies(&mut self, source: &StackText, members: &[(StackMember, Span)]) -> Option<()> {
        if source.way.node != StackWay::Multiply {
            return Some(());
        }
        let mut first: Option<(Base, Span)> = None;
        for (member, span) in members {
            let base = self.multiple_of(*member, *span)?;
            match first {
                None => first = Some((base, *span)),
                Some((ref other, _)) if *other == base => {}
                Some((_, before)) => {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            *span,
                            "only multiples of one rule, on the same lines, can be multiplied",
                            "of something else",
                        )
                        .also(before, "than this")
                        .help("write `all of` where they add up, or `best of` where one is enough"),
                    );
                    return None;
                }
            }
        }
        Some(())
    }

    fn multiple_of(&mut self, member: StackMember, span: Span) -> Option<Base> {
        if let StackMember::Rule(id) = member {
            let clauses = self.names.rules.get(id.index())?.clauses;
            let is_times = clauses.iter().any(|c| matches!(c, Clause::Award(AwardText::Times { .. })));
            let of: Vec<RuleId> = self.rule_shares.get(id.index())?.iter().map(|(of, _)| *of).collect();
            let is_one = of.first().is_some_and(|first| self.versions(*first) == of);
            if is_times && is_one {
                return match &self.rules.get(id.index())?.as_ref()?.award {
                    Award::Share { exact, .. } => Some((of, None, *exact)),
                    Award::Portion { on, exact, .. } => Some((of, Some(*on), *exact)),
                    Award::Rate(..) | Award::Bands { .. } => None,
                };
            }
        }
        self.report(
            Diagnostic::new(
                Code::NotHere,
                span,
                "`multiply` takes rules that give one rule several times, such as `2 times base`",
                "not a multiple of one rule",
            )
            .help("write `all of` for what adds up"),
        );
        None
    }
}
