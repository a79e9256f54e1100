//! Clocks of points, looked at whenever tiers or the member have changed: pauses begin and end, and deadlines that
//! ask for the tier when they end are read again.

use super::condition;
use super::expiry::counted;
use super::lots::tidy;
use super::readings::Readings;
use super::scene::Scene;
use crate::state::{Clock, Lot, Member};
use treue_lang::programme::{AfterPause, Conjunct, ExpiryHow, Programme, Start, Unit, UnitId};
use treue_lang::time::{Almanac, Day};

fn all_hold(scene: &Scene<'_>, conditions: &[Conjunct]) -> bool {
    conditions.iter().all(|c| condition::holds(scene, &c.condition))
}

/// Looks at the clocks of all units on a day.
pub(super) fn look(programme: &Programme, member: &mut Member, day: Day) {
    if !programme.units.iter().any(|(_, u)| u.pause.is_some() || u.tier_later) {
        return;
    }
    let scene = Scene::of_day(programme, Readings::before(programme, member, day), day);
    let almanac = programme.almanac(&member.fields, member.joined, day);
    for (unit, spec) in programme.units.iter() {
        if let Some(pause) = &spec.pause {
            let holds = all_hold(&scene, &pause.condition);
            let since = member.clocks.paused[unit.0 as usize];
            match (holds, since) {
                (true, None) => member.clocks.paused[unit.0 as usize] = Some(day),
                (false, Some(since)) => {
                    end_pause(spec, pause.after, member, unit, (since, day), almanac);
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        if spec.tier_later {
            read_again(&scene, spec, member, unit, almanac);
        }
    }
    tidy(member);
}

/// Ends the pauses of all units on a day.
pub(super) fn end_pauses(programme: &Programme, member: &mut Member, day: Day) {
    let almanac = programme.almanac(&member.fields, member.joined, day);
    for (unit, spec) in programme.units.iter() {
        if let (Some(pause), Some(since)) = (&spec.pause, member.clocks.paused[unit.0 as usize]) {
            end_pause(spec, pause.after, member, unit, (since, day), almanac);
        }
    }
    tidy(member);
}

/// The pause from the first day to the second is over.
fn end_pause(
    spec: &Unit,
    after: AfterPause,
    member: &mut Member,
    unit: UnitId,
    (since, day): (Day, Day),
    almanac: Almanac,
) {
    member.clocks.paused[unit.0 as usize] = None;
    member.clocks.resumed[unit.0 as usize] = Some(day);
    for lot in member.lots.iter_mut().filter(|l| l.unit == unit) {
        let Some(clock) = &mut lot.clock else { continue };
        match after {
            AfterPause::AtOnce => continue,
            AfterPause::GoesOn => clock.paused += day.0 - since.max(lot.earned).0,
            AfterPause::Restart => *clock = Clock { start: day, paused: 0, ..*clock },
        }
        if let Some(ExpiryHow::After(deadline, _)) = spec.expiry.get(clock.line as usize).map(|e| &e.how) {
            lot.expires = Some(counted(spec, deadline, *clock, lot.earned, almanac));
        }
    }
}

/// Every lot gets the earliest of the deadlines whose conditions hold now.
fn read_again(scene: &Scene<'_>, spec: &Unit, member: &mut Member, unit: UnitId, almanac: Almanac) {
    for lot in member.lots.iter_mut().filter(|l| l.unit == unit) {
        let mut first: Option<(Day, Clock)> = None;
        for (line, expiry) in (0_u32..).zip(&spec.expiry) {
            let ExpiryHow::After(deadline, start) = &expiry.how else { continue };
            let Some(start) = first_day(lot, *start) else { continue };
            if all_hold(scene, &expiry.when) {
                let clock = Clock { line, start, paused: lot.clock.map_or(0, |c| c.paused) };
                let day = counted(spec, deadline, clock, lot.earned, almanac);
                if first.is_none_or(|(earliest, _)| day < earliest) {
                    first = Some((day, clock));
                }
            }
        }
        lot.expires = first.map(|(day, _)| day);
        // Without a deadline the clock stays: one may hold again.
        if spec.pause.is_some()
            && let Some((_, clock)) = first
        {
            lot.clock = Some(clock);
        }
    }
}

/// The day that the deadlines of a lot count from.
fn first_day(lot: &Lot, start: Start) -> Option<Day> {
    match (lot.clock, start) {
        (Some(clock), _) => Some(clock.start),
        (None, Start::Event | Start::Field(_)) => Some(lot.earned),
        (None, Start::Availability) => (lot.available != Lot::NOT_YET).then_some(lot.available),
    }
}
