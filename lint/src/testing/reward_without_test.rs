//! A reward that no test takes.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{TestEvent, TestStep};

pub(crate) const LINT: Lint = Lint {
    name: "reward-without-test",
    category: Category::Tests,
    level: Level::Off,
    finds: "a reward that no test redeems",
    why: "What a reward costs and gives is what members see. A test that takes it once shows both.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }\ntest \"a voucher\" { given a member with 500 points  when redeem voucher on 2026-09-08  then balance 0 points }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nreward voucher { costs 500 points  gives 5.00 CHF off }\ntest \"a voucher\" { given a member with 500 points  when redeem voucher on 2026-09-08  then balance 0 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let steps = programme.tests.iter().flat_map(|t| &t.steps);
    let taken: Vec<_> = steps
        .filter_map(|s| {
            if let TestStep::When(TestEvent::Redeem(redeem), ..) = s { Some(redeem.reward) } else { None }
        })
        .collect();
    for (id, reward) in programme.rewards.iter().filter(|(_, r)| r.issued.is_none()) {
        if !taken.contains(&id) {
            found
                .at(desk.name_in(reward.span), format!("no test takes `{}`", reward.name), "not tested")
                .help(format!("add `when redeem {} on ...` to a test", reward.name));
        }
    }
}
