//! Window rules: what is due on the sums of a window, and what of that is given or taken. Events bring the windows of
//! their day up to date before anything is booked, so that a refused event leaves the member as it was; time that passes
//! pays closed windows on the member itself.

use super::awards::postings;
use super::clocks::Earned;
use super::due::Passed;
use super::sums::{Sums, gcd};
use super::taking::{Bill, Due as Less};
use super::{Desk, lots, out_of_range, tracks};
use crate::decision::{Decision, Expired, Refusal, WindowAward};
use crate::engine::Detail;
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Balance, Clock, Lot, Member, TrackState};
use treue_lang::programme::{Id, Over, Paid, Programme, RuleId, TrackId, UnitId};
use treue_lang::time::{Day, Stretch, Window};

/// One window of a rule, as a member has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Its number.
    pub(crate) number: i32,
    /// Its first and its last day.
    pub(crate) days: Stretch,
}

impl Place {
    /// The one that holds a day; who has not joined yet joins on it.
    pub(crate) fn around(over: &Over, joined: Option<Day>, day: Day) -> Place {
        let windows = over.window.of(joined.unwrap_or(day));
        let number = windows.number(day);
        Place { number, days: windows.days(number) }
    }

    /// What stands there in a track.
    fn sum(self, member: &Member, track: TrackId) -> i64 {
        member.tracks.get(track.index()).map_or(0, |state| tracks::standing(state, self.number, self.days))
    }

    /// The day in it on which is booked what is given on a day.
    pub(crate) fn within(self, day: Day) -> Day {
        day.min(self.days.1)
    }
}

/// Whether one of the tracks is such by which a rule is asked, on a day, for a window that ends on `last`.
fn is_asked(
    programme: &Programme,
    (id, last): (RuleId, Day),
    day: Day,
    is_such: impl Fn(TrackId) -> bool,
) -> bool {
    match programme.rules.get(id) {
        // Nearly all.
        Some(rule) if rule.versions.is_empty() => {
            rule.over.as_ref().is_some_and(|over| over.sums.iter().any(|sum| is_such(sum.track)))
        }
        Some(_) | None => programme.asked_by(id, last, day).into_iter().any(is_such),
    }
}

/// What brings a window up to date on a day.
fn window_award<F: Fn(TrackId) -> i64>(
    programme: &Programme,
    id: RuleId,
    sums: &Sums<'_, F>,
    (days, day): (Stretch, Day),
    expires: Option<Day>,
) -> Result<WindowAward, Refusal> {
    let (rule, over) = (sums.rule, sums.over);
    let due = sums.due(programme).ok_or_else(out_of_range)?;
    let before = sums.total(over.given);
    let waits_until = over.paid.day(days.1).filter(|pay_day| *pay_day > day);
    let points = if waits_until.is_some() { 0 } else { due.points.saturating_sub(before) };
    let common = gcd(due.raw, due.den);
    Ok(WindowAward {
        rule: id,
        window: if over.window == Window::Ever { None } else { Some(days) },
        sums: over.sums.iter().map(|s| sums.total(s.track)).collect(),
        failed: due.failed,
        raw: (due.raw / common, due.den / common),
        rounded: due.rounded,
        cut_by: due.cut_by,
        due: due.points,
        before,
        points,
        on: waits_until.unwrap_or(day),
        expires: expires.filter(|_| points > 0),
        payer: rule.partner,
    })
}

/// Whether a track of points counts what a window rule gives.
fn counts_points(rule: (RuleId, UnitId), track: &treue_lang::programme::Track, day: Day) -> bool {
    track.subject.counts_points_of(rule.0, rule.1) && track.conditions.is_empty() && track.window.counts(day)
}

/// What a track counts of what window rules give or take on a day, rule by rule.
pub(super) fn counted<'d>(
    programme: &'d Programme,
    due: &'d [Due],
    track: &'d treue_lang::programme::Track,
    day: Day,
) -> impl Iterator<Item = i64> + 'd {
    let counts = move |award: &WindowAward| {
        let rule = programme.rules.get(award.rule);
        rule.is_some_and(|rule| counts_points((award.rule, rule.unit), track, day))
    };
    due.iter().filter(move |(award, ..)| counts(award)).map(|(award, ..)| award.points)
}

/// What a window rule gives or takes, the clock of its points, and what becomes of them in lots.
pub(super) type Due = (WindowAward, Option<Clock>, i64);

