//! A limit that a stricter one over a shorter window makes idle.

use super::days;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{Limit, LimitId, LimitWindow, Most, Programme};

pub(crate) const LINT: Lint = Lint {
    name: "limit-implied-by-other",
    category: Category::Limits,
    level: Level::Warning,
    finds: "a limit over a long window that a limit over a shorter one keeps from ever mattering",
    why: "`at most 100 points per day` lets 3,100 through in the longest month, so `at most 5000 points per month` \
          never cuts. One of the numbers is likely wrong.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  at most 100 points per day  at most 5000 points per month }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base  at most once per week  at most 60 times per calendar year }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  at most 100 points per day  at most 3000 points per month }",
            "earn base { 1 point per full 1.00 CHF of all lines  at most 100 points  at most 3000 points per month }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines  at most 100 points per day  at most 500 points per month }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, rule) in programme.rules.iter() {
        pairs(programme, &rule.limits, found);
    }
    for (_, stack) in programme.stacks.iter() {
        pairs(programme, &stack.limits, found);
    }
    for (_, reward) in programme.rewards.iter() {
        pairs(programme, &reward.limits, found);
    }
}

fn pairs(programme: &Programme, limits: &[LimitId], found: &mut Found) {
    let limits: Vec<&Limit> = limits.iter().filter_map(|l| programme.limits.get(*l)).collect();
    for long in &limits {
        let implied = limits.iter().find(|short| implies(short, long));
        if let Some(short) = implied {
            found
                .at(long.span, "this limit is never reached: another stops earlier", "never reached")
                .also(short.span, "stops earlier")
                .help("lower this one, raise the other, or leave this one out");
        }
    }
}

/// Whether a limit over a shorter window lets no more through than another over a longer one.
fn implies(short: &Limit, long: &Limit) -> bool {
    let (a, b) = match (short.most, long.most) {
        (Most::Points(a), Most::Points(b))
        | (Most::Times(a), Most::Times(b))
        | (Most::Pieces(a), Most::Pieces(b)) => (a, b),
        (Most::Points(_) | Most::Times(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..), _) => {
            return false;
        }
    };
    let (LimitWindow::Window(inner, _), LimitWindow::Window(outer, _)) = (short.window, long.window) else {
        return false;
    };
    let (Some((least, _)), Some((_, most))) = (days(inner), days(outer)) else { return false };
    // A long window touches so many short ones at most, the first and the last of them maybe in part.
    let windows = if least == 1 { most } else { most / least + 2 };
    least < most && inner != outer && a.checked_mul(windows).is_some_and(|all| all <= b)
}
