//! When points end: the last good day of new points, what goes at the start of a day, and reminders.

use super::scene::Scene;
use super::{condition, lots};
use crate::decision::{Expired, Reminder};
use crate::state::{Clock, Lot, Member};
use treue_lang::programme::{
    Conjunct, Decay, Expiry, ExpiryHow, FieldValue, Idle, Programme, RuleId, Start, Unit, UnitId,
};
use treue_lang::time::{Almanac, Day, Deadline};

/// Points as they are earned.
pub(super) struct Earning {
    pub(super) unit: UnitId,
    /// The rule that gave them; none for grants.
    pub(super) rule: Option<RuleId>,
    /// The day on which they become available.
    pub(super) available: Day,
}

fn all_hold(scene: &Scene<'_>, conditions: &[Conjunct]) -> bool {
    conditions.iter().all(|c| condition::holds(scene, &c.condition))
}

/// Last good day of points earned on the scene's day, and the clock of units that pause: the earliest of the
/// deadlines whose conditions hold. `None` for never.
pub(super) fn dates(scene: &Scene<'_>, almanac: Almanac, earning: &Earning) -> (Option<Day>, Option<Clock>) {
    let unit = &scene.programme.units[earning.unit];
    let mut first: Option<(Day, Clock)> = None;
    for (line, expiry) in (0_u32..).zip(&unit.expiry) {
        let ExpiryHow::After(deadline, start) = &expiry.how else { continue };
        let by_rule = expiry.rules.is_empty() || earning.rule.is_some_and(|r| expiry.rules.contains(&r));
        let Some(start) = start_day(scene, *start, earning.available) else { continue };
        if by_rule && all_hold(scene, &expiry.when) {
            let clock = Clock { line, start, paused: 0 };
            let day = counted(unit, deadline, clock, scene.day, almanac);
            if first.is_none_or(|(earliest, _)| day < earliest) {
                first = Some((day, clock));
            }
        }
    }
    let clock = first.map(|(_, clock)| clock).filter(|_| unit.pause.is_some());
    (first.map(|(day, _)| day), clock)
}

/// The day that a deadline counts from; `None` while it is not known.
pub(super) fn start_day(scene: &Scene<'_>, start: Start, available: Day) -> Option<Day> {
    match start {
        Start::Event => Some(scene.day),
        Start::Availability => (available != Lot::NOT_YET).then_some(available),
        Start::Field(field) => match scene.field(field, None) {
            Some(FieldValue::Date(day)) => Some(*day),
            Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_)) | None => {
                Some(scene.day)
            }
        },
    }
}

/// The last good day by one deadline, of points earned on `earned`: what named lots get on top comes last.
pub(super) fn counted(unit: &Unit, deadline: &Deadline, clock: Clock, earned: Day, almanac: Almanac) -> Day {
    let day = deadline.with_pause(clock.start, clock.paused, almanac);
    let named = unit.extensions.iter().filter(|e| e.from <= earned && earned <= e.to);
    named.fold(day, |day, extension| extension.by.after(day))
}

/// Points that waited are available on the scene's day. What counts from that day is read now: no rule is named by it,
/// since the points no longer tell which gave them.
pub(super) fn available_on(scene: &Scene<'_>, almanac: Almanac, lot: Lot) -> Lot {
    let spec = &scene.programme.units[lot.unit];
    let mut lot = Lot { available: scene.day, awaits: None, ..lot };
    for (line, expiry) in (0_u32..).zip(&spec.expiry) {
        let ExpiryHow::After(deadline, Start::Availability) = &expiry.how else { continue };
        if expiry.rules.is_empty() && all_hold(scene, &expiry.when) {
            let clock = Clock { line, start: scene.day, paused: 0 };
            let day = counted(spec, deadline, clock, lot.earned, almanac);
            if lot.expires.is_none_or(|expires| day < expires) {
                lot.expires = Some(day);
                lot.clock = Some(clock).filter(|_| spec.pause.is_some());
            }
        }
    }
    lot
}

