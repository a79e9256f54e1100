//! The most that rules, stacks and limits let through: of an event, or of each smallest part of an amount.

use super::prove::{By, Prover};
use crate::cube::{Cases, Cube, Fact, both, never};
use crate::domain::Domain;
use crate::most::{Spend, fraction};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, Claim, FigureNumber, Formula, Limit, LimitId, LineNumber, Most, Rate,
    RoundingMode, RoundingPlace, Rule, RuleId, SelectionId, StackMember, StackWay,
};

impl Prover<'_, '_> {
    /// So many points, whatever is bought.
    pub(super) fn flat(&self, points: BigRational, by: By, cases: &Cases) -> Option<BigRational> {
        if points.is_zero() {
            return Some(points);
        }
        match by {
            By::Event => Some(points),
            By::Amount(amount) => {
                let each = cases.as_ref()?.iter().map(|case| self.at_least(amount, case));
                let least = each.min().unwrap_or(0);
                (least > 0).then(|| points / BigInt::from(least))
            }
        }
    }

    /// What an amount comes to at least in a case.
    pub(super) fn at_least(&self, amount: AmountId, case: &Cube) -> i64 {
        let known = case.facts().filter_map(|(fact, domain)| match (fact, domain) {
            (Fact::Amount(part), Domain::Numbers(numbers)) if self.is_part(*part, amount) => {
                numbers.spans.first().map(|(low, _)| *low)
            }
            (_, _) => None,
        });
        known.max().unwrap_or(0).max(0)
    }

    /// Whether an amount of money is never more than another, where no line is below zero.
    pub(super) fn is_part(&self, part: AmountId, whole: AmountId) -> bool {
        if part == whole {
            return true;
        }
        let amounts = &self.universe.programme.amounts;
        let Some(Amount::Money(outer, basis)) = amounts.get(whole) else { return false };
        match amounts.get(part) {
            Some(Amount::Money(inner, own)) => self.is_in((*inner, *own), (*outer, *basis)),
            Some(Amount::EachLine(inner, figure)) => {
                let below = self.universe.programme.figures.get(*figure);
                below.is_some_and(|f| f.decimals == 0 && not_above_charged(&f.formula))
                    && self.is_in((*inner, Basis::Charged), (*outer, *basis))
            }
            _ => false,
        }
    }

    /// The same of the money of lines.
    fn is_in(&self, (inner, own): (SelectionId, Basis), (outer, basis): (SelectionId, Basis)) -> bool {
        let fits = own == basis
            || basis == Basis::BeforeDiscounts
            || basis == Basis::Charged && own != Basis::BeforeDiscounts;
        let (inside, outside) = (self.universe.lines(inner, true), self.universe.lines(outer, false));
        fits && (inner == outer || never(&both(&inside, &outside)))
    }

    pub(super) fn of_member(&self, claim: &Claim, member: StackMember, by: By) -> Option<BigRational> {
        match member {
            StackMember::Rule(rule) => {
                if !self.speaks_of(claim, rule) || !self.of_event(rule) {
                    return Some(BigRational::zero());
                }
                self.of_rule(rule, by)
            }
            StackMember::Stack(stack) => {
                let found = self.programme.stacks.get(stack)?;
                let each = || found.members.iter().map(|m| self.of_member(claim, *m, by));
                let most = match found.way {
                    StackWay::All => each().sum::<Option<BigRational>>(),
                    StackWay::Best | StackWay::First if found.per_line => each().sum(),
                    StackWay::Best | StackWay::First => {
                        each().try_fold(BigRational::zero(), |most, next| Some(most.max(next?)))
                    }
                    StackWay::Multiply => self.product(claim, &found.rules, by),
                };
                let mut rules = found.rules.iter().map(|r| self.cases_of(*r));
                let cases = rules.try_fold(Vec::new(), |mut all, cases| {
                    all.extend(cases?);
                    Some(all)
                });
                self.limited(most, &found.limits, by, &cases)
            }
        }
    }

