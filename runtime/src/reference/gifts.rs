//! Step 14: points that rules give to other members: what goes out of an event, and how it arrives.

use super::readings::Readings;
use super::rules::Outcomes;
use super::scene::Scene;
use super::{Reference, Work, booking, clocks, expiry, issue, lots, passing, tiers, tracks};
use crate::decision::{Award, Decision, NotApplied, Outgoing, Reason, Refusal};
use crate::engine::Detail;
use crate::event::Event;
use crate::state::{Lot, Member};
use treue_lang::programme::{
    Available, FieldValue, Gift, LimitId, LimitOwner, Most, Programme, TrackId, TrackSubject,
};

/// What the rules that gave something give to others.
pub(super) fn outgoing(scene: &Scene<'_>, outcomes: &Outcomes) -> Vec<Outgoing> {
    let mut all = Vec::new();
    for (id, gift) in scene.programme.gifts.iter() {
        if outcomes[gift.rule].gives > 0
            && let Some(FieldValue::Text(to)) = scene.field(gift.to, None)
        {
            all.push(Outgoing { gift: id, to: to.clone(), points: gift.points });
        }
    }
    all
}

impl Reference {
    /// Steps 4, 10, 12 and 13 for a member to whom others' rules gave something.
    pub(super) fn arrive(
        &self,
        member_id: &str,
        member: &Member,
        event: &Event,
        from: &str,
        gifts: &[Outgoing],
    ) -> Result<(Member, Decision), Refusal> {
        let day = member.last_day.map_or(event.local.day, |last| last.max(event.local.day));
        let decision = Decision { from: Some(from.to_owned()), ..Decision::empty(event, member_id) };
        let mut work = Work {
            programme: &self.programme,
            reads: &self.reads,
            detail: self.detail,
            member: member.clone(),
            decision,
            at: event.at,
            day,
            now: day,
            held_from: Vec::new(),
            record: Vec::new(),
        };
        passing::pass(&mut work)?;
        let standings_before = work.member.tiers.clone();
        work.held_from.clone_from(&standings_before);
        for outgoing in gifts {
            if let Some(gift) = self.programme.gifts.get(outgoing.gift) {
                receive(&mut work, outgoing, gift)?;
            }
        }
        work.member.joined.get_or_insert(day);
        tiers::judge(&mut work, &standings_before);
        issue::on_reaching(&mut work);
        clocks::look(work.programme, &mut work.member, day);
        work.member.last_day = Some(day);
        work.decision.balances = work.programme.units.ids().map(|u| work.member.balance(u, day)).collect();
        Ok((work.member, work.decision))
    }
}

/// A gift that its recipient cannot have.
pub(super) fn refused(event: &Event, member_id: &str, from: &str, refusal: Refusal) -> Decision {
    Decision { from: Some(from.to_owned()), ..Decision::refused(event, member_id, refusal) }
}

/// One gift: its limits as they are now, then it is booked like an award.
fn receive(work: &mut Work<'_>, outgoing: &Outgoing, gift: &Gift) -> Result<(), Refusal> {
    let programme = work.programme;
    let Some(rule) = programme.rules.get(gift.rule) else { return Ok(()) };
    let readings = Readings::before(programme, &work.member, work.day);
    let mut points = outgoing.points;
    let mut cut_by = None;
    for id in &gift.limits {
        let fits = fitting(programme, *id, readings.left[*id], points);
        if fits < points {
            cut_by = Some(*id);
            points = fits;
        }
        if points == 0 {
            if work.detail == Detail::Full {
                work.decision.not_applied.push(NotApplied { rule: gift.rule, reason: Reason::Limit(*id) });
            }
            return Ok(());
        }
    }
    let scene = Scene::of_day(programme, readings, work.day);
    let almanac = programme.almanac(&work.member.fields, work.member.joined.or(Some(work.day)));
    // Nobody tells the other member's lots of an activity of the giver: they do not wait for it.
    let available = match &rule.available {
        Some(Available::OnActivity(_)) => work.day,
        Some(Available::After(..)) | None => booking::available(&scene, rule, almanac),
    };
    let earning = expiry::Earning { unit: gift.unit, rule: Some(gift.rule), available };
    let (expires, clock) = expiry::dates(&scene, almanac, &earning);
    let award = Award {
        rule: gift.rule,
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
        unit: gift.unit,
        expires: award.expires,
        earned: work.day,
        available: award.available,
        payer: award.payer,
        clock,
        awaits: None,
        points,
    };
    lots::add(&mut work.member, work.day, lot)?;
    for track in programme.tracks.ids() {
        let booked = booked(programme, track, outgoing, gift, points);
        if programme.tracks[track].window.counts(work.day) {
            tracks::book(programme, &mut work.member, track, (work.day, work.day), booked)?;
        }
    }
    let postings = booking::owed_by_partners(programme, rule, gift.rule, points)?;
    work.decision.postings.extend(postings);
    work.decision.awards.push(award);
    Ok(())
}

/// What of so many points a limit lets through.
fn fitting(programme: &Programme, id: LimitId, left: i128, points: i64) -> i64 {
    let limit = &programme.limits[id];
    match limit.most {
        Most::Times(_) if left > 0 => points,
        Most::Times(_) => 0,
        // The checker lets no such limit stand here.
        Most::PerPart(..) | Most::PerStep(..) => points,
        Most::Points(_) if i128::from(points) <= left => points,
        Most::Points(_) if limit.whole => 0,
        Most::Points(_) => i64::try_from(left).unwrap_or(points),
    }
}

/// What a gift books into a track: the count of its limits; its points, where they are counted without conditions.
fn booked(programme: &Programme, track: TrackId, outgoing: &Outgoing, gift: &Gift, points: i64) -> i128 {
    let own = LimitOwner::Gift(outgoing.gift);
    let track = &programme.tracks[track];
    let counted = match &track.subject {
        TrackSubject::Given(owner) if *owner == own => return i128::from(points),
        TrackSubject::Times(owner) if *owner == own => return 1,
        TrackSubject::Points(unit) => *unit == gift.unit,
        TrackSubject::PointsFrom(rules) => {
            rules.contains(&gift.rule) && programme.rules[gift.rule].unit == gift.unit
        }
        TrackSubject::Given(_)
        | TrackSubject::Times(_)
        | TrackSubject::Over(_)
        | TrackSubject::Plus(_)
        | TrackSubject::Amount(_)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. }
        | TrackSubject::InARow
        | TrackSubject::Purchases => false,
    };
    if counted && track.conditions.is_empty() { i128::from(points) } else { 0 }
}
