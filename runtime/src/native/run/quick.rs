//! The usual purchase, straight through: no time that passes has anything to do, nobody owes anything, levels stay. What
//! compiled code found is packed at once, and booked once it is known that nothing else is to be done. Everything else
//! takes the long way, from the start, with the member as it was.

use super::Desk;
use super::awards::lowest_terms;
use super::batch::Bound;
use super::{lots, tracks};
use crate::decision::{Award, compact};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::{Compiled, Kind};
use crate::native::plan::quick::{Quick, QuickAmount, QuickRule};
use crate::packing::Writer;
use crate::state::{Lot, Member, Standing};
use treue_lang::limits::TRACK;
use treue_lang::programme::{Id, LimitId, RuleId};
use treue_lang::time::Day;

/// Room for what a packed decision has beside its head, awards and balances; for an award; for a balance.
const FRAME: usize = 48;
const AWARD: usize = 96;
const BALANCE: usize = 32;

impl Desk {
    /// Decides a purchase that was bound, and leaves the decision in `packed`. False if it takes more than that: then the
    /// member is as before.
    pub(super) fn quick(&mut self, compiled: &Compiled, member: &mut Member, bound: &Bound) -> bool {
        let Some(quick) = compiled.plan().quick.as_ref().filter(|_| bound.is_usual) else { return false };
        // Levels that follow at once are looked at on the next day, whatever it brings.
        let every_day = compiled.plan().follows.any;
        if !nothing_between(member, bound)
            || member.membership.ended.is_some()
            || every_day && member.last_day != Some(bound.day)
            || compiled.programme().remember.is_some() && member.notebook.may_know(bound.id_hash)
        {
            return false;
        }
        self.show(*bound);
        (self.at, self.now, self.late) = (bound.at, bound.day, false);
        let today = match self.today.take() {
            Some(today) if today.day == bound.day => today,
            other => {
                self.today = other;
                self.give_back_today();
                self.calendar.take(compiled.programme(), compiled.plan(), bound.day)
            }
        };
        let found = self.quick_found(compiled, quick, member, &today);
        if found {
            self.quick_book(compiled, member, bound, &today);
            self.straight = self.straight.saturating_add(1);
        }
        self.today = Some(today);
        found
    }

    /// Puts what follows from the latest day back into the calendar, where everybody finds it.
    pub(super) fn give_back_today(&mut self) {
        self.today.take().into_iter().for_each(|today| self.calendar.put_back(today));
    }

    /// Everything but booking: the decision, the record, the lots and the tracks as they will be.
    fn quick_found(
        &mut self,
        compiled: &Compiled,
        quick: &Quick,
        member: &mut Member,
        today: &DayFacts,
    ) -> bool {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        lots::balances(programme.units.len(), member, self.now, &mut self.balances);
        self.fill_bound(plan);
        self.fill_readings(compiled, member, today);
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        if !(self.quick_measure(compiled) && self.look_at_rules(compiled)) {
            return false;
        }
        if programme.remember.is_some() {
            self.record.clear();
            self.note_readings(compiled, member, &[], today.day);
        }
        self.quick_tracks(compiled)
            && self.quick_awards(compiled, quick, today)
            && self.quick_levels(compiled, quick, member, today)
    }

    /// Step 6, where nothing but the columns is needed.
    fn quick_measure(&mut self, compiled: &Compiled) -> bool {
        let plan = compiled.plan();
        if !self.call(compiled, Kind::Sums, usize::MAX) {
            return false;
        }
        let marks = plan.lines.counted_marks.div_ceil(64);
        if marks == 0 {
            return true;
        }
        if !self.call(compiled, Kind::Marks, marks) {
            return false;
        }
        for (id, slot) in &plan.lines.different {
            let Some(count) = self.lines.different_by_code(compiled.programme(), plan, *id) else {
                return false;
            };
            self.set(*slot, count);
        }
        true
    }

