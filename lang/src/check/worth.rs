//! `worth 3 times at hotels until 2023-06-13`: what a voucher of money counts as at a partner.

use super::Checker;
use crate::ast;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Gives, Id, Price, Worth};
use crate::source::Span;

/// Most times its own money that a voucher can be worth, in hundredths.
const MOST: i64 = 100_000;

impl Checker<'_> {
    /// What a reward's vouchers are worth at partners, in the order of the text.
    pub(crate) fn worth_at_partners(
        &mut self,
        source: &ast::Reward,
        prices: &[Price],
        voucher: bool,
    ) -> Option<Vec<Worth>> {
        let of_money = prices.iter().flat_map(Price::gives).all(|g| matches!(g, Gives::Money(_)));
        if let (Some(first), false) = (source.worth.first(), voucher && of_money) {
            let message = "only a voucher of money can be worth more at a partner";
            self.report(
                Diagnostic::new(Code::NotHere, first.span, message, "no voucher of money")
                    .help("write `gives a voucher of 5.00 CHF`, or leave this out"),
            );
            return None;
        }
        let mut all: Vec<(Worth, Span)> = Vec::new();
        let mut complete = true;
        for text in &source.worth {
            let Some(worth) = self.one_worth(text) else {
                complete = false;
                continue;
            };
            let meets = |other: &Worth| {
                let starts_after =
                    |a: &Worth, b: &Worth| a.from.is_some_and(|f| b.to.is_some_and(|to| f > to));
                other.partner == worth.partner && !starts_after(other, &worth) && !starts_after(&worth, other)
            };
            if let Some((_, first)) = all.iter().find(|(other, _)| meets(other)) {
                let what = format!("what it is worth at `{}` on the same days", text.partner.node);
                self.repeated(&what, text.span, *first);
                complete = false;
                continue;
            }
            all.push((worth, text.span));
        }
        complete.then(|| all.into_iter().map(|(worth, _)| worth).collect())
    }

    fn one_worth(&mut self, text: &ast::Worth) -> Option<Worth> {
        let (from, to) = (text.from.as_ref(), text.to.as_ref());
        if let (Some(from), Some(to)) = (from, to) {
            self.rising_dates(from.node, to.node, from.span.to(to.span))?;
        }
        let hundredths = self.scaled(&text.times, 2, MOST, "times")?;
        if hundredths <= 0 {
            self.must_be_positive(&text.times);
            return None;
        }
        let partner = self.partner_named(&text.partner)?;
        if self.partners.get(partner.index())?.as_ref()?.stores.is_empty() {
            self.without_stores(&text.partner);
            return None;
        }
        Some(Worth { partner, hundredths, from: from.map(|d| d.node), to: to.map(|d| d.node) })
    }

    /// A partner that names no stores, where its stores are asked for.
    pub(crate) fn without_stores(&mut self, name: &ast::Name) {
        let message = format!("`{}` names no stores, so no receipt is known to be of it", name.node);
        self.report(
            Diagnostic::new(Code::NeverHolds, name.span, message, "without stores")
                .help("write `stores \"...\"` between the partner's braces"),
        );
    }
}
