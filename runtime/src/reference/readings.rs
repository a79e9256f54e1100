//! Step 5: readings. What the rules read of the member is taken once, before anything is given.

use super::texts::{self, Seen};
use super::tracks::{self, View};
use crate::state::record::ReceiptNote;
use crate::state::{Member, Reached, Standing};
use std::collections::{BTreeMap, BTreeSet};
use treue_lang::programme::{
    Arena, FieldValue, LevelId, Limit, LimitId, LimitWindow, Most, Programme, TrackId, UnitId,
};
use treue_lang::time::Day;

/// What is read of a member.
#[derive(Clone)]
pub(super) struct Readings {
    /// Standings, by `TiersId`: those that decide, of which the level counts.
    standings: Vec<Standing>,
    /// The same at the event, whatever day is looked at.
    own_standings: Vec<Standing>,
    /// The same as earlier days ended that decide for rules, oldest first.
    past: Vec<(Day, Vec<Standing>)>,
    /// The day of the latest purchase.
    pub(super) last_purchase: Option<Day>,
    /// What stands in each track.
    pub(super) tracks: Arena<TrackId, i128>,
    /// What tracks of different texts have seen.
    seen: BTreeMap<TrackId, Seen>,
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

    /// Before a late event: levels as they were at its instant, tracks of its day as booked by now, balances of now.
    pub(super) fn late(programme: &Programme, member: &Member, day: Day, now: Day, at: i64) -> Readings {
        let standings: Vec<Standing> =
            programme.tiers.ids().map(|t| member.standing_at(t, day, at)).collect();
        let own_standings = standings.clone();
        Readings { standings, own_standings, ..Readings::viewed(programme, member, now, View::On(day)) }
    }

    /// With tracks as they now stand for a day that has passed.
    pub(super) fn of_past(programme: &Programme, member: &Member, day: Day, now: Day) -> Readings {
        Readings::viewed(programme, member, now, View::On(day))
    }

    /// As a review of a day that has passed reads tracks as they now stand.
    pub(super) fn review_of_past(programme: &Programme, member: &Member, day: Day, now: Day) -> Readings {
        Readings::viewed(programme, member, now, View::LastFull(day))
    }

    /// As noted with a receipt. What a limit has left is no more than it has today, without what the receipt itself has
    /// taken of it, and no less than what the receipt was given at first.
    pub(super) fn noted(
        programme: &Programme,
        note: &ReceiptNote,
        of_others: impl Fn(TrackId) -> i128,
        given_first: impl Fn(&Limit) -> i128,
    ) -> Readings {
        let mut tracks = Arena::default();
        for id in programme.tracks.ids() {
            tracks.push(note.tracks.get(id.0 as usize).map_or(0, |value| i128::from(*value)));
        }
        let mut left = Arena::default();
        for (_, limit) in programme.limits.iter() {
            let size = match limit.most {
                Most::Points(size) | Most::Times(size) | Most::Pieces(size) => i128::from(size),
                // Known with the receipt.
                Most::PerPart(..) | Most::PerStep(..) => 0,
            };
            left.push(match limit.window {
                LimitWindow::Receipt => size,
                LimitWindow::Window(_, track) => {
                    let then = (size - tracks[track]).max(0);
                    let today = (size - of_others(track)).max(given_first(limit));
                    then.min(today)
                }
            });
        }
        let mut available = Arena::default();
        for unit in programme.units.ids() {
            available.push(note.available.get(unit.0 as usize).copied().unwrap_or(0));
        }
        let new = |track: TrackId| note.news.iter().find(|(of, _)| *of == track).map(|(_, new)| new);
        let noted = |track| Seen::Noted(new(track).into_iter().flatten().cloned().collect());
        Readings {
            seen: texts::tracks(programme).map(|track| (track, noted(track))).collect(),
            standings: note.standings(None),
            own_standings: note.standings(None),
            past: note
                .past
                .iter()
                .enumerate()
                .map(|(at, (day, _))| (*day, note.standings(Some(at))))
                .collect(),
            joined: note.days[0],
            last_purchase: note.days[1],
            tracks,
            left,
            available,
            first_purchase: note.first_purchase,
            fields: note.fields.clone(),
        }
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
                Most::Points(size) | Most::Times(size) | Most::Pieces(size) => size,
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
            seen: texts::seen(programme, member, view),
            standings: member.tiers.clone(),
            own_standings: member.tiers.clone(),
            past: Vec::new(),
            joined: member.joined,
            last_purchase: member.last_purchase,
            tracks,
            left,
            available,
            first_purchase: member.purchases == 0,
            fields: member.fields.clone(),
        }
    }

    /// Whether a text is new for a track of different ones.
    pub(super) fn is_new(&self, track: TrackId, text: &str) -> bool {
        self.seen.get(&track).is_some_and(|seen| seen.is_new(text))
    }

    /// Takes what was held as these days ended, as far back as the memory reaches.
    pub(super) fn look_back(&mut self, programme: &Programme, member: &Member, days: BTreeSet<Day>) {
        let held = |day: Day| programme.tiers.ids().map(|t| member.standing_on(t, day)).collect();
        self.past = days.into_iter().map(|day| (day, held(day))).collect();
    }

    /// The levels and how they are held, for notes.
    pub(super) fn noted_levels(&self) -> Vec<u8> {
        self.own_standings.iter().map(Standing::noted).collect()
    }

    /// The same as earlier days ended.
    pub(super) fn noted_past(&self) -> Vec<(Day, Vec<u8>)> {
        let noted = |held: &[Standing]| held.iter().map(Standing::noted).collect();
        self.past.iter().map(|(day, held)| (*day, noted(held))).collect()
    }

    /// When levels were reached, for notes: at the event, then as those days ended; nothing where nobody asks.
    pub(super) fn noted_reached(&self, programme: &Programme) -> Vec<Reached> {
        if programme.tiers.iter().all(|(_, tiers)| !tiers.keeps_reached) {
            return Vec::new();
        }
        let past = self.past.iter().flat_map(|(_, held)| held);
        self.own_standings.iter().chain(past).map(|standing| standing.reached).collect()
    }

    /// Looks at the levels that were held as a past day ended; at those of the event if none is given.
    pub(super) fn as_on(&mut self, past: Option<Day>) {
        let held = past.and_then(|past| self.past.iter().find(|(day, _)| *day == past));
        self.standings = held.map_or_else(|| self.own_standings.clone(), |(_, held)| held.clone());
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
