//! A `keep` that says what holds without it.

use super::threshold;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::diag::{Fix, Safety};
use treue_lang::source::Span;

pub(crate) const LINT: Lint = Lint {
    name: "keep-same-as-entry",
    category: Category::Tiers,
    level: Level::Note,
    finds: "a `keep` that asks for exactly what the entry asks for",
    why: "A level is kept as it is entered if nothing else is said. Saying it again leaves two numbers that must be \
          changed together.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF, keep from 500.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF, keep from 300.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, tiers) in desk.programme.tiers.iter() {
        for level in &tiers.levels {
            let (Some((a, enter)), Some((b, keep))) = (threshold(&level.entry), threshold(&level.keep))
            else {
                continue;
            };
            let (Some(kept), Some(entered)) = (level.keep.first(), level.entry.first()) else { continue };
            // What was not written stands in the place of the entry.
            if a == b && keep == enter && kept.span.start > entered.span.end {
                let message = format!("`{}` is kept as it is entered anyway", level.name);
                let away = Span { start: entered.span.end, ..kept.span };
                found.at(kept.span, message, "says nothing new").help("leave `keep` out").fix(Fix::new(
                    Safety::Safe,
                    "leave `keep` out",
                    away,
                    "",
                ));
            }
        }
    }
}
