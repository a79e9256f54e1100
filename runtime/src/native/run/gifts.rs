//! Points to other members: what goes out of an event, and how it arrives at another member.

use super::clocks::Earned;
use super::{Desk, given_back, household, lots, out_of_range, tracks};
use crate::decision::{Award, Decision, NotApplied, Outgoing, Reason, Refusal};
use crate::engine::{Detail, Giver};
use crate::event::{Event, Purchase, What};
use crate::native::bind::calendar::DayFacts;
use crate::native::code::Compiled;
use crate::state::{Lot, Member, ReceivedWhat};
use treue_lang::limits::TRACK;
use treue_lang::programme::{
    FieldId, FieldOwner, FieldValue, Id, LimitId, LimitOwner, LimitWindow, Most, Programme, Rule, RuleId,
    Track, TrackSubject, UnitId,
};

impl Desk {
    /// Notes what goes out to others, once it is known which rules gave something.
    pub(crate) fn collect_gifts(
        &self,
        compiled: &Compiled,
        member: &Member,
        event: &Event,
        decision: &mut Decision,
    ) {
        for (id, gift) in compiled.programme().gifts.iter() {
            if !decision.awards.iter().any(|award| award.rule == gift.rule) {
                continue;
            }
            if let Some(FieldValue::Text(to)) = recipient(compiled.programme(), gift.to, member, event) {
                let (rule, to) = (gift.rule, to.clone());
                decision.outgoing.push(Outgoing { rule, gift: Some(id), to, points: gift.points });
            }
        }
    }

    /// Spreads what rules give over the companions. What goes out counts in no track of points of the giver.
    pub(crate) fn share_out(&mut self, compiled: &Compiled, purchase: &Purchase, decision: &mut Decision) {
        let programme = compiled.programme();
        let Decision { awards, outgoing, member, .. } = decision;
        let companions: Vec<&String> = purchase.companions.iter().filter(|c| *c != member).collect();
        let people = i64::try_from(companions.len()).unwrap_or(0).saturating_add(1);
        for award in awards.iter_mut() {
            if companions.is_empty() || !programme.rules.get(award.rule).is_some_and(|r| r.companions) {
                continue;
            }
            let (mut left, mut people) = (award.points, people);
            // Of what is left, each takes an even part of those who are still to come, rounded up.
            let mut next = || {
                let part = (left / people).saturating_add(i64::from(left % people > 0));
                (left, people) = (left.saturating_sub(part), people.saturating_sub(1).max(1));
                part
            };
            let whole = std::mem::replace(&mut award.points, next());
            for to in &companions {
                let points = next();
                if points > 0 {
                    outgoing.push(Outgoing { rule: award.rule, gift: None, to: (*to).clone(), points });
                }
            }
            self.take_from_tracks(compiled, award.rule, whole.saturating_sub(award.points));
        }
    }

    /// Points of a rule that are not the member's own leave the tracks of points that counted them: those of which the
    /// event books anything, since no rule takes points.
    pub(crate) fn take_from_tracks(&mut self, compiled: &Compiled, rule: RuleId, points: i64) {
        let (programme, plan) = (compiled.programme(), compiled.plan());
        let Some(unit) = programme.rules.get(rule).map(|r| r.unit) else { return };
        for (id, track) in programme.tracks.iter() {
            let counts = track.subject.counts_points_of(rule, unit);
            let slot = plan.bookings.at(id.index());
            let booked = self.get(slot);
            if counts && booked != 0 {
                self.set(slot, booked.saturating_sub(points));
            }
        }
    }

