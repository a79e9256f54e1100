//! A reward for points that nobody can have.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Gives, LevelEffect, Programme, UnitId};

pub(crate) const LINT: Lint = Lint {
    name: "reward-out-of-reach",
    category: Category::Unused,
    level: Level::Warning,
    finds: "a reward that costs a unit which no rule, level or reward gives",
    why: "Members can have such points only by hand, with a `grant`. Mostly the rule gives another unit than the reward \
          takes.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward coffee { costs 9 stamps  gives \"A coffee\" }",
        ],
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 stamp per full 10.00 CHF of all lines }\nreward coffee { costs 9 stamps  gives \"A coffee\" }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 stamp per full 10.00 CHF of all lines }\nreward coffee { costs 9 stamps  gives \"A coffee\" }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, reward) in programme.rewards.iter() {
        let reachable = reward.prices.iter().any(|p| !worth::takes(p, p.unit) || is_given(programme, p.unit));
        if !reachable {
            let unit = programme.units.get(reward.unit()).map_or("points", |u| u.name.as_str());
            let message = format!("`{}` costs {unit}, and nothing gives any", reward.name);
            found
                .at(desk.name_in(reward.span), message, "out of reach")
                .help(format!("let a rule give {unit}, or let the reward cost another unit"));
        }
    }
}

fn is_given(programme: &Programme, unit: UnitId) -> bool {
    let by_rule = programme.rules.iter().any(|(_, r)| r.unit == unit);
    let by_gift = programme.gifts.iter().any(|(_, g)| g.unit == unit);
    let by_level = programme
        .tiers
        .iter()
        .flat_map(|(_, t)| &t.levels)
        .any(|l| l.reaching.iter().any(|e| matches!(e, LevelEffect::Points(u, _) if *u == unit)));
    let by_reward = programme
        .rewards
        .iter()
        .any(|(_, r)| r.gives().any(|g| matches!(g, Gives::Points(u, _) if *u == unit)));
    by_rule || by_gift || by_level || by_reward
}
