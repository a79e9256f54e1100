//! Rules that are made to be combined: multiples of one rule in a stack that multiplies.

use super::super::{Award, Body, Earn, Num, Rounding, Stack};
use super::conflict::without_conflicts;
use super::{Draft, Place};
use treue_lang::ast::StackWay;
use treue_lang::programme::RoundingMode;

impl Draft<'_> {
    /// Now and then multiples of one rule that are multiplied.
    pub(super) fn multiples(&mut self) {
        if !self.dice.percent(18) {
            return;
        }
        let bases: Vec<(String, Body)> = self
            .rules()
            .into_iter()
            .filter(|(_, b)| b.activity.is_none())
            .map(|(name, b)| (name, b.clone()))
            .collect();
        let Some((base, body)) = self.dice.maybe_pick(&bases).cloned() else { return };
        let lines = matches!(body.award, Award::Rate(..) | Award::Percent { .. } | Award::Bands { .. });
        let on = if lines { self.some(30, Draft::few_lines) } else { None };
        let per_line = body.rounding.as_ref().is_some_and(|r| r.per_line);
        let exact = !per_line && self.dice.percent(35);
        let count = 2 + self.dice.below(2);
        let mut members = Vec::new();
        for i in 0..count {
            let factor =
                *self.dice.pick(&[Num::whole(2), Num::whole(3), Num::new(15, 1), Num::new(125, 2), Num::whole(10)]);
            let award = Award::Times { factor, of: vec![base.clone()], on: on.clone(), exact };
            let conditions = (0..self.dice.weighted(&[6, 4])).map(|_| self.condition(Place::Purchase, 1)).collect();
            let name = format!("multiple{i}");
            members.push(name.clone());
            let body = Body {
                activity: None,
                conditions: without_conflicts(conditions, false),
                award,
                by_level: Vec::new(),
                unit: body.unit.clone(),
                rounding: None,
                limits: Vec::new(),
                available: None,
                perks: Vec::new(),
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
        self.p.stacks.push(Stack { name, way: StackWay::Multiply, members, rounding, limits });
    }
}
