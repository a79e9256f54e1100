//! Rules over windows: every window, every award, paid at once and later.

use super::super::over::{WindowAward, WindowEarn};
use super::super::pools::ACTIVITIES;
use super::super::{
    Award, Band, Comparison, Condition, Limit, LimitWindow, Num, Operand, Rate, Rounding, Scale, Step, Track,
    TrackSubject, Value,
};
use super::conflict::without_conflicts;
use super::{Draft, Place};
use treue_lang::programme::{RoundingMode, Scope};
use treue_lang::time::{Own, Unit, Window};

impl Draft<'_> {
    /// Rules over windows, and tracks of what they gave.
    pub(super) fn windows(&mut self) {
        let count = self.dice.weighted(&[4, 5, 2]);
        for i in 0..count {
            let rule = self.window_rule(format!("over{i}"));
            if self.dice.percent(25) && !self.p.partners.is_empty() {
                let at = self.dice.below(self.p.partners.len());
                self.p.partners[at].windows.push(rule);
            } else {
                self.p.windows.push(rule);
            }
        }
        if let Some(rule) = self.p.windows.last().map(|w| (w.name.clone(), w.unit.clone()))
            && self.dice.percent(50)
        {
            let window = self.window();
            self.p.tracks.push(Track {
                name: "given_over".to_owned(),
                subject: TrackSubject::PointsFrom(vec![rule.0]),
                scale: Scale::Points(rule.1),
                when: None,
                window,
            });
        }
    }

    fn window_rule(&mut self, name: String) -> WindowEarn {
        let (mut from, mut to) = (None, None);
        if self.dice.percent(35) {
            let (a, b) = self.near_days();
            (from, to) = (Some(a), Some(b));
        }
        let window = match (from, to) {
            (Some(a), Some(b)) if self.dice.percent(60) => Window::Dates(a, b),
            _ => self.calendar_window(),
        };
        let activity = self.some(20, |d| d.dice.text(ACTIVITIES));
        let (award, unit) = self.window_award(activity.is_some());
        let counting = self.counting(activity.is_some(), from.is_some());
        let when = if matches!(award, WindowAward::Flat(_)) || self.dice.percent(35) {
            Some(self.of_sums(activity.is_some()))
        } else {
            None
        };
        let by_level = match &award {
            WindowAward::Rate(rate, of) => self.by_level(&Award::Rate(rate.clone(), of.clone()), &unit),
            _ => Vec::new(),
        };
        let rounding = self.some(40, |d| Rounding {
            mode: Some(*d.dice.pick(&[RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::HalfEven])),
            per_line: false,
            together: false,
            decimals: None,
            multiples: None,
        });
        let limits = self.limits_of_sums(&award, &unit, by_level.is_empty());
        let paid = match self.dice.weighted(&[5, 3, 3]) {
            _ if window == Window::Ever => None,
            0 => None,
            1 => Some(None),
            _ => Some(Some(self.length(&[Unit::Days, Unit::Days, Unit::Weeks]))),
        };
        WindowEarn {
            name,
            from,
            to,
            window,
            retroactive: false,
            activity,
            counting,
            when,
            award,
            by_level,
            unit,
            rounding,
            limits,
            paid,
        }
    }

    /// Now and then a window rule becomes two versions, or three, of which some look back.
    pub(super) fn versions_over(&mut self) {
        for i in 0..self.p.windows.len() {
            let first = &self.p.windows[i];
            let dated = first.from.is_some() || first.to.is_some();
            if dated || !self.dice.percent(30) {
                continue;
            }
            let counting = std::mem::take(&mut self.p.windows[i].counting);
            self.p.windows[i].counting = without_conflicts(counting, true);
            let last = self.near_day();
            self.p.windows[i].to = Some(last);
            let mut second = self.p.windows[i].clone();
            (second.from, second.to) = (Some(last.plus(1)), None);
            self.vary_over(&mut second);
            if self.dice.percent(30) {
                let mut third = second.clone();
                second.to = Some(last.plus(9));
                third.from = Some(last.plus(10));
                self.vary_over(&mut third);
                self.p.windows.push(third);
            }
            self.p.windows.push(second);
        }
    }

    /// Other numbers of the same sums.
    fn vary_over(&mut self, rule: &mut WindowEarn) {
        rule.retroactive = self.dice.percent(65);
        let unit = rule.unit.clone();
        match &mut rule.award {
            WindowAward::Flat(points) | WindowAward::Count(points, _) => *points = self.points(&unit),
            WindowAward::Rate(rate, _) => {
                rate.points = *self.dice.pick(&[Num::whole(2), Num::whole(3), Num::new(15, 1)])
            }
            WindowAward::Percent(..)
            | WindowAward::OfField(..)
            | WindowAward::Bands { .. }
            | WindowAward::BandsOfField { .. } => {}
        }
        if self.dice.percent(20) {
            rule.counting.clear();
        }
        if self.dice.percent(50) {
            rule.limits.clear();
        }
    }

    /// Windows with an end, short ones often.
    fn calendar_window(&mut self) -> Window {
        loop {
            let window = self.window();
            if !matches!(window, Window::Rolling(_) | Window::OwnYear(Own::Tier(_))) {
                return window;
            }
        }
    }

    fn counting(&mut self, activity: bool, dated: bool) -> Vec<Condition> {
        let place = if activity { Place::Activity } else { Place::Track };
        let count = self.dice.weighted(&[5, 3, 1]);
        let conditions: Vec<_> = (0..count).map(|_| self.condition(place, 1)).collect();
        without_conflicts(conditions, dated)
    }

    fn window_award(&mut self, activity: bool) -> (WindowAward, String) {
        let unit = self.any_unit();
        let kind = self.dice.weighted(&[2, 5, 2]);
        if activity
            && self.dice.percent(75)
            && let Some(award) = self.of_field(&unit)
        {
            return (of_field(award), unit);
        }
        if activity || self.dice.percent(40) {
            let award = match kind {
                0 => WindowAward::Flat(self.points(&unit)),
                1 => WindowAward::Count(
                    self.points(&unit),
                    self.dice.some(80, |d| u32::try_from(d.range(2, 5)).unwrap()),
                ),
                _ => self.bands_of_events(&unit, activity),
            };
            return (award, unit);
        }
        let (award, unit) = self.award();
        let award = match award {
            Award::Flat(n) => WindowAward::Flat(n),
            award @ (Award::OfField(..) | Award::BandsOfField { .. }) => of_field(award),
            Award::Rate(rate, of) => WindowAward::Rate(rate, of),
            Award::Percent { percent, of } => WindowAward::Percent(percent, of),
            Award::Bands { of, each_part, bands } => WindowAward::Bands { of: Some(of), each_part, bands },
            // What is made of each line is drawn for rules of one event.
            Award::EachLine(_) => WindowAward::Flat(self.points(&unit)),
            Award::Share { .. } | Award::Times { .. } => unreachable!("only drawn when asked for"),
        };
        (award, unit)
    }

    fn bands_of_events(&mut self, unit: &str, activity: bool) -> WindowAward {
        let word = if activity { "activities" } else { "purchases" };
        let each_part = self.dice.percent(40);
        let mut from = self.dice.range(1, 3);
        let mut bands = Vec::new();
        for _ in 0..=self.dice.below(3) {
            let points = self.points(unit);
            let per = (each_part || self.dice.percent(30)).then(|| Step {
                full: true,
                size: Some(Num::whole(self.dice.range(1, 3))),
                word: word.to_owned(),
            });
            let start = Value::WithUnit(Num::whole(from), word.to_owned());
            bands.push(Band { from: start, rate: Rate { points, per } });
            from += self.dice.range(1, 3);
        }
        WindowAward::Bands { of: None, each_part, bands }
    }

    /// A condition on the sums of a window.
    fn of_sums(&mut self, activity: bool) -> Condition {
        let first = self.of_a_sum(activity);
        match self.dice.weighted(&[6, 2, 1]) {
            0 => first,
            1 => Condition::Or(vec![first, self.of_a_sum(activity)]),
            _ => Condition::Not(Box::new(first)),
        }
    }

    fn of_a_sum(&mut self, activity: bool) -> Condition {
        if activity || self.dice.percent(40) {
            let word = if activity { "activities" } else { "purchases" };
            let operand = if self.dice.percent(50) {
                Operand::Name(word.to_owned())
            } else {
                Operand::NumberOf(word.to_owned(), None)
            };
            let least = Value::Number(Num::whole(self.dice.range(1, 4)));
            return Condition::Compare(operand, Comparison::AtLeast, Operand::Value(least));
        }
        let how = *self.dice.pick(&[Comparison::AtLeast, Comparison::AtLeast, Comparison::Below]);
        let threshold = self.threshold(&Scale::Money);
        Condition::Compare(Operand::Amount(self.amount()), how, Operand::Value(threshold))
    }

    fn limits_of_sums(&mut self, award: &WindowAward, unit: &str, one_rate: bool) -> Vec<Limit> {
        let whole_steps = match award {
            WindowAward::Count(..) => true,
            WindowAward::Rate(rate, _) => one_rate && rate.per.as_ref().is_some_and(|s| s.full),
            WindowAward::Flat(_)
            | WindowAward::Percent(..)
            | WindowAward::OfField(..)
            | WindowAward::Bands { .. }
            | WindowAward::BandsOfField { .. } => false,
        };
        let mut limits = Vec::new();
        if self.dice.percent(35) {
            let Value::WithUnit(points, _) = self.threshold(&Scale::Points(unit.to_owned())) else {
                unreachable!("points carry their unit");
            };
            limits.push(self.limit_of_sum(Some(points), unit));
        }
        if whole_steps && self.dice.percent(65) {
            limits.push(self.limit_of_sum(None, unit));
        }
        limits
    }

    fn limit_of_sum(&mut self, points: Option<Num>, unit: &str) -> Limit {
        Limit {
            points,
            per: None,
            times: u32::try_from(*self.dice.pick(&[1_i64, 1, 2, 3])).unwrap(),
            unit: unit.to_owned(),
            window: LimitWindow::Unsaid,
            scope: Scope::Member,
            whole: false,
        }
    }
}

/// What is drawn by a field for one event, for a window.
fn of_field(award: Award) -> WindowAward {
    match award {
        Award::OfField(points, of) => WindowAward::OfField(points, of),
        Award::BandsOfField { of, bands } => WindowAward::BandsOfField { of, bands },
        _ => unreachable!("only drawn by a field"),
    }
}
