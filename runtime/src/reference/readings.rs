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
    /// Standings, by `TiersId`: those that decide, of which the level counts.
    standings: Vec<Standing>,
    /// The same now, whatever day is looked at.
    own_standings: Vec<Standing>,
    /// The day of joining.
    pub(super) joined: Option<Day>,
    /// The day of the latest purchase.
    pub(super) last_purchase: Option<Day>,
    /// What stands in each track.
    pub(super) tracks: Arena<TrackId, i128>,
    /// What each limit has left: points, or times. Never below 0.
    pub(super) left: Arena<LimitId, i128>,
    /// What can be spent of each unit.
    pub(super) available: Arena<UnitId, i64>,
    /// Whether the member has not bought anything yet.
    pub(super) first_purchase: bool,
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
            standings: member.tiers.clone(),
            own_standings: member.tiers.clone(),
            joined: member.joined,
            last_purchase: member.last_purchase,
            tracks,
            left,
            available,
            first_purchase: member.purchases == 0,
            fields: member.fields.clone(),
        }
    }

    /// Looks at the levels that were held as a past day ended; at those of now if none is given.
    pub(super) fn as_on(&mut self, past: Option<Day>) {
        let _ = past;
        self.standings.clone_from(&self.own_standings);
    }

    /// The level held in a structure.
    pub(super) fn level(&self, tiers: treue_lang::programme::TiersId) -> LevelId {
        self.standing(tiers).level()
    }

    /// The standing in a structure.
    pub(super) fn standing(&self, tiers: treue_lang::programme::TiersId) -> Standing {
        self.standings.get(tiers.0 as usize).copied().unwrap_or_default()
    }
}
