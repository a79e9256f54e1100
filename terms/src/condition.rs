//! Conditions in words.

use crate::amount::Scale;
use crate::document::escaped;
use crate::say::Speaker;
use treue_lang::programme::{
    Amount, Beginning, Compare, Comparison, Condition, Conjunct, DifferentText, FieldKind, HeldAs, LevelId,
    Number, Occasion, TextTest, Texts, TiersId, TrackId, TrackSubject, Trigger,
};
use treue_lang::time::{DayTest, Length, MonthDays, Weekdays, Window};

impl Speaker<'_> {
    /// All of these, each a part of a list.
    pub(crate) fn conditions(&self, conjuncts: &[Conjunct]) -> Vec<String> {
        conjuncts.iter().map(|c| self.condition(&c.condition)).collect()
    }

    /// One condition.
    pub(crate) fn condition(&self, condition: &Condition) -> String {
        let each = |parts: &[Condition]| -> Vec<String> { parts.iter().map(|p| self.condition(p)).collect() };
        match condition {
            Condition::All(parts) => self.and(&each(parts)),
            Condition::Any(parts) => self.or(&each(parts)),
            Condition::Not(part) if let Condition::Occasion(Occasion::AgeAtLeast(_, years)) = &**part => {
                self.count("age-below", i64::from(*years), &[])
            }
            Condition::Not(part) => self.say("not", &[("what", &self.condition(part))]),
            Condition::AtLeast(n, parts) => {
                self.say("at-least-of", &[("number", &n.to_string()), ("parts", &each(parts).join("; "))])
            }
            Condition::Compare(compare) => self.comparison(compare),
            Condition::Text(text, test) => self.text_test(*text, test),
            Condition::Flag(field, _) => self.say("field-yes", &[("field", &self.field_name(*field))]),
            Condition::Present(field) => self.say("field-present", &[("field", &self.field_name(*field))]),
            Condition::Day(DayTest::Between(from, to)) => self.dates(*from, *to),
            Condition::Day(DayTest::OnDates(days)) => {
                let days: Vec<String> = days.iter().map(|d| self.locale.date(*d)).collect();
                self.say("on-days", &[("days", &self.or(&days))])
            }
            Condition::Day(DayTest::OnWeekdays(days)) => {
                self.say("on-days", &[("days", &self.weekdays(*days))])
            }
            Condition::Day(DayTest::InMonths(months)) => {
                self.say("in-months", &[("months", &self.or(&self.months(*months)))])
            }
            Condition::Day(DayTest::OnMonthDays(days)) => {
                self.say("on-month-days", &[("days", &self.or(&self.month_days(*days)))])
            }
            Condition::Hours(from, to) => {
                let (from, to) = (self.locale.time(*from), self.locale.time(*to));
                self.say("hours", &[("from", &from), ("to", &to)])
            }
            Condition::Occasion(occasion) => self.occasion(occasion),
            Condition::FirstPurchase => self.say("first-purchase", &[]),
            Condition::Tier(tiers, how, level) => self.tier(*tiers, *how, *level),
        }
    }

    fn weekdays(&self, days: Weekdays) -> String {
        let named = (0..7_u8).filter(|d| days.0 >> d & 1 == 1);
        let named: Vec<String> = named.map(|d| self.locale.weekday(d).to_owned()).collect();
        self.or(&named)
    }

    /// Days of a month, each with its preposition where the language has one for each.
    fn month_days(&self, days: MonthDays) -> Vec<String> {
        if let Some(nth) = days.which() {
            let weekday = self.weekdays(days.weekdays);
            return nth
                .iter()
                .map(|nth| self.say("nth-weekday", &[("nth", nth), ("weekday", &weekday)]))
                .collect();
        }
        let (from_first, from_last) = days.stretches();
        let first = from_first.into_iter().map(|(from, to)| {
            let (day, to_day) = (self.locale.day_of_month(from), self.locale.day_of_month(to));
            let id = if from == to { "month-day" } else { "month-days-between" };
            self.say(id, &[("from", &day), ("to", &to_day)])
        });
        let last = from_last.into_iter().map(|(_, days)| self.count("month-last-days", i64::from(days), &[]));
        first.chain(last).collect()
    }

    /// A level by its title.
    pub(crate) fn level(&self, tiers: TiersId, level: LevelId) -> String {
        let found = self.programme.tiers.get(tiers).and_then(|t| t.level(level));
        escaped(found.map_or("", |l| if l.title.is_empty() { &l.name } else { &l.title }))
    }

    fn tier(&self, tiers: TiersId, how: Comparison, level: LevelId) -> String {
        let id = match how {
            Comparison::Is => "level-is",
            Comparison::IsNot => "level-is-not",
            Comparison::AtLeast => "level-at-least",
            Comparison::AtMost => "level-at-most",
            Comparison::Above => "level-above",
            Comparison::Below => "level-below",
        };
        self.say(id, &[("level", &self.level(tiers, level))])
    }

    fn occasion(&self, occasion: &Occasion) -> String {
        match occasion {
            Occasion::Birthday(_, 0) => self.say("on-birthday", &[]),
            Occasion::Birthday(_, days) => self.count("near-birthday", i64::from(*days), &[]),
            Occasion::BirthMonth(_) => self.say("birth-month", &[]),
            Occasion::Anniversary(of, 0) => self.say("on-anniversary", &[("day", &self.of_day(*of))]),
            Occasion::Anniversary(of, days) => {
                self.count("near-anniversary", i64::from(*days), &[("day", &self.of_day(*of))])
            }
            Occasion::Within { length, from, before } => self.within(*length, *from, *before),
            Occasion::AgeAtLeast(_, years) => self.count("age-at-least", i64::from(*years), &[]),
            Occasion::Held(tiers, level, HeldAs::Earned) => {
                self.say("level-earned", &[("level", &self.level(*tiers, *level))])
            }
            Occasion::Held(tiers, level, HeldAs::Granted) => {
                self.say("level-granted", &[("level", &self.level(*tiers, *level))])
            }
        }
    }

    fn within(&self, length: Length, from: Beginning, before: bool) -> String {
        let length = self.length(length);
        match from {
            Beginning::Joining => self.say("within-joining", &[("length", &length)]),
            Beginning::Reaching(tiers, level) => {
                let level = self.level(tiers, level);
                self.say("within-reaching", &[("length", &length), ("level", &level)])
            }
            Beginning::Date(field) => {
                let id = if before { "within-date" } else { "within-after-date" };
                self.say(id, &[("length", &length), ("date", &self.field_name(field))])
            }
        }
    }

    /// The day that comes back on an anniversary.
    pub(crate) fn of_day(&self, day: Beginning) -> String {
        match day {
            Beginning::Joining => self.say("of-joining", &[]),
            Beginning::Reaching(tiers, level) => {
                self.say("of-reaching", &[("level", &self.level(tiers, level))])
            }
            Beginning::Date(field) => self.say("of-date", &[("date", &self.field_name(field))]),
        }
    }

    fn text_test(&self, text: Texts, test: &TextTest) -> String {
        let values: Vec<String> = test.values.iter().map(|v| self.locale.quoted(&escaped(v))).collect();
        let values = self.or(&values);
        let id = match text {
            Texts::Channel => "channel-is",
            Texts::Store => "store-is",
            Texts::Coupon => "coupon-is",
            Texts::PaidBy => "paid-by",
            Texts::Field(field) => {
                return self.say("field-is", &[("field", &self.field_name(field)), ("values", &values)]);
            }
        };
        self.say(id, &[("values", &values)])
    }

    /// `a is at least b`.
    pub(crate) fn compared(&self, how: Comparison, left: &str, right: &str) -> String {
        let id = match how {
            Comparison::Is => "is",
            Comparison::IsNot => "is-not",
            Comparison::AtLeast => "is-at-least",
            Comparison::AtMost => "is-at-most",
            Comparison::Above => "is-above",
            Comparison::Below => "is-below",
        };
        self.say(id, &[("left", left), ("right", right)])
    }

    fn comparison(&self, compare: &Compare) -> String {
        let Compare { left, left_times, how, right, right_times } = compare;
        if let Some(said) = self.some_lines(compare).or_else(|| self.on_a_date(compare)) {
            return said;
        }
        let (one, other) = match (left, right) {
            (Number::Constant(value), number) => {
                let value = value.saturating_mul(*left_times) / (*right_times).max(1);
                (self.number_value(number, value), self.number(number))
            }
            (number, Number::Constant(value)) => {
                let value = value.saturating_mul(*right_times) / (*left_times).max(1);
                (self.number(number), self.number_value(number, value))
            }
            (a, b) => (self.number(a), self.number(b)),
        };
        self.compared(*how, &one, &other)
    }

    /// `your purchase has something of "organic"`: lines that must be there, or must not.
    fn some_lines(&self, compare: &Compare) -> Option<String> {
        let Compare { left: Number::Amount(amount), left_times: 1, how, right, right_times: 1 } = compare
        else {
            return None;
        };
        let (Number::Constant(count), Amount::Lines(lines)) = (right, self.programme.amounts.get(*amount)?)
        else {
            return None;
        };
        let there = match (how, *count) {
            (Comparison::AtLeast, 1) | (Comparison::Above, 0) => true,
            (Comparison::Is | Comparison::AtMost, 0) | (Comparison::Below, 1) => false,
            _ => return None,
        };
        let found = self.programme.selections.get(*lines)?;
        let (id, said) = match (&found.name, there) {
            (Some(_), true) => ("some-lines", self.selection(*lines)),
            (Some(_), false) => ("no-lines", self.selection(*lines)),
            (None, true) => ("some-lines-such", self.line_test(&found.predicate)),
            (None, false) => ("no-lines-such", self.line_test(&found.predicate)),
        };
        Some(self.say(id, &[("lines", &said)]))
    }

    /// A date field compared with a date: `"delivered" is after 1 May 2026`.
    fn on_a_date(&self, compare: &Compare) -> Option<String> {
        let Compare { left: Number::Field(field, _), how, right: Number::Constant(day), .. } = compare else {
            return None;
        };
        if !matches!(self.programme.fields.get(*field)?.kind, FieldKind::Date) {
            return None;
        }
        let id = match how {
            Comparison::Is => "date-is",
            Comparison::IsNot => "date-is-not",
            Comparison::AtLeast => "date-from",
            Comparison::AtMost => "date-to",
            Comparison::Above => "date-after",
            Comparison::Below => "date-before",
        };
        Some(self.say(id, &[("left", &self.field_name(*field)), ("right", &self.field_value(*field, *day))]))
    }

    fn number(&self, number: &Number) -> String {
        match number {
            Number::Constant(value) => self.locale.short((*value).into(), 0),
            Number::Amount(amount) => self.amount(*amount),
            Number::Track { track, including } => {
                let name = self.track(*track);
                let of_activities = self.programme.tracks.get(*track).is_some_and(|t| t.is_of_activities());
                match (including, of_activities) {
                    (true, true) => self.say("track-including-activity", &[("track", &name)]),
                    (true, false) => self.say("track-including", &[("track", &name)]),
                    (false, _) => name,
                }
            }
            Number::DaysSincePurchase(_) => self.say("days-since-purchase", &[]),
            Number::Balance(unit) => self.say("balance-of", &[("unit", &self.unit(*unit))]),
            Number::Field(field, _) => self.field_name(*field),
        }
    }

    fn number_value(&self, number: &Number, value: i64) -> String {
        match number {
            Number::Constant(_) => self.locale.short(value.into(), 0),
            Number::Amount(amount) => self.value(&self.scale(*amount), value),
            Number::Track { track, .. } => self.track_value(*track, value),
            Number::DaysSincePurchase(_) => self.count("length-days", value, &[]),
            Number::Balance(unit) => self.points(*unit, value),
            Number::Field(field, _) => self.field_value(*field, value),
        }
    }

    /// A track with a link to what it counts.
    pub(crate) fn track(&self, track: TrackId) -> String {
        let Some(found) = self.programme.tracks.get(track) else { return String::new() };
        if !found.written {
            return self.track_subject(track);
        }
        format!("[{}](#track-{})", self.locale.quoted(&escaped(&found.name)), found.name)
    }

    /// A value of a track with its unit.
    pub(crate) fn track_value(&self, track: TrackId, value: i64) -> String {
        let counted = |id: &str| self.count(id, value, &[("number", &self.locale.short(value.into(), 0))]);
        match self.programme.tracks.get(track).map(|t| &t.subject) {
            Some(TrackSubject::Amount(amount)) => self.value(&self.scale(*amount), value),
            Some(TrackSubject::Purchases | TrackSubject::Times(_) | TrackSubject::Pieces(_)) => {
                counted("purchases-counted")
            }
            Some(TrackSubject::Activities(_)) => counted("events-counted"),
            Some(TrackSubject::Points(unit) | TrackSubject::Plus(unit)) => self.points(*unit, value),
            Some(TrackSubject::PointsFrom(rules)) => {
                let unit = rules.first().and_then(|r| self.programme.rules.get(*r)).map(|r| r.unit);
                unit.map_or_else(|| value.to_string(), |u| self.points(u, value))
            }
            Some(TrackSubject::Field { field, .. }) => self.field_value(*field, value),
            Some(TrackSubject::Days(_)) => self.count("length-days", value, &[]),
            Some(TrackSubject::Different(..)) => counted("different-counted"),
            Some(TrackSubject::InARow(_) | TrackSubject::Given(_) | TrackSubject::Over(_)) | None => {
                self.value(&Scale::Count("plain-counted", 0), value)
            }
        }
    }

    /// The texts that a track tells apart, in the plural.
    fn different_texts(&self, text: DifferentText) -> String {
        match text {
            DifferentText::Lines(amount) => self.amount(amount),
            DifferentText::Store => self.say("texts-store", &[]),
            DifferentText::Channel => self.say("texts-channel", &[]),
            DifferentText::Partner => self.say("texts-partner", &[]),
            DifferentText::Field(field) => self.field_name(field),
        }
    }

    /// What a track counts.
    pub(crate) fn track_subject(&self, track: TrackId) -> String {
        let Some(found) = self.programme.tracks.get(track) else { return String::new() };
        let rules = |rules: &[treue_lang::programme::RuleId]| {
            let names: Vec<String> = rules.iter().map(|r| self.rule(*r)).collect();
            self.and(&names)
        };
        match &found.subject {
            TrackSubject::Amount(amount) => self.amount(*amount),
            TrackSubject::Purchases => self.say("subject-purchases", &[]),
            TrackSubject::Points(unit) => self.say("subject-points", &[("unit", &self.unit(*unit))]),
            TrackSubject::PointsFrom(of) => self.say("subject-points-from", &[("rules", &rules(of))]),
            TrackSubject::Activities(kind) => {
                self.say("subject-activities", &[("kind", &self.locale.quoted(&escaped(kind)))])
            }
            TrackSubject::Field { field, .. } => {
                self.say("subject-field", &[("field", &self.field_name(*field))])
            }
            TrackSubject::InARow(on) => {
                let id = match found.window {
                    Window::Day => "subject-row-day",
                    Window::Week(_) => "subject-row-week",
                    Window::Month
                    | Window::Ever
                    | Window::Quarter
                    | Window::Year(_)
                    | Window::OwnYear(_)
                    | Window::Dates(..)
                    | Window::Rolling(_) => "subject-row-month",
                };
                let with = match on {
                    Trigger::Purchase => self.say("row-purchase", &[]),
                    Trigger::Activity(kind) => self.locale.quoted(&escaped(kind)),
                };
                self.say(id, &[("with", &with)])
            }
            TrackSubject::Days(Trigger::Purchase) => self.say("subject-days", &[]),
            TrackSubject::Days(Trigger::Activity(kind)) => {
                self.say("subject-days-of", &[("kind", &self.locale.quoted(&escaped(kind)))])
            }
            TrackSubject::Different(DifferentText::Lines(amount), _) => self.amount(*amount),
            TrackSubject::Different(text, Trigger::Purchase) => {
                self.say("subject-different", &[("texts", &self.different_texts(*text))])
            }
            TrackSubject::Different(text, Trigger::Activity(kind)) => {
                let kind = self.locale.quoted(&escaped(kind));
                self.say("subject-different-of", &[("texts", &self.different_texts(*text)), ("kind", &kind)])
            }
            TrackSubject::Given(_)
            | TrackSubject::Times(_)
            | TrackSubject::Pieces(_)
            | TrackSubject::Plus(_)
            | TrackSubject::Over(_) => self.say("subject-given", &[]),
        }
    }
}
