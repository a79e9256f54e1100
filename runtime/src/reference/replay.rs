//! Structures whose levels use up what they ask for fall back: every look at the sum since a receipt is gone through again, as it
//! would have been with the sum as it now stands.

use super::consumption::{self, Booked};
use super::fallback::{self, changes_earned};
use super::readings::Readings;
use super::scene::Scene;
use super::{Work, effects, tiers};
use crate::state::{Held, Since, Standing, TrackState, Used, event_hash};
use treue_lang::programme::{Consumption, Tiers, TiersId};
use treue_lang::time::{Day, Window};

/// A structure whose history is gone through again.
struct Replay<'t> {
    id: TiersId,
    tiers: &'t Tiers,
    consumption: &'t Consumption,
    window: Window,
    held: Standing,
    changes: Vec<Held>,
    /// By how much the sum of a window is another than it was looked at, by its number.
    moved: Vec<(i32, i128)>,
    /// What was used more or less than at first, with the day of its window.
    booked: Vec<(Day, Booked)>,
    /// What the last look left.
    left: i128,
}

/// Goes through the history of a structure again, from the first look since a receipt.
pub(super) fn fall_back(
    work: &mut Work<'_>,
    (id, tiers): (TiersId, &Tiers),
    consumption: &Consumption,
    since: &Since<'_>,
) {
    let history: Vec<Held> = work.member.held.iter().filter(|h| h.tiers == id).copied().collect();
    let first = first_look(&history, since);
    let (Some(start), Some(later)) = (history.get(first), history.get(first..)) else { return };
    let before = history.iter().take(first).rev().find_map(|h| h.used);
    let mut replay = Replay {
        id,
        tiers,
        consumption,
        window: work.programme.tracks[consumption.track].window,
        held: start.before,
        changes: Vec::new(),
        moved: moved(work, consumption),
        booked: Vec::new(),
        left: before.map_or(0, |used| i128::from(used.left)),
    };
    for change in later {
        replay.again(work, change);
    }
    replay.pass(work, work.now);
    let Replay { held, changes, booked, .. } = replay;
    fallback::replace(work, id, first, changes, held);
    for (day, booked) in booked {
        consumption::book(work.programme, &mut work.member, day, &[booked]);
    }
}

/// The place of the receipt's own look; without one of the first behind it. A late receipt that was in no sum that was looked at
/// can only have been in that of a review.
fn first_look(history: &[Held], since: &Since<'_>) -> usize {
    let own = event_hash(since.event);
    let is_own = |h: &Held| h.used.is_some_and(|used| used.event == own);
    let is_later = |h: &Held| match (h.at, since.late) {
        (None, _) => h.day > since.day,
        (Some(_), true) => false,
        // What came at the same instant came behind it if it starts from the level that was noted with it.
        (Some(at), false) if (h.day, at) == (since.day, since.at) => {
            since.levels.get(h.tiers.0 as usize) == Some(&h.before.noted())
        }
        (Some(at), false) => (h.day, at) > (since.day, since.at),
    };
    let found = history.iter().position(is_own).or_else(|| history.iter().position(is_later));
    found.unwrap_or(history.len())
}

/// By how much the windows of the track are others than before the event.
fn moved(work: &Work<'_>, consumption: &Consumption) -> Vec<(i32, i128)> {
    let before = work.sums_from.iter().find(|(track, _)| *track == consumption.track);
    let (Some((_, before)), Some(after)) = (before, work.member.tracks.get(consumption.track.0 as usize))
    else {
        return Vec::new();
    };
    let numbers = |state: &TrackState| -> Vec<i32> {
        match state {
            TrackState::Window { number, closed, .. } => {
                closed.iter().map(|(number, _)| *number).chain([*number]).collect()
            }
            TrackState::Rolling(_) | TrackState::Texts(_) => Vec::new(),
        }
    };
    let mut all = [numbers(before), numbers(after)].concat();
    all.sort_unstable();
    all.dedup();
    let by = |number: i32| i128::from(after.sum_of(number)) - i128::from(before.sum_of(number));
    all.into_iter().map(|number| (number, by(number))).filter(|(_, by)| *by != 0).collect()
}

