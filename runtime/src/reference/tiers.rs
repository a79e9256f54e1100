//! Steps 4 and 12: tiers. Levels are reviewed as time passes, and entered, renewed or followed after events.

use super::consumption::Looks;
use super::readings::Readings;
use super::scene::Scene;
use super::{Work, clocks, condition, consumption, effects};
use crate::decision::TierChange;
use crate::state::{Held, Member, Standing, Used};
use treue_lang::limits::REACHED;
use treue_lang::programme::{AfterReview, Conjunct, LevelId, Programme, Tiers, TiersId, Validity};
use treue_lang::time::{Day, Own, Window};

fn all_hold(scene: &Scene<'_>, conditions: &[Conjunct]) -> bool {
    conditions.iter().all(|c| condition::holds(scene, &c.condition))
}

/// The last good day of a level, counted from a day; `None` for ever.
pub(super) fn valid_from(scene: &Scene<'_>, tiers: &Tiers, day: Day) -> Option<Day> {
    let almanac = scene.programme.almanac(&scene.readings.fields, scene.readings.joined, scene.day);
    match &tiers.validity {
        Validity::Until(deadline) => Some(deadline.counted(day, almanac)),
        Validity::Ever | Validity::AtOnce => None,
    }
}

/// Reviews all structures at the start of `day`; what changed, and which sums were looked at.
pub(super) fn review(programme: &Programme, member: &mut Member, day: Day) -> (Vec<TierChange>, Looks) {
    let before = member.tiers.clone();
    let last_good = Day(day.0 - 1);
    for standing in &mut member.tiers {
        if standing.granted.is_some_and(|(_, until)| until.is_some_and(|u| u <= last_good)) {
            standing.granted = None;
        }
    }
    let is_due = |s: &Standing| s.earned > 0 && s.until == Some(last_good);
    let mut looks = Looks::new();
    let enters = programme.tiers.iter().any(|(_, tiers)| tiers.is_reviewed_on(day));
    if enters || member.tiers.iter().any(is_due) {
        let scene = Scene::of_day(programme, Readings::at_review(programme, member, day), day);
        let mut carried = Vec::new();
        for ((id, tiers), standing) in programme.tiers.iter().zip(&mut member.tiers) {
            let ends = matches!(tiers.validity, Validity::Until(_));
            if ends && is_due(standing) {
                let was = standing.earned;
                review_one(&scene, tiers, standing, last_good);
                if let Some(consumption) = &tiers.consumption {
                    let sum = scene.readings.tracks[consumption.track];
                    let kept = Some(was).filter(|was| *was == standing.earned);
                    let used =
                        consumption::look(None, sum, consumption::reviewed(programme, tiers, sum, kept));
                    carried.push((consumption.track, consumption::booked(programme, tiers, &used, true)));
                    looks.push((id, used));
                }
            }
            if tiers.is_reviewed_on(day) {
                enter_at_review(&scene, tiers, standing);
            }
        }
        consumption::book(programme, member, day, &carried);
    }
    note_reached(programme, &mut member.tiers, day);
    (changes(programme, &before, &member.tiers, day), looks)
}

/// On a day on which levels are reviewed: the highest level whose entry holds is entered, or renewed.
fn enter_at_review(scene: &Scene<'_>, tiers: &Tiers, standing: &mut Standing) {
    let reached = highest_entered(scene, tiers);
    if reached == 0 || reached < standing.earned {
        return;
    }
    let until = valid_from(scene, tiers, scene.day);
    let until = if reached == standing.earned { standing.until.max(until) } else { until };
    *standing = Standing { earned: reached, until, since: Some(scene.day), ..*standing };
}

/// A level whose last good day has just passed is kept and renewed, or another is held from then on.
pub(super) fn review_one(scene: &Scene<'_>, tiers: &Tiers, standing: &mut Standing, last_good: Day) {
    let is_kept = |level: u8| tiers.level(LevelId(level)).is_some_and(|l| all_hold(scene, &l.keep));
    let held = if is_kept(standing.earned) {
        standing.earned
    } else {
        match tiers.after {
            AfterReview::OneDown => standing.earned - 1,
            AfterReview::WhatQualifies => (1..standing.earned).rev().find(|l| is_kept(*l)).unwrap_or(0),
            AfterReview::Base => 0,
        }
    };
    standing.earned = held;
    if held == 0 {
        standing.since = tiers.counts_since.then_some(last_good);
        standing.until = None;
        return;
    }
    let until = valid_from(scene, tiers, last_good);
    let has_passed = until.is_some_and(|u| u <= last_good);
    standing.since = Some(last_good);
    standing.until = if has_passed { valid_from(scene, tiers, scene.day) } else { until };
}

