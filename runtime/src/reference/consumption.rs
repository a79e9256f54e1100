//! Thresholds that levels use up: levels are entered one after the other, each takes its own from the track, and what is
//! left is carried on.

use super::scene::Scene;
use super::tiers::{in_later_window, valid_from};
use super::tracks::{self, View};
use crate::state::{Member, Standing};
use treue_lang::limits;
use treue_lang::programme::{Consumption, LevelId, Programme, Tiers, TrackId, Validity};
use treue_lang::time::{Day, Window};

/// What is booked into a track.
pub(super) type Booked = (TrackId, i128);

/// What is left of a sum after a level has used its threshold up.
fn left(tiers: &Tiers, level: u8, sum: i128) -> i128 {
    let Some(uses) = tiers.level(LevelId(level)).and_then(|l| l.uses) else { return sum };
    let rest = (sum - i128::from(uses.amount)).max(0);
    uses.carries.map_or(rest, |most| rest.min(i128::from(most)))
}

/// Step 12 for a structure that uses its track up: what is entered or renewed, and what that takes from the track.
pub(super) fn climb(
    scene: &Scene<'_>,
    tiers: &Tiers,
    consumption: &Consumption,
    standing: &mut Standing,
) -> Option<Booked> {
    let before = scene.readings.tracks[consumption.track];
    let reaches = |level: u8, sum: i128| {
        consumption.from.get(usize::from(level)).is_some_and(|from| sum >= i128::from(*from))
    };
    let until = valid_from(scene, tiers, scene.day);
    let mut sum = before;
    let started = standing.earned;
    while reaches(standing.earned + 1, sum) {
        let earned = standing.earned + 1;
        *standing = Standing { earned, until, since: Some(scene.day), granted: standing.granted };
        sum = left(tiers, earned, sum);
    }
    if standing.earned == started
        && started > 0
        && let (Some(until), Some(held_until)) = (until, standing.until)
        && reaches(started, sum)
        && in_later_window(scene, tiers, standing)
    {
        standing.until = Some(until.max(held_until));
        standing.since = Some(scene.day);
        sum = left(tiers, started, sum);
    }
    Some((consumption.track, sum - before))
}

/// A level that was kept at its review: what is left of the last full window goes on. A sum for ever loses what was used;
/// in a calendar window what is left is added to the window that holds the day.
pub(super) fn renewed(scene: &Scene<'_>, tiers: &Tiers, level: u8) -> Option<Booked> {
    let consumption = tiers.consumption.as_ref()?;
    tiers.level(LevelId(level))?.uses?;
    let sum = scene.readings.tracks[consumption.track];
    let rest = left(tiers, level, sum);
    let ever = scene.programme.tracks[consumption.track].window == Window::Ever;
    matches!(tiers.validity, Validity::Until(_))
        .then_some((consumption.track, if ever { rest - sum } else { rest }))
}

/// Books it, as far as the track can hold it.
pub(super) fn book(programme: &Programme, member: &mut Member, day: Day, all: &[Booked]) {
    for (track, booked) in all {
        let now = tracks::read(programme, member, View::On(day))[*track];
        let room = i128::from(limits::TRACK) - 1 - now;
        let _ = tracks::book(programme, member, *track, (day, day), (*booked).min(room));
    }
}
