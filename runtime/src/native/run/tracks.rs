//! Tracks: reading and booking.

use crate::state::TrackState;
use treue_lang::time::{Day, Window};

/// What follows from a day for a track: the number of its window; of a rolling one the first day that counts, and the first that is
/// kept.
pub(crate) type Today = (i32, Option<(Day, Day)>);

/// The sum that counts on a day.
pub(crate) fn reading(state: &TrackState, (number, rolling): Today) -> i64 {
    match state {
        TrackState::Window { number: booked, value, .. } => {
            if *booked == number {
                *value
            } else {
                0
            }
        }
        TrackState::Rolling(days) => rolling.map_or(0, |(from, _)| sum_from(days, from)),
    }
}

/// The sum of the last full window, read at the start of a day.
pub(crate) fn last_full(state: &TrackState, window: Window, start: Day) -> i64 {
    match state {
        TrackState::Window { number, value, previous } => {
            let wanted = match window {
                Window::Ever | Window::Dates(..) | Window::Rolling(_) => *number,
                Window::Day | Window::Week(_) | Window::Month | Window::Quarter | Window::Year(_) => {
                    window.number(start).saturating_sub(1)
                }
            };
            if *number == wanted {
                *value
            } else if previous.0 == wanted {
                previous.1
            } else {
                0
            }
        }
        TrackState::Rolling(days) => {
            window.rolling_from(start.plus(-1)).map_or(0, |from| sum_from(days, from))
        }
    }
}

fn sum_from(days: &[(Day, i64)], from: Day) -> i64 {
    let sum: i128 = days.iter().rev().take_while(|(day, _)| *day >= from).map(|(_, n)| i128::from(*n)).sum();
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// Books a number that is not zero on a day.
pub(crate) fn book(state: &mut TrackState, day: Day, (this, rolling): Today, booked: i64) {
    match state {
        TrackState::Window { number, value, previous } => {
            if *number == this {
                *value = value.saturating_add(booked);
            } else {
                *previous = (*number, *value);
                (*number, *value) = (this, booked);
            }
        }
        TrackState::Rolling(days) => {
            if let Some((_, kept)) = rolling {
                days.retain(|(d, _)| *d >= kept);
            }
            match days.binary_search_by_key(&day, |(d, _)| *d) {
                Err(at) => days.insert(at, (day, booked)),
                Ok(at) => {
                    let sum = days.get(at).map_or(0, |(_, n)| *n).saturating_add(booked);
                    if sum == 0 {
                        days.remove(at);
                    } else if let Some((_, n)) = days.get_mut(at) {
                        *n = sum;
                    }
                }
            }
        }
    }
}
