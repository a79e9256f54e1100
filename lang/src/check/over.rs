//! Window rules: `over`, `counting`, `paid`. What they give is said as in other rules; here it is of sums.

use super::Checker;
use super::earn::{Clauses, award_span};
use super::limit::Dates;
use super::reading::Place;
use crate::ast::{self, Clause, LimitSize, WindowText};
use crate::diag::{Code, Diagnostic};
use crate::names::{RuleOwner, RuleSource};
use crate::programme::{
    Award, Conjunct, Id, Limit, LimitId, LimitOwner, LimitWindow, Most, Over, Paid, Rate, Rounding,
    RoundingPlace, Rule, RuleId, Trigger, UnitId,
};
use crate::source::{Span, Spanned};
use crate::time::{Own, Window};

/// What a window rule counts, while its clauses are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Purchases.
    Purchases,
    /// Activities.
    Activities,
}

/// What the parts of a window rule come to.
pub(super) struct Parts {
    pub(super) window: Window,
    pub(super) paid: Paid,
    pub(super) conditions: Vec<Conjunct>,
    pub(super) when: Vec<Conjunct>,
    pub(super) award: Award,
}

impl Checker<'_> {
    /// Whether a rule is written with `over`.
    pub(crate) fn is_window_rule(&self, rule: RuleId) -> bool {
        let source = self.names.rules.get(rule.index());
        source.is_some_and(|r| r.clauses.iter().any(|c| matches!(c, Clause::Over(..))))
    }

    /// A rule that is named where one event counts must not be a window rule.
    pub(crate) fn gives_in_one_event(&mut self, rule: RuleId, name: &ast::Name) -> Option<()> {
        if !self.is_window_rule(rule) {
            return Some(());
        }
        let message = format!("`{}` gives for a whole window, not in one event", name.node);
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "a rule over a window")
                .help("name rules without `over`"),
        );
        None
    }

    /// Words of window rules in a rule without `over`.
    pub(crate) fn no_window_words(&mut self, clauses: &Clauses<'_>) {
        let counting = clauses.counting.iter().map(|c| (c.span, "`counting`", "write `when` instead"));
        let paid = clauses
            .paid
            .iter()
            .map(|(_, span)| (*span, "`paid`", "write `available 14 days after purchase`"));
        for (span, word, instead) in counting.chain(paid).collect::<Vec<_>>() {
            let message = format!("{word} belongs to a rule that sums over a window");
            self.report(
                Diagnostic::new(Code::NotHere, span, message, "no window here")
                    .help(format!("add `over each month` or the like, or {instead}")),
            );
        }
    }

    /// A rule with `over`.
    pub(crate) fn window_rule(
        &mut self,
        id: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
    ) -> Option<Rule> {
        let unit = self.rule_units.get(id.index()).copied().flatten();
        let on = self.trigger(clauses);
        let counts = match on {
            Some(Trigger::Activity(_)) => Counts::Activities,
            Some(Trigger::Purchase) | None => Counts::Purchases,
        };
        if !matches!(source.owner, RuleOwner::Level(..)) {
            self.no_perks(clauses);
        }
        let dates = self.dates(source);
        self.counts = Some(counts);
        let parts = self.parts_of_window_rule(id, source, clauses, dates, counts);
        self.counts = None;
        let rounding = self.rounding_of_sums(clauses, unit);
        let award = parts.as_ref().map(|p| &p.award);
        let limits = self.limits_of_sums(id, clauses, unit, award);
        self.no_availability(clauses);
        self.no_deciding_date(&clauses.decided);
        let (partner, benefit_of) = match source.owner {
            RuleOwner::Programme => (None, None),
            RuleOwner::Partner(partner) => (Some(partner), None),
            RuleOwner::Level(tiers, level) => (None, Some((tiers, level))),
        };
        let (on, parts) = (on?, parts?);
        let name = self.name_of_sums(id, source);
        let over = Over { retroactive: clauses.retroactive.is_some(), ..self.over(id, &name, &on, &parts) };
        Some(Rule {
            name: source.name.node.clone(),
            title: source.title.map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            unit: unit?,
            on,
            partner,
            benefit_of,
            dates: dates?,
            conditions: parts.conditions,
            award: parts.award,
            rounding: rounding?,
            limits: limits?,
            over: Some(over),
            ..Rule::default()
        })
    }

    fn parts_of_window_rule(
        &mut self,
        id: RuleId,
        source: &RuleSource<'_>,
        clauses: &Clauses<'_>,
        dates: Dates,
        counts: Counts,
    ) -> Option<Parts> {
        let window = self.over_window(clauses, dates);
        let paid = self.paid(clauses, window);
        let (of_events, of_sums): (Vec<_>, Vec<_>) = clauses.when.iter().copied().partition(|c| is_moment(c));
        let counting = self.counting(clauses, counts);
        let of_events = Clauses { when: [of_events, counting?].concat(), ..Clauses::default() };
        let place = match counts {
            Counts::Purchases => Place::Track,
            Counts::Activities => Place::Activity,
        };
        let conditions = self.conditions(source, &of_events, dates, place);
        let when = self.conjuncts(&of_sums, Place::Window);
        if let Some(when) = &when {
            let parts: Vec<_> = when.iter().map(|c| (c.condition.clone(), c.span)).collect();
            self.contradicting_conditions(&parts);
        }
        let unit = self.rule_units.get(id.index()).copied().flatten();
        let award = self.one_award(id, source, clauses, unit, place);
        let award = self.award_of_sums(award?, clauses, when.as_deref());
        Some(Parts { window: window?, paid: paid?, conditions: conditions?, when: when?, award: award? })
    }

    /// The window after `over`.
    fn over_window(&mut self, clauses: &Clauses<'_>, dates: Dates) -> Option<Window> {
        let (Spanned { node, span }, _) = match clauses.over.as_slice() {
            [] => return None,
            [one] => one,
            [(_, first), (_, second), ..] => {
                self.repeated("`over`", *second, *first);
                return None;
            }
        };
        match node {
            WindowText::Plain(Window::OwnYear(Own::Tier(_))) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "a year since the tier changed is cut short by the next change, so nothing is due for it as a whole",
                        "begins anew with every change",
                    )
                    .help(
                        "write `over each membership year`, or declare a `track ... per year since the tier changed` and ask for it",
                    ),
                );
                None
            }
            WindowText::Plain(Window::Rolling(_)) => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "a rolling window never ends, so nothing is due for it once",
                        "rolling",
                    )
                    .help("write `over each week` or another window of the calendar, or leave `over` out and limit the rule: `at most 1 time rolling 7 days`"),
                );
                None
            }
            WindowText::Plain(window) => self.window(*window, *span),
            WindowText::TheseDates => match dates? {
                (Some(from), Some(to)) => Some(Window::Dates(from, to)),
                (_, None) | (None, _) => {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            *span,
                            "the rule does not have both a first and a last day",
                            "which dates?",
                        )
                        .help("write `from` and `to` with dates behind the rule's name"),
                    );
                    None
                }
            },
            // Only limits have it.
            WindowText::Receipt => None,
        }
    }

    fn paid(&mut self, clauses: &Clauses<'_>, window: Option<Window>) -> Option<Paid> {
        let (length, span) = match clauses.paid.as_slice() {
            [] => return Some(Paid::AtOnce),
            [(length, span)] => (*length, *span),
            [(_, first), (_, second), ..] => {
                self.repeated("`paid`", *second, *first);
                return None;
            }
        };
        if window? == Window::Ever {
            self.report(
                Diagnostic::new(Code::NeverHolds, span, "all time has no end", "never paid")
                    .help("leave `paid` out, or write `over each year`"),
            );
            return None;
        }
        match length {
            None => Some(Paid::AtEnd),
            Some(length) => {
                self.length(length.node, length.span)?;
                self.paid_soon(length.node, length.span)?;
                Some(Paid::After(length.node))
            }
        }
    }

    /// The conditions of what is counted.
    fn counting<'a>(&mut self, clauses: &Clauses<'a>, counts: Counts) -> Option<Vec<&'a ast::Condition>> {
        let mut complete = true;
        for counting in &clauses.counting {
            let fits = counting.activities == (counts == Counts::Activities);
            if !fits {
                let (is, help) = match counts {
                    Counts::Purchases => {
                        ("purchases", "write `counting purchases when`, or add `on activity \"...\"`")
                    }
                    Counts::Activities => ("activities", "write `counting activities when`"),
                };
                let message = format!("this rule looks at {is}");
                self.report(Diagnostic::new(Code::NotHere, counting.word, message, "not these").help(help));
                complete = false;
            }
        }
        complete.then(|| clauses.counting.iter().map(|c| &c.condition).collect())
    }

    /// What cannot be given by sums.
    fn award_of_sums(
        &mut self,
        award: Award,
        clauses: &Clauses<'_>,
        when: Option<&[Conjunct]>,
    ) -> Option<Award> {
        let span = clauses.awards.first().map(|a| award_span(a))?;
        let (message, label, help) = match &award {
            Award::Share { .. } | Award::Portion { .. } => (
                "a rule over a window gives by the sums of its events, not a share of other rules",
                "of one event",
                "write an amount, such as `1 point per full 10.00 CHF of all lines`",
            ),
            Award::Rate(Rate::Flat(_), Some(_)) => (
                "one award for a whole window belongs to no one level",
                "other points by level",
                "write one rule for each level, with `counting purchases when`",
            ),
            Award::Rate(Rate::Flat(_), None) if when.is_some_and(<[_]>::is_empty) => (
                "it is not said when this is due",
                "due for what?",
                "add, for instance, `when purchases is at least 3`, or write `for every 3 purchases`",
            ),
            Award::Rate(..) | Award::Bands { .. } => {
                return self.brought_by_events(&award, span).map(|()| award);
            }
        };
        self.report(Diagnostic::new(Code::NotHere, span, message, label).help(help));
        None
    }

    fn rounding_of_sums(&mut self, clauses: &Clauses<'_>, unit: Option<UnitId>) -> Option<Rounding> {
        let rounding = self.rounding(&clauses.rounding, None, unit)?;
        if rounding.place == RoundingPlace::Line {
            let span = clauses.rounding.iter().find_map(|c| c.per_line)?;
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "what is summed over a window is rounded once",
                    "per line",
                )
                .help("leave `per line` out"),
            );
            return None;
        }
        Some(rounding)
    }

    fn no_availability(&mut self, clauses: &Clauses<'_>) {
        for (_, span) in &clauses.available {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *span,
                    "what is due for a window belongs to no one purchase",
                    "after which purchase?",
                )
                .help("write `paid 14 days after its end`"),
            );
        }
    }

    /// Limits of the sum; they have no window of their own.
    fn limits_of_sums(
        &mut self,
        id: RuleId,
        clauses: &Clauses<'_>,
        unit: Option<UnitId>,
        award: Option<&Award>,
    ) -> Option<Vec<LimitId>> {
        let mut ids = Vec::new();
        let mut complete = true;
        let mut seen: Vec<(bool, Span)> = Vec::new();
        for clause in &clauses.limits {
            if self.scope(clause.scope.as_ref(), false).is_none() {
                complete = false;
                continue;
            }
            let unfit = match (&clause.window, clause.whole, &clause.size) {
                (Some(window), _, _) => Some((
                    window.span,
                    "a limit of a rule over a window is of that window",
                    "leave the window of the limit out",
                )),
                (None, Some(whole), _) => Some((
                    whole,
                    "what is due grows and is cut where the limit is reached",
                    "leave `whole awards only` out",
                )),
                (None, None, LimitSize::Rate(rate)) => Some((
                    rate.points.span.to(rate.of.span),
                    "a limit by an amount is of one receipt",
                    "write a number of points, such as `at most 3000 points`",
                )),
                (None, None, LimitSize::Times(_, span))
                    if award.is_some_and(|a| !matches!(a, Award::Rate(Rate::Steps(..), None))) =>
                {
                    Some((
                        *span,
                        "only full steps are counted in times",
                        "write `for every` or `per full` in what the rule gives, or a limit in points",
                    ))
                }
                (None, None, _) => None,
            };
            if let Some((span, message, help)) = unfit {
                self.report(Diagnostic::new(Code::NotHere, span, message, "not here").help(help));
                complete = false;
                continue;
            }
            let Some(most) = self.most(&clause.size, unit, Place::Window) else {
                complete = false;
                continue;
            };
            let times = matches!(most, Most::Times(_));
            if let Some((_, first)) = seen.iter().find(|(t, _)| *t == times) {
                self.repeated("this limit", clause.span, *first);
                complete = false;
                continue;
            }
            seen.push((times, clause.span));
            let owner = LimitOwner::Rule(id);
            let window = LimitWindow::Receipt;
            ids.push(self.limits.push(Limit { owner, most, window, span: clause.span, ..Limit::default() }));
        }
        complete.then_some(ids)
    }
}

/// Whether a condition is about when an event happens: it may stand without `when`, and is never about sums.
fn is_moment(condition: &ast::Condition) -> bool {
    matches!(
        condition,
        ast::Condition::On(..)
            | ast::Condition::Dates(..)
            | ast::Condition::Hours(..)
            | ast::Condition::Months(..)
    )
}
