//! The largest values that rules and stacks can give, so that nothing overflows at run time.

use super::Checker;
use super::earn::award_span;
use crate::ast::{Clause, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::programme::{
    Amount, AmountId, Award, Id, Portion, Rate, Ratio, Rounding, RoundingPlace, Rule, RuleId, Stack, StackId,
    StackMember, Step,
};
use crate::source::Span;
use crate::value::show;

/// Lines of a receipt.
const LINES: i128 = 10_000;
/// Labels of all lines of a receipt, at most.
const TEXTS: i128 = 1 << 30;

/// Largest common denominator of the rates of a window rule.
const SUM_DENOMINATOR: i128 = 1 << 32;

/// The largest value of a rule before its limits.
#[derive(Clone, Copy, Debug)]
struct Largest {
    /// Smallest parts of the unit, rounded up.
    value: i128,
    /// Largest numerator of the exact value while it is computed: of all of it at once, or of its whole parts and its
    /// fraction apart, whichever is smaller.
    numerator: i128,
    /// Its denominator.
    denominator: i128,
}

impl Checker<'_> {
    /// Checks every rule and stack whose parts are right.
    pub(crate) fn check_ranges(&mut self) {
        self.check_sums();
        let mut rules: Vec<Option<Largest>> = vec![None; self.rules.len()];
        let mut stacks: Vec<Option<i128>> = vec![None; self.stacks.len()];
        for step in self.order.clone() {
            match step {
                Step::Rule(id) => {
                    let largest = self
                        .rules
                        .get(id.index())
                        .and_then(Option::as_ref)
                        .and_then(|r| self.largest(r, &rules));
                    let fits = largest.is_some_and(|l| self.rule_fits(id, l));
                    if let (Some(slot), true) = (rules.get_mut(id.index()), fits) {
                        *slot = largest;
                    }
                }
                Step::Stack(id) => {
                    let total = self.most_of_stack(id, &mut rules, &stacks);
                    if let Some(slot) = stacks.get_mut(id.index()) {
                        *slot = total;
                    }
                }
            }
        }
    }

    /// Sums of a window are below 2^62 whatever happens, and an award of 2^53 is refused with its event; what is left
    /// to prove is that the exact value has room: with a common denominator of 2^32 at most it stays below 2^127.
    fn check_sums(&mut self) {
        for index in 0..self.rules.len() {
            let Some(Some(rule)) =
                self.rules.get(index).filter(|r| r.as_ref().is_some_and(|r| r.over.is_some()))
            else {
                continue;
            };
            let rates: Vec<&Rate> = match &rule.award {
                Award::Rate(own, None) => vec![own],
                Award::Rate(_, Some(by)) => by.rates.iter().collect(),
                Award::Bands { bands, .. } => bands.iter().map(|b| &b.rate).collect(),
                Award::Share { .. } | Award::Portion { .. } => continue,
            };
            let common = rates.iter().fold(1_i128, |d, r| lcm(d, i128::from(ratio_of(r).denominator())));
            if common > SUM_DENOMINATOR {
                let (span, name) = (rule.span, rule.name.clone());
                let span = self.award_place(RuleId::from_index(index)).unwrap_or(span);
                self.too_fine(span, &format!("`{name}`"));
            }
        }
    }

    /// The most that a stack can give, if that fits.
    fn most_of_stack(
        &mut self,
        id: StackId,
        rules: &mut [Option<Largest>],
        stacks: &[Option<i128>],
    ) -> Option<i128> {
        let stack = self.stacks.get(id.index())?.clone()?;
        let span = self.names.stacks.get(id.index()).map_or(stack.span, |s| s.name.span);
        let of_member = |m: &StackMember| match m {
            StackMember::Rule(rule) => rules.get(rule.index()).copied().flatten().map(|l| l.value),
            StackMember::Stack(inner) => stacks.get(inner.index()).copied().flatten(),
        };
        let values: Vec<i128> = stack.members.iter().map(of_member).collect::<Option<_>>()?;
        let total = match stack.way {
            // Each may win some lines.
            StackWay::Best | StackWay::First if stack.per_line => {
                values.iter().fold(0_i128, |sum, v| sum.saturating_add(*v))
            }
            StackWay::All => values.iter().fold(0_i128, |sum, v| sum.saturating_add(*v)),
            StackWay::Best | StackWay::First => values.into_iter().max().unwrap_or(0),
            StackWay::Multiply => {
                let product = self.product_of(&stack, rules, span)?;
                for rule in &stack.rules {
                    if let Some(slot) = rules.get_mut(rule.index()) {
                        *slot = Some(product);
                    }
                }
                product.value
            }
        };
        let fractions = stack.rules.iter().filter_map(|r| rules.get(r.index()).copied().flatten());
        let common = fractions.fold(1_i128, |d, l| lcm(d, l.denominator));
        if stack.together.is_some() && common >= i128::from(limits::TRACK) {
            self.too_fine(span, &format!("the stack `{}`", stack.name));
            return None;
        }
        if total >= i128::from(limits::AWARD) {
            self.too_much(span, &format!("the stack `{}`", stack.name), total, stack.unit);
            return None;
        }
        Some(total)
    }

    /// What rules would give on some lines, rounding included.
    fn of_portion(&self, portion: &Portion) -> Option<Largest> {
        let mut largest = self.of_lines(&portion.award)?;
        largest.value = largest.value.saturating_add(rounding_room(portion.rounding));
        Some(largest)
    }

    /// Rates and bands; nothing for what is taken of other rules.
    fn of_lines(&self, award: &Award) -> Option<Largest> {
        match award {
            Award::Rate(own, by_level) => {
                let others = by_level.iter().flat_map(|l| &l.rates);
                let best = std::iter::once(own).chain(others).map(|r| self.of_rate(r)).reduce(Largest::or)?;
                let Some(by) = by_level.as_ref().filter(|by| by.within.is_some()) else { return Some(best) };
                // Parts at several rates are added.
                let count = i128::try_from(by.rates.len()).unwrap_or(i128::MAX);
                let value = best.value.saturating_add(count);
                Some(Largest { value, numerator: best.numerator.max(best.denominator), ..best })
            }
            Award::Bands { each_part, bands, .. } => {
                let best = bands.iter().map(|b| self.of_rate(&b.rate)).reduce(Largest::or)?;
                if *each_part {
                    // Parts are added, over the product of their denominators at worst.
                    let count = i128::try_from(bands.len()).unwrap_or(i128::MAX);
                    let denominator =
                        bands.iter().fold(1_i128, |d, b| lcm(d, i128::from(ratio_of(&b.rate).denominator())));
                    let value = best.value.saturating_add(count);
                    Some(Largest { value, numerator: denominator, denominator })
                } else {
                    Some(best)
                }
            }
            Award::Share { .. } | Award::Portion { .. } => None,
        }
    }

    /// The members of a stack that multiplies, all together.
    fn product_of(&mut self, stack: &Stack, rules: &[Option<Largest>], span: Span) -> Option<Largest> {
        let members: Vec<&Rule> =
            stack.rules.iter().map(|r| self.rules.get(r.index())?.as_ref()).collect::<Option<_>>()?;
        let base = match &members.first()?.award {
            Award::Share { of, exact, .. } => share(of, Ratio::ONE, *exact, rules)?,
            Award::Portion { of, exact, .. } => {
                let parts: Vec<Largest> = of.iter().map(|p| self.of_portion(p)).collect::<Option<_>>()?;
                shared(&parts, Ratio::ONE, *exact)
            }
            Award::Rate(..) | Award::Bands { .. } => return None,
        };
        let mut over: i128 = 1;
        let mut denominator = base.denominator;
        for rule in &members {
            let (Award::Share { ratio, .. } | Award::Portion { ratio, .. }) = &rule.award else { continue };
            let under = i128::from(ratio.denominator());
            over = over.saturating_mul(under.saturating_add(i128::from(ratio.numerator())));
            denominator = denominator.saturating_mul(under);
        }
        let numerator = base.value.saturating_add(1).saturating_mul(base.denominator).saturating_mul(over);
        let room = rounding_room(stack.together?);
        let below = denominator / base.denominator.max(1);
        let value = up(base.value.saturating_mul(over), below).saturating_add(room);
        if numerator < i128::from(limits::TRACK) && denominator < i128::from(limits::TRACK) {
            return Some(Largest { value, numerator, denominator });
        }
        self.too_fine(span, &format!("the stack `{}`", stack.name));
        None
    }

    fn largest(&self, rule: &Rule, rules: &[Option<Largest>]) -> Option<Largest> {
        let mut largest = match &rule.award {
            Award::Rate(..) | Award::Bands { .. } => self.of_lines(&rule.award)?,
            Award::Share { of, ratio, exact } => share(of, *ratio, *exact, rules)?,
            Award::Portion { of, ratio, exact, .. } => {
                let parts: Vec<Largest> = of.iter().map(|p| self.of_portion(p)).collect::<Option<_>>()?;
                shared(&parts, *ratio, *exact)
            }
        };
        largest.value = largest.value.saturating_add(rounding_room(rule.rounding));
        Some(largest)
    }

    fn of_rate(&self, rate: &Rate) -> Largest {
        let times = match rate {
            Rate::Flat(_) => 1,
            Rate::Proportional(amount, _) => self.most_of(*amount),
            Rate::Steps(amount, step, _) => self.most_of(*amount) / i128::from((*step).max(1)),
        };
        let ratio = ratio_of(rate);
        let over = i128::from(ratio.numerator());
        let numerator = times.saturating_mul(over);
        let denominator = i128::from(ratio.denominator());
        let value = up(numerator, denominator);
        Largest { value, numerator: numerator.min(over.saturating_mul(denominator)), denominator }
    }

    /// The largest value of an amount.
    pub(crate) fn most_of(&self, amount: AmountId) -> i128 {
        match self.amounts.get(amount) {
            Some(Amount::Money(..)) => i128::from(self.receipt_ceiling),
            Some(Amount::Quantity(..) | Amount::Items(_)) => i128::from(limits::AMOUNT),
            Some(Amount::Lines(_)) => LINES,
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                self.figures.get(*figure).map_or(TEXTS, |f| i128::from(f.most))
            }
            Some(Amount::Events(_)) => 1,
            Some(Amount::Different(..)) | None => TEXTS,
        }
    }

    fn rule_fits(&mut self, id: RuleId, largest: Largest) -> bool {
        let Some(Some(rule)) = self.rules.get(id.index()) else { return false };
        let (unit, name) = (rule.unit, rule.name.clone());
        let span = self.award_place(id).unwrap_or(rule.span);
        if largest.value >= i128::from(limits::AWARD) {
            self.too_much(span, &format!("`{name}`"), largest.value, unit);
            return false;
        }
        let widest = i128::from(limits::TRACK);
        if largest.numerator >= widest || largest.denominator >= widest {
            self.too_fine(span, &format!("`{name}`"));
            return false;
        }
        true
    }

    fn too_fine(&mut self, span: Span, what: &str) {
        let message = format!("the exact value of {what} has too many digits before it is rounded");
        self.report(Diagnostic::new(Code::OutOfRange, span, message, "too fine").help(
            "leave `before rounding` out, write rounder rates, or set `receipts up to` in the programme",
        ));
    }

    fn award_place(&self, id: RuleId) -> Option<Span> {
        let clauses = self.names.rules.get(id.index())?.clauses;
        clauses.iter().find_map(|c| if let Clause::Award(award) = c { Some(award_span(award)) } else { None })
    }

    fn too_much(&mut self, span: Span, what: &str, value: i128, unit: crate::programme::UnitId) {
        let Some(of) = self.units.get(unit) else { return };
        let (name, decimals) = (of.name.clone(), of.decimals);
        let (shown, most) = (show(value, decimals), show(i128::from(limits::AWARD) - 1, decimals));
        let currency = self.currency_word.clone().unwrap_or_default();
        let message = format!("{what} could give {shown} {name} in one receipt; at most {most} are possible");
        self.report(Diagnostic::new(Code::OutOfRange, span, message, format!("up to {shown} {name}")).help(
            format!("set `receipts up to 100000 {currency}` in the programme, or write a smaller rate"),
        ));
    }
}

