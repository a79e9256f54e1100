//! A level that is harder to keep than to enter.

use super::threshold;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "keep-above-entry",
    category: Category::Tiers,
    level: Level::Warning,
    finds: "a level whose `keep` asks for more than its entry",
    why: "Members who reach the level again would still lose it at the review. Most programmes ask for as much or less \
          to keep a level; the two numbers are likely exchanged.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF, keep from 800.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF, keep from 300.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
        ],
        "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 800.00 CHF, keep from 500.00 CHF { perk \"Free delivery\" }  valid until end of next calendar year  then one level down }",
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
            if a == b && keep > enter {
                let message = format!("`{}` is harder to keep than to enter", level.name);
                found
                    .at(kept.span, message, "more than to enter")
                    .also(entered.span, "entered here")
                    .help("exchange the two numbers, or keep the level with less");
            }
        }
    }
}
