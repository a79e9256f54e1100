//! Conditions within conditions within conditions.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::ast::Condition;
use treue_lang::ast::{Clause, Item};

pub(crate) const LINT: Lint = Lint {
    name: "deep-condition",
    category: Category::Reading,
    level: Level::Warning,
    finds: "a condition with more than four levels of `and`, `or`, `not` and parentheses within each other",
    why: "Nobody can read it aloud. Give the inner parts a selection of lines, a track or a rule of their own, or split \
          the rule in two.",
    samples: Samples::new(
        &[
            "earn deep { when channel is \"a\" or (channel is \"b\" and (store is \"1\" or (store is \"2\" and (coupon \"X\" or coupon \"Y\"))))  5 points }",
        ],
        &["earn flat { when channel is \"a\" or (channel is \"b\" and store is \"1\")  5 points }"],
        "earn first { when channel is \"a\"  5 points }\nearn second { when channel is \"b\" and store in (\"1\", \"2\")  5 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let most = desk.config.settings.deepest_condition;
    for item in desk.items() {
        let clauses: Vec<&Clause> = if let Item::Earn(earn) = item {
            earn.clauses.iter().collect()
        } else if let Item::Partner(partner) = item {
            partner.earns.iter().flat_map(|e| &e.clauses).collect()
        } else {
            continue;
        };
        for clause in clauses {
            let Clause::When(condition) = clause else { continue };
            let depth = depth(condition);
            if depth > most {
                let message = format!("this condition is {depth} levels deep");
                found.at(condition.span(), message, "hard to read").help("split the rule, or name the parts");
            }
        }
    }
}

/// Changes between `and`, `or` and `not` on the way in. Nesting is bounded by the language.
fn depth(condition: &Condition) -> u32 {
    let inside = |parts: &[Condition]| parts.iter().map(depth).max().unwrap_or(0) + 1;
    if let Condition::And(parts, _) | Condition::Or(parts, _) | Condition::Of(_, parts, _) = condition {
        inside(parts)
    } else if let Condition::Not(inner, _) = condition {
        depth(inner) + 1
    } else if let Condition::Group(inner, _) = condition {
        depth(inner)
    } else {
        0
    }
}
