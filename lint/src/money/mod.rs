//! What points are worth.

pub(crate) mod award_above_price;
pub(crate) mod exchange_gains;
pub(crate) mod flat_award_per_receipt;
pub(crate) mod high_effective_rate;
pub(crate) mod higher_rung_is_worse;
pub(crate) mod reward_above_worth;
pub(crate) mod unit_without_worth;
pub(crate) mod unlimited_gift;
pub(crate) mod unlimited_multiplier;