impl Largest {
    fn or(self, other: Largest) -> Largest {
        Largest {
            value: self.value.max(other.value),
            numerator: self.numerator.max(other.numerator),
            // Either may be in force: the exact value is kept over one denominator for both.
            denominator: lcm(self.denominator, other.denominator),
        }
    }
}

/// What rounding can add.
fn rounding_room(rounding: Rounding) -> i128 {
    match rounding.place {
        RoundingPlace::Line => LINES.saturating_mul(i128::from(rounding.step)),
        RoundingPlace::Rule | RoundingPlace::Stack => i128::from(rounding.step - 1),
    }
}

/// A share of what others give, or of their exact values.
fn share(of: &[RuleId], ratio: Ratio, exact: bool, rules: &[Option<Largest>]) -> Option<Largest> {
    let parts: Vec<Largest> =
        of.iter().map(|r| rules.get(r.index()).copied().flatten()).collect::<Option<_>>()?;
    Some(shared(&parts, ratio, exact))
}

/// A part of the sum of these.
fn shared(parts: &[Largest], ratio: Ratio, exact: bool) -> Largest {
    let (over, under) = (i128::from(ratio.numerator()), i128::from(ratio.denominator()));
    let sum = parts.iter().fold(0_i128, |s, p| s.saturating_add(p.value));
    let whole = sum.saturating_mul(over);
    if !exact {
        let numerator = whole.min(over.saturating_mul(under));
        return Largest { value: up(whole, under), numerator, denominator: under };
    }
    let common = parts.iter().fold(1_i128, |d, p| lcm(d, p.denominator));
    let denominator = common.saturating_mul(under);
    let at_once = sum.saturating_mul(common).saturating_mul(over);
    let numerator = at_once.min(over.saturating_mul(denominator));
    Largest { value: up(whole, under), numerator, denominator }
}

fn ratio_of(rate: &Rate) -> Ratio {
    match rate {
        Rate::Flat(ratio) | Rate::Proportional(_, ratio) | Rate::Steps(_, _, ratio) => *ratio,
    }
}

fn up(numerator: i128, denominator: i128) -> i128 {
    let denominator = denominator.max(1);
    numerator / denominator + i128::from(numerator % denominator != 0)
}

fn lcm(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x.max(1)).saturating_mul(b)
}
