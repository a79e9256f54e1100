//! `for every purchase: ...`: what the claims of properties speak of. Their conditions and amounts are checked as those of
//! the rules that watch them.

use super::Checker;
use super::kind::Kind;
use crate::ast::{Claim as ClaimSource, ClaimText, Name, Property as PropertySource, WorthBound};
use crate::diag::{Code, Diagnostic};
use crate::names::Meaning;
use crate::programme::{Bound, Claim, Id, Property, RuleId, Trigger, UnitId};
use crate::watch;

impl Checker<'_> {
    /// Checks all properties, in the order of the text; only where they are watched.
    pub(crate) fn check_properties(&mut self) {
        for (n, source) in self.names.properties.clone().into_iter().enumerate() {
            let Some(asks) = self.watching(&watch::asks(n)) else { continue };
            let checked = self.property(n, source, asks);
            self.properties.push(checked);
        }
    }

    /// A rule that watches properties.
    fn watching(&self, name: &str) -> Option<RuleId> {
        self.names.versions.get(name).and_then(|rules| rules.first()).copied()
    }

    fn property(&mut self, n: usize, source: &PropertySource, asks: RuleId) -> Option<Property> {
        let claims: Vec<Option<Claim>> =
            source.claims.iter().enumerate().map(|(k, claim)| self.claim(n, k, claim)).collect();
        let on = source.activity.as_ref();
        Some(Property {
            span: source.span,
            on: on.map_or(Trigger::Purchase, |kind| Trigger::Activity(kind.node.clone())),
            asks,
            claims: claims.into_iter().collect::<Option<_>>()?,
        })
    }

    fn claim(&mut self, n: usize, k: usize, source: &ClaimSource) -> Option<Claim> {
        let by = || self.watching(&watch::bounds(n, k));
        let by = by();
        let (unit, most, bound) = match &source.text {
            ClaimText::Nothing => (None, true, Some(Bound::Points(0))),
            ClaimText::Points { most, points, unit, per } => {
                let unit = self.points_here(unit)?;
                let bound = match per {
                    Some(_) => by.map(Bound::PointsBy),
                    None => self.number_of(points, Kind::Points(unit)).map(Bound::Points),
                };
                (Some(unit), *most, bound)
            }
            ClaimText::Worth { unit, most, bound } => {
                let id = self.points_here(unit);
                let bound = match bound {
                    WorthBound::Percent(percent, _) => {
                        self.decimal(percent)?;
                        by.map(Bound::WorthBy)
                    }
                    WorthBound::Money(number, currency) => self.money(number, currency).map(Bound::Worth),
                };
                (Some(self.has_worth(id?, unit)?), *most, bound)
            }
        };
        let from = self.claimed_rules(&source.from, unit)?;
        Some(Claim { span: source.span, unit, from, most, bound: bound? })
    }

    /// A unit that is money, or says what it is worth.
    fn has_worth(&mut self, id: UnitId, name: &Name) -> Option<UnitId> {
        let unit = self.units.get(id)?;
        if unit.money || unit.worth.is_some() {
            return Some(id);
        }
        let message = format!("it is not said what `{}` are worth", unit.name);
        let help = format!("say it in the programme, such as `unit {} {{ worth 0.01 {} }}`", unit.name, {
            self.currency_word.as_deref().unwrap_or("CHF")
        });
        self.report(Diagnostic::new(Code::Incomplete, name.span, message, "worth nothing yet").help(help));
        None
    }

    /// The rules behind `from`: rules, levels, or all of a stack; each must give the unit.
    fn claimed_rules(&mut self, names: &[Name], unit: Option<UnitId>) -> Option<Vec<RuleId>> {
        let mut all = Vec::new();
        for name in names {
            let stack = match self.names.meaning(&name.node) {
                Some(Meaning::Stack(stack)) => self.stacks.get(stack.index()).and_then(Option::as_ref),
                _ => None,
            };
            let rules = match stack {
                Some(stack) => stack.rules.clone(),
                None => {
                    let rule = self.rule_named(name)?;
                    self.versions(rule)
                }
            };
            for rule in rules {
                let gives = self.rule_units.get(rule.index()).copied().flatten();
                if let (Some(unit), Some(gives)) = (unit, gives)
                    && unit != gives
                {
                    let (wrong, right) = (self.unit_name(unit), self.unit_name(gives));
                    let message = format!("`{}` gives {right}, not {wrong}", name.node);
                    self.report(
                        Diagnostic::new(Code::UnitMismatch, name.span, message, format!("gives {right}"))
                            .help(format!("speak of {right}, or name a rule that gives {wrong}")),
                    );
                    return None;
                }
                all.push(rule);
            }
        }
        all.sort_unstable();
        all.dedup();
        Some(all)
    }
}
