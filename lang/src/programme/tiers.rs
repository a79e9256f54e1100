//! Tier structures.

pub use crate::ast::AfterReview;

use super::{Because, Conjunct, TrackId, UnitId};
use crate::source::Span;
use crate::time::{Day, Deadline, Window, YearDays};
use serde::{Deserialize, Serialize};

/// A level of a structure, from 0 for the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LevelId(pub u8);

/// A tier structure.
#[derive(Clone, Debug, Default)]
pub struct Tiers {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Where it was written.
    pub span: Span,
    /// From the lowest, which everybody holds, up; at most 64.
    pub levels: Vec<Level>,
    /// How levels use their thresholds up, if any does.
    pub consumption: Option<Consumption>,
    /// The level that a new member is granted at the end of the first event, and its last good day.
    pub newcomers: Option<(LevelId, Deadline)>,
    /// How long a level above the lowest is held.
    pub validity: Validity,
    /// The days of the year at whose start levels are entered and renewed, on the last full windows; after each event if
    /// there are none.
    pub review: YearDays,
    /// Whether years are counted since its level changed: then the lowest level knows since when it is held again.
    pub counts_since: bool,
    /// Whether it is asked since when its levels are held: then members keep the day on which each was reached.
    pub keeps_reached: bool,
    /// What comes after a level that was not kept.
    pub after: AfterReview,
    /// Whether `after` was written.
    pub after_because: Because,
}

/// One level.
#[derive(Clone, Debug, Default)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Its title for customers; the name if none was given.
    pub title: String,
    /// Entered when all of these hold on the tracks as they are after the event; empty for the lowest.
    pub entry: Vec<Conjunct>,
    /// Kept when all of these hold on the last full window as its validity ends; as entered if not written.
    pub keep: Vec<Conjunct>,
    /// Windows of the calendar tracks that `entry` reads. A member who holds this level and fulfils `entry`
    /// in a later window, of any of these, than the one of the day it was opened or last renewed, renews at once.
    pub renews: Vec<Window>,
    /// Benefits that are not points; those of the level that it is `as` first.
    pub perks: Vec<String>,
    /// What is used up as it is entered or renewed; then all levels of the structure are entered by `from`, one after
    /// the other.
    pub uses: Option<Uses>,
    /// What happens as the level that counts becomes this one from a lower one.
    pub reaching: Vec<LevelEffect>,
    /// What happens as the level that counts becomes a lower one.
    pub leaving: Vec<LevelEffect>,
}

/// A threshold that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uses {
    /// So much of the structure's track.
    pub amount: i64,
    /// At most so much of what is left stays; all of it if nothing is said.
    pub carries: Option<i64>,
}

/// Something that happens with a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelEffect {
    /// So many points are given, available at once.
    Points(UnitId, i64),
    /// All points of a unit expire.
    Expire(UnitId),
}

/// A structure whose levels use their thresholds up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consumption {
    /// The track.
    pub track: TrackId,
    /// The least sum by which each level is entered, lowest level first; 0 for that one.
    pub from: Vec<i64>,
}

/// How long a level is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// Until a last good day, counted from the day of entry or renewal; at a review from the last good day that
    /// has just passed.
    Until(Deadline),
    /// For ever.
    #[default]
    Ever,
    /// Up and down with the entry condition, after each event.
    AtOnce,
}

impl Tiers {
    /// Whether levels are entered as a day starts.
    #[must_use]
    pub fn is_reviewed_on(&self, day: Day) -> bool {
        self.review.holds(day)
    }

    /// The level of that name.
    #[must_use]
    pub fn level_named(&self, name: &str) -> Option<LevelId> {
        self.levels.iter().position(|l| l.name == name).and_then(|i| u8::try_from(i).ok()).map(LevelId)
    }

    /// A level of this structure.
    #[must_use]
    pub fn level(&self, id: LevelId) -> Option<&Level> {
        self.levels.get(usize::from(id.0))
    }
}
