//! `not` before what is negative already.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::{Clause, Comparison, Condition};
use treue_lang::source::Span;

pub(crate) const LINT: Lint = Lint {
    name: "double-negative",
    category: Category::Reading,
    level: Level::Warning,
    finds: "`not` before `is not`, `not in` or another `not`",
    why: "Two negatives are easily read as one, at the desk and at the till. Say what must be so.",
    samples: Samples::new(
        &[
            "earn web { when not channel is not \"web\"  5 points }",
            "earn web { when not (not channel is \"web\")  5 points }",
        ],
        &[
            "earn web { when not channel is \"web\"  5 points }",
            "earn web { when channel is not \"web\"  5 points }",
        ],
        "earn web { when channel is \"web\"  5 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, rule) in desk.programme.rules.iter() {
        for clause in desk.clauses(rule) {
            let Clause::When(condition) = clause else { continue };
            if let Some(span) = twice(condition) {
                found
                    .at(span, "this is negated twice", "not ... not")
                    .help("say what must be so, without `not`");
            }
        }
    }
}

fn twice(condition: &Condition) -> Option<Span> {
    if let Condition::Not(inner, span) = condition {
        return if is_negative(inner) { Some(*span) } else { twice(inner) };
    }
    if let Condition::And(parts, _) | Condition::Or(parts, _) | Condition::Of(_, parts, _) = condition {
        return parts.iter().find_map(twice);
    }
    if let Condition::Group(inner, _) = condition { twice(inner) } else { None }
}

fn is_negative(condition: &Condition) -> bool {
    if let Condition::Group(inner, _) = condition {
        return is_negative(inner);
    }
    matches!(
        condition,
        Condition::Not(..)
            | Condition::Text { negated: true, .. }
            | Condition::FieldIn(_, _, _, true, _)
            | Condition::Measure(_, true, _)
    ) || matches!(condition, Condition::Compare(_, how, _, _) if how.node == Comparison::IsNot)
        || matches!(condition, Condition::Tier(_, how, _, _) if how.node == Comparison::IsNot)
}
