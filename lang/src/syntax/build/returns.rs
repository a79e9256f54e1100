//! `returns`.

use super::Builder;
use crate::ast::{Returns, ReturnsPiece};
use crate::programme::{Shortfall, Source};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn returns(&mut self, node: &Node<'_>) -> Option<Returns> {
        let pieces = node.all(Rule::returns_piece).map(|n| self.returns_piece(n.first()?));
        Some(Returns { pieces: pieces.collect::<Option<_>>()?, span: self.span(node) })
    }

    fn returns_piece(&mut self, node: &Node<'_>) -> Option<ReturnsPiece> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::take_points => {
                let sources = node.all(Rule::take_from).map(|n| {
                    let node = match () {
                        () if n.has(Rule::kw_pending) => Source::Pending,
                        () if n.has(Rule::kw_vouchers) => Source::Vouchers,
                        () => Source::Points,
                    };
                    Spanned { node, span: self.span(n) }
                });
                ReturnsPiece::Take(sources.collect(), span)
            }
            Rule::missing_points => {
                let then = match () {
                    () if node.has(Rule::kw_owe) => Shortfall::Owe,
                    () if node.has(Rule::kw_forgive) => Shortfall::Forgive,
                    () => Shortfall::CutRefund,
                };
                ReturnsPiece::Then(then, span)
            }
            Rule::tiers_kept => ReturnsPiece::TiersKept(span),
            _ if node.has(Rule::back_as_cash) => ReturnsPiece::SpentAsCash(span),
            _ => {
                let days = node.get(Rule::back_for)?.get(Rule::number)?;
                ReturnsPiece::SpentBackFor(Spanned::new(self.whole(days, u16::MAX), self.span(days)), span)
            }
        })
    }
}
