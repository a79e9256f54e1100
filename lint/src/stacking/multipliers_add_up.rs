//! Two multipliers of one rule that can meet, and no word of what then.

use super::days_meet;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Award, Comparison, Condition, Programme, Ratio, Rule, RuleId, Texts};
use treue_lang::time::DayTest;

pub(crate) const LINT: Lint = Lint {
    name: "multipliers-add-up",
    category: Category::Stacking,
    level: Level::Warning,
    finds: "two multipliers of the same rule that can meet on a receipt and stand in no common stack",
    why: "Twice and three times together make four times, because each adds its own. Members expect six, or three. Put \
          them into a stack that says it: `best of`, `multiply` or `all of`.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn sunday { on Sunday  2 times base }\nearn app { when channel is \"app\"  3 times base }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn sunday { on Sunday  2 times base }\nearn app { when channel is \"app\"  3 times base }\nstack days { best of sunday, app }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn may from 2026-05-01 to 2026-05-31 { 2 times base }\nearn june from 2026-06-01 to 2026-06-30 { 3 times base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn web { when channel is \"web\"  2 times base }\nearn app { when channel is \"app\"  3 times base }",
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn sunday { on Sunday  10% of base }\nearn app { when channel is \"app\"  5% of base }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn sunday { on Sunday  2 times base }\nearn app { when channel is \"app\"  3 times base }\nstack days { best of sunday, app }",
    ),
    check,
};

/// More are not compared with each other: the first tell the story.
const RULES: usize = 300;

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let all = programme.rules.iter().filter_map(|(id, r)| multiplied(r).map(|of| (id, r, of)));
    let all: Vec<_> = all.take(RULES).collect();
    for (i, (second, b, of)) in all.iter().enumerate() {
        let meets = all.iter().take(i).find(|(first, a, other)| {
            of == other
                && a.name != b.name
                && days_meet(a, b)
                && !apart(a, b)
                && !stacked(programme, *first, *second)
        });
        if let Some((_, a, _)) = meets {
            let message = format!("`{}` and `{}` add up where both hold", a.full_name(), b.full_name());
            found.at(desk.award(b), message, "adds to the other").also(desk.award(a), "the other").help(
                format!(
                    "say what holds then: `stack both {{ best of {}, {} }}`, or `multiply`, or `all of`",
                    a.name, b.name
                ),
            );
        }
    }
}

/// What a rule multiplies: twice or more.
fn multiplied(rule: &Rule) -> Option<Vec<RuleId>> {
    match &rule.award {
        Award::Share { of, ratio, .. } if !worth::compare(*ratio, Ratio::ONE).is_lt() => Some(of.clone()),
        Award::Portion { of, ratio, .. } if !worth::compare(*ratio, Ratio::ONE).is_lt() => {
            Some(of.iter().map(|p| p.rule).collect())
        }
        Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => None,
    }
}

fn stacked(programme: &Programme, a: RuleId, b: RuleId) -> bool {
    programme.stacks.iter().any(|(_, s)| s.rules.contains(&a) && s.rules.contains(&b))
}

/// Whether conditions keep two rules apart: other levels, other channels, other weekdays.
fn apart(a: &Rule, b: &Rule) -> bool {
    let (a, b) = (asked(a), asked(b));
    a.iter().any(|x| b.iter().any(|y| excludes(x, y)))
}

fn asked(rule: &Rule) -> Vec<&Condition> {
    let mut found = Vec::new();
    for conjunct in &rule.conditions {
        if let Condition::All(parts) = &conjunct.condition {
            found.extend(parts);
        } else {
            found.push(&conjunct.condition);
        }
    }
    found
}

fn excludes(a: &Condition, b: &Condition) -> bool {
    if let (Condition::Tier(t, Comparison::Is, x), Condition::Tier(u, Comparison::Is, y)) = (a, b) {
        return t == u && x != y;
    }
    if let (Condition::Text(s, x), Condition::Text(t, y)) = (a, b) {
        let single = matches!(s, Texts::Channel | Texts::Store | Texts::Field(_));
        return single && s == t && !x.values.iter().any(|v| y.values.contains(v));
    }
    if let (Condition::Day(DayTest::OnWeekdays(x)), Condition::Day(DayTest::OnWeekdays(y))) = (a, b) {
        return x.0 & y.0 == 0;
    }
    if let (Condition::Day(DayTest::InMonths(x)), Condition::Day(DayTest::InMonths(y))) = (a, b) {
        return x & y == 0;
    }
    a == &Condition::Not(Box::new(b.clone())) || b == &Condition::Not(Box::new(a.clone()))
}
