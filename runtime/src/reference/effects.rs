//! What happens as levels are reached and left: points are given, or all points of a unit expire.

use super::readings::Readings;
use super::scene::Scene;
use super::taking::{self, Less, Settling, WhatFor};
use super::{Work, consumption, expiry, fallback, lots, spent};
use crate::decision::{Decision, Expired, LevelGift, Refusal, TierChange};
use crate::state::{Came, CameWhat, Lot, Member, Since};
use std::borrow::Cow;
use treue_lang::limits;
use treue_lang::programme::{LevelEffect, Programme, UnitId};
use treue_lang::time::Day;

/// Does what belongs to changes of level on a day.
pub(super) fn apply(
    programme: &Programme,
    member: &mut Member,
    changes: &[TierChange],
    day: Day,
    decision: &mut Decision,
) {
    if member.membership.ended.is_some() {
        return;
    }
    for change in changes {
        let level = if change.to > change.from { change.to } else { change.from };
        let Some(spec) = programme.tiers[change.tiers].level(level) else { continue };
        let gifts = match change.to.cmp(&change.from) {
            std::cmp::Ordering::Greater => &spec.reaching,
            std::cmp::Ordering::Less => &spec.leaving,
            std::cmp::Ordering::Equal => continue,
        };
        let (mut given, mut expired) = (Vec::new(), Vec::new());
        for gift in gifts {
            match *gift {
                LevelEffect::Points(unit, points) => {
                    given.extend(book(programme, (member, decision), unit, points, day));
                }
                LevelEffect::Expire(unit) => {
                    let gone = expire(programme, member, unit);
                    let points = gone.iter().fold(0_i64, |sum, l| sum.saturating_add(l.points));
                    if points > 0 {
                        decision.expired.push(Expired { unit, points, last_good_day: day.plus(-1) });
                    }
                    expired.extend(gone);
                }
            }
        }
        for Lot { unit, points, expires, .. } in &given {
            let (tiers, unit, points, expires, on) = (change.tiers, *unit, *points, *expires, day);
            decision.level_gifts.push(LevelGift { tiers, level, unit, points, expires, on });
        }
        // Also of points that were not there: what a receipt then gives more would have gone.
        if programme.remember.is_some() && !gifts.is_empty() {
            let reached = change.to > change.from;
            let what = CameWhat::Level { tiers: change.tiers, level, reached, given, expired };
            member.came.push(Came { day, what });
        }
    }
}

/// Books points like a grant, as many as the balance can hold.
fn book(
    programme: &Programme,
    (member, decision): (&mut Member, &mut Decision),
    unit: UnitId,
    points: i64,
    day: Day,
) -> Option<Lot> {
    let has: i128 = member.lots.iter().filter(|l| l.unit == unit).map(|l| i128::from(l.points)).sum();
    let room = i64::try_from(i128::from(limits::TRACK) - 1 - has).unwrap_or(0);
    let points = points.min(room);
    if points <= 0 {
        return None;
    }
    let scene = Scene::of_day(programme, Readings::before(programme, member, day), day);
    let almanac = programme.almanac(&member.fields, member.joined, day);
    let earning = expiry::Earning { unit, rule: None, available: day };
    let (expires, clock) = expiry::dates(&scene, almanac, &earning);
    let lot = Lot { unit, expires, earned: day, available: day, payer: None, clock, awaits: None, points };
    lots::earn_on(programme, (member, decision), day, lot).ok()?;
    Some(lot)
}

/// All lots of a unit go; goods may come back that gave them.
fn expire(programme: &Programme, member: &mut Member, unit: UnitId) -> Vec<Lot> {
    let gone: Vec<Lot> = member.lots.iter().filter(|l| l.unit == unit).copied().collect();
    member.lots.retain(|l| l.unit != unit);
    for lot in &gone {
        lots::note_gone(programme, member, *lot);
    }
    gone
}

