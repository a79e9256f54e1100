//! Points that become available after the memory for returns is over.

use super::least_days;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{Available, counted};
use treue_lang::time::Base;

pub(crate) const LINT: Lint = Lint {
    name: "memory-shorter-than-wait",
    category: Category::Time,
    level: Level::Warning,
    finds: "points that wait longer to become available than returns are remembered",
    why: "Points wait so that goods can come back first. If the programme has forgotten the receipt by then, the \
          return is refused, and the points stay. Let it `remember` at least as long.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember 14 days }\nearn base { 1 point per full 1.00 CHF of all lines  available 30 days after purchase }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  available 30 days after purchase }",
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember nothing }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember 60 days }\nearn base { 1 point per full 1.00 CHF of all lines  available 30 days after purchase }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let memory = i64::from(desk.programme.remember.unwrap_or(0));
    for (_, rule) in desk.programme.rules.iter() {
        let Some(Available::After(deadline, _)) = &rule.available else { continue };
        let Base::After(length, _) = deadline.base else { continue };
        let waits = least_days(length);
        if waits > memory {
            let waits = counted(&waits.to_string(), "days");
            let message = format!(
                "points of `{}` wait {waits} or more, and receipts are remembered for {memory}",
                rule.full_name()
            );
            found
                .at(desk.name_in(rule.span), message, "waits longer than the memory")
                .help(format!("write `remember {waits}`, or more, in the `programme` item"));
        }
    }
}
