//! Steps 4 and 11: window rules. One window of one rule at a time is brought up to date: what is due on the sums as
//! they are now, less what was given for that window before.

use super::exact::{Exact, lowest_terms, out_of_range, ratio, to_i64, whole};
use super::readings::Readings;
use super::scene::Scene;
use super::taking::{self, Less, Settling, WhatFor};
use super::{Work, award, booking, condition, exact, expiry, lots, rounding, tracks};
use crate::decision::{Decision, Refusal, WindowAward};
use crate::engine::Detail;
use crate::state::{Clock, Lot, Member, TrackState};
use num_bigint::BigInt;
use num_traits::Zero;
use std::collections::BTreeSet;
use treue_lang::limits;
use treue_lang::programme::{
    AmountId, Award, Condition, LevelId, LimitId, Most, Number, Over, Paid, Programme, Rate, Rule, RuleId,
    TrackId,
};
use treue_lang::time::{Day, Stretch, Window, Windows};

/// What is due for a window.
struct Due {
    failed: Option<u32>,
    raw: Exact,
    rounded: i64,
    points: i64,
    cut_by: Option<LimitId>,
}

/// The sums of one window of a rule.
struct Sums<'a> {
    over: &'a Over,
    member: &'a Member,
    days: Stretch,
}

impl Sums<'_> {
    /// What stands in a track, with what earlier versions counted if this one looks back.
    fn of_track(&self, track: TrackId) -> i128 {
        self.over.with_earlier(track).map(|track| stands_in(self.member, self.over, track, self.days)).sum()
    }

    /// A sum, of all events or of those at which a level counted.
    fn of(&self, amount: AmountId, level: Option<LevelId>) -> i128 {
        self.over.sum(amount, level).map_or(0, |track| self.of_track(track))
    }

    fn number(&self, number: &Number) -> BigInt {
        match number {
            Number::Constant(value) => BigInt::from(*value),
            Number::Amount(amount) => BigInt::from(self.of(*amount, None)),
            // The checker lets no other number stand here.
            Number::Track { .. } | Number::DaysSincePurchase(_) | Number::Balance(_) | Number::Field(..) => {
                BigInt::ZERO
            }
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|p| self.holds(p)),
            Condition::Any(parts) => parts.iter().any(|p| self.holds(p)),
            Condition::Not(part) => !self.holds(part),
            Condition::AtLeast(count, parts) => {
                parts.iter().filter(|p| self.holds(p)).count() as u64 >= u64::from(*count)
            }
            Condition::Compare(numbers) => condition::compare(
                &(self.number(&numbers.left) * numbers.left_times),
                numbers.how,
                &(self.number(&numbers.right) * numbers.right_times),
            ),
            // The checker lets none of these stand here.
            Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Day(_)
            | Condition::Hours(..)
            | Condition::Occasion(_)
            | Condition::FirstPurchase
            | Condition::Tier(..) => false,
        }
    }

    fn raw(&self, award: &Award) -> Exact {
        match award {
            Award::Rate(rate, None) => self.of_rate(rate, None),
            Award::Rate(_, Some(by_level)) => (0_u8..)
                .zip(&by_level.rates)
                .map(|(level, rate)| self.of_rate(rate, Some(LevelId(level))))
                .fold(Exact::zero(), |sum, part| sum + part),
            Award::Bands { amount, each_part, bands } => {
                let sum = self.of(*amount, None);
                if *each_part { award::of_parts(bands, sum) } else { award::of_highest_band(bands, sum) }
            }
            // No window rule takes a share.
            Award::Share { .. } | Award::Portion { .. } => Exact::zero(),
        }
    }

    fn of_rate(&self, rate: &Rate, level: Option<LevelId>) -> Exact {
        let sum = match rate {
            Rate::Flat(_) => 0,
            Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => self.of(*amount, level),
        };
        award::of_amount(rate, sum)
    }

    fn due(&self, programme: &Programme, rule: &Rule) -> Result<Due, Refusal> {
        let mut due = Due { failed: None, raw: Exact::zero(), rounded: 0, points: 0, cut_by: None };
        for track in self.over.sums.iter().map(|sum| sum.track).chain([self.over.given]) {
            if self.of_track(track).abs() >= i128::from(limits::TRACK) {
                return Err(out_of_range());
            }
        }
        // Nothing counts in this window any more.
        if self.over.sums.iter().all(|sum| self.of_track(sum.track) == 0) {
            return Ok(due);
        }
        if let Some(failed) = self.over.when.iter().position(|c| !self.holds(&c.condition)) {
            due.failed = Some(u32::try_from(failed).unwrap_or(u32::MAX));
            return Ok(due);
        }
        due.raw = self.raw(&rule.award);
        due.rounded = to_i64(&rounding::round(&due.raw, rule.rounding))?;
        if due.rounded >= limits::AWARD {
            return Err(out_of_range());
        }
        due.points = due.rounded;
        for id in &rule.limits {
            let size = match programme.limits[*id].most {
                Most::Points(size) => BigInt::from(size),
                Most::Times(times) => rounding::round(&worth_of_steps(&rule.award, times), rule.rounding),
                // The checker lets no limit by an amount or of pieces stand here.
                Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => continue,
            };
            if size < BigInt::from(due.points) {
                due.points = to_i64(&size)?;
                due.cut_by = Some(*id);
            }
        }
        Ok(due)
    }
}