impl Replay<'_> {
    /// By how much the sum of a window is another by now.
    fn moved_in(&self, number: i32) -> i128 {
        self.moved.iter().filter(|(of, _)| *of == number).map(|(_, by)| by).sum()
    }

    /// One entry of the history once more.
    fn again(&mut self, work: &Work<'_>, change: &Held) {
        let as_it_was = !changes_earned(&Held { before: self.held, after: change.before, ..*change });
        if !as_it_was {
            self.pass(work, change.day);
        }
        let number = self.window.number(change.day);
        let (after, used) = match (change.used, change.at) {
            (Some(used), Some(_)) => {
                let sum = i128::from(used.sum) + self.moved_in(number);
                let (after, left) = self.climbed(work, change.day, sum);
                (after, Some((Used { event: used.event, ..consumption::look(None, sum, left) }, Some(used))))
            }
            (Some(used), None) if as_it_was => {
                let sum = i128::from(used.sum) + self.moved_in(self.reviewed_window(change.day));
                let (after, look) = self.reviewed(work, change.day, sum);
                let after = if after.earned < change.after.earned { after } else { change.after };
                (after, Some((look, Some(used))))
            }
            // What was looked at before an account was merged with another one stays as it was.
            (None, _) if as_it_was => (change.after, None),
            (Some(used), None) => {
                // There was no such review: what it carried, or used, was not.
                self.book(change.day, -consumption::booked(work.programme, self.tiers, &used, true));
                (self.held, None)
            }
            (None, _) => (self.held, None),
        };
        let after = Standing { granted: change.after.granted, reached: self.held.reached, ..after };
        self.step(work, (change.day, change.at), after, used);
    }

    /// Reviews that fall due up to the start of a day.
    fn pass(&mut self, work: &Work<'_>, to: Day) {
        while let Some(until) = self.held.until.filter(|until| self.held.earned > 0 && *until < to) {
            let day = until.plus(1);
            let sum = if self.window == Window::Ever { self.left } else { self.stands(work, day) };
            let (after, look) = self.reviewed(work, day, sum);
            self.step(work, (day, None), after, Some((look, None)));
            if self.held.until.is_some_and(|next| next <= until) {
                return;
            }
        }
    }

    /// The sum of the last full window at the start of a day, with what was used of it more or less than at first.
    fn stands(&self, work: &Work<'_>, day: Day) -> i128 {
        let number = self.reviewed_window(day);
        let state = work.member.tracks.get(self.consumption.track.0 as usize);
        let of_window = self.booked.iter().filter(|(on, _)| self.window.number(*on) == number);
        let used: i128 = of_window.map(|(_, (_, by))| by).sum();
        i128::from(state.map_or(0, |s| s.sum_of(number))) + used
    }

    /// The window that a review at the start of a day looks at.
    fn reviewed_window(&self, day: Day) -> i32 {
        if self.window == Window::Ever { self.window.number(day) } else { self.window.number(day) - 1 }
    }

    /// Step 12 on a day with another sum: what is held, and what is left.
    fn climbed(&self, work: &Work<'_>, day: Day, sum: i128) -> (Standing, i128) {
        let readings = Readings::of_past(work.programme, &work.member, day, work.now);
        let scene = Scene::of_day(work.programme, readings, day);
        let mut standing = self.held;
        let left = consumption::climb(&scene, self.tiers, self.consumption, &mut standing, sum);
        (standing, left)
    }

    /// A review at the start of a day with another sum.
    fn reviewed(&self, work: &Work<'_>, day: Day, sum: i128) -> (Standing, Used) {
        let member = effects::without_since(&work.member, (day, None));
        let mut readings = Readings::review_of_past(work.programme, &member, day, work.now);
        if let Some(reading) = readings.tracks.get_mut(self.consumption.track) {
            *reading = sum;
        }
        let scene = Scene::of_day(work.programme, readings, day);
        let mut after = self.held;
        tiers::review_one(&scene, self.tiers, &mut after, day.plus(-1));
        let kept = Some(after.earned).filter(|level| *level == self.held.earned);
        let left = consumption::reviewed(work.programme, self.tiers, sum, kept);
        (after, consumption::look(None, sum, left))
    }

    /// So much more is in the window of a day, by what looks now use less.
    fn book(&mut self, day: Day, by: i128) {
        self.moved.push((self.window.number(day), by));
        self.booked.push((day, (self.consumption.track, by)));
    }

    /// Goes on to another standing, with the look at the sum that led to it, and what that had been at first.
    fn step(
        &mut self,
        work: &Work<'_>,
        (day, at): (Day, Option<i64>),
        after: Standing,
        look: Option<(Used, Option<Used>)>,
    ) {
        if let Some((now, first)) = look {
            let booked = |used: &Used| consumption::booked(work.programme, self.tiers, used, at.is_none());
            self.book(day, booked(&now) - first.as_ref().map_or(0, booked));
            self.left = i128::from(now.left);
        }
        let used = look.map(|(now, _)| now);
        let after = tiers::reaching(self.tiers, after, day);
        if after != self.held || used.is_some() {
            self.changes.push(Held { tiers: self.id, day, at, before: self.held, after, used });
            self.held = after;
        }
    }
}
