//! What a reward gives for one step of its cost.

use super::Checker;
use super::kind::Kind;
use super::literal::Word;
use crate::ast::{Gives as GivesText, GivesIn, Name, Number, Reward as RewardText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Gives, GivesByLevel, Id, LevelId, MeasureId, Ratio};
use crate::source::Span;
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

    /// What members of some levels get instead of `own`; nothing inside where no level is named.
    pub(crate) fn gives_by_level(
        &mut self,
        source: &RewardText,
        own: Option<&Gives>,
    ) -> Option<Option<GivesByLevel>> {
        let Some(first) = source.by_level.first() else { return Some(None) };
        let Some(own) = own else {
            if source.gives.is_empty() {
                self.report(
                    Diagnostic::new(
                        Code::Incomplete,
                        first.span,
                        "it is not said what all others get",
                        "instead of what?",
                    )
                    .help("write `gives ...` before it; a price by value and a ladder give the same to all"),
                );
            }
            return None;
        };
        let names: Vec<&Name> = source.by_level.iter().map(|of| &of.level).collect();
        let (tiers, levels) = self.levels_of_one(&names)?;
        let mut all = vec![own.clone(); self.names.tiers.get(tiers.index())?.levels.len()];
        let mut seen: Vec<(LevelId, Span)> = Vec::new();
        for (of, level) in source.by_level.iter().zip(levels) {
            if let Some((_, first)) = seen.iter().find(|(l, _)| *l == level) {
                self.repeated(&format!("`in {}`", of.level.node), of.level.span, *first);
                return None;
            }
            seen.push((level, of.level.span));
            let gives = self.gift(&of.gives)?;
            let same_voucher = |(other, _): &(GivesText, Span)| is_voucher(other) == is_voucher(&of.gives);
            let Some(gives) = alike(own, gives).filter(|_| source.gives.first().is_none_or(same_voucher))
            else {
                self.gives_something_else(source, of);
                return None;
            };
            if let Some(place) = all.get_mut(usize::from(level.0)) {
                *place = gives;
            }
        }
        Some(Some(GivesByLevel { tiers, gives: all }))
    }

    fn gives_something_else(&mut self, source: &RewardText, of: &GivesIn) {
        let message =
            format!("members of `{}` would get another kind of thing than all others", of.level.node);
        let mut report = Diagnostic::new(Code::UnitMismatch, of.span, message, "of another kind")
            .help("write the same with another number, or another reward with `when` for this level");
        if let Some((_, span)) = source.gives.first() {
            report = report.also(*span, "what all others get");
        }
        self.report(report);
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

fn is_voucher(gives: &GivesText) -> bool {
    matches!(gives, GivesText::Voucher(_))
}

/// What a level gets, if that is of the same kind; without a cap of its own that of all others holds.
fn alike(own: &Gives, gives: Gives) -> Option<Gives> {
    match (own, gives) {
        (Gives::PerMeasure { measure: of, cap: own, .. }, Gives::PerMeasure { money, measure, cap }) => {
            (*of == measure).then_some(Gives::PerMeasure { money, measure, cap: cap.or(*own) })
        }
        (Gives::Points(of, _), Gives::Points(unit, points)) => {
            (*of == unit).then_some(Gives::Points(unit, points))
        }
        (Gives::Money(_), gives @ Gives::Money(_))
        | (Gives::Percent(_), gives @ Gives::Percent(_))
        | (Gives::Thing(_), gives @ Gives::Thing(_))
        | (Gives::Cash(_), gives @ Gives::Cash(_)) => Some(gives),
        // The cheapest item is one for all.
        (
            Gives::PerMeasure { .. }
            | Gives::Points(..)
            | Gives::Money(_)
            | Gives::Percent(_)
            | Gives::Thing(_)
            | Gives::Cash(_)
            | Gives::Cheapest(_),
            _,
        ) => None,
    }
}
