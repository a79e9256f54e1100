//! Steps 9, 10 and 13: what was given becomes awards, lots and tracks, and partners owe for it.

use super::exact::{Exact, lowest_terms, ratio, whole};
use super::rules::{Outcome, Outcomes};
use super::scene::{Kind, Scene};
use super::{Work, amount, award, expiry, gifts, lots, texts, tracks, versions};
use crate::decision::{Award, NotApplied, Posting, Refusal};
use crate::engine::Detail;
use crate::state::{Clock, Lot, awaited};
use treue_lang::programme::{
    Available, LimitOwner, PartnerId, Programme, Ratio, Rule, RuleId, TrackId, TrackSubject,
};
use treue_lang::time::{Almanac, Day};

/// Books everything that the rules gave. What was booked in each track comes back, by `TrackId`.
pub(super) fn book(work: &mut Work<'_>, scene: &Scene<'_>, outcomes: &Outcomes) -> Result<Vec<i64>, Refusal> {
    for (id, rule) in scene.programme.rules.iter() {
        let outcome = &outcomes[id];
        if outcome.gives > 0 {
            let award = awarded(work, scene, id, outcome)?;
            book_award(work, rule, award)?;
        } else if let Some(reason) = outcome.reason
            && work.detail == Detail::Full
        {
            work.decision.not_applied.push(NotApplied { rule: id, reason });
        }
    }
    let bookings = bookings(scene, outcomes, &work.decision.member)?;
    for (track, booked) in scene.programme.tracks.ids().zip(&bookings) {
        let days = (work.day, work.now);
        tracks::book(scene.programme, &mut work.member, track, days, i128::from(*booked))?;
    }
    texts::bring(scene.programme, &mut work.member, &texts::counted(scene), (work.day, work.now))?;
    let own = work.decision.member.clone();
    work.decision.outgoing = gifts::outgoing(scene, outcomes, &own);
    if scene.kind == Kind::Purchase {
        work.member.purchases = work.member.purchases.saturating_add(1);
        work.member.last_purchase = work.member.last_purchase.max(Some(work.day));
    }
    Ok(bookings)
}

/// What an event books in each track, by `TrackId`.
pub(super) fn bookings(scene: &Scene<'_>, outcomes: &Outcomes, own: &str) -> Result<Vec<i64>, Refusal> {
    let of_track = |track: TrackId| {
        let counts = scene.counted[track];
        let booked =
            if counts { tracks::of_receipt(scene, track) + given(scene, outcomes, track, own) } else { 0 };
        i64::try_from(booked).map_err(|_| super::exact::out_of_range())
    };
    scene.programme.tracks.ids().map(of_track).collect()
}

fn awarded(
    work: &Work<'_>,
    scene: &Scene<'_>,
    id: RuleId,
    outcome: &Outcome,
) -> Result<(Award, Option<Clock>), Refusal> {
    let rule = &scene.programme.rules[id];
    let points =
        gifts::own_part(scene.programme, (id, outcome.gives), (&work.decision.member, scene.companions));
    let almanac = scene.programme.almanac(&work.member.fields, work.member.joined, work.day);
    let available = available(scene, rule, almanac);
    let earning = expiry::Earning { unit: rule.unit, rule: Some(id), available };
    let (expires, clock) = expiry::dates(scene, almanac, &earning);
    // What the rule measured is seen by the date that decides for it; deadlines go by the event.
    let decided = versions::decided(scene, rule);
    let scene = decided.as_ref().unwrap_or(scene);
    let held = outcome.won.as_ref().map(|won| scene.only(won));
    let scene = held.as_ref().unwrap_or(scene);
    let amount = award::amount_of(scene, &rule.award);
    let lines = match amount {
        Some(amount) if work.detail == Detail::Full => {
            let measured = amount::lines(scene, &scene.programme.amounts[amount]);
            measured.iter().map(|(position, _)| u32::try_from(*position).unwrap_or(u32::MAX)).collect()
        }
        Some(_) | None => Vec::new(),
    };
    let amount = amount.map(|a| i64::try_from(scene.amounts[a]).map_err(|_| super::exact::out_of_range()));
    let award = Award {
        rule: id,
        points,
        amount: amount.transpose()?,
        raw: lowest_terms(&outcome.raw)?,
        rounded: outcome.rounded,
        cut_by: outcome.cut_by,
        lines,
        available,
        expires,
        payer: rule.partner,
    };
    Ok((award, clock))
}

/// The day on which points of a rule become available.
pub(super) fn available(scene: &Scene<'_>, rule: &Rule, almanac: Almanac) -> Day {
    match &rule.available {
        None => scene.day,
        Some(Available::OnActivity(_)) => Lot::NOT_YET,
        Some(Available::After(deadline, start)) => {
            let start = expiry::start_day(scene, *start, scene.day).unwrap_or(scene.day);
            deadline.opens(start, almanac).max(scene.day)
        }
    }
}