/// Takes what ends on `last_good`: lots by their own day, all lots by idleness or at the end of a period, then parts.
/// `scene` gives the readings of the moment, and is only asked for where a condition is due.
pub(super) fn expire<'a>(
    programme: &'a Programme,
    member: &mut Member,
    unit: UnitId,
    last_good: Day,
    scene: &dyn Fn(&Member) -> Scene<'a>,
) -> Option<Expired> {
    let spec = &programme.units[unit];
    if member.clocks.paused[unit.0 as usize].is_some() {
        return None;
    }
    let holds = |member: &Member, e: &Expiry| e.when.is_empty() || all_hold(&scene(member), &e.when);
    let all = spec.expiry.iter().any(|e| ends_all(programme, e, member, unit, last_good) && holds(member, e));
    // Last good days move, or pass unseen, only where clocks stand still or are read again.
    let overdue = spec.pause.is_some() || spec.tier_later;
    let ends = |day: Day| day == last_good || overdue && day < last_good;
    let goes = |l: &Lot| l.unit == unit && (all || l.expires.is_some_and(ends));
    let gone: Vec<Lot> = member.lots.iter().filter(|l| goes(l)).copied().collect();
    let mut points = gone.iter().fold(0_i64, |sum, l| sum.saturating_add(l.points));
    member.lots.retain(|l| !goes(l));
    gone.into_iter().for_each(|lot| lots::note_gone(programme, member, lot));
    for expiry in &spec.expiry {
        let ExpiryHow::Decay(decay) = &expiry.how else { continue };
        if decays(decay, member, unit, last_good) && holds(member, expiry) {
            let today = last_good.plus(1);
            let part = part_of(decay, member.balance(unit, today).available);
            lots::burn(programme, member, unit, today, part);
            points = points.saturating_add(part);
        }
    }
    (points > 0).then_some(Expired { unit, points, last_good_day: last_good })
}

/// Whether a line ends all lots of a unit on `last_good`, if its conditions hold.
fn ends_all(programme: &Programme, expiry: &Expiry, member: &Member, unit: UnitId, last_good: Day) -> bool {
    match &expiry.how {
        ExpiryHow::After(..) | ExpiryHow::Decay(_) => false,
        ExpiryHow::Without(idle) => idle_until(idle, member, unit) == Some(last_good),
        ExpiryHow::AllAt(period) => {
            period.end(last_good, programme.almanac(&member.fields, member.joined, last_good)) == last_good
        }
    }
}

/// The last good day by idleness; `None` for a member for whom nothing has happened yet.
fn idle_until(idle: &Idle, member: &Member, unit: UnitId) -> Option<Day> {
    let clocks = &member.clocks;
    let named = [
        member.last_purchase.filter(|_| idle.purchase),
        member.last_redeem.filter(|_| idle.redeem),
        clocks.last_transfer.filter(|_| idle.transfer),
    ];
    let activities = idle.activities.iter().filter_map(|a| clocks.activities[*a]);
    let resumed = clocks.resumed[unit.0 as usize];
    let latest = named.into_iter().flatten().chain(activities).chain(resumed).max();
    latest.max(member.joined).map(|from| idle.length.after(from))
}

/// Whether a part goes after `last_good`.
fn decays(decay: &Decay, member: &Member, unit: UnitId, last_good: Day) -> bool {
    let first = idle_until(&decay.idle, member, unit);
    first.is_some_and(|first| decay.every.repeated(first, last_good.plus(-1)) == last_good)
}

/// How much of what is available goes.
fn part_of(decay: &Decay, available: i64) -> i64 {
    let part =
        i128::from(available) * i128::from(decay.part.numerator()) / i128::from(decay.part.denominator());
    let part = part.max(i128::from(decay.least)).min(i128::from(available));
    i64::try_from(part).unwrap_or(0)
}

/// The reminder of a day, of points that will then be good for so many days.
pub(super) fn remind(programme: &Programme, member: &Member, unit: UnitId, day: Day) -> Option<Reminder> {
    let spec = &programme.units[unit];
    let last_good_day = day.plus(i32::from(spec.remind?));
    if member.clocks.paused[unit.0 as usize].is_some() {
        return None;
    }
    let all =
        spec.expiry.iter().any(|e| e.when.is_empty() && ends_all(programme, e, member, unit, last_good_day));
    let ends = |l: &&Lot| l.unit == unit && (all || l.expires == Some(last_good_day));
    let points = member.lots.iter().filter(ends).fold(0_i64, |sum, l| sum.saturating_add(l.points));
    (points > 0).then_some(Reminder { unit, points, last_good_day, on: day })
}
