//! A member of `first of` behind one that always gives something.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Ratio, StackMember, StackWay, Trigger};

pub(crate) const LINT: Lint = Lint {
    name: "first-of-shadowed",
    category: Category::Stacking,
    level: Level::Warning,
    finds: "a member of `first of` behind one that gives points for every purchase",
    why: "The first that gives anything wins, so nothing behind an unconditional rule is ever looked at. Put the \
          special cases first, the general one last.",
    samples: Samples::new(
        &[
            "earn visit { 5 points  at most once per day }\nearn each { 3 points }\nearn big { when all lines is at least 100.00 CHF  50 points }\nstack visits { first of each, big }",
        ],
        &[
            "earn visit { 5 points  at most once per day }\nearn each { 3 points }\nearn big { when all lines is at least 100.00 CHF  50 points }\nstack visits { first of big, each }",
            "earn each { 3 points  at most once per day }\nearn big { when all lines is at least 100.00 CHF  50 points }\nstack visits { first of each, big }",
        ],
        "earn visit { 5 points  at most once per day }\nearn each { 3 points }\nearn big { when all lines is at least 100.00 CHF  50 points }\nstack visits { first of big, each }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (_, stack) in programme.stacks.iter().filter(|(_, s)| s.way == StackWay::First && !s.per_line) {
        let always = stack.members.iter().position(|m| {
            let StackMember::Rule(id) = m else { return false };
            programme.rules.get(*id).is_some_and(|r| {
                let flat = worth::flat(&r.award).is_some_and(|p| !worth::compare(p, Ratio::ONE).is_lt());
                flat && r.conditions.is_empty() && r.limits.is_empty() && r.on == Trigger::Purchase
            })
        });
        let Some(always) = always.filter(|at| at + 1 < stack.members.len()) else { continue };
        let Some(StackMember::Rule(id)) = stack.members.get(always) else { continue };
        let Some(rule) = programme.rules.get(*id) else { continue };
        let message = format!("in `{}` nothing behind `{}` ever gets its turn", stack.name, rule.name);
        found
            .at(desk.name_in(stack.span), message, "the rest is never looked at")
            .also(desk.award(rule), "gives something for every purchase")
            .help(format!("name `{}` last", rule.name));
    }
}