    /// Brings the readings of tracks up to what they will be; false if one leaves its range.
    fn quick_tracks(&mut self, compiled: &Compiled) -> bool {
        let plan = compiled.plan();
        let (from, to) = (plan.bookings.range(), plan.tracks.range());
        for (booked, reading) in from.zip(to) {
            let booked = self.frame.get(booked).copied().unwrap_or(0);
            let Some(reading) = self.frame.get_mut(reading).filter(|_| booked != 0) else { continue };
            let after = reading.checked_add(booked).filter(|a| a.unsigned_abs() < TRACK.unsigned_abs());
            let Some(after) = after else { return false };
            *reading = after;
        }
        true
    }

    /// Packs the decision, and gathers the lots; the balances become those after the event.
    fn quick_awards(&mut self, compiled: &Compiled, quick: &Quick, today: &DayFacts) -> bool {
        let plan = compiled.plan();
        let looked = std::mem::take(&mut self.found.looked);
        let gives = |rule: &&RuleId| self.get(plan.rule(**rule).given) > 0;
        let awards = looked.iter().filter(gives).count();
        let head = self.batch.bytes_of(self.batch.shown.head);
        let units = self.balances.len().saturating_mul(BALANCE);
        let room = head.len().saturating_add(FRAME).saturating_add(units);
        let room = room.saturating_add(awards.saturating_mul(AWARD));
        let mut packed = std::mem::take(&mut self.packed);
        packed.clear();
        packed.resize(room, 0);
        let mut to = Writer::new(&mut packed);
        to.bytes(head);
        to.unsigned(awards as u64);
        self.lots.clear();
        let mut days: Option<(Day, Option<Day>)> = None;
        let mut plain = true;
        for id in &looked {
            let points = self.get(plan.rule(*id).given);
            if points > 0 {
                let award = quick
                    .rules
                    .get(id.index())
                    .and_then(|rule| Some((rule, self.quick_award(compiled, rule, (*id, points), today)?)));
                let Some((rule, award)) = award else {
                    plain = false;
                    break;
                };
                if days.is_none() {
                    compact::write_days((award.available, award.expires), &mut to);
                }
                let days = days.get_or_insert((award.available, award.expires));
                compact::write_award(&award, days, &mut to);
                plain &= self.quick_lot(rule, &award, today.day);
            }
        }
        self.found.looked = looked;
        compact::write_balances(&self.balances, &mut to);
        let len = to.len();
        packed.truncate(len.unwrap_or(0));
        self.packed = packed;
        plain && len.is_some()
    }

    /// An award; `None` if it is not a plain one.
    #[inline]
    fn quick_award(
        &self,
        compiled: &Compiled,
        rule: &QuickRule,
        (id, points): (RuleId, i64),
        today: &DayFacts,
    ) -> Option<Award> {
        let slots = compiled.plan().rule(id);
        let available = today.available(compiled.plan(), id)?;
        let expires = today.expires.get(rule.unit.index()).copied()?;
        if !rule.plain || expires.is_some_and(|last_good| last_good < self.now) {
            return None;
        }
        let amount = match &rule.amount {
            QuickAmount::None => None,
            QuickAmount::Always(slot) => Some(*slot),
            QuickAmount::ByLevel(level, slots) => {
                let level = usize::try_from(self.get(*level)).ok();
                level.and_then(|level| slots.get(level)).or(slots.last()).copied().flatten()
            }
        };
        Some(Award {
            rule: id,
            points,
            amount: amount.map(|slot| self.get(slot)),
            raw: lowest_terms(self.get(slots.whole), self.get(slots.rest), compiled.denominator(id)),
            rounded: self.get(slots.rounded),
            cut_by: u32::try_from(self.get(slots.cut) - 1).ok().map(LimitId),
            lines: Vec::new(),
            available,
            expires,
            payer: rule.payer,
        })
    }

