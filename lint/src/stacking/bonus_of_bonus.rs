//! A share of a rule that is itself a share.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::Award;

pub(crate) const LINT: Lint = Lint {
    name: "bonus-of-bonus",
    category: Category::Stacking,
    level: Level::Off,
    finds: "a percentage of a rule that is itself a percentage of another",
    why: "Ten percent of ten percent is hard to explain at the till, and a change of the inner rule changes the outer \
          one unseen. Refer to the base rule unless that is what you want.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { on Sunday  10% of base }\nearn app { when channel is \"app\"  50% of day }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { on Sunday  10% of base }\nearn app { when channel is \"app\"  50% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { on Sunday  10% of base }\nearn app { when channel is \"app\"  5% of base }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, rule) in programme.rules.iter() {
        let Award::Share { of, .. } = &rule.award else { continue };
        let inner = of.iter().filter_map(|id| programme.rules.get(*id));
        let bonus =
            inner.into_iter().find(|r| matches!(r.award, Award::Share { .. } | Award::Portion { .. }));
        if let Some(bonus) = bonus {
            let message = format!("`{}` is a share of `{}`, which is a share itself", rule.name, bonus.name);
            found
                .at(desk.award(rule), message, "a share of a share")
                .also(desk.award(bonus), "a share")
                .help("refer to the base rule");
        }
    }
}
