//! `tiers`.

use super::Builder;
use crate::ast::{AfterReview, Level, LevelEntry, Tiers, Validity};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn tiers(&mut self, node: &Node<'_>) -> Option<Tiers> {
        let mut tiers = Tiers {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            by: node.get(Rule::tiers_by).and_then(|n| n.get(Rule::name)).map(|n| self.name(n)),
            levels: Vec::new(),
            validity: Vec::new(),
            after: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::tiers_piece) {
            let piece = piece.first()?;
            let span = self.span(piece);
            match piece.rule {
                Rule::level => tiers.levels.push(self.level(piece)?),
                Rule::validity => tiers.validity.push(Spanned::new(self.validity(piece)?, span)),
                _ => tiers.after.push(Spanned::new(after_review(piece)?, span)),
            }
        }
        Some(tiers)
    }

    fn level(&mut self, node: &Node<'_>) -> Option<Level> {
        let entry = match node.get(Rule::level_entry) {
            Some(entry) => Some(self.entry(entry.first()?)?),
            None => None,
        };
        let mut keeps = node.all(Rule::keep);
        let first = keeps.next();
        if let (Some(first), Some(again)) = (first, keeps.next()) {
            self.repeated(first, again, "how this level is kept is said twice");
        }
        let keep = match first {
            Some(keep) => Some(self.entry(keep.children.last()?)?),
            None => None,
        };
        let benefits = match node.get(Rule::benefits) {
            Some(block) => Some(self.clauses(block)?),
            None => None,
        };
        let name = self.name(node.get(Rule::name)?);
        Some(Level { name, title: self.title(node), entry, keep, benefits, span: self.span(node) })
    }

    fn entry(&mut self, node: &Node<'_>) -> Option<LevelEntry> {
        Some(match node.get(Rule::level_value) {
            Some(value) => LevelEntry::From(self.literal(value)?, self.span(node)),
            None => LevelEntry::When(self.condition(node.get(Rule::condition)?)?),
        })
    }

    fn validity(&mut self, node: &Node<'_>) -> Option<Validity> {
        Some(match node.get(Rule::deadline) {
            Some(deadline) => Validity::Until(self.deadline(deadline)?),
            None if node.has(Rule::kw_follows) => Validity::AtOnce,
            None => Validity::Ever,
        })
    }
}

fn after_review(node: &Node<'_>) -> Option<AfterReview> {
    Some(match node.children.last()?.rule {
        Rule::one_down => AfterReview::OneDown,
        Rule::what_qualifies => AfterReview::WhatQualifies,
        _ => AfterReview::Base,
    })
}
