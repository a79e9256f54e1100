//! Partners: whose rules they are, what they pay, how points convert.

use super::{Conjunct, PartnerId, Ratio, TrackId, UnitId};
use crate::source::Span;
use crate::time::{Cycle, Day};

/// A partner.
#[derive(Clone, Debug, Default)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// First day on which it takes part, included. Points that it gave stay.
    pub from: Option<Day>,
    /// Last day, included.
    pub to: Option<Day>,
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
#[derive(Clone, Debug, PartialEq)]
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
    /// Whole ones more for each block of points.
    pub plus: Option<Plus>,
    /// First day, included.
    pub from: Option<Day>,
    /// Last day, included.
    pub to: Option<Day>,
    /// A member can ask for it.
    pub by_hand: bool,
    /// It happens by itself at the end of each stretch, with as many steps as there are points for.
    pub automatic: Option<Cycle>,
    /// All must hold, asked in this order.
    pub conditions: Vec<Conjunct>,
}

/// `plus 5000 per 60000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plus {
    /// So many whole ones more,
    pub gives: i64,
    /// for each full block of so many smallest parts.
    pub per: i64,
    /// `once`: for one block, once in the life of a member; the track counts it.
    pub once: Option<TrackId>,
}

/// Who pays for a part of a rule's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// The partner; nobody for the programme itself.
    pub partner: Option<PartnerId>,
    /// Its share, hundredths of a percent.
    pub share: i64,
    /// What it pays for one smallest part of the unit, its share taken: whole currency units. Nothing for the
    /// programme itself.
    pub money: Option<Ratio>,
}

impl Partner {
    /// Whether it takes part on a day.
    #[must_use]
    pub fn takes_part(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Conversion {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Default for Conversion {
    fn default() -> Conversion {
        Conversion {
            unit: UnitId::default(),
            step: 0,
            least: 0,
            into: String::new(),
            gets: 0,
            plus: None,
            from: None,
            to: None,
            by_hand: true,
            automatic: None,
            conditions: Vec::new(),
        }
    }
}
