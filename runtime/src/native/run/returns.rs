//! Returns: the compiled functions decide what remains of a receipt, with the frame filled from its note.

use super::clocks::Earned;
use super::remaining::{self, add_up, charged, coming_back};
use super::spent::Part;
use super::taking::{Bill, Due, Refund};
use super::texts::{self, Bearer, Texts};
use super::{Desk, at, gifts, given_back, lots, out_of_range, too_late, tracks};
use crate::decision::{Award, Decision, Refusal, RefusalCode, Returned};
use crate::event::{Event, Line, Purchase, Return, What};
use crate::native::bind::calendar::DayFacts;
use crate::native::bind::lines::Shares;
use crate::native::bind::occasion::date;
use crate::native::code::Compiled;
use crate::native::plan::PURCHASE;
use crate::state::record::{ReceiptNote, Record};
use crate::state::{Lot, Member, Settled, Since, awaited};
use treue_lang::limits::TRACK;
use treue_lang::programme::{
    Available, Id, LimitId, LimitOwner, LimitWindow, Most, Programme, Rule, RuleId, TiersId, TrackId,
};
use treue_lang::time::{Day, Local};

/// A receipt of which something comes back.
struct Receipt<'a> {
    /// What was decided at first.
    first: &'a Decision,
    note: &'a ReceiptNote,
    /// What came of it until now.
    before: &'a Settled,
    /// What follows from its day.
    then: &'a DayFacts,
}

/// From where on levels are looked at again.
fn since<'a>(receipt: &Receipt<'a>) -> Since<'a> {
    let Receipt { first, note, .. } = receipt;
    Since { day: note.day, at: first.at, levels: &note.levels, event: &first.event, late: first.late }
}

impl Desk {
    /// Decides a return on a copy of the member.
    pub(crate) fn give_back(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        asked: &Return,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let first_day = programme.memory_starts(self.now);
        let first_day = first_day.ok_or_else(|| Refusal::new(RefusalCode::NothingRemembered))?;
        let Some(noted) = member.notebook.find(&asked.receipt) else {
            let unknown = Refusal::new(RefusalCode::UnknownReceipt);
            return Err(Refusal { name: Some(asked.receipt.clone()), ..unknown });
        };
        let day = match &noted.record {
            Record::Receipt(note) => note.day,
            Record::Spent(note) => note.day,
            Record::None => return Err(Refusal::new(RefusalCode::NotReturnable)),
        };
        if day < first_day {
            return Err(too_late(day, first_day));
        }
        if self.at < noted.decision.at {
            return Err(Refusal::new(RefusalCode::BeforePurchase));
        }
        let settled = member.notebook.settled(&asked.receipt).cloned();
        if settled.as_ref().is_some_and(|s| s.whole) {
            return Err(Refusal::new(RefusalCode::NothingLeft));
        }
        match &noted.record {
            Record::None => Ok(()),
            Record::Spent(note) => {
                self.undo_redemption(compiled, member, asked, (&noted.decision, note), decision)
            }
            Record::Receipt(note) => {
                let before = settled.unwrap_or_else(|| nothing_back(&noted.decision, note));
                let then = self.calendar.take(programme, compiled.plan(), day);
                let receipt = Receipt { first: &noted.decision, note, before: &before, then: &then };
                let done = self.goods_back(compiled, member, asked, &receipt, decision);
                self.calendar.put_back(then);
                done
            }
        }
    }

