//! Receipts in another currency: every amount of money is converted, line by line, at the rate of the day.

use super::Reader;
use super::cursor::Cursor;
use super::error::{Fault, InputCode, InputError, Place};
use crate::decision::text::money;
use crate::event::Purchase;
use crate::limits::AMOUNT;
use treue_lang::programme::{FieldValue, Programme, Ratio, counted};
use treue_lang::time::Day;
use treue_lang::value::power_of_ten;

/// The currency of a receipt, if it is not the programme's and has rates.
#[derive(Clone, Copy)]
pub(super) struct Foreign {
    currency: u32,
    /// Decimals of its smallest unit.
    pub(super) decimals: u8,
}

impl Reader<'_> {
    /// Looks ahead for the currency of a receipt.
    pub(super) fn foreign(&self, cursor: &Cursor<'_>) -> Option<Foreign> {
        let rates = self.programme.rates.as_ref()?;
        let currency = cursor.look_for("currency", |code| rates.currency(code)).flatten()?;
        let decimals = rates.currencies.get(currency as usize)?.decimals;
        Some(Foreign { currency, decimals })
    }

    /// Converts a receipt of the event's day; a mistake if there is no rate, or amounts become too large.
    pub(super) fn convert(
        &self,
        cursor: &mut Cursor<'_>,
        foreign: Foreign,
        purchase: &mut Purchase,
        event_day: Day,
    ) {
        if let Err((field, fault)) = into_own(self.programme, foreign.currency, purchase, event_day) {
            cursor.mistake(&Place::Whole.field(field), fault.code, fault.reason);
        }
    }
}

/// Converts a receipt that was not read from text, as [`Reader::event`] does.
///
/// # Errors
/// There is no rate of the currency for its day, or amounts become too large.
pub fn convert(
    programme: &Programme,
    currency: u32,
    purchase: &mut Purchase,
    event_day: Day,
) -> Result<(), InputError> {
    into_own(programme, currency, purchase, event_day).map_err(|(field, fault)| InputError {
        path: field.to_owned(),
        code: fault.code,
        reason: fault.reason,
        column: None,
    })
}

/// The field that is wrong, and why.
fn into_own(
    programme: &Programme,
    currency: u32,
    purchase: &mut Purchase,
    event_day: Day,
) -> Result<(), (&'static str, Fault)> {
    let no_rate = |reason: String| ("currency", Fault::new(InputCode::NoRate, reason));
    let rates = programme.rates.as_ref().ok_or_else(|| no_rate("the programme has no rates".to_owned()))?;
    let known = rates.currencies.get(currency as usize);
    let (code, decimals) = known.map_or(("", 0), |c| (c.code.as_str(), c.decimals));
    let at = rates.at.and_then(|id| programme.fields.get(id));
    let written = at.and_then(|f| purchase.fields.get(f.position)?.as_ref().or(f.default.as_ref()));
    let day = match written {
        Some(FieldValue::Date(day)) => *day,
        Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Number(_)) | None => event_day,
    };
    let rate = rates.on(currency, day).ok_or_else(|| {
        let days = rates.days;
        no_rate(format!(
            "there is no rate of {code} for {day} or the {} before it",
            counted(&days.to_string(), "days")
        ))
    })?;
    let own = programme.currency.decimals;
    let mut fits = true;
    let lines = purchase.lines.iter_mut();
    let lines = lines.flat_map(|l| [&mut l.amount, &mut l.discount, &mut l.tax]);
    let tenders = purchase.tenders.iter_mut().map(|t| &mut t.amount);
    for amount in lines.chain(tenders).chain([&mut purchase.discount]) {
        match converted(*amount, rate, decimals, own) {
            Some(value) => *amount = value,
            None => fits = false,
        }
    }
    if !fits {
        let most = money(programme, AMOUNT);
        let reason = format!("an amount comes to more than {most}");
        return Err(("lines", Fault::new(InputCode::ReceiptTooLarge, reason)));
    }
    // Rounding must not make the discount larger than what it is taken off.
    let positive = purchase.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.amount.max(0)));
    purchase.discount = purchase.discount.min(positive);
    Ok(())
}

/// Smallest units of one currency in those of another, to the nearest, a half away from zero.
fn converted(amount: i64, rate: Ratio, decimals: u8, own: u8) -> Option<i64> {
    let over = i128::from(amount.unsigned_abs())
        .checked_mul(i128::from(rate.numerator()))?
        .checked_mul(power_of_ten(own.saturating_sub(decimals)))?;
    let under = i128::from(rate.denominator()).checked_mul(power_of_ten(decimals.saturating_sub(own)))?;
    let nearest = over.checked_mul(2)?.checked_add(under)? / under.checked_mul(2)?;
    let nearest = i64::try_from(nearest).ok().filter(|n| *n <= AMOUNT)?;
    Some(if amount < 0 { -nearest } else { nearest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converted_to_the_nearest_smallest_unit() {
        let rate = |n, d| Ratio::new(n, d).unwrap();
        // 10.00 USD at 0.8945 CHF are 8.945 CHF: 8.95. 1000 JPY at 0.0062 are 6.20 CHF.
        assert_eq!(converted(1_000, rate(8_945, 10_000), 2, 2), Some(895));
        assert_eq!(converted(-1_000, rate(8_945, 10_000), 2, 2), Some(-895));
        assert_eq!(converted(1_000, rate(62, 10_000), 0, 2), Some(620));
        // 12.34 CHF in a programme that counts in yen, at 160: 1974.4.
        assert_eq!(converted(1_234, rate(160, 1), 2, 0), Some(1_974));
        assert_eq!(converted(1 << 40, rate(2, 1), 2, 2), None);
    }
}
