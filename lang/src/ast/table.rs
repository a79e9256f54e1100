//! Tables of values from data files, as written.

use super::{Name, Text};
use crate::source::{Span, Spanned};

/// `table factor "classes.csv" by line.carrier, line.class at line.flown`.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name; also that of the column of values.
    pub name: Name,
    /// The data file, beside the programme's.
    pub file: Text,
    /// What a row is found by.
    pub keys: Vec<TableKey>,
    /// The date field that decides, if not the event's date.
    pub at: Option<Name>,
    /// The whole item.
    pub span: Span,
}

/// What a row is found by.
#[derive(Clone, Debug)]
pub enum TableKey {
    /// `line.class`, `member.segment`.
    Field(Name),
    /// `category`, `store`.
    Subject(Spanned<super::TextSubject>),
}

impl TableKey {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            TableKey::Field(name) => name.span,
            TableKey::Subject(subject) => subject.span,
        }
    }
}
