//! Partners: whose rules they are, what they pay, how points convert.

use super::{Ratio, UnitId};
use crate::source::Span;

/// A partner.
#[derive(Clone, Debug, Default)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// Its rules look only at receipts of these stores; at all receipts if empty.
    pub stores: Vec<String>,
    /// What it pays for the points of its rules, by unit.
    pub pays: Vec<Pays>,
    /// How points become its own currency.
    pub conversions: Vec<Conversion>,
}

/// `pays 0.012 CHF per point`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pays {
    /// For points of this unit.
    pub unit: UnitId,
    /// Whole currency units for one smallest part of the unit; kept exact, never rounded.
    pub money: Ratio,
}

/// `converts 1000 points to 500 "Alpina miles", in steps of 1000`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversion {
    /// Points of this unit.
    pub unit: UnitId,
    /// Only multiples of so many smallest parts.
    pub step: i64,
    /// At least so many.
    pub least: i64,
    /// The partner's name for what they become.
    pub into: String,
    /// How many whole ones of it a step becomes.
    pub gets: i64,
}
