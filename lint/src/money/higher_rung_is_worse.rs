//! A ladder whose higher rung is the worse bargain.

use super::reward_above_worth::offers;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::Ratio;

pub(crate) const LINT: Lint = Lint {
    name: "higher-rung-is-worse",
    category: Category::Money,
    level: Level::Warning,
    finds: "a rung of a ladder that gives less per point than a lower one",
    why: "Members who take the lower rung twice get more. They will, and who does not know it feels cheated. Ladders \
          usually reward patience.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward cash { costs by ladder { 100 points gives 1.00 CHF off  500 points gives 4.00 CHF off } }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward cash { costs by ladder { 100 points gives 1.00 CHF off  500 points gives 5.00 CHF off } }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward cash { costs by ladder { 100 points gives 1.00 CHF off  500 points gives 6.00 CHF off } }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward cash { costs by ladder { 100 points gives 1.00 CHF off  500 points gives 6.00 CHF off } }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, reward) in programme.rewards.iter() {
        for price in &reward.prices {
            let mut best: Option<(Ratio, i64)> = None;
            for (cost, money) in offers(reward, price) {
                let Some(each) = Ratio::new(i128::from(money), i128::from(cost)) else { continue };
                match best {
                    Some((better, lower)) if worth::compare(each, better).is_lt() => {
                        let (this, that) = (
                            worth::points(programme, price.unit, cost),
                            worth::points(programme, price.unit, lower),
                        );
                        let message = format!("in `{}`, {this} give less per point than {that}", reward.name);
                        found
                            .at(desk.name_in(reward.span), message, "a worse bargain higher up")
                            .help("let higher rungs give at least as much per point");
                        break;
                    }
                    Some(_) | None => best = Some((each, cost)),
                }
            }
        }
    }
}
