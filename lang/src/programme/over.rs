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
    /// Of several versions: it sums the events of earlier versions too, takes off what they gave, and they give
    /// nothing more, in every window whose last day is not before the first of this one, from that day on.
    pub retroactive: bool,
    /// Asked of the sums: comparisons of amounts and written values, joined by `and`, `or`, `not`.
    pub when: Vec<Conjunct>,
    /// The sums that `award` and `when` read.
    pub sums: Vec<Sum>,
    /// The track of what the rule gave for each window.
    pub given: TrackId,
    /// Of a retroactive version: each of its tracks, with those of earlier versions that count with it.
    pub earlier: Vec<(TrackId, TrackId)>,
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

    /// How many days after the end of a window it is paid at the latest.
    #[must_use]
    pub fn longest_wait(self) -> i32 {
        match self {
            Paid::AtOnce => 0,
            Paid::AtEnd => 1,
            Paid::After(length) => length.most_days().saturating_add(1),
        }
    }
}

impl Over {
    /// A track, and those of earlier versions that count with it.
    pub fn with_earlier(&self, track: TrackId) -> impl Iterator<Item = TrackId> + '_ {
        let earlier = self.earlier.iter().filter(move |(own, _)| *own == track).map(|(_, earlier)| *earlier);
        std::iter::once(track).chain(earlier)
    }

    /// The tracks of all its sums, with those of earlier versions.
    pub fn summed(&self) -> impl Iterator<Item = TrackId> + '_ {
        self.sums.iter().flat_map(|sum| self.with_earlier(sum.track))
    }

    /// The track of a sum.
    #[must_use]
    pub fn sum(&self, amount: AmountId, level: Option<LevelId>) -> Option<TrackId> {
        self.sums.iter().find(|s| s.amount == amount && s.level == level).map(|s| s.track)
    }
}
