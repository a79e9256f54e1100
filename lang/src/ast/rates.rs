//! Rates of other currencies, as written.

use super::{Name, Text};
use crate::source::{Span, Spanned};

/// `rates "ecb.csv" at receipt.booked, at most 7 days old`.
#[derive(Clone, Debug)]
pub struct Rates {
    /// The data file, beside the programme's.
    pub file: Text,
    /// The date field that decides, if not the event's date.
    pub at: Option<Name>,
    /// How old a rate may be, in days.
    pub days: Option<Spanned<u16>>,
    /// The whole item.
    pub span: Span,
}
