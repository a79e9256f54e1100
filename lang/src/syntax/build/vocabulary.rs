//! `vocabulary`.

use super::Builder;
use super::condition::text_subject;
use crate::ast::Vocabulary;
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn vocabulary(&mut self, node: &Node<'_>) -> Option<Vocabulary> {
        let of = node.get(Rule::vocabulary_of)?;
        let subject = Spanned::new(text_subject(of.first()?.rule)?, self.span(of));
        Some(Vocabulary { subject, file: self.text(node.get(Rule::text)?), span: self.span(node) })
    }
}
