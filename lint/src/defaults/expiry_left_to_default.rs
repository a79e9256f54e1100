//! A unit that never ends.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::Because;

pub(crate) const LINT: Lint = Lint {
    name: "expiry-left-to-default",
    category: Category::Defaults,
    level: Level::Off,
    finds: "a unit without an `expire` item",
    why: "Points that never expire are owed for ever. That may be what you promise; then `expire points { never }` says \
          so to everybody.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in desk.programme.units.iter() {
        if unit.expiry_because == Because::Default && !unit.status_only {
            let message = format!("nothing is said about the end of {}: they never expire", unit.name);
            found
                .at(desk.unit(&unit.name), message, "never expires")
                .help(format!("write `expire {} {{ never }}`, or how long they live", unit.name));
        }
    }
}
