//! Campaigns without a limit, where the house wants one.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::RuleId;

pub(crate) const LINT: Lint = Lint {
    name: "campaign-without-limit",
    category: Category::House,
    level: Level::Warning,
    finds: "a rule with dates and without any limit, where the house asks for limits",
    why: "Budgets of campaigns hold only if something stops them. `campaigns-limited = true` under `[lint.house]` asks for \
          a limit of every rule that has a first and a last day, or of its stack.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2026-09-01 to 2026-09-30 { 10% of base }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2026-09-01 to 2026-09-30 { 10% of base  at most 100 points }",
            "earn base from 2026-01-01 { 1 point per full 1.00 CHF of all lines }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2026-09-01 to 2026-09-30 { 10% of base  at most 100 points }",
    )
    .with_config("[lint.house]\ncampaigns-limited = true"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    if !desk.config.house.campaigns_limited {
        return;
    }
    let programme = desk.programme;
    let in_stack =
        |id: RuleId| programme.stacks.iter().any(|(_, s)| s.rules.contains(&id) && !s.limits.is_empty());
    for (id, rule) in programme.rules.iter() {
        let campaign = rule.dates.0.is_some() && rule.dates.1.is_some();
        if campaign && rule.limits.is_empty() && !in_stack(id) {
            found
                .at(
                    desk.name_in(rule.span),
                    format!("`{}` has no limit", rule.full_name()),
                    "nothing stops it",
                )
                .help("add a limit, such as `at most 500 points in these dates`");
        }
    }
}
