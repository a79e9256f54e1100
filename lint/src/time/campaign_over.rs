//! A campaign that has been over for so long that nothing can still need it.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "campaign-over",
    category: Category::Time,
    level: Level::Note,
    finds: "a rule whose last day has passed, and the memory for returns and late receipts after it",
    why: "It can give nothing any more, not even for late receipts and returns. Programmes that keep all that ever \
          was become hard to read. Keep it if members' points still expire by `when earned by` it.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2025-03-01 to 2025-03-31 { 10% of base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn summer from 2026-07-01 to 2026-07-31 { 10% of base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn autumn from 2026-10-01 to 2026-10-31 { 10% of base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2025-03-01 { 10% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let memory = i32::from(desk.programme.remember.unwrap_or(0));
    for (_, rule) in desk.programme.rules.iter() {
        let Some(last) = rule.dates.1 else { continue };
        if last.plus(memory) < desk.today {
            let message = format!("`{}` has been over since {last}", rule.full_name());
            found.at(desk.name_in(rule.span), message, "over").help("take it out, or give it new dates");
        }
    }
}
