//! Rates of other currencies.

use super::{Currency, FieldId, Ratio};
use crate::time::Day;

/// What money of other currencies is worth, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// The date field of the receipt that decides; else, and where it is missing, the event's date on the wall.
    pub at: Option<FieldId>,
    /// The last rate on that day or before it counts, if it is at most so many days older.
    pub days: u16,
    /// The currencies, sorted by their codes.
    pub currencies: Vec<Currency>,
    /// Sorted by currency and day, one for each.
    pub rows: Vec<RateRow>,
}

/// A rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateRow {
    /// Position of the currency.
    pub currency: u32,
    /// From which day on.
    pub day: Day,
    /// What one of the currency is worth in the programme's, exactly.
    pub rate: Ratio,
}

impl Rates {
    /// A currency's position by its code.
    #[must_use]
    pub fn currency(&self, code: &str) -> Option<u32> {
        let position = self.currencies.binary_search_by(|c| c.code.as_str().cmp(code)).ok()?;
        u32::try_from(position).ok()
    }

    /// The rate that counts on a day, if there is one that is not too old.
    #[must_use]
    pub fn on(&self, currency: u32, day: Day) -> Option<Ratio> {
        let after = self.rows.partition_point(|row| (row.currency, row.day) <= (currency, day));
        let row = self.rows.get(after.checked_sub(1)?)?;
        let age = i64::from(day.0) - i64::from(row.day.0);
        (row.currency == currency && age <= i64::from(self.days)).then_some(row.rate)
    }
}
