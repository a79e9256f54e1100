//! Step 8, `per line`: rules compete for every line, and each is then evaluated as if the receipt held only the lines
//! that it won.

use super::exact::{Exact, ratio, to_i64, whole};
use super::rules::{self, Outcomes};
use super::scene::Scene;
use super::{amount, award, limit, versions};
use crate::decision::{Reason, Refusal};
use num_traits::{Signed, Zero};
use treue_lang::programme::{Award, RuleId, StackId, StackWay};

/// Gives every line to one rule, then evaluates the rules of the stack: raw value, rounding, own limits.
pub(super) fn contest(scene: &Scene<'_>, outcomes: &mut Outcomes, id: StackId) -> Result<(), Refusal> {
    let stack = &scene.programme.stacks[id];
    let mut worths: Vec<(RuleId, Vec<Exact>)> = Vec::new();
    for rule in &stack.rules {
        if outcomes[*rule].applies {
            let checked = &scene.programme.rules[*rule];
            let decided = versions::decided(scene, checked);
            worths.push((*rule, worth(decided.as_ref().unwrap_or(scene), outcomes, &checked.award)));
        }
    }
    let winners: Vec<Option<RuleId>> =
        (0..scene.lines.len()).map(|line| winner(stack.way, &worths, line)).collect();
    for (rule, worth) in &worths {
        let won: Vec<bool> = winners.iter().map(|w| *w == Some(*rule)).collect();
        let checked = &scene.programme.rules[*rule];
        let decided = versions::decided(scene, checked);
        let held = decided.as_ref().unwrap_or(scene).only(&won);
        let (raw, rounded) = rules::raw_and_rounded(&held, outcomes, &checked.award, checked.rounding);
        let rounded = to_i64(&rounded)?;
        let Some(outcome) = outcomes.get_mut(*rule) else { continue };
        outcome.raw = raw;
        outcome.set_rounded(rounded);
        let lost_all = !won.contains(&true) && worth.iter().any(|w| !w.is_zero());
        if lost_all {
            outcome.reason = Some(Reason::LostIn(id));
        }
        outcome.won = Some(won);
        limit::cut_by_own(scene, &checked.limits, outcome);
    }
    Ok(())
}

/// The rule that gets a line: of `best of` the one to which it is worth most, ties to the first; of `first of` the
/// first to which it is worth anything. Lines below zero count by their size.
fn winner(way: StackWay, worths: &[(RuleId, Vec<Exact>)], line: usize) -> Option<RuleId> {
    let mut best: Option<(RuleId, Exact)> = None;
    for (rule, worth) in worths {
        let size = worth.get(line).map_or_else(Exact::zero, Exact::abs);
        let better = match (&best, way) {
            (None, _) => !size.is_zero(),
            (Some((_, most)), StackWay::Best) => size > *most,
            (Some(_), StackWay::First | StackWay::All | StackWay::Multiply) => false,
        };
        if better {
            best = Some((*rule, size));
        }
    }
    best.map(|(rule, _)| rule)
}

/// What each line of the receipt is worth to an award: its part of the amount times the rate, steps in proportion.
fn worth(scene: &Scene<'_>, outcomes: &Outcomes, of: &Award) -> Vec<Exact> {
    let mut worths = vec![Exact::zero(); scene.lines.len()];
    match of {
        Award::Rate(rate, by_level) => {
            let rate = award::rate_in_force(scene, rate, by_level.as_ref());
            if let (Some(measured), Some(each)) = (award::measured(rate), rate.worth()) {
                for (line, value) in amount::lines(scene, &scene.programme.amounts[measured]) {
                    if let Some(worth) = worths.get_mut(line) {
                        *worth = whole(value) * ratio(each);
                    }
                }
            }
        }
        Award::Portion { of, ratio: share, .. } => {
            for portion in of.iter().filter(|p| outcomes[p.rule].applies) {
                let decided = versions::decided(scene, &scene.programme.rules[portion.rule]);
                let scene = decided.as_ref().unwrap_or(scene);
                for (sum, part) in worths.iter_mut().zip(worth(scene, outcomes, &portion.award)) {
                    *sum += part * ratio(*share);
                }
            }
        }
        Award::Bands { .. } | Award::Share { .. } => {}
    }
    worths
}
