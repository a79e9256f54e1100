//! Optional fields: where a read is answered, by `or ...`, by a default, or by asking `is present` first.

use super::Checker;
use super::fields::{kind_words, owner_word};
use super::kind::Kind;
use super::literal::literal_span;
use crate::ast::{Condition, Literal, Name, Quantifier};
use crate::diag::{Code, Diagnostic};
use crate::programme::{FieldId, FieldKind, FieldValue};
use std::collections::BTreeSet;

/// Fields that are known to be present where something is asked.
pub(crate) type Present = BTreeSet<FieldId>;

impl Checker<'_> {
    /// Fields that are present whenever the condition holds (or, with false, whenever it does not).
    pub(crate) fn present_if(&self, condition: &Condition, holds: bool) -> Present {
        match condition {
            Condition::Group(inner, _) => self.present_if(inner, holds),
            Condition::Not(inner, _) => self.present_if(inner, !holds),
            Condition::And(parts, _) => self.present_in(parts, holds, holds),
            Condition::Or(parts, _) => self.present_in(parts, holds, !holds),
            Condition::Of(how, parts, _) => match how.node {
                Quantifier::Any => self.present_in(parts, holds, !holds),
                Quantifier::Every => self.present_in(parts, holds, holds),
                Quantifier::No => self.present_in(parts, !holds, holds),
                Quantifier::AtLeast(_) => Present::new(),
            },
            Condition::Present(name, present, _) if *present == holds => super::fields::split(&name.node)
                .and_then(|(owner, field)| self.field_numbers.get(&(owner, field.to_owned())).copied())
                .into_iter()
                .collect(),
            Condition::Present(..)
            | Condition::Text { .. }
            | Condition::Compare(..)
            | Condition::Between(..)
            | Condition::FieldIn(..)
            | Condition::YesNo(..)
            | Condition::Measure(..)
            | Condition::On(..)
            | Condition::Dates(..)
            | Condition::Hours(..)
            | Condition::Months(..)
            | Condition::Occasion(..)
            | Condition::FirstPurchase(_)
            | Condition::Tier(..)
            | Condition::Lines { .. } => Present::new(),
        }
    }

    /// Of several parts: those of any part if `union`, else those of all.
    fn present_in(&self, parts: &[Condition], holds: bool, union: bool) -> Present {
        let mut sets = parts.iter().map(|p| self.present_if(p, holds));
        let Some(first) = sets.next() else { return Present::new() };
        sets.fold(first, |all, next| if union { &all | &next } else { &all & &next })
    }

    /// What a missing field counts as at one read; nothing inside if it cannot be missing there.
    pub(crate) fn missing(
        &mut self,
        id: FieldId,
        name: &Name,
        or: Option<&Literal>,
        present: &Present,
    ) -> Option<Option<FieldValue>> {
        let field = self.fields.get(id)?.clone();
        let never_missing = !field.optional || field.default.is_some();
        if let Some(or) = or {
            if never_missing {
                let message = format!("`{}` is never missing, so this answer is never needed", name.node);
                self.report(
                    Diagnostic::new(Code::NeverHolds, literal_span(or), message, "never needed")
                        .help("leave `or ...` out, or declare the field `optional` without a default"),
                );
                return None;
            }
            return self.field_value(&field.kind, or, &name.node).map(Some);
        }
        if let Some(default) = field.default {
            return Some(Some(default));
        }
        if !field.optional || present.contains(&id) {
            return Some(None);
        }
        let message = format!("`{}` may be missing, and it is not said what then", name.node);
        let answer = match kind_words(&field.kind) {
            _ if field.kind == FieldKind::YesNo => String::new(),
            (_, _) if matches!(field.kind, FieldKind::Number { .. }) => format!("`{} or 0`, or ", name.node),
            _ => format!("`{} or ...`, or ", name.node),
        };
        self.report(
            Diagnostic::new(Code::MissingNotHandled, name.span, message, "may be missing")
                .help(format!("write {answer}`{} is present and ...`", name.node)),
        );
        None
    }

    /// A written value as the value of a field.
    pub(crate) fn field_value(
        &mut self,
        kind: &FieldKind,
        literal: &Literal,
        field: &str,
    ) -> Option<FieldValue> {
        match (kind, literal) {
            (FieldKind::Text | FieldKind::Member, Literal::Text(text)) => {
                Some(FieldValue::Text(text.node.clone()))
            }
            (FieldKind::OneOf(values), Literal::Text(text)) => {
                self.value_of_list(values, text, &format!("`{field}`"))?;
                Some(FieldValue::Text(text.node.clone()))
            }
            (FieldKind::YesNo, Literal::Text(text)) if text.node == "yes" || text.node == "no" => {
                Some(FieldValue::YesNo(text.node == "yes"))
            }
            (FieldKind::Date, Literal::Date(day)) => Some(FieldValue::Date(day.node)),
            (FieldKind::Money, Literal::Number(_) | Literal::WithUnit(..)) => {
                self.constant(literal, Kind::Money).map(FieldValue::Number)
            }
            (FieldKind::Number { decimals, least, most }, Literal::Number(number)) => {
                let value = self.number_of(number, Kind::Number(*decimals))?;
                self.inside(value, *least, *most, *decimals, number.span)?;
                Some(FieldValue::Number(value))
            }
            (
                FieldKind::Text
                | FieldKind::Member
                | FieldKind::OneOf(_)
                | FieldKind::YesNo
                | FieldKind::Date
                | FieldKind::Money
                | FieldKind::Number { .. },
                _,
            ) => {
                self.wrong_value(kind, literal_span(literal));
                None
            }
        }
    }

    /// `x is present`, `x is missing`: only of fields that may be missing.
    pub(crate) fn may_be_missing(
        &mut self,
        id: FieldId,
        name: &Name,
        span: crate::source::Span,
    ) -> Option<()> {
        let field = self.fields.get(id)?;
        if field.optional {
            return Some(());
        }
        let owner = owner_word(field.owner);
        let message = format!("`{}` is never missing", name.node);
        self.report(
            Diagnostic::new(Code::NeverHolds, span, message, "always present")
                .help(format!("leave the question out, or declare the field of the {owner} `optional`")),
        );
        None
    }
}
