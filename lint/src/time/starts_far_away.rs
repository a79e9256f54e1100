//! A campaign that starts so far away that its year is likely wrong.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::counted;

pub(crate) const LINT: Lint = Lint {
    name: "starts-far-away",
    category: Category::Time,
    level: Level::Warning,
    finds: "a rule that starts more than two years from today",
    why: "2062 instead of 2026 is a slip that no test notices, because the rule just never holds. `years-ahead` in \
          the settings of `treue.toml` says how far ahead you plan.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2062-03-01 to 2062-03-31 { 10% of base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2027-03-01 to 2027-03-31 { 10% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn spring from 2027-03-01 to 2027-03-31 { 10% of base }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let years = desk.config.settings.years_ahead;
    let latest = desk.today.plus_months(i32::try_from(years.saturating_mul(12)).unwrap_or(i32::MAX));
    for (_, rule) in desk.programme.rules.iter() {
        let Some(first) = rule.dates.0.filter(|first| *first > latest) else { continue };
        let message = format!(
            "`{}` starts on {first}, more than {} from now",
            rule.full_name(),
            counted(&years.to_string(), "years")
        );
        found.at(desk.name_in(rule.span), message, "is the year right?").help("correct the year");
    }
}
