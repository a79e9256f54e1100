//! A programme without tests.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "no-tests",
    category: Category::Tests,
    level: Level::Warning,
    finds: "a programme with rules and without a single test",
    why: "A test is a receipt whose points somebody has worked out by hand. It is the only way to know that the rules mean \
          what was meant, and that the next change does not break them.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\ntest \"two francs\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\ntest \"two francs\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    if desk.programme.tests.is_empty() && !desk.programme.rules.is_empty() {
        found
            .at(desk.title(), "this programme has no tests", "no tests")
            .help("add one: `test \"...\" { when a purchase on ... { ... }  then ... points from ... }`");
    }
}
