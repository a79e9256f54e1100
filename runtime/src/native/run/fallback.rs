//! Levels that fall back after goods came back.

use super::Desk;
use super::clocks::almanac;
use super::due::{counted_from, held_after_review, reviewed};
use super::taking::{Bill, Due, moves};
use super::tiers::{enter, reach, valid_until};
use crate::decision::{Decision, Expired, Refusal};
use crate::native::code::Compiled;
use crate::state::{Came, CameWhat, Held, Lot, Lots, Member, Since, Standing};
use std::cmp::Ordering;
use treue_lang::programme::{Id, Programme, Tiers, TiersId, TrackId, Validity};
use treue_lang::time::Day;

/// One structure whose history is gone through again.
pub(super) struct Course<'p> {
    pub(super) compiled: &'p Compiled,
    pub(super) id: TiersId,
    pub(super) tiers: &'p Tiers,
}

impl Desk {
    /// Goes through the changes since a receipt, of each structure.
    fn fall_back(&mut self, compiled: &Compiled, member: &mut Member, receipt: &Since<'_>) {
        for (id, tiers) in compiled.programme().tiers.iter() {
            let course = Course { compiled, id, tiers };
            if let Some(used) = &tiers.consumption {
                self.look_again(&course, member, used, receipt);
                continue;
            }
            // A review has been: such a level is kept.
            if !tiers.review.is_empty() {
                continue;
            }
            let changes: Vec<Held> = member.held.iter().filter(|h| h.tiers == id).copied().collect();
            let since = changes.iter().take_while(|h| !is_since(h, receipt)).count();
            match tiers.validity {
                Validity::AtOnce => {
                    self.follow_back(&course, member, &changes, since);
                    continue;
                }
                Validity::Until(_) | Validity::Ever => {}
            }
            let mut later = changes.iter().enumerate().skip(since);
            if let Some((kept, _)) = later.find(|(_, h)| self.is_wrong(&course, member, h)) {
                self.go_again(&course, member, &changes, kept);
            }
        }
    }

    /// A structure that follows at once, and is back at a level that it left since: it never left it. A rise over that level ends
    /// at it.
    fn follow_back(&mut self, course: &Course<'_>, member: &mut Member, changes: &[Held], since: usize) {
        let Some(held) = member.tiers.get(course.id.index()).copied() else { return };
        let too_high = self.first_too_high(course, member, changes, since);
        let level = match too_high {
            Some((_, _, level)) => level,
            None => self.entered_on(course, member, self.now, (self.now.plus(1), None)).0,
        };
        if held.earned == level {
            return;
        }
        if let Some((kept, rise, _)) = too_high
            && rise.before.earned < level
        {
            let mut after = Standing { earned: level, ..rise.after };
            reach(course.tiers, &mut after, rise.day);
            let later = changes.iter().skip(kept).skip(1);
            let back = with_grants(course.tiers, after, later);
            return self.put_held(course, member, kept, &mut vec![Held { after, ..rise }], back);
        }
        let left = |h: &Held| h.before.earned == level && !same_earned(h);
        for (kept, change) in changes.iter().enumerate().skip(since).rev() {
            if left(change) {
                let back = with_grants(course.tiers, change.before, changes.iter().skip(kept));
                return self.put_held(course, member, kept, &mut Vec::new(), back);
            }
        }
    }

    /// The first rise since, and since the last fall, to more than what comes out now: its place, itself, and what does.
    fn first_too_high(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        changes: &[Held],
        since: usize,
    ) -> Option<(usize, Held, u8)> {
        let rises = changes.iter().rev().take_while(|h| h.after.earned >= h.before.earned).count();
        let first = since.max(changes.len().saturating_sub(rises));
        for (at, change) in changes.iter().enumerate().skip(first) {
            if change.after.earned <= change.before.earned {
                continue;
            }
            let (level, _) = self.entered_on(course, member, self.now, (change.day, change.at));
            if level < change.after.earned {
                return Some((at, *change, level));
            }
        }
        None
    }

    /// Keeps the first changes of a structure, and puts others and what is held now behind them, with what is granted now.
    pub(super) fn put_held(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        kept: usize,
        changes: &mut Vec<Held>,
        held: Standing,
    ) {
        let (id, mut left) = (course.id, kept);
        member.held.retain(|h| {
            let stays = h.tiers != id || left > 0;
            if h.tiers == id {
                left = left.saturating_sub(1);
            }
            stays
        });
        member.held.append(changes);
        let Some(place) = member.tiers.get_mut(id.index()) else { return };
        // No history knows what another account brought.
        let reached = held.reached.or(&place.reached);
        *place = Standing { granted: place.granted, reached, ..held };
        reach(course.tiers, place, self.now);
        if let Some(from) = self.held_from.get_mut(id.index()) {
            *from = *place;
        }
    }

