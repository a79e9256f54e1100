//! Points that end before a usual member has enough for anything.

use super::{most_days, place, shortest};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Award, Cost, Points, Programme, Rate, Ratio, UnitId};
use treue_lang::source::Span;

pub(crate) const LINT: Lint = Lint {
    name: "expires-before-first-reward",
    category: Category::Expiry,
    level: Level::Warning,
    finds: "points that end before 1,000 a month spent are enough for the cheapest reward",
    why: "Members who never get anything leave. The lint takes the best rate by money and the cheapest reward, and asks \
          what must be spent in the life of a point. `monthly-spend` in the settings of `treue.toml` says what your \
          members spend in a month, in whole units of the currency.",
    samples: Samples::new(
        &[
            "earn base { 1 point per full 10.00 CHF of all lines }\nexpire points { 2 months after earning }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        &[
            "earn base { 1 point per full 1.00 CHF of all lines }\nexpire points { 2 months after earning }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
            "earn base { 1 point per full 10.00 CHF of all lines }\nexpire points { 24 months after earning }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
            "earn base { 1 point per full 10.00 CHF of all lines }\nearn visit { 500 points  at most once per month }\nexpire points { 2 months after earning }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
        ],
        "earn base { 1 point per full 10.00 CHF of all lines }\nexpire points { 24 months after earning }\nreward voucher { costs 500 points  gives 5.00 CHF off }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    let spend = i128::from(desk.config.settings.monthly_spend)
        * treue_lang::value::power_of_ten(programme.currency.decimals);
    for (id, unit) in programme.units.iter() {
        let (Some(length), Some((cost, reward))) = (shortest(unit), cheapest(programme, id)) else {
            continue;
        };
        let Some(best) = best_rate(programme, id) else { continue };
        // Months begun count in full.
        let months = i128::from(most_days(length) + 29) / 30;
        let earned = spend * months * i128::from(best.numerator()) / i128::from(best.denominator());
        if earned < i128::from(cost) {
            let needed = i128::from(cost) * i128::from(best.denominator())
                / i128::from(best.numerator()).max(1)
                / months.max(1);
            let message = format!(
                "the cheapest reward takes {} a month for as long as {} live",
                worth::money(programme, needed),
                unit.name
            );
            found
                .at(place(desk, &unit.name), message, "ends too early for a reward")
                .also(desk.name_in(reward), worth::points(programme, id, cost))
                .help("let points live longer, give more, or offer a smaller reward");
        }
    }
}

/// The least cost of a reward in a unit, and where the reward stands.
fn cheapest(programme: &Programme, unit: UnitId) -> Option<(i64, Span)> {
    let prices = programme.rewards.iter().flat_map(|(_, r)| r.prices.iter().map(move |p| (p, r.span)));
    let costs = prices.filter(|(p, _)| worth::takes(p, unit)).map(|(p, span)| match (&p.cost, &p.least) {
        (Cost::Ladder(rungs), _) => rungs.iter().map(|r| r.cost).min().map(|c| (c, span)),
        (Cost::Steps(..), Points::Fixed(least)) => Some((*least, span)),
        (Cost::Steps(..), Points::Field { .. }) | (Cost::Free(_), _) => None,
    });
    costs.collect::<Option<Vec<_>>>()?.into_iter().min()
}

/// Smallest parts for each smallest part of money, of the best rule; nothing if a rule gives points in another way.
fn best_rate(programme: &Programme, unit: UnitId) -> Option<Ratio> {
    let mut best: Option<Ratio> = None;
    for (_, rule) in programme.rules.iter().filter(|(_, r)| r.unit == unit) {
        let rate = match &rule.award {
            Award::Rate(Rate::Proportional(amount, _) | Rate::Steps(amount, ..), None)
                if worth::is_money(programme, *amount) && rule.over.is_none() =>
            {
                rule.worths()?.into_iter().reduce(worth::larger)?
            }
            // A share adds to what it is a share of; with several of them nothing can be said.
            Award::Rate(..) | Award::Bands { .. } | Award::Share { .. } | Award::Portion { .. } => {
                return None;
            }
        };
        best = Some(best.map_or(rate, |b| worth::larger(b, rate)));
    }
    best.filter(|b| b.numerator() > 0)
}
