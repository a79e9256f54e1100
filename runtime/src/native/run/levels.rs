//! What a change of level brings: thresholds that are used up, points that are given or expire, and the level of new members.

use super::clocks::{Earned, almanac};
use super::tracks::{self, Today};
use super::{Desk, lots};
use crate::decision::{Expired, LevelGift, TierChange};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Came, CameWhat, Lot, Member, Standing, Used};
use treue_lang::limits::TRACK;
use treue_lang::programme::{Consumption, Id, LevelEffect, Programme, Tiers, UnitId};
use treue_lang::time::{Day, Window};

/// What is left of a sum after the level of that position has used its threshold up.
fn left(tiers: &Tiers, level: u8, sum: i64) -> i64 {
    match tiers.levels.get(usize::from(level)).and_then(|l| l.uses) {
        None => sum,
        Some(uses) => {
            let rest = sum.saturating_sub(uses.amount).max(0);
            uses.carries.map_or(rest, |most| rest.min(most))
        }
    }
}

/// Enters levels one after the other, or renews the one that is held; gives what is left of the sum.
pub(crate) fn climb(
    tiers: &Tiers,
    from: &[i64],
    standing: &mut Standing,
    sum: i64,
    (day, until): (Day, Option<Day>),
) -> i64 {
    let enough = |level: u8, sum: i64| from.get(usize::from(level)).is_some_and(|f| *f <= sum);
    let (first, mut sum) = (standing.earned, sum);
    while let Some(next) = standing.earned.checked_add(1).filter(|next| enough(*next, sum)) {
        (standing.earned, standing.until, standing.since) = (next, until, Some(day));
        sum = left(tiers, next, sum);
    }
    let (false, Some(until), Some(held), Some(since)) =
        (first == 0 || standing.earned > first, until, standing.until, standing.since)
    else {
        return sum;
    };
    let windows = tiers.levels.get(usize::from(first)).map_or(&[][..], |l| &l.renews);
    if enough(first, sum) && windows.iter().any(|w| w.number(day) > w.number(since)) {
        (standing.until, standing.since) = (Some(held.max(until)), Some(day));
        sum = left(tiers, first, sum);
    }
    sum
}

/// Books a difference into a track, as far as it can hold it.
pub(crate) fn book_used(programme: &Programme, member: &mut Member, used: &Consumption, day: Day, by: i64) {
    let Some(track) = programme.tracks.get(used.track) else { return };
    let Some(state) = member.tracks.get_mut(used.track.index()) else { return };
    let today = Today::new(tracks::kind(track), day, programme.memory_starts(day));
    let room = (TRACK - 1).saturating_sub(tracks::reading(state, today));
    let booked = by.min(room);
    if booked != 0 {
        tracks::book(state, day, today, booked);
    }
}

/// What a review leaves of the sum of the last full window, by the level that it kept: of a calendar window nothing, if there
/// is none that uses it up.
pub(crate) fn left_by_review(programme: &Programme, tiers: &Tiers, kept: Option<u8>, full: i64) -> i64 {
    let level = kept.filter(|l| tiers.levels.get(usize::from(*l)).is_some_and(|l| l.uses.is_some()));
    match level {
        Some(level) => left(tiers, level, full),
        None if sums_for_ever(programme, tiers) => full,
        None => 0,
    }
}

/// Whether levels use up the sum of a track for ever.
fn sums_for_ever(programme: &Programme, tiers: &Tiers) -> bool {
    let track = tiers.consumption.as_ref().and_then(|used| programme.tracks.get(used.track));
    track.is_some_and(|track| track.window == Window::Ever)
}

/// After a review: what its last full window leaves goes on. What was looked at, and left.
pub(crate) fn carry_on(
    programme: &Programme,
    member: &mut Member,
    (tiers, kept): (&Tiers, Option<u8>),
    full: i64,
    day: Day,
) -> Option<Used> {
    let used = tiers.consumption.as_ref()?;
    let left = left_by_review(programme, tiers, kept, full);
    let by = if sums_for_ever(programme, tiers) { left.saturating_sub(full) } else { left };
    book_used(programme, member, used, day, by);
    Some(Used { event: 0, sum: full, left })
}

