//! A price of a reward on days on which the reward is not to be had.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;
use treue_lang::source::Spanned;
use treue_lang::time::Day;

pub(crate) const LINT: Lint = Lint {
    name: "never-starts",
    category: Category::Time,
    level: Level::Warning,
    finds: "a price or a conversion on days on which its reward or its partner is not there",
    why: "It is never in force. Either its year is wrong, or the dates of the reward or the partner are.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug from 2026-09-01 to 2026-12-31 { costs 100 points until 2026-08-31  costs 200 points from 2026-09-01  gives \"A mug\" }",
            "earn base { 1 point per full 1.00 CHF of all lines }\npartner air until 2026-12-31 { converts 1000 points to 500 \"Miles\", from 2027-01-01 }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug from 2026-09-01 to 2026-12-31 { costs 100 points until 2026-09-30  costs 200 points from 2026-10-01  gives \"A mug\" }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug { costs 100 points until 2026-08-31  costs 200 points from 2026-09-01  gives \"A mug\" }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug from 2026-09-01 to 2026-12-31 { costs 100 points until 2026-09-30  costs 200 points from 2026-10-01  gives \"A mug\" }",
    ),
    check,
};

type Dates<'a> = (&'a Option<Spanned<Day>>, &'a Option<Spanned<Day>>);

fn check(desk: &Desk<'_>, found: &mut Found) {
    for item in desk.items() {
        if let Item::Reward(reward) = item {
            for cost in reward.costs.iter().filter(|c| apart((&c.from, &c.to), (&reward.from, &reward.to))) {
                let message = format!("this price of `{}` is never in force", reward.name.node);
                found
                    .at(cost.span, message, "on none of its days")
                    .also(reward.name.span, "the days of the reward")
                    .help("correct the dates of the price, or those of the reward");
            }
        }
        if let Item::Partner(partner) = item {
            for conversion in
                partner.converts.iter().filter(|c| apart((&c.from, &c.to), (&partner.from, &partner.to)))
            {
                let message = format!("this conversion of `{}` is never in force", partner.name.node);
                found
                    .at(conversion.span, message, "on none of its days")
                    .also(partner.name.span, "the days of the partner")
                    .help("correct the dates of the conversion, or those of the partner");
            }
        }
    }
}

/// Whether two ranges of days have none in common.
fn apart(a: Dates<'_>, b: Dates<'_>) -> bool {
    let ends_before = |x: Dates<'_>, y: Dates<'_>| {
        x.1.as_ref().zip(y.0.as_ref()).is_some_and(|(to, from)| to.node < from.node)
    };
    ends_before(a, b) || ends_before(b, a)
}
