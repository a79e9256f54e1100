//! `zones`.

use super::Builder;
use crate::ast::Zones;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn zones(&mut self, node: &Node<'_>) -> Option<Zones> {
        let by = node.get(Rule::zones_by).and_then(|n| n.get(Rule::field)).map(|n| self.field(n));
        Some(Zones { file: self.text(node.get(Rule::text)?), by, span: self.span(node) })
    }
}