    /// The decision on a member to whom rules of another's event gave something.
    pub(crate) fn receive(
        &mut self,
        compiled: &Compiled,
        (member_id, member): (&str, &mut Member),
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Decision {
        let empty = || Decision { from: Some(giver.member.to_owned()), ..Decision::empty(event, member_id) };
        let mut decision = empty();
        // The notebook stays as it is, and away, unless vouchers are taken back that were noted there.
        let takes = gifts.iter().any(|gift| gift.points < 0);
        let notebook = (!takes).then(|| std::mem::take(&mut member.notebook));
        let mut copy = member.clone();
        match self.arrive(compiled, &mut copy, (event, giver), gifts, &mut decision) {
            Ok(()) => *member = copy,
            Err(refusal) => decision = Decision { refusal: Some(refusal), ..empty() },
        }
        if let Some(notebook) = notebook {
            member.notebook = notebook;
        }
        decision
    }

    /// Steps 4, 10, 12 and 13 for a member to whom rules of another's event gave something. An error may leave the
    /// member half changed: callers work on a copy.
    fn arrive(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, giver): (&Event, &Giver<'_>),
        gifts: &[Outgoing],
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let own = event.day(compiled.programme());
        let day = member.last_day.map_or(own, |last| last.max(own));
        (self.late, self.at, self.now) = (false, event.at, day);
        let passed = self.pass_time(compiled, member, day)?;
        passed.tell(decision);
        let today = self.calendar.take(compiled.programme(), compiled.plan(), day);
        lots::balances(compiled.programme().units.len(), member, day, &mut self.balances);
        self.standings.clear();
        self.standings.extend(&member.tiers);
        self.held_from.clone_from(&self.standings);
        self.keep_sums(compiled, member);
        let mut back = Vec::new();
        let booked = gifts.iter().try_for_each(|gift| {
            if gift.points > 0 {
                self.book_gift(compiled, member, (event, giver), gift, &today, decision)
            } else {
                self.forget_gift(compiled, member, (event, giver), gift, &mut back)
            }
        });
        let booked = booked.and_then(|()| {
            self.collect_postings(compiled, decision);
            self.take_gifts(compiled, member, event, &back, decision)
        });
        if booked.is_ok() {
            member.joined = member.joined.or(Some(day));
            self.judge(compiled, member, &today, false, decision);
            lots::balances(compiled.programme().units.len(), member, day, &mut self.balances);
            self.issue_reached(compiled, member, &today, decision);
            self.look_at_clocks(compiled, member, day);
            member.last_day = Some(day);
            decision.balances.clone_from(&self.balances);
        }
        self.calendar.put_back(today);
        booked
    }

    fn book_gift(
        &mut self,
        compiled: &Compiled,
        member: &mut Member,
        (event, giver): (&Event, &Giver<'_>),
        outgoing: &Outgoing,
        today: &DayFacts,
        decision: &mut Decision,
    ) -> Result<(), Refusal> {
        let programme = compiled.programme();
        let Some(rule) = programme.rules.get(outgoing.rule) else { return Ok(()) };
        let gift = outgoing.gift.and_then(|id| programme.gifts.get(id));
        let (mut points, mut cut_by) = (outgoing.points, None);
        for id in gift.map_or(&[][..], |g| &g.limits) {
            let left = limit_left(programme, *id, member, today);
            let (whole, times) = programme
                .limits
                .get(*id)
                .map_or((false, false), |l| (l.whole, matches!(l.most, Most::Times(_))));
            let through = match (left > 0, times) {
                (_, false) if points <= left => points,
                (true, true) => points,
                (true, false) if !whole => left,
                (_, _) => 0,
            };
            if through < points {
                (points, cut_by) = (through, Some(*id));
            }
            if points == 0 {
                if self.detail == Detail::Full {
                    decision.not_applied.push(NotApplied { rule: outgoing.rule, reason: Reason::Limit(*id) });
                }
                return Ok(());
            }
        }
        if compiled.plan().points.asks_when_earned {
            self.fill_readings(compiled, member, today);
            self.binder.member(programme, compiled.plan(), &member.fields, &mut self.frame);
            self.ask_points(compiled);
        }
        let earned = Earned { member, event: None, today };
        // What waits for an activity of the giver does not wait with others.
        let available =
            Some(self.available(compiled, earned, outgoing.rule)).filter(|day| *day != Lot::NOT_YET);
        let available = available.unwrap_or(today.day);
        let (expires, clock) = self.dates(compiled, earned, rule.unit, Some(outgoing.rule), available);
        let lot = Lot {
            unit: rule.unit,
            expires,
            earned: today.day,
            available,
            payer: rule.partner,
            clock,
            awaits: None,
            points,
        };
        if lots::is_gone(programme, (expires, rule.unit), today.day) {
            lots::expire_at_once(programme, member, lot, &mut decision.expired);
        } else {
            let balance = self.balances.get_mut(rule.unit.index()).ok_or_else(out_of_range)?;
            let rest = lots::earn(balance, points, available <= today.day).ok_or_else(out_of_range)?;
            if let Some(owed) = member.owed.get_mut(rule.unit.index()) {
                *owed = balance.owed;
            }
            lots::add(&mut member.lots, Lot { points: rest, ..lot });
        }
        if let Some(receipt) = given_back::receipt_of(event) {
            let (rule, gift) = (outgoing.rule, outgoing.gift);
            let what = ReceivedWhat::Given { rule, gift, lot };
            household::note(programme, member, self.now, (giver.bought_by, receipt), what);
        }
        count_gift(programme, member, (outgoing, rule.unit), points, today)?;
        decision.awards.push(Award {
            rule: outgoing.rule,
            points,
            amount: None,
            raw: (i128::from(outgoing.points), 1),
            rounded: outgoing.points,
            cut_by,
            lines: Vec::new(),
            available,
            expires,
            payer: rule.partner,
        });
        Ok(())
    }
}

/// The member's own part of what a rule gives, where so many others share in it: rounded up.
pub(crate) fn own_part(rule: &Rule, gives: i64, others: usize) -> i64 {
    let people = if rule.companions { i64::try_from(others).unwrap_or(0).saturating_add(1) } else { 1 };
    (gives / people).saturating_add(i64::from(gives % people > 0))
}

/// Who is named by a field of the event or of the member.
fn recipient<'a>(
    programme: &'a Programme,
    id: FieldId,
    member: &'a Member,
    event: &'a Event,
) -> Option<&'a FieldValue> {
    let field = programme.fields.get(id)?;
    let fields = match (field.owner, &event.what) {
        (FieldOwner::Member, _) => member.fields.as_slice(),
        (FieldOwner::Receipt, What::Purchase(purchase)) => purchase.fields.as_slice(),
        (FieldOwner::Receipt, What::Activity(activity)) => activity.fields.as_slice(),
        (FieldOwner::Receipt | FieldOwner::Line, _) => &[],
    };
    fields.get(field.position).and_then(Option::as_ref).or(field.default.as_ref())
}

