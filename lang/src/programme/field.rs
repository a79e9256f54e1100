//! Declared fields of receipts, lines and members.

pub use crate::ast::FieldOwner;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// A declared field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where it stands.
    pub owner: FieldOwner,
    /// Its name in events.
    pub name: String,
    /// Its position among the fields of the same owner, from 0.
    pub position: usize,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it may be missing; one that may not and has no default is asked for in every event.
    pub optional: bool,
    /// What a missing one is taken to be.
    pub default: Option<FieldValue>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(Vec<String>),
    /// Yes or no.
    YesNo,
    /// A number in 10^-decimals, within a range (both ends included, at the same scale).
    Number {
        /// Decimals.
        decimals: u8,
        /// Smallest value.
        least: i64,
        /// Largest value.
        most: i64,
    },
    /// Money in the programme's currency, smallest units.
    Money,
    /// A date.
    Date,
    /// The id of another member.
    Member,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FieldValue {
    /// Of `Text`, `OneOf` and `Member`.
    Text(String),
    /// Of `YesNo`.
    YesNo(bool),
    /// Of `Number` and `Money`, in their smallest units.
    Number(i64),
    /// Of `Date`.
    Date(Day),
}
