//! Vouchers that a member holds.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use treue_lang::programme::{Gives, RewardId};
use treue_lang::time::Day;

/// Vouchers that are alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voucher {
    /// The reward that gave them.
    pub reward: RewardId,
    /// What one of them gives: money off, or a thing.
    pub gives: Gives,
    /// The day they were issued.
    pub issued: Day,
    /// Their last good day; `None` for ever.
    pub until: Option<Day>,
    /// How many; above 0.
    pub count: u64,
}

impl Voucher {
    /// Its money; 0 for a thing.
    #[must_use]
    pub fn money(&self) -> i64 {
        match &self.gives {
            Gives::Money(money) => *money,
            Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Thing(_)
            | Gives::Cheapest(_)
            | Gives::Cash(_)
            | Gives::Points(..) => 0,
        }
    }

    fn thing(&self) -> &str {
        match &self.gives {
            Gives::Thing(thing) => thing,
            Gives::Money(_)
            | Gives::Percent(_)
            | Gives::PerMeasure { .. }
            | Gives::Cheapest(_)
            | Gives::Cash(_)
            | Gives::Points(..) => "",
        }
    }

    /// The canonical order, in which they are used: by reward, the largest first, then the oldest; then things by
    /// their text, and the last good day.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<'_> {
        let until = self.until.unwrap_or(Day(i32::MAX));
        (self.reward, Reverse(self.money()), self.issued, self.thing(), until)
    }

    /// Whether it can be used on a day.
    #[must_use]
    pub fn is_good(&self, day: Day) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}