/// At the end of a moment, structures that follow at once are at the level that tracks and balances then give.
pub(super) fn follow(work: &mut Work<'_>, day: Day) {
    let programme = work.programme;
    if programme.tiers.iter().all(|(_, tiers)| tiers.validity != Validity::AtOnce) {
        return;
    }
    let before = work.member.tiers.clone();
    let scene = Scene::of_day(programme, Readings::before(programme, &work.member, day), day);
    for ((_, tiers), standing) in programme.tiers.iter().zip(&mut work.member.tiers) {
        if tiers.validity == Validity::AtOnce {
            let reached = highest_entered(&scene, tiers);
            if reached != standing.earned {
                standing.earned = reached;
                standing.since = (reached > 0).then_some(day);
            }
        }
    }
    note_reached(programme, &mut work.member.tiers, day);
    note_held(programme, &mut work.member, &before, (day, None), &[]);
    let changes = changes(programme, &before, &work.member.tiers, day);
    if !changes.is_empty() {
        effects::apply(programme, &mut work.member, &changes, day, &mut work.decision);
        clocks::look(programme, &mut work.member, day);
    }
    work.decision.tiers.extend(changes);
}

/// Step 12, after an accepted event: each structure apart, on the member as it is now. Changes are counted
/// from `before`, the standings before the event.
pub(super) fn judge(work: &mut Work<'_>, before: &[Standing]) {
    let day = work.now;
    let scene = Scene::of_day(work.programme, Readings::before(work.programme, &work.member, day), day);
    let (mut used, mut looks) = (Vec::new(), Looks::new());
    for ((id, tiers), standing) in work.programme.tiers.iter().zip(&mut work.member.tiers) {
        if let Some(consumption) = &tiers.consumption {
            let sum = scene.readings.tracks[consumption.track];
            let left = consumption::climb(&scene, tiers, consumption, standing, sum);
            used.push((consumption.track, left - sum));
            looks.push((id, consumption::look(Some(&work.decision.event), sum, left)));
            continue;
        }
        if !tiers.review.is_empty() {
            continue;
        }
        let reached = highest_entered(&scene, tiers);
        match tiers.validity {
            Validity::AtOnce => {
                if reached != standing.earned {
                    standing.earned = reached;
                    standing.since = (reached > 0).then_some(day);
                }
                standing.until = None;
            }
            Validity::Until(_) | Validity::Ever => enter_or_renew(&scene, tiers, standing, reached),
        }
    }
    consumption::book(work.programme, &mut work.member, day, &used);
    note_reached(work.programme, &mut work.member.tiers, day);
    let changes = changes(work.programme, before, &work.member.tiers, day);
    // A level that falls back with a return was never left: it gives and takes nothing.
    if work.decision.returned.is_none() {
        effects::apply(work.programme, &mut work.member, &changes, day, &mut work.decision);
    }
    work.decision.tiers.extend(changes);
    let at = work.member.last_at.max(Some(work.at));
    note_held(work.programme, &mut work.member, &work.held_from, (day, at), &looks);
}

/// What counts since this day has been reached on it.
fn note_reached(programme: &Programme, standings: &mut [Standing], day: Day) {
    for ((_, tiers), standing) in programme.tiers.iter().zip(standings) {
        *standing = reaching(tiers, *standing, day);
    }
}

/// A standing after a change on that day: levels up to the one that counts keep the day on which they were reached, or were
/// reached now; those above it are lost.
pub(super) fn reaching(tiers: &Tiers, mut standing: Standing, day: Day) -> Standing {
    if !tiers.keeps_reached {
        return standing;
    }
    let counts = standing.level();
    for level in (1..=REACHED).filter_map(|level| u8::try_from(level).ok()).map(LevelId) {
        if level > counts {
            standing.reached.lose(level);
        } else if !standing.reached.has(level) {
            standing.reached.put(level, day);
        }
    }
    standing
}