    /// Multiples of one rule together.
    fn product(&self, claim: &Claim, rules: &[RuleId], by: By) -> Option<BigRational> {
        let mut factor = BigRational::one();
        let mut base = BigRational::zero();
        for rule in rules {
            let Some(Award::Share { ratio, .. } | Award::Portion { ratio, .. }) =
                self.programme.rules.get(*rule).map(|r| &r.award)
            else {
                continue;
            };
            let ratio = fraction(*ratio);
            if ratio.is_zero() {
                continue;
            }
            base = base.max(self.of_member(claim, StackMember::Rule(*rule), by)? / &ratio);
            factor *= BigRational::one() + ratio;
        }
        Some(base * (factor - BigRational::one()))
    }

    fn of_rule(&self, id: RuleId, by: By) -> Option<BigRational> {
        let rule = self.programme.rules.get(id)?;
        let cases = self.cases_of(id);
        if never(&cases) {
            return Some(BigRational::zero());
        }
        if let By::Event = by {
            let spend = Spend(self.programme.receipt_ceiling);
            let known = self.universe.most_over(id, &cases, spend);
            let most = known.unwrap_or_else(|| self.universe.most_of_rule(id, &Cube::anything(), spend));
            return Some(BigRational::from_integer(most));
        }
        // A rule may give different amounts in different cases.
        let mut each = cases.as_ref()?.iter().map(|case| {
            let one = Some(vec![case.clone()]);
            let raw = self.of_award(&rule.award, case, by);
            let raw = raw.and_then(|raw| self.rounded(raw, rule, by, &one));
            self.limited(raw, &rule.limits, by, &one)
        });
        each.try_fold(BigRational::zero(), |most, next| Some(most.max(next?)))
    }

    /// What rounding may add.
    fn rounded(&self, raw: BigRational, rule: &Rule, by: By, cases: &Cases) -> Option<BigRational> {
        if raw.is_zero() || rule.rounding.mode == RoundingMode::Down {
            return Some(raw);
        }
        let places = if rule.rounding.place == RoundingPlace::Line { 10_000 } else { 1 };
        let more = BigRational::from_integer(BigInt::from(rule.rounding.step.max(1)) * places);
        Some(raw + self.flat(more, by, cases)?)
    }

    fn of_award(&self, award: &Award, case: &Cube, by: By) -> Option<BigRational> {
        match award {
            Award::Rate(rate, None) => self.of_rate(rate, case, by),
            Award::Rate(rate, Some(by_level)) => {
                let held = case.get(&Fact::Level(by_level.tiers));
                let levels = by_level.rates.iter().enumerate();
                let possible = levels.filter(|(n, _)| held.is_none_or(|d| d.has(*n)));
                let own = self.of_rate(rate, case, by);
                let mut all = possible.map(|(_, r)| self.of_rate(r, case, by)).peekable();
                if all.peek().is_none() {
                    return own;
                }
                all.try_fold(BigRational::zero(), |most, next| Some(most.max(next?)))
            }
            Award::Bands { amount, each_part, bands } => {
                let By::Amount(whole) = by else { return None };
                if !self.is_part(*amount, whole) {
                    return None;
                }
                // Flat parts of the bands below come on top where each part has its own rate.
                let (mut most, mut flat) = (BigRational::zero(), BigRational::zero());
                for band in bands {
                    match &band.rate {
                        Rate::Flat(each) => {
                            flat = if *each_part { flat + fraction(*each) } else { fraction(*each) };
                            if flat.is_zero() {
                                continue;
                            }
                            if band.from < 1 {
                                return None;
                            }
                            most = most.max(&flat / BigInt::from(band.from));
                        }
                        rate @ (Rate::Proportional(..) | Rate::Steps(..)) => {
                            most = most.max(rate.worth().map(fraction)?);
                        }
                    }
                }
                let mixed = bands.iter().any(|b| matches!(b.rate, Rate::Flat(_)))
                    && bands.iter().any(|b| !matches!(b.rate, Rate::Flat(_)));
                (!mixed || !each_part).then_some(most)
            }
            Award::Share { of, ratio, exact } => {
                let sum: Option<BigRational> = of.iter().map(|r| self.of_rule_in(*r, case, by, *exact)).sum();
                Some(sum? * fraction(*ratio))
            }
            Award::Portion { of, ratio, exact, .. } => {
                let each = of.iter().map(|portion| {
                    let down = *exact || portion.rounding.mode == RoundingMode::Down;
                    self.of_award(&portion.award, case, by).filter(|_| down)
                });
                Some(each.sum::<Option<BigRational>>()? * fraction(*ratio))
            }
        }
    }

