//! Purchases and activities: facts and lines in, compiled functions, limits of numbers, then booking.

use super::clocks::Earned;
use super::texts::Bearer;
use super::windows::{self, Due};
use super::{Desk, lots, out_of_range, tracks};
use crate::decision::{Decision, Refusal};
use crate::engine::Detail;
use crate::event::{Event, Purchase, What};
use crate::native::bind::calendar::DayFacts;
use crate::native::bind::figures::Sight;
use crate::native::bind::occasion::{date, is_so, standing_now};
use crate::native::code::{Compiled, Kind};
use crate::native::plan::slots::Slots;
use crate::state::{Lot, Member, Standing, awaited, record};
use std::collections::BTreeSet;
use treue_lang::limits::TRACK;
use treue_lang::programme::{Available, FieldId, FieldValue, Id, Programme, TiersId, TrackId, UnitId};
use treue_lang::time::Day;

impl Desk {
    /// Steps 5 to 10. An error leaves the member as it was.
    pub(crate) fn score(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        purchase: Option<&Purchase>,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        self.fill_event(compiled, member, event, today);
        if compiled.plan().points.asks_when_earned {
            self.ask_points(compiled);
        }
        let ran = match purchase {
            Some(purchase) => self.measure(compiled, &member.fields, (purchase, event.local.day)),
            None => {
                self.clear_sums(compiled.plan());
                self.figures_of_activity(compiled, &member.fields, event);
                true
            }
        };
        let bearer = match (&event.what, purchase) {
            (_, Some(purchase)) => Some(Bearer::Purchase(purchase)),
            (What::Activity(activity), None) => Some(Bearer::Activity(activity)),
            (_, None) => None,
        };
        if let Some(bearer) = bearer {
            self.look_for_member_texts(compiled, member, (bearer, event.local.day), today);
        }
        if !(ran && self.look_at_rules(compiled)) {
            return Err(out_of_range());
        }
        self.collect_awards(compiled, Earned { member, event: Some(event), today }, decision);
        if let Some(purchase) = purchase.filter(|p| !p.companions.is_empty()) {
            self.share_out(compiled, purchase, decision);
        }
        self.check_tracks(compiled)?;
        self.check_texts(compiled, member, today)?;
        self.check_balances(compiled, decision)?;
        if purchase.is_some() && compiled.programme().remember.is_some() {
            self.note_receipt(compiled, member, event, today.day);
        }
        let earned = Earned { member, event: Some(event), today };
        // The windows of a late event are brought up to date on the member, who is a copy.
        let windows = if self.late { Vec::new() } else { self.due_for_windows(compiled, earned, decision)? };
        self.book_tracks(compiled, member, today, &windows);
        self.book_texts(compiled, member, today)?;
        self.book_lots(compiled, member, event, today, decision);
        self.collect_postings(compiled, decision);
        self.book_windows(compiled, member, &windows, decision);
        if self.late {
            let sums = self.run_of(compiled.plan().bookings).to_vec();
            let booked = |track: TrackId| sums.get(track.index()).is_some_and(|n| *n != 0);
            self.windows_anew(compiled, member, (today.day, &booked), None, decision)?;
        }
        self.collect_gifts(compiled, member, event, decision);
        Ok(())
    }

    /// Step 5: everything that compiled code reads but amounts.
    pub(crate) fn fill_event(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        today: &DayFacts,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        self.fill_bound(plan);
        self.fill_readings(compiled, member, today);
        self.fill_late_levels(compiled, member, today.day);
        if event.local.day != today.day {
            let wall = self.calendar.take(programme, plan, event.local.day);
            self.fill_wall(plan, &wall);
            self.calendar.put_back(wall);
        }
        let standing = self.standings(member, today.day);
        self.fill_occasions(compiled, member, (event.local.day, plan.occasions), &standing);
        self.binder.member(programme, plan, &member.fields, &mut self.frame);
        let standing_then = |t, said: Option<Day>| match said.filter(|said| *said < today.day) {
            Some(past) => member.standing_on(t, past),
            None => standing(t),
        };
        self.fill_decided(compiled, member, event, &standing_then);
    }

