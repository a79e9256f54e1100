//! Step 7.2: the exact value of a rule before rounding, in smallest parts of its unit.

use super::exact::{Exact, ratio, whole};
use super::rules::Outcomes;
use super::scene::Scene;
use super::{amount, share};
use num_traits::{Signed, Zero};
use treue_lang::programme::{Amount, AmountId, Award, Band, ByLevel, Rate, TiersId, Within};

/// The rate in force: that of the level held, where the rule has other rates by level.
pub(super) fn rate_in_force<'a>(
    scene: &Scene<'_>,
    rate: &'a Rate,
    by_level: Option<&'a ByLevel>,
) -> &'a Rate {
    let of_level = by_level.and_then(|b| b.rates.get(usize::from(scene.readings.level(b.tiers).0)));
    of_level.unwrap_or(rate)
}

/// The value of the rule's award on the whole receipt. Never below 0.
pub(super) fn value(scene: &Scene<'_>, outcomes: &Outcomes, award: &Award) -> Exact {
    match award {
        Award::Rate(rate, Some(ByLevel { tiers, rates, within: Some(within) })) => {
            let Some(amount) = measured(rate) else { return Exact::zero() };
            of_levels_reached(scene, (*tiers, rates, within), scene.amounts[amount])
        }
        Award::Rate(rate, by_level) => match rate_in_force(scene, rate, by_level.as_ref()) {
            flat @ Rate::Flat(_) => of_amount(flat, 0),
            rate @ (Rate::Proportional(amount, _) | Rate::Steps(amount, _, _)) => {
                of_amount(rate, scene.amounts[*amount])
            }
        },
        Award::Bands { amount, each_part, bands } => {
            let measured = scene.amounts[*amount];
            if *each_part { of_parts(bands, measured) } else { of_highest_band(bands, measured) }
        }
        Award::Share { .. } | Award::Portion { .. } => share::value(scene, outcomes, award),
    }
}

/// `within the receipt`: each part of the amount, or each step of it, at the rate of the level that what comes before it
/// reaches, or of the one held if that is higher.
fn of_levels_reached(
    scene: &Scene<'_>,
    (tiers, rates, within): (TiersId, &[Rate], &Within),
    amount: i128,
) -> Exact {
    let held = usize::from(scene.readings.level(tiers).0);
    let before = scene.readings.tracks[within.track];
    // Where the purchase does not count in the track, nothing is reached by it.
    let counts = scene.including[within.track] != 0;
    let level_after = |bought: i128| {
        let sum = if counts { before + bought } else { before };
        let reached = within.from.iter().rposition(|least| i128::from(*least) <= sum).unwrap_or(0);
        reached.max(held)
    };
    // The level can only change where the sum comes to what one of them asks for.
    let amount = amount.max(0);
    let mut cuts: Vec<i128> = within.from.iter().map(|least| i128::from(*least) - before).collect();
    cuts.retain(|cut| 0 < *cut && *cut < amount);
    cuts.insert(0, 0);
    cuts.push(amount);
    let mut value = Exact::zero();
    for part in cuts.windows(2) {
        let [start, end] = part else { continue };
        let Some(rate) = rates.get(level_after(*start)) else { continue };
        value += match rate {
            Rate::Flat(_) => Exact::zero(),
            Rate::Proportional(_, each) => whole(end - start) * ratio(*each),
            Rate::Steps(_, step, each) => whole(steps_from(*start, *end, *step, amount)) * ratio(*each),
        };
    }
    value
}

/// The whole steps of an amount that start in a part of it.
fn steps_from(start: i128, end: i128, step: i64, amount: i128) -> i128 {
    if step <= 0 {
        return 0;
    }
    let step = i128::from(step);
    let all = amount / step;
    let before = |place: i128| ((place + step - 1) / step).min(all);
    before(end) - before(start)
}

/// A rate applied to an amount; below zero it gives nothing.
pub(super) fn of_amount(rate: &Rate, amount: i128) -> Exact {
    let amount = whole(amount.max(0));
    match rate {
        Rate::Flat(points) => ratio(*points),
        Rate::Proportional(_, each) => amount * ratio(*each),
        Rate::Steps(_, step, each) => {
            if *step <= 0 {
                return Exact::zero();
            }
            (amount / whole(*step)).floor() * ratio(*each)
        }
    }
}

/// All of the amount at the rate of the highest band reached.
pub(super) fn of_highest_band(bands: &[Band], amount: i128) -> Exact {
    let reached = bands.iter().rev().find(|b| i128::from(b.from) <= amount);
    reached.map_or_else(Exact::zero, |band| of_amount(&band.rate, amount))
}

/// The part of the amount inside each band reached, at that band's rate.
pub(super) fn of_parts(bands: &[Band], amount: i128) -> Exact {
    let ends = bands.iter().skip(1).map(|b| i128::from(b.from)).chain([i128::MAX]);
    bands
        .iter()
        .zip(ends)
        .filter(|(band, _)| i128::from(band.from) <= amount)
        .map(|(band, end)| of_amount(&band.rate, amount.min(end) - i128::from(band.from)))
        .fold(Exact::zero(), |sum, part| sum + part)
}

/// Each line's own value, lines below zero mirrored, for a rule that is rounded per line. `None` if the award
/// is not made of lines.
pub(super) fn values_of_lines(scene: &Scene<'_>, award: &Award) -> Option<Vec<Exact>> {
    let Award::Rate(rate, by_level) = award else { return None };
    let rate = rate_in_force(scene, rate, by_level.as_ref());
    let amount = &scene.programme.amounts[measured(rate)?];
    if matches!(amount, Amount::Different(..) | Amount::Events(_) | Amount::Made(..)) {
        return None;
    }
    Some(amount::lines(scene, amount).iter().map(|(_, line)| mirrored(rate, *line)).collect())
}

fn mirrored(rate: &Rate, line: i128) -> Exact {
    let size = of_amount(rate, line.abs());
    if line.is_negative() { -size } else { size }
}

/// What a rate measures.
pub(super) fn measured(rate: &Rate) -> Option<AmountId> {
    match rate {
        Rate::Flat(_) => None,
        Rate::Proportional(amount, _) | Rate::Steps(amount, _, _) => Some(*amount),
    }
}

/// What an award measures: `None` for flat awards and shares of what other rules gave. A share of one rule on some
/// lines measures what that rule would there.
pub(super) fn amount_of(scene: &Scene<'_>, award: &Award) -> Option<AmountId> {
    match award {
        Award::Rate(rate, by_level) => measured(rate_in_force(scene, rate, by_level.as_ref())),
        Award::Bands { amount, .. } => Some(*amount),
        Award::Share { .. } => None,
        Award::Portion { of, .. } => match of.as_slice() {
            [one] => amount_of(scene, &one.award),
            _ => None,
        },
    }
}

/// Nothing below zero.
pub(super) fn at_least_zero(value: Exact) -> Exact {
    if value.is_negative() { Exact::zero() } else { value }
}
