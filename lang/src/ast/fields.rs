//! `fields` as written.

use super::{Name, Number, Text};
use crate::source::{Span, Spanned};

/// `fields { ... }`.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The declarations in order.
    pub fields: Vec<FieldDeclaration>,
    /// The whole item.
    pub span: Span,
}

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldOwner {
    /// On the receipt (or the activity).
    Receipt,
    /// On each line.
    Line,
    /// On the member.
    Member,
}

/// `member.segment: one of "family", "student" default "family"`.
#[derive(Clone, Debug)]
pub struct FieldDeclaration {
    /// `receipt`, `line` or `member`.
    pub owner: Spanned<FieldOwner>,
    /// Its name after the dot.
    pub name: Name,
    /// Its type.
    pub ty: Spanned<FieldTypeText>,
    /// `optional`.
    pub optional: Option<Span>,
    /// `default ...`.
    pub default: Option<FieldDefault>,
    /// The whole declaration.
    pub span: Span,
}

/// A field's type as written.
#[derive(Clone, Debug)]
pub enum FieldTypeText {
    /// `text`.
    Text,
    /// `one of "a", "b"`.
    OneOf(Vec<Text>),
    /// `yes or no`.
    YesNo,
    /// `number`, `number with 2 decimals`, `number from 0 to 100`.
    Number {
        /// Decimals, 0 if not said.
        decimals: Option<Spanned<u8>>,
        /// Smallest and largest value.
        range: Option<(Number, Number)>,
    },
    /// `money`, in the programme's currency.
    Money,
    /// `date`.
    Date,
    /// `member`: the id of another member.
    Member,
}

/// What a missing field is taken to be.
#[derive(Clone, Debug)]
pub enum FieldDefault {
    /// A text.
    Text(Text),
    /// A number (or money without its currency).
    Number(Number),
    /// `yes` or `no`.
    YesNo(bool, Span),
    /// A date.
    Date(Spanned<crate::time::Day>),
}
