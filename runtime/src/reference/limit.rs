//! Step 7.5: limits. What they have left was read before the event; it is only measured here.

use super::rules::Outcome;
use super::scene::Scene;
use crate::decision::Reason;
use treue_lang::programme::{Limit, LimitId, Most};

/// How much of an award fits where a limit has `left` points or times.
pub(super) fn fits(limit: &Limit, left: i128, award: i64) -> i64 {
    match limit.most {
        Most::Times(_) => {
            if left > 0 {
                award
            } else {
                0
            }
        }
        Most::Points(_) => match i64::try_from(left) {
            Ok(left) if left < award => {
                if limit.whole {
                    0
                } else {
                    left
                }
            }
            Ok(_) | Err(_) => award,
        },
    }
}

/// Cuts what a rule gives by its own limits, in their order.
pub(super) fn cut_by_own(scene: &Scene<'_>, limits: &[LimitId], outcome: &mut Outcome) {
    for id in limits {
        let fitting = fits(&scene.programme.limits[*id], scene.readings.left[*id], outcome.gives);
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
