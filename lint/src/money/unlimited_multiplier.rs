//! A high multiplier that nothing limits.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Award, Programme, Rule, RuleId};

pub(crate) const LINT: Lint = Lint {
    name: "unlimited-multiplier",
    category: Category::Money,
    level: Level::Warning,
    finds: "a multiplier above 5 times without any limit",
    why: "One large basket, or one dealer who buys the shelf, then costs many times what the campaign was worth. A \
          limit per receipt or per campaign keeps the cost known. `highest-multiplier` in the settings of \
          `treue.toml` says from where on a limit is wanted.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10 times base }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 5 times base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10 times base  at most 500 points }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10 times base }\nearn visit { 5 points }\nstack all_days { all of day, visit  at most 500 points per day }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10 times base  at most 500 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let most = i64::from(desk.config.settings.highest_multiplier).saturating_sub(1);
    for (id, rule) in programme.rules.iter() {
        let ratio = match &rule.award {
            Award::Share { ratio, .. } | Award::Portion { ratio, .. } => *ratio,
            Award::Rate(..) | Award::Bands { .. } => continue,
        };
        if worth::compare(ratio, worth::whole(most)).is_gt() && !is_limited(programme, id, rule) {
            let times = desk.config.settings.highest_multiplier;
            let message =
                format!("`{}` multiplies by more than {times}, and nothing limits it", rule.full_name());
            found
                .at(desk.award(rule), message, "without a limit")
                .help("add a limit, such as `at most 500 points`, to the rule or to its stack");
        }
    }
}

/// Whether a rule, or a stack around it, has a limit.
fn is_limited(programme: &Programme, id: RuleId, rule: &Rule) -> bool {
    let in_stack = programme.stacks.iter().any(|(_, s)| s.rules.contains(&id) && !s.limits.is_empty());
    !rule.limits.is_empty() || in_stack
}
