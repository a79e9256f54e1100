//! Time that passes: the next day on which anything happens to a member by itself, and what happens then.

use super::{Desk, expiry, lots, tracks, windows};
use crate::decision::{Expired, Posting, Refusal, Reminder, TierChange, WindowAward};
use crate::native::code::{Compiled, Kind};
use crate::state::{Lot, Member, Standing};
use treue_lang::programme::{AfterReview, Id, LevelId, Programme, Tiers, TiersId, Validity};
use treue_lang::time::{Day, Deadline};

/// What happened by itself.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// Points that expired.
    pub(crate) expired: Vec<Expired>,
    /// Tier changes of reviews.
    pub(crate) tiers: Vec<TierChange>,
    /// What window rules gave and took.
    pub(crate) windows: Vec<WindowAward>,
    /// What partners owe for that.
    pub(crate) postings: Vec<Posting>,
    /// Reminders.
    pub(crate) reminders: Vec<Reminder>,
}

/// The first day after `last` on which something happens by itself.
pub(crate) fn next_due(compiled: &Compiled, member: &Member, last: Day) -> Option<Day> {
    let programme = compiled.programme();
    let mut next: Option<Day> = None;
    let mut note = |day: Day| {
        if day > last {
            next = Some(next.map_or(day, |n: Day| n.min(day)));
        }
    };
    windows::next_pay_day(programme, &compiled.plan().paid_later, member, last)
        .into_iter()
        .for_each(&mut note);
    if let Some(expires) = lots::soonest(&member.lots, last) {
        note(Day(expires.0.saturating_add(1)));
    }
    if member.owed.iter().any(|owed| *owed > 0) {
        let owed = |lot: &&Lot| member.owed.get(lot.unit.index()).is_some_and(|owed| *owed > 0);
        member.lots.iter().filter(owed).for_each(|lot| note(lot.available));
    }
    for (unit, spec) in programme.units.iter().filter(|(_, spec)| expiry::has_more_days(spec)) {
        expiry::note_days(programme, member, (unit, spec), last, &mut note);
    }
    for (standing, (_, tiers)) in member.tiers.iter().zip(programme.tiers.iter()) {
        if let Some((_, Some(until))) = standing.granted {
            note(Day(until.0.max(last.0).saturating_add(1)));
        }
        if let (Some(until), Some(_)) = (standing.until, reviewed(tiers, standing)) {
            note(Day(until.0.saturating_add(1)));
        }
    }
    next
}

/// The deadline by which an earned level is reviewed, if it is.
fn reviewed<'p>(tiers: &'p Tiers, standing: &Standing) -> Option<&'p Deadline> {
    match &tiers.validity {
        Validity::Until(deadline) => (standing.earned > 0).then_some(deadline),
        Validity::Ever | Validity::AtOnce => None,
    }
}

impl Desk {
    /// Lets time pass, day by day of those on which something happens, up to and including `to`.
    pub(crate) fn pass_time(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        to: Day,
    ) -> Result<Passed, Refusal> {
        let mut passed = Passed::default();
        let Some(mut last) = member.last_day else { return Ok(passed) };
        while let Some(day) = next_due(compiled, member, last).filter(|d| *d <= to) {
            self.pay_windows(compiled, member, day, &mut passed)?;
            pay_owed(compiled.programme(), member, day);
            let changes = passed.tiers.len();
            self.review_tiers(compiled, member, day, &mut passed);
            if passed.tiers.len() > changes {
                self.look_at_clocks(compiled, member, day);
            }
            self.expire(compiled, member, day, &mut passed);
            expiry::remind(compiled.programme(), member, day, &mut passed);
            last = day;
        }
        Ok(passed)
    }

