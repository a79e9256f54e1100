//! What must come out of a test.

use super::Checker;
use super::kind::Kind;
use crate::ast::{Expectation as ExpectationText, Name, Number};
use crate::diag::{Code, Diagnostic};
use crate::names::Meaning;
use crate::programme::{Expectation, Id, UnitId};
use crate::source::Span;
use crate::value::Decimal;

impl Checker<'_> {
    /// One expectation with its place.
    pub(crate) fn expectation(&mut self, text: &ExpectationText) -> Option<(Expectation, Span)> {
        Some(match text {
            ExpectationText::From(number, unit, name, span) => (self.given_by(number, unit, name)?, *span),
            ExpectationText::NothingFrom(name, span) => {
                let expectation = match self.names.meaning(&name.node) {
                    Some(Meaning::Stack(stack)) => Expectation::FromStack(stack, 0),
                    _ => Expectation::FromRule(self.rule_named(name)?, 0),
                };
                (expectation, *span)
            }
            ExpectationText::InAll(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::InAll(unit, points), *span)
            }
            ExpectationText::Nothing(span) => (Expectation::Nothing, *span),
            ExpectationText::Balance(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Balance(unit, points), *span)
            }
            ExpectationText::BalanceOf(number, unit, other, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::BalanceOf(unit, points, other.node.clone()), *span)
            }
            ExpectationText::To(number, unit, other, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::To(unit, points, other.node.clone()), *span)
            }
            ExpectationText::Pending(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Pending(unit, points), *span)
            }
            ExpectationText::Owed(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Owed(unit, points), *span)
            }
            ExpectationText::Expired(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Expired(unit, points), *span)
            }
            ExpectationText::Reminded(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Reminded(unit, points), *span)
            }
            ExpectationText::Taken(number, unit, None, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Taken(unit, points), *span)
            }
            ExpectationText::Taken(number, unit, Some(rule), span) => {
                let given = self.given_by(number, unit, rule)?;
                let Expectation::FromRule(rule, points) = given else {
                    self.taken_from_stack(rule);
                    return None;
                };
                (Expectation::TakenFrom(rule, points), *span)
            }
            ExpectationText::Back(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Back(unit, points), *span)
            }
            ExpectationText::Forgiven(number, unit, span) => {
                let (unit, points) = self.points(number, unit)?;
                (Expectation::Forgiven(unit, points), *span)
            }
            ExpectationText::RefundCut(number, currency, span) => {
                (Expectation::RefundCut(self.money(number, currency)?), *span)
            }
            ExpectationText::Cash(number, currency, span) => {
                (Expectation::Cash(self.money(number, currency)?), *span)
            }
            ExpectationText::Level(name, until, span) => {
                let (tiers, level) = self.level_named(name)?;
                (Expectation::Level(tiers, level, until.as_ref().map(|u| u.node)), *span)
            }
            ExpectationText::Refused(code, span) => {
                (Expectation::Refused(code.as_ref().map(|c| c.node.clone())), *span)
            }
            ExpectationText::Gives(text, span) => (Expectation::Gives(text.node.clone()), *span),
            ExpectationText::Voucher(name, money, until, span) => {
                let reward = self.voucher_named(name)?;
                let money = self.voucher_money(money.as_ref())?;
                (Expectation::Voucher(reward, money, until.as_ref().map(|u| u.node)), *span)
            }
            ExpectationText::NoVoucher(name, span) => {
                (Expectation::NoVoucher(self.voucher_named(name)?), *span)
            }
            ExpectationText::Pays(number, currency, span) => {
                (Expectation::Pays(self.money(number, currency)?), *span)
            }
            ExpectationText::PartnerPays(partner, number, currency, span) => {
                let (partner, currency) = (self.partner_named(partner), self.currency_here(currency));
                let (over, under) = self.decimal(number).map(Decimal::fraction)?;
                currency?;
                (Expectation::PartnerPays(partner?, over, under), *span)
            }
            ExpectationText::Converted(number, into, span) => {
                self.conversion_into(into, None)?;
                let whole = self.number_of(number, Kind::Number(0))?;
                (Expectation::Converted(whole, into.node.clone()), *span)
            }
        })
    }

    fn taken_from_stack(&mut self, name: &Name) {
        let message = format!("`{}` is a stack, and points are taken rule by rule", name.node);
        self.report(
            Diagnostic::new(Code::WrongKind, name.span, message, "not a rule")
                .help("write the name of one of its rules, or leave `from` out"),
        );
    }

    fn points(&mut self, number: &Number, unit: &Name) -> Option<(UnitId, i64)> {
        let unit = self.points_here(unit)?;
        Some((unit, self.number_of(number, Kind::Points(unit))?))
    }

    /// `12 points from base`: of a rule, a level or a stack, in its own unit.
    fn given_by(&mut self, number: &Number, unit: &Name, name: &Name) -> Option<Expectation> {
        let points = self.points(number, unit);
        let stack = match self.names.meaning(&name.node) {
            Some(Meaning::Stack(stack)) => Some(stack),
            _ => None,
        };
        let (given, expectation): (Option<UnitId>, Box<dyn Fn(i64) -> Expectation>) = match stack {
            Some(stack) => {
                let unit = self.stacks.get(stack.index()).and_then(Option::as_ref).map(|s| s.unit);
                (unit, Box::new(move |n| Expectation::FromStack(stack, n)))
            }
            None => {
                let rule = self.rule_named(name)?;
                let unit = self.rule_units.get(rule.index()).copied().flatten();
                (unit, Box::new(move |n| Expectation::FromRule(rule, n)))
            }
        };
        let ((found, value), given) = (points?, given?);
        if found != given {
            let (wrong, right) = (self.unit_name(found), self.unit_name(given));
            let message = format!("`{}` gives {right}, not {wrong}", name.node);
            self.report(
                Diagnostic::new(Code::UnitMismatch, unit.span, message, format!("{wrong}, not {right}"))
                    .help(format!("write {right}")),
            );
            return None;
        }
        Some(expectation(value))
    }
}
