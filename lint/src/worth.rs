//! What points are worth in money, exactly: of a unit, of a rule's rate, of a flat award.

use treue_lang::programme::{
    Amount, AmountId, Award, Band, Cost, Id, Price, Programme, Rate, Ratio, Rule, RuleId, Step, UnitId,
    counted,
};
use treue_lang::value::power_of_ten;

/// What the smallest part of a unit is worth, in smallest parts of the currency; nothing if that is not said.
#[must_use]
pub fn of_part(programme: &Programme, unit: UnitId) -> Option<Ratio> {
    let found = programme.units.get(unit)?;
    let parts = power_of_ten(found.decimals);
    if found.money {
        return Ratio::new(power_of_ten(programme.currency.decimals), parts);
    }
    found.worth?.times(Ratio::new(1, parts)?)
}

/// What each rule gives back of what was paid for, as a fraction, where it goes by money: the highest of its rates,
/// steps taken in proportion. By position of the rule.
#[must_use]
pub fn rates(programme: &Programme) -> Vec<Option<Ratio>> {
    let mut rates: Vec<Option<Ratio>> = vec![None; programme.rules.len()];
    // Whatever is referred to comes first in the order; window rules refer to nothing.
    let ordered = programme.order.iter().filter_map(|s| if let Step::Rule(r) = s { Some(*r) } else { None });
    let windows = programme.rules.iter().filter(|(_, r)| r.over.is_some()).map(|(id, _)| id);
    for id in ordered.chain(windows) {
        let Some(rule) = programme.rules.get(id) else { continue };
        let rate = of_award(programme, rule, &rule.award, &rates);
        if let Some(place) = rates.get_mut(id.index()) {
            *place = rate;
        }
    }
    rates
}

fn of_award(programme: &Programme, rule: &Rule, award: &Award, rates: &[Option<Ratio>]) -> Option<Ratio> {
    match award {
        Award::Rate(rate, by_level) => {
            let all = std::iter::once(rate).chain(by_level.iter().flat_map(|b| &b.rates));
            all.filter_map(|r| of_rate(programme, rule.unit, r)).reduce(larger)
        }
        Award::Bands { bands, .. } => {
            bands.iter().filter_map(|b: &Band| of_rate(programme, rule.unit, &b.rate)).reduce(larger)
        }
        Award::Share { of, ratio, .. } => sum_of(programme, of, rates)?.times(*ratio),
        Award::Portion { of, ratio, .. } => {
            let rules: Vec<RuleId> = of.iter().map(|p| p.rule).collect();
            sum_of(programme, &rules, rates)?.times(*ratio)
        }
    }
}

/// The rates of some rules together; of the versions of one name only the highest.
fn sum_of(programme: &Programme, rules: &[RuleId], rates: &[Option<Ratio>]) -> Option<Ratio> {
    let mut by_name: Vec<(&str, Ratio)> = Vec::new();
    for id in rules {
        let name = programme.rules.get(*id)?.name.as_str();
        let Some(rate) = rates.get(id.index()).copied().flatten() else { continue };
        match by_name.iter_mut().find(|(n, _)| *n == name) {
            Some((_, known)) => *known = larger(*known, rate),
            None => by_name.push((name, rate)),
        }
    }
    by_name.into_iter().map(|(_, r)| r).try_fold(Ratio::ZERO, Ratio::plus).filter(|r| *r != Ratio::ZERO)
}

fn of_rate(programme: &Programme, unit: UnitId, rate: &Rate) -> Option<Ratio> {
    let amount = match rate {
        Rate::Flat(_) => return None,
        Rate::Proportional(amount, _) | Rate::Steps(amount, ..) => *amount,
    };
    if !is_money(programme, amount) {
        return None;
    }
    rate.worth()?.times(of_part(programme, unit)?)
}

/// Whether a price takes points of a unit; a reward may cost nothing.
#[must_use]
pub fn takes(price: &Price, unit: UnitId) -> bool {
    price.unit == unit && !matches!(price.cost, Cost::Free(_))
}

/// Whether an amount is money of lines.
#[must_use]
pub fn is_money(programme: &Programme, amount: AmountId) -> bool {
    matches!(programme.amounts.get(amount), Some(Amount::Money(..)))
}

/// The points of a flat award, in smallest parts; nothing for others.
#[must_use]
pub fn flat(award: &Award) -> Option<Ratio> {
    if let Award::Rate(Rate::Flat(points), None) = award { Some(*points) } else { None }
}

/// The most that an award gives at once, in smallest parts, where that does not go by an amount.
#[must_use]
pub fn most(award: &Award) -> Option<Ratio> {
    let flat = |r: &Rate| if let Rate::Flat(points) = r { Some(*points) } else { None };
    match award {
        Award::Rate(rate, by_level) => {
            let all = std::iter::once(rate).chain(by_level.iter().flat_map(|b| &b.rates));
            all.map(flat).collect::<Option<Vec<_>>>()?.into_iter().reduce(larger)
        }
        Award::Bands { bands, each_part: false, .. } => {
            bands.iter().map(|b| flat(&b.rate)).collect::<Option<Vec<_>>>()?.into_iter().reduce(larger)
        }
        Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => None,
    }
}

/// Which of two fractions is larger.
#[must_use]
pub fn compare(a: Ratio, b: Ratio) -> std::cmp::Ordering {
    let left = i128::from(a.numerator()) * i128::from(b.denominator());
    left.cmp(&(i128::from(b.numerator()) * i128::from(a.denominator())))
}

/// The larger of two fractions.
#[must_use]
pub fn larger(a: Ratio, b: Ratio) -> Ratio {
    if compare(a, b).is_lt() { b } else { a }
}

/// A whole number as a fraction.
#[must_use]
pub fn whole(number: i64) -> Ratio {
    Ratio::new(i128::from(number), 1).unwrap_or(Ratio::ZERO)
}

/// A fraction as a percentage, to two decimals and never more than it is: `12.5%`.
#[must_use]
pub fn percent(ratio: Ratio) -> String {
    let hundredths = i128::from(ratio.numerator()) * 10_000 / i128::from(ratio.denominator());
    let text = treue_lang::value::show(hundredths, 2);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Smallest parts of a unit as people read them.
#[must_use]
pub fn points(programme: &Programme, unit: UnitId, parts: i64) -> String {
    let (name, decimals) = programme.units.get(unit).map_or(("points", 0), |u| (u.name.as_str(), u.decimals));
    counted(&treue_lang::value::show(i128::from(parts), decimals), name)
}

/// Smallest parts of the currency as people read them.
#[must_use]
pub fn money(programme: &Programme, parts: i128) -> String {
    let currency = &programme.currency;
    format!("{} {}", treue_lang::value::show(parts, currency.decimals), currency.code)
}
