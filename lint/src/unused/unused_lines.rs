//! A selection of lines that nothing uses.

use super::unused;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-lines",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a selection of lines that nothing uses",
    why: "It was meant for a rule: an exclusion that is declared and not used excludes nothing. Use it where it belongs, or take it away.",
    samples: Samples::new(
        &[
            "lines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of all lines }",
            "lines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of all lines }\ntest \"organic\" { when a purchase on 2026-09-08 { \"Apples\" 1.00 CHF }  then 1 point from base }",
        ],
        &[
            "lines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of organic }",
        ],
        "lines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of organic }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        if let Item::Lines(declared) = item {
            unused(desk, &declared.name, declared.span, "selection", false, found);
        }
    }
}
