//! What ends as time passes, on which days that may be, and reminders.

use super::clocks::almanac;
use super::due::Passed;
use super::{Desk, lots};
use crate::decision::{Expired, Reminder};
use crate::native::code::Compiled;
use crate::native::plan::points::PointsQuestion;
use crate::state::{Lot, Member};
use treue_lang::programme::{Decay, Expiry, ExpiryHow, Id, Idle, Programme, Unit, UnitId};
use treue_lang::time::{Day, Period};

/// Whether anything but lots on their own last good day may end, or be reminded of.
pub(crate) fn has_more_days(unit: &Unit) -> bool {
    unit.remind.is_some()
        || may_be_overdue(unit)
        || unit.expiry.iter().any(|e| !matches!(e.how, ExpiryHow::After(..)))
}

/// Whether the last good day of a lot may have passed while it is still there.
pub(crate) fn may_be_overdue(unit: &Unit) -> bool {
    unit.pause.is_some() || unit.tier_later
}

/// Notes days after `last` on which something may end or be reminded of, beside lots on their own last good day.
pub(crate) fn note_days(
    programme: &Programme,
    member: &Member,
    (id, unit): (UnitId, &Unit),
    last: Day,
    note: &mut impl FnMut(Day),
) {
    // The lots of a unit stand together, soonest to expire first.
    let from = member.lots.partition_point(|l| l.unit < id);
    let lots = member.lots.get(from..).unwrap_or_default();
    let lots = lots.get(..lots.partition_point(|l| l.unit == id)).unwrap_or_default();
    let Some(first) = lots.first().filter(|_| !is_paused(member, id)) else { return };
    if may_be_overdue(unit) && first.expires.is_some_and(|e| e < last) {
        note(Day(last.0.saturating_add(1)));
    }
    let before = unit.remind.map(i32::from);
    if let Some(days) = before {
        let reminded = lots.iter().filter_map(|l| l.expires).map(|e| Day(e.0.saturating_sub(days)));
        reminded.filter(|day| *day > last).min().into_iter().for_each(&mut *note);
    }
    for expiry in &unit.expiry {
        if let Some(end) = next_end(programme, expiry, member, id, last) {
            note(Day(end.0.saturating_add(1)));
        }
        if let Some(days) = before.filter(|_| expiry.when.is_empty()) {
            // The first end that is reminded of after `last`.
            let from = last.plus(days);
            if let Some(end) = next_end_of_all(programme, expiry, member, id, from.plus(1)) {
                note(end.plus(-days));
            }
        }
    }
}

/// The next last good day of a line, from `last` on: of all lots, or of parts.
fn next_end(programme: &Programme, expiry: &Expiry, member: &Member, id: UnitId, last: Day) -> Option<Day> {
    match &expiry.how {
        ExpiryHow::Decay(decay) => {
            Some(decay.every.repeated(idle_end(&decay.idle, member, id)?, last.plus(-1)))
        }
        ExpiryHow::After(..) | ExpiryHow::Without(_) | ExpiryHow::AllAt(_) => {
            next_end_of_all(programme, expiry, member, id, last)
        }
    }
}

/// The next last good day of all lots of a unit by a line, from `from` on.
fn next_end_of_all(
    programme: &Programme,
    expiry: &Expiry,
    member: &Member,
    id: UnitId,
    from: Day,
) -> Option<Day> {
    match &expiry.how {
        ExpiryHow::After(..) | ExpiryHow::Decay(_) => None,
        ExpiryHow::Without(idle) => idle_end(idle, member, id).filter(|end| *end >= from),
        ExpiryHow::AllAt(period) => Some(end_of(programme, *period, member, from)),
    }
}

fn end_of(programme: &Programme, period: Period, member: &Member, day: Day) -> Day {
    period.end(day, almanac(programme, member, day))
}

fn is_paused(member: &Member, id: UnitId) -> bool {
    member.clocks.paused.get(id.index()).is_some_and(Option::is_some)
}

