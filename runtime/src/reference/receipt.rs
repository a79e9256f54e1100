//! Step 6: the lines of a receipt with what was charged for each. The receipt's discount is spread over
//! them.

use super::exact::{Exact, whole};
use crate::event::{Line, Purchase};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use treue_lang::programme::Basis;

/// A line, and its share of the receipt's discount.
pub(super) struct MeasuredLine<'a> {
    /// The line.
    pub(super) line: &'a Line,
    /// Its share, smallest currency units.
    discount_share: i128,
}

impl MeasuredLine<'_> {
    /// Its money on one of the three bases.
    pub(super) fn money(&self, basis: Basis) -> i128 {
        let charged = i128::from(self.line.amount) - self.discount_share;
        match basis {
            Basis::Charged => charged,
            Basis::BeforeDiscounts => i128::from(self.line.amount) + i128::from(self.line.discount),
            Basis::WithoutTax => charged - i128::from(self.line.tax),
        }
    }
}

/// Spreads the receipt's discount over the lines with an amount above 0, in proportion to their amounts: each
/// gets the whole part of its share, and the units that are left go one each to the largest fractions, ties
/// to the earlier line. With no such line nothing is spread.
pub(super) fn spread_discount(purchase: &Purchase) -> Vec<i128> {
    let weights: Vec<i64> = purchase.lines.iter().map(|l| l.amount.max(0)).collect();
    spread(purchase.discount, &weights)
}

/// The lines with their shares.
pub(super) fn measured<'a>(purchase: &'a Purchase, shares: &[i128]) -> Vec<MeasuredLine<'a>> {
    let lines = purchase.lines.iter().zip(shares);
    lines.map(|(line, discount_share)| MeasuredLine { line, discount_share: *discount_share }).collect()
}

fn spread(sum: i64, weights: &[i64]) -> Vec<i128> {
    let total: BigInt = weights.iter().map(|w| BigInt::from(*w)).sum();
    if total == BigInt::ZERO {
        return vec![0; weights.len()];
    }
    let exact: Vec<Exact> = weights.iter().map(|w| whole(sum) * whole(*w) / whole(total.clone())).collect();
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