/// Whether the last good day of what is given has passed, so that it expires at once.
fn is_gone(programme: &Programme, award: &WindowAward, unit: UnitId) -> bool {
    award.points > 0 && lots::is_gone(programme, (award.expires, unit), award.on)
}

/// Books points of either sign into a balance: gives what becomes a lot, or, below zero, what is burned. Points that expire at
/// once pay what is owed in a return alone: the rule may have taken that itself for the goods that come back.
fn settle(balance: &mut Balance, points: i64, (gone, in_return): (bool, bool)) -> Result<i64, Refusal> {
    if gone {
        let paid = if in_return { points.min(balance.owed) } else { 0 };
        balance.owed = balance.owed.saturating_sub(paid);
        return Ok(points.saturating_sub(paid));
    }
    if points >= 0 {
        return lots::earn(balance, points, true).ok_or_else(out_of_range);
    }
    let wanted = points.checked_neg().ok_or_else(out_of_range)?;
    let burned = wanted.min(balance.available);
    let owed = balance.owed.checked_add(wanted.saturating_sub(burned));
    balance.owed = owed.filter(|o| *o < lots::MOST).ok_or_else(out_of_range)?;
    balance.available = balance.available.saturating_sub(burned);
    Ok(burned.saturating_neg())
}

/// Lots after points of either sign were settled.
fn change_lots(
    programme: &Programme,
    member: &mut Member,
    (award, clock): (&WindowAward, Option<Clock>),
    unit: UnitId,
    (settled, owed): (i64, i64),
    expired: &mut Vec<Expired>,
) {
    let lot = Lot {
        unit,
        expires: award.expires,
        earned: award.on,
        available: award.on,
        payer: award.payer,
        clock,
        awaits: None,
        points: settled,
    };
    if is_gone(programme, award, unit) {
        if settled > 0 {
            lots::expire_at_once(programme, member, lot, expired);
        }
    } else if settled >= 0 {
        lots::add(&mut member.lots, lot);
    } else {
        let points = settled.saturating_neg();
        if let Some(spec) = programme.units.get(unit) {
            lots::burn(&mut member.lots, (unit, spec), award.on, points, None);
        }
    }
    if let Some(place) = member.owed.get_mut(unit.index()) {
        *place = owed;
    }
}

impl Desk {
    /// Step 11, before anything is booked: what the window rules give and take that an event brings something to, with what
    /// becomes of it in lots. Balances must be those after the awards; what is booked in tracks stands in the frame after.
    pub(crate) fn due_for_windows(
        &mut self,
        compiled: &Compiled,
        earned: Earned<'_>,
        decision: &mut Decision,
    ) -> Result<Vec<Due>, Refusal> {
        let today = earned.today;
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let mut all = Vec::new();
        for id in &plan.window_rules {
            let Some((rule, over)) = programme.rules.get(*id).and_then(|r| Some((r, r.over.as_ref()?)))
            else {
                continue;
            };
            let days = Place::around(over, earned.member.joined, today.day).days;
            let booked = |track: TrackId| self.get(plan.bookings.at(track.index())) != 0;
            if !is_asked(programme, (*id, days.1), self.now, booked) {
                continue;
            }
            let (expires, clock) = self.dates(compiled, earned, rule.unit, Some(*id), today.day);
            let sum = |track: TrackId| {
                let (before, booked) = (plan.tracks.at(track.index()), plan.bookings.at(track.index()));
                self.get(before).saturating_add(self.get(booked))
            };
            let award = window_award(programme, *id, &Sums { rule, over, sum }, (days, today.day), expires)?;
            if award.points != 0 {
                let balance = self.balances.get_mut(rule.unit.index()).ok_or_else(out_of_range)?;
                let gone = is_gone(programme, &award, rule.unit);
                let settled = settle(balance, award.points, (gone, false))?;
                for (track, spec) in programme.tracks.iter() {
                    if track == over.given || counts_points((*id, rule.unit), spec, today.day) {
                        let slot = plan.bookings.at(track.index());
                        let booked = self.get(slot).checked_add(award.points).ok_or_else(out_of_range)?;
                        self.set(slot, booked);
                    }
                }
                self.check_tracks(compiled)?;
                all.push((award.clone(), clock, settled));
            }
            if award.points != 0 || self.detail == Detail::Full {
                decision.windows.push(award);
            }
        }
        Ok(all)
    }

