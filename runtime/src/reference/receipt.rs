//! Step 6: the lines of a receipt with what was charged for each, and by which tenders it was paid. The
//! receipt's discount and the tenders are spread over them.

use super::exact::{Exact, whole};
use crate::event::{Line, Purchase};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use treue_lang::programme::{Arena, Basis, Programme, TendersId};

/// A line, and its shares of what belongs to the whole receipt.
#[derive(Clone)]
pub(super) struct MeasuredLine<'a> {
    /// The line.
    pub(super) line: &'a Line,
    /// Its shares.
    shares: LineShares,
}

impl MeasuredLine<'_> {
    /// Its money on one of the bases.
    pub(super) fn money(&self, basis: Basis) -> i128 {
        let charged = i128::from(self.line.amount) - self.shares.discount;
        match basis {
            Basis::Charged => charged,
            Basis::BeforeDiscounts => i128::from(self.line.amount) + i128::from(self.line.discount),
            Basis::WithoutTax => charged - i128::from(self.line.tax),
            Basis::PaidBy(tenders) => self.shares.paid[tenders],
            Basis::LessPaidBy(tenders) => charged - self.shares.paid[tenders],
        }
    }
}

/// What a line has of what belongs to the whole receipt.
#[derive(Clone, Debug)]
pub(super) struct LineShares {
    /// Its share of the receipt's discount, smallest currency units.
    pub(super) discount: i128,
    /// What each list of tenders that amounts ask for paid of it.
    pub(super) paid: Arena<TendersId, i128>,
}

/// The lines with their shares.
pub(super) fn measured<'a>(purchase: &'a Purchase, shares: &[LineShares]) -> Vec<MeasuredLine<'a>> {
    let lines = purchase.lines.iter().zip(shares);
    lines.map(|(line, shares)| MeasuredLine { line, shares: shares.clone() }).collect()
}

/// Spreads the receipt's discount over the lines in proportion to their amounts, then the tenders over what was
/// charged.
pub(super) fn spread_receipt(programme: &Programme, purchase: &Purchase) -> Vec<LineShares> {
    let amounts: Vec<i128> = purchase.lines.iter().map(|l| i128::from(l.amount)).collect();
    let discounts = spread(i128::from(purchase.discount), &amounts);
    let charged: Vec<i128> = amounts.iter().zip(&discounts).map(|(amount, share)| amount - share).collect();
    let paid = spread_tenders(programme, purchase, &charged);
    discounts.into_iter().zip(paid).map(|(discount, paid)| LineShares { discount, paid }).collect()
}

/// For each line, what each list of tenders paid of it. The tenders above 0 are scaled to what was charged for
/// the lines above 0, then each in turn is spread over what the ones before it have left of each line.
fn spread_tenders(
    programme: &Programme,
    purchase: &Purchase,
    charged: &[i128],
) -> Vec<Arena<TendersId, i128>> {
    let mut nothing = Arena::default();
    for _ in programme.tender_kinds.ids() {
        nothing.push(0);
    }
    let mut paid = vec![nothing; charged.len()];
    if programme.tender_kinds.ids().len() == 0 {
        return paid;
    }
    let mut left: Vec<i128> = charged.iter().map(|c| (*c).max(0)).collect();
    let given: Vec<i128> = purchase.tenders.iter().map(|t| i128::from(t.amount)).collect();
    let scaled = spread(left.iter().sum(), &given);
    for (tender, size) in purchase.tenders.iter().zip(scaled) {
        let shares = spread(size, &left);
        for ((line_left, line_paid), share) in left.iter_mut().zip(&mut paid).zip(shares) {
            *line_left -= share;
            for (id, kinds) in programme.tender_kinds.iter() {
                if let Some(sum) = line_paid.get_mut(id).filter(|_| kinds.contains(&tender.kind)) {
                    *sum += share;
                }
            }
        }
    }
    paid
}

/// Spreads a sum over weights, of which those of zero or below take no share, in proportion: each gets the whole part
/// of its share, and the units that are left go one each to the largest fractions, ties to the earlier. With no
/// weight above 0 nothing is spread.
fn spread(sum: i128, weights: &[i128]) -> Vec<i128> {
    let weights: Vec<BigInt> = weights.iter().map(|w| BigInt::from((*w).max(0))).collect();
    let total: BigInt = weights.iter().sum();
    if total == BigInt::ZERO {
        return vec![0; weights.len()];
    }
    let exact: Vec<Exact> =
        weights.iter().map(|w| whole(sum) * whole(w.clone()) / whole(total.clone())).collect();
    let mut shares: Vec<BigInt> = exact.iter().map(|e| e.floor().to_integer()).collect();
    let left = BigInt::from(sum) - shares.iter().sum::<BigInt>();
    // A stable sort keeps the earlier of two equal fractions first.
    let mut by_fraction: Vec<usize> = (0..weights.len()).collect();
    by_fraction.sort_by_key(|position| std::cmp::Reverse(exact.get(*position).map(|e| e - e.floor())));
    for position in by_fraction.into_iter().take(left.to_usize().unwrap_or(0)) {
        if let Some(share) = shares.get_mut(position) {
            *share += 1;
        }
    }
    shares.iter().map(|s| s.to_i128().unwrap_or(0)).collect()
}
