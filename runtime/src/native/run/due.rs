//! Time that passes: the next day on which anything happens to a member by itself, and what happens then.

use super::tiers::reach;
use super::{
    Desk, clocks, convert, expiry, follow, issue, levels, lots, membership, tracks, vouchers, windows,
};
use crate::decision::{
    Decision, Expired, Issued, LevelGift, Posting, Refusal, Reminder, TierChange, VoucherMove, WindowAward,
};
use crate::native::code::{Compiled, Kind};
use crate::state::{Held, Lot, Member, Standing};
use treue_lang::programme::{AfterReview, Id, LevelId, Programme, Tiers, TiersId, TrackId, Validity};
use treue_lang::time::{Almanac, Day, Deadline, Length};

/// What happened by itself.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    /// Points that expired.
    pub(crate) expired: Vec<Expired>,
    /// Tier changes of reviews.
    pub(crate) tiers: Vec<TierChange>,
    /// Rewards that were issued by themselves.
    pub(crate) issued: Vec<Issued>,
    /// Vouchers that expired.
    pub(crate) vouchers: Vec<VoucherMove>,
    /// What was given with levels.
    pub(crate) level_gifts: Vec<LevelGift>,
    /// What window rules gave and took.
    pub(crate) windows: Vec<WindowAward>,
    /// What partners owe for that, and conversions that happened by themselves.
    pub(crate) postings: Vec<Posting>,
    /// Reminders.
    pub(crate) reminders: Vec<Reminder>,
}

impl Passed {
    /// Says it in a decision.
    pub(crate) fn tell(self, decision: &mut Decision) {
        let passed = self;
        (decision.expired, decision.tiers) = (passed.expired, passed.tiers);
        (decision.issued, decision.vouchers) = (passed.issued, passed.vouchers);
        (decision.windows, decision.postings) = (passed.windows, passed.postings);
        (decision.reminders, decision.level_gifts) = (passed.reminders, passed.level_gifts);
    }
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
    let beginnings = compiled.plan().looking_back.iter().filter_map(|id| programme.rules.get(*id)?.dates.0);
    beginnings.for_each(&mut note);
    member.membership.forfeits(programme).into_iter().for_each(&mut note);
    if let Some(expires) = lots::soonest(&member.lots, last) {
        note(Day(expires.0.saturating_add(1)));
    }
    if member.owed.iter().any(|owed| *owed > 0) {
        let owed = |lot: &&Lot| member.owed.get(lot.unit.index()).is_some_and(|owed| *owed > 0);
        member.lots.iter().filter(owed).for_each(|lot| note(lot.available));
    }
    issue::next_due(programme, member, last, &mut note);
    convert::next_due(programme, member, last, &mut note);
    follow::note_days(programme, &compiled.plan().follows, member, last, &mut note);
    for voucher in &member.vouchers {
        if let Some(until) = voucher.until.filter(|u| *u >= last) {
            note(Day(until.0.saturating_add(1)));
        }
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
        tiers.review.next(last).into_iter().for_each(&mut note);
    }
    next
}

/// The first day after an event on which time passes: the next one where levels follow at once, since they may follow
/// what came after they were judged.
pub(crate) fn first_due(compiled: &Compiled, member: &Member, last: Day) -> Option<Day> {
    if compiled.plan().follows.any { Some(last.plus(1)) } else { next_due(compiled, member, last) }
}

/// The deadline by which an earned level is reviewed, if it is.
pub(crate) fn reviewed<'p>(tiers: &'p Tiers, standing: &Standing) -> Option<&'p Deadline> {
    match &tiers.validity {
        Validity::Until(deadline) => (standing.earned > 0).then_some(deadline),
        Validity::Ever | Validity::AtOnce => None,
    }
}