    /// How levels are held: now, or for a late event as they counted at its instant.
    pub(crate) fn standings<'m>(
        &self,
        member: &'m Member,
        day: Day,
    ) -> impl Fn(TiersId) -> Standing + use<'m> {
        let (late, at) = (self.late, self.at);
        move |tiers| {
            if late { member.standing_at(tiers, day, at) } else { standing_now(member, tiers) }
        }
    }

    /// What is asked of the member's own days, on a day.
    pub(crate) fn fill_occasions(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        (day, slots): (Day, Slots),
        standing: impl Fn(TiersId) -> Standing,
    ) {
        for (at, what) in compiled.plan().reads.occasions.iter().enumerate() {
            let is_so = is_so(compiled.programme(), member, what, day, &standing);
            self.set(slots.at(at), i64::from(is_so));
        }
    }

    /// Facts and levels of the days that fields say, for rules whose date they decide.
    pub(crate) fn fill_decided(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        standing: &dyn Fn(TiersId, Option<Day>) -> Standing,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        for decided in &plan.decided {
            let said = said_day(programme, event, decided.field);
            let day = said.unwrap_or(event.local.day);
            let wall = self.calendar.take(programme, plan, day);
            super::copy(&wall.words, self.run_mut(decided.days));
            self.calendar.put_back(wall);
            for tiers in programme.tiers.ids() {
                let level = standing(tiers, said).level();
                self.set(decided.levels.at(tiers.index()), i64::from(level.0));
            }
            self.fill_occasions(compiled, member, (day, decided.occasions), |t| standing(t, said));
        }
    }

    /// The levels that counted at the instant of a late event.
    pub(crate) fn fill_late_levels(&mut self, compiled: &Compiled, member: &Member, day: Day) {
        if !self.late {
            return;
        }
        for id in compiled.programme().tiers.ids() {
            let level = member.level_at(id, day, self.at);
            self.set(compiled.plan().levels.at(id.index()), i64::from(level.0));
        }
    }

    /// What the lines come to, where that is made of others.
    pub(crate) fn figures_of_lines(&mut self, compiled: &Compiled, sight: Sight<'_>) {
        self.lines.fill_figures(compiled.plan(), &mut self.figures, sight.purchase, sight);
    }

    /// Amounts that are made of others, in their order.
    pub(crate) fn figures_of_receipt(&mut self, compiled: &Compiled, sight: Sight<'_>) {
        for (id, slot) in &compiled.plan().lines.figures {
            let value = self.figures.of_receipt(*id, Sight { frame: &self.frame, ..sight });
            self.set(*slot, value);
        }
    }

    /// What an activity says of itself, as a receipt without lines would.
    fn figures_of_activity(&mut self, compiled: &Compiled, member: &[Option<FieldValue>], event: &Event) {
        let What::Activity(activity) = &event.what else { return };
        if compiled.plan().lines.figures.is_empty() {
            return;
        }
        let purchase = Purchase {
            fields: activity.fields.clone(),
            store: activity.store.clone(),
            channel: activity.channel.clone(),
            ..Purchase::default()
        };
        let (programme, day) = (compiled.programme(), event.local.day);
        self.figures_of_receipt(compiled, Sight { programme, purchase: &purchase, member, day, frame: &[] });
    }

    /// Step 6: the lines.
    pub(crate) fn measure(
        &mut self,
        compiled: &Compiled,
        member: &[Option<FieldValue>],
        (purchase, day): (&Purchase, Day),
    ) -> bool {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let sight = Sight { programme, purchase, member, day, frame: &[] };
        self.figures_of_lines(compiled, sight);
        let marks = match self.detail {
            Detail::Full => usize::MAX,
            Detail::Awards => plan.lines.counted_marks.div_ceil(64),
        };
        if !(self.call(compiled, Kind::Sums, usize::MAX) && self.call(compiled, Kind::Marks, marks)) {
            return false;
        }
        for (id, slot) in &plan.lines.different {
            let count = self.lines.different(programme, plan, *id, purchase);
            self.set(*slot, count);
        }
        self.figures_of_receipt(compiled, sight);
        true
    }

    /// No track may reach 2^62 either way.
    pub(crate) fn check_tracks(&self, compiled: &Compiled) -> Result<(), Refusal> {
        let plan = compiled.plan();
        for (booked, before) in self.run_of(plan.bookings).iter().zip(self.run_of(plan.tracks)) {
            if *booked == 0 {
                continue;
            }
            let after = before.checked_add(*booked);
            if after.is_none_or(|a| a.unsigned_abs() >= TRACK.unsigned_abs()) {
                return Err(out_of_range());
            }
        }
        Ok(())
    }

    /// Books the awards into the balances; none may reach 2^62.
    fn check_balances(&mut self, compiled: &Compiled, decision: &Decision) -> Result<(), Refusal> {
        for award in &decision.awards {
            let Some(rule) = compiled.programme().rules.get(award.rule) else { continue };
            if self.is_gone(compiled, award.expires, rule.unit) {
                continue;
            }
            let Some(balance) = self.balances.get_mut(rule.unit.index()) else { continue };
            lots::earn(balance, award.points, award.available <= self.now).ok_or_else(out_of_range)?;
        }
        Ok(())
    }

    /// Books what the compiled functions found, and brings the readings up to date.
    fn book_tracks(&mut self, compiled: &Compiled, member: &mut Member, today: &DayFacts, due: &[Due]) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let present = (today.day != self.now).then(|| self.calendar.take(programme, plan, self.now));
        for (i, (state, window)) in member.tracks.iter_mut().zip(&today.windows).enumerate() {
            let booked = self.get(plan.bookings.at(i));
            // What window rules give and take is booked one after the other: it may come to zero in between, or together, and
            // what is old is dropped as something new is opened.
            let given = || {
                let track = programme.tracks.get(TrackId::from_index(i));
                track.into_iter().flat_map(|track| windows::counted(programme, due, track, today.day))
            };
            let rest = given().fold(booked, i64::saturating_sub);
            if booked != 0 || given().next().is_some() {
                let window = match present.as_ref().and_then(|p| p.windows.get(i)) {
                    Some(present) => window.kept_on(*present),
                    None => *window,
                };
                let window = window.of(member.joined, &member.tiers);
                for part in [rest].into_iter().chain(given()).filter(|part| *part != 0) {
                    tracks::book(state, today.day, window, part);
                }
                let slot = plan.tracks.at(i);
                let after = tracks::reading(state, window);
                self.set(slot, after);
            }
        }
        present.into_iter().for_each(|facts| self.calendar.put_back(facts));
    }

    /// What it takes to decide a receipt again; the frame holds the readings still.
    fn note_receipt(&mut self, compiled: &Compiled, member: &Member, event: &Event, day: Day) {
        let programme = compiled.programme();
        let days = compiled.plan().decided.iter().filter_map(|d| said_day(programme, event, d.field));
        let days: BTreeSet<Day> = days.filter(|decided| *decided < day).collect();
        let held = |day: Day| programme.tiers.ids().map(|t| member.standing_on(t, day).noted()).collect();
        let past: Vec<(Day, Vec<u8>)> = days.into_iter().map(|day| (day, held(day))).collect();
        self.note_readings(compiled, member, &past, day);
        let facts = self.batch.bytes_of(self.batch.shown.record);
        self.record.extend_from_slice(facts);
    }

    /// The first part of that.
    pub(crate) fn note_readings(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        past: &[(Day, Vec<u8>)],
        day: Day,
    ) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let news = self.news();
        let numbers = |slots: Slots| self.frame.get(slots.range()).unwrap_or_default();
        let (late, at) = (self.late, self.at);
        let standing = |t| if late { member.standing_at(t, day, at) } else { standing_now(member, t) };
        self.levels.clear();
        self.levels.extend(programme.tiers.ids().map(|t| standing(t).noted()));
        let reached = if programme.tiers.iter().any(|(_, tiers)| tiers.keeps_reached) {
            let own = programme.tiers.ids().map(|t| standing(t).reached);
            let then = |(day, _): &(Day, Vec<u8>)| {
                let day = *day;
                programme.tiers.ids().map(move |t| member.standing_on(t, day).reached)
            };
            own.chain(past.iter().flat_map(then)).collect()
        } else {
            Vec::new()
        };
        let before = record::Before {
            day,
            tracks: numbers(plan.tracks),
            levels: &self.levels,
            past,
            reached: &reached,
            available: numbers(plan.balances),
            news: &news,
            first_purchase: self.frame.get(plan.first_purchase.index()) == Some(&1),
            days: [member.joined, member.last_purchase],
            fields: &member.fields,
        };
        record::write_readings(&mut self.record, before, numbers(plan.bookings));
    }

    /// Awards that are available today pay what is owed; the rest become lots. Most awards of an event become one lot.
    fn book_lots(
        &self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        today: &DayFacts,
        decision: &mut Decision,
    ) {
        let mut together: Option<Lot> = None;
        let mut gone: Vec<Lot> = Vec::new();
        for award in &decision.awards {
            let Some(rule) = compiled.programme().rules.get(award.rule) else { continue };
            let mut points = award.points;
            let is_gone = self.is_gone(compiled, award.expires, rule.unit);
            if award.available <= self.now
                && !is_gone
                && let Some(owed) = member.owed.get_mut(rule.unit.index())
            {
                let paid = points.min(*owed);
                *owed = owed.saturating_sub(paid);
                points = points.saturating_sub(paid);
            }
            let earned = Earned { member, event: Some(event), today };
            let awaits = match &rule.available {
                Some(Available::OnActivity(kind)) => Some(awaited(kind, &event.id)),
                Some(Available::After(..)) | None => None,
            };
            let lot = Lot {
                unit: rule.unit,
                expires: award.expires,
                earned: today.day,
                available: award.available,
                payer: award.payer,
                clock: self.dates(compiled, earned, rule.unit, Some(award.rule), award.available).1,
                awaits,
                points,
            };
            if is_gone {
                gone.push(lot);
                continue;
            }
            match &mut together {
                Some(same) if lot == (Lot { points, ..*same }) => {
                    same.points = same.points.saturating_add(points);
                }
                Some(_) | None => {
                    let before = together.replace(lot);
                    before.into_iter().for_each(|lot| lots::add(&mut member.lots, lot));
                }
            }
        }
        together.into_iter().for_each(|lot| lots::add(&mut member.lots, lot));
        gone.into_iter()
            .for_each(|lot| lots::expire_at_once(compiled.programme(), member, lot, &mut decision.expired));
    }

    /// Whether points that are booked only now have expired before.
    fn is_gone(&self, compiled: &Compiled, expires: Option<Day>, unit: UnitId) -> bool {
        lots::is_gone(compiled.programme(), (expires, unit), self.now)
    }

    /// An activity keeps points alive, and points that waited for it are there: they pay what is owed first.
    pub(crate) fn activity_done(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        event: &Event,
        today: &DayFacts,
    ) {
        let What::Activity(activity) = &event.what else { return };
        let kept = compiled.programme().kept_activities.iter().position(|k| *k == activity.kind);
        if let Some(day) = kept.and_then(|at| member.clocks.activities.get_mut(at)) {
            *day = (*day).max(Some(today.day));
        }
        let Some(receipt) = &activity.receipt else { return };
        let key = Some(awaited(&activity.kind, receipt));
        let (arrived, rest): (Vec<Lot>, Vec<Lot>) = member.lots.iter().partition(|l| l.awaits == key);
        if arrived.is_empty() {
            return;
        }
        member.lots = rest.into();
        for lot in arrived {
            let earned = Earned { member, event: Some(event), today };
            let mut lot = self.arrived(compiled, earned, lot);
            let all = lot.points;
            if let Some(owed) = member.owed.get_mut(lot.unit.index()) {
                let paid = all.min(*owed);
                *owed = owed.saturating_sub(paid);
                lot.points = all.saturating_sub(paid);
            }
            if let Some(balance) = self.balances.get_mut(lot.unit.index()) {
                balance.pending = balance.pending.saturating_sub(all);
                balance.available = balance.available.saturating_add(lot.points);
                balance.owed = member.owed.get(lot.unit.index()).copied().unwrap_or(0);
            }
            lots::add(&mut member.lots, lot);
        }
    }
}

/// The day that a field of the receipt says.
fn said_day(programme: &Programme, event: &Event, id: FieldId) -> Option<Day> {
    let fields = match &event.what {
        What::Purchase(purchase) => &purchase.fields,
        What::Activity(activity) => &activity.fields,
        What::Redeem(_)
        | What::Grant(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Return(_)
        | What::Clock => return None,
    };
    date(programme, fields, id)
}