fn book_award(
    work: &mut Work<'_>,
    rule: &Rule,
    (award, clock): (Award, Option<Clock>),
) -> Result<(), Refusal> {
    let awaits = match &rule.available {
        Some(Available::OnActivity(kind)) => Some(awaited(kind, &work.decision.event)),
        Some(Available::After(..)) | None => None,
    };
    let lot = Lot {
        unit: rule.unit,
        expires: award.expires,
        earned: work.day,
        available: award.available,
        payer: award.payer,
        clock,
        awaits,
        points: award.points,
    };
    lots::earn(work, lot)?;
    let postings = owed_by_partners(work.programme, rule, award.rule, award.points)?;
    work.decision.postings.extend(postings);
    work.decision.awards.push(award);
    Ok(())
}

/// An activity that keeps points alive is noted, and points that waited for it become available.
pub(super) fn arrives(work: &mut Work<'_>, scene: &Scene<'_>) -> Result<(), Refusal> {
    let (Kind::Activity(kind), receipt, day) = (scene.kind, scene.receipt, work.day) else { return Ok(()) };
    if let Some(kept) = scene.programme.kept_activities.iter().position(|k| k == kind) {
        work.member.clocks.activities[kept] = work.member.clocks.activities[kept].max(Some(day));
    }
    let Some(receipt) = receipt else { return Ok(()) };
    let awaits = Some(awaited(kind, receipt));
    let almanac = scene.programme.almanac(&work.member.fields, work.member.joined, day);
    let arrived: Vec<Lot> = work.member.lots.iter().filter(|l| l.awaits == awaits).copied().collect();
    work.member.lots.retain(|l| l.awaits != awaits);
    for lot in arrived {
        let lot = expiry::available_on(scene, almanac, lot);
        lots::add(&mut work.member, work.now, lot)?;
    }
    Ok(())
}

/// What partners pay for the points of a rule, exact: those that fund it, or the one it stands in. Below zero they get back.
pub(super) fn owed_by_partners(
    programme: &Programme,
    rule: &Rule,
    id: RuleId,
    points: i64,
) -> Result<Vec<Posting>, Refusal> {
    let rates: Vec<(PartnerId, Ratio)> = if rule.funding.is_empty() {
        let pays = |id: &PartnerId| {
            let partner = &programme.partners[*id];
            partner.pays.iter().find(|p| p.unit == rule.unit).map(|p| (*id, p.money))
        };
        rule.partner.as_ref().and_then(pays).into_iter().collect()
    } else {
        rule.funding.iter().filter_map(|f| Some((f.partner?, f.money?))).collect()
    };
    let posting = |(partner, each)| {
        let money: Exact = whole(points) * ratio(each);
        let money = lowest_terms(&money)?;
        Ok(Posting::Pays { partner, rule: id, points, money })
    };
    rates.into_iter().map(posting).collect()
}

/// What rules gave, for tracks of points.
fn given(scene: &Scene<'_>, outcomes: &Outcomes, track: TrackId, member: &str) -> i128 {
    let own = |rule: RuleId| {
        let gives = (rule, outcomes[rule].gives);
        i128::from(gifts::own_part(scene.programme, gives, (member, scene.companions)))
    };
    let sum = |rules: &[RuleId]| -> i128 { rules.iter().map(|r| i128::from(outcomes[*r].gives)).sum() };
    let of_owner = |owner: &LimitOwner| match owner {
        LimitOwner::Rule(rule) => sum(scene.programme.versions(rule)),
        // Counted for who gets it.
        LimitOwner::Gift(_) => 0,
        LimitOwner::Stack(stack) => sum(&scene.programme.stacks[*stack].rules),
        // Counted when it is redeemed.
        LimitOwner::Reward(_) => 0,
    };
    match &scene.programme.tracks[track].subject {
        TrackSubject::Amount(_)
        | TrackSubject::Purchases
        | TrackSubject::Plus(_)
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..)
        | TrackSubject::Activities(_)
        | TrackSubject::Field { .. }
        | TrackSubject::Over(_) => 0,
        TrackSubject::Points(unit) => {
            let of_unit = scene.programme.rules.iter().filter(|(_, rule)| rule.unit == *unit);
            of_unit.map(|(id, _)| own(id)).sum()
        }
        TrackSubject::PointsFrom(rules) => rules.iter().map(|rule| own(*rule)).sum(),
        TrackSubject::Given(owner) => of_owner(owner),
        TrackSubject::Times(owner) => i128::from(of_owner(owner) > 0),
        // Counted when it is redeemed.
        TrackSubject::Pieces(_) => 0,
    }
}