    /// What another rule may give in a case of the one that takes a share of it; before rounding and limits if `exact`.
    fn of_rule_in(&self, id: RuleId, case: &Cube, by: By, exact: bool) -> Option<BigRational> {
        let rule = self.programme.rules.get(id)?;
        let cases = both(&Some(vec![case.clone()]), &self.universe.of_rule(rule));
        let mut each = cases?.into_iter().map(|case| {
            let one = Some(vec![case.clone()]);
            let raw = self.of_award(&rule.award, &case, by);
            if exact {
                return raw;
            }
            let raw = raw.and_then(|raw| self.rounded(raw, rule, by, &one));
            self.limited(raw, &rule.limits, by, &one)
        });
        each.try_fold(BigRational::zero(), |most, next| Some(most.max(next?)))
    }

    fn of_rate(&self, rate: &Rate, case: &Cube, by: By) -> Option<BigRational> {
        let By::Amount(whole) = by else { return None };
        match rate {
            Rate::Flat(each) => self.flat(fraction(*each), by, &Some(vec![case.clone()])),
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => {
                if rate.worth().is_some_and(|w| fraction(w).is_zero()) {
                    return Some(BigRational::zero());
                }
                if self.universe.has_no_lines(self.universe.programme.amounts.get(*amount)?.selection(), case)
                {
                    return Some(BigRational::zero());
                }
                if !self.is_part(*amount, whole) {
                    return None;
                }
                rate.worth().map(fraction)
            }
        }
    }

    /// The smaller of what there is and what limits let through; a limit alone may be what gives an end.
    fn limited(
        &self,
        value: Option<BigRational>,
        limits: &[LimitId],
        by: By,
        cases: &Cases,
    ) -> Option<BigRational> {
        let limits = limits.iter().filter_map(|id| self.programme.limits.get(*id));
        limits.fold(value, |value, limit| match (value, self.let_through(limit, by, cases)) {
            (Some(value), Some(most)) => Some(value.min(most)),
            (value, most) => value.or(most),
        })
    }

    fn let_through(&self, limit: &Limit, by: By, cases: &Cases) -> Option<BigRational> {
        match (limit.most, by) {
            (Most::Points(most), _) => self.flat(BigRational::from_integer(most.into()), by, cases),
            (Most::PerPart(amount, each), By::Amount(whole)) if self.is_part(amount, whole) => {
                Some(fraction(each))
            }
            (Most::PerStep(amount, step, each), By::Amount(whole)) if self.is_part(amount, whole) => {
                Some(fraction(each) / BigInt::from(step.max(1)))
            }
            (Most::Times(_) | Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..), _) => None,
        }
    }
}

/// Whether a number made of a line is never more than what was charged for it, where that is not below zero.
fn not_above_charged(formula: &Formula) -> bool {
    match formula {
        Formula::Number(FigureNumber::Line(LineNumber::Amount { basis, times: 1 }), 0) => {
            *basis != Basis::BeforeDiscounts
        }
        Formula::Smaller(a, b) => not_above_charged(a) || not_above_charged(b),
        Formula::Larger(a, b) => not_above_charged(a) && not_above_charged(b),
        Formula::Less(a, b) => not_above_charged(a) && is_not_below_zero(b),
        Formula::Number(..) | Formula::Plus(..) | Formula::Times(..) => false,
    }
}

fn is_not_below_zero(formula: &Formula) -> bool {
    matches!(formula, Formula::Number(FigureNumber::Constant(n), _) if *n >= 0)
}