/// Last good day of a unit's points, by idleness.
fn idle_end(idle: &Idle, member: &Member, id: UnitId) -> Option<Day> {
    let clocks = &member.clocks;
    let mut latest = member.joined;
    let mut also = |day: Option<Day>| latest = latest.max(day);
    if idle.purchase {
        also(member.last_purchase);
    }
    if idle.redeem {
        also(member.last_redeem);
    }
    if idle.transfer {
        also(clocks.last_transfer);
    }
    idle.activities.iter().for_each(|kind| also(clocks.activities.get(*kind).copied().flatten()));
    also(clocks.resumed.get(id.index()).copied().flatten());
    latest.map(|day| idle.length.after(day))
}

impl Desk {
    /// Points end whose last good day has passed, that stand under a line that ends all of them, or that decay.
    pub(crate) fn expire(&mut self, compiled: &Compiled, member: &mut Member, day: Day, passed: &mut Passed) {
        let eve = Day(day.0.saturating_sub(1));
        for (id, unit) in compiled.programme().units.iter() {
            if is_paused(member, id) || !member.lots.iter().any(|l| l.unit == id) {
                continue;
            }
            let all = (0..unit.expiry.len())
                .any(|line| self.ends_today(compiled, (id, unit, line), member, eve, false));
            let mut points = 0i64;
            let mut went: Vec<Lot> = Vec::new();
            member.lots.retain(|lot| {
                let overdue = may_be_overdue(unit) && lot.expires.is_some_and(|e| e < eve);
                let gone = lot.unit == id && (all || overdue || lot.expires == Some(eve));
                if gone {
                    points = points.saturating_add(lot.points);
                    went.push(*lot);
                }
                !gone
            });
            went.into_iter().for_each(|lot| lots::note_gone(compiled.programme(), member, lot));
            for (line, expiry) in unit.expiry.iter().enumerate() {
                let ExpiryHow::Decay(decay) = &expiry.how else { continue };
                if self.ends_today(compiled, (id, unit, line), member, eve, true) {
                    let part = part(decay, member, id, day);
                    points = points.saturating_add(lots::burn(&mut member.lots, (id, unit), day, part, None));
                }
            }
            if points > 0 {
                passed.expired.push(Expired { unit: id, points, last_good_day: eve });
            }
        }
    }

    /// Whether a line is due and what it asks holds; `part` tells lines that take parts from those that end all.
    fn ends_today(
        &mut self,
        compiled: &Compiled,
        (id, unit, line): (UnitId, &Unit, usize),
        member: &mut Member,
        eve: Day,
        part: bool,
    ) -> bool {
        let Some(expiry) = unit.expiry.get(line) else { return false };
        if matches!(expiry.how, ExpiryHow::Decay(_)) != part
            || next_end(compiled.programme(), expiry, member, id, eve) != Some(eve)
        {
            return false;
        }
        if expiry.when.is_empty() {
            return true;
        }
        self.fill_last_full(compiled, member, eve.plus(1), eve.plus(1));
        self.ask_points(compiled);
        self.answered(compiled, PointsQuestion::Line(id, line))
    }
}

/// The part of what is available that goes.
fn part(decay: &Decay, member: &Member, id: UnitId, day: Day) -> i64 {
    let mut available = 0i64;
    for lot in member.lots.iter().filter(|l| l.unit == id && l.available <= day) {
        available = available.saturating_add(lot.points);
    }
    let product = i128::from(available) * i128::from(decay.part.numerator());
    let share = i64::try_from(product / i128::from(decay.part.denominator())).unwrap_or(available);
    share.max(decay.least).min(available)
}

/// Reminders of a day.
pub(crate) fn remind(programme: &Programme, member: &Member, day: Day, passed: &mut Passed) {
    for (id, unit) in programme.units.iter() {
        let Some(days) = unit.remind.filter(|_| !is_paused(member, id)) else { continue };
        let last_good_day = day.plus(i32::from(days));
        let lots = || member.lots.iter().filter(|l| l.unit == id);
        if lots().next().is_none() {
            continue;
        }
        let all = unit
            .expiry
            .iter()
            .filter(|e| e.when.is_empty())
            .any(|e| next_end_of_all(programme, e, member, id, last_good_day) == Some(last_good_day));
        let mut points = 0i64;
        for lot in lots().filter(|l| all || l.expires == Some(last_good_day)) {
            points = points.saturating_add(lot.points);
        }
        if points > 0 {
            passed.reminders.push(Reminder { unit: id, points, last_good_day, on: day });
        }
    }
}
