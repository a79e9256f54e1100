//! Which columns of a table are read, and what is wrong with one that cannot be.
#![allow(clippy::wildcard_enum_match_arm, reason = "types of columns that are not named are refused")]

use arrow_schema::{DataType, Field, Schema};
use treue_runtime::event::{Use, Wanted};

/// A column that no event can have, or that cannot be read exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnError {
    /// Where it stands, such as `lines.amount`.
    pub path: String,
    /// What is the matter and what would do, for people.
    pub reason: String,
}

impl std::fmt::Display for ColumnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "column {}: {}", self.path, self.reason)
    }
}

impl std::error::Error for ColumnError {}

impl ColumnError {
    /// A column of a kind that does not come in.
    pub(crate) fn kind(path: &str, kind: &DataType) -> ColumnError {
        let reason = match kind {
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
                "binary floating-point numbers are not exact; store decimals, whole numbers or texts"
                    .to_owned()
            }
            DataType::Timestamp(_, None) => {
                "times without a zone name no instant; store timestamps with a zone, or texts such as \
                 2026-09-08T10:15:00+02:00"
                    .to_owned()
            }
            _ => format!(
                "columns of type {kind} cannot be read; store texts, whole numbers, decimals, dates or timestamps"
            ),
        };
        ColumnError { path: path.to_owned(), reason }
    }

    fn unknown(path: &str) -> ColumnError {
        let reason =
            "no event has such a field: declare it in the programme's `fields`, or leave the column out";
        ColumnError { path: path.to_owned(), reason: reason.to_owned() }
    }
}

/// Which columns are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Columns that no event can have are passed over; otherwise they are refused.
    pub lenient: bool,
    /// Also columns that the programme does not read.
    pub all: bool,
}

/// Decides for every leaf of a schema, in order, whether it is read.
pub(crate) fn leaves(
    schema: &Schema,
    wanted: &Wanted<'_>,
    columns: Columns,
) -> Result<Vec<bool>, Vec<ColumnError>> {
    let mut walk = Walk { columns, leaves: Vec::new(), errors: Vec::new() };
    for field in schema.fields() {
        let name = field.name();
        let read = walk.look(name, wanted.event(name));
        let of = |name: &str, child: &str| match name {
            "lines" => wanted.line(child),
            "tenders" => wanted.tender(child),
            "set" => wanted.member(child),
            _ => Use::Read,
        };
        match inner(field) {
            Some(children) => {
                for child in children {
                    let path = format!("{name}.{}", child.name());
                    let read = read && walk.look(&path, of(name, child.name()));
                    walk.leaves_of(child.data_type(), &path, read);
                }
            }
            None => walk.leaves_of(field.data_type(), name, read),
        }
    }
    if walk.errors.is_empty() { Ok(walk.leaves) } else { Err(walk.errors) }
}

/// The columns of a struct, or of a list of structs.
fn inner(field: &Field) -> Option<&arrow_schema::Fields> {
    match field.data_type() {
        DataType::Struct(fields) => Some(fields),
        DataType::List(element) | DataType::LargeList(element) => match element.data_type() {
            DataType::Struct(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

struct Walk {
    columns: Columns,
    leaves: Vec<bool>,
    errors: Vec<ColumnError>,
}

impl Walk {
    /// Whether a column is read.
    fn look(&mut self, path: &str, found: Use) -> bool {
        match found {
            Use::Read => true,
            Use::Unread => self.columns.all,
            Use::Unknown if self.columns.lenient => false,
            Use::Unknown => {
                self.errors.push(ColumnError::unknown(path));
                false
            }
        }
    }

    /// The leaves below a column are read as it is.
    fn leaves_of(&mut self, kind: &DataType, path: &str, read: bool) {
        match kind {
            DataType::Struct(fields) => {
                fields.iter().for_each(|f| self.leaves_of(f.data_type(), path, read));
            }
            DataType::List(element) | DataType::LargeList(element) => {
                self.leaves_of(element.data_type(), path, read);
            }
            kind => {
                if read && !comes_in(kind) {
                    self.errors.push(ColumnError::kind(path, kind));
                }
                self.leaves.push(read);
            }
        }
    }
}

/// Whether values of a kind can be read.
fn comes_in(kind: &DataType) -> bool {
    match kind {
        DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => *scale >= 0,
        DataType::Dictionary(_, values) => comes_in(values),
        kind => {
            matches!(
                kind,
                DataType::Null
                    | DataType::Boolean
                    | DataType::Utf8
                    | DataType::LargeUtf8
                    | DataType::Utf8View
                    | DataType::Date32
                    | DataType::Timestamp(_, Some(_))
            ) || kind.is_integer()
        }
    }
}