    fn goods_back(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        asked: &Return,
        receipt: &Receipt<'_>,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let (programme, original) = (compiled.programme(), &receipt.note.purchase);
        let lines = coming_back(original, receipt.before, asked)?;
        let mut after =
            Settled { returned: add_up(&receipt.before.returned, &lines), ..receipt.before.clone() };
        let shares = self.lines.shares(programme, original);
        let was = remaining::rest(programme, original, &shares, receipt.before);
        let rest = remaining::rest(programme, original, &shares, &after);
        after.whole = rest.0.lines.is_empty();
        let brought = self.texts_brought(compiled, member, receipt, &was)?;
        (after.given, after.booked) = (Vec::new(), Vec::new());
        let mut brings = Vec::new();
        if !after.whole {
            self.decide_rest(compiled, member, receipt, &rest, &mut after)?;
            brings = self.counted_texts(compiled);
        }
        let mut returned = Returned {
            receipt: asked.receipt.clone(),
            whole: after.whole,
            lines,
            changes: changes(programme, receipt, &after),
            ..Returned::default()
        };
        let people = (receipt.first.member.as_str(), original.companions.as_slice());
        let given = |rule: RuleId| (receipt.before.given_by(rule), after.given_by(rule));
        let fields = (receipt.note.fields.as_slice(), original.fields.as_slice());
        decision.outgoing = given_back::to_others(programme, given, people, fields);
        self.move_tracks(compiled, member, receipt, &after)?;
        self.move_texts(compiled, member, receipt.note.day, (&brought, &brings))?;
        let refund = Refund { left: charged(&was) - charged(&rest), cut: 0 };
        let part = part_back(&original.lines, &shares, &rest);
        let part = if after.whole { Part::All } else { part };
        self.spent_on_receipt(compiled, member, part, (&mut returned, decision))?;
        self.fill_dates(compiled, member, receipt);
        self.book_more(compiled, member, receipt, (&returned, decision))?;
        let changed = |track: &TrackId| after.booked_in(*track) != receipt.before.booked_in(*track);
        let changed: Vec<TrackId> = programme.tracks.ids().filter(changed).collect();
        let own = Some(asked.receipt.as_str());
        let mut bill = Bill { receipt: own, returned: &mut returned, after: &mut after, refund };
        self.take_less(compiled, member, receipt, &mut bill, decision)?;
        for (rule, change) in &bill.returned.changes {
            decision.postings.extend(super::awards::postings(programme, *rule, *change));
        }
        let is_changed = |track: TrackId| changed.contains(&track);
        let anew = (receipt.note.day, &is_changed as &dyn Fn(TrackId) -> bool);
        self.windows_anew(compiled, member, anew, Some((receipt.first, &mut bill)), decision)?;
        let whole = bill.after.whole;
        member.notebook.settle(&asked.receipt, bill.after.clone());
        if whole {
            member.purchases = member.purchases.saturating_sub(1);
            if member.last_purchase == Some(receipt.note.day) {
                member.last_purchase = member.notebook.latest().purchase;
            }
        }
        self.undo_levels(compiled, member, &since(receipt), &mut bill, decision)?;
        let cut = bill.refund.cut;
        returned.refund_cut = cut;
        member.notebook.settle(&asked.receipt, after);
        decision.returned = Some(Box::new(returned));
        Ok(())
    }

    /// The texts that count of a receipt as it was before the return.
    fn texts_brought(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        receipt: &Receipt<'_>,
        was: &(Purchase, Shares),
    ) -> Result<Vec<Texts>, Refusal> {
        if compiled.plan().text_tracks.is_empty() {
            return Ok(Vec::new());
        }
        self.decide_rest(compiled, member, receipt, was, &mut Settled::default())?;
        Ok(self.counted_texts(compiled))
    }

    /// Steps 6 to 8 on the rest of a receipt.
    fn decide_rest(
        &mut self,
        compiled: &Compiled,
        member: &Member,
        receipt: &Receipt<'_>,
        (rest, shares): &(Purchase, Shares),
        after: &mut Settled,
    ) -> Result<(), Refusal> {
        self.fill_noted(compiled, member, receipt, rest);
        let block = self.lines.bind(compiled.programme(), compiled.plan(), rest, Some(shares));
        self.lines.show(Some(block));
        let wall = wall(compiled.programme(), receipt).day;
        let measured = self.measure(compiled, &receipt.note.fields, (rest, wall));
        let is_new = |track: TrackId, text: &str| {
            let noted = receipt.note.news.iter().find(|(of, _)| *of == track);
            noted.is_some_and(|(_, new)| new.iter().any(|known| known == text))
        };
        self.look_for_texts(compiled, (Bearer::Purchase(rest), wall), &is_new);
        if !(measured && self.look_at_rules(compiled)) {
            return Err(out_of_range());
        }
        let plan = compiled.plan();
        let given = self.found.looked.iter().map(|rule| (*rule, self.get(plan.rule(*rule).given)));
        after.given = given.filter(|(_, points)| *points > 0).collect();
        for (rule, points) in &after.given {
            let own =
                compiled.programme().rules.get(*rule).map(|r| gifts::own_part(r, *points, others(receipt)));
            self.take_from_tracks(compiled, *rule, points.saturating_sub(own.unwrap_or(*points)));
        }
        let booked = self.run_of(plan.bookings).iter().enumerate().filter(|(_, n)| **n != 0);
        after.booked = booked.map(|(track, n)| (TrackId::from_index(track), *n)).collect();
        Ok(())
    }

