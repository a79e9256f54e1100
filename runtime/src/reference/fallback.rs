//! Levels fall back when what opened them came back: the history of a structure is gone through again, from the first
//! entry, renewal or review that would no longer come out as it did.

use super::readings::Readings;
use super::scene::Scene;
use super::{Work, effects, replay, tiers};
use crate::state::{Held, Member, Reached, Since, Standing};
use treue_lang::programme::{Tiers, TiersId, Validity};
use treue_lang::time::Day;

/// Goes through the history of all structures since a receipt: what changed by itself as its day began came before, and so
/// did what led to the level that was noted with it.
pub(super) fn fall_back(work: &mut Work<'_>, from: &Since<'_>) {
    let (since, levels) = ((from.day, from.at), from.levels);
    for (id, tiers) in work.programme.tiers.iter() {
        if let Some(consumption) = &tiers.consumption {
            replay::fall_back(work, (id, tiers), consumption, from);
            continue;
        }
        // A review has been: such a level is kept.
        if !tiers.review.is_empty() {
            continue;
        }
        let history: Vec<Held> = work.member.held.iter().filter(|h| h.tiers == id).copied().collect();
        let since = first_since(&history, since, levels.get(id.0 as usize).copied());
        if tiers.validity == Validity::AtOnce {
            follow_back(work, id, tiers, &history, since);
            continue;
        }
        let later = history.iter().enumerate().skip(since);
        let first = later.filter(|(_, h)| !still_holds(work, tiers, h)).map(|(at, _)| at).next();
        if let Some(from) = first.and_then(|at| history.get(at..)) {
            replay(work, id, tiers, from);
        }
    }
}

/// The place of the first change that came with a receipt or after it. Of several at its instant it is the first that
/// starts from the level noted with it.
fn first_since(history: &[Held], (day, at): (Day, i64), noted: Option<u8>) -> usize {
    let since = (day, Some(at));
    let is_since =
        |h: &Held| (h.day, h.at) > since || (h.day, h.at) == since && Some(h.before.noted()) == noted;
    history.iter().position(is_since).unwrap_or(history.len())
}

/// Whether a change came with a receipt or after it.
pub(super) fn is_since(member: &Member, change: &Held, from: &Since<'_>) -> bool {
    let (since, levels) = ((from.day, from.at), from.levels);
    let history: Vec<Held> = member.held.iter().filter(|h| h.tiers == change.tiers).copied().collect();
    let first = first_since(&history, since, levels.get(change.tiers.0 as usize).copied());
    history.iter().rposition(|h| h == change).is_some_and(|at| at >= first)
}

/// A structure that follows at once goes back to the day on which it came to the level that it has now, if it left it since; a rise
/// that passed over that level is one to it.
fn follow_back(work: &mut Work<'_>, id: TiersId, tiers: &Tiers, history: &[Held], since: usize) {
    let supported = |h: &Held| entered(work, tiers, work.now, (h.day, h.at));
    let rises = |h: &Held| h.after.earned > h.before.earned;
    let fallen = history.iter().rposition(|h| h.after.earned < h.before.earned).map_or(0, |at| at + 1);
    let risen = history.iter().enumerate().skip(since.max(fallen)).filter(|(_, h)| rises(h));
    let mut supports = risen.map(|(at, h)| (at, h, supported(h)));
    let too_high = supports.find(|(_, h, level)| *level < h.after.earned);
    let now = || entered(work, tiers, work.now, (work.now.plus(1), None));
    let level = too_high.map_or_else(now, |(_, _, level)| level);
    let held = work.member.tiers.get(id.0 as usize).copied().unwrap_or_default();
    if held.earned == level {
        return;
    }
    if let Some((at, rise, _)) = too_high.filter(|(_, h, level)| *level > h.before.earned) {
        let after = tiers::reaching(tiers, Standing { earned: level, ..rise.after }, rise.day);
        let held = granted_since(tiers, after, history.get(at + 1..).unwrap_or_default());
        return replace(work, id, at, vec![Held { after, ..*rise }], held);
    }
    let is_left = |h: &Held| h.before.earned == level && changes_earned(h);
    let left = history.iter().rposition(is_left).filter(|at| *at >= since);
    if let Some((left, later)) = left.and_then(|at| Some((at, history.get(at..)?)))
        && let Some(first) = later.first()
    {
        replace(work, id, left, Vec::new(), granted_since(tiers, first.before, later));
    }
}

/// What is held after changes of which only those of granted levels still are.
fn granted_since(tiers: &Tiers, held: Standing, later: &[Held]) -> Standing {
    let granted = |held: Standing, change: &Held| {
        let held = Standing { granted: change.after.granted, ..held };
        tiers::reaching(tiers, held, change.day)
    };
    later.iter().fold(held, granted)
}

