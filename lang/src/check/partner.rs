//! `partner`: stores, what it pays, how points convert. Its rules are checked with all others.

use super::Checker;
use super::kind::Kind;
use crate::ast::{Conversion as ConversionText, Name, Number, Partner as PartnerText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Conversion, Partner, Pays, Ratio, UnitId};
use crate::source::Span;
use crate::value::{Decimal, power_of_ten, show};

impl Checker<'_> {
    /// Checks all partners.
    pub(crate) fn check_partners(&mut self) {
        let names = self.names;
        for partner in &names.partners {
            let checked = self.partner(partner);
            self.partners.push(checked);
        }
    }

    fn partner(&mut self, source: &PartnerText) -> Option<Partner> {
        let stores = self.stores(source);
        let pays = self.all_pays(source);
        let conversions = self.conversions(source);
        Some(Partner {
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            stores: stores?,
            pays: pays?,
            conversions: conversions?,
        })
    }

    fn stores(&mut self, source: &PartnerText) -> Option<Vec<String>> {
        match source.stores.as_slice() {
            [] => Some(Vec::new()),
            [(texts, span)] => self.text_values(texts, *span),
            [(_, first), (_, second), ..] => {
                self.repeated("`stores`", *second, *first);
                None
            }
        }
    }

    fn all_pays(&mut self, source: &PartnerText) -> Option<Vec<Pays>> {
        let mut pays: Vec<(Pays, Span)> = Vec::new();
        let mut complete = true;
        for (number, currency, unit, span) in &source.pays {
            let Some(checked) = self.pays(number, currency, unit) else {
                complete = false;
                continue;
            };
            if let Some((_, first)) = pays.iter().find(|(p, _)| p.unit == checked.unit) {
                self.repeated(
                    &format!("what the partner pays for {}", self.unit_name(checked.unit)),
                    *span,
                    *first,
                );
                complete = false;
                continue;
            }
            pays.push((checked, *span));
        }
        complete.then(|| pays.into_iter().map(|(p, _)| p).collect())
    }

    /// Whole currency units for the smallest part of the unit, exactly.
    fn pays(&mut self, number: &Number, currency: &Name, unit: &Name) -> Option<Pays> {
        let (right_currency, unit) = (self.currency_here(currency), self.points_here(unit));
        let (digits, below) = self.decimal(number).map(Decimal::fraction)?;
        right_currency?;
        let unit = unit?;
        if digits <= 0 {
            self.must_be_positive(number);
            return None;
        }
        let decimals = self.units.get(unit)?.decimals;
        let money = below.checked_mul(power_of_ten(decimals)).and_then(|d| Ratio::new(digits, d));
        let Some(money) = money else {
            let message = format!("`{}` is too fine to settle with", number.node);
            self.report(
                Diagnostic::new(Code::OutOfRange, number.span, message, "too many digits")
                    .help("write fewer decimals"),
            );
            return None;
        };
        Some(Pays { unit, money })
    }

    fn conversions(&mut self, source: &PartnerText) -> Option<Vec<Conversion>> {
        let mut all: Vec<(Conversion, Span)> = Vec::new();
        let mut complete = true;
        for text in &source.converts {
            let Some(checked) = self.conversion(text) else {
                complete = false;
                continue;
            };
            if let Some((_, first)) =
                all.iter().find(|(c, _)| c.unit == checked.unit && c.into == checked.into)
            {
                self.repeated(&format!("the conversion to \"{}\"", checked.into), text.span, *first);
                complete = false;
                continue;
            }
            all.push((checked, text.span));
        }
        complete.then(|| all.into_iter().map(|(c, _)| c).collect())
    }

    fn conversion(&mut self, text: &ConversionText) -> Option<Conversion> {
        let unit = self.spendable(&text.unit)?;
        let kind = Kind::Points(unit);
        let give = self.positive(&text.give, kind)?;
        let get = self.positive(&text.get, Kind::Number(0))?;
        let step = match &text.step {
            Some(step) => self.positive(step, kind)?,
            None => give,
        };
        let least = match &text.minimum {
            Some(minimum) => self.positive(minimum, kind)?,
            None => step,
        };
        let product = i128::from(get) * i128::from(step);
        let gets = (product % i128::from(give) == 0).then_some(product / i128::from(give));
        let gets = gets.and_then(|g| i64::try_from(g).ok());
        if gets.is_none() {
            self.uneven_step(text, unit, give, step);
        }
        Some(Conversion { unit, step, least: least.max(step), into: text.into.node.clone(), gets: gets? })
    }

    fn uneven_step(&mut self, text: &ConversionText, unit: UnitId, give: i64, step: i64) {
        let decimals = self.units.get(unit).map_or(0, |u| u.decimals);
        let shown = |v: i64| show(i128::from(v), decimals);
        let span = text.step.as_ref().map_or(text.span, |s| s.span);
        let message =
            format!("a step of {} does not become a whole number of \"{}\"", shown(step), text.into.node);
        self.report(
            Diagnostic::new(Code::NeverHolds, span, message, "not a whole number")
                .help(format!("write `in steps of {}`", shown(give))),
        );
    }
}
