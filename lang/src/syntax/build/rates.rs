//! `rates`.

use super::Builder;
use crate::ast::Rates;
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn rates(&mut self, node: &Node<'_>) -> Option<Rates> {
        let at = node.get(Rule::rates_at).and_then(|n| n.get(Rule::field)).map(|n| self.field(n));
        let days = node.get(Rule::rates_age).and_then(|n| n.get(Rule::number));
        let days = days.map(|n| Spanned::new(self.whole(n, u16::MAX), self.span(n)));
        Some(Rates { file: self.text(node.get(Rule::text)?), at, days, span: self.span(node) })
    }
}
