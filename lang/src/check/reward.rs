//! `reward`: what it costs and what it gives.

use super::Checker;
use super::kind::Kind;
use super::literal::Word;
use crate::ast::{Cost, DeadlineText, Gives as GivesText, Name, Number, Reward as RewardText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Gives, Ratio, Reward, UnitId};
use crate::source::Span;
use crate::time::Deadline;
use crate::value::{Decimal, power_of_ten, show};

/// Unit, step, least and most of a cost.
type Costs = (UnitId, i64, i64, Option<i64>);

impl Checker<'_> {
    /// Checks all rewards.
    pub(crate) fn check_rewards(&mut self) {
        let names = self.names;
        for reward in &names.rewards {
            let checked = self.reward(reward);
            self.rewards.push(checked);
        }
    }

    fn reward(&mut self, source: &RewardText) -> Option<Reward> {
        let costs = self.costs(source);
        let gives = self.gives(source);
        let valid = self.voucher_validity(&source.valid);
        let (unit, step, least, most) = costs?;
        Some(Reward {
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            unit,
            step,
            least,
            most,
            gives: gives?,
            valid: valid?,
        })
    }

    fn costs(&mut self, source: &RewardText) -> Option<Costs> {
        match source.costs.as_slice() {
            [] => {
                let message = format!("it is not said what `{}` costs", source.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, source.name.span, message, "costs what?")
                        .help("add `costs 500 points`"),
                );
                None
            }
            [cost] => {
                let (unit, step, from, most) = self.cost(cost)?;
                let least = self.minimum(source, unit, from, most)?;
                Some((unit, step, least, most))
            }
            [first, second, ..] => {
                self.repeated("`costs`", second.span, first.span);
                None
            }
        }
    }

    fn cost(&mut self, cost: &Cost) -> Option<Costs> {
        let unit = self.spendable(&cost.unit)?;
        let kind = Kind::Points(unit);
        let from = self.positive(&cost.from, kind)?;
        let to = match &cost.to {
            Some(to) => Some((self.positive(to, kind)?, to.span)),
            None => None,
        };
        let (step, step_span) = match &cost.step {
            Some(step) => (self.positive(step, kind)?, step.span),
            None => (from, cost.from.span),
        };
        let decimals = self.units.get(unit)?.decimals;
        let shown = |v: i64| show(i128::from(v), decimals);
        if let Some((to, span)) = to
            && to < from
        {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    span,
                    "the most is less than the least",
                    "the ends are crossed",
                )
                .help(format!("write `costs {} to {}`", shown(to), shown(from))),
            );
            return None;
        }
        for (value, span) in [Some((from, cost.from.span)), to].into_iter().flatten() {
            if value % step != 0 {
                let message = format!("{} is not a multiple of the step of {}", shown(value), shown(step));
                let near = (value / step).max(1) * step;
                self.report(
                    Diagnostic::new(Code::NeverHolds, span, message, "can never be reached")
                        .also(step_span, "the step")
                        .help(format!("write {} or {}", shown(near), shown(near + step))),
                );
                return None;
            }
        }
        Some((unit, step, from, to.map(|(to, _)| to)))
    }

    fn minimum(&mut self, source: &RewardText, unit: UnitId, from: i64, most: Option<i64>) -> Option<i64> {
        let (number, word, span) = match source.minimum.as_slice() {
            [] => return Some(from),
            [(number, word, span)] => (number, word, *span),
            [(_, _, first), (_, _, second), ..] => {
                self.repeated("`minimum`", *second, *first);
                return None;
            }
        };
        let given = self.points_here(word)?;
        if given != unit {
            let (wrong, right) = (self.unit_name(given), self.unit_name(unit));
            self.mismatch(
                word.span,
                Kind::Points(given),
                Kind::Points(unit),
                format!("write {right}, not {wrong}"),
            );
            return None;
        }
        let minimum = self.positive(number, Kind::Points(unit))?;
        if most.is_some_and(|m| minimum > m) {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    span,
                    "the minimum is above the most that one use may cost",
                    "never reached",
                )
                .help("write a smaller minimum"),
            );
            return None;
        }
        Some(from.max(minimum))
    }

    fn gives(&mut self, source: &RewardText) -> Option<Gives> {
        match source.gives.as_slice() {
            [] => {
                let message = format!("it is not said what `{}` gives", source.name.node);
                self.report(
                    Diagnostic::new(Code::Incomplete, source.name.span, message, "gives what?")
                        .help("add `gives 5.00 CHF off`, `gives 10% off` or `gives \"A free coffee\"`"),
                );
                None
            }
            [(gives, _)] => self.gift(gives),
            [(_, first), (_, second), ..] => {
                self.repeated("`gives`", *second, *first);
                None
            }
        }
    }

    fn gift(&mut self, gives: &GivesText) -> Option<Gives> {
        match gives {
            GivesText::Thing(text) => Some(Gives::Thing(text.node.clone())),
            GivesText::Money(number, currency) => {
                self.currency_here(currency)?;
                self.positive(number, Kind::Money).map(Gives::Money)
            }
            GivesText::Percent(number) => {
                let percent = self.scaled(number, 2, 10_000, "percent")?;
                if percent <= 0 {
                    self.must_be_positive(number);
                    return None;
                }
                Some(Gives::Percent(percent))
            }
            GivesText::PerMeasure(number, currency, measure, cap) => {
                self.per_measure(number, currency, measure, cap.as_ref())
            }
        }
    }

    fn per_measure(
        &mut self,
        number: &Number,
        currency: &Name,
        measure: &Name,
        cap: Option<&(Number, Name)>,
    ) -> Option<Gives> {
        self.currency_here(currency)?;
        let id = self.measure_here(measure)?;
        let decimals = self.currency.as_ref()?.decimals;
        let (digits, below) = self.decimal(number).map(Decimal::fraction)?;
        if digits <= 0 {
            self.must_be_positive(number);
            return None;
        }
        let money = digits.checked_mul(power_of_ten(decimals)).and_then(|n| Ratio::new(n, below));
        let money = self.bounded(money, crate::limits::RATE, number.span)?;
        let cap = match cap {
            None => None,
            Some((number, word)) => {
                let found = self.measure_here(word)?;
                if found != id {
                    let needed = self.measure_name(id);
                    self.mismatch(
                        word.span,
                        Kind::Quantity(found),
                        Kind::Quantity(id),
                        format!("write it in {needed}"),
                    );
                    return None;
                }
                Some(self.positive(number, Kind::Quantity(id))?)
            }
        };
        Some(Gives::PerMeasure { money, measure: id, cap })
    }

    fn measure_here(&mut self, word: &Name) -> Option<crate::programme::MeasureId> {
        match self.unit_word(word)? {
            Word::Measure(measure) => Some(measure),
            other @ (Word::Money | Word::Points(_) | Word::Items | Word::Lines | Word::Purchases) => {
                let message = format!("`{}` is not a measure but {}", word.node, other.words());
                self.report(
                    Diagnostic::new(Code::WrongKind, word.span, message, "not a measure")
                        .help("write a measure declared in the `programme` item, such as `measure litre`"),
                );
                None
            }
        }
    }

    fn voucher_validity(&mut self, texts: &[DeadlineText]) -> Option<Option<Deadline>> {
        match texts {
            [] => Some(None),
            [text] => self.deadline(text, "issue").map(Some),
            [first, second, ..] => {
                let (first, second): (Span, Span) = (first.span, second.span);
                self.repeated("`valid`", second, first);
                None
            }
        }
    }
}
