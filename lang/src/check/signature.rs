//! What can be told of tracks and rules from their own text, before any item is checked: what a track
//! counts in, which unit a rule gives, and which rules it takes a share of.

use super::Checker;
use super::kind::Kind;
use super::operand::bare_name;
use crate::ast::{
    AmountRef, Award, Clause, Name, Operand, SelectionJoin, SelectionPart, Track, TrackSubject,
};
use crate::names::Meaning;
use crate::programme::{Id, RuleId, UnitId};
use crate::source::Span;
use crate::time::{Unit, Window};

impl Checker<'_> {
    /// Fills `track_kinds`, `rule_units` and `rule_shares`. Reports nothing: the checks of the items do.
    pub(crate) fn signatures(&mut self) {
        let names = self.names;
        self.track_kinds = names.tracks.iter().map(|t| self.track_kind(t)).collect();
        for rule in &names.rules {
            let award = rule
                .clauses
                .iter()
                .find_map(|c| if let Clause::Award(award) = c { Some(award) } else { None });
            let (unit, shares) = match award {
                Some(Award::Rate(rate, _, _)) => (self.find_unit(&rate.unit.node), Vec::new()),
                Some(Award::Bands { bands, .. }) => {
                    (bands.first().and_then(|b| self.find_unit(&b.rate.unit.node)), Vec::new())
                }
                Some(Award::Percent { of, .. }) => match self.rules_of(of) {
                    Some(rules) => (None, self.silently(&rules)),
                    None => (self.money_units().first().copied(), Vec::new()),
                },
                Some(Award::EachLine(unit, _, _)) => (self.unit_or_only(unit.as_ref()), Vec::new()),
                Some(Award::Times { of, .. }) => (None, self.silently(&of.iter().collect::<Vec<_>>())),
                None => (None, Vec::new()),
            };
            self.rule_units.push(unit);
            self.rule_shares.push(shares);
        }
        for start in 0..self.rule_units.len() {
            self.unit_along_shares(start);
        }
    }

    /// A unit by its name; the only one if none is named.
    pub(crate) fn unit_or_only(&self, name: Option<&Name>) -> Option<UnitId> {
        match (name, self.names.written_units().as_slice()) {
            (Some(name), _) => self.find_unit(&name.node),
            (None, [_]) => Some(UnitId::from_index(0)),
            (None, _) => None,
        }
    }

    /// Units that are money.
    pub(crate) fn money_units(&self) -> Vec<UnitId> {
        self.units.iter().filter(|(_, u)| u.money).map(|(id, _)| id).collect()
    }

    /// The names of a percentage's base if they are rules: a name, or names joined by `and`, of which one is a
    /// rule, a level or a stack.
    pub(crate) fn rules_of<'t>(&self, of: &'t AmountRef) -> Option<Vec<&'t Name>> {
        let mut all = Vec::new();
        let joined = of.selection.rest.iter().map(|(join, part)| match join {
            SelectionJoin::And => Some(part),
            SelectionJoin::Except | SelectionJoin::Where => None,
        });
        for part in std::iter::once(Some(&of.selection.first)).chain(joined) {
            match part? {
                SelectionPart::Named(name) => all.push(name),
                SelectionPart::All(_) | SelectionPart::Which(_) | SelectionPart::Group(_) => return None,
            }
        }
        let is_rule = |n: &&Name| {
            matches!(
                self.names.meaning(&n.node),
                Some(Meaning::Rule(_) | Meaning::Level(_) | Meaning::Stack(_))
            )
        };
        all.iter().any(is_rule).then_some(all)
    }

    fn silently(&self, names: &[&Name]) -> Vec<(RuleId, Span)> {
        let rule = |name: &&Name| match self.names.meaning(&name.node) {
            Some(Meaning::Rule(id) | Meaning::Level(Some(id))) => Some((id, name.span)),
            _ => None,
        };
        let found = names.iter().filter_map(rule);
        found.flat_map(|(id, span)| self.versions(id).into_iter().map(move |id| (id, span))).collect()
    }

    /// A share gives the unit of what it is a share of.
    fn unit_along_shares(&mut self, start: usize) {
        let mut path = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut at = start;
        let unit = loop {
            if let Some(unit) = self.rule_units.get(at).copied().flatten() {
                break Some(unit);
            }
            if !seen.insert(at) {
                break None;
            }
            path.push(at);
            match self.rule_shares.get(at).and_then(|s| s.first()) {
                Some((next, _)) => at = next.index(),
                None => break None,
            }
        };
        for index in path {
            if let Some(slot) = self.rule_units.get_mut(index) {
                *slot = unit;
            }
        }
    }

    fn track_kind(&self, track: &Track) -> Option<Kind> {
        match &track.subject {
            TrackSubject::Amount(amount) => match bare_name(amount) {
                Some(name) => self.kind_of_name(name),
                None => Some(Kind::Money),
            },
            TrackSubject::Operand(operand) => self.kind_of_operand(operand),
            TrackSubject::Different { .. } => Some(Kind::Different),
            TrackSubject::Purchases(_) => Some(Kind::Purchases),
            TrackSubject::Activities(..) => Some(Kind::Activities),
            TrackSubject::DaysWith(..) => Some(Kind::Time(Unit::Days)),
            TrackSubject::InARow(Window::Week(_), ..) => Some(Kind::Time(Unit::Weeks)),
            TrackSubject::InARow(Window::Month, ..) => Some(Kind::Time(Unit::Months)),
            TrackSubject::InARow(..) => Some(Kind::Time(Unit::Days)),
            TrackSubject::SumOf { field, .. } => self.kind_of_sum(field),
            TrackSubject::PointsFrom(unit, _, _) => self.find_unit(&unit.node).map(Kind::Points),
        }
    }

    fn kind_of_name(&self, name: &Name) -> Option<Kind> {
        match self.names.meaning(&name.node) {
            Some(Meaning::Lines(_)) => Some(Kind::Money),
            Some(Meaning::Unit(unit)) => Some(Kind::Points(unit)),
            None => self.find_unit(&name.node).map(Kind::Points),
            Some(
                Meaning::Track(_)
                | Meaning::Rule(_)
                | Meaning::Level(_)
                | Meaning::Stack(_)
                | Meaning::Tiers(_)
                | Meaning::Table(_)
                | Meaning::Broken,
            ) => None,
        }
    }

    fn kind_of_operand(&self, operand: &Operand) -> Option<Kind> {
        match operand {
            Operand::Name(name) => self.kind_of_name(name),
            Operand::Amount(_) => Some(Kind::Money),
            Operand::Quantity(word, _) | Operand::NumberOf(word, _) => match word.node.as_str() {
                "item" | "items" => Some(Kind::Items),
                "line" | "lines" => Some(Kind::Lines),
                "purchase" | "purchases" => Some(Kind::Purchases),
                code if self.currency_word.as_deref() == Some(code) => Some(Kind::Money),
                other => self.find_measure(other).map(Kind::Quantity),
            },
            Operand::Different(..) => Some(Kind::Different),
            Operand::Made(_)
            | Operand::DaysSince(_)
            | Operand::Including(..)
            | Operand::Field(..)
            | Operand::OfLine(_)
            | Operand::Literal(_) => None,
        }
    }
}
