//! `reward`.

use super::Builder;
use crate::ast::{Cost, Gives, Reward};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn reward(&mut self, node: &Node<'_>) -> Option<Reward> {
        let mut reward = Reward {
            name: self.name(node.get(Rule::name)?),
            title: self.title(node),
            costs: Vec::new(),
            gives: Vec::new(),
            minimum: Vec::new(),
            valid: Vec::new(),
            span: self.span(node),
        };
        for piece in node.all(Rule::reward_piece) {
            let piece = piece.first()?;
            let span = self.span(piece);
            match piece.rule {
                Rule::cost => reward.costs.push(self.cost(piece)?),
                Rule::gives => reward.gives.push((self.gives(piece.children.last()?)?, span)),
                Rule::minimum => {
                    let number = self.number(piece.get(Rule::number)?);
                    reward.minimum.push((number, self.name(piece.get(Rule::name)?), span));
                }
                _ => reward.valid.push(self.deadline(piece.get(Rule::deadline)?)?),
            }
        }
        Some(reward)
    }

    fn cost(&mut self, node: &Node<'_>) -> Option<Cost> {
        let number_in = |rule| node.get(rule).and_then(|n: &Node<'_>| n.get(Rule::number));
        Some(Cost {
            from: self.number(node.get(Rule::number)?),
            to: number_in(Rule::cost_to).map(|n| self.number(n)),
            unit: self.name(node.get(Rule::name)?),
            step: number_in(Rule::in_steps).map(|n| self.number(n)),
            span: self.span(node),
        })
    }

    fn gives(&mut self, node: &Node<'_>) -> Option<Gives> {
        if node.rule == Rule::text {
            return Some(Gives::Thing(self.text(node)));
        }
        let number = self.number(node.get(Rule::number)?);
        let mut names = node.all(Rule::name);
        Some(match node.rule {
            Rule::gives_percent => Gives::Percent(number),
            Rule::gives_per => {
                let (money, measure) = (self.name(names.next()?), self.name(names.next()?));
                let most = match node.get(Rule::gives_most) {
                    Some(n) => Some((self.number(n.get(Rule::number)?), self.name(n.get(Rule::name)?))),
                    None => None,
                };
                Gives::PerMeasure(number, money, measure, most)
            }
            _ => Gives::Money(number, self.name(names.next()?)),
        })
    }
}
