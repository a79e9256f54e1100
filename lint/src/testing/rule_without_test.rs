//! A rule that no test expects anything of.

use super::expected;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashSet;
use treue_lang::programme::{Expectation, RuleId};

pub(crate) const LINT: Lint = Lint {
    name: "rule-without-test",
    category: Category::Tests,
    level: Level::Off,
    finds: "a rule that no test names",
    why: "Its points show in sums only, so a change of it may go unseen. Say in a test what it gives: `then 12 points from \
          base`, or `nothing from base`.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\ntest \"two francs\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\ntest \"two francs\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base, nothing from day }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }\ntest \"two francs\" { when a purchase on 2026-09-08 { \"Apples\" 2.80 CHF }  then 2 points from base, nothing from day }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let named: HashSet<RuleId> = expected(programme)
        .filter_map(|e| if let Expectation::FromRule(r, _) = e { Some(*r) } else { None })
        .collect();
    for (id, rule) in programme.rules.iter() {
        let first = programme.rule_named(&rule.name) == Some(id) || rule.versions.is_empty();
        let tested = programme.versions(&id).iter().any(|v| named.contains(v)) || named.contains(&id);
        if first && !tested {
            found
                .at(desk.name_in(rule.span), format!("no test names `{}`", rule.name), "not tested")
                .help(format!("let a test expect `... points from {}`", rule.name));
        }
    }
}
