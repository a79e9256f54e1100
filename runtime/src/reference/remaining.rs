//! What comes back of a receipt, and what remains of it.

use super::exact::{Exact, whole};
use super::receipt::LineShares;
use crate::decision::{Refusal, RefusalCode};
use crate::event::{Line, Purchase, ReturnedLine};
use crate::state::Settled;
use num_traits::ToPrimitive;
use treue_lang::programme::{Arena, FieldKind, FieldOwner, FieldValue, Programme};

/// A receipt as it remains, and the shares of its discount and tenders that remain.
pub(super) struct Remaining {
    /// With the lines of which something remains.
    pub(super) purchase: Purchase,
    /// For each of them its shares of the receipt's discount and tenders.
    pub(super) shares: Vec<LineShares>,
}

/// How much comes back now of each line that is asked for, in the order of the receipt.
pub(super) fn asked(
    purchase: &Purchase,
    so_far: &Settled,
    lines: Option<&[ReturnedLine]>,
) -> Result<Vec<(u32, i64)>, Refusal> {
    let Some(lines) = lines else {
        let all = purchase.lines.iter().enumerate();
        let left = all.filter_map(|(at, line)| Some((u32::try_from(at).ok()?, left_of(line, so_far, at)?)));
        return Ok(left.collect());
    };
    let mut asked: Vec<(u32, i64)> = Vec::new();
    for returned in lines {
        let quantity = asked_of(purchase, so_far, *returned)?;
        if asked.iter().any(|(line, _)| *line == returned.line) {
            return Err(Refusal {
                have: Some(i64::from(returned.line)),
                ..Refusal::new(RefusalCode::LineTwice)
            });
        }
        asked.push((returned.line, quantity));
    }
    asked.sort_unstable();
    Ok(asked)
}

fn asked_of(purchase: &Purchase, so_far: &Settled, asked: ReturnedLine) -> Result<i64, Refusal> {
    let at = asked.line as usize;
    let Some(line) = purchase.lines.get(at) else {
        let last = i64::try_from(purchase.lines.len()).unwrap_or(i64::MAX) - 1;
        return Err(Refusal::numbers(RefusalCode::UnknownLine, i64::from(asked.line), last));
    };
    let left = left_of(line, so_far, at);
    match (asked.quantity, left) {
        (Some(quantity), _) if quantity <= 0 => {
            Err(Refusal { have: Some(quantity), ..Refusal::new(RefusalCode::QuantityNotAboveZero) })
        }
        (None, Some(left)) => Ok(left),
        (Some(quantity), Some(left)) if quantity <= left => Ok(quantity),
        (quantity, left) => {
            let have = quantity.unwrap_or(line.quantity);
            Err(Refusal::numbers(RefusalCode::MoreThanBought, have, left.unwrap_or(0).max(0)))
        }
    }
}

/// What is left of a line, thousandths; a line of zero or below is there as a whole or not at all.
fn left_of(line: &Line, so_far: &Settled, at: usize) -> Option<i64> {
    match so_far.returned_of(at) {
        None => Some(line.quantity),
        Some(_) if line.quantity <= 0 => None,
        Some(returned) => Some(line.quantity - returned).filter(|left| *left > 0),
    }
}

/// All that came back by now, with what comes back with this return.
pub(super) fn together(so_far: &Settled, now: &[(u32, i64)]) -> Vec<(u32, i64)> {
    let mut all = so_far.returned.clone();
    for (line, quantity) in now {
        match all.iter_mut().find(|(at, _)| at == line) {
            Some((_, returned)) => *returned += quantity,
            None => all.push((*line, *quantity)),
        }
    }
    all.sort_unstable();
    all
}

/// The receipt without what came back. Of a line of which a part came back, each amount loses that part, down to whole
/// units; a line that came back whole is gone.
pub(super) fn of(
    programme: &Programme,
    original: &Purchase,
    shares: &[LineShares],
    returned: &Settled,
) -> Remaining {
    let mut lines = Vec::new();
    let mut shares_left = Vec::new();
    for (at, (line, share)) in original.lines.iter().zip(shares).enumerate() {
        if left_of(line, returned, at).is_none() {
            continue;
        }
        let part = match returned.returned_of(at) {
            None => whole(0),
            Some(quantity) => whole(quantity) / whole(line.quantity),
        };
        lines.push(without(programme, line, &part));
        let mut paid = Arena::default();
        for (_, sum) in share.paid.iter() {
            paid.push(less(*sum, &part));
        }
        shares_left.push(LineShares { discount: less(share.discount, &part), paid });
    }
    Remaining { purchase: Purchase { lines, ..original.clone() }, shares: shares_left }
}

/// A line without a part of it.
fn without(programme: &Programme, line: &Line, part: &Exact) -> Line {
    let number = |amount: i64| i64::try_from(less(i128::from(amount), part)).unwrap_or(0);
    let mut rest = Line {
        quantity: number(line.quantity),
        amount: number(line.amount),
        discount: number(line.discount),
        tax: number(line.tax),
        ..line.clone()
    };
    let money =
        programme.fields.iter().filter(|(_, f)| f.owner == FieldOwner::Line && f.kind == FieldKind::Money);
    for (_, field) in money {
        if let Some(Some(FieldValue::Number(amount))) = rest.fields.get_mut(field.position) {
            *amount = number(*amount);
        }
    }
    rest
}

/// An amount without a part of it, of which only whole units go; negative amounts are mirrored.
fn less(amount: i128, part: &Exact) -> i128 {
    let goes = (whole(amount) * part).trunc().to_integer();
    amount - goes.to_i128().unwrap_or(0)
}
