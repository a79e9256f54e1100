//! What a reward costs: steps, ladders, by value, from a field of the member; on which days.

use super::Checker;
use super::kind::Kind;
use super::missing::Present;
use super::reading::Place;
use crate::ast::{
    Cost as CostText, Literal, Name, Number, PointsText, PriceText, Reward as RewardText, Rung as RungText,
};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Cost, FieldKind, FieldValue, Gives, Points, Price, Rung, UnitId};
use crate::source::Span;
use crate::value::{power_of_ten, show};

/// Steps of a cost: one step, the least, the most.
type Steps = (i64, i64, Option<i64>);

impl Checker<'_> {
    /// All prices of a reward; `gives` is what the reward says for all of them.
    pub(crate) fn prices(&mut self, source: &RewardText, gives: Option<&Gives>) -> Option<Vec<Price>> {
        if source.costs.is_empty() {
            let message = format!("it is not said what `{}` costs", source.name.node);
            self.report(
                Diagnostic::new(Code::Incomplete, source.name.span, message, "costs what?")
                    .help("add `costs 500 points`"),
            );
            return None;
        }
        let mut prices: Vec<(Price, Span)> = Vec::new();
        let mut complete = true;
        for cost in &source.costs {
            let Some(price) = self.price(cost, gives) else {
                complete = false;
                continue;
            };
            if let Some((_, first)) = prices.iter().find(|(p, _)| at_once(p, &price)) {
                let what = format!("the price in {} on the same days", self.unit_name(price.unit));
                self.repeated(&what, cost.span, *first);
                complete = false;
                continue;
            }
            prices.push((price, cost.span));
        }
        complete.then(|| prices.into_iter().map(|(price, _)| price).collect())
    }

    fn price(&mut self, source: &CostText, gives: Option<&Gives>) -> Option<Price> {
        let (from, to) = (source.from.as_ref(), source.to.as_ref());
        if let (Some(from), Some(to)) = (from, to) {
            self.rising_dates(from.node, to.node, from.span.to(to.span))?;
        }
        let (from, to) = (from.map(|d| d.node), to.map(|d| d.node));
        let dated = |price: Price| Price { from, to, ..price };
        match &source.price {
            PriceText::Steps { from, to, unit, step } => {
                let unit = self.spendable(unit)?;
                let (step, least, most) = self.steps(unit, from, to.as_ref(), step.as_ref())?;
                let cost = Cost::Steps(Points::Fixed(step), gives?.clone());
                Some(dated(Price { unit, least: Points::Fixed(least), most, cost, ..Price::default() }))
            }
            PriceText::Nothing => {
                let (unit, least) = (Price::NO_UNIT, Points::Fixed(0));
                Some(dated(Price { unit, least, cost: Cost::Free(gives?.clone()), ..Price::default() }))
            }
            PriceText::Value(points, unit, money, currency, cash) => {
                let unit = self.spendable(unit)?;
                let step = self.positive(points, Kind::Points(unit))?;
                self.currency_here(currency)?;
                let money = self.positive(money, Kind::Money)?;
                let gives = if *cash { Gives::Cash(money) } else { Gives::Money(money) };
                Some(dated(Price::steps(unit, step, gives)))
            }
            PriceText::Field(points, unit) => {
                let unit = self.spendable(unit)?;
                let step = self.points_text(points, unit)?;
                let cost = Cost::Steps(step.clone(), gives?.clone());
                Some(dated(Price { unit, least: step, cost, ..Price::default() }))
            }
            PriceText::Ladder(rungs) => {
                let (unit, rungs) = self.ladder(rungs)?;
                let least = Points::Fixed(rungs.first().map_or(1, |r| r.cost));
                Some(dated(Price { unit, least, cost: Cost::Ladder(rungs), ..Price::default() }))
            }
        }
    }

    fn ladder(&mut self, texts: &[RungText]) -> Option<(UnitId, Vec<Rung>)> {
        let mut rungs: Vec<(Rung, Span)> = Vec::new();
        let mut unit = None;
        for text in texts {
            let here = self.spendable(&text.unit)?;
            let unit = *unit.get_or_insert(here);
            self.same_unit(&text.unit, here, unit)?;
            let cost = self.positive(&text.points, Kind::Points(unit))?;
            if let Some((before, span)) = rungs.last()
                && before.cost >= cost
            {
                self.report(
                    Diagnostic::new(
                        Code::NotRising,
                        text.points.span,
                        "a rung costs more than the one before it",
                        "not more",
                    )
                    .also(*span, "the rung before")
                    .help("write the rungs from the cheapest to the dearest"),
                );
                return None;
            }
            rungs.push((Rung { cost, gives: self.gift(&text.gives)? }, text.span));
        }
        Some((unit?, rungs.into_iter().map(|(rung, _)| rung).collect()))
    }

    /// A unit of points that must be another one.
    pub(crate) fn same_unit(&mut self, word: &Name, found: UnitId, needed: UnitId) -> Option<()> {
        if found == needed {
            return Some(());
        }
        let (wrong, right) = (self.unit_name(found), self.unit_name(needed));
        self.mismatch(
            word.span,
            Kind::Points(found),
            Kind::Points(needed),
            format!("write {right}, not {wrong}"),
        );
        None
    }

    fn steps(
        &mut self,
        unit: UnitId,
        first: &Number,
        to: Option<&Number>,
        step: Option<&Number>,
    ) -> Option<Steps> {
        let kind = Kind::Points(unit);
        let from = self.positive(first, kind)?;
        let to = match to {
            Some(to) => Some((self.positive(to, kind)?, to.span)),
            None => None,
        };
        let (step, step_span) = match step {
            Some(step) => (self.positive(step, kind)?, step.span),
            None => (from, first.span),
        };
        let decimals = self.units.get(unit)?.decimals;
        let shown = |v: i64| show(i128::from(v), decimals);
        if let Some((to, span)) = to
            && to < from
        {
            self.report(
                Diagnostic::new(
                    Code::NeverHolds,
                    span,
                    "the most is less than the least",
                    "the ends are crossed",
                )
                .help(format!("write `costs {} to {}`", shown(to), shown(from))),
            );
            return None;
        }
        for (value, span) in [Some((from, first.span)), to].into_iter().flatten() {
            if value % step != 0 {
                let message = format!("{} is not a multiple of the step of {}", shown(value), shown(step));
                let near = (value / step).max(1) * step;
                self.report(
                    Diagnostic::new(Code::NeverHolds, span, message, "can never be reached")
                        .also(step_span, "the step")
                        .help(format!("write {} or {}", shown(near), shown(near + step))),
                );
                return None;
            }
        }
        Some((step, from, to.map(|(to, _)| to)))
    }

    /// A number of points, or a member field that holds one.
    pub(crate) fn points_text(&mut self, text: &PointsText, unit: UnitId) -> Option<Points> {
        match text {
            PointsText::Number(number) => self.positive(number, Kind::Points(unit)).map(Points::Fixed),
            PointsText::Field(name, or) => self.points_field(name, or.as_ref(), unit),
        }
    }

    fn points_field(&mut self, name: &Name, or: Option<&Number>, unit: UnitId) -> Option<Points> {
        let id = self.field_at(name, Place::Reward)?;
        let kind = self.fields.get(id)?.kind.clone();
        let FieldKind::Number { decimals, least, most } = kind else {
            self.wrong_value_of_points(name, "holds no number", "declare it as `number from 1 to 10000`");
            return None;
        };
        let own = self.units.get(unit)?.decimals;
        let Some(times) = own.checked_sub(decimals).map(power_of_ten).and_then(|t| i64::try_from(t).ok())
        else {
            self.wrong_value_of_points(
                name,
                "has more decimals than the points",
                "declare it with fewer decimals",
            );
            return None;
        };
        let fits = most.checked_mul(times).is_some_and(|m| m < crate::limits::AWARD);
        if least < 1 || !fits {
            self.wrong_value_of_points(
                name,
                "may be 0, less, or more than there can be points",
                "declare its range, such as `number from 1 to 10000`",
            );
            return None;
        }
        let or = or.map(|number| Literal::Number(number.clone()));
        let missing = match self.missing(id, name, or.as_ref(), &Present::new())? {
            Some(FieldValue::Number(value)) => value,
            // It is never missing.
            Some(FieldValue::Text(_) | FieldValue::YesNo(_) | FieldValue::Date(_)) | None => least,
        };
        Some(Points::Field { field: id, times, missing })
    }

    fn wrong_value_of_points(&mut self, name: &Name, what: &str, help: &str) {
        let message = format!("`{}` {what}, and a number of points above 0 is needed here", name.node);
        self.report(Diagnostic::new(Code::WrongKind, name.span, message, "not to be paid with").help(help));
    }
}

/// Whether two prices are in one unit and in force on the same day.
fn at_once(a: &Price, b: &Price) -> bool {
    let starts_in_time = |x: &Price, y: &Price| x.from.zip(y.to).is_none_or(|(from, to)| from <= to);
    a.unit == b.unit && starts_in_time(a, b) && starts_in_time(b, a)
}
