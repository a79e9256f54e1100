//! Windows: weeks get their first day, rolling ones their bound.

use super::Checker;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::Lost;
use crate::programme::Scope;
use crate::source::Span;
use crate::time::{Length, Own, Window, YearStart};

impl Checker<'_> {
    /// A window whose words say all.
    pub(crate) fn window(&mut self, window: Window, span: Span) -> Option<Window> {
        match window {
            Window::Week(_) => return Some(Window::Week(self.week_start)),
            Window::Year(YearStart { month, day }) => self.day_of_year(month, day, false, span)?,
            Window::Dates(from, to) => self.rising_dates(from, to, span)?,
            Window::Rolling(length) => self.rolling(length, span)?,
            Window::OwnYear(Own::Tier(_)) => return self.since_tier(None, span),
            Window::Ever | Window::Day | Window::Month | Window::Quarter | Window::OwnYear(Own::Joining) => {}
        }
        Some(window)
    }

    /// `per year since the tier changed`: of the structure that goes by this track, or of the only one.
    pub(crate) fn since_tier(&mut self, track: Option<&str>, span: Span) -> Option<Window> {
        let by = |t: &crate::ast::Tiers| t.by.as_ref().map(|n| n.node.as_str()) == track;
        let tiers = &self.names.tiers;
        let mine = tiers.iter().position(|t| track.is_some() && by(t));
        let found = mine.or((tiers.len() == 1).then_some(0));
        let Some(found) = found else {
            if !self.names.lost.contains(&Lost::Tiers) {
                let (message, help) = match tiers.len() {
                    0 => ("there are no tiers here", "declare them, such as `tiers main by spend { ... }`"),
                    _ => (
                        "there are several tier structures",
                        "let one go `by` this track, or write `per membership year`",
                    ),
                };
                self.report(Diagnostic::new(Code::Incomplete, span, message, "which tier?").help(help));
            }
            return None;
        };
        let at_once = tiers
            .get(found)
            .is_some_and(|t| t.validity.iter().any(|v| matches!(v.node, crate::ast::Validity::AtOnce)));
        if at_once {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "levels that follow at once change with what they read",
                    "would start anew each time",
                )
                .help("write `valid ...` for the structure, or `per membership year`"),
            );
            return None;
        }
        Some(Window::OwnYear(Own::Tier(u16::try_from(found).ok()?)))
    }

    fn rolling(&mut self, length: Length, span: Span) -> Option<()> {
        self.length(length, span)?;
        self.few_days(length, span, "a rolling window has at most", "or use a calendar window")
    }

    /// A window is not kept longer than that before it is paid.
    pub(crate) fn paid_soon(&mut self, length: Length, span: Span) -> Option<()> {
        self.few_days(length, span, "a window is paid within", "after its end")
    }

    fn few_days(&mut self, length: Length, span: Span, what: &str, or: &str) -> Option<()> {
        let most = i32::from(limits::ROLLING_DAYS);
        if length.most_days() <= most {
            return Some(());
        }
        let message = format!("{what} {most} days");
        let help = format!("write at most {most} days, or {} months, {or}", most / 31);
        self.report(Diagnostic::new(Code::OutOfRange, span, message, "too long").help(help));
        None
    }
}

/// A window in the words of the language.
pub(crate) fn words(window: Window) -> String {
    match window {
        Window::Ever => "for ever".to_owned(),
        Window::Day => "per day".to_owned(),
        Window::Week(_) => "per week".to_owned(),
        Window::Month => "per calendar month".to_owned(),
        Window::Quarter => "per quarter".to_owned(),
        Window::Year(start) if Window::Year(start) == Window::CALENDAR_YEAR => "per calendar year".to_owned(),
        Window::Year(start) => format!("per year from {} {}", start.day, start.month.name()),
        Window::OwnYear(Own::Joining) => "per membership year".to_owned(),
        Window::OwnYear(Own::Tier(_)) => "per year since the tier changed".to_owned(),
        Window::Dates(from, to) => format!("from {from} to {to}"),
        Window::Rolling(length) => format!("rolling {length}"),
    }
}

/// Who uses up a limit together, behind its window.
pub(crate) fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Member => "",
        Scope::Household => " per household",
        Scope::Everyone => " for everyone",
    }
}
