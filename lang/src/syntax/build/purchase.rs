//! A purchase in a test, with its lines.

use super::Builder;
use crate::ast::{Name, Number, PurchaseText, TestLine};
use crate::diag::{Code, Diagnostic};
use crate::syntax::grammar::{Node, Rule};

/// A number and the word after it.
type Measured = (Number, Name);

impl Builder {
    pub(super) fn purchase(&mut self, node: &Node<'_>) -> Option<PurchaseText> {
        let pieces: Vec<&Node<'_>> = node.all(Rule::purchase_piece).filter_map(Node::first).collect();
        let mut once = |rule| {
            let mut said = pieces.iter().copied().filter(move |n| n.rule == rule);
            let first = said.next();
            if let (Some(first), Some(again)) = (first, said.next()) {
                self.repeated(first, again, "this is said twice of one purchase");
            }
            first
        };
        let (channel, store) = (once(Rule::purchase_channel), once(Rule::purchase_store));
        let (less, time, day) = (once(Rule::purchase_less), once(Rule::at_time), once(Rule::at_day));
        let Some(day) = day else {
            let report = Diagnostic::new(
                Code::Incomplete,
                self.span(node.get(Rule::kw_purchase)?),
                "a purchase needs its day",
                "on which day?",
            );
            self.diagnostics.push(report.help("write for instance `a purchase on 2026-09-08 { ... }`"));
            return None;
        };
        let (on, at) = self.at_day(day)?;
        let later = time.and_then(|n| n.get(Rule::time)).map(|n| self.minute(n));
        let mut purchase = PurchaseText {
            on,
            at: at.or(later),
            channel: channel.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            store: store.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            coupons: Vec::new(),
            tenders: Vec::new(),
            discount: None,
            fields: Vec::new(),
            lines: Vec::new(),
            span: self.span(node),
        };
        if let Some(less) = less {
            purchase.discount = Some(self.quantity(less)?);
        }
        for piece in pieces {
            self.purchase_piece(piece, &mut purchase)?;
        }
        purchase.lines = node.all(Rule::test_line).map(|n| self.test_line(n)).collect::<Option<_>>()?;
        Some(purchase)
    }

    /// What may be said several times.
    fn purchase_piece(&mut self, piece: &Node<'_>, purchase: &mut PurchaseText) -> Option<()> {
        match piece.rule {
            Rule::purchase_coupon => purchase.coupons.extend(self.texts(piece)),
            Rule::purchase_tender => {
                let amount = match piece.get(Rule::tender_amount) {
                    Some(amount) => Some(self.quantity(amount)?),
                    None => None,
                };
                purchase.tenders.push((amount, self.text(piece.get(Rule::text)?)));
            }
            Rule::with_field => purchase.fields.push(self.field_setting(piece)?),
            _ => {}
        }
        Some(())
    }

    pub(super) fn test_line(&mut self, node: &Node<'_>) -> Option<TestLine> {
        let (quantity, amount) = self.line_money(node)?;
        let mut line = TestLine {
            name: self.title(node),
            category: None,
            brand: None,
            sku: None,
            labels: Vec::new(),
            quantity,
            amount,
            discount: None,
            tax: None,
            fields: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::test_line_piece).filter_map(Node::first) {
            let twice = match piece.rule {
                Rule::line_discount => line.discount.replace(self.quantity(piece)?).is_some(),
                Rule::line_tax => line.tax.replace(self.quantity(piece)?).is_some(),
                Rule::with_field => {
                    line.fields.push(self.field_setting(piece)?);
                    false
                }
                Rule::line_text => self.line_text(piece, &mut line)?,
                _ => false,
            };
            if twice {
                self.repeated(node, piece, "this is said twice of one line");
            }
        }
        Some(line)
    }

    /// A text of the line; true if it was said before.
    fn line_text(&mut self, piece: &Node<'_>, line: &mut TestLine) -> Option<bool> {
        let text = self.text(piece.get(Rule::text)?);
        Some(match piece.first()?.rule {
            Rule::kw_category => line.category.replace(text).is_some(),
            Rule::kw_brand => line.brand.replace(text).is_some(),
            Rule::kw_sku => line.sku.replace(text).is_some(),
            _ => {
                line.labels.push(text);
                false
            }
        })
    }

    /// The quantity, if one is written, and the amount: the last number with a word of its own.
    fn line_money(&mut self, node: &Node<'_>) -> Option<(Option<Measured>, Measured)> {
        let said: Vec<&Node<'_>> = node
            .all(Rule::test_line_piece)
            .filter_map(Node::first)
            .filter(|n| n.rule == Rule::line_money)
            .collect();
        match said.as_slice() {
            [amount] => Some((None, self.quantity(amount)?)),
            [quantity, amount] => Some((Some(self.quantity(quantity)?), self.quantity(amount)?)),
            [] => {
                let report = Diagnostic::new(
                    Code::Incomplete,
                    self.span(node),
                    "this line does not say what it cost",
                    "no amount",
                );
                self.diagnostics.push(report.help("write for instance `\"Apples\" 4.00 CHF`"));
                None
            }
            [first, .., again] => {
                self.repeated(first, again, "a line has one quantity and one amount");
                None
            }
        }
    }
}
