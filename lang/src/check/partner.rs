//! `partner`: dates, stores, what it pays. Its rules are checked with all others.

use super::Checker;
use crate::ast::{Name, Number, Partner as PartnerText};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Partner, PartnerId, Pays, Ratio};
use crate::source::Span;
use crate::value::{Decimal, power_of_ten};

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
        if let (Some(from), Some(to)) = (&source.from, &source.to) {
            self.rising_dates(from.node, to.node, from.span.to(to.span))?;
        }
        Some(Partner {
            from: source.from.as_ref().map(|d| d.node),
            to: source.to.as_ref().map(|d| d.node),
            name: source.name.node.clone(),
            title: source.title.as_ref().map_or_else(|| source.name.node.clone(), |t| t.node.clone()),
            span: source.span,
            stores: stores?,
            pays: pays?,
            conversions: conversions?,
        })
    }

    /// The partner of that name.
    pub(crate) fn partner_named(&mut self, name: &Name) -> Option<PartnerId> {
        let found = self.names.partner_names.get(name.node.as_str()).map(|(id, _)| *id);
        if found.is_none() && !self.names.may_be_lost(&name.node, &[]) {
            let known: Vec<&str> = self.names.partner_names.keys().copied().collect();
            let otherwise = format!("declare it: `partner {} {{ stores ... }}`", name.node);
            self.unknown(name, "partner", &known, otherwise);
        }
        found
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
}