    /// Adds an award to the balance and to the lots; false if the balance becomes too large. Nothing is owed.
    #[inline]
    fn quick_lot(&mut self, rule: &QuickRule, award: &Award, day: Day) -> bool {
        let Some(balance) = self.balances.get_mut(rule.unit.index()) else { return false };
        if lots::earn(balance, award.points, award.available <= self.now).is_none() {
            return false;
        }
        let lot = Lot {
            unit: rule.unit,
            expires: award.expires,
            earned: day,
            available: award.available,
            payer: award.payer,
            clock: None,
            awaits: None,
            points: award.points,
        };
        match self.lots.last_mut() {
            Some(same) if lot == (Lot { points: lot.points, ..*same }) => {
                same.points = same.points.saturating_add(lot.points);
            }
            Some(_) | None => self.lots.push(lot),
        }
        true
    }

    /// Whether every level stays as it is, without a renewal.
    fn quick_levels(
        &mut self,
        compiled: &Compiled,
        quick: &Quick,
        member: &Member,
        today: &DayFacts,
    ) -> bool {
        if quick.lasting.is_empty() {
            return true;
        }
        let entered = compiled.plan().entered.range();
        self.call(compiled, Kind::Entered, usize::MAX)
            && self.frame.get(entered).is_some_and(|levels| {
                let lasting = quick.lasting.iter().map(Option::is_some).zip(&today.renews);
                let standings = member.tiers.iter().zip(lasting);
                levels.iter().zip(standings).all(|(level, (standing, (lasts, renews)))| {
                    u8::try_from(*level).is_ok_and(|level| {
                        let renews = renews.get(usize::from(level)).copied().flatten();
                        stays(standing, lasts, level, renews)
                    })
                })
            })
    }

    /// Steps 9 to 11, of what is known to be right.
    fn quick_book(&mut self, compiled: &Compiled, member: &mut Member, bound: &Bound, today: &DayFacts) {
        member.purchases = member.purchases.saturating_add(1);
        member.last_purchase = member.last_purchase.max(Some(bound.day));
        (member.last_at, member.last_day) = (Some(bound.at), Some(bound.day));
        let booked = self.run_of(compiled.plan().bookings);
        for ((state, window), booked) in member.tracks.iter_mut().zip(&today.windows).zip(booked) {
            if *booked != 0 {
                tracks::book(state, bound.day, *window, *booked);
            }
        }
        self.lots.iter().for_each(|lot| lots::add(&mut member.lots, *lot));
        if let Some(from) = compiled.programme().memory_starts(bound.day) {
            member.forget_before(from);
            let facts = self.batch.bytes_of(bound.record);
            let parts = [self.packed.as_slice(), self.record.as_slice(), facts];
            member.notebook.add_packed(bound.fingerprint, bound.day, bound.id_hash, parts, from);
        }
    }
}

/// Whether an event comes behind the member's latest, and nothing happens by itself up to its day.
fn nothing_between(member: &Member, bound: &Bound) -> bool {
    let (Some(at), Some(last), Some(_), Some(totals)) =
        (member.last_at, member.last_day, member.joined, member.lots.totals())
    else {
        return false;
    };
    let lasts = |until: Option<Day>| until.is_none_or(|until| until >= bound.day);
    bound.at >= at
        && bound.day >= last
        && totals.from <= last
        && lasts(totals.soonest)
        && member.owed.iter().all(|owed| *owed == 0)
        && member.vouchers.iter().all(|voucher| lasts(voucher.until))
        && member
            .tiers
            .iter()
            .all(|standing| lasts(standing.until) && standing.granted.is_none_or(|(_, until)| lasts(until)))
}

/// Whether a standing is the same after the event, by the highest level whose entry holds; one that is held since before
/// `renews` is renewed.
fn stays(standing: &Standing, lasts: bool, level: u8, renews: Option<Day>) -> bool {
    if !lasts {
        return standing.earned == level && standing.until.is_none();
    }
    if level != standing.earned || level == 0 || standing.until.is_none() {
        return level <= standing.earned;
    }
    standing.since.zip(renews).is_none_or(|(since, renews)| since >= renews)
}
