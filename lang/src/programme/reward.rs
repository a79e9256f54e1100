//! Rewards that members take for points.

use super::{MeasureId, Ratio, UnitId};
use crate::source::Span;
use crate::time::Deadline;
use serde::{Deserialize, Serialize};

/// A reward. `times` of a redemption is the number of its steps.
#[derive(Clone, Debug, Default)]
pub struct Reward {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// What it costs.
    pub unit: UnitId,
    /// Cost of one step, smallest parts of the unit.
    pub step: i64,
    /// Least cost of one use.
    pub least: i64,
    /// Most cost of one use, if limited.
    pub most: Option<i64>,
    /// What one step gives.
    pub gives: Gives,
    /// How long the voucher is good, counted from the day of the redemption.
    pub valid: Option<Deadline>,
}

/// What one step of a reward gives; all but a thing and the cap are multiplied by the number of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Gives {
    /// Money off, smallest currency units.
    Money(i64),
    /// A percentage off: hundredths of a percent.
    Percent(i64),
    /// Money off for each unit of a measure, up to a quantity (thousandths).
    PerMeasure {
        /// Money, as a fraction of smallest currency units.
        money: Ratio,
        /// For each of this.
        measure: MeasureId,
        /// At most so much of it in one use.
        cap: Option<i64>,
    },
    /// A thing, so many of it.
    Thing(String),
}

impl Default for Gives {
    fn default() -> Gives {
        Gives::Money(0)
    }
}
