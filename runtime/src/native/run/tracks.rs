//! Tracks: reading and booking.

use super::texts;
use crate::state::{Brought, Standing, TrackState};
use treue_lang::limits::ROW;
use treue_lang::programme::{Paid, Track, TrackSubject};
use treue_lang::time::{Day, Own, Stretch, Window};

/// What follows from a day for a track.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Today {
    /// The day.
    pub(crate) day: Day,
    /// Number of its window.
    pub(crate) number: i32,
    /// Number of the first window that is kept when a later one is opened.
    pub(crate) kept: i32,
    /// What is read of what stands in it.
    pub(crate) counted: Counted,
    /// Of what is kept by day.
    pub(crate) by_day: Option<ByDay>,
}

/// Days that count and days that are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByDay {
    /// The first that counts; of years of the member's own see `Today::of`.
    pub(crate) from: Day,
    /// The last that counts.
    pub(crate) to: Day,
    /// The first that is kept.
    pub(crate) kept: Day,
    /// What the years count from, if they are the member's own; and whether they are of a limit.
    pub(crate) own: Option<(Own, bool)>,
}

/// What is read of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// The sum.
    Sum,
    /// Periods in a row.
    Row,
    /// Days with something in them.
    Days,
    /// Different texts.
    Texts,
}

/// What decides how a track is read and kept.
pub(crate) type Kind = (Window, Paid, Counted, bool);

/// How a track is read and kept.
pub(crate) fn kind(track: &Track) -> Kind {
    let counted = if matches!(track.subject, TrackSubject::InARow(_)) {
        Counted::Row
    } else if matches!(track.subject, TrackSubject::Days(_)) {
        Counted::Days
    } else if track.is_of_texts() {
        Counted::Texts
    } else {
        Counted::Sum
    };
    (track.window, track.paid, counted, track.written)
}

impl Today {
    /// Of a window on a day that is the member's latest.
    pub(crate) fn new((window, paid, counted, written): Kind, day: Day, memory_starts: Option<Day>) -> Today {
        let number = window.number(day);
        let oldest = memory_starts.map_or(number, |from| window.number(from));
        let back = if counted == Counted::Row { ROW } else { 0 };
        let first = oldest.min(before(window, number)).min(number.saturating_sub(back));
        let asked = memory_starts.map_or(day.plus(-1), |from| from.min(day.plus(-1)));
        let by_day = match (window, counted) {
            (Window::Rolling(_), _) => window
                .rolling_from(day)
                .zip(window.rolling_from(asked))
                .map(|(from, kept)| ByDay { from, to: day, kept, own: None }),
            // Nobody's year has been put there yet: no day counts.
            (Window::OwnYear(own), _) => Some(ByDay {
                from: day,
                to: day.plus(-1),
                kept: asked.plus_months(-25).min(first_unpaid_day(paid, memory_starts.unwrap_or(day))),
                own: Some((own, !written)),
            }),
            (calendar, Counted::Days | Counted::Texts) => {
                let ((from, to), kept) = (calendar.days(number), calendar.days(first).0);
                Some(ByDay { from, to, kept, own: None })
            }
            (_, Counted::Sum | Counted::Row) => None,
        };
        Today {
            day,
            number,
            counted,
            kept: first_unpaid(window, paid, first, memory_starts.unwrap_or(day)),
            by_day,
        }
    }

    /// The same for this member.
    pub(crate) fn of(self, joined: Option<Day>, tiers: &[Standing]) -> Today {
        match self.by_day {
            Some(ByDay { own: Some((own, of_limit)), kept, .. }) => {
                let first = first_year(own, joined, tiers, self.day);
                let (from, to) = match of_limit {
                    true => own.year_of_limit(first, self.day),
                    false => own.years(first, self.day).0,
                };
                Today { by_day: Some(ByDay { from, to, kept, own: Some((own, of_limit)) }), ..self }
            }
            Some(ByDay { own: None, .. }) | None => self,
        }
    }

    /// The window of these days, of which this is one.
    pub(crate) fn within(self, (from, to): Stretch) -> Today {
        Today { by_day: self.by_day.map(|by_day| ByDay { from, to, own: None, ..by_day }), ..self }
    }

