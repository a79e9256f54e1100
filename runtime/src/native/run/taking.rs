//! Points taken for goods that came back.

use super::{Desk, lots, out_of_range};
use crate::decision::{Refusal, Taken};
use crate::state::{Lot, Member};
use treue_lang::programme::{Id, Programme, Shortfall, Source, Unit, UnitId};
use treue_lang::time::Day;

/// A refund that points may be cut from.
#[derive(Debug)]
pub(crate) struct Refund {
    /// Smallest currency units that are left of it.
    pub(crate) left: i128,
    /// What was cut.
    pub(crate) cut: i64,
}

impl Desk {
    /// Takes points of a unit, from lots like `own` first; `cut_before` points were cut from refunds of the receipt before.
    pub(crate) fn take_points(
        &self,
        programme: &Programme,
        member: &mut Member,
        (unit, points): (UnitId, i64),
        own: &[Lot],
        (refund, cut_before): (&mut Refund, i64),
    ) -> Result<Taken, Refusal> {
        let mut taken = Taken::of(unit);
        let mut short = points;
        for source in &programme.returns.take {
            match source {
                Source::Pending => taken.pending = from_own(&mut member.lots, own, &mut short, Some((true, self.now))),
                Source::Points => {
                    taken.own = from_own(&mut member.lots, own, &mut short, Some((false, self.now)));
                    taken.expired = from_own(&mut member.gone, own, &mut short, None);
                    taken.other = lots::burn(&mut member.lots, unit, self.now, short);
                    short = short.saturating_sub(taken.other);
                }
            }
        }
        match programme.returns.then {
            Shortfall::Forgive => taken.forgiven = short,
            Shortfall::Owe => taken.owed = short,
            Shortfall::CutRefund => {
                if let Some(unit) = programme.units.get(unit) {
                    taken.cut = cut(unit, short, refund, cut_before).ok_or_else(out_of_range)?;
                }
                taken.owed = short.saturating_sub(taken.cut);
            }
        }
        if let Some(owed) = member.owed.get_mut(unit.index()) {
            let debt = owed.checked_add(taken.owed).filter(|debt| *debt < lots::MOST);
            *owed = debt.ok_or_else(out_of_range)?;
        }
        Ok(taken)
    }
}

/// Takes from lots of the receipt, pending or not on a day, or of either kind: from equal ones, then from those that only
/// expire on another day.
fn from_own(lots: &mut Vec<Lot>, own: &[Lot], short: &mut i64, kind: Option<(bool, Day)>) -> i64 {
    let wanted = *short;
    let equal = |a: &Lot, b: &Lot| {
        (a.unit, a.earned, a.available, a.payer) == (b.unit, b.earned, b.available, b.payer)
    };
    for moved in [false, true] {
        for lot in lots.iter_mut() {
            let of_kind = kind.is_none_or(|(pending, now)| (lot.available > now) == pending);
            let is_own = own.iter().any(|o| equal(o, lot) && (moved || o.expires == lot.expires));
            if of_kind && is_own {
                let goes = lot.points.min(*short);
                lot.points = lot.points.saturating_sub(goes);
                *short = short.saturating_sub(goes);
            }
        }
    }
    lots.retain(|l| l.points > 0);
    wanted.saturating_sub(*short)
}

/// Cuts a refund by what points are worth, as far as it reaches: so many points. `None` if the money is too much.
fn cut(unit: &Unit, short: i64, refund: &mut Refund, before: i64) -> Option<i64> {
    let Some(worth) = unit.worth else { return Some(0) };
    let (money, per) = (i128::from(worth.numerator()), i128::from(worth.denominator()));
    let per = per.checked_mul(10i128.checked_pow(u32::from(unit.decimals))?)?;
    let reach = refund.left.max(0).checked_mul(per)?.checked_div(money)?;
    let points = i64::try_from(reach).map_or(short, |reach| reach.min(short));
    let worth_of = |points: i64| i128::from(points).checked_mul(money)?.checked_div(per);
    let cut = worth_of(before.checked_add(points)?)?.checked_sub(worth_of(before)?)?;
    refund.left = refund.left.checked_sub(cut)?;
    refund.cut = refund.cut.checked_add(i64::try_from(cut).ok()?)?;
    Some(points)
}
