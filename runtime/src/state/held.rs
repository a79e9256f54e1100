//! Past tier holdings: what was held before each change, as long as the memory reaches.

use super::{Member, Standing};
use serde::{Deserialize, Serialize};
use treue_lang::programme::{LevelId, TiersId};
use treue_lang::time::Day;

/// A change of a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// In which structure.
    pub tiers: TiersId,
    /// On which day; the member's latest when it happened.
    pub day: Day,
    /// The instant of the event that changed it, or of a later one that the member had by then; `None` if it changed
    /// by itself as the day began.
    pub at: Option<i64>,
    /// What was held before.
    pub before: Standing,
    /// What was held then.
    pub after: Standing,
}

impl Member {
    /// The level that counted in a structure at an instant of a day, as far back as the memory reaches: before all
    /// changes that came later.
    #[must_use]
    pub fn level_at(&self, tiers: TiersId, day: Day, at: i64) -> LevelId {
        let later = |held: &&Held| held.tiers == tiers && (held.day, held.at) > (day, Some(at));
        let next = self.held.iter().find(later);
        next.map_or_else(|| self.level(tiers), |held| held.before.level())
    }

    /// What was held in a structure at an instant of a day, as [`Member::level_at`].
    #[must_use]
    pub fn standing_at(&self, tiers: TiersId, day: Day, at: i64) -> Standing {
        let later = |held: &&Held| held.tiers == tiers && (held.day, held.at) > (day, Some(at));
        let now = || self.tiers.get(tiers.0 as usize).copied().unwrap_or_default();
        self.held.iter().find(later).map_or_else(now, |held| held.before)
    }

    /// What was held in a structure as a day ended, as [`Member::level_at`].
    #[must_use]
    pub fn standing_on(&self, tiers: TiersId, day: Day) -> Standing {
        self.standing_at(tiers, day, i64::MAX)
    }

    /// Notes a change of a standing, if it is one.
    pub fn note_held(&mut self, held: Held) {
        if held.before != held.after {
            self.held.push(held);
        }
    }

    /// Forgets changes of days before this one, and lots that expired of points earned before it.
    pub fn forget_before(&mut self, from: Day) {
        if self.held.first().is_some_and(|h| h.day < from) {
            self.held.retain(|h| h.day >= from);
        }
        if !self.gone.is_empty() {
            self.gone.retain(|l| l.earned >= from);
        }
        if !self.received.is_empty() {
            self.received.retain(|r| r.day >= from);
        }
        if self.came.first().is_some_and(|c| c.day < from) {
            self.came.retain(|c| c.day >= from);
        }
    }
}
