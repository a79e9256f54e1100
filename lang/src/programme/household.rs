//! Households: members who share points and limits.

use super::UnitId;

/// What the members of a household share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Household {
    /// Units whose points all members of a household may spend, by number, without repeats. Lots stay each member's.
    pub shares: Vec<UnitId>,
    /// Whose points are spent.
    pub spends: Spends,
}

/// Whose points a member of a household spends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spends {
    /// Everybody's, in proportion to what each has available.
    #[default]
    InProportion,
    /// The member's own first; what is then missing from the others, in proportion.
    OwnFirst,
}
