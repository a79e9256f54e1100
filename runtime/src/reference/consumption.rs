//! Thresholds that levels use up: levels are entered one after the other, each takes its own from the track, and what is
//! left is carried on.

use super::scene::Scene;
use super::tiers::{in_later_window, valid_from};
use super::tracks::{self, View};
use crate::state::{Member, Standing, TrackState, Used, event_hash};
use treue_lang::limits;
use treue_lang::programme::{Consumption, LevelId, Programme, Tiers, TiersId, TrackId};
use treue_lang::time::{Day, Window};

/// What is booked into a track.
pub(super) type Booked = (TrackId, i128);

/// Sums that were looked at, by structure.
pub(super) type Looks = Vec<(TiersId, Used)>;

/// A look at a sum after an event, or at a review.
pub(super) fn look(event: Option<&str>, sum: i128, left: i128) -> Used {
    let number = |n: i128| i64::try_from(n).unwrap_or(i64::MAX);
    Used { event: event.map_or(0, event_hash), sum: number(sum), left: number(left) }
}

/// The tracks that levels use up, as they stand.
pub(super) fn sums(programme: &Programme, member: &Member) -> Vec<(TrackId, TrackState)> {
    let used = programme.tiers.iter().filter_map(|(_, tiers)| tiers.consumption.as_ref());
    used.filter_map(|c| Some((c.track, member.tracks.get(c.track.0 as usize)?.clone()))).collect()
}

/// What is left of a sum after a level has used its threshold up.
pub(super) fn left(tiers: &Tiers, level: u8, sum: i128) -> i128 {
    let Some(uses) = tiers.level(LevelId(level)).and_then(|l| l.uses) else { return sum };
    let rest = (sum - i128::from(uses.amount)).max(0);
    uses.carries.map_or(rest, |most| rest.min(i128::from(most)))
}

/// Step 12 for a structure that uses its track up: levels are entered or renewed by a sum. What is left of it.
pub(super) fn climb(
    scene: &Scene<'_>,
    tiers: &Tiers,
    consumption: &Consumption,
    standing: &mut Standing,
    before: i128,
) -> i128 {
    let reaches = |level: u8, sum: i128| {
        consumption.from.get(usize::from(level)).is_some_and(|from| sum >= i128::from(*from))
    };
    let until = valid_from(scene, tiers, scene.day);
    let mut sum = before;
    let started = standing.earned;
    while reaches(standing.earned + 1, sum) {
        let earned = standing.earned + 1;
        *standing = Standing { earned, until, since: Some(scene.day), ..*standing };
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
    sum
}

/// What a review leaves of the sum of the last full window; none of a calendar window where the level was not kept, or uses
/// nothing up.
pub(super) fn reviewed(programme: &Programme, tiers: &Tiers, sum: i128, kept: Option<u8>) -> i128 {
    let uses = |level: &u8| tiers.level(LevelId(*level)).is_some_and(|l| l.uses.is_some());
    match kept.filter(uses) {
        Some(level) => left(tiers, level, sum),
        None if is_ever(programme, tiers) => sum,
        None => 0,
    }
}

/// What a look books: what was used of the sum; at a review of a calendar window what is carried into the window of the day.
pub(super) fn booked(programme: &Programme, tiers: &Tiers, used: &Used, at_review: bool) -> i128 {
    let carried = at_review && !is_ever(programme, tiers);
    i128::from(used.left) - if carried { 0 } else { i128::from(used.sum) }
}

fn is_ever(programme: &Programme, tiers: &Tiers) -> bool {
    let track = tiers.consumption.as_ref().and_then(|c| programme.tracks.get(c.track));
    track.is_some_and(|track| track.window == Window::Ever)
}

/// Books it, as far as the track can hold it.
pub(super) fn book(programme: &Programme, member: &mut Member, day: Day, all: &[Booked]) {
    for (track, booked) in all {
        let now = tracks::read(programme, member, View::On(day))[*track];
        let room = i128::from(limits::TRACK) - 1 - now;
        let _ = tracks::book(programme, member, *track, (day, day), (*booked).min(room));
    }
}
