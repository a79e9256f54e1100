//! A limit of a rule that its stack makes idle.

use super::of_rule;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{LimitWindow, Most, Programme, Rule, Stack, StackId, StackMember};

pub(crate) const LINT: Lint = Lint {
    name: "limit-above-its-stack",
    category: Category::Limits,
    level: Level::Warning,
    finds: "a limit of a rule that is no lower than the limit of its stack over the same window",
    why: "The stack lets less through anyway, so the rule's own limit never matters. Lower it, or leave it out.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 50% of base  at most 500 points }\nearn week { 10% of base }\nstack all_days { all of day, week  at most 300 points }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 50% of base  at most 200 points }\nearn week { 10% of base }\nstack all_days { all of day, week  at most 300 points }",
        ],
        "earn base { 1 point per full 1.00 CHF of all lines }\nearn day { 50% of base  at most 200 points }\nearn week { 10% of base }\nstack all_days { all of day, week  at most 300 points }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, rule) in programme.rules.iter() {
        let mut around = programme.stacks.iter().find(|(_, s)| s.members.contains(&StackMember::Rule(id)));
        while let Some((_, stack)) = around {
            compare(programme, rule, stack, found);
            around = stack.parent.and_then(|p: StackId| programme.stacks.get(p).map(|s| (p, s)));
        }
    }
}

fn compare(programme: &Programme, rule: &Rule, stack: &Stack, found: &mut Found) {
    for own in of_rule(programme, rule) {
        for wide in stack.limits.iter().filter_map(|l| programme.limits.get(*l)) {
            let same = match (own.window, wide.window) {
                (LimitWindow::Receipt, LimitWindow::Receipt) => true,
                (LimitWindow::Window(a, _), LimitWindow::Window(b, _)) => a == b,
                (LimitWindow::Receipt | LimitWindow::Window(..), _) => false,
            };
            let (Most::Points(a), Most::Points(b)) = (own.most, wide.most) else { continue };
            if same && a >= b {
                found
                    .at(
                        own.span,
                        format!("the stack `{}` lets less through anyway", stack.name),
                        "never reached",
                    )
                    .also(wide.span, "stops earlier")
                    .help("lower this limit below that of the stack, or leave it out");
            }
        }
    }
}