/// What so many full steps come to.
fn worth_of_steps(award: &Award, times: i64) -> Exact {
    match award {
        Award::Rate(Rate::Steps(_, _, each), None) => whole(times) * ratio(*each),
        // The checker lets times stand only with full steps.
        Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => Exact::zero(),
    }
}

/// Step 11: the window of the event's day, of each rule that booked something.
pub(super) fn after_event(work: &mut Work<'_>, scene: &Scene<'_>) -> Result<(), Refusal> {
    let programme = work.programme;
    for (id, rule) in programme.rules.iter() {
        if let Some(over) = &rule.over
            && asked(work, id, windows(&work.member, over, work.day).around(work.day), |track| {
                scene.including[track] != 0
            })
        {
            // What a late event brings is earned today, with what deadlines ask as it is today.
            let asked = Some(scene).filter(|_| !work.decision.late);
            bring_up_to_date(work, asked, id, (work.day, work.now), None)?;
        }
    }
    Ok(())
}

/// Whether an event brings something to the sums of a window rule.
pub(super) fn has_booked(scene: &Scene<'_>, over: &Over) -> bool {
    over.sums.iter().any(|sum| scene.including[sum.track] != 0)
}

/// After goods came back: the window of the receipt's day, of each rule of whose sums one has changed. What the receipt
/// gave of it at first is taken where it was booked, then as the programme says of returns.
pub(super) fn after_return(
    work: &mut Work<'_>,
    (first, then): (&Decision, Day),
    changed: &[TrackId],
    settling: &mut Settling<'_>,
) -> Result<(), Refusal> {
    let programme = work.programme;
    for (id, rule) in programme.rules.iter() {
        let Some(over) = &rule.over else { continue };
        let governed = programme.governed(id);
        let days = windows(&work.member, over, then).around(then);
        if asked(work, id, days, |track| changed.contains(&track)) {
            let given = first.own_windows(then);
            let given = given.filter(|w| governed.contains(&w.rule) && w.points > 0);
            let lot = |w: &WindowAward| Lot {
                unit: rule.unit,
                expires: w.expires,
                earned: w.on,
                available: w.on,
                payer: w.payer,
                clock: None,
                awaits: None,
                points: w.points,
            };
            let own: Vec<Lot> = given.map(lot).collect();
            bring_up_to_date(work, None, id, (then, work.now), Some((own, settling)))?;
        }
    }
    Ok(())
}

/// After an account went up into this one: where both were given more for a window than is due for their sums together, what
/// was given counts as that, and nothing is taken; then the windows of the day that it brought something to are brought up
/// to date. Years of the member's own may begin on another day now: then it is all of them, and the year before, too.
pub(super) fn after_merge(work: &mut Work<'_>, account: &Member) -> Result<(), Refusal> {
    let (programme, day) = (work.programme, work.now);
    for (id, rule) in programme.rules.iter() {
        let Some(over) = &rule.over else { continue };
        let windows = windows(&work.member, over, day);
        let is_own = matches!(over.window, Window::OwnYear(_));
        for days in known_windows(if is_own { &work.member } else { account }, over, windows) {
            let is_known = |track| stands_in(&work.member, over, track, days) != 0;
            if !asked(work, id, days, |track| is_known(track) || is_known(over.given)) {
                continue;
            }
            let sums = Sums { over, member: &work.member, days };
            let more = sums.of_track(over.given) - i128::from(sums.due(programme, rule)?.points);
            let within = day.min(days.1);
            if more > 0 {
                tracks::book(programme, &mut work.member, over.given, (within, day), -more)?;
            }
            let number = windows.number(day);
            if days == windows.days(number) || is_own && days == windows.days(number - 1) {
                bring_up_to_date(work, None, id, (within, day), None)?;
            }
        }
    }
    Ok(())
}

