//! A test that would pass whatever the rules give.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::TestStep;

pub(crate) const LINT: Lint = Lint {
    name: "test-without-expectation",
    category: Category::Tests,
    level: Level::Warning,
    finds: "a test that expects nothing after its last event",
    why: "What happens after the last `then` is not looked at. Add a `then`, or take the event away.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\ntest \"two visits\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base  when a purchase on 2026-09-09 { \"Apples\" 2.80 CHF } }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\ntest \"two visits\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  when a purchase on 2026-09-09 { \"Apples\" 2.80 CHF }  then balance 4 points }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\ntest \"two visits\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base  when a purchase on 2026-09-09 { \"Apples\" 2.80 CHF }  then balance 4 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for test in &desk.programme.tests {
        if let Some(TestStep::When(_, _, _, span)) = test.steps.last() {
            found
                .at(
                    *span,
                    format!("nothing is expected after this event of \"{}\"", test.name),
                    "not looked at",
                )
                .help("add `then ...`, or take the event away");
        }
    }
}
