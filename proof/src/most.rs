//! How much a rule can give on one receipt: never less than what an engine gives.

use crate::cube::{Cases, Cube, Fact, both, never};
use crate::domain::Domain;
use crate::universe::Universe;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, Limit, LimitId, LimitWindow, Most, Portion, Rate, Ratio, Rounding,
    RoundingMode, RoundingPlace, Rule, RuleId, SelectionId, StackId, StackMember, StackWay,
};

/// Lines of a receipt at most: each may be rounded.
const LINES: i64 = 10_000;

/// Receipts whose lines come to at most so much, without their signs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spend(pub(crate) i64);

impl Universe<'_> {
    /// The largest that an amount can be in a case.
    pub(crate) fn largest(&self, amount: AmountId, case: &Cube, spend: Spend) -> i64 {
        let Some(spec) = self.programme.amounts.get(amount) else { return i64::MAX };
        // A figure may read fields, which are there without any line: of an activity too.
        if !matches!(spec, Amount::Made(..)) && self.has_no_lines(spec.selection(), case) {
            return 0;
        }
        let possible = Domain::Numbers(self.amount(amount));
        let met = case.get(&Fact::Amount(amount)).map_or_else(|| possible.clone(), |d| d.meet(&possible));
        let Domain::Numbers(numbers) = met else { return i64::MAX };
        let known = numbers.spans.last().map_or(0, |(_, high)| *high).max(0);
        let known = known.min(self.largest_field(spec, case).unwrap_or(i64::MAX));
        match spec {
            Amount::Money(_, Basis::BeforeDiscounts) => known,
            Amount::Money(
                _,
                Basis::Charged | Basis::WithoutTax | Basis::PaidBy(_) | Basis::LessPaidBy(_),
            ) => known.min(spend.0),
            Amount::Quantity(..)
            | Amount::Items(_)
            | Amount::Lines(_)
            | Amount::Different(..)
            | Amount::EachLine(..)
            | Amount::Made(..)
            | Amount::Events(_) => known,
        }
    }

    /// The largest value of an amount that is a field of the event alone, in a case that may say something of the field.
    fn largest_field(&self, amount: &Amount, case: &Cube) -> Option<i64> {
        let (field, missing) = self.programme.field_alone(amount)?;
        let fact = Fact::Field(field);
        let possible = Domain::Numbers(self.numbers(&fact));
        let met = case.get(&fact).map_or_else(|| possible.clone(), |d| d.meet(&possible));
        let Domain::Numbers(numbers) = met else { return None };
        let without = if numbers.missing { missing.unwrap_or(0) } else { 0 };
        let highest = numbers.spans.last().map_or(0, |(_, high)| *high);
        Some(highest.max(without).max(0))
    }

    /// Whether no line can be in a selection, in a case that may say of some lines that there are none.
    pub(crate) fn has_no_lines(&self, selection: SelectionId, case: &Cube) -> bool {
        let inside = self.lines(selection, true);
        let mut none_of = case.facts().filter_map(|(fact, domain)| match (fact, domain) {
            (Fact::Amount(amount), Domain::Numbers(numbers)) => match self.programme.amounts.get(*amount) {
                Some(Amount::Lines(of))
                    if !numbers.missing && numbers.spans.iter().all(|(_, high)| *high < 1) =>
                {
                    Some(*of)
                }
                Some(_) | None => None,
            },
            (_, _) => None,
        });
        never(&inside) || none_of.any(|of| never(&both(&inside, &self.lines(of, false))))
    }

    /// The most that a rule can give on a receipt: smallest parts, after its own rounding and limits.
    pub(crate) fn most_of_rule(&self, rule: RuleId, case: &Cube, spend: Spend) -> BigInt {
        let Some(found) = self.programme.rules.get(rule) else { return BigInt::zero() };
        self.limited(self.most_without_limits(found, case, spend), &found.limits, case, spend)
    }

    /// The same without its limits.
    pub(crate) fn most_without_limits(&self, rule: &Rule, case: &Cube, spend: Spend) -> BigInt {
        rounded(&self.most_of_award(&rule.award, case, spend), rule.rounding)
    }

    fn most_of_award(&self, award: &Award, case: &Cube, spend: Spend) -> BigRational {
        match award {
            Award::Rate(rate, None) => self.most_of_rate(rate, case, spend),
            Award::Rate(rate, Some(by_level)) => {
                let held = case.get(&Fact::Level(by_level.tiers));
                let levels = by_level.rates.iter().enumerate();
                // Within the receipt higher levels may be reached.
                let possible = levels.filter(|(n, _)| {
                    let within = by_level.within.is_some();
                    held.is_none_or(|d| if within { (0..=*n).any(|held| d.has(held)) } else { d.has(*n) })
                });
                let most = possible.map(|(_, r)| self.most_of_rate(r, case, spend)).max();
                most.unwrap_or_else(|| self.most_of_rate(rate, case, spend))
            }
            Award::Bands { amount, each_part, bands } => {
                let top = self.largest(*amount, case, spend);
                let tops = bands.iter().enumerate().filter(|(_, b)| b.from <= top).map(|(n, band)| {
                    let end = bands.get(n + 1).map_or(top, |next| top.min(next.from.saturating_sub(1)));
                    let part = if *each_part { end.saturating_sub(band.from).saturating_add(1) } else { end };
                    rate_of(&band.rate, part.max(0))
                });
                if *each_part { tops.sum() } else { tops.max().unwrap_or_else(BigRational::zero) }
            }
            Award::Share { of, ratio, exact } => {
                let each = of.iter().map(|r| match self.programme.rules.get(*r) {
                    // Before rounding and limits there may be more.
                    Some(rule) if *exact => self.most_of_award(&rule.award, case, spend),
                    Some(_) | None => BigRational::from_integer(self.most_of_rule(*r, case, spend)),
                });
                each.sum::<BigRational>() * fraction(*ratio)
            }
            Award::Portion { of, ratio, exact, .. } => {
                let each = of.iter().map(|Portion { award, rounding, .. }| {
                    let raw = self.most_of_award(award, case, spend);
                    if *exact { raw } else { BigRational::from_integer(rounded(&raw, *rounding)) }
                });
                each.sum::<BigRational>() * fraction(*ratio)
            }
        }
    }

    fn most_of_rate(&self, rate: &Rate, case: &Cube, spend: Spend) -> BigRational {
        match rate {
            Rate::Flat(each) => fraction(*each),
            Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => {
                rate_of(rate, self.largest(*amount, case, spend))
            }
        }
    }

    fn limited(&self, value: BigInt, limits: &[LimitId], case: &Cube, spend: Spend) -> BigInt {
        limits.iter().filter_map(|id| self.programme.limits.get(*id)).fold(value, |value, limit| {
            match self.ceiling(limit, case, spend) {
                Some(most) => value.min(most),
                None => value,
            }
        })
    }

    /// What a limit lets through on one receipt; nothing if it only counts events.
    pub(crate) fn ceiling(&self, limit: &Limit, case: &Cube, spend: Spend) -> Option<BigInt> {
        match limit.most {
            Most::Points(most) => Some(BigInt::from(most)),
            Most::Times(_) | Most::Pieces(_) => None,
            Most::PerPart(amount, each) => Some(
                rate_of(&Rate::Proportional(amount, each), self.largest(amount, case, spend))
                    .floor()
                    .to_integer(),
            ),
            Most::PerStep(amount, step, each) => {
                let rate = Rate::Steps(amount, step, each);
                Some(rate_of(&rate, self.largest(amount, case, spend)).floor().to_integer())
            }
        }
    }

    /// Whether receipts of that size can be such a case: none of its amounts of money has to be larger.
    fn fits(&self, case: &Cube, spend: Spend) -> bool {
        case.facts().all(|(fact, domain)| match (fact, domain) {
            (Fact::Amount(amount), Domain::Numbers(numbers)) => {
                let least = numbers.spans.first().map_or(i64::MIN, |(low, _)| *low);
                least <= self.largest(*amount, case, spend)
            }
            (_, _) => true,
        })
    }

    /// The most of a rule over its cases; nothing if there are too many to look at.
    pub(crate) fn most_over(&self, rule: RuleId, cases: &Cases, spend: Spend) -> Option<BigInt> {
        let fitting = cases.as_ref()?.iter().filter(|case| self.fits(case, spend));
        let each = fitting.map(|case| self.most_of_rule(rule, case, spend));
        Some(each.max().unwrap_or_else(BigInt::zero))
    }

    /// The most that a member of a stack can give.
    pub(crate) fn most_of_member(
        &self,
        member: StackMember,
        cases: &dyn Fn(RuleId) -> Cases,
        spend: Spend,
    ) -> BigInt {
        match member {
            StackMember::Rule(rule) => {
                let known = self.most_over(rule, &cases(rule), spend);
                known.unwrap_or_else(|| self.most_of_rule(rule, &Cube::anything(), spend))
            }
            StackMember::Stack(stack) => self.most_of_stack(stack, cases, spend),
        }
    }

    fn most_of_stack(&self, stack: StackId, cases: &dyn Fn(RuleId) -> Cases, spend: Spend) -> BigInt {
        let Some(found) = self.programme.stacks.get(stack) else { return BigInt::zero() };
        let each = || found.members.iter().map(|m| self.most_of_member(*m, cases, spend));
        let most = match found.way {
            StackWay::All => each().sum(),
            // Every line may go to another rule.
            StackWay::Best | StackWay::First if found.per_line => each().sum(),
            StackWay::Best | StackWay::First => each().max().unwrap_or_else(BigInt::zero),
            StackWay::Multiply => self.product(&found.rules, cases, spend),
        };
        self.limited(most, &found.limits, &Cube::anything(), spend)
    }

    /// Multiples of one rule together: 2 times and 3 times are 6 times.
    fn product(&self, rules: &[RuleId], cases: &dyn Fn(RuleId) -> Cases, spend: Spend) -> BigInt {
        let one = BigRational::from_integer(BigInt::from(1));
        let mut factor = one.clone();
        let mut base = BigRational::zero();
        for rule in rules {
            let ratio = match self.programme.rules.get(*rule).map(|r| &r.award) {
                Some(Award::Share { ratio, .. } | Award::Portion { ratio, .. }) => fraction(*ratio),
                Some(Award::Rate(..) | Award::Bands { .. }) | None => continue,
            };
            if ratio.is_zero() {
                continue;
            }
            let most = self.most_of_member(StackMember::Rule(*rule), cases, spend);
            base = base.max(BigRational::from_integer(most) / &ratio);
            factor *= &one + ratio;
        }
        (base * (factor - one)).ceil().to_integer()
    }

    /// The lines that a rule pays for: the selection of its amount; nothing for flat awards and shares.
    pub(crate) fn paid_lines(&self, rule: RuleId) -> Option<SelectionId> {
        let amount = match &self.programme.rules.get(rule)?.award {
            Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, ..), _) => *amount,
            Award::Bands { amount, .. } => *amount,
            Award::Rate(Rate::Flat(_), _) | Award::Share { .. } | Award::Portion { .. } => return None,
        };
        Some(self.programme.amounts.get(amount)?.selection())
    }
}