/// Notes how the standings differ from what they were, and the sums that were looked at, as long as anybody may ask.
pub(super) fn note_held(
    programme: &Programme,
    member: &mut Member,
    before: &[Standing],
    (day, at): (Day, Option<i64>),
    looks: &[(TiersId, Used)],
) {
    if programme.remember.is_none() {
        return;
    }
    let after = member.tiers.clone();
    for ((tiers, before), after) in programme.tiers.ids().zip(before).zip(after) {
        let used = looks.iter().find(|(of, _)| *of == tiers).map(|(_, used)| *used);
        member.note_held(Held { tiers, day, at, before: *before, after, used });
    }
}

/// For a late event: levels that last for a time are entered and renewed as of its day, if they last until now.
pub(super) fn judge_then(work: &mut Work<'_>, day: Day) {
    let readings = Readings::of_past(work.programme, &work.member, day, work.now);
    let scene = Scene::of_day(work.programme, readings, day);
    for ((_, tiers), standing) in work.programme.tiers.iter().zip(&mut work.member.tiers) {
        let lasts = valid_from(&scene, tiers, day).is_none_or(|until| until >= work.now);
        // A threshold that is taken off is taken off now.
        if tiers.validity != Validity::AtOnce
            && tiers.consumption.is_none()
            && tiers.review.is_empty()
            && lasts
        {
            let reached = highest_entered(&scene, tiers);
            enter_or_renew(&scene, tiers, standing, reached);
        }
    }
}

/// New members are granted a level as their first event ends.
pub(super) fn welcome(work: &mut Work<'_>) {
    let almanac = work.programme.almanac(&work.member.fields, work.member.joined, work.day);
    for ((_, tiers), standing) in work.programme.tiers.iter().zip(&mut work.member.tiers) {
        if let Some((level, deadline)) = &tiers.newcomers
            && standing.granted.is_none()
        {
            standing.granted = Some((level.0, Some(deadline.counted(work.day, almanac))));
        }
    }
}

/// The highest level whose entry holds; everybody holds the lowest.
pub(super) fn highest_entered(scene: &Scene<'_>, tiers: &Tiers) -> u8 {
    let above_lowest = tiers.levels.iter().enumerate().skip(1);
    let reached = above_lowest.rev().find(|(_, level)| all_hold(scene, &level.entry));
    reached.and_then(|(position, _)| u8::try_from(position).ok()).unwrap_or(0)
}

pub(super) fn enter_or_renew(scene: &Scene<'_>, tiers: &Tiers, standing: &mut Standing, reached: u8) {
    let until = valid_from(scene, tiers, scene.day);
    if reached > standing.earned {
        *standing = Standing { earned: reached, until, since: Some(scene.day), ..*standing };
    } else if reached == standing.earned && in_later_window(scene, tiers, standing) {
        // A level that is held for ever stays so.
        if let (Some(until), Some(held_until)) = (until, standing.until) {
            standing.until = Some(until.max(held_until));
            standing.since = Some(scene.day);
        }
    }
}

/// Whether the day lies in a later window than the one in which the level was opened or last renewed.
pub(super) fn in_later_window(scene: &Scene<'_>, tiers: &Tiers, standing: &Standing) -> bool {
    let (Some(since), Some(level)) = (standing.since, tiers.level(LevelId(standing.earned))) else {
        return false;
    };
    level.renews.iter().any(|window| {
        let Window::OwnYear(own) = window else { return window.number(scene.day) > window.number(since) };
        let first = match own {
            Own::Joining => scene.readings.joined.unwrap_or(scene.day),
            Own::Tier(_) => since.plus(1),
        };
        own.years(first, scene.day).0.0 > since && scene.day > since
    })
}

/// The structures in which the level that counts, or its last good day, is no longer the same.
fn changes(programme: &Programme, before: &[Standing], after: &[Standing], on: Day) -> Vec<TierChange> {
    let pairs = programme.tiers.ids().zip(before.iter().zip(after));
    pairs.filter_map(|(tiers, (before, after))| change(tiers, before, after, on)).collect()
}

fn change(tiers: TiersId, before: &Standing, after: &Standing, on: Day) -> Option<TierChange> {
    let same = before.level() == after.level() && before.until() == after.until();
    (!same).then(|| TierChange { tiers, from: before.level(), to: after.level(), until: after.until(), on })
}
