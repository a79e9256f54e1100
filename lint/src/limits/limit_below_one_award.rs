//! A limit that one award alone goes beyond.

use super::of_rule;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Award, Most, Rate};

pub(crate) const LINT: Lint = Lint {
    name: "limit-below-one-award",
    category: Category::Limits,
    level: Level::Warning,
    finds: "a limit that is below what the rule gives the first time",
    why: "The award is always cut, so the number that members read is never given; with `whole awards only` they get \
          nothing at all. One of the two numbers is wrong.",
    samples: Samples::new(
        &[
            "earn visit { when all lines is at least 20.00 CHF  100 points  at most 50 points per month }",
            "earn base { 10 points per full 20.00 CHF of all lines  at most 5 points }",
        ],
        &[
            "earn visit { when all lines is at least 20.00 CHF  100 points  at most 200 points per month }",
            "earn base { 10 points per full 20.00 CHF of all lines  at most 50 points }",
        ],
        "earn visit { when all lines is at least 20.00 CHF  50 points  at most 100 points per month }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, rule) in programme.rules.iter() {
        let least = match &rule.award {
            Award::Rate(Rate::Flat(points) | Rate::Steps(_, _, points), None) => *points,
            Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => continue,
        };
        for limit in of_rule(programme, rule) {
            let Most::Points(points) = limit.most else { continue };
            if worth::compare(least, worth::whole(points)).is_gt() {
                let gives = worth::points(programme, rule.unit, least.numerator() / least.denominator());
                let what = if limit.whole { "so nothing is ever given" } else { "so it is always cut" };
                let message = format!("`{}` gives {gives} at once, {what}", rule.full_name());
                found
                    .at(limit.span, message, "less than one award")
                    .also(desk.award(rule), gives)
                    .help("raise the limit, or lower the award");
            }
        }
    }
}
