//! Deadlines: the word they count from, and dates that exist.

use super::Checker;
use crate::ast::DeadlineText;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::time::{Base, Day, Deadline, Length, Month, Snap, Unit};

impl Checker<'_> {
    /// A deadline that counts from `word`, such as `earning`.
    pub(crate) fn deadline(&mut self, text: &DeadlineText, word: &str) -> Option<Deadline> {
        if let Some(found) = &text.word
            && found.node != word
        {
            let message = format!("here a deadline counts from `{word}`, not from `{}`", found.node);
            self.report(
                Diagnostic::new(Code::NotHere, found.span, message, format!("not `{word}`"))
                    .help(format!("write `after {word}`")),
            );
            return None;
        }
        if let Base::After(length, _) = text.deadline.base {
            self.length(length, text.span)?;
        }
        for snap in &text.deadline.snaps {
            if let Snap::On(month, day) = snap {
                self.day_of_year(*month, *day, true, text.span)?;
            }
        }
        Some(text.deadline.clone())
    }

    /// A length of at least one.
    pub(crate) fn length(&mut self, length: Length, span: Span) -> Option<()> {
        if length.count > 0 {
            return Some(());
        }
        let unit = match length.unit {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        };
        self.report(
            Diagnostic::new(
                Code::NeverHolds,
                span,
                format!("0 {unit} are over before they start"),
                "no time at all",
            )
            .help("write 1 or more"),
        );
        None
    }

    /// A day that every year has; 29 February only where another day stands in for it.
    pub(crate) fn day_of_year(&mut self, month: Month, day: u8, leap: bool, span: Span) -> Option<()> {
        let year = if leap { 2024 } else { 2023 };
        let exists =
            i8::try_from(month.0).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Day::new(year, m, d));
        if exists.is_some() {
            return Some(());
        }
        let message = format!("not every year has a {day} {}", month.name());
        self.report(
            Diagnostic::new(Code::BadLiteral, span, message, "no such day")
                .help("write a day that every year has"),
        );
        None
    }
}
