//! Partners and rewards.

use super::super::pools::STORES;
use super::super::{Condition, Conversion, Gives, Num, Partner, Reward, Subject};
use super::Draft;

impl Draft<'_> {
    pub(super) fn partners(&mut self) {
        let count = self.dice.weighted(&[5, 3, 1]);
        for i in 0..count {
            let stores = if self.dice.percent(60) { self.dice.texts(STORES, 1, 2) } else { Vec::new() };
            let rules = self.dice.weighted(&[2, 5, 2]);
            let mut earns: Vec<_> =
                (0..rules).map(|r| self.earn(format!("partner{i}_rule{r}"), 20)).collect();
            if !stores.is_empty() {
                // They ask for the store already.
                let of_store = |c: &Condition| matches!(c, Condition::Text { subject: Subject::Store, .. });
                for earn in &mut earns {
                    earn.body.conditions.retain(|c| !of_store(c));
                }
            }
            let pays = self.pays();
            let converts = (0..self.dice.weighted(&[4, 4, 1])).map(|c| self.conversion(i, c)).collect();
            self.p.partners.push(Partner {
                name: format!("partner{i}"),
                stores,
                earns,
                windows: Vec::new(),
                pays,
                converts,
            });
        }
    }

    fn pays(&mut self) -> Vec<(Num, String)> {
        let units: Vec<String> = self.p.units.iter().map(|u| u.name.clone()).collect();
        let mut pays = Vec::new();
        for unit in units {
            if self.dice.percent(50) {
                pays.push((Num::new(self.dice.range(1, 50), 3), unit));
            }
        }
        pays
    }

    fn conversion(&mut self, partner: usize, number: usize) -> Conversion {
        let unit = self.any_unit();
        let decimals = self.unit_decimals(&unit);
        let scale = 10_i64.pow(u32::from(decimals));
        let give = *self.dice.pick(&[10_i64, 50, 100, 20]);
        let get = u32::try_from(self.dice.range(1, 4)).unwrap() * 10;
        let times = if self.dice.percent(40) { Some(self.dice.range(1, 3)) } else { None };
        let step = times.map(|t| Num::new(give * t * scale, decimals));
        let minimum = if self.dice.percent(30) {
            let steps = self.dice.range(1, 3) * times.unwrap_or(1);
            Some(Num::new(give * steps * scale, decimals))
        } else {
            None
        };
        Conversion {
            give: Num::new(give * scale, decimals),
            unit,
            get,
            into: format!("Miles {partner}{number}"),
            step,
            minimum,
        }
    }

    pub(super) fn rewards(&mut self) {
        let count = self.many(0, 1);
        for i in 0..count {
            let reward = self.reward(format!("reward{i}"));
            self.p.rewards.push(reward);
        }
    }

    fn reward(&mut self, name: String) -> Reward {
        let unit = self.any_unit();
        let decimals = self.unit_decimals(&unit);
        let scale = 10_i64.pow(u32::from(decimals));
        let points = |n: i64| Num::new(n * scale, decimals);
        let cost = *self.dice.pick(&[1_i64, 2, 5, 10, 50, 100]);
        let (to, step) = match self.dice.weighted(&[5, 2, 3]) {
            0 => (None, None),
            1 => (Some(points(cost * 4)), None),
            _ => (Some(points(cost * 5)), Some(points(cost))),
        };
        let minimum = self.some(25, |d| points(cost * d.dice.range(1, 2)));
        let measures = self.p.measures.clone();
        let gives = match self.dice.weighted(&[4, 2, if measures.is_empty() { 0 } else { 3 }, 2]) {
            0 => Gives::Money(self.money()),
            1 => Gives::Percent(if to.is_some() {
                Num::whole(5)
            } else {
                Num::new(self.dice.range(1, 100) * 5, 1)
            }),
            2 => {
                let measure = self.dice.pick(&measures).clone();
                let cap = self.some(50, |d| Num::whole(d.dice.range(1, 60)));
                let decimals = self.p.money_decimals;
                Gives::PerMeasure { money: Num::new(self.dice.range(1, 99), decimals), measure, cap }
            }
            _ => Gives::Thing("A free coffee".to_owned()),
        };
        Reward {
            name,
            unit,
            from: points(cost),
            to,
            step,
            minimum,
            gives,
            valid: self.some(60, Draft::deadline),
        }
    }
}
