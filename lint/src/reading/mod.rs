//! How a programme reads.

pub(crate) mod deep_condition;
pub(crate) mod double_negative;
pub(crate) mod long_item;
pub(crate) mod long_list;
pub(crate) mod names_too_alike;
pub(crate) mod repeated_lines;
