//! Earn rules: awards of every kind, rounding, limits, availability.

use super::super::expiry::Available;
use super::super::figure::Made;
use super::super::pools::ACTIVITIES;
use super::super::{
    Award, Band, Body, Earn, Field, FieldKind, Gift, Limit, LimitWindow, Num, Rate, Rounding, Scale, Step,
    Value,
};
use super::conflict::without_conflicts;
use super::figure::made;
use super::{Draft, Place, field_word, may_miss};
use treue_lang::ast::FieldOwner;
use treue_lang::programme::{RoundingMode, Scope};
use treue_lang::time::{Day, Window};

/// Every way to round.
const MODES: &[RoundingMode] =
    &[RoundingMode::Down, RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::HalfEven];

impl Draft<'_> {
    pub(super) fn earns(&mut self) {
        let count = self.many(1, 2);
        for i in 0..count {
            let earn = self.earn(format!("rule{i}"), 15);
            self.p.earns.push(earn);
        }
    }

    /// Rules that may refer to tracks of what others gave.
    pub(super) fn late_earns(&mut self) {
        let count = self.many(0, 2);
        for i in 0..count {
            let earn = self.earn(format!("late{i}"), 50);
            self.p.earns.push(earn);
        }
    }

    /// A rule; in so many of a hundred it takes a share of others, if there are any.
    pub(super) fn earn(&mut self, name: String, shares: u32) -> Earn {
        let (from, to) = match self.dice.weighted(&[6, 3, 1, 1]) {
            0 => (None, None),
            1 => {
                let (a, b) = self.near_days();
                (Some(a), Some(b))
            }
            2 => (Some(self.near_day()), None),
            _ => (None, Some(self.near_day())),
        };
        let title = self.dice.some(10, |_| format!("Rule \"{name}\""));
        let body = self.body(shares, (from, to), true);
        Earn { name, title, from, to, body }
    }

    /// The clauses of a rule, or of a level's benefits.
    pub(super) fn body(&mut self, shares: u32, dates: (Option<Day>, Option<Day>), activities: bool) -> Body {
        let activity = if activities { self.some(10, |d| d.dice.text(ACTIVITIES)) } else { None };
        let share = if self.dice.percent(shares) { self.share(activity.as_deref()) } else { None };
        let (award, unit) = match share {
            Some(share) => share,
            None if activity.is_some() || self.dice.percent(4) => {
                let unit = self.any_unit();
                let of_field = self.of_field(&unit).filter(|_| !self.plain);
                (of_field.unwrap_or_else(|| Award::Flat(self.points(&unit))), unit)
            }
            None => self.award(),
        };
        let place = if activity.is_some() { Place::Activity } else { Place::Purchase };
        let count = self.dice.weighted(&[4, 4, 2, 1]);
        self.looks_at.clone_from(&activity);
        let mut conditions: Vec<_> = (0..count).map(|_| self.condition(place, 2)).collect();
        // What is counted of the same activities is mostly asked for.
        let counted = |kind: &String| self.p.tracks.iter().any(|t| t.subject.takes_activities(kind));
        if activity.as_ref().is_some_and(counted) && self.dice.percent(70) {
            conditions.push(self.history_condition(place));
        }
        self.looks_at = None;
        let conditions = without_conflicts(conditions, dates.0.is_some() || dates.1.is_some());
        let by_level = self.by_level(&award, &unit);
        let rounding = self.rounding(&award, &unit);
        let limits = self.limits(&unit, dates, activity.is_none());
        let available = self.available();
        let decided_by = self.decided_by();
        let waits = available.as_ref().is_some_and(|a| matches!(a, Available::OnActivity(_)));
        let gifts = if waits || self.plain { Vec::new() } else { self.gifts(&unit, dates) };
        let perks = Vec::new();
        let companions = activity.is_none() && !waits && !self.plain && self.dice.percent(6);
        let funded = Vec::new();
        Body {
            activity,
            conditions,
            award,
            by_level,
            within: false,
            unit,
            rounding,
            limits,
            available,
            decided_by,
            perks,
            companions,
            gifts,
            funded,
        }
    }

    /// Points for a number or a sum of money that the event says, if it has such a field.
    pub(super) fn of_field(&mut self, unit: &str) -> Option<Award> {
        let money = self.unit_decimals(unit) == 0;
        let fields = self.fields_of(&[FieldOwner::Receipt], |k| match k {
            FieldKind::Number { range, .. } => range.is_some(),
            FieldKind::Money => money,
            _ => false,
        });
        let field = self.dice.maybe_pick(&fields)?.clone();
        let points = *self.dice.pick(&[Num::whole(1), Num::whole(2), Num::new(5, 1)]);
        let full = if self.dice.percent(60) { "full " } else { "" };
        let (name, missing) = (field_word(&field), may_miss(&field));
        if self.dice.percent(30) {
            return Some(self.bands_of_field(&field, unit));
        }
        let of = match &field.kind {
            FieldKind::Money => {
                let (size, currency) = (self.money_step(), self.p.currency.clone());
                let zero = Num::new(0, self.p.money_decimals);
                let or = if missing { format!(" or {zero} {currency}") } else { String::new() };
                format!("per {full}{size} {currency} of {name}{or}")
            }
            _ => {
                let size = *self.dice.pick(&[1, 3, 10, 100]);
                let or = if missing { " or 0" } else { "" };
                format!("per {full}{size} {name}{or}")
            }
        };
        Some(Award::OfField(points, of))
    }

    /// Flat points by bands of a number, or of money, that the event says.
    fn bands_of_field(&mut self, field: &Field, unit: &str) -> Award {
        let (money, currency) = (field.kind == FieldKind::Money, self.p.currency.clone());
        let place = |n: i64, decimals: u8| match money {
            true => format!("{} {currency}", Num::new(n * 10_i64.pow(u32::from(decimals)), decimals)),
            false => n.to_string(),
        };
        let decimals = self.p.money_decimals;
        let or = if may_miss(field) { format!(" or {}", place(0, decimals)) } else { String::new() };
        let mut from = self.dice.range(0, 4);
        let mut bands = Vec::new();
        for _ in 0..self.dice.range(1, 3) {
            bands.push((place(from, decimals), self.points(unit)));
            from += self.dice.range(1, 40);
        }
        Award::BandsOfField { of: format!("{}{or}", field_word(field)), bands }
    }

    /// Now and then another date than the event's decides.
    fn decided_by(&mut self) -> Option<String> {
        let dates = self.fields_of(&[FieldOwner::Receipt], |k| *k == FieldKind::Date);
        if dates.is_empty() || self.plain || !self.dice.percent(50) {
            return None;
        }
        Some(field_word(self.dice.pick(&dates)))
    }

    /// Points to members whom a field names.
    fn gifts(&mut self, unit: &str, dates: (Option<Day>, Option<Day>)) -> Vec<Gift> {
        let to = self.fields_of(&[FieldOwner::Receipt, FieldOwner::Member], |k| *k == FieldKind::Member);
        let count = if to.is_empty() { 0 } else { self.dice.weighted(&[3, 6, 1]) };
        (0..count)
            .map(|_| {
                let field = self.dice.pick(&to).clone();
                let mut limits = self.limits(unit, dates, false);
                if limits.is_empty() && self.dice.percent(60) {
                    limits = self.limits(unit, dates, false);
                }
                Gift {
                    points: self.points(unit),
                    unit: unit.to_owned(),
                    to: field_word(&field),
                    asks: may_miss(&field),
                    limits,
                }
            })
            .collect()
    }

    /// Whole smallest parts of a unit, above zero.
    pub(super) fn points(&mut self, unit: &str) -> Num {
        let decimals = self.unit_decimals(unit);
        let whole = *self.dice.pick(&[1_i64, 2, 5, 10, 50, 100, 500]);
        let scale = 10_i64.pow(u32::from(decimals));
        let odd = if scale > 1 { self.dice.range(0, scale - 1) } else { 0 };
        Num::new(whole * scale + odd, decimals)
    }

    /// Points of a rate, which may have more decimals than the unit.
    pub(super) fn rate_points(&mut self) -> Num {
        *self.dice.pick(&[
            Num::whole(1),
            Num::whole(1),
            Num::whole(2),
            Num::whole(5),
            Num::whole(15),
            Num::new(5, 1),
            Num::new(15, 1),
            Num::new(125, 2),
            Num::new(33, 2),
            Num::new(99, 2),
            Num::new(1, 2),
        ])
    }

    pub(super) fn award(&mut self) -> (Award, String) {
        let unit = self.any_unit();
        let money: Vec<String> = self.p.units.iter().filter(|u| u.money).map(|u| u.name.clone()).collect();
        if money.len() == 1 && self.dice.percent(20) {
            let percent = *self.dice.pick(&[
                Num::whole(1),
                Num::whole(10),
                Num::new(25, 1),
                Num::whole(100),
                Num::new(1_234, 3),
            ]);
            return (Award::Percent { percent, of: self.rich_amount() }, money[0].clone());
        }
        let award = match self.dice.weighted(&[3, 12, 4, u32::from(!self.plain)]) {
            3 => Award::EachLine(made(self.number_of_lines())),
            0 => Award::Flat(self.points(&unit)),
            1 => {
                let (step, takes_basis) = self.step();
                let rate = Rate { points: self.rate_points(), per: Some(step) };
                let mut of = self.rich_amount();
                if !takes_basis {
                    (of.basis, of.made) = (None, None);
                } else if self.small_receipts() && self.dice.percent(15) {
                    of = made(self.money_of_lines());
                }
                Award::Rate(rate, of)
            }
            _ => self.bands(&unit),
        };
        (award, unit)
    }

    /// `per ...`, and whether it is of money.
    pub(super) fn step(&mut self) -> (Step, bool) {
        let full = self.dice.percent(45);
        let measures = self.p.measures.clone();
        match self.dice.weighted(&[9, if measures.is_empty() { 0 } else { 3 }, 2, 1]) {
            0 => {
                let size = self.money_step();
                (Step { full, size: Some(size), word: self.p.currency.clone() }, true)
            }
            1 => {
                let word = self.dice.pick(&measures).clone();
                let size = self.dice.some(60, |d| Num::new(d.range(1, 40) * 250, 3));
                if let Some(size) = size {
                    self.hints.quantities.push(size.value);
                }
                let word = if size.is_some() { format!("{word}s") } else { word };
                (Step { full, size, word }, false)
            }
            2 => {
                let size = self.dice.some(40, |d| Num::whole(d.range(2, 5)));
                let word = if size.is_some() { "items" } else { "item" };
                (Step { full, size, word: word.to_owned() }, false)
            }
            _ => {
                let size = self.dice.some(30, |d| Num::whole(d.range(2, 3)));
                let word = if size.is_some() { "lines" } else { "line" };
                (Step { full, size, word: word.to_owned() }, false)
            }
        }
    }

    fn money_step(&mut self) -> Num {
        let unit = 10_i64.pow(u32::from(self.p.money_decimals));
        let value = match self.dice.weighted(&[6, 3, 1]) {
            0 => unit,
            1 => unit * *self.dice.pick(&[2, 3, 5, 10, 50]),
            _ => (unit / 20).max(1) * *self.dice.pick(&[1, 3, 7]) + self.dice.range(0, 2),
        };
        self.hints.money.push(value);
        Num::new(value, self.p.money_decimals)
    }

    /// Bands of money, a measure, items or lines.
    fn bands(&mut self, unit: &str) -> Award {
        let measures = self.p.measures.clone();
        let (word, decimals) = match self.dice.weighted(&[8, if measures.is_empty() { 0 } else { 3 }, 2, 1]) {
            0 => (self.p.currency.clone(), self.p.money_decimals),
            1 => (format!("{}s", self.dice.pick(&measures)), 3),
            2 => ("items".to_owned(), 0),
            _ => ("lines".to_owned(), 0),
        };
        let each_part = self.dice.percent(50);
        let count = 1 + self.dice.below(3);
        let scale = 10_i64.pow(u32::from(decimals));
        let width = if decimals == 0 && word != self.p.currency { 3 } else { 25 };
        let mut from = if self.dice.percent(40) { 0 } else { self.dice.range(1, width) * scale };
        let mut bands = Vec::new();
        for _ in 0..count {
            let rate = if !each_part && self.dice.percent(40) {
                Rate { points: self.points(unit), per: None }
            } else {
                let full = self.dice.percent(40);
                let size = Num::new(self.dice.range(1, 5) * scale, decimals);
                Rate {
                    points: self.rate_points(),
                    per: Some(Step { full, size: Some(size), word: word.clone() }),
                }
            };
            let hints =
                if word == self.p.currency { &mut self.hints.money } else { &mut self.hints.quantities };
            hints.push(from);
            bands.push(Band { from: Value::WithUnit(Num::new(from, decimals), word.clone()), rate });
            from += self.dice.range(1, width) * scale + if decimals == 2 { self.dice.range(0, 1) } else { 0 };
        }
        let mut of = self.rich_amount();
        if word != self.p.currency {
            (of.basis, of.made) = (None, None);
        }
        Award::Bands { of, each_part, bands }
    }

    /// A share of earlier rules that give one unit and look at the same events.
    fn share(&mut self, activity: Option<&str>) -> Option<(Award, String)> {
        let unit = self.any_unit();
        let mut rules: Vec<String> = self
            .rules()
            .into_iter()
            .filter(|(_, b)| b.unit == unit && b.activity.as_deref() == activity)
            .map(|(name, _)| name)
            .collect();
        if rules.is_empty() {
            return None;
        }
        self.dice.shuffle(&mut rules);
        let most = rules.len().min(3);
        rules.truncate(1 + self.dice.below(most));
        let per_line = |b: &Body| b.rounding.as_ref().is_some_and(|r| r.per_line);
        let exact_fits = self.rules().iter().all(|(name, b)| !rules.contains(name) || !per_line(b));
        let exact = exact_fits && self.dice.percent(35);
        let lines = |b: &Body| match b.award {
            Award::Rate(..) | Award::EachLine(_) | Award::Percent { .. } | Award::Bands { .. } => true,
            Award::Flat(_)
            | Award::OfField(..)
            | Award::BandsOfField { .. }
            | Award::Share { .. }
            | Award::Times { .. } => false,
        };
        let has_lines = self.rules().iter().all(|(name, b)| !rules.contains(name) || lines(b));
        let on = if has_lines { self.some(40, Draft::few_lines) } else { None };
        let award = if self.dice.percent(60) {
            let percent = *self.dice.pick(&[
                Num::whole(10),
                Num::whole(25),
                Num::whole(50),
                Num::whole(150),
                Num::new(75, 1),
                Num::new(3_333, 2),
            ]);
            Award::Share { percent, of: rules, on, exact }
        } else {
            let factor = *self.dice.pick(&[Num::whole(2), Num::whole(3), Num::new(15, 1)]);
            Award::Times { factor, of: rules, on, exact }
        };
        Some((award, unit))
    }

    /// Other points for some levels of one structure.
    pub(super) fn by_level(&mut self, award: &Award, unit: &str) -> Vec<(String, Num)> {
        let structures: Vec<Vec<String>> =
            self.p.tiers.iter().map(|t| t.levels.iter().map(|l| l.name.clone()).collect()).collect();
        let flat = match award {
            Award::Flat(_) => true,
            Award::Rate(..) | Award::OfField(..) => false,
            Award::Percent { .. }
            | Award::EachLine(_)
            | Award::Share { .. }
            | Award::Times { .. }
            | Award::BandsOfField { .. }
            | Award::Bands { .. } => {
                return Vec::new();
            }
        };
        if structures.is_empty() || !self.dice.percent(35) {
            return Vec::new();
        }
        let levels = self.dice.pick(&structures).clone();
        let mut rates = Vec::new();
        for level in levels {
            if self.dice.percent(70) {
                let n = if flat { self.points(unit) } else { self.rate_points() };
                rates.push((level, n));
            }
        }
        rates
    }

    pub(super) fn rounding(&mut self, award: &Award, unit: &str) -> Option<Rounding> {
        if !self.dice.percent(50) {
            return None;
        }
        let per_line = match award {
            Award::Rate(r, of) => {
                r.per.as_ref().is_some_and(|s| !s.word.starts_with("line"))
                    && !matches!(of.made.as_deref(), Some(Made::OfReceipt(_)))
                    && self.dice.percent(60)
            }
            Award::Percent { of, .. } => {
                !matches!(of.made.as_deref(), Some(Made::OfReceipt(_))) && self.dice.percent(60)
            }
            Award::EachLine(_) => self.dice.percent(60),
            Award::Flat(_)
            | Award::OfField(..)
            | Award::BandsOfField { .. }
            | Award::Share { .. }
            | Award::Times { .. }
            | Award::Bands { .. } => false,
        };
        let mode = self.dice.some(80, |d| *d.pick(MODES));
        let decimals = self.fewer_decimals(unit);
        if self.dice.percent(12) {
            let multiples = Some(self.multiple(unit));
            return Some(Rounding { mode, per_line, together: false, decimals: None, multiples });
        }
        if mode.is_none() && !per_line && decimals.is_none() {
            return Some(Rounding {
                mode: Some(RoundingMode::HalfEven),
                per_line,
                together: false,
                decimals,
                multiples: None,
            });
        }
        Some(Rounding { mode, per_line, together: false, decimals, multiples: None })
    }

    fn fewer_decimals(&mut self, unit: &str) -> Option<u8> {
        let most = self.unit_decimals(unit);
        self.dice.some(35, |d| u8::try_from(d.below(usize::from(most) + 1)).unwrap())
    }

    /// `rounded ... together` of a stack.
    pub(super) fn together(&mut self, unit: &str) -> Rounding {
        let decimals = self.fewer_decimals(unit);
        let multiples = self.some(20, |d| d.multiple(unit));
        let mode = self.dice.some(70, |d| *d.pick(MODES));
        Rounding { mode, per_line: false, together: true, decimals, multiples }
    }

    /// A few points to round to multiples of.
    fn multiple(&mut self, unit: &str) -> (Num, String) {
        let decimals = self.unit_decimals(unit);
        (Num::new(*self.dice.pick(&[2, 3, 5, 7, 25, 50]), decimals), unit.to_owned())
    }

    /// No limit often, sometimes several.
    pub(super) fn limits(
        &mut self,
        unit: &str,
        dates: (Option<Day>, Option<Day>),
        purchases: bool,
    ) -> Vec<Limit> {
        let count = self.dice.weighted(&[5, 4, 2]);
        let mut limits: Vec<Limit> = Vec::new();
        if purchases && self.dice.percent(15) {
            limits.push(self.limit_by_amount(unit));
        }
        for _ in 0..count {
            let limit = self.limit(unit, dates);
            // Two limits of one kind over one window are an error.
            if limits.iter().all(|l| l.key() != limit.key()) {
                limits.push(limit);
            }
        }
        limits
    }

    /// `at most 10 points per 1.00 CHF of eligible`.
    fn limit_by_amount(&mut self, unit: &str) -> Limit {
        let (step, takes_basis) = self.step();
        let mut of = self.amount();
        if !takes_basis {
            of.basis = None;
        }
        let points = self.rate_points();
        Limit {
            points: Some(points),
            times: 1,
            per: Some((step, of)),
            unit: unit.to_owned(),
            window: LimitWindow::Unsaid,
            scope: Scope::Member,
            whole: self.dice.percent(25),
        }
    }

    /// Who uses up a limit with a window.
    pub(super) fn scope(&mut self) -> Scope {
        if self.plain {
            return Scope::Member;
        }
        let households = if self.p.household.is_some() { 50 } else { 0 };
        match self.dice.weighted(&[90, households, 14]) {
            0 => Scope::Member,
            1 => Scope::Household,
            _ => Scope::Everyone,
        }
    }

    fn limit(&mut self, unit: &str, dates: (Option<Day>, Option<Day>)) -> Limit {
        let times = self.dice.percent(30);
        let window = match self.dice.weighted(&[2, 2, 8, 12]) {
            0 if !times => LimitWindow::Unsaid,
            1 if !times => LimitWindow::Receipt,
            3 if dates.0.is_some() && dates.1.is_some() => LimitWindow::TheseDates,
            _ => LimitWindow::Window(self.window()),
        };
        let Value::WithUnit(points, _) = self.threshold(&Scale::Points(unit.to_owned())) else {
            unreachable!("points carry their unit");
        };
        let scope = match window {
            LimitWindow::Unsaid | LimitWindow::Receipt | LimitWindow::Window(Window::OwnYear(_)) => {
                Scope::Member
            }
            LimitWindow::TheseDates | LimitWindow::Window(_) => self.scope(),
        };
        Limit {
            scope,
            points: if times { None } else { Some(points) },
            times: u32::try_from(self.dice.range(1, 3)).unwrap(),
            per: None,
            unit: unit.to_owned(),
            window,
            whole: self.dice.percent(30),
        }
    }
}
