//! Tracks of a number that events bring with them: `sum of receipt.miles`.

use super::Checker;
use super::fields::{kind_words, split};
use super::kind::Kind;
use super::missing::Present;
use super::reading::Place;
use crate::ast::{FieldOwner, Literal, Name, Text};
use crate::diag::{Code, Diagnostic};
use crate::programme::{FieldKind, FieldValue, TrackSubject, Trigger};

impl Checker<'_> {
    /// What a sum of a field is counted in. Reports nothing.
    pub(crate) fn kind_of_sum(&self, name: &Name) -> Option<Kind> {
        let (owner, field) = split(&name.node)?;
        let id = self.field_numbers.get(&(owner, field.to_owned()))?;
        match self.fields.get(*id)?.kind {
            FieldKind::Number { decimals, .. } => Some(Kind::Number(decimals)),
            FieldKind::Money => Some(Kind::Money),
            FieldKind::Text
            | FieldKind::OneOf(_)
            | FieldKind::YesNo
            | FieldKind::Date
            | FieldKind::Member => None,
        }
    }

    /// `sum of receipt.miles or 0 on activity "flight"`.
    pub(crate) fn sum_of(
        &mut self,
        name: &Name,
        missing: Option<&Literal>,
        activity: Option<&Text>,
    ) -> Option<TrackSubject> {
        let field = self.field_at(name, Place::Activity)?;
        let declared = self.fields.get(field)?;
        let (owner, kind) = (declared.owner, declared.kind.clone());
        if owner != FieldOwner::Receipt {
            let message =
                format!("`{}` belongs to the member, and every event would bring it again", name.node);
            self.report(
                Diagnostic::new(Code::NotHere, name.span, message, "of the member")
                    .help("name a field of the receipt"),
            );
            return None;
        }
        if !matches!(kind, FieldKind::Number { .. } | FieldKind::Money) {
            let (words, _) = kind_words(&kind);
            let message = format!("`{}` holds {words}, which cannot be added up", name.node);
            self.report(
                Diagnostic::new(Code::UnitMismatch, name.span, message, words)
                    .help("name a number or money field"),
            );
            return None;
        }
        let missing = match self.missing(field, name, missing, &Present::new())? {
            Some(FieldValue::Number(value)) => Some(value),
            Some(FieldValue::Date(_) | FieldValue::Text(_) | FieldValue::YesNo(_)) | None => None,
        };
        let of = activity.map_or(Trigger::Purchase, |kind| Trigger::Activity(kind.node.clone()));
        Some(TrackSubject::Field { field, missing, of })
    }
}
