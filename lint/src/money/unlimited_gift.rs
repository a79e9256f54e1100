//! Points to other members without a limit.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "unlimited-gift",
    category: Category::Money,
    level: Level::Warning,
    finds: "points to another member without a limit for who gets them",
    why: "Who names the same friend on a hundred cards fills one account. A limit behind a comma counts for the \
          member who gets the points.",
    samples: Samples::new(
        &[
            "fields { member.referrer: member optional }\nearn friend { when first purchase and member.referrer is present  50 points  500 points to member.referrer }",
        ],
        &[
            "fields { member.referrer: member optional }\nearn friend { when first purchase and member.referrer is present  50 points  500 points to member.referrer, at most 10 times per calendar year }",
        ],
        "fields { member.referrer: member optional }\nearn friend { when first purchase and member.referrer is present  50 points  500 points to member.referrer, at most 10 times per calendar year }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, gift) in desk.programme.gifts.iter().filter(|(_, g)| g.limits.is_empty()) {
        found
            .at(gift.span, "nothing limits how often one member gets these points", "without a limit")
            .help("add a limit behind a comma, such as `, at most 10 times per calendar year`");
    }
}
