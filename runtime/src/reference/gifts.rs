//! Step 14: points that rules give to other members: what goes out of an event, and how it arrives.

use super::readings::Readings;
use super::rules::Outcomes;
use super::scene::Scene;
use super::taking::{self, Less, Refund, Settling};
use super::{
    Reference, Work, booking, clocks, consumption, effects, expiry, household, issue, lots, passing, tiers,
    tracks,
};
use crate::decision::{Award, Decision, NotApplied, Outgoing, Reason, Refusal, Returned};
use crate::engine::{Detail, Giver, Pool};
use crate::event::{Event, What};
use crate::state::{Lot, Member, ReceivedWhat, Settled, Since};
use treue_lang::programme::{
    Available, FieldId, FieldValue, LimitId, LimitOwner, Most, Programme, RuleId, TrackId, TrackSubject,
};
use treue_lang::time::Day;

/// What the rules that gave something give to others: shares of their awards, then gifts.
pub(super) fn outgoing(scene: &Scene<'_>, outcomes: &Outcomes, own: &str) -> Vec<Outgoing> {
    let people = (own, scene.companions);
    let named = |field| scene.field(field, None).cloned();
    let given = |rule| (outcomes[rule].gives, 0);
    changes(scene.programme, &given, people, &named)
}

/// By how much others get more or less of rules that gave the second, and give the first: shares of their awards, then
/// gifts. `named` is what stands in a field.
pub(super) fn changes(
    programme: &Programme,
    given: &dyn Fn(RuleId) -> (i64, i64),
    people: (&str, &[String]),
    named: &dyn Fn(FieldId) -> Option<FieldValue>,
) -> Vec<Outgoing> {
    let mut all = Vec::new();
    for rule in programme.rules.ids() {
        let (now, before) = given(rule);
        let parts = shares(programme, (rule, now), people);
        let earlier = shares(programme, (rule, before), people);
        for ((to, points), (_, before)) in parts.into_iter().zip(earlier).skip(1) {
            all.push(Outgoing { rule, gift: None, to, points: points - before });
        }
    }
    for (id, gift) in programme.gifts.iter() {
        let (now, before) = given(gift.rule);
        let times = i64::from(now > 0) - i64::from(before > 0);
        if let Some(FieldValue::Text(to)) = named(gift.to) {
            all.push(Outgoing { rule: gift.rule, gift: Some(id), to, points: gift.points * times });
        }
    }
    all.retain(|outgoing| outgoing.points != 0);
    all
}

/// Who gets how much of what a rule gives: the member first, then the companions, if the rule shares. The same for
/// each, and of the rest one smallest part to each of the earlier.
fn shares(
    programme: &Programme,
    (rule, gives): (RuleId, i64),
    (own, companions): (&str, &[String]),
) -> Vec<(String, i64)> {
    let mut people = vec![own.to_owned()];
    if programme.rules[rule].companions {
        people.extend(companions.iter().filter(|c| *c != own).cloned());
    }
    let count = i64::try_from(people.len()).unwrap_or(1);
    let (each, rest) = (gives / count, gives % count);
    let parts = (0..count).map(|place| each + i64::from(place < rest));
    people.into_iter().zip(parts).collect()
}

/// The member's own part of what a rule gives.
pub(super) fn own_part(programme: &Programme, gives: (RuleId, i64), people: (&str, &[String])) -> i64 {
    shares(programme, gives, people).first().map_or(0, |(_, points)| *points)
}

impl Reference {
    /// Steps 4, 10, 12 and 13 for a member to whom others' rules gave something.
    pub(super) fn arrive(
        &self,
        member_id: &str,
        member: &Member,
        event: &Event,
        giver: &Giver<'_>,
        gifts: &[Outgoing],
    ) -> Result<(Member, Decision), Refusal> {
        let own = event.day(&self.programme);
        let day = member.last_day.map_or(own, |last| last.max(own));
        let decision = Decision { from: Some(giver.member.to_owned()), ..Decision::empty(event, member_id) };
        let mut work = self.work_of_other(member, decision, event, day);
        passing::pass(&mut work)?;
        let standings_before = work.member.tiers.clone();
        work.held_from.clone_from(&standings_before);
        work.sums_from = consumption::sums(work.programme, &work.member);
        let mut less = Vec::new();
        for outgoing in gifts {
            if outgoing.points > 0 {
                receive(&mut work, (event, giver), outgoing)?;
            } else {
                less.extend(taken_back(&mut work, (event, giver), outgoing)?);
            }
        }
        take_back(&mut work, event, &less)?;
        work.member.joined.get_or_insert(day);
        tiers::judge(&mut work, &standings_before);
        issue::on_reaching(&mut work);
        clocks::look(work.programme, &mut work.member, day);
        work.member.last_day = Some(day);
        work.decision.balances = work.programme.units.ids().map(|u| work.member.balance(u, day)).collect();
        Ok((work.member, work.decision))
    }
}

