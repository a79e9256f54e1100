//! Points that can be spent before the goods can come back.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::Trigger;

pub(crate) const LINT: Lint = Lint {
    name: "spendable-before-return",
    category: Category::Defaults,
    level: Level::Off,
    finds: "points of a purchase that are available at once although receipts are remembered for returns",
    why: "Who buys, spends the points and returns the goods leaves a debt behind. Points that wait, such as `available 14 \
          days after purchase`, cannot be spent before.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines  available 14 days after purchase }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines  available 14 days after purchase }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    if programme.remember.is_none() {
        return;
    }
    for (_, rule) in programme.rules.iter() {
        let spent =
            programme.rewards.iter().any(|(_, r)| r.prices.iter().any(|p| worth::takes(p, rule.unit)));
        if spent && rule.available.is_none() && rule.on == Trigger::Purchase {
            let message =
                format!("points of `{}` can be spent before the goods can come back", rule.full_name());
            found
                .at(desk.name_in(rule.span), message, "available at once")
                .help("add `available 14 days after purchase`, or as long as goods may come back");
        }
    }
}