/// Step 4, at the start of a day: windows that are paid on it.
pub(super) fn pay(work: &mut Work<'_>, day: Day) -> Result<(), Refusal> {
    let programme = work.programme;
    for (id, rule) in programme.rules.iter() {
        let Some(over) = &rule.over else { continue };
        for days in known_windows(&work.member, over, windows(&work.member, over, day)) {
            let is_paid = over.paid.day(days.1) == Some(day);
            let is_known = |track| stands_in(&work.member, over, track, days) != 0;
            let is_asked = asked_on(work, id, days, day, |track| is_known(track) || is_known(over.given));
            if (is_paid || begins(rule, over, days, day)) && is_asked {
                bring_up_to_date(work, None, id, (day.min(days.1), day), None)?;
            }
        }
    }
    Ok(())
}

/// Whether a version begins that looks back at a window which is paid at once.
fn begins(rule: &Rule, over: &Over, days: Stretch, day: Day) -> bool {
    over.retroactive
        && over.paid == Paid::AtOnce
        && rule.dates.0 == Some(day)
        && days.0 <= day
        && day <= days.1
}

/// The windows of a rule as this member has them; who has not joined yet joins on the day.
fn windows(member: &Member, over: &Over, day: Day) -> Windows {
    over.window.of(tracks::first_of_years(member, over.window, day))
}

/// Whether one of the tracks is such by which a rule is asked for a window as of now.
fn asked(work: &Work<'_>, id: RuleId, days: Stretch, is_such: impl Fn(TrackId) -> bool) -> bool {
    asked_on(work, id, days, work.now, is_such)
}

fn asked_on(work: &Work<'_>, id: RuleId, days: Stretch, day: Day, is_such: impl Fn(TrackId) -> bool) -> bool {
    work.programme.asked_by(id, days.1, day).into_iter().any(is_such)
}

/// What stands in one window of a track of a rule.
fn stands_in(member: &Member, over: &Over, track: TrackId, (from, to): Stretch) -> i128 {
    match member.tracks.get(track.0 as usize) {
        Some(state @ TrackState::Window { .. }) => i128::from(state.sum_of(over.window.number(from))),
        Some(TrackState::Rolling(days)) => {
            let inside = days.iter().filter(|(day, _)| from <= *day && *day <= to);
            inside.map(|(_, sum)| i128::from(*sum)).sum()
        }
        // No window rule sums texts.
        Some(TrackState::Texts(_)) | None => 0,
    }
}

/// The windows of a rule into which something was booked, oldest first.
fn known_windows(member: &Member, over: &Over, windows: Windows) -> BTreeSet<Stretch> {
    let tracks = over.summed().chain(over.with_earlier(over.given));
    let states = tracks.filter_map(|track| member.tracks.get(track.0 as usize));
    states
        .flat_map(|state| match state {
            TrackState::Window { number, value, closed } => {
                let latest = (*value != 0).then_some(*number);
                let numbers = closed.iter().map(|(number, _)| *number).chain(latest);
                numbers.map(|number| windows.days(number)).collect::<Vec<_>>()
            }
            TrackState::Rolling(days) => days.iter().map(|(day, _)| windows.around(*day)).collect(),
            TrackState::Texts(_) => Vec::new(),
        })
        .collect()
}

