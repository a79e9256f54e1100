//! Memberships that end.

use super::lots;
use super::vouchers;
use crate::decision::{Expired, VoucherEnd, VoucherMove};
use crate::state::Member;
use treue_lang::programme::Programme;
use treue_lang::time::Day;

/// Everything that a member holds is gone, as of the eve.
pub(crate) fn forfeit(
    programme: &Programme,
    member: &mut Member,
    eve: Day,
    (expired, moves): (&mut Vec<Expired>, &mut Vec<VoucherMove>),
) {
    let mut gone: Vec<Expired> = Vec::new();
    // Lots stand by unit.
    for lot in std::mem::take(&mut member.lots).iter() {
        match gone.last_mut().filter(|e| e.unit == lot.unit) {
            Some(of_unit) => of_unit.points = of_unit.points.saturating_add(lot.points),
            None => gone.push(Expired { unit: lot.unit, points: lot.points, last_good_day: eve }),
        }
        lots::note_gone(programme, member, *lot);
    }
    expired.append(&mut gone);
    for voucher in std::mem::take(&mut member.vouchers) {
        moves.push(vouchers::moved(&voucher, VoucherEnd::Expired, voucher.count));
    }
}
