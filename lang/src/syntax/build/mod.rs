//! From what the grammar took to the tree of the language, one file per item. The grammar has settled the
//! shapes, so a missing part here is a slip of the house: it gives `None`, and the item is reported as a whole.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the grammar has hundreds of rules; each function looks at the few that can stand where it reads"
)]

mod amount;
mod condition;
mod deadline;
mod earn;
mod expression;
mod fields;
mod migration;
mod month_days;
mod partner;
mod programme;
mod property;
mod purchase;
mod rates;
mod returns;
mod reward;
mod stack;
mod table;
mod test;
mod tiers;
mod track;
mod vocabulary;
mod zones;

use super::grammar::{Node, Rule};
use super::trivia::offset;
use crate::ast::{Holidays, Item, Lines, Text};
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What is needed while a tree is built.
pub(crate) struct Builder {
    /// The file that is read.
    pub(crate) file: FileId,
    /// What was found wrong on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Builder {
    /// Where a node stands.
    pub(super) fn span(&self, node: &Node<'_>) -> Span {
        Span { file: self.file, start: offset(node.start), end: offset(node.end) }
    }

    /// The title after a name, if there is one.
    fn title(&mut self, node: &Node<'_>) -> Option<Text> {
        node.get(Rule::text).map(|t| self.text(t))
    }

    /// All texts of a list.
    fn texts(&mut self, node: &Node<'_>) -> Vec<Text> {
        node.all(Rule::text).map(|t| self.text(t)).collect()
    }

    /// Reports something that is said twice.
    fn repeated(&mut self, first: &Node<'_>, again: &Node<'_>, message: &str) {
        let report = Diagnostic::new(Code::Repeated, self.span(again), message, "said again here");
        self.diagnostics.push(report.also(self.span(first), "said before").help("keep one of the two"));
    }

    /// One item.
    pub(crate) fn item(&mut self, node: &Node<'_>) -> Option<Item> {
        if node.rule == Rule::lines {
            return Some(Item::Lines(self.lines(node)?));
        }
        Some(match node.rule {
            Rule::programme => Item::Header(self.programme(node)?),
            Rule::fields => Item::Fields(self.fields(node)?),
            Rule::track => Item::Track(self.track(node)?),
            Rule::table => Item::Table(self.table(node)?),
            Rule::rates => Item::Rates(self.rates(node)?),
            Rule::vocabulary => Item::Vocabulary(self.vocabulary(node)?),
            Rule::zones => Item::Zones(self.zones(node)?),
            Rule::earn => Item::Earn(self.earn(node)?),
            Rule::stack => Item::Stack(self.stack(node)?),
            Rule::tiers => Item::Tiers(self.tiers(node)?),
            Rule::expire => Item::Expire(self.expire(node)?),
            Rule::reward => Item::Reward(self.reward(node)?),
            Rule::partner => Item::Partner(self.partner(node)?),
            Rule::test => Item::Test(self.test(node)?),
            Rule::holidays => Item::Holidays(self.holidays(node)?),
            Rule::returns => Item::Returns(self.returns(node)?),
            Rule::property => Item::Property(self.property(node)?),
            Rule::migration => Item::Migration(self.migration(node)?),
            _ => return None,
        })
    }

    fn holidays(&mut self, node: &Node<'_>) -> Option<Holidays> {
        let name = self.name(node.get(Rule::name)?);
        let days = node.all(Rule::date).map(|n| self.day(n)).collect();
        Some(Holidays { name, days, span: self.span(node) })
    }

    fn lines(&mut self, node: &Node<'_>) -> Option<Lines> {
        let name = self.name(node.get(Rule::name)?);
        let selection = self.selection(node.get(Rule::selection)?)?;
        Some(Lines { name, selection, span: self.span(node) })
    }
}
