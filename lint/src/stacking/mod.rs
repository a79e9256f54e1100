//! Rules that meet.

pub(crate) mod bonus_of_bonus;
pub(crate) mod first_of_shadowed;
pub(crate) mod multipliers_add_up;
pub(crate) mod same_rule_twice;
pub(crate) mod stack_of_one;

use treue_lang::programme::Rule;
use treue_lang::time::Day;

/// Whether two rules can hold on the same day, as far as their dates tell.
pub(crate) fn days_meet(a: &Rule, b: &Rule) -> bool {
    let from = a.dates.0.unwrap_or(Day::FIRST).max(b.dates.0.unwrap_or(Day::FIRST));
    let to = a.dates.1.unwrap_or(Day::LAST).min(b.dates.1.unwrap_or(Day::LAST));
    from <= to
}
