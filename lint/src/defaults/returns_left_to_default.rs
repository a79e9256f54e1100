//! A programme that does not say where points of returned goods are taken.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::Because;

pub(crate) const LINT: Lint = Lint {
    name: "returns-left-to-default",
    category: Category::Defaults,
    level: Level::Off,
    finds: "a programme that does not say what happens to points when goods come back",
    why: "Points are taken from what is pending, then from what is available, and what is missing is owed. Where that is \
          a matter of the house's terms, write it down: `returns { take pending, points  then owe }`.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "returns { take pending, points  then owe }\nearn base { 1 point per full 1.00 CHF of all lines }",
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  remember nothing }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "returns { take pending, points  then owe }\nearn base { 1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    if programme.returns.take_because == Because::Default && programme.remember.is_some() {
        found
            .at(desk.title(), "it is not said what returned goods do to points", "left to the default")
            .help("write `returns { take pending, points  then owe }`, or another way");
    }
}
