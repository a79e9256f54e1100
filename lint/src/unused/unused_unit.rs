//! A unit that nothing gives and nothing takes.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::unused::unused;
use treue_lang::ast::Setting;

pub(crate) const LINT: Lint = Lint {
    name: "unused-unit",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a unit that no rule gives, no reward takes and no track counts",
    why: "Hosts and reports show every unit. One that is left over, or that was meant for a rule that gives another, \
          only confuses.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nearn visit { 1 stamp  at most once per day }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nearn visit { 1 stamp  at most once per day }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    // Where there is one unit, an award of lines need not name it.
    if desk.programme.units.len() < 2 {
        return;
    }
    for setting in desk.header().map(|h| h.settings.as_slice()).unwrap_or_default() {
        if let Setting::Unit { name, span, .. } = setting {
            // A percentage of money gives the unit that is money without naming it.
            let id = desk.programme.unit_named(&name.node);
            let given = desk.programme.rules.iter().any(|(_, r)| Some(r.unit) == id);
            if !given {
                unused(desk, name, *span, "unit", true, found);
            }
        }
    }
}
