//! What the tenders of a receipt paid of each of its lines: scaled to what was charged, then spread one by one over
//! what each line has left.

use super::scratch_resize;
use super::spread::Spread;
use crate::event::Tender;
use treue_lang::programme::{Arena, Id, TendersId};

/// Scratch for the tenders of one receipt.
#[derive(Debug, Default)]
pub(crate) struct TenderShares {
    scaled: Vec<i64>,
    left: Vec<i64>,
    /// One list after the other, a number for each line.
    paid: Vec<i64>,
    lines: usize,
    spread: Spread,
}

impl TenderShares {
    /// Spreads the tenders over what was charged for the lines.
    pub(crate) fn fill(
        &mut self,
        lists: &Arena<TendersId, Vec<String>>,
        tenders: &[Tender],
        charged: impl Iterator<Item = i64>,
    ) {
        self.left.clear();
        self.left.extend(charged.map(|c| c.max(0)));
        self.lines = self.left.len();
        scratch_resize(&mut self.paid, self.lines.saturating_mul(lists.len()));
        let total = self.left.iter().fold(0i64, |sum, c| sum.saturating_add(*c));
        self.scaled.clear();
        self.scaled.extend_from_slice(self.spread.shares(total, tenders.iter().map(|t| t.amount)));
        for (tender, scaled) in tenders.iter().zip(&self.scaled).filter(|(_, scaled)| **scaled > 0) {
            let shares = self.spread.shares(*scaled, self.left.iter().copied());
            for (left, share) in self.left.iter_mut().zip(shares) {
                *left = left.saturating_sub(*share);
            }
            let columns = lists.iter().zip(self.paid.chunks_exact_mut(self.lines.max(1)));
            for ((_, kinds), paid) in columns {
                if kinds.binary_search(&tender.kind).is_ok() {
                    for (paid, share) in paid.iter_mut().zip(shares) {
                        *paid = paid.saturating_add(*share);
                    }
                }
            }
        }
    }

    /// Takes what the tenders paid as it is known.
    pub(crate) fn put(&mut self, lines: usize, paid: &[i64]) {
        self.lines = lines;
        self.paid.clear();
        self.paid.extend_from_slice(paid);
    }

    /// What the tenders paid, one list after the other.
    pub(crate) fn all(&self) -> &[i64] {
        &self.paid
    }

    /// What the tenders of a list paid, line by line.
    pub(crate) fn paid(&self, list: TendersId) -> &[i64] {
        self.paid.chunks_exact(self.lines.max(1)).nth(list.index()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(tenders: &[(&str, i64)], charged: &[i64]) -> Vec<Vec<i64>> {
        let mut lists = Arena::default();
        let ids: Vec<TendersId> = ["a", "b"].map(|k| lists.push(vec![k.to_owned()])).to_vec();
        let tenders: Vec<Tender> = tenders
            .iter()
            .map(|(kind, amount)| Tender { kind: (*kind).to_owned(), amount: *amount })
            .collect();
        let mut shares = TenderShares::default();
        shares.fill(&lists, &tenders, charged.iter().copied());
        ids.into_iter().map(|id| shares.paid(id).to_vec()).collect()
    }

    #[test]
    fn rows_and_columns_add_up() {
        // 5 and 5 over 3, 3, 4: 1.5, 1.5, 2 each; the first line gets the first half, what is left is 1, 2, 2.
        assert_eq!(paid(&[("a", 5), ("b", 5)], &[3, 3, 4]), [[2, 1, 2], [1, 2, 2]]);
    }

    #[test]
    fn tenders_are_scaled_to_the_lines_and_lines_below_zero_take_nothing() {
        // 20 and 10 pay 9: 6 and 3. Over 6 and 3: 4 and 2, then 2 and 1.
        assert_eq!(paid(&[("a", 20), ("b", 10)], &[6, -2, 3]), [[4, 0, 2], [2, 0, 1]]);
        assert_eq!(paid(&[("a", 0), ("b", -3)], &[6, 3]), [[0, 0], [0, 0]]);
        assert_eq!(paid(&[("a", 1)], &[0, -1]), [[0, 0], [0, 0]]);
    }
}
