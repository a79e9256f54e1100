//! `partner` as written.

use super::{Condition, CycleText, Earn, Name, Number, Text};
use crate::source::{Span, Spanned};
use crate::time::Day;

/// `partner NAME "Title" { ... }`.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
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
    /// `plus 5000 per 60000 once`: so many more, per so many points, and the word `once`.
    pub plus: Option<(Number, Number, Option<Span>)>,
    /// First day, if said.
    pub from: Option<Spanned<Day>>,
    /// Last day, if said.
    pub to: Option<Spanned<Day>>,
    /// `when automatic`.
    pub alone: Option<Span>,
    /// `when ...`.
    pub when: Vec<Condition>,
    /// `converted at end of month`.
    pub converted: Option<CycleText>,
    /// `after "Avios"`.
    pub after: Vec<Text>,
    /// The whole clause.
    pub span: Span,
}
