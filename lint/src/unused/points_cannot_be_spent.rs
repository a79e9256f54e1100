//! A unit that is earned and buys nothing.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;

pub(crate) const LINT: Lint = Lint {
    name: "points-cannot-be-spent",
    category: Category::Unused,
    level: Level::Off,
    finds: "a unit that rules give, that is not `status only`, and that no reward or conversion takes",
    why: "If rewards are handed out by another system, nothing is wrong. If the unit only counts towards levels, `status \
          only` says so, and nobody asks for its worth.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points { status only } }\nearn base { 1 point per full 1.00 CHF of all lines }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, unit) in programme.units.iter().filter(|(_, u)| !u.status_only) {
        let given = programme.rules.iter().any(|(_, r)| r.unit == id);
        let taken = programme.rewards.iter().any(|(_, r)| r.prices.iter().any(|p| worth::takes(p, id)));
        let converted = programme.partners.iter().any(|(_, p)| p.conversions.iter().any(|c| c.unit == id));
        if given && !taken && !converted {
            let message = format!("{} are earned, and nothing takes them", unit.name);
            found
                .at(desk.unit(&unit.name), message, "cannot be spent")
                .help("add a reward, or write `status only`");
        }
    }
}
