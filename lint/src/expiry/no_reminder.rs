//! Points that end without a word.

use super::place;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "no-reminder",
    category: Category::Expiry,
    level: Level::Off,
    finds: "a unit whose points expire without a reminder",
    why: "Points that are gone unannounced are the commonest complaint about loyalty programmes. `remind 30 days before` \
          puts a reminder into the decisions; sending it is up to the shop.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning  remind 30 days before }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning  remind 30 days before }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in desk.programme.units.iter() {
        if !unit.expiry.is_empty() && unit.remind.is_none() && !unit.status_only {
            let message = format!("{} expire without a reminder", unit.name);
            found.at(place(desk, &unit.name), message, "no reminder").help("add `remind 30 days before`");
        }
    }
}
