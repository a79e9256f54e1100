//! Numbers made of others.

use super::Builder;
use crate::ast::{AmountRef, Expression, Further, Literal, Made, Operand, Selection, SelectionPart, Term};
use crate::source::Span;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    /// The parts of an `expression`, of an `amount` or of a condition's side: a first number, then what is done with it.
    pub(super) fn expression(&mut self, node: &Node<'_>) -> Option<Expression> {
        let first = self.term(node.first()?)?;
        let steps = self.further(node)?;
        Some(Expression { first, steps, span: self.span(node) })
    }

    /// What is done with the number that stands before.
    pub(super) fn further(&mut self, node: &Node<'_>) -> Option<Vec<(Further, Term)>> {
        let step = |builder: &mut Self, n: &Node<'_>| {
            let word = if n.has(Rule::kw_times) {
                Further::Times
            } else if n.has(Rule::kw_plus) {
                Further::Plus
            } else {
                Further::Less
            };
            Some((word, builder.term(n.get(Rule::value)?)?))
        };
        node.all(Rule::further).map(|n| step(self, n)).collect()
    }

    fn term(&mut self, node: &Node<'_>) -> Option<Term> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::choice_of => {
                let (a, b) = self.two(node)?;
                if node.has(Rule::kw_larger) { Term::Larger(a, b, span) } else { Term::Smaller(a, b, span) }
            }
            Rule::part_of => {
                let (a, b) = self.two(node)?;
                if node.has(Rule::kw_above) { Term::Above(a, b, span) } else { Term::Below(a, b, span) }
            }
            Rule::value => self.term(node.first()?)?,
            Rule::expression_group => Term::Group(Box::new(self.expression(node.get(Rule::expression)?)?)),
            Rule::table_value => {
                let missing = match node.get(Rule::percentage) {
                    Some(percentage) => self.term(percentage)?,
                    None => {
                        let number = node.get(Rule::number)?;
                        let literal = Literal::Number(self.number(number));
                        Term::Operand(Operand::Literal(literal), self.span(number))
                    }
                };
                Term::Table(self.name(node.get(Rule::name)?), Box::new(missing), span)
            }
            Rule::percentage => Term::Percent(self.number(node.get(Rule::number)?)),
            _ => Term::Operand(self.operand(node)?, span),
        })
    }

    fn two(&mut self, node: &Node<'_>) -> Option<(Box<Term>, Box<Term>)> {
        let mut values = node.all(Rule::value);
        Some((Box::new(self.term(values.next()?)?), Box::new(self.term(values.next()?)?)))
    }

    /// `for each line of flights: ...` as an amount.
    pub(super) fn for_each(&mut self, node: &Node<'_>) -> Option<AmountRef> {
        let lines = match node.get(Rule::selection) {
            Some(lines) => Some(self.selection(lines)?),
            None => None,
        };
        let expression = self.expression(node.get(Rule::expression)?)?;
        Some(made(Made::EachLine(lines, expression), self.span(node)))
    }

    /// An amount of the whole receipt that is more than money of lines.
    pub(super) fn made_amount(&mut self, node: &Node<'_>, plain: Option<AmountRef>) -> Option<AmountRef> {
        let first = match plain {
            None => self.term(node.first()?)?,
            Some(plain) => {
                let span = plain.span;
                Term::Operand(Operand::Amount(plain), span)
            }
        };
        let expression = Expression { first, steps: self.further(node)?, span: self.span(node) };
        Some(made(Made::OfReceipt(expression), self.span(node)))
    }
}

fn made(made: Made, span: Span) -> AmountRef {
    let selection = Selection { first: SelectionPart::All(span), rest: Vec::new(), span };
    AmountRef { selection, basis: Vec::new(), made: Some(Box::new(made)), span }
}