    /// The same day, with what is kept on the member's latest day.
    pub(crate) fn kept_on(self, latest: Today) -> Today {
        let by_day = self.by_day.zip(latest.by_day).map(|(own, latest)| ByDay { kept: latest.kept, ..own });
        Today { kept: latest.kept, by_day, ..self }
    }
}

/// The day with which the years of a member's own begin.
pub(crate) fn first_year(own: Own, joined: Option<Day>, tiers: &[Standing], day: Day) -> Day {
    let changed = match own {
        Own::Joining => None,
        Own::Tier(tiers_id) => tiers.get(usize::from(tiers_id)).and_then(|standing| standing.since),
    };
    match (changed, joined) {
        (Some(since), _) => since.plus(1),
        (None, Some(joined)) => joined,
        (None, None) => day,
    }
}

/// The first window that is kept because it is paid on a day that is not before `from`, or `kept` if that is earlier. Pay days
/// rise with the windows, and lie at most some three years behind them.
fn first_unpaid(window: Window, paid: Paid, kept: i32, from: Day) -> i32 {
    let mut first = kept;
    while first > i32::MIN && paid.day(window.days(first.saturating_sub(1)).1).is_some_and(|d| d >= from) {
        match window {
            Window::Ever | Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => return first,
            Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => first -= 1,
        }
    }
    first
}

/// The first day that a year can have which is not paid before `from`.
fn first_unpaid_day(paid: Paid, from: Day) -> Day {
    from.plus(paid.longest_wait().saturating_neg()).plus_months(-13)
}

/// The number of the window before; those that have only one stay in it.
fn before(window: Window, number: i32) -> i32 {
    match window {
        Window::Ever | Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => number,
        Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
            number.saturating_sub(1)
        }
    }
}

/// The sum that counts on a day. `today` is the member's.
pub(crate) fn reading(state: &TrackState, today: Today) -> i64 {
    match state {
        TrackState::Window { number, value, closed } if today.counted == Counted::Row => {
            in_a_row((*number, *value), closed, today.number)
        }
        TrackState::Window { number, value, closed } => in_window((*number, *value), closed, today.number),
        TrackState::Rolling(days) => {
            today.by_day.map_or(0, |by_day| read_days(days, today.counted, (by_day.from, by_day.to)))
        }
        TrackState::Texts(all) => today.by_day.map_or(0, |by_day| count_texts(all, (by_day.from, by_day.to))),
    }
}

fn count_texts(all: &[Brought], days: Stretch) -> i64 {
    i64::try_from(texts::within(all, days).count()).unwrap_or(i64::MAX)
}

fn read_days(days: &[(Day, i64)], counted: Counted, (from, to): Stretch) -> i64 {
    match counted {
        Counted::Sum | Counted::Row | Counted::Texts => sum_between(days, from, to),
        Counted::Days => {
            let inside = days.iter().filter(|(day, events)| *day >= from && *day <= to && *events > 0);
            i64::try_from(inside.count()).unwrap_or(i64::MAX)
        }
    }
}

/// How many periods with a purchase end with that one, or with the one before if that has none.
fn in_a_row(latest: (i32, i64), closed: &[(i32, i64)], period: i32) -> i64 {
    let mut wanted = period;
    let mut length = 0i64;
    for (number, sum) in [latest].into_iter().chain(closed.iter().rev().copied()) {
        if number > period {
            continue;
        }
        if length == 0 && number == period.saturating_sub(1) {
            wanted = number;
        }
        if number != wanted || sum <= 0 || length == i64::from(ROW) {
            break;
        }
        length += 1;
        wanted = wanted.saturating_sub(1);
    }
    length
}

/// What stands in one window, which has that number, or these days.
pub(crate) fn standing(state: &TrackState, number: i32, (from, to): Stretch) -> i64 {
    match state {
        TrackState::Window { number: latest, value, closed } => in_window((*latest, *value), closed, number),
        TrackState::Rolling(days) => sum_between(days, from, to),
        // No window rule sums texts.
        TrackState::Texts(_) => 0,
    }
}

