//! A programme that does not say how long it remembers.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Setting;
use treue_lang::diag::{Fix, Safety};
use treue_lang::source::Span;

pub(crate) const LINT: Lint = Lint {
    name: "memory-left-to-default",
    category: Category::Defaults,
    level: Level::Off,
    finds: "a programme without `remember`",
    why: "Returns, late receipts and repeated ids are known for 90 days if nothing is said. A shop that takes goods back \
          for longer must say so, or the points stay.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember 30 days }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember 90 days }\nearn base { 1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let Some(header) = desk.header() else { return };
    if header.settings.iter().any(|s| matches!(s, Setting::Remember(..))) {
        return;
    }
    let brace = Span {
        start: header.span.end.saturating_sub(1),
        end: header.span.end.saturating_sub(1),
        ..header.span
    };
    found
        .at(
            header.name.span,
            "it is not said how long receipts are remembered: 90 days",
            "90 days by default",
        )
        .help("write `remember 90 days`, or as long as goods may come back")
        .fix(Fix::new(Safety::Safe, "write `remember 90 days`", brace, "  remember 90 days\n"));
}
