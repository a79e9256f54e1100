//! Levels that follow at once, as time passes.

use super::Desk;
use super::due::{Passed, change};
use super::tiers::reach;
use super::tracks::first_year;
use crate::native::code::Compiled;
use crate::native::plan::follows::Follows;
use crate::state::{Held, Lot, Member, Standing, TrackState};
use treue_lang::programme::{Id, Programme, TrackId, Validity};
use treue_lang::time::{Day, Length, Window};

/// By so many days at most counting months back differs from counting them forth.
const SLACK: i32 = 4;

/// Notes the next days on which what is followed may change by itself, but for days on which points expire.
pub(super) fn note_days(
    programme: &Programme,
    follows: &Follows,
    member: &Member,
    last: Day,
    note: &mut impl FnMut(Day),
) {
    if !follows.any {
        return;
    }
    if follows.every_day {
        note(last.plus(1));
    }
    if follows.balances {
        let pending = member.lots.iter().map(|lot| lot.available);
        pending.filter(|day| *day > last && *day != Lot::NOT_YET).for_each(&mut *note);
    }
    for track in &follows.tracks {
        note_track(programme, member, *track, last, note);
    }
}

/// The next day on which the reading of a track may change.
fn note_track(programme: &Programme, member: &Member, track: TrackId, last: Day, note: &mut impl FnMut(Day)) {
    let (Some(spec), Some(state)) = (programme.tracks.get(track), member.tracks.get(track.index())) else {
        return;
    };
    match (spec.window, state) {
        (Window::Ever | Window::Dates(..), _) => {}
        (Window::Rolling(length), TrackState::Rolling(days)) => {
            let from = spec.window.rolling_from(last).unwrap_or(Day::FIRST);
            let oldest = days.iter().map(|(day, _)| *day).find(|day| *day >= from);
            oldest.into_iter().for_each(|oldest| note(leaves(spec.window, length, oldest, last)));
        }
        (Window::Rolling(length), TrackState::Texts(texts)) => {
            let from = spec.window.rolling_from(last).unwrap_or(Day::FIRST);
            let oldest = texts.iter().map(|brought| brought.day).filter(|day| *day >= from).min();
            oldest.into_iter().for_each(|oldest| note(leaves(spec.window, length, oldest, last)));
        }
        (Window::Rolling(_), TrackState::Window { .. }) => {}
        (Window::OwnYear(own), _) => {
            let first = first_year(own, member.joined, &member.tiers, last);
            note(own.years(first, last.plus(1)).0.1.plus(1));
            note(first);
            note(own.years(first, last).0.1.plus(1));
        }
        (window, TrackState::Window { number: latest, .. }) => {
            // Of a window that is over nothing is read any more, but for periods in a row that ended with it.
            let number = window.number(last);
            if *latest >= number.saturating_sub(1) {
                note(window.days(number).1.plus(1));
            }
        }
        // Days or texts that are counted over a calendar window.
        (window, TrackState::Rolling(_) | TrackState::Texts(_)) => {
            note(window.days(window.number(last)).1.plus(1))
        }
    }
}

/// The first day after `last` on which a rolling window no longer counts a day.
fn leaves(window: Window, length: Length, counted: Day, last: Day) -> Day {
    let mut day = length.after(counted).plus(-SLACK).max(last.plus(1));
    while day < Day::LAST && window.rolling_from(day).is_some_and(|from| from <= counted) {
        day = day.plus(1);
    }
    day
}

impl Desk {
    /// At the end of a moment, such structures are at the level that tracks and balances then give. Whether one changed.
    pub(super) fn follow(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        passed: &mut Passed,
    ) -> bool {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if !plan.follows.any {
            return false;
        }
        let today = self.calendar.take(programme, plan, day);
        self.ask_entered_on(compiled, member, &today, day);
        let mut changes = Vec::new();
        for (id, tiers) in programme.tiers.iter() {
            if tiers.validity != Validity::AtOnce {
                continue;
            }
            let level = u8::try_from(self.get(plan.entered.at(id.index()))).unwrap_or(0);
            let Some(place) = member.tiers.get_mut(id.index()) else { continue };
            if place.earned == level {
                continue;
            }
            let before = *place;
            *place = Standing { earned: level, since: (level > 0).then_some(day), ..before };
            reach(tiers, place, day);
            let after = *place;
            changes.extend(change(id, &before, &after, day));
            if programme.remember.is_some() {
                member.note_held(Held { tiers: id, day, at: None, before, after, used: None });
            }
        }
        let changed = !changes.is_empty();
        if changed {
            let (gifts, expired) = self.give_gifts(compiled, member, &changes, &today);
            passed.level_gifts.extend(gifts);
            passed.expired.extend(expired);
            passed.tiers.extend(changes);
        }
        self.calendar.put_back(today);
        if changed {
            self.look_at_clocks(compiled, member, day);
        }
        changed
    }
}
