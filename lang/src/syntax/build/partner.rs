//! `partner`.

use super::Builder;
use crate::ast::{Conversion, Partner};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn partner(&mut self, node: &Node<'_>) -> Option<Partner> {
        let mut partner = Partner {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            stores: Vec::new(),
            earns: Vec::new(),
            pays: Vec::new(),
            converts: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::partner_piece) {
            let piece = piece.first()?;
            let span = self.span(piece);
            match piece.rule {
                Rule::stores => partner.stores.push((self.texts(piece), span)),
                Rule::earn => partner.earns.push(self.earn(piece)?),
                Rule::pays => {
                    let mut names = piece.all(Rule::name);
                    let (money, unit) = (self.name(names.next()?), self.name(names.next()?));
                    partner.pays.push((self.number(piece.get(Rule::number)?), money, unit, span));
                }
                _ => partner.converts.push(self.conversion(piece)?),
            }
        }
        Some(partner)
    }

    fn conversion(&mut self, node: &Node<'_>) -> Option<Conversion> {
        let mut numbers = node.all(Rule::number);
        let number_in = |rule| node.get(rule).and_then(|n: &Node<'_>| n.get(Rule::number));
        Some(Conversion {
            give: self.number(numbers.next()?),
            unit: self.name(node.get(Rule::name)?),
            get: self.number(numbers.next()?),
            into: self.text(node.get(Rule::text)?),
            step: number_in(Rule::in_steps).map(|n| self.number(n)),
            minimum: number_in(Rule::convert_least).map(|n| self.number(n)),
            span: self.span(node),
        })
    }
}
