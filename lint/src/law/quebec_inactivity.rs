//! Québec: points expire after a year of inactivity at the earliest.

use super::spendable;
use crate::desk::Desk;
use crate::expiry::item;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::time::least_days;
use treue_lang::ast::{ExpiryText, IdleText};
use treue_lang::time::{Length, Unit};

pub(crate) const LINT: Lint = Lint {
    name: "quebec-inactivity",
    category: Category::Law,
    level: Level::Error,
    finds: "points that expire otherwise than after a year or more without activity (pack `quebec`)",
    why: "Québec's Consumer Protection Act (section 187.8 and the regulation under it) lets exchange units of a loyalty \
          programme expire only after the member was inactive for at least a year, and with notice. Switch it on with \
          `packs = [\"quebec\"]`. Ask a lawyer: this is no advice.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 24 months after earning }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 9 months without purchase  remind 45 days before }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase or redeem  remind 45 days before }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase or redeem  remind 45 days before }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in spendable(desk.programme) {
        let Some(item) = item(desk, &unit.name) else { continue };
        for line in &item.lines {
            let idle = if let ExpiryText::Without(idle) | ExpiryText::Decay { idle, .. } = &line.what {
                Some(idle)
            } else {
                None
            };
            let message = if matches!(line.what, ExpiryText::After(_) | ExpiryText::AllAt(_)) {
                format!("{} expire here although the member may be active", unit.name)
            } else if idle.is_some_and(|i| !is_a_year(i)) {
                format!("{} expire here after less than a year without activity", unit.name)
            } else {
                continue;
            };
            found
                .at(line.span, message, "too early for Québec")
                .help("write `12 months without purchase or redeem`, or longer");
        }
    }
}

fn is_a_year(idle: &IdleText) -> bool {
    let Length { count, unit } = idle.length.node;
    match unit {
        Unit::Months => count >= 12,
        Unit::Days | Unit::Weeks | Unit::Years => least_days(idle.length.node) >= 365,
    }
}
