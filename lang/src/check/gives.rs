//! What a reward gives for one step of its cost.

use super::Checker;
use super::kind::Kind;
use super::literal::Word;
use crate::ast::{Gives as GivesText, Name, Number};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Gives, MeasureId, Ratio};
use crate::value::{Decimal, power_of_ten};

impl Checker<'_> {
    /// What one step gives.
    pub(crate) fn gift(&mut self, gives: &GivesText) -> Option<Gives> {
        match gives {
            GivesText::Thing(text) => Some(Gives::Thing(text.node.clone())),
            GivesText::Cheapest => Some(Gives::Cheapest(1)),
            GivesText::Voucher(inner) => self.gift(inner),
            GivesText::Money(number, currency) => {
                self.currency_here(currency)?;
                self.positive(number, Kind::Money).map(Gives::Money)
            }
            GivesText::Cash(number, currency) => {
                self.currency_here(currency)?;
                self.positive(number, Kind::Money).map(Gives::Cash)
            }
            GivesText::Points(number, unit) => {
                let unit = self.points_here(unit)?;
                Some(Gives::Points(unit, self.positive(number, Kind::Points(unit))?))
            }
            GivesText::Percent(number) => self.percent_of(number).map(Gives::Percent),
            GivesText::PerMeasure(number, currency, measure, cap) => {
                self.per_measure(number, currency, measure, cap.as_ref())
            }
        }
    }

    /// A percentage above 0 and at most 100, in hundredths of a percent.
    pub(crate) fn percent_of(&mut self, number: &Number) -> Option<i64> {
        let percent = self.scaled(number, 2, 10_000, "percent")?;
        if percent <= 0 {
            self.must_be_positive(number);
            return None;
        }
        Some(percent)
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

    fn measure_here(&mut self, word: &Name) -> Option<MeasureId> {
        match self.unit_word(word)? {
            Word::Measure(measure) => Some(measure),
            other @ (Word::Money
            | Word::Points(_)
            | Word::Items
            | Word::Lines
            | Word::Purchases
            | Word::Activities) => {
                let message = format!("`{}` is not a measure but {}", word.node, other.words());
                self.report(
                    Diagnostic::new(Code::WrongKind, word.span, message, "not a measure")
                        .help("write a measure declared in the `programme` item, such as `measure litre`"),
                );
                None
            }
        }
    }
}
