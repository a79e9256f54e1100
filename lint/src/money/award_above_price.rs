//! A rule that gives back more than was paid.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Id, Ratio};

pub(crate) const LINT: Lint = Lint {
    name: "award-above-price",
    category: Category::Money,
    level: Level::Error,
    finds: "a rule whose points are worth as much as what was paid for, or more",
    why: "At the worth that the unit declares, every purchase costs the shop more than it brings. Mostly a decimal \
          point is in the wrong place: in the points, in the step, or in the worth of the unit.",
    samples: Samples::new(
        &[
            "earn base { 1 point per 0.01 CHF of all lines }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn huge { 150 times base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }",
            "earn visit { 5000 points }",
            "earn base { 50 points per full 1.00 CHF of all lines }",
        ],
        "earn base { 1 point per 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let rates = worth::rates(programme);
    for (id, rule) in programme.rules.iter() {
        let Some(rate) = rates.get(id.index()).copied().flatten() else { continue };
        if worth::compare(rate, Ratio::ONE).is_lt() {
            continue;
        }
        let share = worth::percent(rate);
        found
            .at(desk.award(rule), format!("`{}` gives back {share} of what is paid", rule.full_name()), share)
            .help("look for a decimal point in the wrong place, here or in the `worth` of the unit");
    }
}
