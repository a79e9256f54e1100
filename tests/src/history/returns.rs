//! Returns: of whole receipts and of parts, once and again, good and bad.

use super::generate::Draft;
use super::{Deed, Happening, Receipt};

impl Draft<'_> {
    /// A return of something that came before.
    pub(super) fn returned(&mut self) -> Option<Happening> {
        let odd = self.dice.percent(5);
        let earlier: Vec<&Happening> = self
            .history
            .happenings
            .iter()
            .filter(|h| h.member.is_some())
            .filter(|h| odd || matches!(h.deed, Deed::Purchase(_) | Deed::Redeem { .. } | Deed::Use { .. }))
            .collect();
        // Mostly of one of the latest: older ones are forgotten.
        let latest = &earlier[earlier.len().saturating_sub(6)..];
        let spent = |h: &&&Happening| matches!(h.deed, Deed::Redeem { .. } | Deed::Use { .. });
        let redeemed: Vec<&Happening> = earlier.iter().rev().filter(spent).take(5).copied().collect();
        let paid: Vec<&Happening> = earlier
            .iter()
            .filter(|h| redeemed.iter().any(|r| pays(&r.deed) == Some(&h.id)))
            .copied()
            .collect();
        let gone: Vec<&Happening> = earlier.iter().filter(|h| self.used_since(h)).copied().collect();
        let from = match self.dice.weighted(if self.spends { &[45, 20, 10, 25] } else { &[70, 15, 15, 0] }) {
            _ if !gone.is_empty() && self.dice.percent(80) => &gone,
            0 => latest,
            1 if !redeemed.is_empty() => &redeemed,
            3 if !paid.is_empty() => &paid,
            _ => &earlier,
        };
        let of = (*self.dice.maybe_pick(from)?).clone();
        let lines = match &of.deed {
            Deed::Purchase(receipt) => self.lines_of(receipt),
            _ => None,
        };
        let receipt = if self.dice.percent(3) { "nothing".to_owned() } else { of.id.clone() };
        let some = self.happening(Deed::Return { receipt, lines });
        // Now and then before the next event, so that it is late.
        let at = if self.dice.percent(6) { of.at + self.dice.range(-1, 2) * 3_600 } else { some.at };
        let member = if self.dice.percent(96) { of.member } else { some.member };
        Some(Happening { member, at, ..some })
    }

    /// Whether its voucher was used meanwhile, perhaps.
    pub(super) fn used_since(&self, bought: &Happening) -> bool {
        let Deed::Redeem { reward: given, .. } = &bought.deed else { return false };
        let used = |h: &Happening| {
            h.member == bought.member && matches!(&h.deed, Deed::Use { reward, .. } if reward == given)
        };
        self.history.happenings.iter().any(used)
    }

    fn lines_of(&mut self, receipt: &Receipt) -> Option<Vec<(u32, Option<i64>)>> {
        if self.dice.percent(25) || receipt.lines.is_empty() {
            return None;
        }
        let count = 1 + self.dice.below(3);
        let mut lines: Vec<(u32, Option<i64>)> = Vec::new();
        for _ in 0..count {
            let at = self.dice.below(receipt.lines.len());
            let bought = receipt.lines[at].quantity;
            let quantity = match self.dice.weighted(&[5, 5, 3, 1]) {
                1 if bought > 1 => Some(self.dice.range(1, bought)),
                2 if bought > 3 => Some(bought / *self.dice.pick(&[2, 3, 4])),
                3 => Some(bought.abs() + 1),
                _ => None,
            };
            let line = u32::try_from(at).unwrap() + if self.dice.percent(2) { 3 } else { 0 };
            if self.dice.percent(92) && lines.iter().any(|(l, _)| *l == line) {
                continue;
            }
            lines.push((line, quantity));
        }
        Some(lines)
    }
}

/// The receipt that was paid with points or vouchers.
fn pays(deed: &Deed) -> Option<&String> {
    match deed {
        Deed::Redeem { receipt, .. } | Deed::Use { receipt, .. } => receipt.as_ref(),
        _ => None,
    }
}