    /// Whether a change would come out lower than it did.
    fn is_wrong(&mut self, course: &Course<'_>, member: &mut Member, change: &Held) -> bool {
        if same_earned(change) {
            return false;
        }
        let level = match (change.at, change.after.since) {
            (None, _) => self.after_review(course, member, (change.before, change.day), None).earned,
            (Some(at), Some(day)) => self.entered_on(course, member, day, (change.day, Some(at))).0,
            (Some(_), None) => return false,
        };
        level < change.after.earned
    }

    /// The level that the tracks of a day give as they now stand, without what came with levels from a change on, and its
    /// last good day.
    fn entered_on(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        day: Day,
        from: Moment,
    ) -> (u8, Option<Day>) {
        let Course { compiled, id, .. } = course;
        let facts = self.calendar.take(compiled.programme(), compiled.plan(), day);
        let there = without_since(member, from);
        self.ask_entered(compiled, member, &facts);
        put_there(member, there);
        let until = valid_until(compiled.programme(), member, course.tiers, &facts, *id);
        self.calendar.put_back(facts);
        let level = self.get(compiled.plan().entered.at(id.index()));
        (u8::try_from(level).unwrap_or(0), until)
    }

    /// A standing after the review at the start of a day, with another sum of a track.
    pub(super) fn after_review(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        (before, day): (Standing, Day),
        sum: Option<(TrackId, i64)>,
    ) -> Standing {
        let Some(deadline) = reviewed(course.tiers, &before) else { return before };
        let there = without_since(member, (day, None));
        self.ask_kept_with(course.compiled, member, (day, self.now), sum);
        put_there(member, there);
        let kept = self.get(course.compiled.plan().kept.at(course.id.index())).cast_unsigned();
        let level = held_after_review(course.tiers, before.earned, kept);
        let eve = Day(day.0.saturating_sub(1));
        let (until, since) = if level > 0 {
            let almanac = almanac(course.compiled.programme(), member, day);
            (Some(counted_from(deadline, almanac, eve, day)), Some(eve))
        } else {
            (None, course.tiers.counts_since.then_some(eve))
        };
        Standing { earned: level, until, since, ..before }
    }

    /// Replaces all changes from the first wrong one on by what would have been.
    fn go_again(&mut self, course: &Course<'_>, member: &mut Member, changes: &[Held], kept: usize) {
        let Some(mut held) = changes.get(kept).map(|first| first.before) else { return };
        let mut now: Vec<Held> = Vec::new();
        for change in changes.iter().skip(kept) {
            self.reviews_until(course, member, (&mut held, &mut now), change.day);
            let mut after = held;
            if let (Some(_), Some(day), false) = (change.at, change.after.since, same_earned(change)) {
                let (level, until) = self.entered_on(course, member, day, (change.day, change.at));
                enter(course.tiers, &mut after, level, (day, until), member.joined);
            }
            after.granted = change.after.granted;
            step(course, (&mut held, &mut now), (change.day, change.at), after);
        }
        self.reviews_until(course, member, (&mut held, &mut now), self.now);
        self.put_held(course, member, kept, &mut now, held);
    }

    /// Reviews that fall due up to the start of a day.
    fn reviews_until(
        &mut self,
        course: &Course<'_>,
        member: &mut Member,
        (held, changes): (&mut Standing, &mut Vec<Held>),
        to: Day,
    ) {
        while let Some(until) = held.until.filter(|until| held.earned > 0 && *until < to) {
            let day = Day(until.0.saturating_add(1));
            let after = self.after_review(course, member, (*held, day), None);
            step(course, (held, changes), (day, None), after);
            if held.until.is_some_and(|next| next <= until) {
                return;
            }
        }
    }
}

/// Whether a change came with an event of that day and instant, or later; as the day began is before. At the same instant
/// it starts from the level that was noted with the event.
fn is_since(change: &Held, receipt: &Since<'_>) -> bool {
    let (day, at) = (receipt.day, receipt.at);
    let noted = receipt.levels.get(change.tiers.index()).copied();
    match (change.day.cmp(&day), change.at) {
        (Ordering::Less, _) | (Ordering::Equal, None) => false,
        (Ordering::Greater, _) => true,
        (Ordering::Equal, Some(changed)) => {
            changed > at || changed == at && noted == Some(change.before.noted())
        }
    }
}

/// A day, and the instant on it; none for its start.
type Moment = (Day, Option<i64>);

