//! A reward, a partner or a conversion whose last day has passed.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Item;

pub(crate) const LINT: Lint = Lint {
    name: "reward-over",
    category: Category::Time,
    level: Level::Note,
    finds: "a reward or a partner whose last day has passed",
    why: "Nobody can take the reward any more, and the partner's rules give nothing. Take it out once its vouchers and \
          its returns are through.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug until 2025-12-31 { costs 100 points  gives \"A mug\" }",
            "earn base { 1 point per full 1.00 CHF of all lines }\npartner fuel from 2020-01-01 to 2024-12-31 { earn tank { 1 point per full 1.00 CHF of all lines } }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug until 2026-12-31 { costs 100 points  gives \"A mug\" }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug { costs 100 points  gives \"A mug\" }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward mug until 2026-12-31 { costs 100 points  gives \"A mug\" }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let over = desk.today.plus(-i32::from(desk.programme.remember.unwrap_or(0)));
    let rewards =
        desk.items().filter_map(|i| if let Item::Reward(r) = i { Some((&r.name, &r.to)) } else { None });
    let partners =
        desk.items().filter_map(|i| if let Item::Partner(p) = i { Some((&p.name, &p.to)) } else { None });
    for (name, to) in rewards.chain(partners) {
        if let Some(last) = to.as_ref().filter(|to| to.node < over) {
            let message = format!("`{}` has been over since {}", name.node, last.node);
            found.at(last.span, message, "over").help("take it out, or give it new dates");
        }
    }
}
