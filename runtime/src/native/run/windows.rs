//! Window rules: what is due on the sums of a window, and what of that is given or taken. Events bring the windows of
//! their day up to date before anything is booked, so that a refused event leaves the member as it was; time that passes
//! pays closed windows on the member itself.

use super::awards::posting;
use super::due::Passed;
use super::{Desk, lots, out_of_range, tracks};
use crate::decision::{Decision, Refusal, WindowAward};
use crate::engine::Detail;
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Balance, Lot, Member, TrackState};
use treue_lang::limits::AWARD;
use treue_lang::programme::{
    AmountId, Award, Band, Comparison, Condition, Id, LevelId, LimitId, Most, Number, Over, Programme, Rate,
    Ratio, Rounding, RoundingMode, Rule, RuleId, TrackId, TrackSubject, UnitId,
};
use treue_lang::time::{Day, Window};

/// What is due for a window. The raw value is `raw` over `den`.
struct Due {
    failed: Option<u32>,
    raw: i128,
    den: i128,
    rounded: i64,
    points: i64,
    cut_by: Option<LimitId>,
}

/// A window rule with its sums.
struct Sums<'p, F> {
    rule: &'p Rule,
    over: &'p Over,
    /// The sum in a track.
    sum: F,
}

impl<F: Fn(TrackId) -> i64> Sums<'_, F> {
    fn of(&self, amount: AmountId, level: Option<LevelId>) -> i64 {
        self.over.sum(amount, level).map_or(0, &self.sum)
    }

    fn operand(&self, number: &Number) -> i128 {
        match number {
            Number::Constant(n) => i128::from(*n),
            Number::Amount(amount) => i128::from(self.of(*amount, None)),
            Number::Track { .. } | Number::Balance(_) | Number::Field(..) => 0,
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(of) => of.iter().all(|c| self.holds(c)),
            Condition::Any(of) => of.iter().any(|c| self.holds(c)),
            Condition::Not(c) => !self.holds(c),
            Condition::AtLeast(least, of) => {
                let holding = of.iter().filter(|c| self.holds(c)).count();
                u32::try_from(holding).is_ok_and(|n| n >= *least)
            }
            Condition::Compare(of) => {
                let left = self.operand(&of.left) * i128::from(of.left_times);
                let right = self.operand(&of.right) * i128::from(of.right_times);
                match of.how {
                    Comparison::Is => left == right,
                    Comparison::IsNot => left != right,
                    Comparison::AtLeast => left >= right,
                    Comparison::AtMost => left <= right,
                    Comparison::Above => left > right,
                    Comparison::Below => left < right,
                }
            }
            Condition::Text(..)
            | Condition::Flag(..)
            | Condition::Present(_)
            | Condition::Dates(..)
            | Condition::OnDates(_)
            | Condition::OnWeekdays(_)
            | Condition::InMonths(_)
            | Condition::Hours(..)
            | Condition::FirstPurchase
            | Condition::Tier(..) => false,
        }
    }

    /// The raw value over a common denominator. Sums are below 2^62, rates below 2^20 over denominators whose least common
    /// multiple is at most 2^32, levels at most 64: everything stays below 2^121.
    fn raw(&self, den: i128) -> i128 {
        match &self.rule.award {
            Award::Rate(rate, None) => self.of_rate(rate, None, den),
            Award::Rate(_, Some(by)) => {
                let levels = (0u8..).map(LevelId).zip(&by.rates);
                levels.map(|(level, rate)| self.of_rate(rate, Some(level), den)).sum()
            }
            Award::Bands { amount, each_part, bands } => {
                let sum = i128::from(self.of(*amount, None));
                if *each_part { parts(bands, sum, den) } else { highest(bands, sum, den) }
            }
            Award::Share { .. } => 0,
        }
    }

    fn of_rate(&self, rate: &Rate, level: Option<LevelId>, den: i128) -> i128 {
        match rate {
            Rate::Flat(_) => worth(rate, 0, den),
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => {
                worth(rate, i128::from(self.of(*amount, level)), den)
            }
        }
    }

    /// What is due; `None` if it is too large to be given.
    fn due(&self, programme: &Programme) -> Option<Due> {
        let den = denominator(&self.rule.award);
        let failing = (0u32..).zip(&self.over.when).find(|(_, c)| !self.holds(&c.condition));
        if let Some((failed, _)) = failing {
            return Some(Due { failed: Some(failed), raw: 0, den, rounded: 0, points: 0, cut_by: None });
        }
        let raw = self.raw(den);
        let rounded = rounded(raw, den, self.rule.rounding)?;
        let mut due = Due { failed: None, raw, den, rounded, points: rounded, cut_by: None };
        for id in &self.rule.limits {
            let cap = match programme.limits.get(*id)?.most {
                Most::Points(points) => i128::from(points),
                Most::Times(times) => {
                    let Award::Rate(Rate::Steps(_, _, each), None) = &self.rule.award else { continue };
                    let worth = i128::from(times) * scaled(*each, den);
                    to_step(worth, den, self.rule.rounding)
                }
            };
            if cap < i128::from(due.points) {
                due.points = i64::try_from(cap).ok()?;
                due.cut_by = Some(*id);
            }
        }
        Some(due)
    }
}

