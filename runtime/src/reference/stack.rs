//! Step 8: a stack changes what its rules give: rounded together, best or first of, then its limits.

use super::exact::{Exact, ratio, to_i64, whole};
use super::rules::Outcomes;
use super::scene::Scene;
use super::{contest, limit, rounding, share};
use crate::decision::{Reason, Refusal};
use num_bigint::BigInt;
use num_traits::Zero;
use treue_lang::programme::{Rounding, RuleId, Stack, StackId, StackMember, StackWay};

/// Combines a stack, all of whose rules and inner stacks have been evaluated.
pub(super) fn combine(scene: &Scene<'_>, outcomes: &mut Outcomes, id: StackId) -> Result<(), Refusal> {
    let stack = &scene.programme.stacks[id];
    if stack.way == StackWay::Multiply {
        multiply(scene, outcomes, stack);
    }
    if stack.per_line {
        contest::contest(scene, outcomes, id)?;
        fill_limits(scene, outcomes, stack);
        return Ok(());
    }
    if let Some(rounding) = stack.together {
        round_together(outcomes, stack, rounding)?;
    }
    match stack.way {
        StackWay::All | StackWay::Multiply => {}
        StackWay::Best => {
            let most = stack.members.iter().map(|m| gives(scene, outcomes, *m)).max().unwrap_or(0);
            keep_only(scene, outcomes, id, |gives| gives == most);
        }
        StackWay::First => keep_only(scene, outcomes, id, |gives| gives > 0),
    }
    fill_limits(scene, outcomes, stack);
    Ok(())
}

/// The raw value of each rule becomes what it adds to the running product: its base times the product of the rules up
/// to it, less the product before it. A rule that does not apply multiplies by one.
fn multiply(scene: &Scene<'_>, outcomes: &mut Outcomes, stack: &Stack) {
    let mut product = whole(1);
    for id in &stack.rules {
        let rule = &scene.programme.rules[*id];
        let Some((base, more)) = share::base(scene, outcomes, &rule.award) else { continue };
        let Some(outcome) = outcomes.get_mut(*id) else { continue };
        if outcome.applies {
            let next = product.clone() * (whole(1) + ratio(more));
            outcome.raw = base * (next.clone() - product);
            product = next;
        }
    }
}

/// Each rule gets its step of the rounded running total.
fn round_together(outcomes: &mut Outcomes, stack: &Stack, rounding: Rounding) -> Result<(), Refusal> {
    let mut running = Exact::zero();
    let mut given = BigInt::ZERO;
    for id in &stack.rules {
        let Some(outcome) = outcomes.get_mut(*id) else { continue };
        running += &outcome.raw;
        let total = rounding::round(&running, rounding);
        outcome.set_rounded(to_i64(&(&total - &given))?);
        given = total;
    }
    Ok(())
}

/// The rules of a member of a stack.
fn rules_of<'a>(scene: &'a Scene<'_>, member: &'a StackMember) -> &'a [RuleId] {
    match member {
        StackMember::Rule(rule) => std::slice::from_ref(rule),
        StackMember::Stack(stack) => &scene.programme.stacks[*stack].rules,
    }
}

/// What a member gives: a rule, or an inner stack with the sum of its rules.
fn gives(scene: &Scene<'_>, outcomes: &Outcomes, member: StackMember) -> i128 {
    rules_of(scene, &member).iter().map(|r| i128::from(outcomes[*r].gives)).sum()
}

/// The first member whose total is `taken` stays; whatever else gave something has lost.
fn keep_only(scene: &Scene<'_>, outcomes: &mut Outcomes, id: StackId, taken: impl Fn(i128) -> bool) {
    let members = &scene.programme.stacks[id].members;
    let winner = members.iter().position(|m| taken(gives(scene, outcomes, *m)));
    for (position, member) in members.iter().enumerate() {
        if Some(position) == winner {
            continue;
        }
        for rule in rules_of(scene, member) {
            if let Some(outcome) = outcomes.get_mut(*rule).filter(|o| o.gives > 0) {
                outcome.gives = 0;
                outcome.reason = Some(Reason::LostIn(id));
            }
        }
    }
}

/// Each limit in turn is filled from the first rule on: what does not fit is cut, or with `whole` not given.
fn fill_limits(scene: &Scene<'_>, outcomes: &mut Outcomes, stack: &Stack) {
    for id in &stack.limits {
        let limit = &scene.programme.limits[*id];
        let mut left = limit::left(scene, *id);
        let uses_up = !matches!(limit.most, treue_lang::programme::Most::Times(_));
        for rule in &stack.rules {
            let Some(outcome) = outcomes.get_mut(*rule) else { continue };
            let fitting = limit::fits(limit, left, outcome.gives);
            limit::cut(outcome, fitting, *id);
            if uses_up {
                left -= i128::from(outcome.gives);
            }
        }
    }
}
