//! What changes of level brought.

use super::Statistics;
use treue_lang::programme::{Condition, Programme};
use treue_runtime::decision::Decision;
use treue_runtime::event::{Event, What};

/// Counts thresholds that were used up, gifts, and benefits of lower levels.
pub(super) fn of_tiers(p: &Programme, event: &Event, d: &Decision, s: &mut Statistics) {
    for c in &d.tiers {
        let tiers = &p.tiers[c.tiers];
        let level = tiers.level(c.to);
        if tiers.is_reviewed_on(c.on) && c.to > c.from {
            s.count("level entered at a review");
        }
        if c.to >= c.from && level.is_some_and(|l| l.uses.is_some()) && !matches!(event.what, What::Grant(_))
        {
            s.count(if c.to > c.from {
                "threshold used up by entry"
            } else {
                "threshold used up by renewal"
            });
            if level.and_then(|l| l.uses).is_some_and(|u| u.carries.is_some()) {
                s.count("threshold used up, with a cap on the rest");
            }
        }
    }
    s.add("points given with a level", d.level_gifts.len() as u64);
    s.add(
        "points given on leaving a level",
        d.level_gifts.iter().filter(|g| left(d, g.level)).count() as u64,
    );
    for a in &d.awards {
        let rule = &p.rules[a.rule];
        let shared = rule.conditions.iter().any(|c| match &c.condition {
            Condition::Any(of) => of.iter().all(|c| matches!(c, Condition::Tier(..))),
            _ => false,
        });
        if rule.benefit_of.is_some() && shared {
            s.count("award paid: benefit of a lower level");
        }
    }
}

fn left(d: &Decision, level: treue_lang::programme::LevelId) -> bool {
    d.tiers.iter().any(|c| c.from == level && c.to < level)
}
