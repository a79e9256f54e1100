//! Time zones of stores, as written.

use super::{Name, Text};
use crate::source::Span;

/// `zones "stores.csv"`, `zones "airports.csv" by receipt.airport`.
#[derive(Clone, Debug)]
pub struct Zones {
    /// The data file, beside the programme's.
    pub file: Text,
    /// The text field that says where it happened; the store if none.
    pub by: Option<Name>,
    /// The whole item.
    pub span: Span,
}
