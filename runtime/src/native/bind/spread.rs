//! The receipt's discount, spread over its lines in proportion to their amounts.

use crate::native::bind::scratch_resize;

/// Scratch for the shares of one receipt.
#[derive(Debug, Default)]
pub(crate) struct Spread {
    shares: Vec<i64>,
    rests: Vec<(i128, usize)>,
}

impl Spread {
    /// The share of each line: the whole part of its proportion, and one more for the largest fractions until all is spread,
    /// ties to the earlier line. Lines of zero or below take nothing.
    pub(crate) fn shares(&mut self, discount: i64, amounts: impl Iterator<Item = i64> + Clone) -> &[i64] {
        self.rests.clear();
        scratch_resize(&mut self.shares, amounts.clone().count());
        let total: i128 = amounts.clone().filter(|a| *a > 0).map(i128::from).sum();
        if discount <= 0 || total == 0 {
            return &self.shares;
        }
        let mut left = discount;
        for ((at, amount), share) in amounts.enumerate().zip(&mut self.shares).filter(|((_, a), _)| *a > 0) {
            let (whole, rest) = proportion(discount, amount, total);
            *share = whole;
            left = left.saturating_sub(whole);
            self.rests.push((rest, at));
        }
        // What is left is less than one for each line that takes part.
        self.rests.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let units = usize::try_from(left).unwrap_or(0);
        for (_, at) in self.rests.iter().take(units) {
            if let Some(share) = self.shares.get_mut(*at) {
                *share = share.saturating_add(1);
            }
        }
        &self.shares
    }
}

/// Whole part and rest of discount · amount / total.
fn proportion(discount: i64, amount: i64, total: i128) -> (i64, i128) {
    if let (Some(product), Ok(total)) = (discount.checked_mul(amount), i64::try_from(total)) {
        return (product / total.max(1), i128::from(product % total.max(1)));
    }
    let product = i128::from(discount) * i128::from(amount);
    (i64::try_from(product / total).unwrap_or(i64::MAX), product % total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(discount: i64, amounts: &[i64]) -> Vec<i64> {
        Spread::default().shares(discount, amounts.iter().copied()).to_vec()
    }

    #[test]
    fn largest_fractions_get_the_rest_and_ties_go_to_the_earlier() {
        // 100 over 1, 1, 1: 33.3 each, one left for the first.
        assert_eq!(spread(100, &[1, 1, 1]), [34, 33, 33]);
        // 10 over 30, 20, 50, and a returned line of -10: 3, 2, 5, nothing.
        assert_eq!(spread(10, &[30, -10, 20, 50]), [3, 0, 2, 5]);
        // 5 over 30, 40, 30: 1.5, 2, 1.5: one left, to the first.
        assert_eq!(spread(5, &[30, 40, 30]), [2, 2, 1]);
        // 2 over 1, 2, 3: 0.33, 0.67, 1: the second has the larger fraction.
        assert_eq!(spread(2, &[1, 2, 3]), [0, 1, 1]);
    }

    #[test]
    fn nothing_to_spread_or_nobody_to_take_it() {
        assert_eq!(spread(0, &[5, 6]), [0, 0]);
        assert_eq!(spread(7, &[0, -3]), [0, 0]);
        assert_eq!(spread(7, &[]), [0i64; 0]);
    }

    #[test]
    fn the_largest_amounts_are_spread_exactly() {
        let top = 1i64 << 40;
        // Products of 2^80 do not fit 64 bits: 2^40 over 2^40, 2^40, 2^40 is 366503875925.33 each.
        assert_eq!(spread(top, &[top, top, top]), [366_503_875_926, 366_503_875_925, 366_503_875_925]);
    }
}
