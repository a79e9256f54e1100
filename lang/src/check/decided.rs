//! `decided by`: the date that decides for a rule.

use super::Checker;
use super::fields::owner_word;
use crate::ast::{FieldOwner, Name};
use crate::diag::{Code, Diagnostic};
use crate::programme::FieldId;
use crate::source::Span;

impl Checker<'_> {
    /// The field whose date decides; none for the date of the event.
    pub(crate) fn decided_by(&mut self, said: &[(&Name, Span)]) -> Option<Option<FieldId>> {
        let name = match said {
            [] => return Some(None),
            [(name, _)] => *name,
            [(_, first), (_, second), ..] => {
                self.repeated("`decided by`", *second, *first);
                return None;
            }
        };
        let field = self.field_of_days(name)?;
        let owner = self.fields.get(field)?.owner;
        if owner == FieldOwner::Receipt {
            return Some(Some(field));
        }
        let message = format!(
            "`{}` belongs to the {}, and a rule is decided by one date of the event",
            name.node,
            owner_word(owner)
        );
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "not of the event")
                .help("name a date field of the receipt, such as `receipt.flown`"),
        );
        None
    }

    /// `decided by` in a rule over a window.
    pub(crate) fn no_deciding_date(&mut self, said: &[(&Name, Span)]) {
        for (_, span) in said {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    *span,
                    "a rule over a window counts each event by its own date",
                    "another date",
                )
                .help("leave it out, or ask for the date after `counting purchases when`"),
            );
        }
    }
}
