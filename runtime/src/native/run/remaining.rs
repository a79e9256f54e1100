//! What comes back of a receipt, and the receipt without it.

use crate::decision::{Refusal, RefusalCode};
use crate::event::{Line, Purchase, Return};
use crate::native::bind::lines::Shares;
use crate::state::Settled;
use treue_lang::programme::{FieldKind, FieldOwner, FieldValue, Programme};

/// What comes back now: line and thousandths, in the order of the receipt.
pub(crate) fn coming_back(
    purchase: &Purchase,
    before: &Settled,
    asked: &Return,
) -> Result<Vec<(u32, i64)>, Refusal> {
    let mut back = Vec::new();
    match &asked.lines {
        None => {
            for (at, line) in (0u32..).zip(&purchase.lines) {
                let open = open(line, before.returned_of(at as usize));
                back.extend(open.map(|quantity| (at, quantity)));
            }
        }
        Some(lines) => {
            for line in lines {
                let quantity = quantity_back(purchase, before, line.line, line.quantity)?;
                if back.iter().any(|(at, _)| *at == line.line) {
                    let twice = Refusal::new(RefusalCode::LineTwice);
                    return Err(Refusal { have: Some(i64::from(line.line)), ..twice });
                }
                back.push((line.line, quantity));
            }
            back.sort_unstable_by_key(|(at, _)| *at);
        }
    }
    Ok(back)
}

fn quantity_back(
    purchase: &Purchase,
    before: &Settled,
    at: u32,
    quantity: Option<i64>,
) -> Result<i64, Refusal> {
    let Some(line) = purchase.lines.get(at as usize) else {
        let last = i64::try_from(purchase.lines.len()).unwrap_or(i64::MAX).saturating_sub(1);
        return Err(Refusal::numbers(RefusalCode::UnknownLine, i64::from(at), last));
    };
    if let Some(wrong) = quantity.filter(|q| *q <= 0) {
        return Err(Refusal { have: Some(wrong), ..Refusal::new(RefusalCode::QuantityNotAboveZero) });
    }
    let open = open(line, before.returned_of(at as usize));
    let wanted = quantity.or(open);
    match wanted.zip(open) {
        Some((wanted, open)) if wanted <= open => Ok(wanted),
        Some(_) | None => {
            let have = quantity.unwrap_or(line.quantity);
            Err(Refusal::numbers(RefusalCode::MoreThanBought, have, open.unwrap_or(0).max(0)))
        }
    }
}

/// How much of a line has not come back; `None` if all has. A line of zero or below comes back whole.
fn open(line: &Line, returned: Option<i64>) -> Option<i64> {
    match returned {
        None => Some(line.quantity),
        Some(returned) if line.quantity > returned && line.quantity > 0 => {
            Some(line.quantity.saturating_sub(returned))
        }
        Some(_) => None,
    }
}

/// What has come back, this time included.
pub(crate) fn add_up(before: &[(u32, i64)], now: &[(u32, i64)]) -> Vec<(u32, i64)> {
    let mut sums = before.to_vec();
    for (line, quantity) in now {
        match sums.binary_search_by_key(line, |(at, _)| *at) {
            Ok(place) => {
                if let Some((_, sum)) = sums.get_mut(place) {
                    *sum = sum.saturating_add(*quantity);
                }
            }
            Err(place) => sums.insert(place, (*line, *quantity)),
        }
    }
    sums
}

/// The receipt without what came back, and the shares of the lines that are left.
pub(crate) fn rest(
    programme: &Programme,
    original: &Purchase,
    shares: &Shares,
    returned: &Settled,
) -> (Purchase, Shares) {
    let mut rest = Purchase { lines: Vec::new(), ..original.clone() };
    let mut left: Vec<(usize, (i64, i64))> = Vec::new();
    for (at, line) in original.lines.iter().enumerate() {
        let back = returned.returned_of(at);
        let Some(_) = open(line, back) else { continue };
        let part = (back.unwrap_or(0), line.quantity);
        rest.lines.push(if back.is_some() { smaller(programme, line, part) } else { line.clone() });
        left.push((at, part));
    }
    let of_column = |column: &[i64]| -> Vec<i64> {
        left.iter().map(|(at, part)| less(column.get(*at).copied().unwrap_or(0), *part)).collect()
    };
    let shares = Shares {
        lines: left.len(),
        discount: of_column(&shares.discount),
        paid: shares.paid.chunks_exact(shares.lines.max(1)).flat_map(of_column).collect(),
    };
    (rest, shares)
}

fn smaller(programme: &Programme, line: &Line, part: (i64, i64)) -> Line {
    let mut line = line.clone();
    for amount in [&mut line.quantity, &mut line.amount, &mut line.discount, &mut line.tax] {
        *amount = less(*amount, part);
    }
    for (_, field) in programme.fields.iter() {
        if field.owner == FieldOwner::Line
            && field.kind == FieldKind::Money
            && let Some(Some(FieldValue::Number(money))) = line.fields.get_mut(field.position)
        {
            *money = less(*money, part);
        }
    }
    line
}

/// An amount without a part of it, so much of so much: whole units of it, towards zero.
fn less(amount: i64, (part, of): (i64, i64)) -> i64 {
    if part == 0 || of == 0 {
        return amount;
    }
    let gone = i128::from(amount) * i128::from(part) / i128::from(of);
    amount.saturating_sub(i64::try_from(gone).unwrap_or(amount))
}

/// What was charged, receipt discount and all.
pub(crate) fn charged((purchase, shares): &(Purchase, Shares)) -> i128 {
    let lines = purchase.lines.iter().zip(&shares.discount);
    lines.map(|(line, share)| i128::from(line.amount) - i128::from(*share)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_an_amount_goes_down_to_whole_units() {
        // A quarter of 10.01 is 2.5025: 2.50 goes, 7.51 stays; of -10.01 it is mirrored.
        assert_eq!(less(1_001, (250, 1_000)), 751);
        assert_eq!(less(-1_001, (250, 1_000)), -751);
        assert_eq!(less(1_001, (0, 1_000)), 1_001);
        assert_eq!(less(1_001, (1_000, 1_000)), 0);
        assert_eq!(less(1 << 40, (1 << 40, 1 << 40)), 0);
    }
}
