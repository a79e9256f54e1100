//! Hours over midnight together with weekdays.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{Condition, Conjunct};
use treue_lang::source::Span;
use treue_lang::time::{DayTest, Minute, Weekdays};

pub(crate) const LINT: Lint = Lint {
    name: "hours-past-midnight",
    category: Category::Time,
    level: Level::Warning,
    finds: "hours that run over midnight, on some weekdays only",
    why: "`on Friday from 22:00 to 02:00` means Friday late in the evening and Friday early in the morning: the hours \
          after midnight belong to the next day. Write two conditions joined by `or`, or end at midnight.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { on Friday from 22:00 to 02:00  10% of base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { from 22:00 to 02:00  10% of base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn evening { on Friday from 18:00 to 22:00  10% of base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn evening { on Friday from 18:00 to 00:00  10% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn night { when (on Friday from 22:00 to 00:00) or (on Saturday from 00:00 to 02:00)  10% of base }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, rule) in desk.programme.rules.iter() {
        if let Some(span) = night(&rule.conditions) {
            let message =
                format!("`{}` counts the hours after midnight to the same weekday", rule.full_name());
            found
                .at(span, message, "over midnight")
                .help("name the morning's weekday too: `(on Friday from 22:00 to 00:00) or (on Saturday from 00:00 to 02:00)`");
        }
    }
}

/// Where hours over midnight stand beside some weekdays.
fn night(conditions: &[Conjunct]) -> Option<Span> {
    let mut all: Vec<(&Condition, Span)> = Vec::new();
    for conjunct in conditions {
        if let Condition::All(parts) = &conjunct.condition {
            all.extend(parts.iter().map(|p| (p, conjunct.span)));
        } else {
            all.push((&conjunct.condition, conjunct.span));
        }
    }
    let some_days = all.iter().any(
        |(c, _)| matches!(c, Condition::Day(DayTest::OnWeekdays(days)) if *days != Weekdays(0b111_1111)),
    );
    let over = |c: &Condition| matches!(c, Condition::Hours(from, to) if to <= from && *to != Minute(0));
    all.iter().find(|(c, _)| over(c)).map(|(_, span)| *span).filter(|_| some_days)
}
