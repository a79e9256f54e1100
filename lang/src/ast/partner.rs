//! `partner` as written.

use super::{Earn, Name, Number, Text};
use crate::source::Span;

/// `partner NAME "Title" { ... }`.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// `stores "al-01", "al-02"`: its rules look only at receipts of these.
    pub stores: Vec<(Vec<Text>, Span)>,
    /// Its own rules.
    pub earns: Vec<Earn>,
    /// `pays 0.012 CHF per point`.
    pub pays: Vec<(Number, Name, Name, Span)>,
    /// `converts 1000 points to 500 "Alpina miles", in steps of 1000`.
    pub converts: Vec<Conversion>,
    /// The whole item.
    pub span: Span,
}

/// Points become the partner's own currency.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// So many points.
    pub give: Number,
    /// Of this unit.
    pub unit: Name,
    /// Become so many.
    pub get: Number,
    /// Of this, in the partner's words.
    pub into: Text,
    /// Only in steps of so many points; the first number if not said.
    pub step: Option<Number>,
    /// At least so many points.
    pub minimum: Option<Number>,
    /// The whole clause.
    pub span: Span,
}
