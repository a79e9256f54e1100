//! A unit that rewards take and that is worth nothing.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;

pub(crate) const LINT: Lint = Lint {
    name: "unit-without-worth",
    category: Category::Money,
    level: Level::Off,
    finds: "a unit that rewards take, without a `worth`",
    why: "Without it nobody can say what the programme owes its members, and lints about money pass the unit over. A \
          stamp card may do without; a points programme hardly.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points { status only } }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points { worth 0.01 CHF } }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (id, unit) in desk.programme.units.iter() {
        let taken = desk.programme.rewards.iter().any(|(_, r)| r.prices.iter().any(|p| worth::takes(p, id)));
        if taken && !unit.money && unit.worth.is_none() {
            let message = format!("rewards take {}, and it is not said what they are worth", unit.name);
            found
                .at(desk.unit(&unit.name), message, "without a worth")
                .help(format!("add it: `{{ worth 0.01 {} }}`", desk.programme.currency.code));
        }
    }
}