/// The sum of one window.
pub(crate) fn in_window(latest: (i32, i64), closed: &[(i32, i64)], wanted: i32) -> i64 {
    if latest.0 <= wanted {
        return if latest.0 == wanted { latest.1 } else { 0 };
    }
    let place = closed.binary_search_by_key(&wanted, |(number, _)| *number);
    place.ok().and_then(|at| closed.get(at)).map_or(0, |(_, sum)| *sum)
}

/// The sum of the last full window of a member, read at the start of a day.
pub(crate) fn last_full(
    state: &TrackState,
    track: &Track,
    start: Day,
    (joined, tiers): (Option<Day>, &[Standing]),
) -> i64 {
    let (window, _, counted, _) = kind(track);
    match state {
        TrackState::Window { number, value, closed } if counted == Counted::Row => {
            in_a_row((*number, *value), closed, window.number(start.plus(-1)))
        }
        TrackState::Window { number, value, closed } => {
            in_window((*number, *value), closed, before(window, window.number(start)))
        }
        TrackState::Rolling(days) => {
            last_full_days(window, start, (joined, tiers)).map_or(0, |of| read_days(days, counted, of))
        }
        TrackState::Texts(all) => {
            last_full_days(window, start, (joined, tiers)).map_or(0, |days| count_texts(all, days))
        }
    }
}

/// The days of the last full window.
fn last_full_days(
    window: Window,
    start: Day,
    (joined, tiers): (Option<Day>, &[Standing]),
) -> Option<Stretch> {
    let eve = start.plus(-1);
    if let Window::OwnYear(own) = window {
        return Some(own.years(first_year(own, joined, tiers, start), start).1);
    }
    if let Window::Rolling(_) = window {
        return window.rolling_from(eve).map(|from| (from, eve));
    }
    Some(window.days(before(window, window.number(start))))
}

fn sum_between(days: &[(Day, i64)], from: Day, to: Day) -> i64 {
    let up_to = days.iter().rev().skip_while(|(day, _)| *day > to);
    let sum: i128 = up_to.take_while(|(day, _)| *day >= from).map(|(_, n)| i128::from(*n)).sum();
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// Books a number that is not zero on a day.
pub(crate) fn book(state: &mut TrackState, day: Day, today: Today, booked: i64) {
    match state {
        TrackState::Window { number, value, closed } => {
            book_window((number, value), closed, today.number, today.kept, booked);
        }
        TrackState::Rolling(days) => {
            add(days, day, booked);
            // What is booked may itself be older than all that anybody can ask about.
            if let Some(ByDay { kept, .. }) = today.by_day {
                days.retain(|(d, _)| *d >= kept);
            }
        }
        // Texts themselves are booked, not how many are new.
        TrackState::Texts(_) => {}
    }
}

/// Books a number that is not zero into a window. Where that is later than all others, those before `kept` are dropped, also
/// itself if it is so old.
fn book_window(
    (number, value): (&mut i32, &mut i64),
    closed: &mut Vec<(i32, i64)>,
    into: i32,
    kept: i32,
    booked: i64,
) {
    if *value != 0 && *number > into {
        return add(closed, into, booked);
    }
    if into < kept && (*value == 0 || *number < into) {
        (*number, *value) = (0, 0);
        return closed.clear();
    }
    if *value != 0 && *number < into {
        closed.push((*number, *value));
        *value = 0;
        closed.retain(|(n, _)| *n >= kept);
    }
    (*number, *value) = (into, value.saturating_add(booked));
    if *value == 0 {
        // The one before is the latest then.
        (*number, *value) = closed.pop().unwrap_or((0, 0));
    }
}

/// Adds to one of some sums, which stay in order and without zeros.
fn add<T: Ord + Copy>(sums: &mut Vec<(T, i64)>, to: T, booked: i64) {
    match sums.binary_search_by_key(&to, |(at, _)| *at) {
        Err(place) => sums.insert(place, (to, booked)),
        Ok(place) => {
            let sum = sums.get(place).map_or(0, |(_, n)| *n).saturating_add(booked);
            if sum == 0 {
                sums.remove(place);
            } else if let Some((_, n)) = sums.get_mut(place) {
                *n = sum;
            }
        }
    }
}