    /// Fills the frame as it was filled for the receipt, but for what limits have used since.
    fn fill_noted(&mut self, compiled: &Compiled, member: &Member, receipt: &Receipt<'_>, rest: &Purchase) {
        let (programme, plan, note) = (compiled.programme(), compiled.plan(), receipt.note);
        let local = wall(programme, receipt);
        self.set(plan.trigger, PURCHASE);
        self.set(plan.minute, i64::from(local.minute.0));
        self.fill_wall(plan, receipt.then);
        super::copy(&receipt.then.window_words, self.run_mut(plan.window_facts));
        if local.day != receipt.then.day {
            let wall = self.calendar.take(programme, plan, local.day);
            self.fill_wall(plan, &wall);
            self.calendar.put_back(wall);
        }
        super::copy(&note.tracks, self.run_mut(plan.tracks));
        super::copy(&note.available, self.run_mut(plan.balances));
        self.fill_noted_levels(compiled, note);
        self.set(plan.first_purchase, i64::from(note.first_purchase));
        let day = receipt.then.day;
        let [joined, last_purchase] = note.days;
        let since = last_purchase.map_or(super::NEVER, |last| i64::from(day.0) - i64::from(last.0));
        self.set(plan.since_purchase, since);
        let held = |t: TiersId| note.standing(t, None);
        if !plan.reads.occasions.is_empty() {
            let then = Member { joined, fields: note.fields.clone(), ..member.clone() };
            self.fill_occasions(compiled, &then, (local.day, plan.occasions), held);
        }
        self.fill_limits(compiled, member, receipt);
        let event = Event {
            id: String::new(),
            member: None,
            at: receipt.first.at,
            offset: 0,
            local,
            what: What::Purchase(rest.clone()),
            fingerprint: 0,
        };
        self.binder.receipt(programme, plan, Some(&event), &mut self.frame);
        self.binder.member(programme, plan, &note.fields, &mut self.frame);
        if plan.decided.is_empty() {
            return;
        }
        let then = Member { joined, fields: note.fields.clone(), ..member.clone() };
        self.fill_decided(compiled, &then, &event, &|t, said| note.standing(t, said));
    }

    /// Levels as they counted for the receipt.
    fn fill_noted_levels(&mut self, compiled: &Compiled, note: &ReceiptNote) {
        for tiers in compiled.programme().tiers.ids() {
            let level = note.standing(tiers, None).level();
            self.set(compiled.plan().levels.at(tiers.index()), i64::from(level.0));
        }
    }

