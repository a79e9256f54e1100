//! A rule that gives back an unusual share of what was paid.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Id, Ratio};

pub(crate) const LINT: Lint = Lint {
    name: "high-effective-rate",
    category: Category::Money,
    level: Level::Warning,
    finds: "a rule whose points are worth more than 20% of what was paid for",
    why: "Most programmes give back one to five percent. What is meant may be an exception; then say so with a limit \
          and a suppression, or set `highest-rate` in the settings of `treue.toml`.",
    samples: Samples::new(
        &[
            "earn base { 30 points per full 1.00 CHF of all lines }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 40 times base }",
        ],
        &[
            "earn base { 20 points per full 1.00 CHF of all lines }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 5 times base }",
            "earn base { 1000 points per full 1 CHF of all lines }",
        ],
        "earn base { 3 points per full 1.00 CHF of all lines }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let most = desk.config.settings.highest_rate.0;
    let rates = worth::rates(programme);
    for (id, rule) in programme.rules.iter() {
        let Some(rate) = rates.get(id.index()).copied().flatten() else { continue };
        // Above the price is a finding of its own.
        if !worth::compare(rate, most).is_gt() || !worth::compare(rate, Ratio::ONE).is_lt() {
            continue;
        }
        let (share, most) = (worth::percent(rate), worth::percent(most));
        let message = format!("`{}` gives back {share} of what is paid, more than {most}", rule.full_name());
        found
            .at(desk.award(rule), message, share)
            .help("lower the rate, or set `highest-rate` in treue.toml if so much is meant");
    }
}
