//! Whether a claim holds on every receipt, by arithmetic alone. Everything that a rule may give is bounded from above, for
//! claims of the largest, or from below, for claims of the least; rules that cannot apply together are not added. What
//! is bounded too far only leaves a claim open, it never proves one that is wrong.

use super::judge::worth;
use crate::bounds::heaviest;
use crate::cube::{Cases, Cube, Fact, apart, both, never};
use crate::domain::Domain;
use crate::most::{Spend, fraction};
use crate::universe::Universe;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use treue_lang::programme::{
    Amount, AmountId, Award, Basis, Bound, Claim, FigureNumber, Formula, Limit, LimitId, LineNumber, Most,
    Paid, Programme, Property, Rate, RoundingMode, RoundingPlace, Rule, RuleId, SelectionId, StackMember, StackWay, UnitId,
};

/// What an upper bound is measured by.
#[derive(Clone, Copy)]
enum By {
    /// The event alone: smallest parts.
    Event,
    /// For each smallest part of this amount.
    Amount(AmountId),
}

/// One property over one programme with its watching rules.
pub(crate) struct Prover<'u, 'p> {
    pub(crate) universe: &'u Universe<'p>,
    /// Without the watching rules.
    pub(crate) programme: &'p Programme,
    pub(crate) property: &'p Property,
    /// Cases in which the property speaks of an event.
    pub(crate) cases: Cases,
}

/// What was proved.
pub(crate) enum Proved {
    /// It holds always.
    Holds,
    /// At most so much, in whole points or currency units, of each of the amount where it goes by one: more than it should.
    AtMost(BigRational),
    /// Nothing.
    Open,
}

impl Prover<'_, '_> {
    pub(crate) fn claim(&self, claim: &Claim) -> Proved {
        let units: Vec<UnitId> = match claim.unit {
            Some(unit) => vec![unit],
            None => self.programme.units.ids().collect(),
        };
        let mut worst = Proved::Holds;
        for unit in units {
            let found = if claim.most { self.most(claim, unit) } else { self.least(claim, unit) };
            if !matches!(found, Proved::Holds) {
                worst = found;
            }
        }
        worst
    }

    /// The watched programme's own amount of a bound, and what it leaves for each smallest part of it: whole points or units.
    fn bound_by(&self, rule: RuleId) -> Option<(AmountId, BigRational, Option<i64>)> {
        let rule = self.universe.programme.rules.get(rule)?;
        match &rule.award {
            Award::Rate(Rate::Proportional(amount, each), None) => Some((*amount, fraction(*each), None)),
            Award::Rate(Rate::Steps(amount, step, each), None) => {
                Some((*amount, fraction(*each) / BigInt::from((*step).max(1)), Some(*step)))
            }
            Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => None,
        }
    }

    fn most(&self, claim: &Claim, unit: UnitId) -> Proved {
        let parts = BigRational::from_integer(self.parts(unit));
        let value = match claim.bound {
            Bound::Points(_) | Bound::PointsBy(_) => Some(BigRational::one()),
            Bound::Worth(_) | Bound::WorthBy(_) => worth(self.programme, unit),
        };
        let (by, bound) = match claim.bound {
            Bound::Points(most) => (By::Event, Some(BigRational::from_integer(most.into()) / &parts)),
            Bound::Worth(most) => {
                let whole = BigInt::from(10).pow(u32::from(self.programme.currency.decimals));
                (By::Event, Some(BigRational::new(most.into(), whole)))
            }
            Bound::PointsBy(rule) | Bound::WorthBy(rule) => match self.bound_by(rule) {
                // What whole steps leave is less than their part of the amount.
                Some((amount, each, None)) => (By::Amount(amount), Some(each)),
                Some((_, _, Some(_))) | None => (By::Event, None),
            },
        };
        let Some(most) = self.heaviest(claim, unit, by) else { return Proved::Open };
        let Some(value) = value else { return Proved::Open };
        let most = most / parts * value;
        match bound {
            Some(bound) if most <= bound => Proved::Holds,
            None if most.is_zero() => Proved::Holds,
            Some(_) => Proved::AtMost(most),
            None => Proved::Open,
        }
    }

    fn parts(&self, unit: UnitId) -> BigInt {
        BigInt::from(10).pow(self.programme.units.get(unit).map_or(0, |u| u32::from(u.decimals)))
    }

