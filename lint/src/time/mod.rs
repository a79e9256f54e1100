//! Dates and hours.

pub(crate) mod campaign_gap;
pub(crate) mod campaign_over;
pub(crate) mod daylight_saving_hour;
pub(crate) mod hours_past_midnight;
pub(crate) mod memory_shorter_than_wait;
pub(crate) mod never_starts;
pub(crate) mod reward_over;
pub(crate) mod starts_far_away;

use treue_lang::time::{Length, Unit};

/// The least days that a length can be.
pub(crate) fn least_days(length: Length) -> i64 {
    let count = i64::from(length.count);
    match length.unit {
        Unit::Days => count,
        Unit::Weeks => count * 7,
        // Twelve months are 365 days at least; fewer may lie in a short part of the year.
        Unit::Months => count / 12 * 365 + count % 12 * 30 - i64::from(count % 12 != 0) * 2,
        Unit::Years => count * 365,
    }
}
