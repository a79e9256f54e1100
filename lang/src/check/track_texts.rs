//! Tracks of different texts: `number of different stores per month`, `number of different categories of eligible`.

use super::Checker;
use super::operand::text_of_lines;
use crate::ast::{FieldOwner, Name, Selection, Text};
use crate::diag::{Code, Diagnostic};
use crate::programme::{DifferentText, FieldId, FieldKind, TrackSubject, Trigger, singular};

/// Texts that a receipt has one of.
const OF_RECEIPT: [&str; 3] = ["stores", "channels", "partners"];

impl Checker<'_> {
    /// What a track of different texts tells apart, and of which events.
    pub(crate) fn different_texts(
        &mut self,
        word: &Name,
        lines: Option<&Selection>,
        activity: Option<&Text>,
    ) -> Option<TrackSubject> {
        let of = activity.map_or(Trigger::Purchase, |kind| Trigger::Activity(kind.node.clone()));
        let is_of_lines = text_of_lines(&word.node).is_some() || self.line_text_field(&word.node).is_some();
        let of_receipt = self.text_of_receipt(&word.node);
        let Some(text) = of_receipt.filter(|_| !is_of_lines || (lines.is_none() && activity.is_some()))
        else {
            if !is_of_lines && lines.is_none() {
                let known: Vec<&str> = super::operand::TEXTS_OF_LINES.into_iter().chain(OF_RECEIPT).collect();
                let otherwise = format!("write one of {}, or a declared text", known.join(", "));
                self.unknown(word, "text of a receipt or its lines", &known, otherwise);
                return None;
            }
            if let Some(activity) = activity {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        activity.span,
                        "an activity has no lines",
                        "without lines",
                    )
                    .also(word.span, "of lines")
                    .help("count stores, or a text that the activity says: declare `receipt.place: text`"),
                );
                return None;
            }
            let amount = self.different(word, lines)?;
            return Some(TrackSubject::Different(DifferentText::Lines(amount), of));
        };
        if let Some(lines) = lines {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    lines.span,
                    "this is a text of the whole receipt, not of its lines",
                    "lines have none of their own",
                )
                .help("leave `of ...` out, and say behind `when` which receipts count"),
            );
            return None;
        }
        Some(TrackSubject::Different(text, of))
    }

    /// What a word means that a receipt has one text of.
    fn text_of_receipt(&self, word: &str) -> Option<DifferentText> {
        match word {
            "store" | "stores" => Some(DifferentText::Store),
            "channel" | "channels" => Some(DifferentText::Channel),
            "partner" | "partners" => Some(DifferentText::Partner),
            other => self.text_field(FieldOwner::Receipt, other).map(DifferentText::Field),
        }
    }

    /// The declared text of that owner and name: `artist` and `artists` are `line.artist`.
    pub(crate) fn text_field(&self, owner: FieldOwner, word: &str) -> Option<FieldId> {
        let named = |name: &str| self.field_numbers.get(&(owner, name.to_owned())).copied();
        let id = named(word).or_else(|| singular(word).and_then(named))?;
        let is_text =
            |kind: &FieldKind| matches!(kind, FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member);
        self.fields.get(id).filter(|field| is_text(&field.kind)).map(|_| id)
    }

    /// What a receipt has one of is told apart by tracks only.
    pub(crate) fn one_of_receipt(&mut self, word: &Name) -> Option<()> {
        self.text_of_receipt(&word.node)?;
        let message = "a receipt has one of these at most; they are different over several receipts";
        self.report(Diagnostic::new(Code::NotHere, word.span, message, "one of a receipt").help(format!(
            "declare a track, such as `track seen = number of different {} per month`, and compare that",
            word.node
        )));
        Some(())
    }
}
