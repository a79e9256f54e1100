//! `stack`: which rules belong together, and how they combine.

use super::Checker;
use super::cycle;
use super::reading::Place;
use super::rounding;
use crate::ast::{Clause, Name, RoundingClause, Stack as StackText, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::{Lost, Meaning};
use crate::programme::{
    Because, Id, LimitOwner, Rounding, RoundingMode, RoundingPlace, RuleId, Stack, StackId, StackMember,
    Trigger, UnitId,
};
use crate::source::Span;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// Checks all stacks: members first, then what depends on them, from the inside out.
    pub(crate) fn check_stacks(&mut self) {
        let names = self.names;
        let mut taken: BTreeMap<StackMemberKey, Span> = BTreeMap::new();
        let mut members: Vec<Option<Vec<(StackMember, Span)>>> = Vec::new();
        for stack in &names.stacks {
            members.push(self.members(stack, &mut taken));
        }
        let deps: Vec<Vec<usize>> =
            members.iter().map(|m| inner_stacks(m.as_deref().unwrap_or_default())).collect();
        let rank: Vec<(u16, u32)> = names.stacks.iter().map(|s| (s.span.file.0, s.span.start)).collect();
        let ordered = cycle::order(&deps, &rank);
        for ring in &ordered.rings {
            let ring: Vec<&Name> =
                ring.iter().filter_map(|&i| names.stacks.get(i)).map(|s| &s.name).collect();
            self.ring(&ring, "stacks", "a stack cannot lie in itself: take one of them out of the other");
        }
        self.nested_stacks(&deps, &ordered.order);
        self.stacks = names.stacks.iter().map(|_| None).collect();
        for index in ordered.order {
            let (Some(source), Some(Some(own))) = (names.stacks.get(index), members.get(index)) else {
                continue;
            };
            let stack = self.stack(StackId::from_index(index), source, own);
            if let Some(slot) = self.stacks.get_mut(index) {
                *slot = stack;
            }
        }
        self.set_parents();
    }

    /// How deep stacks lie in each other.
    fn nested_stacks(&mut self, deps: &[Vec<usize>], order: &[usize]) {
        let names = self.names;
        for index in cycle::too_deep(deps, order, limits::NESTING) {
            let Some(stack) = names.stacks.get(index) else { continue };
            let message = format!("stacks lie in each other more than {} deep", limits::NESTING);
            self.report(
                Diagnostic::new(Code::NestingTooDeep, stack.name.span, message, "too deep")
                    .help("put the rules into fewer stacks"),
            );
        }
    }

    fn members(
        &mut self,
        stack: &StackText,
        taken: &mut BTreeMap<StackMemberKey, Span>,
    ) -> Option<Vec<(StackMember, Span)>> {
        if stack.members.is_empty() {
            self.report(
                Diagnostic::new(Code::Incomplete, stack.name.span, "this stack has no rules", "empty")
                    .help("write `best of`, then the names of rules"),
            );
            return None;
        }
        let mut members = Vec::new();
        let mut complete = true;
        for name in &stack.members {
            let Some(member) = self.member(name) else {
                complete = false;
                continue;
            };
            let key = key(member);
            if let Some(first) = taken.get(&key) {
                let message = format!("`{}` is in a stack already", name.node);
                self.report(
                    Diagnostic::new(Code::Repeated, name.span, message, "named again here")
                        .also(*first, "first named here")
                        .help("each rule or stack is in one stack at most; take it out of one of the two"),
                );
                complete = false;
                continue;
            }
            taken.insert(key, name.span);
            match member {
                StackMember::Stack(_) => members.push((member, name.span)),
                StackMember::Rule(rule) => {
                    let versions = self.versions(rule).into_iter();
                    members.extend(versions.map(|rule| (StackMember::Rule(rule), name.span)));
                }
            }
        }
        complete.then_some(members)
    }

    fn member(&mut self, name: &Name) -> Option<StackMember> {
        match self.names.meaning(&name.node) {
            Some(Meaning::Stack(id)) => Some(StackMember::Stack(id)),
            Some(Meaning::Rule(_) | Meaning::Level(_) | Meaning::Broken) => {
                let rule = self.rule_named(name)?;
                self.gives_in_one_event(rule, name)?;
                Some(StackMember::Rule(rule))
            }
            Some(
                other @ (Meaning::Lines(_)
                | Meaning::Track(_)
                | Meaning::Unit(_)
                | Meaning::Tiers(_)
                | Meaning::Table(_)),
            ) => {
                let message =
                    format!("`{}` is {}, and a rule or stack is needed here", name.node, other.word());
                self.report(
                    Diagnostic::new(Code::WrongKind, name.span, message, "not a rule")
                        .help("name earn rules, tier levels or other stacks"),
                );
                None
            }
            None => {
                if !self.names.may_be_lost(&name.node, &[Lost::Rules, Lost::Tiers, Lost::Stacks]) {
                    let known = self.names.that(|m| {
                        matches!(m, Meaning::Rule(_) | Meaning::Level(Some(_)) | Meaning::Stack(_))
                    });
                    let otherwise = format!("declare it: `earn {} {{ ... }}`", name.node);
                    self.unknown(name, "rule or stack", &known, otherwise);
                }
                None
            }
        }
    }

    fn stack(&mut self, id: StackId, source: &StackText, members: &[(StackMember, Span)]) -> Option<Stack> {
        let unit = self.unit_of_stack(members);
        let limits: Vec<_> = source.limits.iter().collect();
        let place = self.place_of_stack(members);
        let limits =
            self.limits(LimitOwner::Stack(id), &source.name.node, &limits, unit, (Some((None, None)), place));
        let together = self.together(source, members, unit);
        let mut rules = Vec::new();
        for (member, _) in members {
            match member {
                StackMember::Rule(rule) => rules.push(*rule),
                StackMember::Stack(inner) => {
                    let inner = self.stacks.get(inner.index()).and_then(Option::as_ref)?;
                    rules.extend(&inner.rules);
                }
            }
        }
        self.multiplies(source, members)?;
        self.fits_per_line(source, members)?;
        let together = together?;
        if let Some(rounding) = together {
            self.round_together(&rules, rounding);
        }
        Some(Stack {
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            unit: unit?,
            way: source.way.node,
            members: members.iter().map(|(m, _)| *m).collect(),
            per_line: source.per_line.is_some(),
            together,
            limits: limits?,
            rules,
            parent: None,
        })
    }

    /// Whether a stack looks at purchases: any of its rules does.
    fn place_of_stack(&self, members: &[(StackMember, Span)]) -> Place {
        let looks = |rule: &RuleId| match self.rules.get(rule.index()).and_then(Option::as_ref) {
            Some(rule) => rule.on == Trigger::Purchase,
            None => true,
        };
        let any = members.iter().any(|(member, _)| match member {
            StackMember::Rule(rule) => looks(rule),
            StackMember::Stack(inner) => {
                let inner = self.stacks.get(inner.index()).and_then(Option::as_ref);
                inner.is_none_or(|s| s.rules.iter().any(looks))
            }
        });
        if any { Place::Purchase } else { Place::Activity }
    }

    fn unit_of_stack(&mut self, members: &[(StackMember, Span)]) -> Option<UnitId> {
        let mut found: Option<UnitId> = None;
        for (member, span) in members {
            let unit = match member {
                StackMember::Rule(rule) => self.rule_units.get(rule.index()).copied().flatten(),
                StackMember::Stack(stack) => {
                    self.stacks.get(stack.index()).and_then(Option::as_ref).map(|s| s.unit)
                }
            }?;
            match found {
                None => found = Some(unit),
                Some(first) if first != unit => {
                    let (wrong, right) = (self.unit_name(unit), self.unit_name(first));
                    let message =
                        format!("the rules of a stack give one unit: this gives {wrong}, the first {right}");
                    self.report(
                        Diagnostic::new(Code::UnitMismatch, *span, message, format!("{wrong}, not {right}"))
                            .help(format!("put rules for {wrong} into a stack of their own")),
                    );
                    return None;
                }
                Some(_) => {}
            }
        }
        found
    }

    /// `rounded together`; nothing inside if it is not written.
    fn together(
        &mut self,
        source: &StackText,
        members: &[(StackMember, Span)],
        unit: Option<UnitId>,
    ) -> Option<Option<Rounding>> {
        let multiply = source.way.node == StackWay::Multiply;
        let clause = match source.rounding.as_slice() {
            [] if multiply => {
                for (member, span) in members {
                    self.member_fits_together(*member, *span)?;
                }
                return Some(Some(Rounding { place: RoundingPlace::Stack, ..rounding::DEFAULT }));
            }
            [] => return Some(None),
            [clause] => clause,
            [first, second, ..] => {
                self.repeated("`rounded`", second.span, first.span);
                return None;
            }
        };
        self.together_fits(source, clause)?;
        let mut complete = true;
        for (member, span) in members {
            complete &= self.member_fits_together(*member, *span).is_some();
        }
        let step = self.rounding_step(clause, unit);
        let step = step?;
        let mode = clause.mode.as_ref().map_or(RoundingMode::Down, |m| m.node);
        complete.then_some(Some(Rounding {
            mode,
            place: RoundingPlace::Stack,
            step,
            because: Because::Written,
        }))
    }

    fn together_fits(&mut self, source: &StackText, clause: &RoundingClause) -> Option<()> {
        let multiply = source.way.node == StackWay::Multiply;
        let (span, message, help) = if let (true, Some(span)) = (multiply, clause.together) {
            (span, "a product is rounded once anyway", "leave `together` out")
        } else if multiply && clause.per_line.is_none() {
            return Some(());
        } else if !multiply && clause.together.is_none() {
            (
                clause.span,
                "each rule is rounded on its own, or all together",
                "write `rounded together`, or round in the rules",
            )
        } else if let Some(span) = clause.per_line {
            (span, "a stack is rounded once, not per line", "leave `per line` out")
        } else if source.way.node != StackWay::All {
            (
                clause.span,
                "only what adds up can be rounded together",
                "write `all of`, or leave `rounded together` out",
            )
        } else {
            return Some(());
        };
        self.report(Diagnostic::new(Code::NotHere, span, message, "does not fit this stack").help(help));
        None
    }

    /// Only plain rules, without limits and rounding of their own, are rounded together.
    fn member_fits_together(&mut self, member: StackMember, span: Span) -> Option<()> {
        let StackMember::Rule(rule) = member else {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "only rules are rounded together or multiplied, not stacks",
                    "a stack",
                )
                .help("name the rules themselves"),
            );
            return None;
        };
        let source = self.names.rules.get(rule.index())?;
        for clause in source.clauses {
            let (place, message) = match clause {
                Clause::Rounding(rounding) => {
                    (rounding.span, "a rule that its stack rounds has no rounding of its own")
                }
                Clause::Limit(limit) => (limit.span, "a rule that its stack rounds has no limit of its own"),
                Clause::When(_)
                | Clause::Activity(..)
                | Clause::Award(_)
                | Clause::ByLevel(..)
                | Clause::Available(..)
                | Clause::Funded(..)
                | Clause::DecidedBy(..)
                | Clause::Over(..)
                | Clause::Counting(_)
                | Clause::Paid(..)
                | Clause::Perk(..)
                | Clause::Gift(_)
                | Clause::Companions(_) => continue,
            };
            self.report(
                Diagnostic::new(Code::NotHere, place, message, "its own")
                    .also(span, "in the stack here")
                    .help("put it into the stack"),
            );
            return None;
        }
        Some(())
    }

    fn round_together(&mut self, rules: &[RuleId], rounding: Rounding) {
        for rule in rules {
            if let Some(Some(rule)) = self.rules.get_mut(rule.index()) {
                rule.rounding = rounding;
            }
        }
    }

    fn set_parents(&mut self) {
        let mut parents = Vec::new();
        for (index, stack) in self.stacks.iter().enumerate() {
            let inner = stack.iter().flat_map(|s| &s.members);
            parents.extend(inner.filter_map(|m| match m {
                StackMember::Stack(inner) => Some((*inner, StackId::from_index(index))),
                StackMember::Rule(_) => None,
            }));
        }
        for (inner, parent) in parents {
            if let Some(Some(stack)) = self.stacks.get_mut(inner.index()) {
                stack.parent = Some(parent);
            }
        }
    }
}

/// A member as a key that can be sorted.
type StackMemberKey = (bool, usize);

fn key(member: StackMember) -> StackMemberKey {
    match member {
        StackMember::Rule(rule) => (false, rule.index()),
        StackMember::Stack(stack) => (true, stack.index()),
    }
}

fn inner_stacks(members: &[(StackMember, Span)]) -> Vec<usize> {
    members
        .iter()
        .filter_map(|(m, _)| match m {
            StackMember::Stack(stack) => Some(stack.index()),
            StackMember::Rule(_) => None,
        })
        .collect()
}