/// Keeps the first changes of a structure, puts others behind them, and what is held now, with what is granted now.
pub(super) fn replace(work: &mut Work<'_>, id: TiersId, kept: usize, changes: Vec<Held>, held: Standing) {
    let mut seen = 0;
    work.member.held.retain(|h| {
        seen += usize::from(h.tiers == id);
        h.tiers != id || seen <= kept
    });
    work.member.held.extend(changes);
    let place = id.0 as usize;
    if let (Some(standing), Some(from)) = (work.member.tiers.get_mut(place), work.held_from.get_mut(place)) {
        // No history knows what another account brought.
        let reached = held.reached.or(&standing.reached);
        let held = Standing { granted: standing.granted, reached, ..held };
        *standing = tiers::reaching(&work.programme.tiers[id], held, work.now);
        *from = *standing;
    }
}

/// Whether a change would come out no lower than it did.
fn still_holds(work: &Work<'_>, tiers: &Tiers, change: &Held) -> bool {
    if !changes_earned(change) {
        return true;
    }
    match (change.at, change.after.since) {
        (None, _) => reviewed(work, tiers, change.before, change.day).earned >= change.after.earned,
        (Some(at), Some(day)) => entered(work, tiers, day, (change.day, Some(at))) >= change.after.earned,
        (Some(_), None) => true,
    }
}

/// Whether a change is not of a granted level alone.
pub(super) fn changes_earned(change: &Held) -> bool {
    let earned = |s: Standing| Standing { granted: None, reached: Reached::default(), ..s };
    earned(change.before) != earned(change.after)
}

/// The highest level whose entry holds on the tracks of a day as they now stand, without what came with levels from a change on.
fn entered(work: &Work<'_>, tiers: &Tiers, day: Day, from: (Day, Option<i64>)) -> u8 {
    let member = effects::without_since(&work.member, from);
    let readings = Readings::of_past(work.programme, &member, day, work.now);
    tiers::highest_entered(&Scene::of_day(work.programme, readings, day), tiers)
}

/// A standing whose last good day is the day before this one, after its review.
fn reviewed(work: &Work<'_>, tiers: &Tiers, mut standing: Standing, day: Day) -> Standing {
    let member = effects::without_since(&work.member, (day, None));
    let readings = Readings::review_of_past(work.programme, &member, day, work.now);
    let scene = Scene::of_day(work.programme, readings, day);
    tiers::review_one(&scene, tiers, &mut standing, day.plus(-1));
    standing
}

/// Goes through a part of the history again, from what was held before it.
fn replay(work: &mut Work<'_>, id: TiersId, tiers: &Tiers, history: &[Held]) {
    let Some(first) = history.first() else { return };
    let mut again = Again { held: first.before, changes: Vec::new(), id };
    for change in history {
        again.pass(work, tiers, change.day);
        let mut after = again.held;
        let is_entry = change.at.is_some() && changes_earned(change);
        if let (true, Some(day)) = (is_entry, change.after.since) {
            let reached = entered(work, tiers, day, (change.day, change.at));
            let readings = Readings::of_past(work.programme, &work.member, day, work.now);
            let scene = Scene::of_day(work.programme, readings, day);
            tiers::enter_or_renew(&scene, tiers, &mut after, reached);
        }
        after.granted = change.after.granted;
        again.step(tiers, (change.day, change.at), after);
    }
    again.pass(work, tiers, work.now);
    let Again { held, changes, .. } = again;
    let kept = work.member.held.iter().filter(|h| h.tiers == id).count() - history.len();
    replace(work, id, kept, changes, held);
}

/// A history that is gone through again.
struct Again {
    held: Standing,
    changes: Vec<Held>,
    id: TiersId,
}

impl Again {
    /// Reviews that fall due up to the start of a day.
    fn pass(&mut self, work: &Work<'_>, tiers: &Tiers, to: Day) {
        while let Some(until) = self.held.until.filter(|until| self.held.earned > 0 && *until < to) {
            let day = until.plus(1);
            let after = reviewed(work, tiers, self.held, day);
            self.step(tiers, (day, None), after);
            if self.held.until.is_some_and(|next| next <= until) {
                return;
            }
        }
    }

    fn step(&mut self, tiers: &Tiers, (day, at): (Day, Option<i64>), after: Standing) {
        let after = tiers::reaching(tiers, after, day);
        if after != self.held {
            self.changes.push(Held { tiers: self.id, day, at, before: self.held, after, used: None });
            self.held = after;
        }
    }
}
