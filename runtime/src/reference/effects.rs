//! What happens as levels are reached and left: points are given, or all points of a unit expire.

use super::readings::Readings;
use super::scene::Scene;
use super::{expiry, lots};
use crate::decision::{Decision, Expired, LevelGift, TierChange};
use crate::state::{Lot, Member};
use treue_lang::limits;
use treue_lang::programme::{LevelEffect, Programme, UnitId};
use treue_lang::time::Day;

/// Does what belongs to changes of level on a day.
pub(super) fn apply(
    programme: &Programme,
    member: &mut Member,
    changes: &[TierChange],
    day: Day,
    decision: &mut Decision,
) {
    if member.membership.ended.is_some() {
        return;
    }
    for change in changes {
        let level = if change.to > change.from { change.to } else { change.from };
        let Some(spec) = programme.tiers[change.tiers].level(level) else { continue };
        let gifts = match change.to.cmp(&change.from) {
            std::cmp::Ordering::Greater => &spec.reaching,
            std::cmp::Ordering::Less => &spec.leaving,
            std::cmp::Ordering::Equal => continue,
        };
        for gift in gifts {
            match *gift {
                LevelEffect::Points(unit, points) => {
                    if let Some((points, expires)) = book(programme, member, unit, points, day) {
                        let (tiers, on) = (change.tiers, day);
                        decision.level_gifts.push(LevelGift { tiers, level, unit, points, expires, on });
                    }
                }
                LevelEffect::Expire(unit) => decision.expired.extend(expire(member, unit, day)),
            }
        }
    }
}

/// Books points like a grant, as many as the balance can hold.
fn book(
    programme: &Programme,
    member: &mut Member,
    unit: UnitId,
    points: i64,
    day: Day,
) -> Option<(i64, Option<Day>)> {
    let has: i128 = member.lots.iter().filter(|l| l.unit == unit).map(|l| i128::from(l.points)).sum();
    let room = i64::try_from(i128::from(limits::TRACK) - 1 - has).unwrap_or(0);
    let points = points.min(room);
    if points <= 0 {
        return None;
    }
    let scene = Scene::of_day(programme, Readings::before(programme, member, day), day);
    let almanac = programme.almanac(&member.fields, member.joined.or(Some(day)));
    let earning = expiry::Earning { unit, rule: None, available: day };
    let (expires, clock) = expiry::dates(&scene, almanac, &earning);
    let lot = Lot { unit, expires, earned: day, available: day, payer: None, clock, awaits: None, points };
    lots::add(member, day, lot).ok()?;
    Some((points, expires))
}

fn expire(member: &mut Member, unit: UnitId, day: Day) -> Option<Expired> {
    let gone = member.lots.iter().filter(|l| l.unit == unit);
    let points = gone.fold(0_i64, |sum, l| sum.saturating_add(l.points));
    member.lots.retain(|l| l.unit != unit);
    (points > 0).then_some(Expired { unit, points, last_good_day: day.plus(-1) })
}
