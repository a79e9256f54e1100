//! Step 5: readings. What the rules read of the member is taken once, before anything is given.

use super::tracks::{self, View};
use crate::state::{Member, Standing};
use treue_lang::programme::{
    Arena, FieldValue, LevelId, LimitId, LimitWindow, Most, Programme, TrackId, UnitId,
};
use treue_lang::time::Day;

/// What is read of a member.
#[derive(Clone)]
pub(super) struct Readings {
    /// The level that counts in each structure, by `TiersId`.
    levels: Vec<LevelId>,
    /// What stands in each track.
    pub(super) tracks: Arena<TrackId, i128>,
    /// What each limit has left: points, or times. Never below 0.
    pub(super) left: Arena<LimitId, i128>,
    /// What can be spent of each unit.
    pub(super) available: Arena<UnitId, i64>,
    /// Whether the member has not bought anything yet.
    pub(super) first_purchase: bool,
    /// The day of joining.
    pub(super) joined: Option<Day>,
    /// Member fields by their position.
    pub(super) fields: Vec<Option<FieldValue>>,
}

impl Readings {
    /// Before an event of that day.
    pub(super) fn before(programme: &Programme, member: &Member, day: Day) -> Readings {
        Readings::viewed(programme, member, day, View::On(day))
    }

    /// At the start of a day, with tracks over their last full window.
    pub(super) fn at_review(programme: &Programme, member: &Member, day: Day) -> Readings {
        Readings::viewed(programme, member, day, View::LastFull(day))
    }

    fn viewed(programme: &Programme, member: &Member, day: Day, view: View) -> Readings {
        let tracks = tracks::read(programme, member, view);
        let mut left = Arena::default();
        for (_, limit) in programme.limits.iter() {
            let size = match limit.most {
                Most::Points(size) | Most::Times(size) => size,
                // Known with the receipt.
                Most::PerPart(..) | Most::PerStep(..) => 0,
            };
            let used = match limit.window {
                LimitWindow::Receipt => 0,
                LimitWindow::Window(_, track) => tracks[track],
            };
            left.push((i128::from(size) - used).max(0));
        }
        let mut available = Arena::default();
        for unit in programme.units.ids() {
            available.push(member.balance(unit, day).available);
        }
        Readings {
            levels: member.tiers.iter().map(Standing::level).collect(),
            tracks,
            left,
            available,
            first_purchase: member.purchases == 0,
            joined: member.joined,
            fields: member.fields.clone(),
        }
    }

    /// The level held in a structure.
    pub(super) fn level(&self, tiers: treue_lang::programme::TiersId) -> LevelId {
        self.levels.get(tiers.0 as usize).copied().unwrap_or(LevelId(0))
    }
}