/// The level that a new member is granted.
pub(crate) fn welcome(programme: &Programme, member: &mut Member, day: Day) {
    let almanac = almanac(programme, member, day);
    for ((_, tiers), standing) in programme.tiers.iter().zip(&mut member.tiers) {
        if let (Some((level, deadline)), None) = (&tiers.newcomers, standing.granted) {
            standing.granted = Some((level.0, Some(deadline.counted(day, almanac))));
        }
    }
}

impl Desk {
    /// Does what belongs to changes of level on a day; gives what was given and what expired.
    pub(crate) fn give_gifts(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        changes: &[TierChange],
        today: &DayFacts,
    ) -> (Vec<LevelGift>, Vec<Expired>) {
        let (mut given, mut expired) = (Vec::new(), Vec::new());
        if member.membership.ended.is_some() {
            return (given, expired);
        }
        for change in changes.iter().filter(|c| c.from != c.to) {
            let up = change.to > change.from;
            let level = change.to.max(change.from);
            let spec = compiled.programme().tiers.get(change.tiers).and_then(|t| t.level(level));
            let gifts = spec.map_or(&[][..], |l| if up { &l.reaching } else { &l.leaving });
            let (mut lots_given, mut lots_gone) = (Vec::new(), Vec::new());
            for gift in gifts {
                match gift {
                    LevelEffect::Points(unit, points) => {
                        lots_given.extend(self.gift(compiled, member, (*unit, *points), today, &mut expired));
                    }
                    LevelEffect::Expire(unit) => {
                        let gone = expire_all(compiled.programme(), member, *unit);
                        let points = gone.iter().fold(0i64, |sum, l| sum.saturating_add(l.points));
                        if points > 0 {
                            let last_good_day = today.day.plus(-1);
                            expired.push(Expired { unit: *unit, points, last_good_day });
                        }
                        lots_gone.extend(gone);
                    }
                }
            }
            for lot in &lots_given {
                let (tiers, unit, on) = (change.tiers, lot.unit, today.day);
                given.push(LevelGift { tiers, level, unit, points: lot.points, expires: lot.expires, on });
            }
            // Also where no points were there to go: what a receipt then gives more would have gone.
            if compiled.programme().remember.is_some() && !gifts.is_empty() {
                let (tiers, given, expired) = (change.tiers, lots_given, lots_gone);
                let what = CameWhat::Level { tiers, level, reached: up, given, expired };
                member.came.push(Came { day: today.day, what });
            }
        }
        if !given.is_empty() || !expired.is_empty() {
            lots::balances(compiled.programme().units.len(), member, today.day, &mut self.balances);
        }
        (given, expired)
    }

    fn gift(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (unit, points): (UnitId, i64),
        today: &DayFacts,
        expired: &mut Vec<Expired>,
    ) -> Option<Lot> {
        let has = member.lots.iter().filter(|l| l.unit == unit).fold(0i64, |n, l| n.saturating_add(l.points));
        let points = points.min((TRACK - 1).saturating_sub(has));
        if points <= 0 {
            return None;
        }
        if compiled.plan().points.asks_when_earned {
            let programme = compiled.programme();
            lots::balances(programme.units.len(), member, today.day, &mut self.balances);
            self.fill_readings(compiled, member, today);
            self.binder.member(programme, compiled.plan(), &member.fields, &mut self.frame);
            self.ask_points(compiled);
        }
        let (expires, clock) =
            self.dates(compiled, Earned { member, event: None, today }, unit, None, today.day);
        let (earned, available) = (today.day, today.day);
        let lot = Lot { unit, expires, earned, available, payer: None, clock, awaits: None, points };
        if lots::is_gone(compiled.programme(), (expires, unit), today.day) {
            lots::expire_at_once(compiled.programme(), member, lot, expired);
            return Some(lot);
        }
        let owed = member.owed.get_mut(unit.index())?;
        let paid = points.min(*owed);
        *owed = owed.saturating_sub(paid);
        lots::add(&mut member.lots, Lot { points: points.saturating_sub(paid), ..lot });
        Some(lot)
    }
}

/// All lots of a unit go; goods may come back that gave them.
fn expire_all(programme: &Programme, member: &mut Member, unit: UnitId) -> Vec<Lot> {
    let mut gone = Vec::new();
    member.lots.retain(|lot| {
        if lot.unit == unit {
            gone.push(*lot);
        }
        lot.unit != unit
    });
    gone.iter().for_each(|lot| lots::note_gone(programme, member, *lot));
    gone
}
