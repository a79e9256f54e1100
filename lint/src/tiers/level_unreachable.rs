//! A level that asks for more than its track can hold.

use super::threshold;
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::limits;
use treue_lang::programme::{Programme, Track, TrackSubject};
use treue_lang::time::{Unit, Window};

pub(crate) const LINT: Lint = Lint {
    name: "level-unreachable",
    category: Category::Tiers,
    level: Level::Error,
    finds: "a level whose entry asks for more than its track can ever reach",
    why: "A row of days ends at 1,100, and points of rules with limits come to no more than the limits let through \
          in the window of the track. Ask for less, or give the track a longer window.",
    samples: Samples::new(
        &[
            "track weeks_on = weeks in a row with purchases\ntiers main by weeks_on { bronze  silver from 2000 { perk \"Free delivery\" }  valid for ever }",
            "earn visit { 10 points  at most once per day }\ntrack collected = points from visit per month\ntiers main by collected { bronze  silver from 400 points { perk \"Free delivery\" }  valid for ever }",
        ],
        &[
            "track weeks_on = weeks in a row with purchases\ntiers main by weeks_on { bronze  silver from 20 { perk \"Free delivery\" }  valid for ever }",
            "earn visit { 10 points  at most once per day }\ntrack collected = points from visit per month\ntiers main by collected { bronze  silver from 300 points { perk \"Free delivery\" }  valid for ever }",
            "earn visit { 10 points  at most once per day }\ntrack collected = points from visit for ever\ntiers main by collected { bronze  silver from 400 points { perk \"Free delivery\" }  valid for ever }",
        ],
        "track weeks_on = weeks in a row with purchases\ntiers main by weeks_on { bronze  silver from 20 { perk \"Free delivery\" }  valid for ever }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    for (_, tiers) in desk.programme.tiers.iter() {
        for level in &tiers.levels {
            let Some((track, least)) = threshold(&level.entry) else { continue };
            let Some(track) = desk.programme.tracks.get(track) else { continue };
            let Some(most) = most(desk.programme, track).filter(|most| least > *most) else { continue };
            let Some(entry) = level.entry.first() else { continue };
            let message =
                format!("`{}` can never be reached: `{}` comes to {most} at most", level.name, track.name);
            found
                .at(entry.span, message, "beyond the track")
                .help("ask for less, or let the track count longer");
        }
    }
}

/// The most that a track can hold, where that is known.
fn most(programme: &Programme, track: &Track) -> Option<i64> {
    if matches!(track.subject, TrackSubject::InARow(_) | TrackSubject::Days(_)) {
        return Some(i64::from(limits::ROW));
    }
    if track.is_of_texts() {
        return i64::try_from(limits::TEXTS_KEPT).ok();
    }
    let TrackSubject::PointsFrom(rules) = &track.subject else { return None };
    let days = most_days(track.window)?;
    let mut sum: i64 = 0;
    for rule in rules {
        let rule = programme.rules.get(*rule)?;
        let of_day = crate::limits::most_per_day(programme, rule)?;
        sum = sum.checked_add(of_day.checked_mul(days)?)?;
    }
    Some(sum)
}

/// The most days that a window can hold.
fn most_days(window: Window) -> Option<i64> {
    match window {
        Window::Day => Some(1),
        Window::Week(_) => Some(7),
        Window::Month => Some(31),
        Window::Quarter => Some(92),
        Window::Year(_) | Window::OwnYear(_) => Some(366),
        Window::Rolling(length) => match length.unit {
            Unit::Days => Some(i64::from(length.count)),
            Unit::Weeks => Some(i64::from(length.count) * 7),
            Unit::Months => Some(i64::from(length.count) * 31),
            Unit::Years => Some(i64::from(length.count) * 366),
        },
        Window::Dates(from, to) => Some(i64::from(to.0.saturating_sub(from.0)) + 1),
        Window::Ever => None,
    }
}
