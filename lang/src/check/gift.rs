//! Points to other members: to whom, how many, and their limits.

use super::Checker;
use super::earn::Clauses;
use super::kind::Kind;
use super::limit::Dates;
use super::reading::Place;
use crate::ast::{AvailableText, Clause, FieldOwner, GiftClause, LimitSize};
use crate::diag::{Code, Diagnostic};
use crate::names::RuleSource;
use crate::programme::{FieldId, FieldKind, Gift, GiftId, Id, LimitOwner, RuleId, UnitId};
use crate::source::{Span, Spanned};

impl Checker<'_> {
    /// Whether what the rule gives is spread over the member and the companions.
    pub(crate) fn companions(&mut self, clauses: &Clauses<'_>, place: Place) -> Option<bool> {
        match clauses.companions.as_slice() {
            [] => Some(false),
            [span] if place == Place::Activity => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "an activity has no companions",
                        "needs a purchase",
                    )
                    .help("leave it out, or let the rule look at purchases"),
                );
                None
            }
            [span] => self.single_event(clauses, *span).map(|()| true),
            [first, second, ..] => {
                self.repeated("`to companions evenly`", *second, *first);
                None
            }
        }
    }

    /// All gifts of a rule; nothing if one is wrong.
    pub(crate) fn gifts(
        &mut self,
        rule: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        dates: Dates,
    ) -> Option<()> {
        let mut complete = Some(());
        for clause in source.clauses {
            let Clause::Gift(clause) = clause else { continue };
            if self.single_event(clauses, clause.span).is_none() {
                complete = None;
                continue;
            }
            let checked = self.one_gift(rule, source, clauses, clause, dates);
            complete = complete.and(checked);
        }
        complete
    }

    fn one_gift(
        &mut self,
        rule: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        clause: &GiftClause,
        dates: Dates,
    ) -> Option<()> {
        let unit = self.points_here(&clause.unit).and_then(|unit| self.as_rule_gives(rule, unit, clause));
        let to = self.recipient(clauses, clause);
        let id = GiftId(u32::try_from(self.gifts.len()).unwrap_or(u32::MAX));
        let limits: Vec<_> = clause.limits.iter().collect();
        let name = format!("{} to others", source.name.node);
        let limits = match limits.iter().find(|l| matches!(l.size, LimitSize::Rate(_))) {
            Some(limit) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        limit.span,
                        "points to others are a plain number, whatever the receipt",
                        "by an amount of the receipt",
                    )
                    .help(
                        "write a number of points or of times, such as `at most 10 times per calendar year`",
                    ),
                );
                None
            }
            None => self.limits(LimitOwner::Gift(id), &name, &limits, unit, (dates, Place::Purchase)),
        };
        let unit = unit?;
        let points = self.positive(&clause.points, Kind::Points(unit));
        let gift = Gift { rule, to: to?, unit, points: points?, limits: limits?, span: clause.span };
        self.gifts.push(gift);
        Some(())
    }

    /// A rule over a window gives for many events at once, and its own member only.
    fn single_event(&mut self, clauses: &Clauses<'_>, span: Span) -> Option<()> {
        // Whoever gets points out of another's event has no receipt that an activity could name.
        let waits = clauses.available.iter().find(|(text, _)| matches!(text, AvailableText::OnActivity(_)));
        if let Some((_, waits)) = waits {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "points of others cannot wait for an activity about this receipt",
                    "not with `available on activity`",
                )
                .also(*waits, "they would wait for this")
                .help("write `available 14 days after purchase`, or a rule of its own"),
            );
            return None;
        }
        let Some((_, over)) = clauses.over.first() else { return Some(()) };
        self.report(
            Diagnostic::new(
                Code::NotHere,
                span,
                "a rule over a window gives its own member only",
                "not over a window",
            )
            .also(*over, "the window")
            .help("write a rule of its own, which looks at single events"),
        );
        None
    }

    /// Both sides get points of one unit.
    fn as_rule_gives(&mut self, rule: RuleId, unit: UnitId, clause: &GiftClause) -> Option<UnitId> {
        let own = self.rule_units.get(rule.index()).copied().flatten()?;
        if own == unit {
            return Some(unit);
        }
        let (wrong, right) = (self.unit_name(unit), self.unit_name(own));
        let message = format!("the rule gives {right}, and to others {wrong}");
        self.report(
            Diagnostic::new(Code::UnitMismatch, clause.unit.span, message, format!("{wrong}, not {right}"))
                .help(format!("write {right}, or a rule of its own for {wrong}")),
        );
        None
    }

    /// The field that names who gets it: an id of a member, and certainly there when the rule applies.
    fn recipient(&mut self, clauses: &Clauses<'_>, clause: &GiftClause) -> Option<FieldId> {
        let (owner, name) = (clause.to_owner.node, &clause.to);
        let id = self.field_numbers.get(&(owner, name.node.clone())).copied();
        if id.is_none() && self.names.broken.contains(name.node.as_str()) {
            return None;
        }
        let span = clause.to_owner.span.to(name.span);
        let written = self.sources.text(span).to_owned();
        let Some(id) = id else {
            let whole = Spanned::new(written, span);
            self.unknown(
                &whole,
                "field",
                &[],
                format!("declare it: `fields {{ {}: member optional }}`", whole.node),
            );
            return None;
        };
        let field = self.fields.get(id)?.clone();
        if owner == FieldOwner::Line || !matches!(field.kind, FieldKind::Member) {
            let message = format!("`{written}` does not name a member");
            let help = "write a field of the member or the receipt that is declared as `member`";
            self.report(
                Diagnostic::new(Code::WrongKind, name.span, message, "not the id of a member").help(help),
            );
            return None;
        }
        let asked = clauses.when.iter().any(|c| self.present_if(c, true).contains(&id));
        if field.optional && !asked {
            let message = format!("`{written}` may be missing, and then nobody would get these points");
            self.report(
                Diagnostic::new(Code::MissingNotHandled, name.span, message, "may be missing")
                    .help(format!("add `when {written} is present`")),
            );
            return None;
        }
        Some(id)
    }
}
