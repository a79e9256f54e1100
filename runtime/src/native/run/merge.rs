//! The account of another member goes up into this one's.

use super::due::{Passed, change};
use super::tiers::reach;
use super::{Desk, lots, out_of_range, tracks, vouchers, windows};
use crate::decision::{Decision, Merged, Refusal};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Lots, Member, Standing, TrackState, together};
use treue_lang::programme::{Id, Programme, UnitId};
use treue_lang::time::{Day, Window};

impl Desk {
    /// Takes over the account that was lent. An error may leave the member half changed: callers work on a copy.
    pub(super) fn take_over(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        whose: &str,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let Some(mut account) = self.pool.account.take() else { return Ok(()) };
        let programme = compiled.programme();
        self.end_pauses(compiled, &mut account, today.day);
        self.end_pauses(compiled, member, today.day);
        let with = |all: Vec<i64>| {
            let named = all.into_iter().enumerate().filter(|(_, points)| *points > 0);
            named.map(|(unit, points)| (UnitId::from_index(unit), points)).collect()
        };
        decision.merged = Some(Box::new(Merged {
            member: whose.to_owned(),
            points: with(held_points(programme, &account.lots)?),
            owed: with(account.owed.clone()),
        }));
        let joined = [member.joined, account.joined];
        member.joined = joined.into_iter().flatten().min();
        member.purchases = member.purchases.saturating_add(account.purchases);
        take_latest(member, &account);
        add_tracks(programme, member, &account, today)?;
        self.add_points(programme, member, &account, today.day)?;
        for voucher in std::mem::take(&mut account.vouchers) {
            vouchers::add(&mut member.vouchers, voucher);
        }
        let before = member.tiers.clone();
        take_levels(programme, member, &account, today.day);
        for (id, (before, after)) in programme.tiers.ids().zip(before.iter().zip(&member.tiers)) {
            decision.tiers.extend(change(id, before, after, today.day));
        }
        self.standings.clone_from(&member.tiers);
        self.held_from.clone_from(&member.tiers);
        for (own, theirs) in member.fields.iter_mut().zip(&account.fields) {
            if own.is_none() {
                own.clone_from(theirs);
            }
        }
        if member.household.is_none() {
            member.household.clone_from(&account.household);
        }
        member.received.append(&mut account.received.clone());
        member.received.sort_by_key(|received| received.day);
        member.take_in_came(&account);
        member.notebook.take_in(&account.notebook);
        let mut passed = Passed::default();
        let done = self.windows_together(compiled, member, &account, today, &mut passed);
        decision.windows.append(&mut passed.windows);
        decision.postings.append(&mut passed.postings);
        decision.expired.append(&mut passed.expired);
        lots::balances(programme.units.len(), member, today.day, &mut self.balances);
        done
    }

    /// All lots under their own dates, and one debt, which takes what is available.
    fn add_points(
        &self,
        programme: &Programme,
        member: &mut Member,
        account: &Member,
        day: Day,
    ) -> Result<(), Refusal> {
        for lot in account.lots.iter() {
            lots::add(&mut member.lots, *lot);
        }
        if held_points(programme, &member.lots)?.iter().any(|points| *points >= lots::MOST) {
            return Err(out_of_range());
        }
        for ((id, unit), (own, theirs)) in
            programme.units.iter().zip(member.owed.iter_mut().zip(&account.owed))
        {
            let debt = own.checked_add(*theirs).filter(|debt| *debt < lots::MOST).ok_or_else(out_of_range)?;
            *own = debt.saturating_sub(lots::burn(&mut member.lots, (id, unit), day, debt, None));
        }
        for lot in &account.gone {
            lots::note_gone(programme, member, *lot);
        }
        Ok(())
    }

    /// What both were given for a window counts as what is due for their sums together, if it was more; windows of the day
    /// that the account brought something to are brought up to date.
    fn windows_together(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        account: &Member,
        today: &DayFacts,
        passed: &mut Passed,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        for id in &compiled.plan().window_rules {
            let Some(over) = programme.rules.get(*id).and_then(|r| r.over.as_ref()) else { continue };
            // Years may begin on another day now: all of the member's are looked at.
            let is_own = matches!(over.window, Window::OwnYear(_));
            let brought = windows::windows_of(if is_own { member } else { account }, over);
            let current = windows::Place::around(over, member.joined, today.day);
            for place in brought {
                let Some(more) = windows::given_too_much(programme, member, (*id, place), today.day)? else {
                    continue;
                };
                let within = place.within(today.day);
                let at = today.windows.get(over.given.index()).copied();
                if let (1.., Some(state), Some(at)) = (more, member.tracks.get_mut(over.given.index()), at) {
                    let at = tracks::Today { number: place.number, ..at };
                    tracks::book(state, within, at, more.saturating_neg());
                }
                if place == current || is_own && place.number == current.number.saturating_sub(1) {
                    self.bring_up_to_date(compiled, member, (*id, within), today, None, passed)?;
                }
            }
        }
        Ok(())
    }
}

