//! Points for every receipt, however small.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Ratio, Trigger};

pub(crate) const LINT: Lint = Lint {
    name: "flat-award-per-receipt",
    category: Category::Money,
    level: Level::Warning,
    finds: "points for every purchase, without a condition and without a limit",
    why: "Whoever pays each apple on a receipt of its own gets the points every time. Ask for a minimum, such as \
          `when eligible is at least 20.00 CHF`, or limit it, such as `at most once per day`.",
    samples: Samples::new(
        &["earn visit { 50 points }"],
        &[
            "earn visit { when all lines is at least 20.00 CHF  50 points }",
            "earn visit { 50 points  at most once per day }",
            "earn survey { on activity \"survey\"  50 points }",
            "earn week { over each week  50 points for every 5 purchases }",
        ],
        "earn visit { 50 points  at most once per day }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, rule) in programme.rules.iter() {
        let flat = worth::flat(&rule.award).is_some_and(|p| p != Ratio::ZERO);
        let in_stack = programme.stacks.iter().any(|(_, s)| s.rules.contains(&id) && !s.limits.is_empty());
        let open = rule.conditions.is_empty() && rule.limits.is_empty() && rule.over.is_none() && !in_stack;
        if flat && open && rule.on == Trigger::Purchase && worth::of_part(programme, rule.unit).is_some() {
            let message = format!("`{}` gives points for every receipt, however small", rule.full_name());
            found
                .at(desk.award(rule), message, "for each receipt")
                .help("ask for a minimum with `when ... is at least ...`, or add `at most once per day`");
        }
    }
}
