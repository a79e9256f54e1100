//! A limit that the award itself never comes up to.

use super::of_rule;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{LimitWindow, Most};

pub(crate) const LINT: Lint = Lint {
    name: "limit-never-reached",
    category: Category::Limits,
    level: Level::Warning,
    finds: "a limit of a receipt that is above the most that the rule gives for a receipt",
    why: "It never cuts anything. Likely a window is missing, such as `per month`, or a zero is too much.",
    samples: Samples::new(
        &[
            "earn visit { when all lines is at least 20.00 CHF  50 points  at most 500 points }",
            "earn basket { by bands of all lines { from 50.00 CHF 25 points  from 100.00 CHF 60 points }  at most 100 points }",
        ],
        &[
            "earn visit { when all lines is at least 20.00 CHF  50 points  at most 500 points per month }",
            "earn base { 1 point per full 1.00 CHF of all lines  at most 500 points }",
        ],
        "earn visit { when all lines is at least 20.00 CHF  50 points  at most 500 points per month }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, rule) in programme.rules.iter().filter(|(_, r)| r.over.is_none()) {
        let Some(most) = worth::most(&rule.award) else { continue };
        for limit in of_rule(programme, rule) {
            let (Most::Points(points), LimitWindow::Receipt) = (limit.most, limit.window) else { continue };
            if worth::compare(most, worth::whole(points)).is_lt() {
                let gives = worth::points(programme, rule.unit, most.numerator() / most.denominator());
                let message =
                    format!("`{}` gives {gives} at most, so this limit never matters", rule.full_name());
                found
                    .at(limit.span, message, "never reached")
                    .also(desk.award(rule), "gives no more")
                    .help("say of which window it is, such as `per month`, or leave it out");
            }
        }
    }
}