/// Last good day of stillness, by what ends it.
pub(super) fn idle_end(length: Length, (purchase, redeem): (bool, bool), member: &Member) -> Option<Day> {
    let bought = member.last_purchase.filter(|_| purchase);
    let redeemed = member.last_redeem.filter(|_| redeem);
    Some(length.after(bought.max(redeemed).or(member.joined)?))
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
        let mut again = true;
        loop {
            let due = next_due(compiled, member, last);
            let next = if again { first_due(compiled, member, last) } else { due };
            let Some(day) = next.filter(|d| *d <= to) else { break };
            again = due == Some(day);
            // Who has left gets nothing more, and is told nothing more.
            let left = member.membership.ended.is_some();
            if member.membership.forfeits(compiled.programme()) == Some(day) {
                let eve = Day(day.0.saturating_sub(1));
                let gone = (&mut passed.expired, &mut passed.vouchers);
                membership::forfeit(compiled.programme(), member, eve, gone);
            }
            if !left {
                self.pay_windows(compiled, member, day, &mut passed)?;
            }
            pay_owed(compiled.programme(), member, day);
            if !left {
                self.issue_at(compiled, member, day, &mut passed);
            }
            let changes = passed.tiers.len();
            self.review_tiers(compiled, member, day, &mut passed);
            if passed.tiers.len() > changes {
                let changes = passed.tiers.split_off(changes);
                let today = self.calendar.take(compiled.programme(), compiled.plan(), day);
                let (gifts, expired) = self.give_gifts(compiled, member, &changes, &today);
                self.calendar.put_back(today);
                passed.level_gifts.extend(gifts);
                passed.expired.extend(expired);
                passed.tiers.extend(changes);
                self.look_at_clocks(compiled, member, day);
            }
            self.expire(compiled, member, day, &mut passed);
            vouchers::expire(member, Day(day.0.saturating_sub(1)), &mut passed.vouchers);
            if !left {
                expiry::remind(compiled.programme(), member, day, &mut passed);
            }
            again |= self.follow(compiled, member, day, &mut passed);
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
        let enters = compiled.programme().tiers.iter().any(|(_, tiers)| tiers.is_reviewed_on(day));
        let ends =
            member.tiers.iter().zip(compiled.programme().tiers.iter()).any(|(s, (_, t))| reviewed_now(t, s));
        if enters || ends {
            self.ask_kept(compiled, member, day, day);
            if enters {
                // The same readings: the last full windows. If it could not be asked, no level is entered.
                let _ = self.call(compiled, Kind::Entered, usize::MAX);
            }
        }
        for ((id, tiers), before) in compiled.programme().tiers.iter().zip(&before) {
            let Some(mut standing) = member.tiers.get(id.index()).copied() else { continue };
            let mut used = None;
            if let Some(deadline) = reviewed(tiers, &standing).filter(|_| standing.until == Some(eve)) {
                let kept = self.get(compiled.plan().kept.at(id.index())).cast_unsigned();
                let level = held_after_review(tiers, standing.earned, kept);
                let almanac = clocks::almanac(compiled.programme(), member, day);
                let until = counted_from(deadline, almanac, eve, day);
                if let Some(consumption) = &tiers.consumption {
                    let full = self.get(compiled.plan().tracks.at(consumption.track.index()));
                    let kept = (level == standing.earned).then_some(level);
                    used = levels::carry_on(compiled.programme(), member, (tiers, kept), full, day);
                }
                standing.earned = level;
                (standing.until, standing.since) = if level > 0 {
                    (Some(until), Some(eve))
                } else {
                    (None, tiers.counts_since.then_some(eve))
                };
            }
            if tiers.is_reviewed_on(day) {
                let level = u8::try_from(self.get(compiled.plan().entered.at(id.index()))).unwrap_or(0);
                enter_at_review(compiled.programme(), member, tiers, (&mut standing, level), day);
            }
            reach(tiers, &mut standing, day);
            if let Some(place) = member.tiers.get_mut(id.index()) {
                *place = standing;
            }
            passed.tiers.extend(change(id, before, &standing, day));
            if compiled.programme().remember.is_some() {
                member.note_held(Held { tiers: id, day, at: None, before: *before, after: standing, used });
            }
        }
    }

    /// Asks which levels are kept at the start of a day, of all structures at once: they see the same levels, and balances
    /// of `now`.
    pub(crate) fn ask_kept(&mut self, compiled: &Compiled, member: &mut Member, day: Day, now: Day) {
        self.ask_kept_with(compiled, member, (day, now), None);
    }

    /// The same with another sum of a track.
    pub(crate) fn ask_kept_with(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (day, now): (Day, Day),
        sum: Option<(TrackId, i64)>,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.fill_last_full(compiled, member, day, now);
        if let Some((track, sum)) = sum {
            self.set(plan.tracks.at(track.index()), sum);
        }
        for id in programme.tiers.ids() {
            self.set(plan.kept.at(id.index()), 0);
        }
        // The memory fits by construction; if it ever did not, nothing is kept.
        let _ = self.call(compiled, Kind::Kept, usize::MAX);
    }

    /// Readings at the start of a day, of tracks the last full windows.
    pub(crate) fn fill_last_full(&mut self, compiled: &Compiled, member: &mut Member, day: Day, now: Day) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let today = self.calendar.take(programme, plan, day);
        lots::balances(programme.units.len(), member, now, &mut self.balances);
        self.fill_readings(compiled, member, &today);
        for ((track, spec), state) in programme.tracks.iter().zip(&member.tracks) {
            self.set(
                plan.tracks.at(track.index()),
                tracks::last_full(state, spec, day, (member.joined, &member.tiers)),
            );
        }
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        self.fill_without_receipt(compiled, member, &today);
        self.calendar.put_back(today);
    }
}

/// On a day on which levels are reviewed: a level that is reached is entered, or renewed if it is the one held.
fn enter_at_review(
    programme: &Programme,
    member: &Member,
    tiers: &Tiers,
    (standing, level): (&mut Standing, u8),
    day: Day,
) {
    if level == 0 || level < standing.earned {
        return;
    }
    let until = match &tiers.validity {
        Validity::Until(deadline) => Some(deadline.counted(day, clocks::almanac(programme, member, day))),
        Validity::Ever | Validity::AtOnce => None,
    };
    standing.until = if level > standing.earned { until } else { standing.until.max(until) };
    (standing.earned, standing.since) = (level, Some(day));
}

/// The level that is held after a review.
pub(crate) fn held_after_review(tiers: &Tiers, earned: u8, kept: u64) -> u8 {
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
pub(crate) fn counted_from(deadline: &Deadline, almanac: Almanac, passed: Day, day: Day) -> Day {
    let until = deadline.counted(passed, almanac);
    if until > passed { until } else { deadline.counted(day, almanac) }
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