    /// What limits have used: as noted, or what others have used by now if that is more, but never so much that the
    /// receipt would lose what it was given at first.
    fn fill_limits(&mut self, compiled: &Compiled, member: &Member, receipt: &Receipt<'_>) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        for (id, limit) in programme.limits.iter() {
            let LimitWindow::Window(_, track) = limit.window else { continue };
            let (Some(state), Some(window)) = (at(&member.tracks, track), at(&receipt.then.windows, track))
            else {
                continue;
            };
            // Versions of other sizes read the same track.
            if let LimitOwner::Rule(rule) = &limit.owner
                && !of_version_in_force(programme, receipt, programme.versions(rule), id)
            {
                continue;
            }
            let own = receipt.before.booked_in(track);
            let window = window.of(member.joined, &member.tiers);
            let others = tracks::reading(state, window).saturating_sub(own).max(0);
            let first: i64 = match &limit.owner {
                LimitOwner::Rule(rule) => given_first(receipt.first, programme.versions(rule)),
                LimitOwner::Reward(_) | LimitOwner::Gift(_) => continue,
                LimitOwner::Stack(stack) => given_first(receipt.first, at_stack(programme, *stack)),
            };
            let (size, first) = match limit.most {
                Most::Points(size) => (size, first),
                Most::Times(size) => (size, first.min(1)),
                Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => continue,
            };
            let slot = plan.tracks.at(track.index());
            let used = self.get(slot).max(others.min(size.saturating_sub(first)));
            self.set(slot, used);
        }
    }

    /// Tracks change in the windows of the receipt's day.
    fn move_tracks(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        receipt: &Receipt<'_>,
        after: &Settled,
    ) -> Result<(), Refusal> {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let present = self.calendar.take(programme, plan, self.now);
        let mut fits = true;
        for (track, state) in programme.tracks.ids().zip(&mut member.tracks) {
            let change = after.booked_in(track).saturating_sub(receipt.before.booked_in(track));
            let windows = at(&receipt.then.windows, track).zip(at(&present.windows, track));
            let Some((then, present)) = windows.filter(|_| change != 0) else { continue };
            tracks::book(state, receipt.then.day, then.kept_on(*present), change);
            let then = then.of(member.joined, &member.tiers);
            fits &= tracks::reading(state, then).unsigned_abs() < TRACK.unsigned_abs();
        }
        self.calendar.put_back(present);
        if fits { Ok(()) } else { Err(out_of_range()) }
    }

    /// Texts of the rest of a receipt stay in their place, others go.
    fn move_texts(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        day: Day,
        (brought, brings): (&[Texts], &[Texts]),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let present = self.calendar.take(programme, compiled.plan(), self.now);
        let latest = |track: TrackId| at(&present.windows, track).copied();
        let mut fits = Ok(());
        for texts in brings {
            fits = fits.and_then(|()| texts::bring(programme, member, texts, (day, latest(texts.track))));
        }
        self.calendar.put_back(present);
        brought.iter().for_each(|texts| texts::take_back(programme, member, texts, day));
        fits
    }

    /// Fills what dates of points ask: the readings of the note, without a receipt.
    fn fill_dates(&mut self, compiled: &Compiled, member: &Member, receipt: &Receipt<'_>) {
        let (plan, note) = (compiled.plan(), receipt.note);
        self.fill_without_receipt(compiled, member, receipt.then);
        super::copy(&receipt.then.window_words, self.run_mut(plan.window_facts));
        super::copy(&note.tracks, self.run_mut(plan.tracks));
        super::copy(&note.available, self.run_mut(plan.balances));
        self.fill_noted_levels(compiled, note);
        self.set(plan.first_purchase, i64::from(note.first_purchase));
        self.binder.member(compiled.programme(), plan, &member.fields, &mut self.frame);
        self.ask_points(compiled);
    }

    /// A lot with the dates of a rule's points of the receipt.
    fn lot_like(
        &self,
        compiled: &Compiled,
        member: &Member,
        receipt: &Receipt<'_>,
        id: RuleId,
        rule: &Rule,
    ) -> Lot {
        let earned = Earned { member, event: None, today: receipt.then };
        let by_rule = self.available(compiled, earned, id);
        let (by_dates, clock) = self.dates(compiled, earned, rule.unit, Some(id), by_rule);
        let (available, expires, payer) = match receipt.first.awards.iter().find(|award| award.rule == id) {
            Some(Award { available, expires, payer, .. }) => (*available, *expires, *payer),
            None => (by_rule, by_dates, rule.partner),
        };
        let awaits = match &rule.available {
            Some(Available::OnActivity(kind)) => Some(awaited(kind, &receipt.first.event)),
            Some(Available::After(..)) | None => None,
        };
        let earned = receipt.then.day;
        Lot { unit: rule.unit, expires, earned, available, payer, clock, awaits, points: 0 }
    }

    /// What rules give more than before is booked with the dates of the receipt.
    fn book_more(
        &self,
        compiled: &Compiled,
        member: &mut Member,
        receipt: &Receipt<'_>,
        (returned, decision): (&Returned, &mut Decision),
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        for (id, points) in returned.changes.iter().filter(|(_, change)| *change > 0) {
            let Some(rule) = programme.rules.get(*id) else { continue };
            let lot = Lot { points: *points, ..self.lot_like(compiled, member, receipt, *id, rule) };
            if self.goes_with_level(programme, member, lot, &since(receipt), decision) {
                continue;
            }
            if lots::is_gone(programme, (lot.expires, lot.unit), self.now) {
                lots::expire_at_once(programme, member, lot, &mut decision.expired);
            } else {
                self.book_back(member, lot)?;
            }
        }
        Ok(())
    }

    /// What rules give less than before is taken, unit by unit.
    fn take_less(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        receipt: &Receipt<'_>,
        bill: &mut Bill<'_>,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        for unit in programme.units.ids() {
            let rule_of = |id: RuleId| programme.rules.get(id).filter(|r| r.unit == unit);
            let mut less: Vec<Lot> = Vec::new();
            for (id, change) in bill.returned.changes.iter().filter(|(_, change)| *change < 0) {
                let lot = rule_of(*id).map(|rule| self.lot_like(compiled, member, receipt, *id, rule));
                less.extend(lot.map(|lot| Lot { points: change.saturating_neg(), ..lot }));
            }
            if less.is_empty() {
                continue;
            }
            let mut stays: Vec<Lot> = Vec::new();
            for (id, rule) in programme.rules.iter().filter(|(_, rule)| rule.unit == unit) {
                let points = gifts::own_part(rule, bill.after.given_by(id), others(receipt));
                if points > 0 {
                    stays.push(Lot { points, ..self.lot_like(compiled, member, receipt, id, rule) });
                }
            }
            self.charge(compiled, member, (unit, Due::Rules(&less, &stays)), bill, decision)?;
        }
        Ok(())
    }
}

