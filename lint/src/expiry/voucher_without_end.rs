//! Vouchers that are good for ever.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "voucher-without-end",
    category: Category::Expiry,
    level: Level::Off,
    finds: "a reward that hands out vouchers without a `valid`",
    why: "Such a voucher is good for ever, and is owed for ever. If that is the promise, suppress this with a word about \
          it.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward back { costs 500 points  gives a voucher of 5.00 CHF }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward back { costs 500 points  gives a voucher of 5.00 CHF  valid 6 months after issue }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward back { costs 500 points  gives a voucher of 5.00 CHF  valid 6 months after issue }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, reward) in desk.programme.rewards.iter().filter(|(_, r)| r.voucher && r.valid.is_none()) {
        found
            .at(
                desk.name_in(reward.span),
                format!("vouchers of `{}` never end", reward.name),
                "good for ever",
            )
            .help("add `valid 6 months after issue`, or as long as you promise");
    }
}
