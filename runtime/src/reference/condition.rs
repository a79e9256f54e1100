//! Conditions of rules, tracks and tiers. All are read on one scene; nothing changes while they are asked.

use super::occasion;
use super::predicate::{number_of, text_of};
use super::scene::Scene;
use super::text::{self, Match};
use num_bigint::BigInt;
use treue_lang::programme::{Compare, Comparison, Condition, FieldValue, Number, TextTest, Texts};
use treue_lang::time::Minute;

/// Whether a condition holds.
pub(super) fn holds(scene: &Scene<'_>, condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|p| holds(scene, p)),
        Condition::Any(parts) => parts.iter().any(|p| holds(scene, p)),
        Condition::Not(part) => !holds(scene, part),
        Condition::AtLeast(count, parts) => {
            parts.iter().filter(|p| holds(scene, p)).count() as u64 >= u64::from(*count)
        }
        Condition::Compare(numbers) => numbers_compare(scene, numbers),
        Condition::Text(which, test) => text_is(scene, *which, test),
        Condition::Flag(field, missing) => match scene.field(*field, None) {
            Some(FieldValue::YesNo(yes)) => *yes,
            Some(FieldValue::Text(_) | FieldValue::Number(_) | FieldValue::Date(_)) | None => *missing,
        },
        Condition::Present(field) => scene.written_field(*field, None).is_some(),
        Condition::Day(test) => test.holds(scene.wall.day),
        Condition::Hours(from, to) => in_hours(scene.wall.minute, *from, *to),
        Condition::Occasion(what) => occasion::holds(scene, what),
        Condition::FirstPurchase => scene.readings.first_purchase,
        Condition::Tier(tiers, how, level) => compare(&scene.readings.level(*tiers), *how, level),
    }
}

/// From the first minute, included, to the last, not included; over midnight when that is not later.
fn in_hours(now: Minute, from: Minute, to: Minute) -> bool {
    if from < to { from <= now && now < to } else { from <= now || now < to }
}

/// How two values compare.
pub(super) fn compare<T: Ord>(left: &T, how: Comparison, right: &T) -> bool {
    match how {
        Comparison::Is => left == right,
        Comparison::IsNot => left != right,
        Comparison::AtLeast => left >= right,
        Comparison::AtMost => left <= right,
        Comparison::Above => left > right,
        Comparison::Below => left < right,
    }
}

/// Both numbers at one scale; false if one of them is missing.
fn numbers_compare(scene: &Scene<'_>, numbers: &Compare) -> bool {
    let (Some(left), Some(right)) = (number(scene, &numbers.left), number(scene, &numbers.right)) else {
        return false;
    };
    compare(&(left * numbers.left_times), numbers.how, &(right * numbers.right_times))
}

fn number(scene: &Scene<'_>, number: &Number) -> Option<BigInt> {
    Some(match number {
        Number::Constant(value) => BigInt::from(*value),
        Number::Amount(amount) => BigInt::from(scene.amounts[*amount]),
        Number::Track { track, including } => {
            let added = if *including { scene.including[*track] } else { 0 };
            BigInt::from(scene.readings.tracks[*track] + added)
        }
        Number::DaysSincePurchase(never) => match scene.readings.last_purchase {
            Some(last) => BigInt::from(scene.day.0) - BigInt::from(last.0),
            None => BigInt::from(*never),
        },
        Number::Balance(unit) => BigInt::from(scene.readings.available[*unit]),
        Number::Field(field, missing) => {
            BigInt::from(scene.field(*field, None).and_then(number_of).or(*missing)?)
        }
    })
}

fn text_is(scene: &Scene<'_>, which: Texts, test: &TextTest) -> bool {
    let texts: Vec<&str> = match which {
        Texts::Channel => scene.channel.into_iter().collect(),
        Texts::Store => scene.store.into_iter().collect(),
        Texts::Coupon => scene.coupons.iter().map(String::as_str).collect(),
        Texts::PaidBy => scene.tenders.iter().map(|t| t.kind.as_str()).collect(),
        Texts::Field(field) => scene.field(field, None).and_then(text_of).into_iter().collect(),
    };
    text::any_is(texts, test, Match::Same)
}
