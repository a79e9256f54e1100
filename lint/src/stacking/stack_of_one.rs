//! A stack of one rule that changes nothing.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "stack-of-one",
    category: Category::Stacking,
    level: Level::Warning,
    finds: "a stack with one member and no limit",
    why: "There is nothing to choose from and nothing to add up. A member is missing, or the stack can go.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\nstack days { best of day }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\nearn week { 5% of base }\nstack days { best of day, week }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\nstack days { all of day  at most 50 points }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\nearn week { 5% of base }\nstack days { best of day, week }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, stack) in desk.programme.stacks.iter() {
        // All versions of a name are one member in the text.
        let one = stack.members.len() == 1;
        if one && stack.limits.is_empty() && stack.together.is_none() {
            let message = format!("the stack `{}` has one member only", stack.name);
            found
                .at(desk.name_in(stack.span), message, "nothing to choose from")
                .help("name the other rules too, or take the stack away");
        }
    }
}
