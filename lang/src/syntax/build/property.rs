//! `for every purchase: ...`.

use super::Builder;
use crate::ast::{Claim, ClaimText, Property, WorthBound};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn property(&mut self, node: &Node<'_>) -> Option<Property> {
        let activity = node.get(Rule::property_of)?.get(Rule::text).map(|t| self.text(t));
        let condition = match node.get(Rule::when_clause) {
            Some(when) => Some(self.condition(when.get(Rule::condition)?)?),
            None => None,
        };
        let claims = node.all(Rule::claim).map(|n| self.claim(n.first()?)).collect::<Option<_>>()?;
        Some(Property { activity, condition, claims, span: self.span(node) })
    }

    fn claim(&mut self, node: &Node<'_>) -> Option<Claim> {
        let text = match node.rule {
            Rule::claim_nothing => ClaimText::Nothing,
            Rule::claim_worth => ClaimText::Worth {
                unit: self.name(node.get(Rule::name)?),
                most: is_most(node)?,
                bound: self.worth_bound(node)?,
            },
            Rule::claim_points => {
                let per = match node.get(Rule::limit_rate) {
                    Some(rate) => Some((
                        self.per_step(rate.get(Rule::per_step)?)?,
                        self.amount(rate.get(Rule::amount)?)?,
                    )),
                    None => None,
                };
                ClaimText::Points {
                    most: is_most(node)?,
                    points: self.number(node.get(Rule::number)?),
                    unit: self.name(node.get(Rule::name)?),
                    per,
                }
            }
            _ => return None,
        };
        let from = node.get(Rule::claim_from).map(|n| self.names(n)).unwrap_or_default();
        Some(Claim { text, from, span: self.span(node) })
    }

    fn worth_bound(&mut self, node: &Node<'_>) -> Option<WorthBound> {
        Some(match node.get(Rule::claim_percent) {
            Some(percent) => WorthBound::Percent(
                self.number(percent.get(Rule::number)?),
                self.amount(percent.get(Rule::amount)?)?,
            ),
            None => {
                let money = node.get(Rule::claim_money)?;
                WorthBound::Money(self.number(money.get(Rule::number)?), self.name(money.get(Rule::name)?))
            }
        })
    }
}

/// `at most`, and not `at least`.
fn is_most(node: &Node<'_>) -> Option<bool> {
    Some(node.get(Rule::claim_how)?.has(Rule::kw_most))
}
