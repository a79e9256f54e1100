//! Whether a claim holds on every receipt, by arithmetic alone. Everything that a rule may give is bounded from above, for
//! claims of the largest, or from below, for claims of the least; rules that cannot apply together are not added. What
//! is bounded too far only leaves a claim open, it never proves one that is wrong.

use super::judge::worth;
use crate::bounds::heaviest;
use crate::cube::{Cases, apart, both, never};
use crate::most::fraction;
use crate::universe::Universe;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use treue_lang::programme::{
    AmountId, Award, Bound, Claim, Most, Paid, Programme, Property, Rate, Ratio, RoundingPlace, Rule, RuleId,
    StackMember, UnitId,
};

/// What an upper bound is measured by.
#[derive(Clone, Copy)]
pub(super) enum By {
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

    pub(super) fn speaks_of(&self, claim: &Claim, rule: RuleId) -> bool {
        claim.from.is_empty() || claim.from.contains(&rule)
    }

    /// Cases in which a rule applies and the property speaks of the event.
    pub(super) fn cases_of(&self, rule: RuleId) -> Cases {
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

    pub(super) fn of_event(&self, rule: RuleId) -> bool {
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
        let whole = |each: &Ratio| {
            i128::from(each.numerator())
                % (i128::from(each.denominator()) * i128::from(rule.rounding.step.max(1)))
                == 0
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