/// What a limit of gifts has left for this member.
fn limit_left(programme: &Programme, id: LimitId, member: &Member, today: &DayFacts) -> i64 {
    let Some(limit) = programme.limits.get(id) else { return i64::MAX };
    let most = match limit.most {
        Most::Points(most) | Most::Times(most) => most,
        // The checker lets no such limit stand here.
        Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => return i64::MAX,
    };
    let used = match limit.window {
        LimitWindow::Receipt => 0,
        LimitWindow::Window(_, track) => {
            let state = member.tracks.get(track.index()).zip(today.windows.get(track.index()));
            state.map_or(0, |(state, window)| tracks::reading(state, window.of(member.joined, &member.tiers)))
        }
    };
    most.saturating_sub(used).max(0)
}

/// Counts a gift for its limits, and its points in tracks without conditions.
fn count_gift(
    programme: &Programme,
    member: &mut Member,
    (outgoing, unit): (&Outgoing, UnitId),
    points: i64,
    today: &DayFacts,
) -> Result<(), Refusal> {
    let states = member.tracks.iter_mut().zip(&today.windows);
    for ((_, track), (state, window)) in programme.tracks.iter().zip(states) {
        let booked = counted(track, (outgoing, unit), points);
        if booked == 0 || !track.window.counts(today.day) {
            continue;
        }
        let window = window.of(member.joined, &member.tiers);
        let after = tracks::reading(state, window).checked_add(booked).ok_or_else(out_of_range)?;
        if after.unsigned_abs() >= TRACK.unsigned_abs() {
            return Err(out_of_range());
        }
        tracks::book(state, today.day, window, booked);
    }
    Ok(())
}

/// What a gift of so many points counts in a track.
pub(super) fn counted(track: &Track, (outgoing, unit): (&Outgoing, UnitId), points: i64) -> i64 {
    let plain = track.conditions.is_empty();
    match &track.subject {
        TrackSubject::Given(LimitOwner::Gift(owner)) if Some(*owner) == outgoing.gift => points,
        TrackSubject::Times(LimitOwner::Gift(owner)) if Some(*owner) == outgoing.gift => 1,
        TrackSubject::Points(of) if plain && *of == unit => points,
        TrackSubject::PointsFrom(rules) if plain && rules.contains(&outgoing.rule) => points,
        TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Plus(_)
        | TrackSubject::Field { .. }
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::Activities(_)
        | TrackSubject::Over(_) => 0,
    }
}
