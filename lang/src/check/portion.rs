//! `4 times base on produce`: what a rule would give if the receipt held only some of its lines.

use super::Checker;
use crate::ast::Selection;
use crate::diag::{Code, Diagnostic};
use crate::programme::{
    Amount, AmountId, Award, Band, ByLevel, Figure, FigureId, FigureNumber, Formula, Id, Portion, Predicate,
    Rate, Ratio, Rounding, RoundingPlace, RuleId, SelectionId,
};
use crate::source::Span;

/// A share of rules on some lines, whose rules may not be checked yet.
pub(crate) struct OpenPortion {
    rule: RuleId,
    of: Vec<(RuleId, Span)>,
    on: SelectionId,
}

impl Checker<'_> {
    /// A share of rules on these lines. The rules are filled in by `check_portions`.
    pub(crate) fn portion(
        &mut self,
        rule: RuleId,
        of: Vec<(RuleId, Span)>,
        on: &Selection,
        ratio: Option<Ratio>,
        exact: bool,
    ) -> Option<Award> {
        let on = self.selection(on)?;
        self.open_portions.push(OpenPortion { rule, of, on });
        Some(Award::Portion { of: Vec::new(), on, ratio: ratio?, exact })
    }

    /// Fills in what the rules would give, after all rules and stacks are checked.
    pub(crate) fn check_portions(&mut self) {
        for open in std::mem::take(&mut self.open_portions) {
            let mut parts = Vec::new();
            for (of, span) in &open.of {
                parts.extend(self.part_of(*of, open.on, *span));
            }
            if let Some(Some(rule)) = self.rules.get_mut(open.rule.index())
                && let Award::Portion { of, .. } = &mut rule.award
            {
                *of = parts;
            }
        }
    }

    fn part_of(&mut self, of: RuleId, on: SelectionId, span: Span) -> Option<Portion> {
        let rule = self.rules.get(of.index())?.as_ref()?;
        let (name, award, rounding) = (rule.name.clone(), rule.award.clone(), rule.rounding);
        let place = match rounding.place {
            RoundingPlace::Stack => RoundingPlace::Rule,
            RoundingPlace::Rule | RoundingPlace::Line => rounding.place,
        };
        let award = match award {
            Award::Rate(Rate::Flat(_), _) => {
                self.no_lines(
                    span,
                    format!("`{name}` gives points for the whole receipt, not for its lines"),
                );
                return None;
            }
            Award::Rate(rate, by_level) => {
                let rate = self.rate_on(&rate, on)?;
                let by_level = match by_level {
                    None => None,
                    Some(by) => Some(ByLevel {
                        tiers: by.tiers,
                        rates: by.rates.iter().map(|r| self.rate_on(r, on)).collect::<Option<_>>()?,
                        // On some lines nothing is reached: they go by the level held.
                        within: None,
                    }),
                };
                Award::Rate(rate, by_level)
            }
            Award::Bands { amount, each_part, bands } => {
                let amount = self.amount_on(amount, on)?;
                let bands =
                    bands.iter().map(|b| Some(Band { rate: self.rate_on(&b.rate, on)?, ..b.clone() }));
                Award::Bands { amount, each_part, bands: bands.collect::<Option<_>>()? }
            }
            Award::Share { .. } | Award::Portion { .. } => {
                self.no_lines(span, format!("`{name}` is itself a part of other rules, so it has no lines"));
                return None;
            }
        };
        Some(Portion { rule: of, award, rounding: Rounding { place, ..rounding } })
    }

    fn no_lines(&mut self, span: Span, message: String) {
        self.report(
            Diagnostic::new(Code::NotHere, span, message, "has no lines").help(
                "name a rule that gives points for an amount, such as `1 point per full 1.00 CHF of ...`",
            ),
        );
    }

    fn rate_on(&mut self, rate: &Rate, on: SelectionId) -> Option<Rate> {
        Some(match rate {
            Rate::Flat(points) => Rate::Flat(*points),
            Rate::Proportional(amount, ratio) => Rate::Proportional(self.amount_on(*amount, on)?, *ratio),
            Rate::Steps(amount, step, ratio) => Rate::Steps(self.amount_on(*amount, on)?, *step, *ratio),
        })
    }

    /// The same amount of the lines that are in both selections.
    fn amount_on(&mut self, amount: AmountId, on: SelectionId) -> Option<AmountId> {
        let mut amount = self.amounts.get(amount)?.clone();
        let selection = match &mut amount {
            Amount::Money(s, _)
            | Amount::Quantity(s, _)
            | Amount::Items(s)
            | Amount::Lines(s)
            | Amount::Different(s, _)
            | Amount::Events(s)
            | Amount::EachLine(s, _) => s,
            Amount::Made(s, figure) => {
                *figure = self.figure_on(*figure, on)?;
                s
            }
        };
        if *selection != on {
            *selection = self.unnamed(Predicate::All(vec![Predicate::In(*selection), Predicate::In(on)]));
        }
        Some(self.amount(amount))
    }

    /// The same figure of the lines that are in `on`: every amount in it is of these. No amount of some lines is
    /// larger than what an amount may be, so its bounds stay.
    fn figure_on(&mut self, figure: FigureId, on: SelectionId) -> Option<FigureId> {
        let figure = self.figures.get(figure)?.clone();
        let formula = self.formula_on(&figure.formula, on)?;
        Some(self.figure_number(Figure { formula, ..figure }))
    }

    fn formula_on(&mut self, formula: &Formula, on: SelectionId) -> Option<Formula> {
        let mut two = |a: &Formula, b: &Formula| {
            Some((Box::new(self.formula_on(a, on)?), Box::new(self.formula_on(b, on)?)))
        };
        Some(match formula {
            Formula::Number(FigureNumber::Amount(amount), decimals) => {
                Formula::Number(FigureNumber::Amount(self.amount_on(*amount, on)?), *decimals)
            }
            Formula::Number(..) => formula.clone(),
            Formula::Larger(a, b) => two(a, b).map(|(a, b)| Formula::Larger(a, b))?,
            Formula::Smaller(a, b) => two(a, b).map(|(a, b)| Formula::Smaller(a, b))?,
            Formula::Plus(a, b) => two(a, b).map(|(a, b)| Formula::Plus(a, b))?,
            Formula::Less(a, b) => two(a, b).map(|(a, b)| Formula::Less(a, b))?,
            Formula::Times(a, b) => two(a, b).map(|(a, b)| Formula::Times(a, b))?,
        })
    }
}
