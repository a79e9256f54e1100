//! Window rules: what they sum over which window, and when that is paid.

use super::{AmountId, Conjunct, LevelId, TrackId};
use crate::time::{Day, Length, Window};

/// What makes a rule a window rule (`over`). Its `conditions` are asked of each event; what it gives, `when`, its
/// rounding and its limits are of the sums. The amounts in `award` and `when` stand for those sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// Over which window; never a rolling one.
    pub window: Window,
    /// When it is paid.
    pub paid: Paid,
    /// Asked of the sums: comparisons of amounts and written values, joined by `and`, `or`, `not`.
    pub when: Vec<Conjunct>,
    /// The sums that `award` and `when` read.
    pub sums: Vec<Sum>,
    /// The track of what the rule gave for each window.
    pub given: TrackId,
}

/// One sum of a window rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What is summed.
    pub amount: AmountId,
    /// Only of events in which this level was held in the structure of the rule's `ByLevel`; of all if none.
    pub level: Option<LevelId>,
    /// The track that sums it, over the window, of the events for which the rule's conditions hold.
    pub track: TrackId,
}

/// When a window rule is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paid {
    /// As soon as it is due.
    #[default]
    AtOnce,
    /// At the end of the window: at the start of the day after its last.
    AtEnd,
    /// So long after that.
    After(Length),
}

impl Paid {
    /// The day at whose start a window is paid; `None` for at once.
    #[must_use]
    pub fn day(self, last_day: Day) -> Option<Day> {
        match self {
            Paid::AtOnce => None,
            Paid::AtEnd => Some(last_day.plus(1)),
            Paid::After(length) => Some(length.after(last_day.plus(1))),
        }
    }
}

impl Over {
    /// The track of a sum.
    #[must_use]
    pub fn sum(&self, amount: AmountId, level: Option<LevelId>) -> Option<TrackId> {
        self.sums.iter().find(|s| s.amount == amount && s.level == level).map(|s| s.track)
    }
}
