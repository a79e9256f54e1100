//! Québec: notice 30 to 60 days before points expire.

use super::spendable;
use crate::desk::Desk;
use crate::expiry::{item, place};
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::ExpiryText;
use treue_lang::programme::counted;

pub(crate) const LINT: Lint = Lint {
    name: "quebec-notice",
    category: Category::Law,
    level: Level::Error,
    finds: "points that expire without notice 30 to 60 days before (pack `quebec`)",
    why: "Before exchange units expire in Québec, the member must be told between 30 and 60 days ahead. `remind 45 days \
          before` puts the reminder into the decisions; sending it is up to you. Switch it on with `packs = \
          [\"quebec\"]`. Ask a lawyer: this is no advice.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase  remind 14 days before }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase  remind 61 days before }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase  remind 30 days before }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase  remind 60 days before }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { never }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 12 months without purchase  remind 45 days before }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, unit) in spendable(desk.programme).filter(|(_, u)| !u.expiry.is_empty()) {
        if unit.remind.is_some_and(|days| (30..=60).contains(&days)) {
            continue;
        }
        let lines = item(desk, &unit.name).map(|i| i.lines.as_slice()).unwrap_or_default();
        let remind = lines.iter().find(|l| matches!(l.what, ExpiryText::Remind(_)));
        let span = remind.map_or_else(|| place(desk, &unit.name), |l| l.span);
        let message = match unit.remind {
            Some(days) => format!(
                "the reminder comes {} before, and Québec asks for 30 to 60",
                counted(&days.to_string(), "days")
            ),
            None => format!("{} expire without the notice that Québec asks for", unit.name),
        };
        found.at(span, message, "not 30 to 60 days before").help("write `remind 45 days before`");
    }
}
