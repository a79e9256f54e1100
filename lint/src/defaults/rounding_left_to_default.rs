//! A rule that does not say how it rounds.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::diag::{Fix, Safety};
use treue_lang::programme::{Award, Because, Rate};
use treue_lang::source::Span;

pub(crate) const LINT: Lint = Lint {
    name: "rounding-left-to-default",
    category: Category::Defaults,
    level: Level::Off,
    finds: "a rule whose points can have a fraction, and that does not say how it rounds",
    why: "Fractions are rounded down, once per rule, if nothing is said. A house that wants every choice to be read in \
          the text writes `rounded down`.",
    samples: Samples::new(
        &["earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base }"],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base  rounded down }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn visit { 5 points }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 10% of base rounded down }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, rule) in desk.programme.rules.iter() {
        let whole = match &rule.award {
            Award::Rate(Rate::Steps(_, _, points), None) => points.denominator() == 1,
            Award::Share { ratio, .. } => ratio.denominator() == 1,
            award @ (Award::Rate(..) | Award::Bands { .. } | Award::Portion { .. }) => {
                worth::flat(award).is_some_and(|p| p.denominator() == 1)
            }
        };
        if rule.rounding.because == Because::Written || whole {
            continue;
        }
        let award = desk.award(rule);
        let behind = Span { start: award.end, ..award };
        found
            .at(
                award,
                format!("`{}` does not say how it rounds: down, once", rule.full_name()),
                "rounded down",
            )
            .help("write `rounded down`, or another way")
            .fix(Fix::new(Safety::Safe, "write `rounded down`", behind, " rounded down"));
    }
}
