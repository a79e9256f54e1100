//! Members between two levels who hold neither.

use super::range;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "tier-gap",
    category: Category::Tiers,
    level: Level::Warning,
    finds: "two neighbouring levels with numbers between them that belong to neither",
    why: "Who is in between falls back to the level below. `from 500` without an end is enough: of the levels that a \
          member may hold the highest counts.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\ntiers main { bronze  silver when spend is between 500.00 CHF and 999.00 CHF { perk \"Coffee\" }  gold when spend is at least 1000.00 CHF { perk \"Free delivery\" }  follows at once }",
        ],
        &[
            "track spend = all lines per calendar year\ntiers main { bronze  silver when spend is between 500.00 CHF and 999.99 CHF { perk \"Coffee\" }  gold when spend is at least 1000.00 CHF { perk \"Free delivery\" }  follows at once }",
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  gold from 1000.00 CHF { perk \"Free delivery\" }  follows at once }",
        ],
        "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  gold from 1000.00 CHF { perk \"Free delivery\" }  follows at once }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, tiers) in desk.programme.tiers.iter() {
        for pair in tiers.levels.windows(2) {
            let [lower, higher] = pair else { continue };
            let (Some(a), Some(b)) = (range(&lower.entry), range(&higher.entry)) else { continue };
            let (Some(most), Some(least)) = (a.most, b.least) else { continue };
            let (Some(ends), Some(starts)) = (lower.entry.first(), higher.entry.first()) else { continue };
            if a.track == b.track && least > most.saturating_add(1) {
                let message = format!("between `{}` and `{}` is a gap", lower.name, higher.name);
                found
                    .at(ends.span, message, "ends too early")
                    .also(starts.span, "starts too late")
                    .help("leave the upper end out: the highest level that a member fulfils counts");
            }
        }
    }
}
