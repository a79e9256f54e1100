//! A track that nothing reads.

use super::unused;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "unused-track",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a track that no rule, level or reward reads",
    why: "It is kept for every member and decides nothing. A rule that should ask for it has lost its condition, or the track is left over.",
    samples: Samples::new(
        &["track visits = purchases per month\nearn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "track visits = purchases per month\nearn base { when visits is at least 3  1 point per full 1.00 CHF of all lines }",
        ],
        "track visits = purchases per month\nearn base { when visits is at least 3  1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        if let Item::Track(declared) = item {
            unused(desk, &declared.name, declared.span, "track", false, found);
        }
    }
}
