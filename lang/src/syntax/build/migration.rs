//! `migration`.

use super::Builder;
use crate::ast::{Becomes, Forgotten, Migration, MigrationPiece, Renamed};
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn migration(&mut self, node: &Node<'_>) -> Option<Migration> {
        let pieces = node.all(Rule::migration_piece);
        let pieces = pieces.map(|n| self.migration_piece(n.first()?)).collect::<Option<_>>()?;
        Some(Migration { pieces, span: self.span(node) })
    }

    fn migration_piece(&mut self, node: &Node<'_>) -> Option<MigrationPiece> {
        let (was, span) = (self.text(node.get(Rule::text)?), self.span(node));
        if node.rule == Rule::forgets {
            let has = |rule| node.has(rule);
            let kind = match () {
                () if has(Rule::kw_unit) => Forgotten::Unit,
                () if has(Rule::kw_track) => Forgotten::Track,
                () if has(Rule::kw_tiers) => Forgotten::Tiers,
                () => Forgotten::Field,
            };
            return Some(MigrationPiece::Forgets { kind, was, span });
        }
        let becomes = match node.get(Rule::becomes) {
            Some(becomes) => Some(self.becomes(becomes)?),
            None => None,
        };
        Some(MigrationPiece::Was { thing: self.renamed(node.first()?)?, was, becomes, span })
    }

    fn renamed(&mut self, node: &Node<'_>) -> Option<Renamed> {
        if node.rule == Rule::field {
            let (owner, name) = self.field_parts(node)?;
            return Some(Renamed::Field(owner, name));
        }
        let mut names = self.names(node).into_iter();
        let name = names.next()?;
        Some(match node.first()?.rule {
            Rule::kw_level => Renamed::Level(name, names.next()),
            Rule::kw_unit => Renamed::Unit(name),
            Rule::kw_track => Renamed::Track(name),
            Rule::kw_tiers => Renamed::Tiers(name),
            _ => Renamed::Reward(name),
        })
    }

    fn becomes(&mut self, node: &Node<'_>) -> Option<Becomes> {
        let full = node.get(Rule::becomes_full).and_then(|n| n.get(Rule::number));
        Some(Becomes {
            number: self.number(node.get(Rule::number)?),
            unit: self.name(node.get(Rule::name)?),
            per_full: full.map(|n| self.number(n)),
        })
    }
}
