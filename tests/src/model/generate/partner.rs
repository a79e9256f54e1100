//! Partners.

use super::super::pools::STORES;
use super::super::{Condition, Conversion, Num, Partner, Subject};
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
}
