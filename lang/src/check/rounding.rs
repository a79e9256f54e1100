//! `rounded ...` of a rule.

use super::Checker;
use super::kind::Kind;
use crate::ast::{Name, Number, RoundingClause};
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Amount, Award, Because, Rate, Rounding, RoundingMode, RoundingPlace, UnitId, counted,
};
use crate::value::power_of_ten;

/// What is in force when nothing is written.
pub(crate) const DEFAULT: Rounding =
    Rounding { mode: RoundingMode::Down, place: RoundingPlace::Rule, step: 1, because: Because::Default };

impl Checker<'_> {
    /// The rounding of a rule, once at most.
    pub(crate) fn rounding(
        &mut self,
        clauses: &[&RoundingClause],
        award: Option<&Award>,
        unit: Option<UnitId>,
    ) -> Option<Rounding> {
        let clause = match clauses {
            [] => return Some(DEFAULT),
            [clause] => clause,
            [first, second, ..] => {
                self.repeated("`rounded`", second.span, first.span);
                return None;
            }
        };
        if let Some(span) = clause.together {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "`together` rounds the rules of a stack",
                    "only in a stack",
                )
                .help("put `rounded together` into a stack of `all of`"),
            );
            return None;
        }
        if let (Some(span), Some(award)) = (clause.per_line, award)
            && !self.has_lines(award)
        {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    span,
                    "only a rate of money, of a measure or of items is made line by line",
                    "no value per line",
                )
                .help("leave `per line` out"),
            );
            return None;
        }
        let step = self.rounding_step(clause, unit)?;
        Some(Rounding {
            mode: clause.mode.as_ref().map_or(RoundingMode::Down, |m| m.node),
            place: if clause.per_line.is_some() { RoundingPlace::Line } else { RoundingPlace::Rule },
            step,
            because: Because::Written,
        })
    }

    fn has_lines(&self, award: &Award) -> bool {
        match award {
            Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, _, _), _) => {
                match self.amounts.get(*amount) {
                    Some(
                        Amount::Money(..) | Amount::Quantity(..) | Amount::Items(_) | Amount::EachLine(..),
                    ) => true,
                    Some(Amount::Lines(_) | Amount::Different(..) | Amount::Made(..) | Amount::Events(_))
                    | None => false,
                }
            }
            Award::Rate(Rate::Flat(_), _)
            | Award::Bands { .. }
            | Award::Share { .. }
            | Award::Portion { .. } => false,
        }
    }

    /// Smallest parts of the unit in one step of rounding.
    pub(crate) fn rounding_step(&mut self, clause: &RoundingClause, unit: Option<UnitId>) -> Option<i64> {
        if let Some((number, name)) = &clause.multiples {
            return self.multiples(number, name, unit);
        }
        let Some(decimals) = &clause.decimals else { return Some(1) };
        let has = self.units.get(unit?)?.decimals;
        let Some(fewer) = has.checked_sub(decimals.node) else {
            let name = unit.map(|u| self.unit_name(u)).unwrap_or_default();
            let message = format!(
                "{name} have {}, so nothing can be rounded to {}",
                counted(&has.to_string(), "decimals"),
                decimals.node
            );
            self.report(
                Diagnostic::new(Code::TooManyDecimals, decimals.span, message, "too many decimals").help(
                    format!(
                        "write {has} or fewer, or declare `unit {name} {{ decimals {} }}`",
                        decimals.node
                    ),
                ),
            );
            return None;
        };
        i64::try_from(power_of_ten(fewer)).ok()
    }

    /// `to multiples of 5 points`.
    fn multiples(&mut self, number: &Number, name: &Name, unit: Option<UnitId>) -> Option<i64> {
        let given = self.points_here(name)?;
        let unit = unit?;
        if given != unit {
            let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
            let message = format!("it gives {right}, and the rounding is in {wrong}");
            self.report(
                Diagnostic::new(Code::UnitMismatch, name.span, message, format!("{wrong}, not {right}"))
                    .help(format!("write {right}")),
            );
            return None;
        }
        self.positive(number, Kind::Points(unit))
    }
}
