//! What must hold of a receipt as a whole, so that every sum an engine makes of it stays within its range.

use super::cursor::Cursor;
use super::error::{Fault, InputCode, InputError, Mistakes, Place};
use super::number::in_range;
use crate::decision::text::{money, quantity};
use crate::event::{Line, Purchase};
use crate::limits::{self, AMOUNT};
use treue_lang::programme::{Programme, QUANTITY_DECIMALS, Ratio};

/// What is wrong with a receipt whose lines are right one by one, each with the field it is about.
fn faults(programme: &Programme, purchase: &Purchase) -> Vec<(&'static str, Fault)> {
    let mut faults = Vec::new();
    let lines = || purchase.lines.iter();
    // 10,000 lines of at most 2^41 each fit 63 bits.
    let charged: i64 = lines().map(|l| l.amount.abs()).sum();
    let before: i64 = lines().map(|l| (l.amount + l.discount).abs()).sum();
    let most = programme.receipt_ceiling;
    if charged.max(before) > most {
        let reason = format!(
            "the lines come to {} without regard to their sign, discounts included; the programme takes receipts up to {}",
            money(programme, charged.max(before)),
            money(programme, most)
        );
        faults.push(("lines", Fault::new(InputCode::ReceiptTooLarge, reason)));
    }
    let items: i64 = lines().map(|l| l.quantity.abs()).sum();
    if items > AMOUNT {
        let reason = format!(
            "the quantities come to {} without regard to their sign; at most {} are possible",
            quantity(items),
            quantity(AMOUNT)
        );
        faults.push(("lines", Fault::new(InputCode::ReceiptTooLarge, reason)));
    }
    faults.extend(converted(programme, purchase));
    let positive: i64 = lines().map(|l| l.amount.max(0)).sum();
    if purchase.discount > positive {
        let reason = format!(
            "a discount of {} cannot be taken off lines of {}",
            money(programme, purchase.discount),
            money(programme, positive)
        );
        faults.push(("discount", Fault::new(InputCode::DiscountTooLarge, reason)));
    }
    faults
}

/// Whether the quantities stay in range in every measure that they count in.
fn converted(programme: &Programme, purchase: &Purchase) -> Option<(&'static str, Fault)> {
    for (id, measure) in programme.measures.iter().filter(|(_, m)| !m.counts.is_empty()) {
        // 10,000 quantities of 2^40 times a factor below 2^62 fit 127 bits.
        let sum: i128 = purchase
            .lines
            .iter()
            .filter_map(|line| {
                let own = line.measure?;
                let factor = if own == id { Ratio::ONE } else { measure.factor(own)? };
                let size = i128::from(line.quantity.unsigned_abs()) * i128::from(factor.numerator());
                Some(size / i128::from(factor.denominator()) + 1)
            })
            .sum();
        if sum > i128::from(AMOUNT) {
            let reason = format!(
                "the quantities come to more than {} {} without regard to their sign",
                quantity(AMOUNT),
                measure.name
            );
            return Some(("lines", Fault::new(InputCode::ReceiptTooLarge, reason)));
        }
    }
    None
}

/// Whether the tax can be contained in the amount.
pub(super) fn tax(amount: i64, tax: i64) -> Result<(), Fault> {
    if tax.abs() <= amount.abs() && tax.signum() * amount.signum() >= 0 {
        return Ok(());
    }
    let reason = "the tax is contained in the amount: it can neither be more nor of the other sign";
    Err(Fault::new(InputCode::TaxTooLarge, reason))
}

/// Notes what does not hold of a receipt that has been read.
pub(super) fn check(programme: &Programme, purchase: &Purchase, cursor: &mut Cursor<'_>) {
    for (field, fault) in faults(programme, purchase) {
        cursor.mistake(&Place::Whole.field(field), fault.code, fault.reason);
    }
}

/// Everything that is wrong with the numbers of a receipt that was not read from text: engines take them as
/// they are.
#[must_use]
pub fn validate(programme: &Programme, purchase: &Purchase) -> Vec<InputError> {
    let mut mistakes = Mistakes::default();
    let whole = Place::Whole;
    let list = whole.field("lines");
    if purchase.lines.len() > limits::LINES {
        let reason = format!("there are more than {}", limits::LINES);
        mistakes.push(&list, Fault::new(InputCode::TooManyLines, reason), None);
        return mistakes.into_vec();
    }
    let decimals = programme.currency.decimals;
    if let Err(fault) = in_range(purchase.discount, 0, AMOUNT, decimals) {
        mistakes.push(&whole.field("discount"), fault, None);
    }
    for (index, line) in purchase.lines.iter().enumerate() {
        for (field, result) in line_numbers(line, decimals) {
            if let Err(fault) = result {
                mistakes.push(&list.item(index).field(field), fault, None);
            }
        }
    }
    if mistakes.is_empty() {
        for (field, fault) in faults(programme, purchase) {
            mistakes.push(&whole.field(field), fault, None);
        }
    }
    mistakes.into_vec()
}

fn line_numbers(line: &Line, decimals: u8) -> [(&'static str, Result<(), Fault>); 5] {
    let range = |value, least, scale| in_range(value, least, AMOUNT, scale).map(|_| ());
    [
        ("quantity", range(line.quantity, -AMOUNT, QUANTITY_DECIMALS)),
        ("amount", range(line.amount, -AMOUNT, decimals)),
        ("discount", range(line.discount, 0, decimals)),
        ("tax", range(line.tax, -AMOUNT, decimals)),
        (
            "tax",
            if line.tax == 0 {
                Ok(())
            } else {
                tax(line.amount.clamp(-AMOUNT, AMOUNT), line.tax.clamp(-AMOUNT, AMOUNT))
            },
        ),
    ]
}
