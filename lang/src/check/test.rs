//! `test`: the order of its steps, what a member starts with, and what happens.

use super::Checker;
use super::kind::Kind;
use super::literal::literal_span;
use crate::ast::{
    Expectation as ExpectationText, FieldOwner, Given as GivenText, Literal, Name, Number, Test as TestText,
    TestStep as StepText,
};
use crate::diag::{Code, Diagnostic};
use crate::programme::{FieldId, FieldValue, Given, Id, Test, TestStep};
use crate::source::{Span, Spanned};
use crate::time::Day;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// Checks all tests.
    pub(crate) fn check_tests(&mut self) {
        let names = self.names;
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for test in &names.tests {
            if let Some(first) = seen.get(test.name.node.as_str()) {
                let message = format!("there is a test \"{}\" already", test.name.node);
                self.report(
                    Diagnostic::new(Code::DuplicateName, test.name.span, message, "the same name again")
                        .also(*first, "first declared here")
                        .help("give one of the two another name"),
                );
            } else {
                seen.insert(&test.name.node, test.name.span);
            }
            let checked = self.test(test);
            self.tests.push(checked);
        }
    }

    fn test(&mut self, source: &TestText) -> Option<Test> {
        self.order_of_steps(source);
        self.returned_before(source);
        let before = self.diagnostics.len();
        // An event that is refused may well lack something.
        let refused = source.steps.iter().any(|s| match s {
            StepText::Then(all, _) => all.iter().any(|e| matches!(e, ExpectationText::Refused(..))),
            StepText::Given(..) | StepText::GivenOther(..) | StepText::When(..) => false,
        });
        let mut steps = Vec::new();
        let mut complete = true;
        for step in &source.steps {
            match self.step(step, !refused) {
                Some(step) => steps.push(step),
                None => complete = false,
            }
        }
        if !refused && complete && self.diagnostics.len() == before {
            self.needed_of_member(source);
        }
        complete.then(|| Test { name: source.name.node.clone(), span: source.span, steps })
    }

    fn order_of_steps(&mut self, source: &TestText) {
        let mut happened = false;
        let mut answered = true;
        for step in &source.steps {
            match step {
                StepText::Given(_, span) | StepText::GivenOther(_, _, span) if happened => {
                    self.report(
                        Diagnostic::new(
                            Code::NotHere,
                            *span,
                            "what a member starts with stands before everything that happens",
                            "too late",
                        )
                        .help("put `given` first, or write a second test"),
                    );
                }
                StepText::Given(..) | StepText::GivenOther(..) => {}
                StepText::When(..) => {
                    happened = true;
                    answered = false;
                }
                StepText::Then(_, span) => {
                    if !happened {
                        self.report(
                            Diagnostic::new(
                                Code::Incomplete,
                                *span,
                                "nothing has happened yet",
                                "after what?",
                            )
                            .help("put `when` with a purchase or another event before it"),
                        );
                        return;
                    }
                    answered = true;
                }
            }
        }
        if !answered || !happened {
            let message = format!("the test \"{}\" does not say what must come out", source.name.node);
            self.report(
                Diagnostic::new(Code::Incomplete, source.name.span, message, "without an answer")
                    .help("end it with `then`, such as `then 12 points from base`"),
            );
        }
    }

    fn step(&mut self, step: &StepText, complete: bool) -> Option<TestStep> {
        match step {
            StepText::Given(given, span) => {
                let checked: Vec<Option<Given>> = given.iter().map(|g| self.given(g)).collect();
                Some(TestStep::Given(checked.into_iter().collect::<Option<_>>()?, *span))
            }
            StepText::GivenOther(id, given, span) => {
                let checked: Vec<Option<Given>> = given.iter().map(|g| self.given(g)).collect();
                let given = checked.into_iter().collect::<Option<_>>()?;
                Some(TestStep::GivenOther(id.node.clone(), given, *span))
            }
            StepText::When(when, span) => self.event(when, *span, complete),
            StepText::Then(expectations, _) => {
                let checked: Vec<Option<_>> = expectations.iter().map(|e| self.expectation(e)).collect();
                Some(TestStep::Then(checked.into_iter().collect::<Option<_>>()?))
            }
        }
    }

    fn given(&mut self, given: &GivenText) -> Option<Given> {
        match given {
            GivenText::Level(name, until) => {
                let (tiers, level) = self.level_named(name)?;
                Some(Given::Level(tiers, level, until.as_ref().map(|u| u.node)))
            }
            GivenText::Amount { number, unit, track: Some(track), until, .. } => {
                self.given_track(number, unit.as_ref(), track, until.as_ref())
            }
            GivenText::Amount { number, unit: Some(unit), track: None, until, .. } => {
                let unit = self.points_here(unit)?;
                let points = self.positive(number, Kind::Points(unit))?;
                Some(Given::Points(unit, points, until.as_ref().map(|u| u.node)))
            }
            GivenText::Amount { unit: None, track: None, span, .. } => {
                self.report(
                    Diagnostic::new(Code::Incomplete, *span, "it is not said of what", "of what?")
                        .help("write `with 120 points`, or `with 450.00 CHF in` and the name of a track"),
                );
                None
            }
            GivenText::Field(name, literal) => {
                let (id, value) = self.test_field(name, literal, FieldOwner::Member)?;
                Some(Given::Field(id, value))
            }
            GivenText::Voucher(name, money, until) => {
                let reward = self.voucher_named(name)?;
                let money = self.voucher_money(money.as_ref())?;
                Some(Given::Voucher(reward, money, until.as_ref().map(|u| u.node)))
            }
            GivenText::Household(name) => {
                self.has_households(name.span)?;
                Some(Given::Household(name.node.clone()))
            }
            GivenText::EarlierPurchases(_) => Some(Given::EarlierPurchases),
        }
    }

    fn given_track(
        &mut self,
        number: &Number,
        unit: Option<&Name>,
        track: &Name,
        until: Option<&Spanned<Day>>,
    ) -> Option<Given> {
        let id = self.track_named(track)?;
        if let Some(until) = until {
            self.report(
                Diagnostic::new(Code::NotHere, until.span, "a track does not expire", "only for points")
                    .help("leave `until` out"),
            );
            return None;
        }
        let kind = self.track_kinds.get(id.index()).copied().flatten()?;
        let literal = match unit {
            Some(unit) => Literal::WithUnit(number.clone(), unit.clone()),
            None => Literal::Number(number.clone()),
        };
        self.constant(&literal, kind).map(|value| Given::Track(id, value))
    }

    /// A field of a test's member, receipt or line.
    pub(crate) fn test_field(
        &mut self,
        name: &Name,
        literal: &Literal,
        owner: FieldOwner,
    ) -> Option<(FieldId, FieldValue)> {
        let id = self.field(name)?;
        let field = self.fields.get(id)?.clone();
        if field.owner != owner {
            let (found, needed) = (super::fields::owner_word(field.owner), super::fields::owner_word(owner));
            let message = format!("`{}` belongs to the {found}, not to the {needed}", name.node);
            let place = match field.owner {
                FieldOwner::Member => "after `given a member`",
                FieldOwner::Receipt => "after the date of the purchase",
                FieldOwner::Line => "at the end of a line",
            };
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    name.span.to(literal_span(literal)),
                    message,
                    format!("of the {found}"),
                )
                .help(format!("put it {place}")),
            );
            return None;
        }
        let value = self.field_value(&field.kind, literal, &name.node)?;
        Some((id, value))
    }

    /// Fields without which a real event would be refused.
    pub(crate) fn needed_fields(
        &mut self,
        owner: FieldOwner,
        given: &[FieldId],
        span: Span,
        what: &str,
    ) -> Option<()> {
        let missing = self.fields.iter().find(|(id, f)| {
            let right = self.field_is_right.get(id.index()).copied().unwrap_or(false);
            right && f.owner == owner && !f.optional && f.default.is_none() && !given.contains(id)
        });
        let Some((_, field)) = missing else { return Some(()) };
        let name = format!("{}.{}", super::fields::owner_word(owner), field.name);
        let (_, example) = super::fields::kind_words(&field.kind);
        let message = format!("{what} needs `{name}`, which may not be missing");
        self.report(
            Diagnostic::new(Code::Incomplete, span, message, format!("without `{name}`"))
                .help(format!("add `with {name}` and {example}, or declare the field `optional`")),
        );
        None
    }

    fn needed_of_member(&mut self, source: &TestText) {
        let mut given = Vec::new();
        let mut span = source.name.span;
        for step in &source.steps {
            if let StepText::Given(all, place) = step {
                span = *place;
                for one in all {
                    if let GivenText::Field(name, _) = one {
                        given.extend(self.field(name));
                    }
                }
            }
        }
        self.needed_fields(FieldOwner::Member, &given, span, "the member of this test");
    }
}
