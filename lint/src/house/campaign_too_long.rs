//! Campaigns longer than the house allows.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "campaign-too-long",
    category: Category::House,
    level: Level::Warning,
    finds: "a rule with more days than the house allows for a campaign",
    why: "A campaign that runs for a year is a base rule. `longest-campaign = 92` under `[lint.house]` says how many days \
          one may have.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\nearn year from 2026-01-01 to 2026-12-31 { 10% of base }"],
        &["earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2026-09-01 to 2026-11-30 { 10% of base }"],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2026-09-01 to 2026-11-30 { 10% of base }",
    )
    .with_config("[lint.house]\nlongest-campaign = 92"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let Some(most) = desk.config.house.longest_campaign else { return };
    for (_, rule) in desk.programme.rules.iter() {
        let Some((first, last)) = rule.dates.0.zip(rule.dates.1) else { continue };
        let days = i64::from(last.0) - i64::from(first.0) + 1;
        if days > i64::from(most) {
            let message = format!("`{}` runs for {days} days, and the house allows {most}", rule.full_name());
            found
                .at(desk.name_in(rule.span), message, "too long")
                .help("end it earlier, or make it a rule without dates");
        }
    }
}
