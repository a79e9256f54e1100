//! What a reward takes off the receipt that it pays.

use super::Desk;
use crate::decision::{Refusal, RefusalCode};
use crate::event::Purchase;
use crate::native::code::{Compiled, Kind};
use treue_lang::programme::{AmountId, Gives, OnReceipt, Reward};

/// Hundredths of a percent in the whole.
const WHOLE: i128 = 10_000;
/// Parts of a quantity in one.
const ONE: i64 = 1_000;

impl Desk {
    /// Measures the receipt that is looked at, with the marks of all its lines.
    pub(super) fn measure_all(&mut self, compiled: &Compiled) -> bool {
        self.call(compiled, Kind::Sums, usize::MAX) && self.call(compiled, Kind::Marks, usize::MAX)
    }

    /// The money that a reward takes off; `None` for one that looks at no receipt.
    pub(super) fn off_receipt(
        &self,
        compiled: &Compiled,
        reward: &Reward,
        basket: Option<&Purchase>,
        gives: &Gives,
    ) -> Result<Option<i64>, Refusal> {
        let Some(on) = &reward.receipt else { return Ok(None) };
        let Some(basket) = basket else { return Err(Refusal::new(RefusalCode::NoReceipt)) };
        let (total, lines, room) = self.rooms(compiled, on);
        enough_bought(on, lines)?;
        let value = match gives {
            Gives::Money(money) => return of_money(on, i128::from(*money), total, room),
            Gives::Percent(hundredths) => part(lines, *hundredths),
            Gives::PerMeasure { money, measure: _, cap } => {
                let quantity = on.quantity.map_or(0, |q| self.sum_of(compiled, q));
                let counts = cap.map_or(quantity, |cap| quantity.min(i128::from(cap)));
                counts.saturating_mul(i128::from(money.numerator()))
                    / (i128::from(money.denominator()) * i128::from(ONE))
            }
            Gives::Cheapest(items) => self.cheapest(compiled, on.lines, basket, *items)?,
            Gives::Thing(_) | Gives::Points(..) | Gives::Cash(_) => return Ok(None),
        };
        match i64::try_from(value.min(room)) {
            Ok(value) if value > 0 => Ok(Some(value)),
            Ok(_) => Err(Refusal::new(RefusalCode::NothingToPay)),
            Err(_) => Err(super::out_of_range()),
        }
    }

    /// What the receipt comes to, the lines that can be paid for, and how much of them.
    fn rooms(&self, compiled: &Compiled, on: &OnReceipt) -> (i128, i128, i128) {
        let (total, lines) = (self.sum_of(compiled, on.total), self.sum_of(compiled, on.lines));
        let room = on.share.map_or(lines, |share| lines.min(part(total, share)));
        let room = on.most.map_or(room, |most| room.min(i128::from(most)));
        (total, lines, room)
    }

    /// What vouchers may pay of the receipt; `None` where that does not matter, or nobody said what it is.
    pub(super) fn to_pay(
        &self,
        compiled: &Compiled,
        reward: &Reward,
        basket: Option<&Purchase>,
    ) -> Result<Option<i64>, Refusal> {
        let Some(on) = &reward.receipt else { return Ok(None) };
        if basket.is_some() {
            let (_, lines, room) = self.rooms(compiled, on);
            enough_bought(on, lines)?;
            return i64::try_from(room).map(Some).map_err(|_| super::out_of_range());
        }
        if on.needed { Err(Refusal::new(RefusalCode::NoReceipt)) } else { Ok(None) }
    }

    fn sum_of(&self, compiled: &Compiled, amount: AmountId) -> i128 {
        compiled.plan().amount(amount).map_or(0, |slot| i128::from(self.get(slot).max(0)))
    }

    /// What the cheapest whole items of the lines come to.
    fn cheapest(
        &self,
        compiled: &Compiled,
        lines: AmountId,
        basket: &Purchase,
        items: i64,
    ) -> Result<i128, Refusal> {
        let charged = self.lines.charged(compiled.plan());
        let mut offers: Vec<(i64, i64)> = Vec::new();
        for at in self.lines.marked(compiled.plan(), lines) {
            let (Some(line), Some(money)) = (basket.lines.get(at), charged.get(at)) else { continue };
            let count = line.quantity / ONE;
            if line.measure.is_none() && count > 0 && *money > 0 {
                // Money of a line times a thousand stays far below 2^63 as it was read; wide, it always does.
                let each = i128::from(*money) * i128::from(ONE) / i128::from(line.quantity);
                offers.push((i64::try_from(each).unwrap_or(i64::MAX), count));
            }
        }
        offers.retain(|(each, _)| *each > 0);
        offers.sort_unstable();
        let (mut left, mut sum) = (items, 0i128);
        for (each, count) in offers {
            let taken = count.min(left);
            sum += i128::from(each) * i128::from(taken);
            left = left.saturating_sub(taken);
        }
        if left > 0 {
            let there = items.saturating_sub(left);
            return Err(Refusal::numbers(RefusalCode::NothingToPay, there, items));
        }
        Ok(sum)
    }
}

/// `minimum purchase`: of the lines that it may pay for.
fn enough_bought(on: &OnReceipt, lines: i128) -> Result<(), Refusal> {
    match on.least {
        Some(least) if lines < i128::from(least) => {
            let lines = i64::try_from(lines).map_err(|_| super::out_of_range())?;
            Err(Refusal::numbers(RefusalCode::BelowPurchase, lines, least))
        }
        Some(_) | None => Ok(()),
    }
}

fn part(of: i128, hundredths: i64) -> i128 {
    of.saturating_mul(i128::from(hundredths)) / WHOLE
}

/// A sum of money fits into what it may pay; or it pays the whole, and what is over is not given.
fn of_money(on: &OnReceipt, money: i128, total: i128, room: i128) -> Result<Option<i64>, Refusal> {
    let number = |n: i128| i64::try_from(n).map_err(|_| super::out_of_range());
    let bound = if on.whole { total } else { room };
    let (code, pays) = if on.whole {
        if total == 0 {
            return Err(Refusal::new(RefusalCode::NothingToPay));
        }
        (RefusalCode::BelowReceipt, (money >= total).then_some(total))
    } else {
        (RefusalCode::AboveReceipt, (money <= room).then_some(money))
    };
    match pays {
        Some(pays) => number(pays).map(Some),
        None => Err(Refusal::numbers(code, number(money)?, number(bound)?)),
    }
}
