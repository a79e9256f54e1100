//! Two rules that say the same.

use super::days_meet;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::HashMap;
use treue_lang::programme::{Condition, Rule};

pub(crate) const LINT: Lint = Lint {
    name: "same-rule-twice",
    category: Category::Stacking,
    level: Level::Warning,
    finds: "two rules with the same conditions and the same award on the same days",
    why: "Members get the points twice. Mostly one was copied and not changed; or two people wrote the same campaign.",
    samples: Samples::new(
        &[
            "lines food = all lines where category \"food\"\nearn a { 1 point per full 1.00 CHF of food }\nearn b { 1 point per full 1.00 CHF of food }",
        ],
        &[
            "lines food = all lines where category \"food\"\nlines wine = all lines where category \"wine\"\nearn a { 1 point per full 1.00 CHF of food }\nearn b { 1 point per full 1.00 CHF of wine }",
            "lines food = all lines where category \"food\"\nearn a { when channel is \"web\"  1 point per full 1.00 CHF of food }\nearn b { when channel is \"app\"  1 point per full 1.00 CHF of food }",
        ],
        "lines food = all lines where category \"food\"\nearn a { 1 point per full 1.00 CHF of food }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let mut seen: HashMap<String, Vec<&Rule>> = HashMap::new();
    for (_, rule) in desk.programme.rules.iter().filter(|(_, r)| r.over.is_none() && r.benefit_of.is_none()) {
        let asked: Vec<&Condition> = rule.conditions.iter().map(|c| &c.condition).collect();
        let key = format!("{:?} {:?} {:?} {:?} {asked:?}", rule.unit, rule.on, rule.partner, rule.award);
        let same = seen.entry(key).or_default();
        if let Some(first) = same.iter().find(|r| r.name != rule.name && days_meet(r, rule)) {
            let message = format!("`{}` gives the same as `{}` once more", rule.name, first.name);
            found
                .at(desk.name_in(rule.span), message, "the same again")
                .also(desk.name_in(first.span), "the first time")
                .help("take one of the two away, or change what it looks at");
        }
        same.push(rule);
    }
}