/// Brings one window of one rule up to date on a day, whether it is closed or not. Says nothing where nothing changed
/// and nobody wants to know more. What deadlines ask is asked of the event's scene, of the member as it is without one.
///
/// The window is the one that holds the first of the days, in whose place what is given is booked.
///
/// What is to be taken in a return is taken from lots like those first, so many of each, then as the programme says.
pub(super) fn bring_up_to_date(
    work: &mut Work<'_>,
    scene: Option<&Scene<'_>>,
    id: RuleId,
    (within, day): (Day, Day),
    back: Option<(Vec<Lot>, &mut Settling<'_>)>,
) -> Result<(), Refusal> {
    let programme = work.programme;
    let rule = &programme.rules[id];
    let Some(over) = &rule.over else { return Ok(()) };
    let days = windows(&work.member, over, within).around(within);
    let sums = Sums { over, member: &work.member, days };
    let due = sums.due(programme, rule)?;
    let before = i64::try_from(sums.of_track(over.given)).map_err(|_| out_of_range())?;
    let pay_day = over.paid.day(days.1).unwrap_or(day).max(day);
    let points = if pay_day > day { 0 } else { due.points - before };
    let (expires, clock) =
        if points > 0 || back.is_some() { dates(work, scene, id, day) } else { (None, None) };
    // What other goods gave more on the same day is of this rule, too.
    let today = Lot {
        unit: rule.unit,
        expires,
        earned: day,
        available: day,
        payer: rule.partner,
        clock: None,
        awaits: None,
        points: points.saturating_neg(),
    };
    let back = back.map(|(own, settling)| ([own, vec![today]].concat(), settling));
    let award = WindowAward {
        rule: id,
        window: (over.window != Window::Ever).then_some(days),
        sums: over.sums.iter().map(|s| exact::nearest(sums.of_track(s.track))).collect(),
        failed: due.failed,
        raw: lowest_terms(&due.raw)?,
        rounded: due.rounded,
        cut_by: due.cut_by,
        due: due.points,
        before,
        points,
        on: pay_day,
        expires: expires.filter(|_| points > 0),
        payer: rule.partner,
    };
    if points != 0 {
        give_or_take(work, rule, (&award, clock), (within, day), back)?;
    }
    if points != 0 || work.detail == Detail::Full {
        work.decision.windows.push(award);
    }
    Ok(())
}

/// Last good day and clock of points that a window rule gives.
fn dates(work: &Work<'_>, scene: Option<&Scene<'_>>, id: RuleId, day: Day) -> (Option<Day>, Option<Clock>) {
    let earning = expiry::Earning { unit: work.programme.rules[id].unit, rule: Some(id), available: day };
    let almanac = work.programme.almanac(&work.member.fields, work.member.joined, day);
    match scene {
        Some(scene) => expiry::dates(scene, almanac, &earning),
        None => {
            let readings = Readings::before(work.programme, &work.member, day);
            expiry::dates(&Scene::of_day(work.programme, readings, day), almanac, &earning)
        }
    }
}

fn give_or_take(
    work: &mut Work<'_>,
    rule: &Rule,
    (award, clock): (&WindowAward, Option<Clock>),
    (within, day): (Day, Day),
    back: Option<(Vec<Lot>, &mut Settling<'_>)>,
) -> Result<(), Refusal> {
    let Some(over) = &rule.over else { return Ok(()) };
    if award.points > 0 {
        let lot = Lot {
            unit: rule.unit,
            expires: award.expires,
            earned: day,
            available: day,
            payer: award.payer,
            clock,
            awaits: None,
            // What it took for goods that came back may be owed still: that is paid also where the rest expires at once.
            points: match back {
                Some(_) => lots::pay(&mut work.member, rule.unit, award.points),
                None => award.points,
            },
        };
        if lot.points > 0 {
            lots::earn_on(work.programme, (&mut work.member, &mut work.decision), day, lot)?;
        }
    } else if let Some((own, settling)) = back {
        taking::settle(work, rule.unit, at_most(own, -award.points), settling)?;
    } else {
        lots::take(work.programme, &mut work.member, rule.unit, day, -award.points)?;
    }
    let booked = i128::from(award.points);
    tracks::book(work.programme, &mut work.member, over.given, (within, day), booked)?;
    for track in work.programme.tracks.ids() {
        if counts_points(work.programme, track, award.rule, day) {
            tracks::book(work.programme, &mut work.member, track, (day, day), booked)?;
        }
    }
    let postings = booking::owed_by_partners(work.programme, rule, award.rule, award.points)?;
    work.decision.postings.extend(postings);
    Ok(())
}

/// So many points, of these lots as far as they reach.
fn at_most(own: Vec<Lot>, points: i64) -> Less {
    let mut rest = points;
    let mut gone = Vec::new();
    for lot in own {
        gone.push(Lot { points: lot.points.min(rest), ..lot });
        rest -= lot.points.min(rest);
    }
    Less { gone, rest, what_for: WhatFor::Window, ..Less::default() }
}

/// Whether a track of points counts what a window rule gives on a day.
fn counts_points(programme: &Programme, track: TrackId, id: RuleId, day: Day) -> bool {
    let track = &programme.tracks[track];
    track.subject.counts_points_of(id, programme.rules[id].unit)
        && track.conditions.is_empty()
        && track.window.counts(day)
}
