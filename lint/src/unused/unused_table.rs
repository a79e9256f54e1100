//! A table that nothing reads.

use super::unused;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-table",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a table of values that nothing reads",
    why: "Somebody keeps its file up to date for nothing. Read it in a rule, or take it away with its file.",
    samples: Samples::new(
        &["table bonus \"stores.csv\" by store\nearn base { 1 point per full 1.00 CHF of all lines }"],
        &["table bonus \"bonus.csv\" by category\nearn base { 1 point per 1.00 CHF for each line of all lines: amount times bonus or 1 }"],
        "table bonus \"bonus.csv\" by category\nearn base { 1 point per 1.00 CHF for each line of all lines: amount times bonus or 1 }",
    )
    .with_data(&[("bonus.csv", "category,bonus\nfood,2\n"), ("stores.csv", "store,bonus\nzh-1,2\n")]),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        if let Item::Table(declared) = item {
            unused(desk, &declared.name, declared.span, "table", false, found);
        }
    }
}