    /// The most that all that goes together gives; nothing if that has no end.
    fn heaviest(&self, claim: &Claim, unit: UnitId, by: By) -> Option<BigRational> {
        let mut weights = Vec::new();
        let mut cases = Vec::new();
        for (member, its_cases) in self.roots(claim, unit) {
            let most = self.of_member(claim, member, by)?;
            if !most.is_zero() {
                weights.push((cases.len(), most));
                cases.push(its_cases);
            }
        }
        for (gift, most) in self.others(claim, unit, by)? {
            weights.push((cases.len(), most));
            cases.push(gift);
        }
        weights.sort_by(|a, b| b.1.cmp(&a.1));
        let rows: Vec<Vec<bool>> =
            cases.iter().map(|a| cases.iter().map(|b| apart(a, b)).collect()).collect();
        Some(heaviest(&weights, &rows).0)
    }

    fn speaks_of(&self, claim: &Claim, rule: RuleId) -> bool {
        claim.from.is_empty() || claim.from.contains(&rule)
    }

    /// Cases in which a rule applies and the property speaks of the event.
    fn cases_of(&self, rule: RuleId) -> Cases {
        let rule = self.programme.rules.get(rule)?;
        both(&self.cases, &self.universe.of_rule(rule))
    }

    /// What gives by itself: rules in no stack, and stacks in no other, with the cases in which they may.
    fn roots(&self, claim: &Claim, unit: UnitId) -> Vec<(StackMember, Cases)> {
        let programme = self.programme;
        let mut roots = Vec::new();
        for (id, rule) in programme.rules.iter() {
            let stacked = programme.stacks.iter().any(|(_, s)| s.rules.contains(&id));
            let here = rule.unit == unit && rule.on == self.property.on && rule.over.is_none();
            if here && !stacked && self.speaks_of(claim, id) {
                roots.push((StackMember::Rule(id), self.cases_of(id)));
            }
        }
        for (id, stack) in programme.stacks.iter().filter(|(_, s)| s.unit == unit && s.parent.is_none()) {
            let spoken = stack.rules.iter().filter(|r| self.speaks_of(claim, **r) && self.of_event(**r));
            let mut spoken = spoken.map(|r| self.cases_of(*r));
            let cases = spoken.try_fold(Vec::new(), |mut all, cases| {
                all.extend(cases?);
                Some(all)
            });
            roots.push((StackMember::Stack(id), cases));
        }
        roots.retain(|(_, cases)| !never(cases));
        roots
    }

    fn of_event(&self, rule: RuleId) -> bool {
        self.programme.rules.get(rule).is_some_and(|r| r.on == self.property.on)
    }

    /// What window rules pay at once, and points to others.
    fn others(&self, claim: &Claim, unit: UnitId, by: By) -> Option<Vec<(Cases, BigRational)>> {
        let programme = self.programme;
        let mut all = Vec::new();
        for (id, rule) in programme.rules.iter() {
            let at_once = rule.over.as_ref().is_some_and(|o| o.paid == Paid::AtOnce);
            if !at_once || rule.unit != unit || !self.speaks_of(claim, id) || rule.on != self.property.on {
                continue;
            }
            // A new version may pay for events that came before.
            let cases = if rule.versions.is_empty() { self.cases_of(id) } else { self.cases.clone() };
            if never(&cases) {
                continue;
            }
            let limits = rule.limits.iter().filter_map(|l| programme.limits.get(*l));
            let most = limits.filter_map(|l| if let Most::Points(most) = l.most { Some(most) } else { None });
            // Without a limit the sums may have gathered anything.
            let most = BigRational::from_integer(most.min()?.into());
            all.push((cases.clone(), self.flat(most, by, &cases)?));
        }
        for (_, gift) in programme.gifts.iter() {
            if gift.unit != unit || !self.speaks_of(claim, gift.rule) || !self.of_event(gift.rule) {
                continue;
            }
            let cases = self.cases_of(gift.rule);
            if !never(&cases) {
                let most = self.flat(BigRational::from_integer(gift.points.into()), by, &cases)?;
                all.push((cases, most));
            }
        }
        Some(all)
    }

