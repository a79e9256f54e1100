//! Structures whose levels use up what they ask for: what was looked at since a receipt is looked at again, with the sums that
//! would have been there.

use super::Desk;
use super::fallback::{Course, same_earned};
use super::levels::{book_used, climb, left_by_review};
use super::tiers::{reach, valid_until};
use crate::native::code::Compiled;
use crate::state::{Held, Member, Since, Standing, TrackState, Used, event_hash};
use treue_lang::programme::{Consumption, Id, TrackId};
use treue_lang::time::Day;
use treue_lang::time::Window;

/// Sums of windows, by number, of which each entry may say a part.
type Sums = Vec<(i32, i64)>;

/// The state of a history that is gone through again.
struct Again<'c> {
    used: &'c Consumption,
    window: Window,
    held: Standing,
    changes: Vec<Held>,
    /// What windows hold more than when they were looked at, by what came back.
    returned: Sums,
    /// And by what levels then used less.
    kept: Vec<(Day, i64)>,
    /// What was there behind the last look.
    rest: i64,
}

impl Again<'_> {
    /// How much more of a window levels have left by now.
    fn kept_in(&self, number: i32) -> i64 {
        let of_window = self.kept.iter().filter(|(day, _)| self.window.number(*day) == number);
        of_window.fold(0i64, |sum, (_, more)| sum.saturating_add(*more))
    }

    /// A sum that was looked at, as it would have been.
    fn anew(&self, sum: i64, number: i32) -> i64 {
        let returned = self.returned.iter().filter(|(n, _)| *n == number);
        returned.fold(sum.saturating_add(self.kept_in(number)), |sum, (_, more)| sum.saturating_add(*more))
    }

    /// The window that is reviewed as a day starts: the one before, but for a sum for ever.
    fn reviewed(&self, day: Day) -> i32 {
        match self.window {
            Window::Ever => self.window.number(day),
            Window::Day
            | Window::Week(_)
            | Window::Month
            | Window::Quarter
            | Window::Year(_)
            | Window::Dates(..)
            | Window::Rolling(_)
            | Window::OwnYear(_) => self.window.number(day).saturating_sub(1),
        }
    }

    /// What a look takes from the sum of the day's window, or brings to it.
    fn books(&self, used: Used, at_review: bool) -> i64 {
        if at_review && self.window != Window::Ever { used.left } else { used.left.saturating_sub(used.sum) }
    }

    /// Goes on to a standing, by a look where there was one at first.
    fn go_on(
        &mut self,
        course: &Course<'_>,
        (day, at): (Day, Option<i64>),
        mut after: Standing,
        looks: Option<(Used, Option<Used>)>,
    ) {
        if let Some((used, first)) = looks {
            let before = first.map_or(0, |first| self.books(first, at.is_none()));
            self.kept.push((day, self.books(used, at.is_none()).saturating_sub(before)));
            self.rest = used.left;
        }
        reach(course.tiers, &mut after, day);
        let used = looks.map(|(used, _)| used);
        if used.is_some() || after != self.held {
            self.changes.push(Held { tiers: course.id, day, at, before: self.held, after, used });
        }
        self.held = after;
    }
}

impl Desk {
    /// Keeps the tracks that levels use up, as they stand.
    pub(crate) fn keep_sums(&mut self, compiled: &Compiled, member: &Member) {
        self.sums_from.clear();
        for used in compiled.programme().tiers.iter().filter_map(|(_, tiers)| tiers.consumption.as_ref()) {
            let state = member.tracks.get(used.track.index());
            self.sums_from.extend(state.map(|state| (used.track, state.clone())));
        }
    }

    /// Goes through the looks of a structure again, from that of a receipt on.
    pub(super) fn look_again(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        used: &Consumption,
        since: &Since<'_>,
    ) {
        let Some(window) = course.compiled.programme().tracks.get(used.track).map(|t| t.window) else {
            return;
        };
        let all: Vec<Held> = member.held.iter().filter(|h| h.tiers == course.id).copied().collect();
        let kept = looks_before(&all, since);
        let Some(first) = all.get(kept) else { return };
        let rest = all.iter().take(kept).filter_map(|h| h.used).next_back().map_or(0, |last| last.left);
        let returned = self.came_back(member, used.track);
        let (changes, kept_more) = (Vec::new(), Vec::new());
        let mut again = Again { used, window, held: first.before, changes, returned, kept: kept_more, rest };
        for change in all.iter().skip(kept) {
            let diverged = !same_earned(&Held { before: again.held, after: change.before, ..*change });
            if diverged {
                self.reviews_between(course, member, &mut again, change.day);
            }
            self.one_again(course, member, &mut again, (change, diverged));
        }
        self.reviews_between(course, member, &mut again, self.now);
        self.put_held(course, member, kept, &mut again.changes, again.held);
        for (day, more) in again.kept {
            book_used(course.compiled.programme(), member, used, day, more);
        }
    }

