//! What must hold of a receipt as a whole, so that every sum an engine makes of it stays within its range.

use super::cursor::Cursor;
use super::error::{InputCode, Place};
use crate::decision::text::{money, quantity};
use crate::event::Purchase;
use crate::limits;
use treue_lang::programme::Programme;

/// Notes what does not hold.
pub(super) fn check(programme: &Programme, purchase: &Purchase, cursor: &mut Cursor<'_>) {
    let place = Place::Whole;
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
        cursor.mistake(&place.field("lines"), InputCode::ReceiptTooLarge, reason);
    }
    let items: i64 = lines().map(|l| l.quantity.abs()).sum();
    if items > limits::AMOUNT {
        let reason = format!(
            "the quantities come to {} without regard to their sign; at most {} are possible",
            quantity(items),
            quantity(limits::AMOUNT)
        );
        cursor.mistake(&place.field("lines"), InputCode::ReceiptTooLarge, reason);
    }
    let positive: i64 = lines().map(|l| l.amount.max(0)).sum();
    if purchase.discount > positive {
        let reason = format!(
            "a discount of {} cannot be taken off lines of {}",
            money(programme, purchase.discount),
            money(programme, positive)
        );
        cursor.mistake(&place.field("discount"), InputCode::DiscountTooLarge, reason);
    }
}
