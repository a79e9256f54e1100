//! A limit of a reward that is below what it costs.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Most, Points};

pub(crate) const LINT: Lint = Lint {
    name: "reward-limit-below-cost",
    category: Category::Limits,
    level: Level::Error,
    finds: "a reward whose limit in points is below the least that it costs",
    why: "What does not fit into the limit is refused, so nobody can ever take the reward.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off  at most 400 points per month }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off  at most 1000 points per month }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off  at most 5000 points per month }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, reward) in programme.rewards.iter() {
        let least = reward
            .prices
            .iter()
            .map(|p| if let Points::Fixed(n) = p.least { Some((n, p.unit)) } else { None });
        let Some(prices) = least.collect::<Option<Vec<_>>>() else { continue };
        let Some((least, unit)) = prices.into_iter().min_by_key(|(n, _)| *n) else { continue };
        for limit in reward.limits.iter().filter_map(|l| programme.limits.get(*l)) {
            let Most::Points(points) = limit.most else { continue };
            if points < least {
                let cost = worth::points(programme, unit, least);
                let message = format!("`{}` costs {cost} at least, and that never fits", reward.name);
                found
                    .at(limit.span, message, "below the cost")
                    .also(desk.name_in(reward.span), format!("costs {cost}"))
                    .help("raise the limit to the cost, or to several times the cost");
            }
        }
    }
}
