//! Step 7.5: limits. What they have left was read before the event; it is only measured here.

use super::exact::{ratio, whole};
use super::rules::Outcome;
use super::scene::Scene;
use crate::decision::Reason;
use num_traits::ToPrimitive;
use treue_lang::programme::{AmountId, Limit, LimitId, Most, Ratio};

/// How much of an award fits where a limit has `left` points or times; no rule has a limit of pieces.
pub(super) fn fits(limit: &Limit, left: i128, award: i64) -> i64 {
    match limit.most {
        Most::Times(_) => {
            if left > 0 {
                award
            } else {
                0
            }
        }
        Most::Points(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => {
            match i64::try_from(left) {
                Ok(left) if left < award => {
                    if limit.whole {
                        0
                    } else {
                        left
                    }
                }
                Ok(_) | Err(_) => award,
            }
        }
    }
}

/// What a limit has left: as read before the event; of one by an amount, what this receipt's amount allows.
pub(super) fn left(scene: &Scene<'_>, id: LimitId) -> i128 {
    let by_amount = |amount: AmountId, step: i64, each: Ratio| {
        let steps = scene.amounts[amount].max(0) / i128::from(step.max(1));
        let points = (whole(steps) * ratio(each)).floor().to_integer();
        points.to_i128().unwrap_or(i128::MAX)
    };
    match scene.programme.limits[id].most {
        Most::Points(_) | Most::Times(_) | Most::Pieces(_) => scene.readings.left[id],
        Most::PerPart(amount, each) => by_amount(amount, 1, each),
        Most::PerStep(amount, step, each) => by_amount(amount, step, each),
    }
}

/// Cuts what a rule gives by its own limits, in their order.
pub(super) fn cut_by_own(scene: &Scene<'_>, limits: &[LimitId], outcome: &mut Outcome) {
    for id in limits {
        let fitting = fits(&scene.programme.limits[*id], left(scene, *id), outcome.gives);
        cut(outcome, fitting, *id);
    }
}

/// Leaves a rule what fits into a limit.
pub(super) fn cut(outcome: &mut Outcome, fitting: i64, limit: LimitId) {
    if fitting < outcome.gives {
        outcome.gives = fitting;
        outcome.cut_by = Some(limit);
        if fitting == 0 {
            outcome.reason = Some(Reason::Limit(limit));
        }
    }
}
