//! Rewards that turn points round in a ring with a gain.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Cost, Gives, Points, Ratio, RewardId, UnitId};

pub(crate) const LINT: Lint = Lint {
    name: "exchange-gains",
    category: Category::Money,
    level: Level::Error,
    finds: "two rewards that turn points into another unit and back into more than before",
    why: "A member who goes round and round makes points from nothing. Let one of the two directions cost more than \
          it gives.",
    samples: Samples::new(
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward there { costs 100 points  gives 2 stamps }\nreward back { costs 1 stamp  gives 60 points }",
        ],
        &[
            "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward there { costs 100 points  gives 2 stamps }\nreward back { costs 1 stamp  gives 50 points }",
        ],
        "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points  unit stamps }\nearn base { 1 point per full 1.00 CHF of all lines }\nreward there { costs 100 points  gives 2 stamps }\nreward back { costs 1 stamp  gives 40 points }",
    ),
    check,
};

/// A reward that turns one unit into another: smallest parts given for each taken.
struct Exchange {
    reward: RewardId,
    from: UnitId,
    to: UnitId,
    rate: Ratio,
}

fn check(desk: &Desk<'_>, found: &mut Found) {
    let mut exchanges = Vec::new();
    for (reward, declared) in desk.programme.rewards.iter() {
        for price in &declared.prices {
            let Cost::Steps(Points::Fixed(cost), own) = &price.cost else { continue };
            let in_levels = declared.by_level.iter().flat_map(|by_level| &by_level.gives);
            for gives in in_levels.chain([own]) {
                if let Gives::Points(to, gives) = gives
                    && let Some(rate) = Ratio::new(i128::from(*gives), i128::from(*cost))
                {
                    exchanges.push(Exchange { reward, from: price.unit, to: *to, rate });
                }
            }
        }
    }
    for (i, there) in exchanges.iter().enumerate() {
        for back in exchanges.iter().skip(i) {
            let ring = there.to == back.from && back.to == there.from;
            let gain = there.rate.times(back.rate).is_some_and(|r| worth::compare(r, Ratio::ONE).is_gt());
            let (Some(a), Some(b)) =
                (desk.programme.rewards.get(there.reward), desk.programme.rewards.get(back.reward))
            else {
                continue;
            };
            if ring && gain {
                let message =
                    format!("`{}` and `{}` one after the other make points from nothing", a.name, b.name);
                found
                    .at(desk.name_in(b.span), message, "gives more than was put in")
                    .also(desk.name_in(a.span), "together with this")
                    .help("let one of them give less, or cost more");
            }
        }
    }
}
