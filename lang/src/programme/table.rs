//! Tables of values.

use super::{FieldId, LineText, Texts};
use crate::source::Span;
use crate::time::Day;

/// A table: a value for some texts, on some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Where it was declared.
    pub span: Span,
    /// What a row is found by, one to three.
    pub keys: Vec<TableKey>,
    /// The day that decides which row is in force: this date field, or the date on the wall.
    pub at: Option<FieldId>,
    /// Decimals of its values.
    pub decimals: u8,
    /// No value is larger, regardless of its sign.
    pub most: i64,
    /// The texts of its keys, sorted, each once.
    pub texts: Vec<String>,
    /// Its rows, sorted by keys and first day. Days of rows with equal keys do not meet.
    pub rows: Vec<TableRow>,
}

/// A text that a row is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableKey {
    /// Of the line. A category counts as its whole path.
    Line(LineText),
    /// Of the receipt or the member: channel, store, or a field.
    Event(Texts),
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableRow {
    /// Positions of its texts; 0 for keys that the table does not have.
    pub keys: [u32; 3],
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The value, in 10^-decimals.
    pub value: i64,
}
