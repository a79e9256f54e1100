//! Tracks: reading and booking.

use crate::state::TrackState;
use treue_lang::programme::Paid;
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
    /// Of a rolling window the first day that counts, and the first that is kept.
    pub(crate) rolling: Option<(Day, Day)>,
}

impl Today {
    /// Of a window on a day that is the member's latest.
    pub(crate) fn new(window: Window, paid: Paid, day: Day, memory_starts: Option<Day>) -> Today {
        let number = window.number(day);
        let oldest = memory_starts.map_or(number, |from| window.number(from));
        let eve = day.plus(-1);
        let kept = window.rolling_from(memory_starts.map_or(eve, |from| from.min(eve)));
        Today {
            day,
            number,
            kept: first_unpaid(
                window,
                paid,
                oldest.min(before(window, number)),
                memory_starts.unwrap_or(day),
            ),
            rolling: window.rolling_from(day).zip(kept),
        }
    }
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
        TrackState::Window { number, value, closed } => in_window((*number, *value), closed, today.number),
        TrackState::Rolling(days) => today.rolling.map_or(0, |(from, _)| sum_between(days, from, today.day)),
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

/// The sum of the last full window, read at the start of a day.
pub(crate) fn last_full(state: &TrackState, window: Window, start: Day) -> i64 {
    match state {
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
