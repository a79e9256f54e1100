//! Money of a test's receipt: in the programme's currency, or all of it in another that has rates.

use super::Checker;
use crate::ast::{Name, Number, PurchaseText};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::source::Span;

/// A currency of a receipt that is not the programme's.
#[derive(Clone, Copy)]
pub(crate) struct ReceiptCurrency {
    /// Its position in the rates.
    pub(crate) foreign: u32,
    /// Decimals of its smallest unit.
    decimals: u8,
    /// Where it was read.
    span: Span,
}

impl Checker<'_> {
    /// The currency that the first line of a receipt is in, if it is another than the programme's and has rates.
    pub(crate) fn receipt_currency(&self, source: &PurchaseText) -> Option<ReceiptCurrency> {
        let word = &source.lines.first()?.amount.1;
        if self.currency_word.as_deref() == Some(word.node.as_str()) {
            return None;
        }
        let rates = self.rates.as_ref()?;
        let position = rates.currency(&word.node)?;
        let decimals = rates.currencies.get(usize::try_from(position).ok()?)?.decimals;
        Some(ReceiptCurrency { foreign: position, decimals, span: word.span })
    }

    /// Money of a receipt, smallest units of its currency.
    pub(crate) fn receipt_money(
        &mut self,
        number: &Number,
        currency: &Name,
        of: Option<ReceiptCurrency>,
    ) -> Option<i64> {
        let Some(of) = of else { return self.money(number, currency) };
        let rates = self.rates.as_ref()?;
        if rates.currency(&currency.node) != Some(of.foreign) {
            let message = "a receipt is in one currency";
            self.report(
                Diagnostic::new(Code::UnitMismatch, currency.span, message, "another currency")
                    .also(of.span, "the currency of its first line")
                    .help("write all amounts of the receipt in one currency"),
            );
            return None;
        }
        self.scaled(number, of.decimals, limits::AMOUNT, &currency.node)
    }
}
