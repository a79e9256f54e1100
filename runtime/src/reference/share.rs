//! Step 7.2: what a rule takes of other rules: of what they give, of their exact values, or of what they would give
//! on some lines.

use super::exact::{Exact, ratio, whole};
use super::rules::{self, Outcomes};
use super::scene::Scene;
use super::versions;
use num_traits::Zero;
use treue_lang::programme::{Award, Portion, Ratio, RuleId};

/// What a share is taken of, before its ratio, and the ratio. `None` for awards that are no shares.
pub(super) fn base(scene: &Scene<'_>, outcomes: &Outcomes, award: &Award) -> Option<(Exact, Ratio)> {
    match award {
        Award::Share { of, ratio, exact } => Some((of_rules(outcomes, of, *exact), *ratio)),
        Award::Portion { of, ratio, exact, .. } => {
            let parts = of.iter().map(|p| portion(scene, outcomes, p, *exact));
            Some((parts.fold(Exact::zero(), |sum, part| sum + part), *ratio))
        }
        Award::Rate(..) | Award::Bands { .. } => None,
    }
}

/// The value of a share; 0 for awards that are none.
pub(super) fn value(scene: &Scene<'_>, outcomes: &Outcomes, award: &Award) -> Exact {
    base(scene, outcomes, award).map_or_else(Exact::zero, |(base, share)| base * ratio(share))
}

fn of_rules(outcomes: &Outcomes, of: &[RuleId], exact: bool) -> Exact {
    of.iter()
        .map(|other| if exact { outcomes[*other].raw.clone() } else { whole(outcomes[*other].gives) })
        .fold(Exact::zero(), |sum, value| sum + value)
}

/// What a rule would give if the receipt held only some lines: nothing if its conditions do not hold.
fn portion(scene: &Scene<'_>, outcomes: &Outcomes, portion: &Portion, exact: bool) -> Exact {
    if !outcomes[portion.rule].applies {
        return Exact::zero();
    }
    let decided = versions::decided(scene, &scene.programme.rules[portion.rule]);
    let scene = decided.as_ref().unwrap_or(scene);
    let (raw, rounded) = rules::raw_and_rounded(scene, outcomes, &portion.award, portion.rounding);
    if exact { raw } else { whole(rounded) }
}