    /// One change of the history, with the sum that would have been there.
    fn one_again(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        again: &mut Again<'_>,
        (change, diverged): (&Held, bool),
    ) {
        let (after, looks) = match (change.at, change.used) {
            (Some(_), Some(first)) => {
                let sum = again.anew(first.sum, again.window.number(change.day));
                let mut after = again.held;
                let Course { compiled, id, tiers } = course;
                let facts = self.calendar.take(compiled.programme(), compiled.plan(), change.day);
                let until = valid_until(compiled.programme(), member, tiers, &facts, *id);
                self.calendar.put_back(facts);
                let left = climb(tiers, &again.used.from, &mut after, sum, (change.day, until));
                (after, Some((Used { event: first.event, sum, left }, Some(first))))
            }
            (None, Some(first)) if !diverged => {
                let sum = again.anew(first.sum, again.reviewed(change.day));
                let (lower, used) = self.review_again(course, member, again, (change.day, sum));
                let falls = lower.earned < change.after.earned;
                (if falls { lower } else { change.after }, Some((used, Some(first))))
            }
            (None, Some(first)) => {
                // There was no such review: what it brought to the sum, or took from it, was not.
                again.kept.push((change.day, again.books(first, true).saturating_neg()));
                (again.held, None)
            }
            // Not looked at, or before an account was merged: as it was.
            (_, None) if !diverged => (change.after, None),
            (_, _) => (again.held, None),
        };
        let after = Standing { granted: change.after.granted, reached: again.held.reached, ..after };
        again.go_on(course, (change.day, change.at), after, looks);
    }

    /// A review as a day starts, with a sum.
    fn review_again(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        again: &Again<'_>,
        (day, sum): (Day, i64),
    ) -> (Standing, Used) {
        let after = self.after_review(course, member, (again.held, day), Some((again.used.track, sum)));
        let kept = (after.earned == again.held.earned).then_some(after.earned);
        let left = left_by_review(course.compiled.programme(), course.tiers, kept, sum);
        (after, Used { event: 0, sum, left })
    }

    /// Reviews that fall due up to the start of a day, and that there were not at first.
    fn reviews_between(&mut self, course: &Course<'_>, member: &mut Member, again: &mut Again<'_>, to: Day) {
        loop {
            let due = again.held.until.filter(|until| again.held.earned > 0 && *until < to);
            let Some(until) = due else { return };
            let day = Day(until.0.saturating_add(1));
            let number = again.reviewed(day);
            let stands = member.tracks.get(again.used.track.index()).map_or(0, |state| state.sum_of(number));
            let sum = if again.window == Window::Ever {
                again.rest
            } else {
                stands.saturating_add(again.kept_in(number))
            };
            let (after, used) = self.review_again(course, member, again, (day, sum));
            again.go_on(course, (day, None), after, Some((used, None)));
            if after.until.is_some_and(|next| next <= until) {
                return;
            }
        }
    }

    /// What windows of a track hold more than before the event.
    fn came_back(&self, member: &Member, track: TrackId) -> Sums {
        let before = self.sums_from.iter().find(|(of, _)| *of == track).map(|(_, state)| state);
        let Some((before, now)) = before.zip(member.tracks.get(track.index())) else { return Vec::new() };
        let mut sums = Vec::new();
        for (state, sign) in [(now, 1i64), (before, -1)] {
            if let TrackState::Window { number, value, closed } = state {
                let all = closed.iter().copied().chain([(*number, *value)]);
                sums.extend(all.map(|(number, sum)| (number, sum.saturating_mul(sign))));
            }
        }
        sums
    }
}

/// How many changes of a structure came before a receipt's own look; if it has none, before the next one of all, or of a review
/// where it came late: then no sum of its own day had it in it.
fn looks_before(all: &[Held], since: &Since<'_>) -> usize {
    let id = event_hash(since.event);
    if let Some(own) = all.iter().position(|h| h.used.is_some_and(|used| used.event == id)) {
        return own;
    }
    let is_before = |h: &&Held| match h.at {
        None => h.day <= since.day,
        Some(_) if since.late => true,
        // At the same instant it is behind it if it starts from the level that was noted.
        Some(at) if (h.day, at) == (since.day, since.at) => {
            since.levels.get(h.tiers.index()).is_none_or(|noted| *noted != h.before.noted())
        }
        Some(at) => (h.day, at) < (since.day, since.at),
    };
    all.iter().take_while(is_before).count()
}
