//! `table`.

use super::Builder;
use super::condition::text_subject;
use crate::ast::{Table, TableKey};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn table(&mut self, node: &Node<'_>) -> Option<Table> {
        let keys = node.all(Rule::table_key).map(|n| self.table_key(n.first()?)).collect::<Option<_>>()?;
        let at = node.get(Rule::table_at).and_then(|n| n.get(Rule::field)).map(|n| self.field(n));
        Some(Table {
            name: self.name(node.get(Rule::name)?),
            file: self.text(node.get(Rule::text)?),
            keys,
            at,
            span: self.span(node),
        })
    }

    fn table_key(&mut self, node: &Node<'_>) -> Option<TableKey> {
        Some(match node.rule {
            Rule::field => TableKey::Field(self.field(node)),
            rule => TableKey::Subject(Spanned::new(text_subject(rule)?, self.span(node))),
        })
    }
}