    /// Changes lots and debts as [`Desk::due_for_windows`] found, and posts what partners owe.
    pub(crate) fn book_windows(
        &self,
        compiled: &Compiled,
        member: &mut Member,
        due: &[Due],
        decision: &mut Decision,
    ) {
        for (award, clock, settled) in due {
            let Some(rule) = compiled.programme().rules.get(award.rule) else { continue };
            let owed = self.balances.get(rule.unit.index()).map_or(0, |b| b.owed);
            let settled = (*settled, owed);
            let expired = &mut decision.expired;
            change_lots(compiled.programme(), member, (award, *clock), rule.unit, settled, expired);
            decision.postings.extend(postings(compiled.programme(), award.rule, award.points));
        }
    }

    /// Brings up to date, as of now, the windows of a day of the rules of whose sums one has changed. What is taken in a return
    /// goes from lots that these awards were booked in first, then as the programme says.
    pub(crate) fn windows_anew(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (then, changed): (Day, &dyn Fn(TrackId) -> bool),
        mut back: Option<(&Decision, &mut Bill<'_>)>,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let present = self.calendar.take(programme, compiled.plan(), self.now);
        let mut passed = Passed::default();
        let mut done = Ok(());
        for id in &compiled.plan().window_rules {
            let Some((rule, over)) = programme.rules.get(*id).and_then(|r| Some((r, r.over.as_ref()?)))
            else {
                continue;
            };
            let days = Place::around(over, member.joined, then).days;
            if !is_asked(programme, (*id, days.1), self.now, changed) {
                continue;
            }
            let governed = programme.governed(*id);
            let mut own = Vec::new();
            let first = back.as_ref().map(|(first, _)| *first);
            let given = first.into_iter().flat_map(|first| first.own_windows(then));
            for w in given.filter(|w| governed.contains(&w.rule) && w.points > 0) {
                own.push(Lot {
                    unit: rule.unit,
                    expires: w.expires,
                    earned: w.on,
                    available: w.on,
                    payer: w.payer,
                    clock: None,
                    awaits: None,
                    points: w.points,
                });
            }
            let window = (*id, then);
            let bill = back.as_mut().map(|(_, bill)| (own.as_slice(), &mut **bill, &mut *decision));
            done = done
                .and_then(|()| self.bring_up_to_date(compiled, member, window, &present, bill, &mut passed));
        }
        self.calendar.put_back(present);
        decision.windows.append(&mut passed.windows);
        decision.postings.append(&mut passed.postings);
        decision.expired.append(&mut passed.expired);
        done
    }

    /// Pays the windows whose pay day starts.
    pub(crate) fn pay_windows(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        passed: &mut Passed,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        if plan.paid_later.is_empty() && plan.looking_back.is_empty() {
            return Ok(());
        }
        let today = self.calendar.take(compiled.programme(), compiled.plan(), day);
        let mut paid = Ok(());
        for id in &plan.window_rules {
            let Some((rule, over)) = programme.rules.get(*id).and_then(|r| Some((r, r.over.as_ref()?)))
            else {
                continue;
            };
            let begins = over.retroactive && over.paid == Paid::AtOnce && rule.dates.0 == Some(day);
            let mut places = windows_of(member, over);
            places.retain(|place| {
                let is_paid = over.paid.day(place.days.1) == Some(day);
                let looks_back = begins && place.days.0 <= day && day <= place.days.1;
                if !is_paid && !looks_back {
                    return false;
                }
                let is_known = |track: TrackId| place.sum(member, track) != 0;
                is_asked(programme, (*id, place.days.1), day, |track| is_known(track) || is_known(over.given))
            });
            for place in places {
                let within = place.within(day);
                paid = paid.and_then(|()| {
                    self.bring_up_to_date(compiled, member, (*id, within), &today, None, passed)
                });
            }
        }
        self.calendar.put_back(today);
        paid
    }

    /// Brings the window of one rule that holds a day up to date on the member itself, whether it is closed or not.
    pub(crate) fn bring_up_to_date(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (id, within): (RuleId, Day),
        today: &DayFacts,
        back: Option<(&[Lot], &mut Bill<'_>, &mut Decision)>,
        passed: &mut Passed,
    ) -> Result<(), Refusal> {
        let (programme, day) = (compiled.programme(), today.day);
        let Some((rule, over)) = programme.rules.get(id).and_then(|r| Some((r, r.over.as_ref()?))) else {
            return Ok(());
        };
        if compiled.plan().points.asks_when_earned {
            lots::balances(programme.units.len(), member, day, &mut self.balances);
            self.fill_readings(compiled, member, today);
            self.binder.member(programme, compiled.plan(), &member.fields, &mut self.frame);
            self.ask_points(compiled);
        }
        let earned = Earned { member, event: None, today };
        let (expires, clock) = self.dates(compiled, earned, rule.unit, Some(id), day);
        let place = Place::around(over, member.joined, within);
        let sums = Sums { rule, over, sum: |track: TrackId| place.sum(member, track) };
        let award = window_award(programme, id, &sums, (place.days, day), expires)?;
        if award.points != 0 {
            let in_return = back.is_some();
            if let (Some((own, bill, decision)), true) = (back, award.points < 0) {
                let points = award.points.saturating_neg();
                // What other goods gave more today is of the rule, too.
                let today = Lot {
                    unit: rule.unit,
                    expires,
                    earned: day,
                    available: day,
                    payer: rule.partner,
                    clock: None,
                    awaits: None,
                    points,
                };
                let own = [own, &[today]].concat();
                let due = (rule.unit, Less::Window(&own, points));
                self.charge(compiled, member, due, bill, decision)?;
            } else {
                let mut balance = member.balance(rule.unit, day);
                let gone = is_gone(programme, &award, rule.unit);
                let settled = settle(&mut balance, award.points, (gone, in_return))?;
                let settled = (settled, balance.owed);
                change_lots(programme, member, (&award, clock), rule.unit, settled, &mut passed.expired);
            }
            for (track, spec) in programme.tracks.iter() {
                let of_window = track == over.given;
                if !of_window && !counts_points((id, rule.unit), spec, day) {
                    continue;
                }
                let (Some(state), Some(at)) =
                    (member.tracks.get_mut(track.index()), today.windows.get(track.index()))
                else {
                    continue;
                };
                let (on, at) = if of_window {
                    (within, tracks::Today { number: place.number, ..*at }.within(place.days))
                } else {
                    (day, at.of(member.joined, &member.tiers))
                };
                tracks::book(state, on, at, award.points);
                if tracks::reading(state, at).unsigned_abs() >= lots::MOST.unsigned_abs() {
                    return Err(out_of_range());
                }
            }
            passed.postings.extend(postings(programme, id, award.points));
        }
        if award.points != 0 || self.detail == Detail::Full {
            passed.windows.push(award);
        }
        Ok(())
    }
}

/// By how much more was given for a window than is due on its sums; `None` where the rule is not asked for it.
pub(super) fn given_too_much(
    programme: &Programme,
    member: &Member,
    (id, place): (RuleId, Place),
    day: Day,
) -> Result<Option<i64>, Refusal> {
    let Some((rule, over)) = programme.rules.get(id).and_then(|r| Some((r, r.over.as_ref()?))) else {
        return Ok(None);
    };
    let known = |track: TrackId| place.sum(member, track) != 0;
    if !is_asked(programme, (id, place.days.1), day, |track| known(track) || known(over.given)) {
        return Ok(None);
    }
    let sums = Sums { rule, over, sum: |track: TrackId| place.sum(member, track) };
    let due = sums.due(programme).ok_or_else(out_of_range)?;
    Ok(Some(sums.total(over.given).saturating_sub(due.points)))
}

/// The windows of a rule into which something was booked, oldest first.
pub(super) fn windows_of(member: &Member, over: &Over) -> Vec<Place> {
    let mut places = Vec::new();
    for track in over.summed().chain(over.with_earlier(over.given)) {
        match member.tracks.get(track.index()) {
            Some(TrackState::Window { number, value, closed }) => {
                let latest = (*value != 0).then_some(*number);
                let numbers = closed.iter().map(|(number, _)| *number).chain(latest);
                places.extend(numbers.map(|number| Place { number, days: over.window.days(number) }));
            }
            Some(TrackState::Texts(_)) | None => {}
            Some(TrackState::Rolling(days)) => {
                places.extend(days.iter().map(|(day, _)| Place::around(over, member.joined, *day)));
            }
        }
        places.dedup();
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// The first day after `last` on which a window is paid.
pub(crate) fn next_pay_day(
    programme: &Programme,
    late: &[RuleId],
    member: &Member,
    last: Day,
) -> Option<Day> {
    let overs = late.iter().filter_map(|id| programme.rules.get(*id)?.over.as_ref());
    let days = overs.flat_map(|over| {
        let places = windows_of(member, over).into_iter();
        places.filter_map(|place| over.paid.day(place.days.1))
    });
    days.filter(|day| *day > last).min()
}
