//! Selections, amounts, values, and the two sides of a comparison.

use super::Builder;
use crate::ast::{
    AmountRef, Basis, Expression, Literal, Made, Operand, Selection, SelectionJoin, SelectionPart, Since,
    Term, ThisEvent,
};
use crate::source::{Span, Spanned};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn selection(&mut self, node: &Node<'_>) -> Option<Selection> {
        let (first, rest) = node.children.split_first()?;
        let first = self.selection_part(first)?;
        let rest = rest.iter().map(|n| self.joined(n)).collect::<Option<_>>()?;
        Some(Selection { first, rest, span: self.span(node) })
    }

    fn joined(&mut self, node: &Node<'_>) -> Option<(SelectionJoin, SelectionPart)> {
        let join = match node.rule {
            Rule::and_part => SelectionJoin::And,
            Rule::except_part => SelectionJoin::Except,
            _ => SelectionJoin::Where,
        };
        Some((join, self.selection_part(node.children.last()?)?))
    }

    fn selection_part(&mut self, node: &Node<'_>) -> Option<SelectionPart> {
        Some(match node.rule {
            Rule::all_lines => SelectionPart::All(self.span(node)),
            Rule::name => SelectionPart::Named(self.name(node)),
            Rule::selection_group => {
                SelectionPart::Group(Box::new(self.selection(node.get(Rule::selection)?)?))
            }
            Rule::condition => SelectionPart::Which(Box::new(self.condition(node)?)),
            _ => return None,
        })
    }

    /// Lines inside a condition: one part.
    pub(super) fn few_lines(&mut self, node: &Node<'_>) -> Option<Selection> {
        let first = self.selection_part(node.first()?)?;
        Some(Selection { first, rest: Vec::new(), span: self.span(node) })
    }

    pub(super) fn amount(&mut self, node: &Node<'_>) -> Option<AmountRef> {
        let Some(lines) = node.get(Rule::selection) else { return self.made_amount(node, None) };
        let selection = self.selection(lines)?;
        let basis = self.basis(node);
        let last = node.all(Rule::basis).last().unwrap_or(lines);
        let span = self.span(lines).to(self.span(last));
        let plain = AmountRef { selection, basis, made: None, span };
        if node.has(Rule::further) { self.made_amount(node, Some(plain)) } else { Some(plain) }
    }

    /// A field of the event, or what counts where it is missing, as an amount.
    pub(super) fn amount_of_field(&mut self, node: &Node<'_>) -> Option<AmountRef> {
        let span = self.span(node);
        let first = Term::Operand(self.operand(node)?, span);
        let made = Some(Box::new(Made::OfReceipt(Expression { first, steps: Vec::new(), span })));
        let selection = Selection { first: SelectionPart::All(span), rest: Vec::new(), span };
        Some(AmountRef { selection, basis: Vec::new(), made, span })
    }

    fn basis(&mut self, node: &Node<'_>) -> Vec<(Basis, Span)> {
        node.all(Rule::basis).map(|n| (self.one_basis(n), self.span(n))).collect()
    }

    fn one_basis(&mut self, node: &Node<'_>) -> Basis {
        if let Some(kinds) = node.get(Rule::tender_kinds) {
            let kinds = self.texts(kinds);
            return if node.has(Rule::kw_less) { Basis::LessPaidBy(kinds) } else { Basis::PaidBy(kinds) };
        }
        if let Some(name) = node.get(Rule::name) {
            return Basis::Less(self.name(name));
        }
        if node.has(Rule::kw_tax) { Basis::WithoutTax } else { Basis::BeforeDiscounts }
    }

    /// A written value; also the amount that a tier level starts from.
    pub(super) fn literal(&mut self, node: &Node<'_>) -> Option<Literal> {
        let value = node.first()?;
        Some(match value.rule {
            Rule::date => Literal::Date(self.day(value)),
            Rule::text => Literal::Text(self.text(value)),
            _ => {
                let number = self.number(value);
                match node.get(Rule::literal_unit).or_else(|| node.get(Rule::level_unit)) {
                    Some(unit) => Literal::WithUnit(number, self.name(unit)),
                    None => Literal::Number(number),
                }
            }
        })
    }

    /// One side of a comparison.
    pub(super) fn operand(&mut self, node: &Node<'_>) -> Option<Operand> {
        Some(match node.rule {
            Rule::literal => Operand::Literal(self.literal(node)?),
            Rule::field_value => {
                let default = node.get(Rule::field_or).and_then(|n| self.field_default_literal(n));
                Operand::Field(self.field(node.get(Rule::field)?), default)
            }
            Rule::number_of => {
                let lines = match node.get(Rule::few_lines) {
                    Some(lines) => Some(self.few_lines(lines)?),
                    None => None,
                };
                self.counted(node, lines)?
            }
            Rule::days_since => {
                let or = node.get(Rule::number).map(|n| self.number(n));
                Operand::DaysSince(Since { or, span: self.span(node) })
            }
            Rule::of_line => Operand::OfLine(self.name(node)),
            Rule::including => {
                let from = node.get(Rule::kw_including)?;
                let (this, to) = match node.get(Rule::kw_activity) {
                    Some(to) => (ThisEvent::Activity, to),
                    None => (ThisEvent::Purchase, node.get(Rule::kw_purchase)?),
                };
                let name = self.name(node.get(Rule::name)?);
                Operand::Including(name, this, self.span(from).to(self.span(to)))
            }
            Rule::quantity_of => {
                let lines = self.few_lines(node.get(Rule::few_lines)?)?;
                Operand::Quantity(self.name(node.get(Rule::name)?), lines)
            }
            Rule::amount_of => self.amount_of(node)?,
            Rule::made_of => Operand::Made(Box::new(self.made_of(node)?)),
            _ => return None,
        })
    }

    /// `number of items of ...`, with the lines already read.
    pub(super) fn counted(&mut self, node: &Node<'_>, lines: Option<Selection>) -> Option<Operand> {
        let word = self.name(node.get(Rule::counted)?);
        Some(if node.has(Rule::kw_different) {
            Operand::Different(word, lines)
        } else {
            Operand::NumberOf(word, lines)
        })
    }

    fn made_of(&mut self, node: &Node<'_>) -> Option<Expression> {
        match node.get(Rule::expression_group) {
            Some(group) => self.expression(group.get(Rule::expression)?),
            None => self.expression(node),
        }
    }

    fn amount_of(&mut self, node: &Node<'_>) -> Option<Operand> {
        let selection = self.few_lines(node.get(Rule::few_lines)?)?;
        let basis = self.basis(node);
        if basis.is_empty()
            && let SelectionPart::Named(name) = selection.first
        {
            return Some(Operand::Name(name));
        }
        Some(Operand::Amount(AmountRef { selection, basis, made: None, span: self.span(node) }))
    }

    /// `member.segment` with the dot, as one name.
    pub(super) fn field(&self, node: &Node<'_>) -> Spanned<String> {
        self.name(node)
    }

    /// The value after `or`.
    pub(super) fn field_default_literal(&mut self, node: &Node<'_>) -> Option<Literal> {
        self.literal(node.get(Rule::literal)?)
    }
}