/// Whether a limit counts over this receipt alone.
pub(crate) fn is_of_receipt(limit: &Limit) -> bool {
    matches!(limit.window, LimitWindow::Receipt)
}

fn rate_of(rate: &Rate, amount: i64) -> BigRational {
    match rate {
        Rate::Flat(each) => fraction(*each),
        Rate::Proportional(_, each) => fraction(*each) * BigInt::from(amount.max(0)),
        Rate::Steps(_, step, each) => fraction(*each) * BigInt::from(amount.max(0) / (*step).max(1)),
    }
}

pub(crate) fn fraction(ratio: Ratio) -> BigRational {
    BigRational::new(BigInt::from(ratio.numerator()), BigInt::from(ratio.denominator()))
}

/// The most that rounding can make of a value: of each line where lines are rounded.
fn rounded(raw: &BigRational, rounding: Rounding) -> BigInt {
    let step = BigInt::from(rounding.step.max(1));
    let steps = raw / &step;
    let whole = match rounding.mode {
        RoundingMode::Down => steps.floor(),
        RoundingMode::Up => steps.ceil(),
        RoundingMode::HalfUp | RoundingMode::HalfEven => steps.round(),
    };
    let up = match (rounding.mode, rounding.place) {
        (RoundingMode::Down, _) | (_, RoundingPlace::Rule) => 0,
        (_, RoundingPlace::Line) => LINES,
        (_, RoundingPlace::Stack) => 1,
    };
    let most = (whole.to_integer() + up) * step;
    if most.is_negative() || raw.is_zero() { BigInt::zero() } else { most }
}

/// A number of points for people and tests; the largest there is where it does not fit.
pub(crate) fn small(value: &BigInt) -> i64 {
    value.to_i64().unwrap_or(i64::MAX)
}
