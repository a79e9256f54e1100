//! A measure that no rule counts in.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Setting;

pub(crate) const LINT: Lint = Lint {
    name: "unused-measure",
    category: Category::Unused,
    level: Level::Off,
    finds: "a measure that no rule counts in",
    why: "Declaring a measure lets lines in it into `quantity` and makes tills write exactly this word. One that no rule \
          counts in may still be wanted for that; so this is off by itself.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  measure litre }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  measure litre }\nearn base { 1 point per full 2 litres of all lines }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  measure litre }\nearn base { 1 point per full 2 litres of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for setting in desk.header().map(|h| h.settings.as_slice()).unwrap_or_default() {
        if let Setting::Measure(name, _) = setting
            && !desk.is_used(&name.node, name.span, true)
        {
            let message = format!("no rule counts in `{}`", name.node);
            found.at(name.span, message, "not counted").help("count in it, or take it away");
        }
    }
}
