//! What awards and rewards are worth in money, in words: exactly what the lints about money go by.

use treue_lang::programme::Id;
use treue_lang::programme::{Cost, Gives, Points, Price, Programme, Ratio, Reward, Rule, RuleId, UnitId};
use treue_lang::value::show;
use treue_lint::worth;

/// What each rule is worth; made once for a programme.
pub(crate) struct Worths<'p> {
    programme: &'p Programme,
    rates: Vec<Option<Ratio>>,
}

impl<'p> Worths<'p> {
    pub(crate) fn new(programme: &'p Programme) -> Worths<'p> {
        Worths { programme, rates: worth::rates(programme) }
    }

    /// What a rule gives, in money: `1% of what is paid`, `5.00 CHF`. Nothing where its unit says no worth, or it goes by
    /// something else than money.
    pub(crate) fn rule(&self, id: RuleId, rule: &Rule) -> Option<String> {
        if let Some(rate) = self.rates.get(id.index()).copied().flatten() {
            return Some(format!("{} of what is paid", worth::percent(rate)));
        }
        let most = worth::most(&rule.award)?;
        let up_to = if worth::flat(&rule.award).is_some() { "" } else { "up to " };
        Some(format!("{up_to}{}", self.points(rule.unit, most)?))
    }

    /// What points are worth, in money.
    fn points(&self, unit: UnitId, parts: Ratio) -> Option<String> {
        if self.programme.units.get(unit)?.money {
            return None;
        }
        Some(money(self.programme, parts.times(worth::of_part(self.programme, unit)?)?))
    }

    /// What the prices of a reward are worth: `500 points, worth 5.00 CHF, for 5.00 CHF off`.
    pub(crate) fn reward(&self, reward: &Reward) -> Vec<String> {
        reward.prices.iter().filter_map(|price| self.price(price)).collect()
    }

    fn price(&self, price: &Price) -> Option<String> {
        let (Cost::Steps(Points::Fixed(points), gives), programme) = (&price.cost, self.programme) else {
            return None;
        };
        let worth = self.points(price.unit, worth::whole(*points))?;
        let cost = worth::points(programme, price.unit, *points);
        let given = match gives {
            Gives::Money(money) => format!(", for {} off", worth::money(programme, i128::from(*money))),
            Gives::Cash(money) => format!(", for {} in cash", worth::money(programme, i128::from(*money))),
            Gives::Thing(thing) => format!(", for \"{thing}\""),
            Gives::Percent(_) | Gives::PerMeasure { .. } | Gives::Cheapest(_) | Gives::Points(..) => {
                String::new()
            }
        };
        Some(format!("{cost}, worth {worth}{given}"))
    }
}

/// Smallest parts of the currency, exactly where some more decimals do, else rounded down.
fn money(programme: &Programme, parts: Ratio) -> String {
    let currency = &programme.currency;
    let (numerator, denominator) = (i128::from(parts.numerator()), i128::from(parts.denominator()));
    let mut scale = 1_i128;
    for more in 0..=4_u8 {
        if (numerator * scale) % denominator == 0 {
            let digits = show(numerator * scale / denominator, currency.decimals + more);
            return format!("{digits} {}", currency.code);
        }
        scale *= 10;
    }
    format!("about {}", worth::money(programme, numerator / denominator))
}
