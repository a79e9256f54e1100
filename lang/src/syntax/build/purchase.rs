//! A purchase in a test, with its lines.

use super::Builder;
use crate::ast::{ActivityText, Name, Number, PurchaseText, TestLine};
use crate::diag::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Day, Minute};

/// A number and the word after it.
type Measured = (Number, Name);

impl Builder {
    pub(super) fn purchase(&mut self, node: &Node<'_>) -> Option<PurchaseText> {
        let pieces: Vec<&Node<'_>> = node.all(Rule::purchase_piece).filter_map(Node::first).collect();
        let mut once = |rule| self.said_once(&pieces, rule, "this is said twice of one purchase");
        let (channel, store) = (once(Rule::purchase_channel), once(Rule::purchase_store));
        let by = once(Rule::purchase_by);
        let (less, time, day) = (once(Rule::purchase_less), once(Rule::at_time), once(Rule::at_day));
        let (on, at) = self.day_of(day, node, Rule::kw_purchase)?;
        let later = time.and_then(|n| n.get(Rule::time)).map(|n| self.minute(n));
        let mut purchase = PurchaseText {
            on,
            at: at.or(later),
            by: by.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            channel: channel.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            store: store.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            coupons: Vec::new(),
            companions: Vec::new(),
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

    pub(super) fn activity(&mut self, node: &Node<'_>) -> Option<ActivityText> {
        let pieces: Vec<&Node<'_>> = node.all(Rule::activity_piece).filter_map(Node::first).collect();
        let mut once = |rule| self.said_once(&pieces, rule, "this is said twice of one activity");
        let (channel, store) = (once(Rule::purchase_channel), once(Rule::purchase_store));
        let (time, day) = (once(Rule::at_time), once(Rule::at_day));
        let by = once(Rule::purchase_by).and_then(|n| n.get(Rule::text));
        let of = once(Rule::activity_of).and_then(|n| n.get(Rule::number));
        let (on, at) = self.day_of(day, node, Rule::kw_activity)?;
        let later = time.and_then(|n| n.get(Rule::time)).map(|n| self.minute(n));
        let fields = pieces.iter().filter(|n| n.rule == Rule::with_field);
        Some(ActivityText {
            kind: self.text(node.get(Rule::text)?),
            by: by.map(|n| self.text(n)),
            of: of.map(|n| Spanned::new(self.whole(n, u16::MAX), self.span(n))),
            on,
            at: at.or(later),
            channel: channel.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            store: store.and_then(|n| n.get(Rule::text)).map(|n| self.text(n)),
            fields: self.field_settings(fields.copied())?,
        })
    }

    /// The first piece of a kind; a second one is reported.
    fn said_once<'n>(&mut self, pieces: &[&'n Node<'n>], rule: Rule, twice: &str) -> Option<&'n Node<'n>> {
        let mut said = pieces.iter().copied().filter(|n| n.rule == rule);
        let first = said.next();
        if let (Some(first), Some(again)) = (first, said.next()) {
            self.repeated(first, again, twice);
        }
        first
    }

    /// The day of an event, which must be said; `named_by` is the word that names the event.
    fn day_of(
        &mut self,
        day: Option<&Node<'_>>,
        event: &Node<'_>,
        named_by: Rule,
    ) -> Option<(Spanned<Day>, Option<Minute>)> {
        if let Some(day) = day {
            return self.at_day(day);
        }
        let what = if named_by == Rule::kw_purchase { "a purchase" } else { "an activity" };
        let message = format!("{what} needs its day");
        let report =
            Diagnostic::new(Code::Incomplete, self.span(event.get(named_by)?), message, "on which day?");
        let example = if named_by == Rule::kw_purchase {
            "a purchase on 2026-09-08 { ... }"
        } else {
            "an activity \"review\" on 2026-09-08"
        };
        self.diagnostics.push(report.help(format!("write for instance `{example}`")));
        None
    }

    /// What may be said several times.
    fn purchase_piece(&mut self, piece: &Node<'_>, purchase: &mut PurchaseText) -> Option<()> {
        match piece.rule {
            Rule::purchase_coupon => purchase.coupons.extend(self.texts(piece)),
            Rule::purchase_companions => purchase.companions.extend(self.texts(piece)),
            Rule::purchase_tender => {
                let amount = match piece.get(Rule::tender_amount) {
                    Some(amount) => Some(self.quantity(amount)?),
                    None => None,
                };
                purchase.tenders.push((amount, self.text(piece.get(Rule::text)?)));
            }
            Rule::with_field => purchase.fields.extend(self.field_settings([piece])?),
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
                    line.fields.extend(self.field_settings([piece])?);
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
            [amount] => Some((None, self.signed(amount)?)),
            [quantity, amount] => Some((Some(self.signed(quantity)?), self.signed(amount)?)),
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