impl Reference {
    /// Work on another member than the one whose event it is.
    pub(super) fn work_of_other(
        &self,
        member: &Member,
        decision: Decision,
        event: &Event,
        day: Day,
    ) -> Work<'_> {
        Work {
            programme: &self.programme,
            reads: &self.reads,
            detail: self.detail,
            member: member.clone(),
            decision,
            at: event.at,
            day,
            now: day,
            held_from: Vec::new(),
            sums_from: Vec::new(),
            record: Vec::new(),
            pool: Pool::default(),
        }
    }
}

/// A gift that its recipient cannot have.
pub(super) fn refused(event: &Event, member_id: &str, from: &str, refusal: Refusal) -> Decision {
    Decision { from: Some(from.to_owned()), ..Decision::refused(event, member_id, refusal) }
}

/// One gift: its limits as they are now, then it is booked like an award.
fn receive(
    work: &mut Work<'_>,
    (event, giver): (&Event, &Giver<'_>),
    outgoing: &Outgoing,
) -> Result<(), Refusal> {
    let programme = work.programme;
    let Some(rule) = programme.rules.get(outgoing.rule) else { return Ok(()) };
    let gift = outgoing.gift.and_then(|id| programme.gifts.get(id));
    let readings = Readings::before(programme, &work.member, work.day);
    let mut points = outgoing.points;
    let mut cut_by = None;
    for id in gift.map_or(&[][..], |g| &g.limits) {
        let fits = fitting(programme, *id, readings.left[*id], points);
        if fits < points {
            cut_by = Some(*id);
            points = fits;
        }
        if points == 0 {
            if work.detail == Detail::Full {
                work.decision
                    .not_applied
                    .push(NotApplied { rule: outgoing.rule, reason: Reason::Limit(*id) });
            }
            return Ok(());
        }
    }
    let scene = Scene::of_day(programme, readings, work.day);
    let almanac = programme.almanac(&work.member.fields, work.member.joined, work.day);
    // Nobody tells the other member's lots of an activity of the giver: they do not wait for it.
    let available = match &rule.available {
        Some(Available::OnActivity(_)) => work.day,
        Some(Available::After(..)) | None => booking::available(&scene, rule, almanac),
    };
    let earning = expiry::Earning { unit: rule.unit, rule: Some(outgoing.rule), available };
    let (expires, clock) = expiry::dates(&scene, almanac, &earning);
    let award = Award {
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
    };
    let lot = Lot {
        unit: rule.unit,
        expires: award.expires,
        earned: work.day,
        available: award.available,
        payer: award.payer,
        clock,
        awaits: None,
        points,
    };
    lots::earn(work, lot)?;
    if let Some(receipt) = returnable(event) {
        let what = ReceivedWhat::Given { rule: outgoing.rule, gift: outgoing.gift, lot };
        household::note(work, receipt, giver.bought_by, what);
    }
    for track in programme.tracks.ids() {
        let booked = booked(programme, track, outgoing, points);
        if programme.tracks[track].window.counts(work.day) {
            tracks::book(programme, &mut work.member, track, (work.day, work.day), booked)?;
        }
    }
    let postings = booking::owed_by_partners(programme, rule, outgoing.rule, points)?;
    work.decision.postings.extend(postings);
    work.decision.awards.push(award);
    Ok(())
}

/// The receipt whose goods may come back, of an event that gives something to others.
fn returnable(event: &Event) -> Option<&str> {
    match &event.what {
        What::Purchase(_) => Some(&event.id),
        What::Return(asked) => Some(&asked.receipt),
        What::Activity(_)
        | What::Redeem(_)
        | What::Grant(_)
        | What::Transfer(_)
        | What::Member(_)
        | What::Clock => None,
    }
}

/// Points that came of a receipt and are no longer due: no longer counted in tracks, no longer noted. The lots that they were
/// booked in, with how many of each, and the rule; the latest first. Of a gift it is all that came of it, of a share so much.
fn taken_back(
    work: &mut Work<'_>,
    (event, giver): (&Event, &Giver<'_>),
    outgoing: &Outgoing,
) -> Result<Vec<(RuleId, Lot)>, Refusal> {
    let programme = work.programme;
    let (Some(receipt), Some(first)) = (returnable(event), programme.memory_starts(work.now)) else {
        return Ok(Vec::new());
    };
    let mut open = if outgoing.gift.is_some() { i64::MAX } else { -outgoing.points };
    let mut back = Vec::new();
    for received in work.member.received.iter_mut().rev() {
        let known = received.is_of(giver.bought_by, receipt) && received.day >= first;
        let ReceivedWhat::Given { rule, gift, lot } = &mut received.what else { continue };
        if known && (*rule, *gift) == (outgoing.rule, outgoing.gift) {
            let points = lot.points.min(open);
            open -= points;
            lot.points -= points;
            back.push((*rule, Lot { points, ..*lot }));
        }
    }
    back.retain(|(_, lot)| lot.points > 0);
    let is_left = |what: &ReceivedWhat| !matches!(what, ReceivedWhat::Given { lot, .. } if lot.points == 0);
    work.member.received.retain(|received| is_left(&received.what));
    for (_, lot) in &back {
        for track in programme.tracks.ids() {
            let booked = booked(programme, track, outgoing, lot.points);
            if programme.tracks[track].window.counts(lot.earned) {
                tracks::book(programme, &mut work.member, track, (lot.earned, work.now), -booked)?;
            }
        }
    }
    Ok(back)
}

/// Takes what came of a receipt, as in returns; there is no refund that it could be cut from. Levels that it opened fall back.
fn take_back(work: &mut Work<'_>, event: &Event, back: &[(RuleId, Lot)]) -> Result<(), Refusal> {
    let (Some(receipt), Some(since)) = (returnable(event), back.iter().map(|(_, lot)| lot.earned).min())
    else {
        return Ok(());
    };
    let mut returned = Returned { receipt: receipt.to_owned(), ..Returned::default() };
    for rule in work.programme.rules.ids() {
        let of_rule = back.iter().filter(|(of, _)| *of == rule);
        let less: i64 = of_rule.map(|(_, lot)| lot.points).sum();
        if less > 0 {
            returned.changes.push((rule, -less));
            let postings =
                booking::owed_by_partners(work.programme, &work.programme.rules[rule], rule, -less)?;
            work.decision.postings.extend(postings);
        }
    }
    let (mut settled, mut refund) = (Settled::default(), Refund { left: 0, cut: 0 });
    let mut settling =
        Settling { receipt: None, returned: &mut returned, settled: &mut settled, refund: &mut refund };
    for unit in work.programme.units.ids() {
        let less: Vec<Lot> = back.iter().map(|(_, lot)| *lot).filter(|lot| lot.unit == unit).collect();
        if !less.is_empty() {
            let less = Less { gone: less, ..Less::default() };
            taking::settle(work, unit, less, &mut settling)?;
        }
    }
    let since = Since { day: since, at: i64::MIN, levels: &[], event: receipt, late: false };
    effects::undo_levels(work, &since, &mut settling)?;
    work.decision.returned = Some(Box::new(returned));
    Ok(())
}

/// What of so many points a limit lets through.
fn fitting(programme: &Programme, id: LimitId, left: i128, points: i64) -> i64 {
    let limit = &programme.limits[id];
    match limit.most {
        Most::Times(_) if left > 0 => points,
        Most::Times(_) => 0,
        // The checker lets no such limit stand here.
        Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => points,
        Most::Points(_) if i128::from(points) <= left => points,
        Most::Points(_) if limit.whole => 0,
        Most::Points(_) => i64::try_from(left).unwrap_or(points),
    }
}

/// What a gift books into a track: the count of its limits; its points, where they are counted without conditions.
fn booked(programme: &Programme, track: TrackId, outgoing: &Outgoing, points: i64) -> i128 {
    let own = outgoing.gift.map(LimitOwner::Gift);
    let unit = programme.rules[outgoing.rule].unit;
    let track = &programme.tracks[track];
    if own.is_some_and(|own| track.subject == TrackSubject::Given(own)) {
        return i128::from(points);
    }
    if own.is_some_and(|own| track.subject == TrackSubject::Times(own)) {
        return 1;
    }
    if track.subject.counts_points_of(outgoing.rule, unit) && track.conditions.is_empty() {
        i128::from(points)
    } else {
        0
    }
}
