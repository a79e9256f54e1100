//! Points become a partner's currency: by a `transfer`, or by themselves.

use super::exact::out_of_range;
use super::scene::Scene;
use super::tracks::{self, View};
use super::{Work, household, lots, price};
use crate::decision::{Decision, Posting, Refusal, RefusalCode};
use crate::engine::Pool;
use crate::event::{Event, Transfer};
use crate::state::Member;
use treue_lang::programme::{Conversion, Partner, PartnerId, Plus};
use treue_lang::time::Day;

/// Checks the conversion's terms, burns the points and posts what the partner owes the member.
pub(super) fn transfer(work: &mut Work<'_>, event: &Event, transfer: &Transfer) -> Result<(), Refusal> {
    let (partner, conversion) = find(work, transfer)?;
    let scene = Scene::of_event(work.programme, work.readings(), event, work.day);
    price::gates(&scene, &conversion.conditions)?;
    check(conversion, transfer.points)?;
    let own = household::split(work, transfer.unit, transfer.points)?;
    let lots = lots::for_one_use(work.programme, &work.member, transfer.unit, work.now, own)?;
    convert(work, (partner, conversion), (transfer.points, own), &lots)?;
    work.member.clocks.last_transfer = work.member.clocks.last_transfer.max(Some(work.day));
    Ok(())
}

/// The first conversion of that unit into that which is in force and done by hand, in the order of the partners.
fn find<'p>(work: &Work<'p>, transfer: &Transfer) -> Result<(PartnerId, &'p Conversion), Refusal> {
    let programme = work.programme;
    let mut named = programme
        .partners
        .iter()
        .flat_map(|(id, partner)| partner.conversions.iter().map(move |c| (id, partner, c)))
        .filter(|(_, _, c)| c.unit == transfer.unit && c.into == transfer.into)
        .peekable();
    if named.peek().is_none() {
        let name = Some(transfer.into.clone());
        return Err(Refusal { name, ..Refusal::new(RefusalCode::UnknownConversion) });
    }
    let found = named.find(|(_, partner, c)| c.by_hand && in_force(partner, c, work.day));
    found.map(|(id, _, c)| (id, c)).ok_or_else(|| Refusal::new(RefusalCode::NotInForce))
}

fn in_force(partner: &Partner, conversion: &Conversion, day: Day) -> bool {
    partner.takes_part(day) && conversion.in_force(day)
}

fn check(conversion: &Conversion, points: i64) -> Result<(), Refusal> {
    let step = conversion.step.max(1);
    let over = points.rem_euclid(step);
    if over != 0 {
        let next_multiple = points.saturating_add(step - over);
        return Err(Refusal::numbers(RefusalCode::NotAStep, points, next_multiple));
    }
    if points < conversion.least {
        return Err(Refusal::numbers(RefusalCode::BelowMinimum, points, conversion.least));
    }
    Ok(())
}

/// Burns points, whole steps of them, of which so many are the member's own, and posts what they become.
fn convert(
    work: &mut Work<'_>,
    (partner, conversion): (PartnerId, &Conversion),
    (points, own): (i64, i64),
    lots: &[usize],
) -> Result<(), Refusal> {
    let steps = points / conversion.step.max(1);
    let by_steps = steps.checked_mul(conversion.gets).ok_or_else(out_of_range)?;
    let blocks = conversion.plus.map_or(0, |plus| blocks(work, plus, points));
    let more = conversion.plus.map_or(Some(0), |plus| plus.gives.checked_mul(blocks));
    let gets = more.and_then(|more| by_steps.checked_add(more)).ok_or_else(out_of_range)?;
    lots::burn_from(&work.programme.units[conversion.unit], &mut work.member, lots, own);
    if let Some(track) = conversion.plus.and_then(|plus| plus.once)
        && blocks > 0
    {
        tracks::book(work.programme, &mut work.member, track, (work.day, work.day), i128::from(blocks))?;
    }
    work.decision.postings.push(Posting::Converted {
        partner,
        unit: conversion.unit,
        points,
        into: conversion.into.clone(),
        gets,
    });
    Ok(())
}

/// Bonus blocks: all full ones, or one once in the life of a member.
fn blocks(work: &Work<'_>, plus: Plus, points: i64) -> i64 {
    let full = points / plus.per.max(1);
    match plus.once {
        None => full,
        Some(track) => {
            let had = tracks::read(work.programme, &work.member, View::On(work.day))[track];
            if had > 0 { 0 } else { full.min(1) }
        }
    }
}

/// The conversions that are due by themselves at the start of a day.
pub(super) fn due<'p>(work: &Work<'p>, day: Day) -> Vec<(PartnerId, &'p Conversion)> {
    let eve = Day(day.0 - 1);
    let programme = work.programme;
    let all = programme.converts.iter().filter_map(|(id, at)| {
        let partner = programme.partners.get(*id)?;
        let conversion = partner.conversions.get(*at)?;
        let starts = conversion.automatic.is_some_and(|cycle| cycle.starts(day));
        (starts && in_force(partner, conversion, eve)).then_some((*id, conversion))
    });
    all.collect()
}

/// Converts as many whole steps as there are points for; what does not fit stays.
pub(super) fn by_itself(
    work: &mut Work<'_>,
    scene: &Scene<'_>,
    (partner, conversion): (PartnerId, &Conversion),
    day: Day,
) {
    if price::gates(scene, &conversion.conditions).is_err() {
        return;
    }
    let step = conversion.step.max(1);
    let points = work.member.balance(conversion.unit, day).available / step * step;
    if points == 0 || points < conversion.least {
        return;
    }
    let mut after = at_day(work, day);
    let lots = lots::for_one_use(work.programme, &work.member, conversion.unit, day, points);
    if lots.is_ok_and(|lots| convert(&mut after, (partner, conversion), (points, points), &lots).is_ok()) {
        (work.member, work.decision.postings) = (after.member, after.decision.postings);
    }
}

/// The same work on another day, as of which all is read.
pub(super) fn at_day<'p>(work: &Work<'p>, day: Day) -> Work<'p> {
    let member: Member = work.member.clone();
    Work {
        programme: work.programme,
        reads: work.reads,
        detail: work.detail,
        member,
        decision: Decision { late: false, ..work.decision.clone() },
        at: work.at,
        day,
        now: day,
        held_from: work.held_from.clone(),
        sums_from: work.sums_from.clone(),
        record: work.record.clone(),
        pool: Pool::default(),
    }
}
