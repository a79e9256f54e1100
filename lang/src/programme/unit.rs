//! Currency, units of points with their expiry, measures.

use super::{Because, BurnOrder, Expiry, Extension, MeasureId, Pause, Ratio, counted};
use crate::time::Window;

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
    /// What customers call one of it, where that is said.
    pub one: Option<String>,
    /// Decimals of its smallest part.
    pub decimals: u8,
    /// True for a unit that is money (`unit credit in CHF`).
    pub money: bool,
    /// Worth of one whole, in smallest currency units; for liability and reports.
    pub worth: Option<Ratio>,
    /// How its points expire; the earliest wins; never if there is none.
    pub expiry: Vec<Expiry>,
    /// `tier when it expires`: what deadlines ask is read again whenever tiers or the member change, not as the
    /// points are earned.
    pub tier_later: bool,
    /// While this holds, nothing expires.
    pub pause: Option<Pause>,
    /// Named lots that are good for longer, in the order of the text.
    pub extensions: Vec<Extension>,
    /// So many days before points expire there is a reminder.
    pub remind: Option<u16>,
    /// Which lots are used first.
    pub used: BurnOrder,
    /// One use takes points of one such window of earning only.
    pub buckets: Option<Window>,
    /// The points cannot be spent.
    pub status_only: bool,
    /// Whether `expiry` was written.
    pub expiry_because: Because,
}

impl Unit {
    /// A number of it in the programme's own words: `1 point`, `12 points`.
    #[must_use]
    pub fn counted(&self, number: &str) -> String {
        counted(number, &self.name)
    }
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