/// What a receipt gave and booked when nothing had come back.
fn nothing_back(first: &Decision, note: &ReceiptNote) -> Settled {
    let mut settled = Settled::default();
    settled.given.extend(first.awards.iter().map(|award| (award.rule, first.given_by(award.rule))));
    for (track, booked) in note.booked.iter().enumerate() {
        if *booked != 0 {
            settled.booked.push((TrackId::from_index(track), *booked));
        }
    }
    settled
}

/// Whether a limit is one of the version that looked at a receipt: the one whose day it was, else the newest.
fn of_version_in_force(
    programme: &Programme,
    receipt: &Receipt<'_>,
    versions: &[RuleId],
    limit: LimitId,
) -> bool {
    let own = wall(programme, receipt).day;
    let fields = &receipt.note.purchase.fields;
    let in_force = versions.iter().find(|version| {
        programme.rules.get(**version).is_some_and(|rule| {
            let (from, to) = rule.dates;
            let day = rule.decided_by.and_then(|f| date(programme, fields, f)).unwrap_or(own);
            from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
        })
    });
    let looked = in_force.or(versions.first()).and_then(|version| programme.rules.get(*version));
    looked.is_some_and(|rule| rule.limits.contains(&limit))
}

/// What some rules gave at first.
fn given_first(first: &Decision, rules: &[RuleId]) -> i64 {
    rules.iter().fold(0, |sum, rule| sum.saturating_add(first.given_by(*rule)))
}

fn at_stack(programme: &Programme, stack: treue_lang::programme::StackId) -> &[RuleId] {
    programme.stacks.get(stack).map_or(&[], |stack| &stack.rules)
}

/// By how much rules give the member more or less than before.
fn changes(programme: &Programme, receipt: &Receipt<'_>, after: &Settled) -> Vec<(RuleId, i64)> {
    let mut changes = Vec::new();
    let others = others(receipt);
    for (id, rule) in programme.rules.iter() {
        let own = |settled: &Settled| gifts::own_part(rule, settled.given_by(id), others);
        let change = own(after).saturating_sub(own(receipt.before));
        if change != 0 {
            changes.push((id, change));
        }
    }
    changes
}

/// How many others shared in what rules gave to the companions of a receipt.
fn others(receipt: &Receipt<'_>) -> usize {
    receipt.note.purchase.companions.iter().filter(|c| **c != receipt.first.member).count()
}

/// What the wall showed where a receipt came about.
fn wall(programme: &Programme, receipt: &Receipt<'_>) -> Local {
    let place = &receipt.note.purchase;
    programme.zone_of(place.store.as_deref(), &place.fields).local(receipt.first.at)
}

/// Which part of a receipt has come back, by what was charged for its lines above zero.
fn part_back(lines: &[Line], shares: &Shares, (rest, left): &(Purchase, Shares)) -> Part {
    let paid = |lines: &[Line], shares: &Shares| -> i128 {
        let charged = lines.iter().zip(&shares.discount).map(|(l, s)| i128::from(l.amount) - i128::from(*s));
        charged.filter(|money| *money > 0).sum()
    };
    let all = paid(lines, shares);
    Part::Of(all.saturating_sub(paid(&rest.lines, left)), all)
}
