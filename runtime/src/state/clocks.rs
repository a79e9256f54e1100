//! What the clocks of a member's points go by, beside the lots themselves.

use serde::{Deserialize, Serialize};
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// What the clocks of points go by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// By `UnitId`: since which day the unit's points stand still; `None` while they do not.
    pub paused: Vec<Option<Day>>,
    /// By `UnitId`: the day on which the latest pause ended.
    pub resumed: Vec<Option<Day>>,
    /// Day of the latest transfer.
    pub last_transfer: Option<Day>,
    /// By position in `Programme::kept_activities`: day of the latest activity of that kind.
    pub activities: Vec<Option<Day>>,
}

/// Where the clock of a lot stands; kept for units that pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Clock {
    /// The line of the unit's expiry that set the lot's last good day.
    pub line: u32,
    /// The day that it counts from.
    pub start: Day,
    /// For how many days it stood still.
    pub paused: i32,
}

impl Clocks {
    /// Of a member of whom nothing is known yet.
    #[must_use]
    pub fn new(programme: &Programme) -> Clocks {
        let units = programme.units.len();
        Clocks {
            paused: vec![None; units],
            resumed: vec![None; units],
            last_transfer: None,
            activities: vec![None; programme.kept_activities.len()],
        }
    }
}
