//! Declared fields in conditions: where they may be asked for, texts and yes-or-no.

use super::Checker;
use super::fields::{kind_words, owner_word, split};
use super::literal::literal_span;
use super::missing::Present;
use super::reading::{Logic, Place};
use crate::ast::{Comparison, FieldOwner, Literal, Name, Text};
use crate::diag::{Code, Diagnostic};
use crate::programme::{FieldId, FieldKind, FieldValue, TextTest};
use crate::source::{Span, Spanned};

impl Checker<'_> {
    /// A field that may be asked for at this place.
    pub(crate) fn field_at(&mut self, name: &Name, place: Place) -> Option<FieldId> {
        let id = self.field(name)?;
        let owner = self.fields.get(id)?.owner;
        let fits = match place {
            Place::Line => owner == FieldOwner::Line,
            Place::Purchase | Place::Activity | Place::Track => owner != FieldOwner::Line,
            Place::Tiers | Place::Points | Place::Reward => owner == FieldOwner::Member,
            Place::Window => false,
        };
        if fits {
            return Some(id);
        }
        let (message, help) = match place {
            Place::Line => (
                format!("`{}` belongs to the {}, and this asks about a line", name.node, owner_word(owner)),
                "ask for it after `when` in the rule".to_owned(),
            ),
            Place::Purchase | Place::Track => (
                format!("`{}` belongs to a line, and this asks about the receipt", name.node),
                format!("write `any line has {} ...`", name.node),
            ),
            Place::Activity => (
                format!("`{}` belongs to a line, and an activity has none", name.node),
                "ask for a field of the receipt or the member".to_owned(),
            ),
            Place::Window => (
                format!("`{}` is no sum of the window", name.node),
                "put it after `counting purchases when`, to ask about each purchase".to_owned(),
            ),
            Place::Tiers => (
                format!("`{}` belongs to one receipt, and tiers look at the member", name.node),
                "ask for a track or a field of the member".to_owned(),
            ),
            Place::Points => (
                format!("`{}` belongs to one receipt, and expiry looks at the member", name.node),
                "ask for a tier, a track or a field of the member".to_owned(),
            ),
            Place::Reward => (
                format!("`{}` belongs to one receipt, and a reward looks at the member", name.node),
                "ask for a track or a field of the member".to_owned(),
            ),
        };
        self.report(Diagnostic::new(Code::NotHere, name.span, message, "not to be asked here").help(help));
        None
    }

    pub(crate) fn yes_no<T: Logic>(
        &mut self,
        name: &Name,
        yes: bool,
        place: Place,
        present: &Present,
    ) -> Option<T> {
        if split(&name.node).is_none() {
            return self.bare_name(name);
        }
        let id = self.field_at(name, place)?;
        let kind = self.fields.get(id)?.kind.clone();
        if kind != FieldKind::YesNo {
            let (words, _) = kind_words(&kind);
            let message = format!("`{}` holds {words}, not yes or no", name.node);
            self.report(
                Diagnostic::new(Code::UnitMismatch, name.span, message, "not yes or no")
                    .help(format!("compare it: `{} is ...`", name.node)),
            );
            return None;
        }
        let missing = match self.missing(id, name, None, present)? {
            Some(FieldValue::YesNo(default)) => default,
            // Known to be present: what a missing one counts as does not matter, `no` keeps `is no` honest.
            Some(FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => false,
        };
        Some(if yes { T::flag(id, missing) } else { T::not(T::flag(id, missing)) })
    }

    pub(crate) fn compare_text<T: Logic>(
        &mut self,
        id: FieldId,
        name: &Name,
        or: Option<&Literal>,
        how: &Spanned<Comparison>,
        literal: &Literal,
        present: &Present,
    ) -> Option<T> {
        let negated = match how.node {
            Comparison::Is => false,
            Comparison::IsNot => true,
            Comparison::AtLeast | Comparison::AtMost | Comparison::Above | Comparison::Below => {
                let message = format!("`{}` holds a text, and texts are not larger or smaller", name.node);
                self.report(
                    Diagnostic::new(Code::UnitMismatch, how.span, message, "only `is` and `is not`")
                        .help(format!("write `{} is \"...\"`", name.node)),
                );
                return None;
            }
        };
        let Literal::Text(text) = literal else {
            let kind = self.fields.get(id)?.kind.clone();
            self.wrong_value(&kind, literal_span(literal));
            return None;
        };
        let test = self.text_field_test::<T>(id, name, or, std::slice::from_ref(text), text.span, present)?;
        Some(if negated { T::not(test) } else { test })
    }

    pub(crate) fn text_field_test<T: Logic>(
        &mut self,
        id: FieldId,
        name: &Name,
        or: Option<&Literal>,
        texts: &[Text],
        span: Span,
        present: &Present,
    ) -> Option<T> {
        let kind = self.fields.get(id)?.kind.clone();
        match &kind {
            FieldKind::Text | FieldKind::Member => {}
            FieldKind::OneOf(values) => {
                for text in texts {
                    self.value_of_list(values, text, &format!("`{}`", name.node))?;
                }
            }
            FieldKind::YesNo | FieldKind::Number { .. } | FieldKind::Money | FieldKind::Date => {
                self.wrong_value(&kind, span);
                return None;
            }
        }
        let missing = match self.missing(id, name, or, present)? {
            Some(FieldValue::Text(text)) => Some(text),
            Some(FieldValue::YesNo(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => None,
        };
        let values = self.text_values(texts, span)?;
        Some(T::text_field(id, TextTest { values, missing }))
    }

    /// Texts of a list, sorted, each once.
    pub(crate) fn text_values(&mut self, texts: &[Text], span: Span) -> Option<Vec<String>> {
        if texts.is_empty() {
            self.report(
                Diagnostic::new(Code::NeverHolds, span, "nothing is in an empty list", "an empty list")
                    .help("write at least one text"),
            );
            return None;
        }
        self.count_texts(texts.len(), span);
        let mut values: Vec<String> = texts.iter().map(|t| t.node.clone()).collect();
        values.sort();
        values.dedup();
        Some(values)
    }
}