    /// So many points, whatever is bought.
    fn flat(&self, points: BigRational, by: By, cases: &Cases) -> Option<BigRational> {
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
    fn at_least(&self, amount: AmountId, case: &Cube) -> i64 {
        let known = case.facts().filter_map(|(fact, domain)| match (fact, domain) {
            (Fact::Amount(part), Domain::Numbers(numbers)) if self.is_part(*part, amount) => {
                numbers.spans.first().map(|(low, _)| *low)
            }
            (_, _) => None,
        });
        known.max().unwrap_or(0).max(0)
    }

    /// Whether an amount of money is never more than another, where no line is below zero.
    fn is_part(&self, part: AmountId, whole: AmountId) -> bool {
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

    fn of_member(&self, claim: &Claim, member: StackMember, by: By) -> Option<BigRational> {
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
                        rate => most = most.max(rate.worth().map(fraction)?),
                    }
                }
                let mixed = bands.iter().any(|b| matches!(b.rate, Rate::Flat(_)))
                    && bands.iter().any(|b| !matches!(b.rate, Rate::Flat(_)));
                (!mixed).then_some(most)
            }
            Award::Share { of, ratio, exact } => {
                let sum: Option<BigRational> =
                    of.iter().map(|r| self.of_rule_in(*r, case, by, *exact)).sum();
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
                if self.universe.has_no_lines(self.universe.programme.amounts.get(*amount)?.selection(), case) {
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
            (Most::Times(_) | Most::PerPart(..) | Most::PerStep(..), _) => None,
        }
    }

    /// Whether rules that always apply and that nothing cuts give enough.
    fn least(&self, claim: &Claim, unit: UnitId) -> Proved {
        let needed = match claim.bound {
            Bound::Points(least) => self.sure(claim, unit, None) >= BigRational::from_integer(least.into()),
            Bound::Worth(least) => worth(self.programme, unit).is_some_and(|worth| {
                let whole = BigInt::from(10).pow(u32::from(self.programme.currency.decimals));
                let parts = BigRational::from_integer(self.parts(unit));
                self.sure(claim, unit, None) / parts * worth >= BigRational::new(least.into(), whole)
            }),
            Bound::PointsBy(rule) => self.bound_by(rule).is_some_and(|(amount, each, step)| {
                let wanted = each * self.parts(unit);
                step.is_some_and(|step| self.sure(claim, unit, Some((amount, step))) >= wanted)
            }),
            Bound::WorthBy(_) => false,
        };
        if needed { Proved::Holds } else { Proved::Open }
    }

    /// What is given for sure: smallest parts, or, of steps of an amount, smallest parts for each smallest part of it.
    fn sure(&self, claim: &Claim, unit: UnitId, of: Option<(AmountId, i64)>) -> BigRational {
        let rules = self.programme.rules.iter().filter(|(id, rule)| {
            rule.unit == unit
                && rule.on == self.property.on
                && rule.over.is_none()
                && !rule.companions
                && rule.rounding.place != RoundingPlace::Line
                && rule.limits.is_empty()
                && rule.versions.is_empty()
                && rule.decided_by.is_none()
                && self.speaks_of(claim, *id)
                && !self.programme.stacks.iter().any(|(_, s)| s.rules.contains(id))
                && never(&both(&self.cases, &self.universe.not_all(&rule.conditions)))
        });
        rules.map(|(_, rule)| self.sure_of(rule, of)).sum()
    }

    fn sure_of(&self, rule: &Rule, of: Option<(AmountId, i64)>) -> BigRational {
        let rates: Vec<&Rate> = match &rule.award {
            Award::Rate(rate, None) => vec![rate],
            Award::Rate(_, Some(by_level)) => by_level.rates.iter().collect(),
            Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => Vec::new(),
        };
        // Whole points of whole steps: rounding down takes nothing.
        let whole = |each: &treue_lang::programme::Ratio| {
            i128::from(each.numerator()) % (i128::from(each.denominator()) * i128::from(rule.rounding.step.max(1))) == 0
        };
        let each = rates.iter().map(|rate| match (rate, of) {
            (Rate::Flat(points), None) if whole(points) => fraction(*points),
            (Rate::Steps(amount, own, points), Some((asked, step)))
                if whole(points) && step % (*own).max(1) == 0 && self.is_part(asked, *amount) =>
            {
                fraction(*points) / BigInt::from((*own).max(1))
            }
            (Rate::Steps(amount, own, points), None) if whole(points) => {
                let each = self.cases.iter().flatten().map(|case| self.at_least(*amount, case));
                fraction(*points) * BigInt::from(each.min().unwrap_or(0) / (*own).max(1))
            }
            (_, _) => BigRational::zero(),
        });
        each.min().unwrap_or_else(BigRational::zero)
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
