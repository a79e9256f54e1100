//! Tracks: how one is read on a day, which events count for it, and how it is booked.

use super::exact::out_of_range;
use super::predicate::number_of;
use super::scene::{Kind, Scene};
use super::{condition, rules, texts};
use crate::decision::Refusal;
use crate::state::{Member, TrackState};
use treue_lang::limits;
use treue_lang::programme::{Arena, Programme, Track, TrackId, TrackSubject};
use treue_lang::time::{Day, Own, Window};

/// How a track is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// As it stands on a day.
    On(Day),
    /// The last full window at the start of a day, for reviews.
    LastFull(Day),
}

impl View {
    pub(super) fn day(self) -> Day {
        match self {
            View::On(day) | View::LastFull(day) => day,
        }
    }
}

/// The first day of the first year of the member's own, as it is counted now; of no account for other windows. Who has
/// not joined yet joins on the day.
pub(super) fn first_of_years(member: &Member, window: Window, day: Day) -> Day {
    let since = if let Window::OwnYear(Own::Tier(tiers)) = window {
        member.tiers.get(usize::from(tiers)).and_then(|standing| standing.since)
    } else {
        None
    };
    since.map(|since| since.plus(1)).or(member.joined).unwrap_or(day)
}

/// All tracks of a member, read one way.
pub(super) fn read(programme: &Programme, member: &Member, view: View) -> Arena<TrackId, i128> {
    let mut values = Arena::default();
    for (id, track) in programme.tracks.iter() {
        let state = member.tracks.get(id.0 as usize);
        let first = first_of_years(member, track.window, view.day());
        values.push(state.map_or(0, |s| value(track, s, view, first)));
    }
    values
}

pub(super) fn value(track: &Track, state: &TrackState, view: View, first: Day) -> i128 {
    let window = track.window;
    if matches!(track.subject, TrackSubject::InARow(_)) {
        let day = match view {
            View::On(day) => day,
            View::LastFull(day) => day.plus(-1),
        };
        return in_a_row(state, window.number(day));
    }
    match (state, view) {
        (TrackState::Window { .. }, View::On(day)) => i128::from(state.sum_of(window.number(day))),
        (TrackState::Window { .. }, View::LastFull(day)) => i128::from(state.sum_of(last_full(window, day))),
        (TrackState::Texts(all), view) => texts::within(all, stretch(track, view, first)).len() as i128,
        (TrackState::Rolling(days), view) => {
            let (from, to) = stretch(track, view, first);
            let inside = days.iter().filter(|(day, _)| from <= *day && *day <= to);
            if matches!(track.subject, TrackSubject::Days(_)) {
                inside.filter(|(_, events)| *events > 0).count() as i128
            } else {
                inside.map(|(_, sum)| i128::from(*sum)).sum()
            }
        }
    }
}

/// The days that count, of what is kept by day.
pub(super) fn stretch(track: &Track, view: View, first: Day) -> (Day, Day) {
    let window = track.window;
    let shown = match view {
        View::On(day) => day,
        View::LastFull(day) => day.plus(-1),
    };
    if let Window::Rolling(_) = window {
        return (window.rolling_from(shown).unwrap_or(Day::FIRST), shown);
    }
    if let Window::OwnYear(own) = window {
        return match view {
            View::On(day) if track.written => own.years(first, day).0,
            View::On(day) => own.year_of_limit(first, day),
            View::LastFull(day) => own.years(first, day).1,
        };
    }
    match view {
        View::On(day) => window.days(window.number(day)),
        View::LastFull(day) => window.days(last_full(window, day)),
    }
}

/// How many periods with a purchase follow on each other up to that one, or up to the one before while it has none.
fn in_a_row(state: &TrackState, period: i32) -> i128 {
    let has_purchase = |number: &i32| state.sum_of(*number) > 0;
    let last = if has_purchase(&period) { period } else { period - 1 };
    (0..limits::ROW).map(|back| last - back).take_while(has_purchase).count() as i128
}

/// Number of the window before the one that holds `day`; `Ever` and `Dates` have only one.
fn last_full(window: Window, day: Day) -> i32 {
    match window {
        Window::Ever | Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => window.number(day),
        Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
            window.number(day) - 1
        }
    }
}

/// Whether the event counts for a track: its window holds the day, and its conditions hold on the readings.
pub(super) fn counts(scene: &Scene<'_>, track: TrackId) -> bool {
    let track = &scene.programme.tracks[track];
    track.window.counts(scene.day) && track.conditions.iter().all(|c| condition::holds(scene, &c.condition))
}

