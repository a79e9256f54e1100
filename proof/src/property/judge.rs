//! Whether what came of an event keeps what a property claims of it. Both sides are exact.

use crate::most::fraction;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use treue_lang::programme::{Bound, Claim, Paid, Programme, Property, RuleId, UnitId};
use treue_runtime::decision::Decision;

/// What a claim compares: points in whole points, worths in whole currency units.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The unit that breaks it.
    pub unit: UnitId,
    /// What was given.
    pub given: BigRational,
    /// What the claim leaves.
    pub bound: BigRational,
}

/// The first claim that a decision of the watched programme does not keep, by its position.
pub(crate) fn broken(
    programme: &Programme,
    property: &Property,
    decision: &Decision,
) -> Option<(usize, Compared)> {
    if !speaks_of(property, decision) {
        return None;
    }
    let claims = property.claims.iter().enumerate();
    claims.filter_map(|(k, claim)| Some((k, breaks(programme, claim, decision)?))).next()
}

/// Whether a property speaks of an event.
pub(crate) fn speaks_of(property: &Property, decision: &Decision) -> bool {
    decision.awards.iter().any(|award| award.rule == property.asks)
}

/// By what a claim is broken.
pub(crate) fn breaks(programme: &Programme, claim: &Claim, decision: &Decision) -> Option<Compared> {
    let units: Vec<UnitId> = match claim.unit {
        Some(unit) => vec![unit],
        None => programme.units.ids().collect(),
    };
    units.into_iter().find_map(|unit| {
        let compared = compare(programme, claim, unit, decision)?;
        let kept =
            if claim.most { compared.given <= compared.bound } else { compared.given >= compared.bound };
        (!kept).then_some(compared)
    })
}

fn compare(programme: &Programme, claim: &Claim, unit: UnitId, decision: &Decision) -> Option<Compared> {
    let spec = programme.units.get(unit)?;
    let parts = BigInt::from(10).pow(u32::from(spec.decimals));
    let points = BigRational::new(given(programme, claim, unit, decision), parts.clone());
    let whole = BigInt::from(10).pow(u32::from(programme.currency.decimals));
    let (given, bound) = match claim.bound {
        Bound::Points(most) => (points, BigRational::new(BigInt::from(most), parts)),
        Bound::PointsBy(rule) => (points, exact(decision, rule)),
        Bound::Worth(most) => (points * worth(programme, unit)?, BigRational::new(BigInt::from(most), whole)),
        Bound::WorthBy(rule) => (points * worth(programme, unit)?, exact(decision, rule)),
    };
    Some(Compared { unit, given, bound })
}

/// Worth of one whole point, whole currency units.
pub(crate) fn worth(programme: &Programme, unit: UnitId) -> Option<BigRational> {
    let spec = programme.units.get(unit)?;
    if spec.money {
        return Some(BigRational::from_integer(BigInt::from(1)));
    }
    let whole = BigInt::from(10).pow(u32::from(programme.currency.decimals));
    Some(fraction(spec.worth?) / whole)
}

/// The exact value of a watching rule; it gives nothing only where that is zero.
fn exact(decision: &Decision, rule: RuleId) -> BigRational {
    let award = decision.awards.iter().find(|award| award.rule == rule);
    award.map_or_else(BigRational::zero, |award| {
        let (over, under) = award.raw;
        if under == 0 { BigRational::zero() } else { BigRational::new(over.into(), under.into()) }
    })
}

/// What rules gave because of the event, smallest parts: to its member and to others, and what windows gave at once.
fn given(programme: &Programme, claim: &Claim, unit: UnitId, decision: &Decision) -> BigInt {
    let counts = |rule: RuleId| {
        (claim.from.is_empty() || claim.from.contains(&rule))
            && programme.rules.get(rule).is_some_and(|r| r.unit == unit)
    };
    let at_once = |rule: RuleId| {
        programme.rules.get(rule).and_then(|r| r.over.as_ref()).is_some_and(|o| o.paid == Paid::AtOnce)
    };
    let awards = decision.awards.iter().filter(|a| counts(a.rule)).map(|a| a.points);
    let windows = decision.windows.iter().filter(|w| w.points > 0 && counts(w.rule) && at_once(w.rule));
    let others = decision.outgoing.iter().filter(|o| match o.gift.and_then(|g| programme.gifts.get(g)) {
        Some(gift) => gift.unit == unit && (claim.from.is_empty() || claim.from.contains(&o.rule)),
        None => counts(o.rule),
    });
    awards.chain(windows.map(|w| w.points)).chain(others.map(|o| o.points)).map(BigInt::from).sum()
}
