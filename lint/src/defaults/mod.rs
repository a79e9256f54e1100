//! Choices left to their defaults. All are off by themselves: defaults are documented, and `treue explain` shows them.

pub(crate) mod expiry_left_to_default;
pub(crate) mod memory_left_to_default;
pub(crate) mod returns_left_to_default;
pub(crate) mod review_left_to_default;
pub(crate) mod rounding_left_to_default;
pub(crate) mod spendable_before_return;
