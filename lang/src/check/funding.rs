//! `funded`: who pays for the points of a rule.

use super::Checker;
use crate::ast::{Name, Number};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Funding, Id, PartnerId, Ratio, UnitId};
use crate::source::Span;
use crate::value::show;

/// All of it, in hundredths of a percent.
const WHOLE: i64 = 10_000;

impl Checker<'_> {
    /// Who pays for what part; nobody if it is not said.
    pub(crate) fn funding(
        &mut self,
        said: &[(&[(Number, Name)], Span)],
        unit: Option<UnitId>,
    ) -> Option<Vec<Funding>> {
        let (funders, span) = match said {
            [] => return Some(Vec::new()),
            [one] => *one,
            [(_, first), (_, second), ..] => {
                self.repeated("`funded`", *second, *first);
                return None;
            }
        };
        let unit = unit?;
        let mut all: Vec<(Funding, Span)> = Vec::new();
        for (number, name) in funders {
            let funding = self.funder(number, name, unit)?;
            if let Some((_, first)) = all.iter().find(|(f, _)| f.partner == funding.partner) {
                self.repeated(&format!("what `{}` pays", name.node), name.span, *first);
                return None;
            }
            all.push((funding, name.span));
        }
        let sum: i64 = all.iter().map(|(f, _)| f.share).sum();
        if sum != WHOLE {
            let message = format!("these shares add up to {}%, not to 100%", shown(sum));
            let mut report = Diagnostic::new(Code::NeverHolds, span, message, "not the whole");
            if let [(number, _), .., (last, _)] = funders {
                report = report.also(number.span, "from here").also(last.span, "to here");
            }
            let rest = WHOLE - sum;
            let help = if rest > 0 {
                format!("say who pays the other {}%, such as `{}% by us`", shown(rest), shown(rest))
            } else {
                "write smaller shares".to_owned()
            };
            self.report(report.help(help));
            return None;
        }
        Some(all.into_iter().map(|(f, _)| f).collect())
    }

    fn funder(&mut self, number: &Number, name: &Name, unit: UnitId) -> Option<Funding> {
        let share = self.percent_of(number)?;
        let names = self.names;
        if name.node == "us" {
            return Some(Funding { partner: None, share, money: None });
        }
        let Some((partner, _)) = names.partner_names.get(name.node.as_str()) else {
            if !names.broken.contains(name.node.as_str()) {
                let mut known: Vec<&str> = names.partner_names.keys().copied().collect();
                known.push("us");
                let otherwise = format!("declare it: `partner {} {{ ... }}`, or write `us`", name.node);
                self.unknown(name, "partner", &known, otherwise);
            }
            return None;
        };
        let money = self.paid_by(*partner, name, unit)?;
        let part = Ratio::new(i128::from(share), i128::from(WHOLE))?;
        let Some(money) = money.times(part) else {
            self.report(
                Diagnostic::new(
                    Code::OutOfRange,
                    number.span,
                    "this share is too fine to settle with",
                    "too fine",
                )
                .help("write fewer decimals"),
            );
            return None;
        };
        Some(Funding { partner: Some(*partner), share, money: Some(money) })
    }

    /// What a partner pays for a unit.
    fn paid_by(&mut self, partner: PartnerId, name: &Name, unit: UnitId) -> Option<Ratio> {
        let checked = self.partners.get(partner.index()).and_then(Option::as_ref)?;
        let pays = checked.pays.iter().find(|p| p.unit == unit).map(|p| p.money);
        if pays.is_none() {
            let unit = self.unit_name(unit);
            let currency = self.currency_word.clone().unwrap_or_default();
            let message = format!("it is not said what `{}` pays for {unit}", name.node);
            self.report(
                Diagnostic::new(Code::Incomplete, name.span, message, "pays how much?")
                    .help(format!("add `pays 0.01 {currency} per {unit}` to the partner")),
            );
        }
        pays
    }
}

fn shown(hundredths: i64) -> String {
    let text = show(i128::from(hundredths), 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
