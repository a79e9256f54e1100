//! `partner`.

use super::Builder;
use crate::ast::{Conversion, Partner};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn partner(&mut self, node: &Node<'_>) -> Option<Partner> {
        let (from, to) = self.dates_of(node)?;
        let mut partner = Partner {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            from,
            to,
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
        let mut conversion = Conversion {
            give: self.number(numbers.next()?),
            unit: self.name(node.get(Rule::name)?),
            get: self.number(numbers.next()?),
            into: self.text(node.get(Rule::text)?),
            step: None,
            minimum: None,
            plus: None,
            from: None,
            to: None,
            alone: None,
            when: Vec::new(),
            converted: None,
            after: Vec::new(),
            span: self.span(node),
        };
        let pieces: Vec<&Node<'_>> = node.all(Rule::convert_piece).collect();
        for piece in &pieces {
            self.convert_piece(piece, &mut conversion)?;
        }
        self.terms_said_twice(&pieces);
        Some(conversion)
    }

    fn convert_piece(&mut self, piece: &Node<'_>, conversion: &mut Conversion) -> Option<()> {
        let node = piece.first()?;
        match node.rule {
            Rule::in_steps => conversion.step = Some(self.number(node.get(Rule::number)?)),
            Rule::convert_least => conversion.minimum = Some(self.number(node.get(Rule::number)?)),
            Rule::convert_plus => {
                let mut numbers = node.all(Rule::number);
                let (more, per) = (self.number(numbers.next()?), self.number(numbers.next()?));
                conversion.plus = Some((more, per, node.get(Rule::kw_once).map(|n| self.span(n))));
            }
            Rule::earn_dates => (conversion.from, conversion.to) = self.dates_of(piece)?,
            Rule::convert_alone => conversion.alone = Some(self.span(node)),
            Rule::converted => conversion.converted = Some(self.cycle(node.get(Rule::cycle)?)?),
            Rule::convert_after => conversion.after.push(self.text(node.get(Rule::text)?)),
            _ => conversion.when.push(self.condition(node.get(Rule::condition)?)?),
        }
        Some(())
    }

    fn terms_said_twice(&mut self, pieces: &[&Node<'_>]) {
        const ONCE: &[Rule] = &[
            Rule::in_steps,
            Rule::convert_least,
            Rule::convert_plus,
            Rule::earn_dates,
            Rule::convert_alone,
            Rule::converted,
        ];
        for rule in ONCE {
            let mut said = pieces.iter().filter(|p| p.has(*rule));
            if let (Some(first), Some(again)) = (said.next(), said.next()) {
                self.repeated(first, again, "this term is said twice of one conversion");
            }
        }
    }
}