    fn review_tiers(&mut self, compiled: &Compiled, member: &mut Member, day: Day, passed: &mut Passed) {
        let eve = Day(day.0.saturating_sub(1));
        let before = member.tiers.clone();
        for standing in &mut member.tiers {
            if standing.granted.is_some_and(|(_, until)| until.is_some_and(|u| u <= eve)) {
                standing.granted = None;
            }
        }
        let reviewed_now = |tiers: &Tiers, standing: &Standing| {
            reviewed(tiers, standing).is_some() && standing.until == Some(eve)
        };
        if member.tiers.iter().zip(compiled.programme().tiers.iter()).any(|(s, (_, t))| reviewed_now(t, s)) {
            self.ask_kept(compiled, member, day);
        }
        for ((id, tiers), before) in compiled.programme().tiers.iter().zip(&before) {
            let Some(mut standing) = member.tiers.get(id.index()).copied() else { continue };
            if let Some(deadline) = reviewed(tiers, &standing).filter(|_| standing.until == Some(eve)) {
                let kept = self.get(compiled.plan().kept.at(id.index())).cast_unsigned();
                let level = held_after_review(tiers, standing.earned, kept);
                let until = counted_from(deadline, compiled.programme().week_start, eve, day);
                standing.earned = level;
                (standing.until, standing.since) =
                    if level > 0 { (Some(until), Some(eve)) } else { (None, None) };
            }
            if let Some(place) = member.tiers.get_mut(id.index()) {
                *place = standing;
            }
            passed.tiers.extend(change(id, before, &standing, day));
        }
    }

    /// Asks which levels are kept at the start of a day, of all structures at once: they see the same levels.
    fn ask_kept(&mut self, compiled: &Compiled, member: &mut Member, day: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.fill_last_full(compiled, member, day);
        for id in programme.tiers.ids() {
            self.set(plan.kept.at(id.index()), 0);
        }
        // The memory fits by construction; if it ever did not, nothing is kept.
        let _ = self.call(compiled, Kind::Kept, usize::MAX);
    }

    /// Readings at the start of a day, of tracks the last full windows.
    pub(crate) fn fill_last_full(&mut self, compiled: &Compiled, member: &mut Member, day: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let today = self.calendar.take(programme, plan, day);
        lots::balances(programme.units.len(), member, day, &mut self.balances);
        self.fill_readings(compiled, member, &today);
        for ((track, spec), state) in programme.tracks.iter().zip(&member.tracks) {
            self.set(plan.tracks.at(track.index()), tracks::last_full(state, spec.window, day));
        }
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        self.fill_without_receipt(compiled, member, &today);
        self.calendar.put_back(today);
    }
}

/// The level that is held after a review.
fn held_after_review(tiers: &Tiers, earned: u8, kept: u64) -> u8 {
    let keeps = |level: u8| kept >> level.min(63) & 1 == 1;
    if keeps(earned) {
        return earned;
    }
    match tiers.after {
        AfterReview::OneDown => earned.saturating_sub(1),
        AfterReview::WhatQualifies => (1..earned).rev().find(|l| keeps(*l)).unwrap_or(0),
        AfterReview::Base => 0,
    }
}

/// A validity counted from the last good day that has passed; from `day` where that ends no later.
fn counted_from(deadline: &Deadline, week_start: u8, passed: Day, day: Day) -> Day {
    let until = deadline.last_good_day(passed, week_start);
    if until > passed { until } else { deadline.last_good_day(day, week_start) }
}

/// The change of what counts in a structure, if there is one.
pub(crate) fn change(id: TiersId, before: &Standing, after: &Standing, on: Day) -> Option<TierChange> {
    let (from, to): (LevelId, LevelId) = (before.level(), after.level());
    let until = after.until();
    (from != to || before.until() != until).then_some(TierChange { tiers: id, from, to, until, on })
}

/// Points that become available pay what is owed.
fn pay_owed(programme: &Programme, member: &mut Member, day: Day) {
    for (id, unit) in programme.units.iter() {
        let Some(owed) = member.owed.get(id.index()).copied().filter(|o| *o > 0) else { continue };
        if member.lots.iter().any(|l| l.unit == id && l.available == day) {
            let paid = lots::burn(&mut member.lots, (id, unit), day, owed, None);
            if let Some(place) = member.owed.get_mut(id.index()) {
                *place = owed.saturating_sub(paid);
            }
        }
    }
}