/// Points of all units, available or not.
fn held_points(programme: &Programme, all: &Lots) -> Result<Vec<i64>, Refusal> {
    let mut points = vec![0_i64; programme.units.len()];
    for lot in all.iter() {
        if let Some(sum) = points.get_mut(lot.unit.index()) {
            *sum = sum.checked_add(lot.points).ok_or_else(out_of_range)?;
        }
    }
    Ok(points)
}

/// Of two days the later one.
fn later(own: &mut Option<Day>, other: Option<Day>) {
    *own = (*own).max(other);
}

fn take_latest(member: &mut Member, account: &Member) {
    later(&mut member.last_purchase, account.last_purchase);
    later(&mut member.last_redeem, account.last_redeem);
    later(&mut member.clocks.last_transfer, account.clocks.last_transfer);
    let activities = member.clocks.activities.iter_mut().zip(&account.clocks.activities);
    let resumed = member.clocks.resumed.iter_mut().zip(&account.clocks.resumed);
    activities.chain(resumed).for_each(|(own, other)| later(own, *other));
}

/// Every window and every day of both, added up.
fn add_tracks(
    programme: &Programme,
    member: &mut Member,
    account: &Member,
    today: &DayFacts,
) -> Result<(), Refusal> {
    let places = member.tracks.iter_mut().zip(&account.tracks).zip(&today.windows);
    for ((own, theirs), at) in places.take(programme.tracks.len()) {
        match (&mut *own, theirs) {
            (
                TrackState::Window { number, value, closed },
                TrackState::Window { number: latest, value: sum, closed: before },
            ) => {
                let mut all = std::mem::take(closed);
                add(&mut all, (*number, *value))?;
                for more in before.iter().chain([&(*latest, *sum)]) {
                    add(&mut all, *more)?;
                }
                fit(&all)?;
                all.retain(|(_, sum)| *sum != 0);
                (*number, *value) = all.pop().unwrap_or((0, 0));
                *closed = all;
            }
            (TrackState::Rolling(days), TrackState::Rolling(more)) => {
                for day in more {
                    add(days, *day)?;
                }
                fit(days)?;
                days.retain(|(_, sum)| *sum != 0);
            }
            (TrackState::Texts(own), TrackState::Texts(theirs)) => {
                *own = together(own, theirs).ok_or_else(out_of_range)?;
            }
            (TrackState::Texts(_), _) | (_, TrackState::Texts(_)) => {}
            (TrackState::Window { .. }, TrackState::Rolling(_))
            | (TrackState::Rolling(_), TrackState::Window { .. }) => {}
        }
        if tracks::reading(own, at.of(member.joined, &member.tiers)).unsigned_abs()
            >= lots::MOST.unsigned_abs()
        {
            return Err(out_of_range());
        }
    }
    Ok(())
}

/// Adds to the sum of a place, which may become zero.
fn add<P: Ord + Copy>(sums: &mut Vec<(P, i64)>, (place, more): (P, i64)) -> Result<(), Refusal> {
    match sums.binary_search_by_key(&place, |(at, _)| *at) {
        Ok(at) => {
            if let Some((_, sum)) = sums.get_mut(at) {
                *sum = sum.checked_add(more).ok_or_else(out_of_range)?;
            }
        }
        Err(at) => sums.insert(at, (place, more)),
    }
    Ok(())
}

/// Whether no window and no day holds too much, not even one that only one of them knew.
fn fit<P>(sums: &[(P, i64)]) -> Result<(), Refusal> {
    let fits = |(_, sum): &(P, i64)| sum.unsigned_abs() < lots::MOST.unsigned_abs();
    if sums.iter().all(fits) { Ok(()) } else { Err(out_of_range()) }
}

/// The better standing of each structure with its history, and the better grant.
fn take_levels(programme: &Programme, member: &mut Member, account: &Member, day: Day) {
    let lasts_longer = |until: Option<Day>, than: Option<Day>| match (until, than) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(until), Some(than)) => until > than,
    };
    let beats = |(level, until): (u8, Option<Day>), (other, than): (u8, Option<Day>)| {
        level > other || level == other && lasts_longer(until, than)
    };
    for (id, (own, theirs)) in programme.tiers.ids().zip(member.tiers.iter_mut().zip(&account.tiers)) {
        let granted = match (own.granted, theirs.granted) {
            (Some(own), Some(theirs)) if beats(theirs, own) => Some(theirs),
            (None, theirs) => theirs,
            (own, _) => own,
        };
        if beats((theirs.earned, theirs.until), (own.earned, own.until)) {
            member.held.retain(|h| h.tiers != id);
            member.held.extend(account.held.iter().filter(|h| h.tiers == id));
            *own = Standing { reached: theirs.reached.or(&own.reached), ..*theirs };
        } else {
            own.reached = own.reached.or(&theirs.reached);
        }
        own.granted = granted;
        if let Some(tiers) = programme.tiers.get(id) {
            reach(tiers, own, day);
        }
    }
    // As the other engine has them: by day, and structure by structure.
    member.held.sort_by_key(|h| (h.day, h.tiers));
    member.forget_used();
}
