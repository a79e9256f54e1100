//! What is wrong with columns.

/// Why columns are no batch of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// A column has another number of rows than it should have: column, rows, what it should be.
    Length(&'static str, usize, usize),
    /// The offsets do not go from 0 up to the number of lines; the row where that is seen.
    Offsets(usize),
    /// A code of this column is no position in its dictionary.
    Code(&'static str),
    /// A text of this dictionary cannot be one: it is too long, empty where that means nothing, or a set is not sorted.
    Text(&'static str),
    /// Something is out of range: column, row.
    Range(&'static str, usize),
    /// A declared field is missing, or holds another kind of value; its name.
    Field(String),
    /// A receipt is not one that the programme takes: its row, and why.
    Receipt(usize, String),
    /// Receipts cannot be booked without this column.
    Missing(&'static str),
    /// The batch was checked against another programme than this evaluator's.
    OtherProgramme,
}

impl std::fmt::Display for BatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BatchError::Length(column, found, expected) => {
                write!(f, "the column `{column}` has {found} rows instead of {expected}")
            }
            BatchError::Offsets(row) => {
                write!(
                    f,
                    "the offsets of lines start at 0, do not fall, and end at the number of lines, at most 10,000 a receipt; see row {row}"
                )
            }
            BatchError::Code(column) => {
                write!(f, "a code of the column `{column}` is no position in its dictionary")
            }
            BatchError::Text(column) => {
                write!(
                    f,
                    "the dictionary of `{column}` holds a text that is too long or empty, or a set that is not sorted"
                )
            }
            BatchError::Range(column, row) => write!(f, "`{column}` is out of range in row {row}"),
            BatchError::Field(name) => {
                write!(f, "the declared field `{name}` is missing or holds another kind of value")
            }
            BatchError::Receipt(row, why) => write!(f, "receipt {row}: {why}"),
            BatchError::Missing(column) => {
                write!(f, "receipts cannot be booked without the column `{column}`")
            }
            BatchError::OtherProgramme => write!(f, "the batch was made for another programme"),
        }
    }
}

impl std::error::Error for BatchError {}
