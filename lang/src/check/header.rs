//! The `programme` item: currency, zone, units of points, measures, memory, the door.

use super::Checker;
use crate::ast::{Header, Name, Number, Setting, Text};
use crate::diag::{Code, Diagnostic};
use crate::names::did_you_mean;
use crate::programme::{Currency, Ratio, Unit};
use crate::source::{Span, Spanned};
use crate::time::{Period, Window, Zone};
use crate::value::{Decimal, currency_decimals, power_of_ten};
use std::collections::BTreeMap;

/// Days of memory when nothing is said.
const MEMORY: u16 = 90;
/// Most decimals of a unit.
const UNIT_DECIMALS: u8 = 6;

impl Checker<'_> {
    /// Checks the header; without one the rest is checked all the same.
    pub(crate) fn header(&mut self) {
        let names = self.names;
        self.remember = Some(MEMORY);
        match names.headers.as_slice() {
            // Reported with the names.
            [] => {}
            [only] => self.settings(only),
            [first, others @ ..] => {
                self.settings(first);
                for other in others {
                    self.repeated("the `programme` item", other.name.span, first.name.span);
                }
            }
        }
        for (name, setting) in &names.units {
            self.unit(name, setting);
        }
        self.check_measures();
        self.check_household();
    }

    /// Something that is said twice.
    pub(crate) fn repeated(&mut self, what: &str, again: Span, first: Span) {
        let message = format!("{what} is said twice");
        self.report(
            Diagnostic::new(Code::Repeated, again, message, "said again here")
                .also(first, "said first here")
                .help("keep one of the two"),
        );
    }

    fn settings(&mut self, header: &Header) {
        self.name.clone_from(&header.name.node);
        let mut seen: BTreeMap<&'static str, Span> = BTreeMap::new();
        for setting in &header.settings {
            if let Some((what, span)) = once(setting) {
                if let Some(first) = seen.get(what) {
                    self.repeated(what, span, *first);
                    continue;
                }
                seen.insert(what, span);
            }
            self.setting(setting);
        }
        // An amount needs the currency, wherever that stands.
        for setting in &header.settings {
            if let Setting::ReceiptsUpTo(number, currency, _) = setting {
                self.receipts_up_to(number, currency);
            }
        }
        for (what, example) in [("`currency`", "currency CHF"), ("`timezone`", "timezone \"Europe/Zurich\"")]
        {
            if !seen.contains_key(what) {
                let message = format!("the programme does not say its {}", what.trim_matches('`'));
                self.report(
                    Diagnostic::new(
                        Code::Incomplete,
                        header.name.span,
                        message,
                        format!("{what} is missing"),
                    )
                    .help(format!("add `{example}`")),
                );
            }
        }
    }

    fn setting(&mut self, setting: &Setting) {
        match setting {
            Setting::Currency(code) => self.set_currency(code),
            Setting::Timezone(text) => self.set_zone(text),
            Setting::Remember(days, span) => self.set_memory(days.as_ref(), *span),
            Setting::LeapDay(leap, _) => self.leap_day = *leap,
            Setting::WeekStart(day, _) => self.week_start = day.0,
            Setting::GuestsPass(_) => self.guests_pass = true,
            Setting::KnownMembersOnly(_) => self.known_members_only = true,
            Setting::LeaversKeep(days, _) => self.leavers_keep_for(days),
            // Later, or with all units and measures.
            Setting::ReceiptsUpTo(..)
            | Setting::Household { .. }
            | Setting::Unit { .. }
            | Setting::Measure(..) => {}
        }
    }

    fn set_currency(&mut self, code: &Name) {
        self.currency_word = Some(code.node.clone());
        if let Some(decimals) = currency_decimals(&code.node) {
            self.currency = Some(Currency { code: code.node.clone(), decimals });
            return;
        }
        let help =
            Self::nearest_currency(&code.node, "write the three letters of ISO 4217, such as CHF or EUR");
        let message = format!("there is no currency `{}`", code.node);
        self.report(
            Diagnostic::new(Code::UnknownWorldName, code.span, message, "not a currency in use").remedy(help),
        );
    }

    fn set_zone(&mut self, text: &Text) {
        self.zone = Zone::named(&text.node);
        if self.zone.is_none() {
            let known: Vec<String> = Zone::names().collect();
            let help = did_you_mean(
                &text.node,
                known.iter().map(String::as_str),
                "write a continent and a city, such as \"Europe/Zurich\"",
            );
            let message = format!("there is no time zone `{}`", text.node);
            self.report(
                Diagnostic::new(Code::UnknownWorldName, text.span, message, "not a time zone").remedy(help),
            );
        }
    }

    fn set_memory(&mut self, days: Option<&Spanned<u16>>, span: Span) {
        self.remember = days.map(|d| d.node);
        if self.remember == Some(0) {
            self.report(
                Diagnostic::new(Code::NeverHolds, span, "0 days remember nothing", "no memory at all")
                    .help("write `remember nothing`"),
            );
        }
    }

    fn leavers_keep_for(&mut self, days: &Spanned<u16>) {
        if days.node == 0 {
            self.report(
                Diagnostic::new(Code::NeverHolds, days.span, "for 0 days they keep nothing", "no day at all")
                    .help("leave it out: then points are gone when the membership ends"),
            );
            return;
        }
        self.leavers_keep = Some(days.node);
    }

    fn receipts_up_to(&mut self, number: &Number, currency: &Name) {
        if self.currency_here(currency).is_some()
            && let Some(most) = self.positive(number, super::kind::Kind::Money)
        {
            self.receipt_ceiling = most;
        }
    }

    fn unit(&mut self, name: &Name, setting: &Setting) {
        let Setting::Unit { title, one, money, decimals, worth, buckets, used, status_only, .. } = setting
        else {
            return;
        };
        let title = title.as_ref().map_or_else(|| name.node.clone(), |t| t.node.clone());
        let mut unit = Unit {
            name: name.node.clone(),
            title,
            one: one.as_ref().map(|t| t.node.clone()),
            decimals: decimals.as_ref().map_or(0, |d| d.node),
            money: money.is_some(),
            buckets: buckets.and_then(|p| self.bucket(p)),
            used: used.unwrap_or_default(),
            status_only: status_only.is_some(),
            ..Unit::default()
        };
        if let Some(decimals) = decimals
            && decimals.node > UNIT_DECIMALS
        {
            let message = format!("a unit has at most {UNIT_DECIMALS} decimals");
            self.report(
                Diagnostic::new(Code::OutOfRange, decimals.span, message, "too many")
                    .help(format!("write `decimals {UNIT_DECIMALS}` or fewer")),
            );
            unit.decimals = UNIT_DECIMALS;
        }
        match money {
            Some(currency) => self.money_unit(&mut unit, currency, decimals.as_ref(), worth.as_ref()),
            None => unit.worth = worth.as_ref().and_then(|(number, currency)| self.worth(number, currency)),
        }
        self.units.push(unit);
    }

    /// The stretch of earning that is one bucket.
    fn bucket(&self, period: Period) -> Option<Window> {
        match period {
            Period::Week => Some(Window::Week(self.week_start)),
            Period::Month => Some(Window::Month),
            Period::Quarter => Some(Window::Quarter),
            Period::Year(start) => Some(Window::Year(start)),
            // Not in the grammar.
            Period::HalfYear | Period::MembershipYear => None,
        }
    }

    /// `unit credit in CHF`: one whole is one of the currency, with its decimals.
    fn money_unit(
        &mut self,
        unit: &mut Unit,
        currency: &Name,
        decimals: Option<&Spanned<u8>>,
        worth: Option<&(Number, Name)>,
    ) {
        let Some(()) = self.currency_here(currency) else { return };
        let Some(ours) = self.currency.clone() else { return };
        unit.decimals = ours.decimals;
        unit.worth = Ratio::new(power_of_ten(ours.decimals), 1);
        if let Some(decimals) = decimals
            && decimals.node != ours.decimals
        {
            let message = format!("a unit in {} has the decimals of {}", ours.code, ours.code);
            self.report(
                Diagnostic::new(Code::NotHere, decimals.span, message, "not needed")
                    .help("leave `decimals` out"),
            );
        }
        if let Some((number, word)) = worth {
            let message = format!("one of a unit in {} is worth 1 {}", ours.code, ours.code);
            let span = number.span.to(word.span);
            self.report(
                Diagnostic::new(Code::NotHere, span, message, "not needed").help("leave `worth` out"),
            );
        }
    }

    /// Worth of one whole point in smallest currency units, which may be a fraction.
    fn worth(&mut self, number: &Number, currency: &Name) -> Option<Ratio> {
        self.currency_here(currency)?;
        let decimals = self.currency.as_ref()?.decimals;
        let (digits, denominator) = self.decimal(number).map(Decimal::fraction)?;
        let worth = digits.checked_mul(power_of_ten(decimals)).and_then(|n| Ratio::new(n, denominator));
        if worth.is_none_or(|w| w == Ratio::ZERO) {
            self.must_be_positive(number);
            return None;
        }
        worth
    }
}

/// Settings that may be said once, with their place.
fn once(setting: &Setting) -> Option<(&'static str, Span)> {
    Some(match setting {
        Setting::Currency(name) => ("`currency`", name.span),
        Setting::Timezone(text) => ("`timezone`", text.span),
        Setting::Remember(_, span) => ("`remember`", *span),
        Setting::LeapDay(_, span) => ("`29 February counts as`", *span),
        Setting::WeekStart(_, span) => ("`weeks start on`", *span),
        Setting::GuestsPass(span) => ("`guests pass`", *span),
        Setting::KnownMembersOnly(span) => ("`known members only`", *span),
        Setting::LeaversKeep(_, span) => ("`leavers keep points`", *span),
        Setting::Household { span, .. } => ("`household`", *span),
        Setting::ReceiptsUpTo(_, _, span) => ("`receipts up to`", *span),
        Setting::Unit { .. } | Setting::Measure(..) => return None,
    })
}
