//! `transfer`: points become a partner's currency.

use super::exact::out_of_range;
use super::{Work, lots};
use crate::decision::{Posting, Refusal, RefusalCode};
use crate::event::Transfer;
use treue_lang::programme::{Conversion, PartnerId, Programme};

/// Checks the conversion's terms, burns the points and posts what the partner owes the member.
pub(super) fn transfer(work: &mut Work<'_>, transfer: &Transfer) -> Result<(), Refusal> {
    let Some((partner, conversion)) = find(work.programme, transfer) else {
        let name = Some(transfer.into.clone());
        return Err(Refusal { name, ..Refusal::new(RefusalCode::UnknownConversion) });
    };
    check(conversion, transfer.points)?;
    let steps = transfer.points / conversion.step.max(1);
    let gets = steps.checked_mul(conversion.gets).ok_or_else(out_of_range)?;
    let lots = lots::for_one_use(work.programme, &work.member, transfer.unit, work.day, transfer.points)?;
    lots::burn_from(&work.programme.units[transfer.unit], &mut work.member, &lots, transfer.points);
    work.member.clocks.last_transfer = Some(work.day);
    work.decision.postings.push(Posting::Converted {
        partner,
        unit: transfer.unit,
        points: transfer.points,
        into: transfer.into.clone(),
        gets,
    });
    Ok(())
}

/// The first conversion of that unit into that, in the order of the partners.
fn find<'a>(programme: &'a Programme, transfer: &Transfer) -> Option<(PartnerId, &'a Conversion)> {
    programme
        .partners
        .iter()
        .flat_map(|(id, partner)| partner.conversions.iter().map(move |c| (id, c)))
        .find(|(_, c)| c.unit == transfer.unit && c.into == transfer.into)
}

fn check(conversion: &Conversion, points: i64) -> Result<(), Refusal> {
    let step = conversion.step.max(1);
    let over = points.rem_euclid(step);
    if over != 0 {
        let next_multiple = points.saturating_add(step - over);
        return Err(Refusal::numbers(RefusalCode::NotAStep, points, next_multiple));
    }
    if points < conversion.least {
        return Err(Refusal::numbers(RefusalCode::BelowMinimum, points, conversion.least));
    }
    Ok(())
}