fn ratios(award: &Award) -> Vec<Ratio> {
    let of = |rate: &Rate| match rate {
        Rate::Flat(ratio) | Rate::Proportional(_, ratio) | Rate::Steps(_, _, ratio) => *ratio,
    };
    match award {
        Award::Rate(rate, None) => vec![of(rate)],
        Award::Rate(_, Some(by)) => by.rates.iter().map(of).collect(),
        Award::Bands { bands, .. } => bands.iter().map(|b| of(&b.rate)).collect(),
        Award::Share { .. } => Vec::new(),
    }
}

/// The least common denominator of all rates.
fn denominator(award: &Award) -> i128 {
    ratios(award).into_iter().fold(1, |common, ratio| {
        let den = i128::from(ratio.denominator()).max(1);
        common / gcd(common, den) * den
    })
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs().max(1)
}

/// A ratio's numerator over a multiple of its denominator.
fn scaled(ratio: Ratio, den: i128) -> i128 {
    i128::from(ratio.numerator()) * (den / i128::from(ratio.denominator()).max(1))
}

/// A rate applied to a size; below zero it gives nothing.
fn worth(rate: &Rate, size: i128, den: i128) -> i128 {
    let size = size.max(0);
    match rate {
        Rate::Flat(ratio) => scaled(*ratio, den),
        Rate::Proportional(_, ratio) => size * scaled(*ratio, den),
        Rate::Steps(_, step, ratio) => size / i128::from((*step).max(1)) * scaled(*ratio, den),
    }
}

/// All of the sum at the rate of the highest band reached.
fn highest(bands: &[Band], sum: i128, den: i128) -> i128 {
    let reached = bands.iter().take_while(|b| i128::from(b.from) <= sum);
    reached.last().map_or(0, |band| worth(&band.rate, sum, den))
}

/// Each part of the sum at the rate of its band.
fn parts(bands: &[Band], sum: i128, den: i128) -> i128 {
    let mut total = 0;
    let mut above = bands.iter().skip(1).map(|b| i128::from(b.from));
    for band in bands {
        let (from, to) = (i128::from(band.from), above.next().unwrap_or(i128::MAX));
        if from <= sum {
            total += worth(&band.rate, sum.min(to) - from, den);
        }
    }
    total
}

/// A value above zero, rounded to multiples of the step; `None` if it is too large to be given.
fn rounded(raw: i128, den: i128, rounding: Rounding) -> Option<i64> {
    i64::try_from(to_step(raw, den, rounding)).ok().filter(|points| *points < AWARD)
}

fn to_step(raw: i128, den: i128, rounding: Rounding) -> i128 {
    let step = i128::from(rounding.step.max(1));
    let unit = den * step;
    let (whole, rest) = (raw / unit, raw % unit);
    let up = match rounding.mode {
        RoundingMode::Down => false,
        RoundingMode::Up => rest > 0,
        RoundingMode::HalfUp => rest * 2 >= unit,
        RoundingMode::HalfEven => rest * 2 > unit || rest * 2 == unit && whole % 2 == 1,
    };
    (whole + i128::from(up)) * step
}

/// The sum of one window of a track.
fn sum_in(member: &Member, track: TrackId, number: i32) -> i64 {
    match member.tracks.get(track.index()) {
        Some(TrackState::Window { number: latest, value, closed }) => {
            tracks::in_window((*latest, *value), closed, number)
        }
        Some(TrackState::Rolling(_)) | None => 0,
    }
}

