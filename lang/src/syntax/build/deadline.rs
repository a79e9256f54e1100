//! Deadlines and `expire`.

use super::Builder;
use crate::ast::{DeadlineText, Expire, ExpiryLine};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};
use crate::time::{Anchor, Base, Deadline, Period, Snap};

impl Builder {
    pub(super) fn expire(&mut self, node: &Node<'_>) -> Option<Expire> {
        let unit = self.name(node.get(Rule::name)?);
        let lines =
            node.all(Rule::expiry_line).map(|n| self.expiry_line(n.first()?)).collect::<Option<_>>()?;
        Some(Expire { unit, lines, span: self.span(node) })
    }

    pub(super) fn expiry_line(&mut self, node: &Node<'_>) -> Option<ExpiryLine> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::never => ExpiryLine::Never(span),
            Rule::idle => {
                let length = node.get(Rule::length)?;
                let named = |rule| node.all(Rule::idle_word).any(|w| w.has(rule));
                ExpiryLine::Without {
                    length: Spanned::new(self.length(length)?, self.span(length)),
                    purchase: named(Rule::kw_purchase),
                    redeem: named(Rule::kw_redeem),
                    span,
                }
            }
            _ => ExpiryLine::After(self.deadline(node)?),
        })
    }

    pub(super) fn deadline(&mut self, node: &Node<'_>) -> Option<DeadlineText> {
        let start = node.first()?;
        let (base, word) = if start.rule == Rule::until_end {
            let further = u8::from(start.has(Rule::kw_next));
            (Base::UntilEnd(period(start.get(Rule::period)?)?, further), None)
        } else {
            let length = self.length(start.get(Rule::length)?)?;
            match start.get(Rule::end_of_its) {
                Some(its) => (Base::After(length, Anchor::EndOf(period(its.get(Rule::period)?)?)), None),
                None => (Base::After(length, Anchor::Event), Some(self.name(start.get(Rule::name)?))),
            }
        };
        let snaps = node.all(Rule::snap).map(|n| self.snap(n.children.last()?)).collect::<Option<_>>()?;
        Some(DeadlineText { deadline: Deadline { base, snaps }, word, span: self.span(node) })
    }

    fn snap(&mut self, node: &Node<'_>) -> Option<Snap> {
        if node.rule == Rule::snap_on {
            let (month, day) = self.day_of_year(node.get(Rule::number)?, node.get(Rule::month)?)?;
            return Some(Snap::On(month, day));
        }
        match node.get(Rule::month) {
            Some(month) => self.month(month).map(Snap::EndOfMonth),
            None => period(node.get(Rule::period)?).map(Snap::EndOf),
        }
    }
}

pub(super) fn period(node: &Node<'_>) -> Option<Period> {
    Some(match node.first()?.rule {
        Rule::kw_week => Period::Week,
        Rule::kw_month => Period::Month,
        Rule::kw_quarter => Period::Quarter,
        Rule::kw_half => Period::HalfYear,
        _ => Period::Year,
    })
}
