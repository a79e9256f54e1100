//! Currency, units of points with their expiry, measures.

use super::{Because, MeasureId, Ratio};
use crate::time::{Deadline, Length};

/// A currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217 code, such as `CHF`.
    pub code: String,
    /// Decimals of its smallest unit: 2 for CHF, 0 for JPY.
    pub decimals: u8,
}

/// A unit of points.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Its name in the text, such as `points`.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Decimals of its smallest part.
    pub decimals: u8,
    /// True for a unit that is money (`unit credit in CHF`).
    pub money: bool,
    /// Worth of one whole, in smallest currency units; for liability and reports.
    pub worth: Option<Ratio>,
    /// How its points expire; the earliest wins; never if there is none.
    pub expiry: Vec<Expiry>,
    /// Whether `expiry` was written.
    pub expiry_because: Because,
}

/// One way in which points expire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Each lot by its own deadline, counted from the day of earning.
    After(Deadline),
    /// All lots when for so long there was none of the named events; counted from the latest of them, from
    /// the day of joining if there was none.
    Without {
        /// How long; the day so long after is the last good day.
        length: Length,
        /// A purchase counts.
        purchase: bool,
        /// A redemption counts.
        redeem: bool,
    },
}

/// A measure of quantities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Its name, such as `litre`; events must use exactly this.
    pub name: String,
    /// Other measures whose lines count in this one, and exactly how much of this one each of them is.
    pub counts: Vec<(MeasureId, Ratio)>,
}

impl Measure {
    /// How much of this measure one of another is; `None` if that does not count in it.
    #[must_use]
    pub fn factor(&self, other: MeasureId) -> Option<Ratio> {
        self.counts.iter().find(|(measure, _)| *measure == other).map(|(_, factor)| *factor)
    }
}