/// Takes out of a member's lots what levels gave from a moment on, and puts in what went with them: no level stands on what it
/// gave itself, or falls by what it took. The lots that were there, if that changes any.
fn without_since(member: &mut Member, from: Moment) -> Option<Lots> {
    let mut there = None;
    for at in 0..member.came.len() {
        let Some(came) = member.came.get(at).filter(|came| came.day >= from.0) else { continue };
        if came.change(member).is_some_and(|h| (h.day, h.at) < from) {
            continue;
        }
        let CameWhat::Level { given, expired, .. } = &came.what else { continue };
        there.get_or_insert_with(|| member.lots.clone());
        for gift in given {
            let mut open = gift.points;
            let origin = |l: &Lot| (l.unit, l.earned, l.available, l.payer);
            for lot in member.lots.iter_mut().filter(|lot| origin(lot) == origin(gift)) {
                let goes = lot.points.min(open);
                (lot.points, open) = (lot.points.saturating_sub(goes), open.saturating_sub(goes));
            }
        }
        member.lots.extend_from_slice(expired);
    }
    there
}

/// Puts a member's lots back.
fn put_there(member: &mut Member, there: Option<Lots>) {
    if let Some(lots) = there {
        member.lots = lots;
    }
}

impl Desk {
    /// Levels fall back, and what came with them is undone, until nothing more follows: points that a level gave may have
    /// opened another one.
    pub(crate) fn undo_levels(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        since: &Since<'_>,
        bill: &mut Bill<'_>,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let mut again = !compiled.programme().returns.tiers_kept;
        while again {
            self.fall_back(compiled, member, since);
            // What has changed so far has been looked at.
            self.keep_sums(compiled, member);
            again = self.undo_effects(compiled, member, since.day, bill, decision)?;
        }
        Ok(())
    }

    /// Points that a receipt gives more go with a change of level that has taken all points of their unit since. Whether there
    /// was one.
    pub(crate) fn goes_with_level(
        &self,
        programme: &Programme,
        member: &mut Member,
        lot: Lot,
        since: &Since<'_>,
        decision: &mut Decision,
    ) -> bool {
        let is_later = |came: &Came| {
            let Some(change) = came.change(member) else { return false };
            let own: Vec<&Held> = member.held.iter().filter(|h| h.tiers == change.tiers).collect();
            let first = own.iter().take_while(|h| !is_since(h, since)).count();
            own.iter().rposition(|h| **h == change).is_some_and(|at| at >= first)
        };
        let takes = |came: &Came| {
            let in_time =
                moves(programme, lot.unit) || lot.expires.is_none_or(|until| until >= came.day.plus(-1));
            in_time && came.took_all(programme, lot.unit) && is_later(came)
        };
        let Some(at) = member.came.iter().position(takes) else { return false };
        let Some(day) = member.came.get(at).map(|came| came.day) else { return false };
        let (unit, points, last_good_day) = (lot.unit, lot.points, day.plus(-1));
        decision.expired.push(Expired { unit, points, last_good_day });
        super::lots::note_gone(programme, member, lot);
        member.add_expired(at, lot);
        true
    }

    /// After levels have fallen back: what came since a day with changes that have never been is undone, the latest first. Says
    /// whether there was any.
    fn undo_effects(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        since: Day,
        bill: &mut Bill<'_>,
        decision: &mut Decision,
    ) -> Result<bool, Refusal> {
        let mut any = false;
        while let Some(at) = member.came.iter().rposition(|c| c.day >= since && !c.stands(member)) {
            let CameWhat::Level { given, expired, .. } = member.came.remove(at).what else { continue };
            any = true;
            for lot in &expired {
                // Memory may not reach it any more.
                let noted = member.gone.binary_search_by(|l| l.order().cmp(&lot.order()));
                if let Some(gone) = noted.ok().and_then(|at| member.gone.get_mut(at)) {
                    gone.points = gone.points.saturating_sub(lot.points).max(0);
                }
                member.gone.retain(|l| l.points > 0);
                self.lots_back(compiled.programme(), member, &[*lot], (0, lot.points), bill.returned)?;
            }
            for unit in compiled.programme().units.ids() {
                let of_unit: Vec<Lot> = given.iter().filter(|l| l.unit == unit).copied().collect();
                if !of_unit.is_empty() {
                    self.charge(compiled, member, (unit, Due::Level(&of_unit)), bill, decision)?;
                }
            }
        }
        Ok(any)
    }
}

/// Whether a change is of a granted level alone.
pub(super) fn same_earned(change: &Held) -> bool {
    let (a, b) = (change.before, change.after);
    (a.earned, a.until, a.since) == (b.earned, b.until, b.since)
}

/// What is held when of later changes only those of granted levels have been.
fn with_grants<'h>(tiers: &Tiers, mut held: Standing, later: impl Iterator<Item = &'h Held>) -> Standing {
    for change in later {
        held.granted = change.after.granted;
        reach(tiers, &mut held, change.day);
    }
    held
}

/// Goes on to another standing, if it is one.
fn step(
    course: &Course<'_>,
    (held, changes): (&mut Standing, &mut Vec<Held>),
    (day, at): (Day, Option<i64>),
    mut after: Standing,
) {
    reach(course.tiers, &mut after, day);
    if after != *held {
        changes.push(Held { tiers: course.id, day, at, before: *held, after, used: None });
        *held = after;
    }
}
