//! What a reward takes off the receipt that it pays.

use super::exact::{Exact, ratio, to_i64, whole};
use super::receipt::MeasuredLine;
use super::scene::Scene;
use crate::decision::{Refusal, RefusalCode};
use crate::event::Purchase;
use num_traits::Zero;
use treue_lang::programme::{Basis, Gives, OnReceipt, QUANTITY_DECIMALS, Reward};

/// Hundredths of a percent in the whole.
const WHOLE: i64 = 10_000;

/// The money that it takes off; `None` for a reward that looks at no receipt.
pub(super) fn value(
    scene: &Scene<'_>,
    reward: &Reward,
    basket: Option<&Purchase>,
    gives: &Gives,
) -> Result<Option<i64>, Refusal> {
    let Some(on) = &reward.receipt else { return Ok(None) };
    if basket.is_none() {
        return Err(Refusal::new(RefusalCode::NoReceipt));
    }
    let (total, lines, room) = rooms(scene, on);
    bought(scene, on)?;
    let value = match gives {
        Gives::Money(money) => return of_money(on, *money, &total, &room).map(Some),
        Gives::Percent(hundredths) => lines * part(*hundredths),
        Gives::PerMeasure { money, measure: _, cap } => measured(scene, on, *cap) * ratio(*money),
        Gives::Cheapest(items) => cheapest(scene, on, *items)?,
        Gives::Thing(_) | Gives::Points(..) | Gives::Cash(_) => return Ok(None),
    };
    let value = value.floor().min(room);
    if value <= Exact::zero() {
        return Err(Refusal::new(RefusalCode::NothingToPay));
    }
    to_i64(&value.to_integer()).map(Some)
}

/// What the receipt comes to, the lines that can be paid for, and how much of them.
fn rooms(scene: &Scene<'_>, on: &OnReceipt) -> (Exact, Exact, Exact) {
    let total = whole(scene.amounts[on.total].max(0));
    let lines = whole(scene.amounts[on.lines].max(0));
    let of_share = on.share.map(|share| (&total * part(share)).floor());
    let of_money = on.most.map(whole);
    let room = of_share.into_iter().chain(of_money).fold(lines.clone(), Ord::min);
    (total, lines, room)
}

/// What vouchers may pay of the receipt; `None` where that does not matter, or nobody said what it is.
pub(super) fn to_pay(
    scene: &Scene<'_>,
    reward: &Reward,
    basket: Option<&Purchase>,
) -> Result<Option<i64>, Refusal> {
    match (&reward.receipt, basket) {
        (Some(on), Some(_)) => {
            bought(scene, on)?;
            to_i64(&rooms(scene, on).2.to_integer()).map(Some)
        }
        (Some(on), None) if on.needed => Err(Refusal::new(RefusalCode::NoReceipt)),
        (Some(_) | None, _) => Ok(None),
    }
}

/// The lines that can be paid for must come to what the reward asks for.
fn bought(scene: &Scene<'_>, on: &OnReceipt) -> Result<(), Refusal> {
    let lines = scene.amounts[on.lines].max(0);
    match on.least {
        Some(least) if lines < i128::from(least) => {
            let have = i64::try_from(lines).map_err(|_| super::exact::out_of_range())?;
            Err(Refusal::numbers(RefusalCode::BelowPurchase, have, least))
        }
        Some(_) | None => Ok(()),
    }
}

fn part(hundredths: i64) -> Exact {
    whole(hundredths) / whole(WHOLE)
}

/// A sum of money must fit into what it may pay; or it must pay the whole, and what is over is not given.
fn of_money(on: &OnReceipt, money: i64, total: &Exact, room: &Exact) -> Result<i64, Refusal> {
    let as_number = |money: &Exact| to_i64(&money.to_integer());
    if on.whole {
        let total = as_number(total)?;
        return match total {
            0 => Err(Refusal::new(RefusalCode::NothingToPay)),
            total if money < total => Err(Refusal::numbers(RefusalCode::BelowReceipt, money, total)),
            total => Ok(total),
        };
    }
    let room = as_number(room)?;
    if money > room {
        return Err(Refusal::numbers(RefusalCode::AboveReceipt, money, room));
    }
    Ok(money)
}

/// The quantity that counts, in whole units of its measure.
fn measured(scene: &Scene<'_>, on: &OnReceipt, cap: Option<i64>) -> Exact {
    let quantity = on.quantity.map_or(0, |amount| scene.amounts[amount]).max(0);
    let counts = cap.map_or(quantity, |cap| quantity.min(i128::from(cap)));
    whole(counts) / whole(10_i64.pow(u32::from(QUANTITY_DECIMALS)))
}

/// What so many of the cheapest whole items come to; refused if there are fewer.
fn cheapest(scene: &Scene<'_>, on: &OnReceipt, items: i64) -> Result<Exact, Refusal> {
    let chosen = &scene.selections[scene.programme.amounts[on.lines].selection()];
    let lines = scene.lines.iter().zip(chosen).filter(|(_, is_in)| **is_in);
    let mut offers: Vec<(Exact, i64)> = lines.filter_map(|(line, _)| offer(line)).collect();
    offers.sort();
    let mut left = items;
    let mut sum = Exact::zero();
    for (each, count) in offers {
        let taken = left.min(count);
        sum += each * whole(taken);
        left -= taken;
    }
    if left > 0 {
        return Err(Refusal::numbers(RefusalCode::NothingToPay, items - left, items));
    }
    Ok(sum)
}

/// The price of one item of a line, rounded down, and how many whole ones there are. Lines in a measure, or below one
/// item, have none; nor has a line whose items come to nothing.
fn offer(line: &MeasuredLine<'_>) -> Option<(Exact, i64)> {
    let one = 10_i64.pow(u32::from(QUANTITY_DECIMALS));
    let money = line.money(Basis::Charged);
    let count = line.line.quantity / one;
    if line.line.measure.is_some() || count <= 0 {
        return None;
    }
    let each = (whole(money) * whole(one) / whole(line.line.quantity)).floor();
    (each > Exact::zero()).then_some((each, count))
}
