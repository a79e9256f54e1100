//! What happens when goods come back.

use super::Because;

/// How points of returned goods are taken, and what else a return undoes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returns {
    /// Where points are taken, in this order; a source that is not named is left alone.
    pub take: Vec<Source>,
    /// What becomes of points that could not be taken there.
    pub then: Shortfall,
    /// Whether the order was written.
    pub take_because: Because,
    /// Whether what becomes of missing points was written.
    pub then_because: Because,
    /// `tiers are kept`: levels that were opened or renewed stay, whatever comes back.
    pub tiers_kept: bool,
    /// How points that were spent come back.
    pub spent: SpentPoints,
}

/// How points that were spent come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpentPoints {
    /// With their old dates; those whose last good day has passed live 30 days.
    #[default]
    OldDates,
    /// They live at least so many days from the day they come back; above 0.
    AtLeast(u16),
    /// As the money that they took off the receipt; those that took off none as with old dates.
    Cash,
}

/// Where points are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Points of the receipt that are not yet available.
    Pending,
    /// Available points: of the receipt first, then others in burn order.
    Points,
    /// Points that unused vouchers were bought with: the vouchers are cancelled, the latest first.
    Vouchers,
}

/// What becomes of points that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortfall {
    /// They are owed.
    Owe,
    /// They are let go.
    Forgive,
    /// Their worth is taken off the refund; what is worth more than that is owed.
    CutRefund,
}

/// Days that points live which come back after their last good day.
pub const BACK_DAYS: u16 = 30;

impl Default for Returns {
    fn default() -> Returns {
        Returns {
            take: vec![Source::Pending, Source::Points],
            then: Shortfall::Owe,
            take_because: Because::Default,
            then_because: Because::Default,
            tiers_kept: false,
            spent: SpentPoints::OldDates,
        }
    }
}