/// What brings a window up to date on a day.
fn window_award<F: Fn(TrackId) -> i64>(
    programme: &Programme,
    id: RuleId,
    sums: &Sums<'_, F>,
    (number, day): (i32, Day),
    expires: Option<Day>,
) -> Result<WindowAward, Refusal> {
    let (rule, over) = (sums.rule, sums.over);
    let due = sums.due(programme).ok_or_else(out_of_range)?;
    let before = (sums.sum)(over.given);
    let days = over.window.days(number);
    let waits_until = over.paid.day(days.1).filter(|pay_day| *pay_day > day);
    let points = if waits_until.is_some() { 0 } else { due.points.saturating_sub(before) };
    let common = gcd(due.raw, due.den);
    Ok(WindowAward {
        rule: id,
        window: if over.window == Window::Ever { None } else { Some(days) },
        sums: over.sums.iter().map(|s| (sums.sum)(s.track)).collect(),
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
    let named = match &track.subject {
        TrackSubject::Points(unit) => *unit == rule.1,
        TrackSubject::PointsFrom(rules) => rules.contains(&rule.0),
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::Activities(_)
        | TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Over(_) => false,
    };
    named && track.conditions.is_empty() && track.window.counts(day)
}

/// Books points of either sign into a balance: gives what becomes a lot, or, below zero, what is burned.
fn settle(balance: &mut Balance, points: i64) -> Result<i64, Refusal> {
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
fn change_lots(member: &mut Member, award: &WindowAward, unit: UnitId, settled: i64, owed: i64) {
    if settled >= 0 {
        let lot = Lot {
            unit,
            expires: award.expires,
            earned: award.on,
            available: award.on,
            payer: award.payer,
            points: settled,
        };
        lots::add(&mut member.lots, lot);
    } else {
        lots::burn(&mut member.lots, unit, award.on, settled.saturating_neg());
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
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<Vec<(WindowAward, i64)>, Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let mut all = Vec::new();
        for id in &plan.window_rules {
            let Some((rule, over)) = programme.rules.get(*id).and_then(|r| Some((r, r.over.as_ref()?)))
            else {
                continue;
            };
            if over.sums.iter().all(|s| self.get(plan.bookings.at(s.track.index())) == 0) {
                continue;
            }
            let expires = today.expires.get(rule.unit.index()).copied().flatten();
            let number = over.window.number(today.day);
            let sum = |track: TrackId| {
                let (before, booked) = (plan.tracks.at(track.index()), plan.bookings.at(track.index()));
                self.get(before).saturating_add(self.get(booked))
            };
            let award =
                window_award(programme, *id, &Sums { rule, over, sum }, (number, today.day), expires)?;
            if award.points != 0 {
                let balance = self.balances.get_mut(rule.unit.index()).ok_or_else(out_of_range)?;
                let settled = settle(balance, award.points)?;
                for (track, spec) in programme.tracks.iter() {
                    if track == over.given || counts_points((*id, rule.unit), spec, today.day) {
                        let slot = plan.bookings.at(track.index());
                        let booked = self.get(slot).checked_add(award.points).ok_or_else(out_of_range)?;
                        self.set(slot, booked);
                    }
                }
                self.check_tracks(compiled)?;
                all.push((award.clone(), settled));
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
        due: &[(WindowAward, i64)],
        decision: &mut Decision,
    ) {
        for (award, settled) in due {
            let Some(rule) = compiled.programme().rules.get(award.rule) else { continue };
            let owed = self.balances.get(rule.unit.index()).map_or(0, |b| b.owed);
            change_lots(member, award, rule.unit, *settled, owed);
            decision.postings.extend(posting(compiled.programme(), award.rule, award.points));
        }
    }

    /// Pays the windows whose pay day starts.
    pub(crate) fn pay_windows(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        passed: &mut Passed,
    ) -> Result<(), Refusal> {
        if compiled.plan().paid_later.is_empty() {
            return Ok(());
        }
        let today = self.calendar.take(compiled.programme(), compiled.plan(), day);
        let mut paid = Ok(());
        for id in &compiled.plan().paid_later {
            let over = compiled.programme().rules.get(*id).and_then(|r| r.over.as_ref());
            let due_now = |over: &&Over, n: i32| over.paid.day(over.window.days(n).1) == Some(day);
            let numbers: Vec<i32> = over
                .iter()
                .flat_map(|o| windows_of(member, o).into_iter().filter(move |n| due_now(o, *n)))
                .collect();
            for number in numbers {
                paid = paid
                    .and_then(|()| self.bring_up_to_date(compiled, member, (*id, number), &today, passed));
            }
        }
        self.calendar.put_back(today);
        paid
    }

    /// Brings one window of one rule up to date on the member itself, whether it is closed or not.
    pub(crate) fn bring_up_to_date(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (id, number): (RuleId, i32),
        today: &DayFacts,
        passed: &mut Passed,
    ) -> Result<(), Refusal> {
        let (programme, day) = (compiled.programme(), today.day);
        let Some((rule, over)) = programme.rules.get(id).and_then(|r| Some((r, r.over.as_ref()?))) else {
            return Ok(());
        };
        let expires = today.expires.get(rule.unit.index()).copied().flatten();
        let sums = Sums { rule, over, sum: |track: TrackId| sum_in(member, track, number) };
        let award = window_award(programme, id, &sums, (number, day), expires)?;
        if award.points != 0 {
            let mut balance = member.balance(rule.unit, day);
            let settled = settle(&mut balance, award.points)?;
            change_lots(member, &award, rule.unit, settled, balance.owed);
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
                let at = if of_window { tracks::Today { number, ..*at } } else { *at };
                tracks::book(state, day, at, award.points);
                if tracks::reading(state, at).unsigned_abs() >= lots::MOST.unsigned_abs() {
                    return Err(out_of_range());
                }
            }
            passed.postings.extend(posting(programme, id, award.points));
        }
        if award.points != 0 || self.detail == Detail::Full {
            passed.windows.push(award);
        }
        Ok(())
    }
}

/// The windows of a rule into which something was booked, oldest first.
fn windows_of(member: &Member, over: &Over) -> Vec<i32> {
    let mut numbers = Vec::new();
    for track in over.sums.iter().map(|s| s.track).chain([over.given]) {
        if let Some(TrackState::Window { number, value, closed }) = member.tracks.get(track.index()) {
            numbers.extend(closed.iter().map(|(number, _)| *number));
            if *value != 0 {
                numbers.push(*number);
            }
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
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
        let windows = windows_of(member, over).into_iter();
        windows.filter_map(|number| over.paid.day(over.window.days(number).1))
    });
    days.filter(|day| *day > last).min()
}
