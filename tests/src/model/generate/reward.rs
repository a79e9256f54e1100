//! Rewards.

use super::super::{
    Cost, Ends, Field, FieldKind, Gives, Issued, Num, Price, Reward, RewardLimit, Value, Worth,
};
use super::conflict::without_conflicts;
use super::{Draft, Place};
use treue_lang::ast::FieldOwner;
use treue_lang::programme::Scope;
use treue_lang::time::{Month, Unit, Window};

impl Draft<'_> {
    pub(super) fn rewards(&mut self) {
        let count = self.many(0, 3);
        for i in 0..count {
            let reward = self.reward(format!("reward{i}"));
            self.p.rewards.push(reward);
        }
    }

    fn reward(&mut self, name: String) -> Reward {
        let prices = self.prices();
        let said = prices.iter().any(|p| matches!(p.cost, Cost::Value { .. } | Cost::Ladder(_)));
        let gives = if said { None } else { Some(self.gives(&prices)) };
        let by_level = gives.as_ref().map_or_else(Vec::new, |gives| self.gives_by_level(gives));
        let minimum = self.some(20, |d| d.minimum(&prices)).flatten();
        let limits = self.reward_limits(&prices);
        let all: Vec<Gives> = prices.iter().flat_map(|p| gifts(&p.cost)).chain(gives.clone()).collect();
        let money = all.iter().all(|g| matches!(g, Gives::Money(_)));
        let pays = all.iter().all(|g| !matches!(g, Gives::Thing(_) | Gives::Points(..) | Gives::Cash(_)));
        let value = prices.iter().any(|p| matches!(p.cost, Cost::Value { .. }));
        let thing = all.iter().all(|g| matches!(g, Gives::Thing(_)));
        let abroad = money && self.p.partners.iter().any(|p| !p.stores.is_empty());
        let voucher = (money || thing) && !value && self.dice.percent(if abroad { 75 } else { 55 });
        let one_unit = prices.iter().all(|p| p.unit == prices[0].unit && !self.in_buckets(&p.unit));
        let nothing = prices.iter().all(|p| matches!(p.cost, Cost::Nothing));
        let ladder = prices.iter().any(|p| matches!(p.cost, Cost::Ladder(_) | Cost::Nothing)) && !nothing;
        let issued = if one_unit && !ladder {
            self.some(if voucher { 45 } else { 12 }, Draft::issued)
                .filter(|i| !(nothing && matches!(i, Issued::OnReaching)))
        } else {
            None
        };
        let whole = money && !voucher && issued.is_none() && self.dice.percent(45);
        let free = all.iter().any(|g| matches!(g, Gives::Cheapest));
        let issued = if free { None } else { issued };
        let part = pays && !whole && (voucher || issued.is_none());
        let mixed = free && !pays;
        let bought = !mixed && (voucher || issued.is_none());
        let reaching = matches!(issued, Some(Issued::OnReaching));
        let after = if issued.is_some() { self.touching(&prices, &all) } else { Vec::new() };
        let dates = self.some(10, Draft::near_days);
        let when = if self.dice.percent(35) {
            let count = 1 + self.dice.below(2);
            let parts = (0..count).map(|_| self.condition(Place::Reward, 1)).collect();
            without_conflicts(parts, dates.is_some())
        } else {
            Vec::new()
        };
        Reward {
            name,
            dates,
            minimum,
            least_bought: if bought { self.some(18, Draft::money) } else { None },
            worth: if voucher && money { self.worth() } else { Vec::new() },
            gives,
            by_level,
            valid: self.some(60, Draft::deadline),
            limits,
            share: if part { self.some(25, |d| Num::whole(*d.dice.pick(&[5, 25, 50, 100]))) } else { None },
            most: if part { self.some(25, Draft::money) } else { None },
            whole,
            on: if part { self.some(25, Draft::few_lines) } else { None },
            when,
            prices,
            voucher,
            per_step: voucher && self.dice.percent(30),
            rest_expires: issued.is_some() && !reaching && !nothing && self.dice.percent(35),
            issued,
            after,
        }
    }

    /// Now and then other numbers of the same for members of a level or two.
    fn gives_by_level(&mut self, own: &Gives) -> Vec<(String, Gives)> {
        let structures: Vec<Vec<String>> =
            self.p.tiers.iter().map(|t| t.levels.iter().map(|l| l.name.clone()).collect()).collect();
        if self.plain || !self.dice.percent(35) {
            return Vec::new();
        }
        let Some(levels) = self.dice.maybe_pick(&structures).cloned() else { return Vec::new() };
        let first = self.dice.below(levels.len());
        let named = levels.into_iter().skip(first).take(1 + self.dice.below(2));
        let mut all = Vec::new();
        for level in named {
            let gives = match own {
                Gives::Money(_) => Gives::Money(self.money()),
                Gives::Cash(_) => Gives::Cash(self.money()),
                Gives::Percent(_) => Gives::Percent(Num::whole(*self.dice.pick(&[1, 7, 20, 100]))),
                Gives::PerMeasure { measure, .. } => {
                    let cap = self.some(40, |d| Num::whole(d.dice.range(1, 40)));
                    Gives::PerMeasure { money: self.money(), measure: measure.clone(), cap }
                }
                Gives::Thing(_) => Gives::Thing(format!("for {level}")),
                Gives::Points(_, unit) => {
                    let n = self.dice.range(1, 9);
                    Gives::Points(self.so_many(unit, n), unit.clone())
                }
                // One for all.
                Gives::Cheapest => return Vec::new(),
            };
            all.push((level, gives));
        }
        all
    }

    /// At partners with stores, for good or in two versions.
    fn worth(&mut self) -> Vec<Worth> {
        let there = self.p.partners.iter().filter(|p| !p.stores.is_empty());
        let partners: Vec<String> = there.map(|p| p.name.clone()).collect();
        let mut all = Vec::new();
        for partner in partners {
            if !self.dice.percent(85) {
                continue;
            }
            let times = Num::new(self.dice.range(5, 60) * 5, 2);
            let last = self.some(40, Draft::near_day);
            all.push(Worth { times, partner: partner.clone(), from: None, to: last });
            if let Some(last) = last {
                let times = Num::new(self.dice.range(50, 400), 2);
                let from = Some(last.plus(*self.dice.pick(&[1, 1, 20])));
                all.push(Worth { times, partner, from, to: None });
            }
        }
        all
    }

    fn issued(&mut self) -> Issued {
        let birthday = u32::from(self.p.fields.iter().any(|f| f.name == "birthday"));
        match self.dice.weighted(&[12, 2, 8, 6, 3 * birthday, 2, birthday, 3]) {
            4 => Issued::OnBirthday,
            5 => Issued::OnAnniversary("joining".to_owned()),
            6 => Issued::OnAnniversary("member.birthday".to_owned()),
            7 if let Some(level) = self.reached_level() => Issued::OnAnniversary(format!("reaching {level}")),
            0 => Issued::AtEnd(self.ends()),
            1 => Issued::OnDays(self.days_of_year()),
            2 => Issued::OnReaching,
            _ => {
                let length = self.length(&[Unit::Days, Unit::Weeks]);
                let purchase = self.dice.percent(70);
                Issued::Idle { length, purchase, redeem: !purchase || self.dice.percent(30) }
            }
        }
    }

    /// At the end of what something happens by itself.
    pub(super) fn ends(&mut self) -> Ends {
        match self.dice.weighted(&[6, 3, 2]) {
            0 => Ends::Of(self.common_period()),
            1 => Ends::EveryMonths(*self.dice.pick(&[1, 2, 3, 4, 6, 12])),
            _ => {
                let mut months: Vec<Month> =
                    (0..=self.dice.below(3)).map(|_| self.near_day().month()).collect();
                months.sort();
                months.dedup();
                Ends::OfMonths(months)
            }
        }
    }

    /// Days of the year near the events.
    pub(super) fn days_of_year(&mut self) -> Vec<(u8, u8)> {
        let mut days = Vec::new();
        for _ in 0..=self.dice.below(2) {
            let day = self.near_day();
            days.push((day.month().0, day.day_of_month()));
        }
        days.retain(|day| *day != (2, 29));
        days.sort_unstable();
        days.dedup();
        if days.is_empty() { vec![(3, 1)] } else { days }
    }

    /// Rewards that are issued by themselves and touch one of the same units.
    fn touching(&self, prices: &[Price], all: &[Gives]) -> Vec<String> {
        let units = |prices: &[Price], all: &[Gives]| -> Vec<String> {
            let given = all.iter().filter_map(|g| match g {
                Gives::Points(_, unit) => Some(unit.clone()),
                _ => None,
            });
            prices.iter().map(|p| p.unit.clone()).chain(given).collect()
        };
        let own = units(prices, all);
        let others = self.p.rewards.iter().filter(|r| r.issued.is_some());
        others
            .filter(|r| {
                let gives: Vec<Gives> = r.gives.iter().cloned().collect();
                units(&r.prices, &gives).iter().any(|u| own.contains(u))
            })
            .map(|r| r.name.clone())
            .collect()
    }

    fn so_many(&self, unit: &str, n: i64) -> Num {
        let decimals = self.unit_decimals(unit);
        Num::new(n * 10_i64.pow(u32::from(decimals)), decimals)
    }

    fn prices(&mut self) -> Vec<Price> {
        if self.dice.percent(14) {
            return vec![Price { cost: Cost::Nothing, unit: String::new(), from: None, to: None }];
        }
        let unit = self.any_unit();
        let kind = self.dice.weighted(&[12, 3, 3, 4]);
        let cost = self.cost(&unit, kind);
        let mut prices = vec![Price { cost, unit: unit.clone(), from: None, to: None }];
        match self.dice.weighted(&[10, 2, 2]) {
            0 => {}
            1 => {
                let other = self.any_unit();
                if other != unit {
                    let cost = self.cost(&other, kind);
                    prices.push(Price { cost, unit: other, from: None, to: None });
                }
            }
            _ => {
                let last = self.near_day();
                prices[0].to = Some(last);
                let gap = *self.dice.pick(&[1, 1, 3, 30]);
                let cost = self.cost(&unit, kind);
                prices.push(Price { cost, unit, from: Some(last.plus(gap)), to: None });
            }
        }
        prices
    }

    fn cost(&mut self, unit: &str, kind: usize) -> Cost {
        let cost = *self.dice.pick(&[1_i64, 2, 5, 10, 20, 50, 100]);
        match kind {
            0 => {
                let (to, step) = match self.dice.weighted(&[5, 2, 3]) {
                    0 => (None, None),
                    1 => (Some(self.so_many(unit, cost * 4)), None),
                    _ => (Some(self.so_many(unit, cost * 5)), Some(self.so_many(unit, cost))),
                };
                Cost::Steps { from: self.so_many(unit, cost), to, step }
            }
            1 => Cost::Value {
                points: self.so_many(unit, cost),
                money: self.money(),
                cash: self.dice.percent(20),
            },
            2 => self.field_of_points(),
            _ => {
                let count = 1 + i64::try_from(self.dice.below(4)).unwrap();
                let points: Vec<i64> = (1..=count).map(|n| cost * n * n).collect();
                let rungs = points.into_iter().map(|p| (self.so_many(unit, p), self.rung_gives())).collect();
                Cost::Ladder(rungs)
            }
        }
    }

    /// A member field that holds a price; it is declared if there is none yet.
    fn field_of_points(&mut self) -> Cost {
        let fits = |k: &FieldKind| matches!(k, FieldKind::Number { decimals: 0, range: Some((least, _)) } if *least > 0);
        let known = self.fields_of(&[FieldOwner::Member], fits);
        let field = match self.dice.maybe_pick(&known) {
            Some(field) => field.clone(),
            None => {
                let optional = self.dice.percent(50);
                let default = if optional { None } else { Some(Value::Number(Num::whole(25))) };
                let kind = FieldKind::Number { decimals: 0, range: Some((1, 200)) };
                let name = "price".to_owned();
                let field = Field { owner: FieldOwner::Member, name, kind, optional, default };
                self.hints.numbers.extend([5, 40]);
                self.p.fields.push(field.clone());
                field
            }
        };
        let or = if super::may_miss(&field) { Some(Num::whole(self.dice.range(1, 60))) } else { None };
        Cost::Field { name: super::field_word(&field), or }
    }

    fn rung_gives(&mut self) -> Gives {
        match self.dice.weighted(&[6, 2, 1]) {
            0 => Gives::Money(self.money()),
            1 => Gives::Percent(Num::new(self.dice.range(1, 40) * 25, 1)),
            _ => Gives::Cheapest,
        }
    }

    fn gives(&mut self, prices: &[Price]) -> Gives {
        let steps = prices.iter().any(|p| matches!(p.cost, Cost::Steps { to: Some(_), .. }));
        let measures = self.p.measures.clone();
        match self.dice.weighted(&[4, 2, if measures.is_empty() { 0 } else { 5 }, 2, 4, 4, 1]) {
            6 => Gives::Cash(self.money()),
            0 => Gives::Money(self.money()),
            1 => Gives::Percent(if steps { Num::whole(5) } else { Num::new(self.dice.range(1, 100) * 5, 1) }),
            2 => {
                let measure = self.dice.pick(&measures).clone();
                let cap = self.some(50, |d| Num::whole(d.dice.range(1, 60)));
                let decimals = self.p.money_decimals;
                Gives::PerMeasure { money: Num::new(self.dice.range(1, 99), decimals), measure, cap }
            }
            3 => Gives::Thing("A free coffee".to_owned()),
            4 => Gives::Cheapest,
            _ => {
                let unit = self.any_unit();
                let points = self.dice.range(1, 60);
                Gives::Points(self.so_many(&unit, points), unit)
            }
        }
    }

    fn minimum(&mut self, prices: &[Price]) -> Option<(Num, String)> {
        let [price] = prices else { return None };
        let least = match &price.cost {
            Cost::Steps { from, .. } => from.value,
            Cost::Value { points, .. } => points.value,
            Cost::Field { .. } => self.so_many(&price.unit, 20).value,
            Cost::Ladder(rungs) => rungs.first()?.0.value,
            Cost::Nothing => return None,
        };
        let value = least * self.dice.range(1, 2);
        Some((Num::new(value, self.unit_decimals(&price.unit)), price.unit.clone()))
    }

    fn reward_limits(&mut self, prices: &[Price]) -> Vec<RewardLimit> {
        let one_unit = prices.iter().all(|p| p.unit == prices[0].unit && !self.in_buckets(&p.unit));
        let unit = prices[0].unit.clone();
        let mut limits: Vec<RewardLimit> = Vec::new();
        let free = prices.iter().any(|p| matches!(p.cost, Cost::Nothing));
        if self.dice.percent(35) {
            let (most, of) = if one_unit && !free && self.dice.percent(50) {
                let points = *self.dice.pick(&[20, 100, 300]);
                (self.so_many(&unit, points), unit.clone())
            } else if self.dice.percent(50) {
                (Num::whole(self.dice.range(1, 3)), "times".to_owned())
            } else {
                (Num::whole(self.dice.range(1, 6)), "pieces".to_owned())
            };
            let window = self.window();
            let scope = if matches!(window, Window::OwnYear(_)) { Scope::Member } else { self.scope() };
            let window = Some(window);
            limits.push(RewardLimit { most, of, window, scope });
        }
        let open = prices.iter().all(|p| !matches!(p.cost, Cost::Steps { to: Some(_), .. } | Cost::Nothing));
        if open && self.dice.percent(10) {
            limits.push(RewardLimit {
                most: self.so_many(&unit, 400),
                of: unit,
                window: None,
                scope: Scope::Member,
            });
        }
        limits
    }
}

fn gifts(cost: &Cost) -> Vec<Gives> {
    match cost {
        Cost::Ladder(rungs) => rungs.iter().map(|(_, gives)| gives.clone()).collect(),
        Cost::Value { money, cash: true, .. } => vec![Gives::Cash(*money)],
        Cost::Value { money, .. } => vec![Gives::Money(*money)],
        Cost::Steps { .. } | Cost::Field { .. } | Cost::Nothing => Vec::new(),
    }
}
