//! Points that end before they become available.

use super::{most_days, place, plain_length, shortest};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::time::least_days;
use treue_lang::programme::{Available, ExpiryHow, Start};

pub(crate) const LINT: Lint = Lint {
    name: "available-after-expiry",
    category: Category::Expiry,
    level: Level::Error,
    finds: "points that wait at least as long to become available as they live",
    why: "Pending points end by their clock too, so nobody can ever spend these. Let them live longer, or count their \
          life `after availability`.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  available 60 days after purchase }\nexpire points { 1 month after earning }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  available 14 days after purchase }\nexpire points { 1 month after earning }",
            "earn base { 1 point per full 1.00 CHF of all lines  available 60 days after purchase }\nexpire points { 1 month after availability }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines  available 14 days after purchase }\nexpire points { 1 month after earning }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, rule) in desk.programme.rules.iter() {
        let Some(unit) = desk.programme.units.get(rule.unit) else { continue };
        let from_event = unit.expiry.iter().all(|e| {
            matches!(&e.how, ExpiryHow::After(_, Start::Event)) && e.when.is_empty() && e.rules.is_empty()
        });
        let Some(Available::After(deadline, Start::Event)) = &rule.available else { continue };
        let (Some(waits), Some(lives)) = (plain_length(deadline), shortest(unit)) else { continue };
        if from_event && least_days(waits) >= most_days(lives) {
            let message = format!("{} of `{}` end before they become available", unit.name, rule.full_name());
            found
                .at(desk.name_in(rule.span), message, "waits too long")
                .also(place(desk, &unit.name), "ends earlier")
                .help("let the points live longer, or write `after availability`");
        }
    }
}
