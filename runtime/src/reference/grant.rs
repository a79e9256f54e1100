//! `grant`: the host gives or takes points, or gives a level.

use super::exact::out_of_range;
use super::scene::Scene;
use super::{Work, expiry, lots};
use crate::decision::Refusal;
use crate::event::Grant;
use crate::state::Lot;
use treue_lang::programme::UnitId;

/// Books what the host grants. A level replaces the granted level of its structure; step 12 compares it.
pub(super) fn grant(work: &mut Work<'_>, grant: &Grant) -> Result<(), Refusal> {
    match grant {
        Grant::Level { tiers, level, until } => {
            if let Some(standing) = work.member.tiers.get_mut(tiers.0 as usize) {
                standing.granted = Some((level.0, *until));
            }
            Ok(())
        }
        Grant::Points { unit, points } => grant_points(work, *unit, *points),
    }
}

/// Points above zero are booked like an award that is available at once; points below zero are taken, and
/// what is short is owed.
fn grant_points(work: &mut Work<'_>, unit: UnitId, points: i64) -> Result<(), Refusal> {
    if work.programme.units.get(unit).is_none() {
        return Err(out_of_range());
    }
    if points < 0 {
        let taken = points.checked_neg().ok_or_else(out_of_range)?;
        return lots::take(work.programme, &mut work.member, unit, work.now, taken);
    }
    if points == 0 {
        return Ok(());
    }
    book(work, unit, points)
}

/// Books points that no rule gave; they are available at once.
pub(super) fn book(work: &mut Work<'_>, unit: UnitId, points: i64) -> Result<(), Refusal> {
    let scene = Scene::of_day(work.programme, work.readings(), work.day);
    let almanac = work.programme.almanac(&work.member.fields, work.member.joined, work.day);
    let earning = expiry::Earning { unit, rule: None, available: work.day };
    let (expires, clock) = expiry::dates(&scene, almanac, &earning);
    let lot = Lot {
        unit,
        expires,
        earned: work.day,
        available: work.day,
        payer: None,
        clock,
        awaits: None,
        points,
    };
    lots::earn(work, lot)
}
