//! Levels that do not say what comes after them.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{Because, Validity};

pub(crate) const LINT: Lint = Lint {
    name: "review-left-to-default",
    category: Category::Defaults,
    level: Level::Off,
    finds: "levels that end on a day, without a word on what comes then",
    why: "A member who did not keep a level goes one level down if nothing is said. `then to what qualifies` and `then to \
          base` are common too, and members care.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  valid until end of next calendar year }",
        ],
        &[
            "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  valid until end of next calendar year  then one level down }",
        ],
        "track spend = all lines per calendar year\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  valid until end of next calendar year  then one level down }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, tiers) in desk.programme.tiers.iter() {
        if tiers.after_because == Because::Default && matches!(tiers.validity, Validity::Until(_)) {
            let message = format!("`{}` does not say what comes after a level: one level down", tiers.name);
            found
                .at(desk.name_in(tiers.span), message, "left to the default")
                .help("write `then one level down`, `then to what qualifies` or `then to base`");
        }
    }
}