/// What the receipt books into a track, if it counts: its amount, or one purchase. Points are not included.
pub(super) fn of_receipt(scene: &Scene<'_>, track: TrackId) -> i128 {
    match &scene.programme.tracks[track].subject {
        TrackSubject::Amount(amount) if scene.kind == Kind::Purchase => scene.amounts[*amount],
        TrackSubject::Purchases if scene.kind == Kind::Purchase => 1,
        TrackSubject::InARow(of) | TrackSubject::Days(of) if rules::is_of(scene, of) => 1,
        TrackSubject::Field { field, missing, of } if rules::is_of(scene, of) => {
            i128::from(scene.field(*field, None).and_then(number_of).or(*missing).unwrap_or(0))
        }
        TrackSubject::Activities(kind) if scene.kind == Kind::Activity(kind) => 1,
        TrackSubject::Different(_, of) if rules::is_of(scene, of) => {
            let all = texts::of_event(scene, track).into_iter();
            all.filter(|text| scene.readings.is_new(track, text)).count() as i128
        }
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. }
        | TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Over(_)
        | TrackSubject::Plus(_) => 0,
    }
}

/// Books into the window of `day`. Zero is not booked. Refused if the track, as it then reads on that day, would
/// reach 2^62 in either direction. What nobody can ask about any more on `today`, the latest day of the member, is
/// forgotten.
pub(super) fn book(
    programme: &Programme,
    member: &mut Member,
    track: TrackId,
    (day, today): (Day, Day),
    booked: i128,
) -> Result<(), Refusal> {
    let (window, paid) = (programme.tracks[track].window, programme.tracks[track].paid);
    let booked = i64::try_from(booked).map_err(|_| out_of_range())?;
    if booked == 0 {
        return Ok(());
    }
    let first = first_of_years(member, window, day);
    let Some(state) = member.tracks.get_mut(track.0 as usize) else { return Ok(()) };
    match state {
        // Texts themselves are booked, not how many are new.
        TrackState::Texts(_) => return Ok(()),
        TrackState::Window { .. } => {
            let mut windows = windows(state);
            let is_new = windows.last().is_none_or(|(latest, _)| *latest < window.number(day));
            book_into(&mut windows, window.number(day), booked)?;
            if is_new {
                let first_kept = last_full(window, today).min(window.number(remembered(programme, today)));
                let is_paid_later = |number: i32| {
                    paid.day(window.days(number).1).is_some_and(|d| d >= remembered(programme, today))
                };
                let row = if matches!(programme.tracks[track].subject, TrackSubject::InARow(_)) {
                    limits::ROW
                } else {
                    0
                };
                let in_row = |number: i32| number >= window.number(today) - row;
                windows
                    .retain(|(number, _)| *number >= first_kept || is_paid_later(*number) || in_row(*number));
            }
            *state = of_windows(windows);
        }
        TrackState::Rolling(days) => {
            book_into(days, day, booked)?;
            let from = first_kept(programme, track, today);
            days.retain(|(d, _)| *d >= from);
        }
    }
    let size = value(&programme.tracks[track], state, View::On(day), first).abs();
    if size >= i128::from(limits::TRACK) { Err(out_of_range()) } else { Ok(()) }
}

/// The first day that is kept, of what is kept by day.
pub(super) fn first_kept(programme: &Programme, track: TrackId, today: Day) -> Day {
    let (window, paid) = (programme.tracks[track].window, programme.tracks[track].paid);
    let remembered = remembered(programme, today);
    let asked = today.plus(-1).min(remembered);
    match window {
        Window::Rolling(_) => window.rolling_from(asked).unwrap_or(Day::FIRST),
        // A year and the one before it, and years that are still to be paid.
        Window::OwnYear(_) => {
            let unpaid = remembered.plus(-paid.longest_wait()).plus_months(-13);
            asked.plus_months(-25).min(unpaid)
        }
        Window::Ever
        | Window::Dates(..)
        | Window::Day
        | Window::Week(_)
        | Window::Month
        | Window::Quarter
        | Window::Year(_) => window.days(last_full(window, today).min(window.number(remembered))).0,
    }
}

/// The first day that late events and returns can still name; today if nothing is remembered.
fn remembered(programme: &Programme, today: Day) -> Day {
    programme.memory_starts(today).unwrap_or(today)
}

/// All windows with a sum, oldest first.
pub(super) fn windows(state: &TrackState) -> Vec<(i32, i64)> {
    match state {
        TrackState::Window { number, value, closed } => {
            let latest = (*value != 0).then_some((*number, *value));
            closed.iter().copied().chain(latest).collect()
        }
        TrackState::Rolling(_) | TrackState::Texts(_) => Vec::new(),
    }
}

/// The state of windows with a sum, oldest first.
pub(super) fn of_windows(mut windows: Vec<(i32, i64)>) -> TrackState {
    let (number, value) = windows.pop().unwrap_or((0, 0));
    TrackState::Window { number, value, closed: windows }
}

/// Adds to one of some sums, which stay in order and without zeros.
fn book_into<T: Ord + Copy>(sums: &mut Vec<(T, i64)>, to: T, booked: i64) -> Result<(), Refusal> {
    match sums.iter_mut().find(|(at, _)| *at == to) {
        Some((_, sum)) => *sum = sum.checked_add(booked).ok_or_else(out_of_range)?,
        None => sums.push((to, booked)),
    }
    sums.retain(|(_, sum)| *sum != 0);
    sums.sort_by_key(|(at, _)| *at);
    Ok(())
}
