//! Rules that are made to be combined: multiples of one rule in a stack that multiplies.

use super::super::{Award, Body, Earn, Num, Rate, Rounding, Stack, Step};
use super::conflict::without_conflicts;
use super::{Draft, Place};
use treue_lang::ast::StackWay;
use treue_lang::programme::RoundingMode;

impl Draft<'_> {
    /// Rules that look at purchases, with their bodies.
    fn of_purchases(&self) -> Vec<(String, Body)> {
        let all = self.rules().into_iter().filter(|(_, b)| b.activity.is_none());
        all.map(|(name, b)| (name, b.clone())).collect()
    }

    /// Now and then rules that compete for every line.
    pub(super) fn contests(&mut self) {
        if !self.dice.percent(18) {
            return;
        }
        let unit = self.any_unit();
        let count = 2 + self.dice.below(3);
        let mut members = Vec::new();
        for i in 0..count {
            let award = match self.dice.percent(25) {
                true => self.multiple_on_lines(&unit),
                false => None,
            };
            let (award, has_lines) = match award {
                Some(award) => (award, false),
                None => (self.plain_rate(), true),
            };
            let conditions =
                (0..self.dice.weighted(&[6, 4])).map(|_| self.condition(Place::Purchase, 1)).collect();
            let name = format!("rival{i}");
            members.push(name.clone());
            let by_level = self.by_level(&award, &unit);
            let rounding =
                if has_lines || self.dice.percent(50) { self.rounding(&award, &unit) } else { None };
            let limits = self.limits(&unit, (None, None), true);
            let body = Body {
                activity: None,
                conditions: without_conflicts(conditions, false),
                award,
                by_level,
                within: false,
                unit: unit.clone(),
                rounding,
                limits,
                available: None,
                decided_by: None,
                perks: Vec::new(),
                funded: Vec::new(),
                gifts: Vec::new(),
                companions: false,
            };
            self.p.earns.push(Earn { name, title: None, from: None, to: None, body });
        }
        let way = *self.dice.pick(&[StackWay::Best, StackWay::Best, StackWay::First]);
        let limits = self.limits(&unit, (None, None), true);
        let name = "contest".to_owned();
        self.p.stacks.push(Stack { name, way, members, per_line: true, rounding: None, limits });
    }

    /// Now and then a rule becomes two versions, or three, that differ in numbers and conditions.
    pub(super) fn versions(&mut self) {
        for i in 0..self.p.earns.len() {
            let dated = self.p.earns[i].from.is_some() || self.p.earns[i].to.is_some();
            if dated || !self.dice.percent(12) {
                continue;
            }
            let conditions = std::mem::take(&mut self.p.earns[i].body.conditions);
            self.p.earns[i].body.conditions = without_conflicts(conditions, true);
            let first = self.near_day();
            let gap = *self.dice.pick(&[1, 1, 1, 2, 8]);
            let mut second = self.p.earns[i].clone();
            self.p.earns[i].to = Some(first);
            if self.dice.percent(30) {
                self.p.earns[i].from = Some(first.plus(-25));
            }
            second.from = Some(first.plus(gap));
            self.vary(&mut second.body);
            if self.dice.percent(30) {
                second.to = Some(first.plus(gap + 9));
                let mut third = second.clone();
                third.from = Some(first.plus(gap + 10));
                third.to = None;
                self.vary(&mut third.body);
                self.p.earns.push(third);
            }
            self.p.earns.push(second);
        }
    }

    /// Other numbers and conditions, and nothing that a stack or a share of the rule could not take.
    fn vary(&mut self, body: &mut Body) {
        let unit = body.unit.clone();
        match &mut body.award {
            Award::Flat(points) => *points = self.points(&unit),
            Award::OfField(points, _) => *points = Num::whole(3),
            Award::Rate(rate, _) => {
                rate.points =
                    *self.dice.pick(&[Num::whole(1), Num::whole(2), Num::whole(3), Num::new(15, 1)]);
            }
            Award::EachLine(_)
            | Award::BandsOfField { .. }
            | Award::Percent { .. }
            | Award::Share { .. }
            | Award::Times { .. }
            | Award::Bands { .. } => {}
        }
        if self.dice.percent(40) {
            body.conditions.clear();
        }
        for limit in &mut body.limits {
            if limit.points.is_none() {
                limit.times += 1;
            }
        }
    }

    /// A rate of round numbers, so that worths of lines can be compared.
    fn plain_rate(&mut self) -> Award {
        let (step, takes_basis) = self.step();
        let points =
            *self.dice.pick(&[Num::whole(1), Num::whole(2), Num::whole(3), Num::new(15, 1), Num::new(5, 1)]);
        let size = match step.size {
            Some(size) if takes_basis => {
                let whole = 10_i64.pow(u32::from(size.decimals));
                Some(Num { value: whole * *self.dice.pick(&[1, 1, 2, 5]), ..size })
            }
            other => other,
        };
        let mut of = self.amount();
        if !takes_basis {
            of.basis = None;
        }
        Award::Rate(Rate { points, per: Some(Step { size, ..step }) }, of)
    }

    /// A multiple of a rule with lines, on some lines.
    fn multiple_on_lines(&mut self, unit: &str) -> Option<Award> {
        // Those that compete with it cannot be its base.
        let bases: Vec<(String, Body)> = self
            .of_purchases()
            .into_iter()
            // Not one that competes itself.
            .filter(|(name, _)| !name.starts_with("rival"))
            .filter(|(_, b)| match &b.award {
                Award::Rate(_, of) | Award::Percent { of, .. } => b.unit == unit && of.made.is_none(),
                Award::Flat(_)
                | Award::OfField(..)
                | Award::BandsOfField { .. }
                | Award::EachLine(_)
                | Award::Share { .. }
                | Award::Times { .. }
                | Award::Bands { .. } => false,
            })
            .collect();
        let (base, body) = self.dice.maybe_pick(&bases).cloned()?;
        let per_line = body.rounding.as_ref().is_some_and(|r| r.per_line);
        let exact = !per_line && self.dice.percent(35);
        let factor = *self.dice.pick(&[Num::whole(2), Num::whole(4), Num::new(15, 1)]);
        Some(Award::Times { factor, of: vec![base], on: Some(self.few_lines()), exact })
    }

    /// Now and then multiples of one rule that are multiplied.
    pub(super) fn multiples(&mut self) {
        if !self.dice.percent(18) {
            return;
        }
        let bases = self.of_purchases();
        let Some((base, body)) = self.dice.maybe_pick(&bases).cloned() else { return };
        let lines = matches!(body.award, Award::Rate(..) | Award::Percent { .. } | Award::Bands { .. });
        let on = if lines { self.some(30, Draft::few_lines) } else { None };
        let per_line = body.rounding.as_ref().is_some_and(|r| r.per_line);
        let exact = !per_line && self.dice.percent(35);
        let count = 2 + self.dice.below(2);
        let mut members = Vec::new();
        for i in 0..count {
            let factor = *self.dice.pick(&[
                Num::whole(2),
                Num::whole(3),
                Num::new(15, 1),
                Num::new(125, 2),
                Num::whole(10),
            ]);
            let award = Award::Times { factor, of: vec![base.clone()], on: on.clone(), exact };
            let conditions =
                (0..self.dice.weighted(&[6, 4])).map(|_| self.condition(Place::Purchase, 1)).collect();
            let name = format!("multiple{i}");
            members.push(name.clone());
            let body = Body {
                activity: None,
                conditions: without_conflicts(conditions, false),
                award,
                by_level: Vec::new(),
                within: false,
                unit: body.unit.clone(),
                rounding: None,
                limits: Vec::new(),
                available: None,
                decided_by: None,
                perks: Vec::new(),
                funded: Vec::new(),
                gifts: Vec::new(),
                companions: false,
            };
            self.p.earns.push(Earn { name, title: None, from: None, to: None, body });
        }
        let mode = *self.dice.pick(&[RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::HalfEven]);
        let rounding = self.some(50, |_| Rounding {
            mode: Some(mode),
            per_line: false,
            together: false,
            decimals: None,
            multiples: None,
        });
        let limits = self.limits(&body.unit, (None, None), true);
        let name = "product".to_owned();
        self.p.stacks.push(Stack {
            name,
            way: StackWay::Multiply,
            members,
            per_line: false,
            rounding,
            limits,
        });
    }
}
