//! What has come of a receipt or a redemption by returns.

use serde::{Deserialize, Serialize};
use treue_lang::programme::{RuleId, TrackId, UnitId};

/// What came back so far, and what stands for the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Nothing remains.
    pub whole: bool,
    /// How much of each line came back, thousandths, by position; a line of quantity zero or below comes back whole, with
    /// its quantity. Lines of which nothing came back are left out.
    pub returned: Vec<(u32, i64)>,
    /// What each rule gives for what remains; rules that give nothing are left out.
    pub given: Vec<(RuleId, i64)>,
    /// What stands booked in each track; zeros are left out.
    pub booked: Vec<(TrackId, i64)>,
    /// Points for which refunds were cut, by unit; zeros are left out.
    pub cut: Vec<(UnitId, i64)>,
    /// Of a redemption: points that came back, or money where they came back as cash.
    pub back: i64,
}

impl Settled {
    /// How much of a line came back; `None` for nothing.
    #[must_use]
    pub fn returned_of(&self, line: usize) -> Option<i64> {
        let place = self.returned.binary_search_by_key(&line, |(at, _)| *at as usize);
        place.ok().and_then(|at| self.returned.get(at)).map(|(_, quantity)| *quantity)
    }

    /// What a rule gives for what remains.
    #[must_use]
    pub fn given_by(&self, rule: RuleId) -> i64 {
        self.given.iter().find(|(id, _)| *id == rule).map_or(0, |(_, points)| *points)
    }

    /// What stands booked in a track.
    #[must_use]
    pub fn booked_in(&self, track: TrackId) -> i64 {
        self.booked.iter().find(|(id, _)| *id == track).map_or(0, |(_, booked)| *booked)
    }

    /// Points for which refunds were cut.
    #[must_use]
    pub fn cut_of(&self, unit: UnitId) -> i64 {
        self.cut.iter().find(|(id, _)| *id == unit).map_or(0, |(_, points)| *points)
    }
}
