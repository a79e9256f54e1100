//! Tracks: reading and booking.

use crate::state::TrackState;
use treue_lang::limits::ROW;
use treue_lang::programme::{Paid, Track, TrackSubject};
use treue_lang::time::{Day, Window};

/// What follows from a day for a track.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Today {
    /// The day.
    pub(crate) day: Day,
    /// Number of its window.
    pub(crate) number: i32,
    /// Number of the first window that is kept when a later one is opened.
    pub(crate) kept: i32,
    /// Whether periods in a row are counted, not what stands in them.
    pub(crate) row: bool,
    /// Of a rolling window the first day that counts, and the first that is kept.
    pub(crate) rolling: Option<(Day, Day)>,
}

impl Today {
    /// Of a window on a day that is the member's latest.
    pub(crate) fn new(
        (window, paid, row): (Window, Paid, bool),
        day: Day,
        memory_starts: Option<Day>,
    ) -> Today {
        let number = window.number(day);
        let oldest = memory_starts.map_or(number, |from| window.number(from));
        let eve = day.plus(-1);
        let kept = window.rolling_from(memory_starts.map_or(eve, |from| from.min(eve)));
        let first = oldest.min(before(window, number)).min(number.saturating_sub(if row { ROW } else { 0 }));
        Today {
            day,
            number,
            row,
            kept: first_unpaid(window, paid, first, memory_starts.unwrap_or(day)),
            rolling: window.rolling_from(day).zip(kept),
        }
    }
}

impl Today {
    /// The same day, with what is kept on the member's latest day.
    pub(crate) fn kept_on(self, latest: Today) -> Today {
        let rolling = self.rolling.zip(latest.rolling).map(|((from, _), (_, kept))| (from, kept));
        Today { kept: latest.kept, rolling, ..self }
    }
}

/// Whether a track counts periods in a row.
pub(crate) fn is_row(track: &Track) -> bool {
    track.subject == TrackSubject::InARow
}

/// The first window that is kept because it is paid on a day that is not before `from`, or `kept` if that is earlier. Pay days
/// rise with the windows, and lie at most some three years behind them.
fn first_unpaid(window: Window, paid: Paid, kept: i32, from: Day) -> i32 {
    let mut first = kept;
    while first > i32::MIN && paid.day(window.days(first.saturating_sub(1)).1).is_some_and(|d| d >= from) {
        match window {
            Window::Ever | Window::Dates(..) | Window::Rolling(_) => return first,
            Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => first -= 1,
        }
    }
    first
}

/// The number of the window before; those that have only one stay in it.
fn before(window: Window, number: i32) -> i32 {
    match window {
        Window::Ever | Window::Dates(..) | Window::Rolling(_) => number,
        Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
            number.saturating_sub(1)
        }
    }
}

/// The sum that counts on a day.
pub(crate) fn reading(state: &TrackState, today: Today) -> i64 {
    match state {
        TrackState::Window { number, value, closed } if today.row => {
            in_a_row((*number, *value), closed, today.number)
        }
        TrackState::Window { number, value, closed } => in_window((*number, *value), closed, today.number),
        TrackState::Rolling(days) => today.rolling.map_or(0, |(from, _)| sum_between(days, from, today.day)),
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

/// The sum of one window.
pub(crate) fn in_window(latest: (i32, i64), closed: &[(i32, i64)], wanted: i32) -> i64 {
    if latest.0 <= wanted {
        return if latest.0 == wanted { latest.1 } else { 0 };
    }
    let place = closed.binary_search_by_key(&wanted, |(number, _)| *number);
    place.ok().and_then(|at| closed.get(at)).map_or(0, |(_, sum)| *sum)
}

/// The sum of the last full window, read at the start of a day.
pub(crate) fn last_full(state: &TrackState, track: &Track, start: Day) -> i64 {
    let window = track.window;
    match state {
        TrackState::Window { number, value, closed } if is_row(track) => {
            in_a_row((*number, *value), closed, window.number(start.plus(-1)))
        }
        TrackState::Window { number, value, closed } => {
            in_window((*number, *value), closed, before(window, window.number(start)))
        }
        TrackState::Rolling(days) => {
            let eve = start.plus(-1);
            window.rolling_from(eve).map_or(0, |from| sum_between(days, from, eve))
        }
    }
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
            if let Some((_, kept)) = today.rolling {
                days.retain(|(d, _)| *d >= kept);
            }
            add(days, day, booked);
        }
    }
}

/// Books a number that is not zero into a window. Where that is later than all others, those before `kept` are dropped.
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
