//! Past tier holdings: what was held before each change, as long as the memory reaches.

use super::{Member, Standing};
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::hash::Hasher;
use treue_lang::programme::{LevelId, TiersId};
use treue_lang::time::Day;

/// A change of a standing, or a look at a sum that levels use up.
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
    /// Of a structure whose levels use up what they ask for: the sum that was looked at.
    pub used: Option<Used>,
}

/// A sum that levels use up, as it was looked at after an event or at a review: with all of them the history of a structure can
/// be gone through again as it would have been with other sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// The event: a hash of its id; 0 at a review.
    pub event: u64,
    /// The sum that was there; at a review that of the last full window.
    pub sum: i64,
    /// What was left; at a review of a calendar window what was carried into the next one.
    pub left: i64,
}

/// A receipt from which on the levels of a member are looked at again.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// Its day.
    pub day: Day,
    /// Its instant.
    pub at: i64,
    /// The levels that were noted with it, by structure.
    pub levels: &'a [u8],
    /// Its id.
    pub event: &'a str,
    /// It came late.
    pub late: bool,
}

/// What is kept of the id of an event that looked at a sum.
#[must_use]
pub fn event_hash(id: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x7472_6575_652d_6c6f, 0x6f6b_732d_6174_3031);
    hasher.write(id.as_bytes());
    hasher.finish()
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

    /// Notes a change of a standing, if it is one, or a sum that levels use up, if it is another than what was left of it.
    pub fn note_held(&mut self, held: Held) {
        let is_moved = |used: Used| {
            let mut known = self.held.iter().rev().filter(|h| h.tiers == held.tiers).filter_map(|h| h.used);
            known.next().map_or(0, |last| last.left) != used.sum
        };
        if held.before != held.after || held.used.is_some_and(is_moved) {
            self.held.push(held);
        }
    }

    /// Before an account is merged with another one sums were those of one of them alone: they cannot be gone through again.
    pub(crate) fn forget_used(&mut self) {
        self.held.iter_mut().for_each(|held| held.used = None);
        self.held.retain(|held| held.before != held.after);
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
