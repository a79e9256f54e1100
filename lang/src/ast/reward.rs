//! `reward` as written.

use super::{DeadlineText, Name, Number, Text};
use crate::source::Span;

/// `reward NAME "Title" { costs ... gives ... }`.
#[derive(Clone, Debug)]
pub struct Reward {
    /// Its name.
    pub name: Name,
    /// Its title for customers.
    pub title: Option<Text>,
    /// What it costs, every time it is written.
    pub costs: Vec<Cost>,
    /// What it gives, every time it is written.
    pub gives: Vec<(Gives, Span)>,
    /// `minimum 500 points`.
    pub minimum: Vec<(Number, Name, Span)>,
    /// `valid 6 months after issue`.
    pub valid: Vec<DeadlineText>,
    /// The whole item.
    pub span: Span,
}

/// `costs 500 points`; `costs 100 to 1000 points in steps of 100`.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The cost of one, or the least.
    pub from: Number,
    /// The most in one use.
    pub to: Option<Number>,
    /// The unit.
    pub unit: Name,
    /// The step; the first number if not said.
    pub step: Option<Number>,
    /// The whole clause.
    pub span: Span,
}

/// What a reward gives, for each step of its cost.
#[derive(Clone, Debug)]
pub enum Gives {
    /// `gives 5.00 CHF off`.
    Money(Number, Name),
    /// `gives 10% off`.
    Percent(Number),
    /// `gives 0.10 CHF off per litre, at most 60 litres`.
    PerMeasure(Number, Name, Name, Option<(Number, Name)>),
    /// `gives "A free coffee"`.
    Thing(Text),
}
