//! Percentages of amounts and of rules, and multiples of rules.

use super::Checker;
use super::operand::bare_name;
use crate::ast::{AmountRef, Clause, Name, Number, Selection};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::{Lost, Meaning};
use crate::programme::{Award, Id, Rate, Ratio, RuleId, UnitId};
use crate::source::Span;
use crate::value::{Decimal, power_of_ten, show};
use std::collections::BTreeMap;

/// What may stand behind the rules: `on produce`, `before rounding`.
pub(crate) type Words<'t> = (Option<&'t Selection>, Option<Span>);

impl Checker<'_> {
    /// `10% of base`, `2% of eligible`.
    pub(crate) fn percent(
        &mut self,
        rule: RuleId,
        unit: Option<UnitId>,
        percent: &Number,
        of: &AmountRef,
        (on, before_rounding): Words<'_>,
        span: Span,
    ) -> Option<Award> {
        let ratio = self.percentage(percent);
        if let Some(rules) = self.rules_of(of) {
            if let Some((_, basis)) = of.basis.first() {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *basis,
                        "what rules gave is points, not money",
                        "only for money",
                    )
                    .help("leave these words out, or write `before rounding`"),
                );
                return None;
            }
            return self.share(rule, unit, &rules, ratio, (on, before_rounding));
        }
        if self.is_unknown_base(of) {
            return None;
        }
        if let Some(on) = on {
            self.report(
                Diagnostic::new(
                    Code::NotHere,
                    on.span,
                    "an amount already says of which lines",
                    "only for rules",
                )
                .help("name these lines after `of`"),
            );
            return None;
        }
        if let Some(span) = before_rounding {
            self.report(
                Diagnostic::new(Code::NotHere, span, "an amount is not rounded", "only for rules")
                    .help("leave `before rounding` out"),
            );
            return None;
        }
        let amount = self.money_amount(of);
        let (amount, ratio) = (amount?, ratio?);
        let finer = Ratio::new(1, power_of_ten(self.figure_decimals(amount)));
        let ratio = finer.and_then(|finer| ratio.times(finer))?;
        self.money_unit_for(percent, of, span)?;
        Some(Award::Rate(Rate::Proportional(amount, ratio), None))
    }

    /// A single name that nothing declares may have been meant as a rule or as lines.
    fn is_unknown_base(&mut self, of: &AmountRef) -> bool {
        let Some(name) = bare_name(of) else { return false };
        match self.names.meaning(&name.node) {
            Some(Meaning::Broken) => return true,
            Some(_) => return false,
            None => {}
        }
        if !self.names.may_be_lost(&name.node, &[Lost::Rules, Lost::Lines, Lost::Tiers]) {
            let known = self
                .names
                .that(|m| matches!(m, Meaning::Rule(_) | Meaning::Level(Some(_)) | Meaning::Lines(_)));
            let otherwise =
                format!("declare it: `earn {} {{ ... }}` or `lines {} = ...`", name.node, name.node);
            self.unknown(name, "rule or selection", &known, otherwise);
        }
        true
    }

    fn percentage(&mut self, percent: &Number) -> Option<Ratio> {
        let decimal = self.decimal(percent)?;
        let (digits, below) = decimal.fraction();
        if digits <= 0 {
            let message = format!("{}% of anything is nothing", percent.node);
            self.report(
                Diagnostic::new(Code::NeverHolds, percent.span, message, "gives nothing")
                    .help("write a number above 0"),
            );
            return None;
        }
        let ratio = below.checked_mul(100).and_then(|d| Ratio::new(digits, d));
        self.bounded(ratio, limits::RATE, percent.span)
    }

    /// A percentage of money is money, so the programme needs one unit that is.
    fn money_unit_for(&mut self, percent: &Number, of: &AmountRef, span: Span) -> Option<UnitId> {
        let units = self.money_units();
        match units.as_slice() {
            [unit] => return Some(*unit),
            [_, _, ..] => {
                let names: Vec<String> = units.iter().map(|u| self.unit_name(*u)).collect();
                let message = format!("this could be any of {}", names.join(", "));
                let unit = names.first().map_or("credit", String::as_str);
                let code = self.currency.as_ref().map_or("", |c| c.code.as_str());
                let what = self.sources.text(of.span);
                let help = format!("name the unit: `{} {unit} per 100 {code} of {what}`", percent.node);
                self.report(Diagnostic::new(Code::Incomplete, span, message, "of which unit?").help(help));
                return None;
            }
            [] => {}
        }
        if self.names.lost.contains(&Lost::Header) {
            return None;
        }
        let currency = self.currency.clone()?;
        let unit = self.units.iter().next().map_or_else(|| "points".to_owned(), |(_, u)| u.name.clone());
        let hundred = show(100 * power_of_ten(currency.decimals), currency.decimals);
        let what = self.sources.text(of.span);
        let message = format!("a percentage of money in {} is not {unit}", currency.code);
        let help = format!(
            "write `{} {unit} per {hundred} {} of {what}`, or declare a unit that is money, such as `unit credit in {}`",
            percent.node, currency.code, currency.code
        );
        self.report(
            Diagnostic::new(Code::UnitMismatch, span, message, format!("{}, not {unit}", currency.code))
                .help(help),
        );
        None
    }

    /// `2 times base`: base once more.
    pub(crate) fn times(
        &mut self,
        rule: RuleId,
        unit: Option<UnitId>,
        factor: &Number,
        of: &[Name],
        words: Words<'_>,
    ) -> Option<Award> {
        let ratio = self.times_ratio(factor);
        let names: Vec<&Name> = of.iter().collect();
        self.share(rule, unit, &names, ratio, words)
    }

    fn times_ratio(&mut self, factor: &Number) -> Option<Ratio> {
        let (digits, below) = self.decimal(factor).map(Decimal::fraction)?;
        let more = digits - below;
        if more == 0 {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    factor.span,
                    "1 times a rule is what it gives already",
                    "adds nothing",
                )
                .help("write a number above 1; `2 times` doubles"),
            );
            return None;
        }
        if more < 0 {
            let message = format!("`{} times` would take points away", factor.node);
            self.report(
                Diagnostic::new(Code::OutOfRange, factor.span, message, "below 1")
                    .help("write a number above 1, or a percentage such as `50% of`"),
            );
            return None;
        }
        self.bounded(Ratio::new(more, below), limits::RATE, factor.span)
    }

    fn share(
        &mut self,
        rule: RuleId,
        unit: Option<UnitId>,
        names: &[&Name],
        ratio: Option<Ratio>,
        (on, before_rounding): Words<'_>,
    ) -> Option<Award> {
        let exact = before_rounding.is_some();
        let mut of: Vec<(RuleId, Span)> = Vec::new();
        let mut seen: BTreeMap<RuleId, Span> = BTreeMap::new();
        let mut complete = true;
        for name in names {
            let Some(id) = self.rule_named(name) else {
                complete = false;
                continue;
            };
            if let Some(first) = seen.get(&id) {
                self.repeated(&format!("`{}`", name.node), name.span, *first);
                complete = false;
                continue;
            }
            seen.insert(id, name.span);
            for id in self.versions(id) {
                of.push((id, name.span));
                if self.fits_share(rule, unit, id, name, exact).is_none() {
                    complete = false;
                    break;
                }
            }
        }
        if let Some(on) = on {
            let portion = self.portion(rule, of, on, ratio, exact)?;
            return complete.then_some(portion);
        }
        let of = of.into_iter().map(|(id, _)| id).collect();
        let ratio = ratio?;
        complete.then_some(Award::Share { of, ratio, exact })
    }

    /// Whether a rule can take a share of another: one unit, the same events, a value that is known.
    fn fits_share(
        &mut self,
        rule: RuleId,
        unit: Option<UnitId>,
        of: RuleId,
        name: &Name,
        exact: bool,
    ) -> Option<()> {
        let theirs = self.rule_units.get(of.index()).copied().flatten()?;
        let ours = unit?;
        if theirs != ours {
            let (wrong, right) = (self.unit_name(theirs), self.unit_name(ours));
            let message = format!("`{}` gives {wrong}, and the others {right}", name.node);
            self.report(
                Diagnostic::new(Code::UnitMismatch, name.span, message, format!("{wrong}, not {right}"))
                    .help("write one rule for each unit"),
            );
            return None;
        }
        self.gives_in_one_event(of, name)?;
        if self.activity_of(rule) != self.activity_of(of) {
            let message = format!(
                "`{}` looks at other events than this rule, so it gave nothing in this one",
                name.node
            );
            self.report(
                Diagnostic::new(Code::NeverHolds, name.span, message, "always nothing")
                    .help("take a share only of rules for the same events"),
            );
            return None;
        }
        if exact && self.per_line(of) {
            let message = format!("`{}` is rounded per line, so it has no value before rounding", name.node);
            self.report(
                Diagnostic::new(Code::NotHere, name.span, message, "rounded per line")
                    .help("leave `before rounding` out, or `per line` in that rule"),
            );
            return None;
        }
        Some(())
    }

    fn activity_of(&self, rule: RuleId) -> Option<&str> {
        self.names.rules.get(rule.index()).and_then(|r| {
            r.clauses
                .iter()
                .find_map(|c| if let Clause::Activity(kind, _) = c { Some(kind.node.as_str()) } else { None })
        })
    }

    fn per_line(&self, rule: RuleId) -> bool {
        self.names.rules.get(rule.index()).is_some_and(|r| {
            r.clauses.iter().any(|c| matches!(c, Clause::Rounding(r) if r.per_line.is_some()))
        })
    }
}