/// Levels fall back, and what came with them is undone, until nothing more follows: points that a level gave may have opened
/// another one.
pub(super) fn undo_levels(
    work: &mut Work<'_>,
    since: &Since<'_>,
    settling: &mut Settling<'_>,
) -> Result<(), Refusal> {
    if work.programme.returns.tiers_kept {
        return Ok(());
    }
    loop {
        fallback::fall_back(work, since);
        // What has changed so far has been gone through.
        work.sums_from = consumption::sums(work.programme, &work.member);
        if !undo(work, since.day, settling)? {
            return Ok(());
        }
    }
}

/// After levels have fallen back from an instant of a day: what came with changes that have never been is undone, the latest
/// first. Says whether there was any.
fn undo(work: &mut Work<'_>, since: Day, settling: &mut Settling<'_>) -> Result<bool, Refusal> {
    let mut any = false;
    while let Some(at) = work.member.came.iter().rposition(|c| c.day >= since && !c.stands(&work.member)) {
        let Came { what: CameWhat::Level { given, expired, .. }, .. } = work.member.came.remove(at) else {
            continue;
        };
        any = true;
        for lot in expired {
            drop_gone(&mut work.member.gone, &lot);
            spent::book_back(work, lot, settling.returned)?;
        }
        for unit in work.programme.units.ids() {
            let gone: Vec<Lot> = given.iter().filter(|l| l.unit == unit).copied().collect();
            if !gone.is_empty() {
                let less = Less { gone, what_for: WhatFor::Level, ..Less::default() };
                taking::settle(work, unit, less, settling)?;
            }
        }
    }
    Ok(any)
}

/// Points that a receipt gives more, if a change of level since it took all points of their unit: they go with those. Says
/// whether they did.
pub(super) fn expire_with_level(work: &mut Work<'_>, lot: Lot, since: &Since<'_>) -> bool {
    let still_good = |on: Day| {
        taking::days_move(&work.programme.units[lot.unit])
            || lot.expires.is_none_or(|last_good| last_good >= on)
    };
    let takes_it = |came: &Came| {
        came.took_all(work.programme, lot.unit)
            && still_good(came.day.plus(-1))
            && came.change(&work.member).is_some_and(|h| fallback::is_since(&work.member, &h, since))
    };
    let Some(at) = work.member.came.iter().position(takes_it) else { return false };
    let Some(day) = work.member.came.get(at).map(|came| came.day) else { return false };
    let Lot { unit, points, .. } = lot;
    work.decision.expired.push(Expired { unit, points, last_good_day: day.plus(-1) });
    lots::note_gone(work.programme, &mut work.member, lot);
    work.member.add_expired(at, lot);
    true
}

/// The member as if what came with changes of level from one on had not been: no level stands on what it gave itself or
/// falls by what it took.
pub(super) fn without_since(member: &Member, from: (Day, Option<i64>)) -> Cow<'_, Member> {
    let is_later = |came: &&Came| {
        let change = came.change(member);
        came.day >= from.0 && change.is_none_or(|h| (h.day, h.at) >= from)
    };
    let mut without = Cow::Borrowed(member);
    for came in member.came.iter().filter(is_later) {
        let CameWhat::Level { given, expired, .. } = &came.what else { continue };
        let lots = &mut without.to_mut().lots;
        for lot in given {
            let mut open = lot.points;
            let origin = |l: &Lot| (l.unit, l.earned, l.available, l.payer);
            for there in lots.iter_mut().filter(|l| origin(l) == origin(lot)) {
                let points = there.points.min(open);
                there.points -= points;
                open -= points;
            }
        }
        lots.extend(expired);
    }
    without
}

/// A lot that is there again has not expired; what memory no longer reaches was not noted any more.
fn drop_gone(gone: &mut Vec<Lot>, lot: &Lot) {
    let same = |l: &&mut Lot| Lot { points: 0, ..**l } == Lot { points: 0, ..*lot };
    if let Some(noted) = gone.iter_mut().find(same) {
        noted.points -= noted.points.min(lot.points);
    }
    gone.retain(|l| l.points > 0);
}
