//! Partners.

use super::super::pools::STORES;
use super::super::{Condition, Conversion, LimitWindow, Num, Partner, Subject};
use super::{Draft, Place};

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
            let dates = self.some(20, Draft::near_days);
            if dates.is_some() {
                // They ask for the day already.
                for earn in &mut earns {
                    (earn.from, earn.to) = (None, None);
                    earn.body.conditions.retain(|c| !matches!(c, Condition::Hours(..)));
                    earn.body.conditions.retain(no_day);
                    earn.body.limits.retain(|l| !matches!(l.window, LimitWindow::TheseDates));
                }
            }
            let mut converts = Vec::new();
            let conversions = if self.plain { 0 } else { self.dice.weighted(&[4, 4, 1]) };
            for c in 0..conversions {
                let made = self.conversion(i, c, &converts);
                converts.extend(made);
            }
            self.p.partners.push(Partner {
                name: format!("partner{i}"),
                dates,
                stores,
                earns,
                windows: Vec::new(),
                pays,
                converts,
            });
        }
        self.funding();
    }

    /// Some rules are funded by partners that pay for their unit.
    fn funding(&mut self) {
        let payers: Vec<(String, Vec<String>)> = self
            .p
            .partners
            .iter()
            .map(|p| (p.name.clone(), p.pays.iter().map(|(_, unit)| unit.clone()).collect()))
            .collect();
        let mut earns = std::mem::take(&mut self.p.earns);
        let mut partners = std::mem::take(&mut self.p.partners);
        let all = earns.iter_mut().chain(partners.iter_mut().flat_map(|p| &mut p.earns));
        for earn in all {
            let fit: Vec<&String> =
                payers.iter().filter(|(_, units)| units.contains(&earn.body.unit)).map(|(n, _)| n).collect();
            if !self.dice.percent(25) || fit.is_empty() {
                continue;
            }
            let first = (*self.dice.pick(&fit)).clone();
            let others = fit.iter().filter(|n| ***n != first).map(|n| (*n).clone());
            let second = others.chain(["us".to_owned()]).next().unwrap();
            let share = u32::try_from(self.dice.range(1, 99)).unwrap();
            earn.body.funded = if self.dice.percent(20) {
                vec![(100, first)]
            } else {
                vec![(share, first), (100 - share, second)]
            };
        }
        (self.p.earns, self.p.partners) = (earns, partners);
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

    /// One conversion, or two versions of one.
    fn conversion(&mut self, partner: usize, number: usize, earlier: &[Conversion]) -> Vec<Conversion> {
        let mut first = self.one_conversion(partner, number);
        if !self.in_buckets(&first.unit) && self.dice.percent(45) {
            first.converted = Some(self.ends());
            first.alone = self.dice.percent(40);
            let others = self.p.partners.iter().flat_map(|p| &p.converts).chain(earlier);
            let mut after: Vec<String> = others
                .filter(|c| c.converted.is_some() && c.unit == first.unit)
                .map(|c| c.into.clone())
                .collect();
            after.dedup();
            first.after = after;
        }
        if !self.dice.percent(30) {
            return vec![first];
        }
        let last = self.near_day();
        let second = Conversion {
            get: first.get * 2,
            dates: (Some(last.plus(*self.dice.pick(&[1, 1, 20]))), None),
            plus: None,
            ..first.clone()
        };
        first.dates = (None, Some(last));
        vec![first, second]
    }

    fn one_conversion(&mut self, partner: usize, number: usize) -> Conversion {
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
            plus: self.some(30, |d| {
                let blocks = d.dice.range(1, 4);
                let more = u32::try_from(d.dice.range(1, 50)).unwrap();
                (more, Num::new(give * blocks * scale, decimals), d.dice.percent(40))
            }),
            dates: (None, None),
            converted: None,
            alone: false,
            when: self.some(20, |d| d.condition(Place::Reward, 0)),
            after: Vec::new(),
        }
    }
}

/// Whether it asks about no day.
fn no_day(c: &Condition) -> bool {
    !matches!(
        c,
        Condition::On(..)
            | Condition::Dates(..)
            | Condition::Months(_)
            | Condition::And(_)
            | Condition::Of(..)
    )
}
