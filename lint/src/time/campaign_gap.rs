//! Days between two versions of a rule on which neither holds.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};

pub(crate) const LINT: Lint = Lint {
    name: "campaign-gap",
    category: Category::Time,
    level: Level::Warning,
    finds: "days between two versions of a rule on which the rule gives nothing",
    why: "Versions of one name usually follow each other. A day between them on which nobody earns anything is mostly \
          a slip, such as a month that ends on the 30th instead of the 31st.",
    samples: Samples::new(
        &[
            "earn base until 2026-12-30 { 1 point per full 2.00 CHF of all lines }\nearn base from 2027-01-01 { 1 point per full 1.00 CHF of all lines }",
        ],
        &[
            "earn base until 2026-12-31 { 1 point per full 2.00 CHF of all lines }\nearn base from 2027-01-01 { 1 point per full 1.00 CHF of all lines }",
            "earn week from 2026-03-01 to 2026-03-07 { 50 points  at most once per day }\nearn week from 2026-09-01 to 2026-09-07 { 60 points  at most once per day }",
        ],
        "earn base until 2026-12-31 { 1 point per full 2.00 CHF of all lines }\nearn base from 2027-01-01 { 1 point per full 1.00 CHF of all lines }",
    ),
    check,
};

/// A longer pause is a campaign that comes again.
const DAYS: i32 = 7;

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, rule) in programme.rules.iter() {
        // The newest of a name looks at all pairs of it, newest first.
        if rule.versions.first() != Some(&id) {
            continue;
        }
        for pair in rule.versions.windows(2) {
            let [newer, older] = pair else { continue };
            let (Some(newer), Some(older)) = (programme.rules.get(*newer), programme.rules.get(*older))
            else {
                continue;
            };
            let (Some(from), Some(to)) = (newer.dates.0, older.dates.1) else { continue };
            let gap = from.0.saturating_sub(to.0) - 1;
            if (1..=DAYS).contains(&gap) && newer.decided_by == older.decided_by {
                let day = to.plus(1);
                let days =
                    if gap == 1 { format!("on {day}") } else { format!("from {day} to {}", from.plus(-1)) };
                found
                    .at(
                        desk.name_in(newer.span),
                        format!("`{}` gives nothing {days}", rule.name),
                        "starts later",
                    )
                    .also(desk.name_in(older.span), format!("ends on {to}"))
                    .help(format!(
                        "let this one start on {day}, or say that nothing is meant by a suppression"
                    ));
            }
        }
    }
}
