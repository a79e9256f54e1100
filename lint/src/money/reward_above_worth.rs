//! A reward that gives much more than its points are said to be worth.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Cost, Gives, Points, Price, Reward, counted};

pub(crate) const LINT: Lint = Lint {
    name: "reward-above-worth",
    category: Category::Money,
    level: Level::Warning,
    finds: "a reward that gives more than twice what its points are said to be worth",
    why: "The worth of a unit goes into what the programme owes its members and into all other figures. If the best \
          reward pays much more, the books are too low. `highest-reward` in the settings of `treue.toml` says how \
          many times the worth is still fine.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 50.00 CHF off }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward cash { costs by ladder { 100 points gives 1.00 CHF off  200 points gives 9.00 CHF off } }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 10.00 CHF off }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward coffee { costs 500 points  gives \"A coffee\" }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 5000 points  gives 50.00 CHF off }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let most = i64::from(desk.config.settings.highest_reward);
    for (_, reward) in programme.rewards.iter() {
        for price in &reward.prices {
            let Some(worth) = worth::of_part(programme, price.unit) else { continue };
            for (cost, money) in offers(reward, price) {
                let said = worth.times(worth::whole(cost));
                let Some(bound) = said.and_then(|w| w.times(worth::whole(most))) else { continue };
                if worth::compare(worth::whole(money), bound).is_gt() {
                    let points = worth::points(programme, price.unit, cost);
                    let gives = worth::money(programme, i128::from(money));
                    let message = format!(
                        "`{}` gives {gives} for {points}, more than {} what they are said to be worth",
                        reward.name,
                        counted(&most.to_string(), "times")
                    );
                    found
                        .at(desk.name_in(reward.span), message, format!("{gives} for {points}"))
                        .help("correct the price, what it gives, or the `worth` of the unit");
                    break;
                }
            }
        }
    }
}

/// What a price gives in money for how many smallest parts; of what levels get the most.
pub(crate) fn offers(reward: &Reward, price: &Price) -> Vec<(i64, i64)> {
    match &price.cost {
        Cost::Steps(Points::Fixed(cost), Gives::Money(money)) => {
            let in_levels = reward.by_level.iter().flat_map(|by_level| &by_level.gives);
            let in_levels = in_levels.filter_map(|g| if let Gives::Money(m) = g { Some(*m) } else { None });
            vec![(*cost, in_levels.chain([*money]).max().unwrap_or(*money))]
        }
        Cost::Steps(..) | Cost::Free(_) => Vec::new(),
        Cost::Ladder(rungs) => rungs
            .iter()
            .filter_map(|r| if let Gives::Money(money) = r.gives { Some((r.cost, money)) } else { None })
            .collect(),
    }
}
