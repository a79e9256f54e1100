//! `tiers`.

use super::Builder;
use crate::ast::{AfterReview, Level, LevelChange, LevelEntry, Literal, Tiers, Validity};
use crate::source::{Span, Spanned};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn tiers(&mut self, node: &Node<'_>) -> Option<Tiers> {
        let mut tiers = Tiers {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            by: node.get(Rule::tiers_by).and_then(|n| n.get(Rule::name)).map(|n| self.name(n)),
            levels: Vec::new(),
            newcomers: Vec::new(),
            validity: Vec::new(),
            after: Vec::new(),
            review: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::tiers_piece) {
            let piece = piece.first()?;
            let span = self.span(piece);
            match piece.rule {
                Rule::level => tiers.levels.push(self.level(piece)?),
                Rule::newcomers => {
                    let name = self.name(piece.get(Rule::name)?);
                    tiers.newcomers.push((name, self.deadline(piece.get(Rule::deadline)?)?, span));
                }
                Rule::review => {
                    tiers.review.extend(self.days_of_year(piece.get(Rule::days_of_year)?)?);
                }
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
        let block = node.get(Rule::benefits);
        let mut changes = Vec::new();
        for change in block.into_iter().flat_map(|b| b.all(Rule::level_change)) {
            changes.push(self.level_change(change)?);
        }
        let uses = node.get(Rule::level_uses);
        let carries = uses.and_then(|n| n.get(Rule::level_carries));
        Some(Level {
            name,
            title: self.title(node),
            entry,
            keep,
            uses: self.level_number(uses)?,
            carries: self.level_number(carries)?,
            as_level: block
                .and_then(|b| b.get(Rule::as_level))
                .and_then(|n| n.get(Rule::name))
                .map(|n| self.name(n)),
            changes,
            benefits,
            span: self.span(node),
        })
    }

    /// The value of a clause that may be missing.
    fn level_number(&mut self, node: Option<&Node<'_>>) -> Option<Option<(Literal, Span)>> {
        let Some(node) = node else { return Some(None) };
        Some(Some((self.literal(node.get(Rule::level_value)?)?, self.span(node))))
    }

    fn level_change(&mut self, node: &Node<'_>) -> Option<LevelChange> {
        Some(LevelChange {
            reaching: node.has(Rule::kw_reaching),
            points: node.get(Rule::number).map(|n| self.number(n)),
            unit: self.name(node.get(Rule::name)?),
            span: self.span(node),
        })
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
