//! Conditions of receipts, activities, tracks and tier levels.

use super::super::pools::{CHANNELS, COUPONS, STORES, TENDERS};
use super::super::{
    Comparison, Condition, DayWord, FieldKind, Operand, Quantifier, Scale, Subject, Track, Value,
};
use super::number::COMPARISONS;
use super::{Draft, Place};
use treue_lang::ast::FieldOwner;
use treue_lang::limits::REACHED;
use treue_lang::time::{Weekday, ordinal};

/// What different texts can be counted, as written.
const DIFFERENT: &[&str] = &["categories", "brands", "skus", "names", "labels"];

impl Draft<'_> {
    /// A condition; `depth` bounds how deep others stand in it.
    pub(super) fn condition(&mut self, place: Place, depth: usize) -> Condition {
        if depth > 0 && self.dice.percent(25) {
            let count = 2 + self.dice.below(2);
            let parts = (0..count).map(|_| self.condition(place, depth - 1)).collect();
            return self.combine(parts);
        }
        match place {
            Place::Purchase => match self.dice.weighted(&[5, 5, 5, 2, 3, 2, 2, 4, 6]) {
                8 => self.occasion(),
                0 => self.moment(),
                1 => self.receipt_text(),
                2 => self.receipt_amount(place),
                3 => self.lines_condition(),
                4 => self.tier_condition(place),
                5 => self.history_condition(place),
                6 => Condition::FirstPurchase,
                _ => self.any_field(&[FieldOwner::Receipt, FieldOwner::Member], place),
            },
            Place::Track => match self.dice.weighted(&[4, 5, 4, 2, 2, 3, 2]) {
                6 => self.occasion(),
                0 => self.moment(),
                1 => self.receipt_text(),
                2 => self.receipt_amount(place),
                3 => self.lines_condition(),
                4 => self.tier_condition(place),
                _ => self.any_field(&[FieldOwner::Receipt, FieldOwner::Member], place),
            },
            Place::Activity => match self.dice.weighted(&[4, 3, 6, 3, 4]) {
                4 => self.occasion(),
                0 => self.moment(),
                1 => self.tier_condition(place),
                2 => self.history_condition(place),
                _ => self.any_field(&[FieldOwner::Receipt, FieldOwner::Member], place),
            },
            Place::Reward => match self.dice.weighted(&[3, 3, 4, 3, 2]) {
                4 => self.occasion(),
                0 => self.moment(),
                1 => self.tier_condition(place),
                2 => self.history_condition(place),
                _ => self.any_field(&[FieldOwner::Member], place),
            },
            Place::Tier => match self.dice.weighted(&[8, 2]) {
                0 => self.history_condition(place),
                _ => self.any_field(&[FieldOwner::Member], place),
            },
            Place::Points => match self.dice.weighted(&[5, 4, 2]) {
                0 => self.tier_condition(place),
                1 => self.history_condition(place),
                _ => self.any_field(&[FieldOwner::Member], place),
            },
        }
    }

    /// A text of lines of which different ones are counted, now and then a declared one.
    pub(super) fn different_text(&mut self) -> String {
        let is_text = |k: &FieldKind| matches!(k, FieldKind::Text | FieldKind::OneOf(_) | FieldKind::Member);
        let declared = self.fields_of(&[FieldOwner::Line], is_text);
        match self.dice.maybe_pick(&declared).map(|field| field.name.clone()) {
            Some(name) if self.dice.percent(40) => name,
            Some(_) | None if self.plain => self.dice.text(&DIFFERENT[..4]),
            Some(_) | None => self.dice.text(DIFFERENT),
        }
    }

    /// A day of the member's own, how a level is held, or how long ago the last purchase is.
    fn occasion(&mut self) -> Condition {
        if self.plain {
            return self.moment();
        }
        let within = *self.dice.pick(&[1_i64, 3, 7, 30, 180]);
        let birthday = self.p.fields.iter().find(|f| f.name == "birthday").map(|f| f.default.is_some());
        let born = ["in the member's birth month", "on the member's birthday"];
        let text = match (self.dice.weighted(&[17, 3, 5, 4, 3, 6]), birthday) {
            (0, Some(always)) => {
                let what = match self.dice.weighted(&[4, 2, 2, 3, 4, 12, 3]) {
                    0 => born[0].to_owned(),
                    1 => born[1].to_owned(),
                    2 => format!("within {within} days of the member's birthday"),
                    3 => format!("within {} of member.birthday", self.part_of_a_life()),
                    4 => format!("within {} after member.birthday", self.part_of_a_life()),
                    6 if self.dice.percent(20) => "on the anniversary of member.birthday".to_owned(),
                    6 => format!("within {within} days of the anniversary of member.birthday"),
                    _ => self.age(),
                };
                let what = Condition::Occasion(what);
                if always {
                    return what;
                }
                return Condition::And(vec![Condition::Present("member.birthday".to_owned(), true), what]);
            }
            (1, _) if self.dice.percent(20) => "on the anniversary of joining".to_owned(),
            (1, _) => format!("within {within} days of the anniversary of joining"),
            (4, _) => format!("within {} of joining", self.some_time()),
            (2, _) if !self.p.tiers.is_empty() => {
                let structures: Vec<Vec<String>> =
                    self.p.tiers.iter().map(|t| t.levels.iter().map(|l| l.name.clone()).collect()).collect();
                let levels = self.dice.pick(&structures).clone();
                let level = self.dice.pick(&levels).clone();
                format!("{level} is {}", if self.dice.percent(60) { "earned" } else { "granted" })
            }
            (5, _) if let Some(level) = self.reached_level() => match self.dice.weighted(&[1, 1]) {
                0 => format!("within {} of reaching {level}", self.some_time()),
                // Near enough that histories of a year or two come there.
                _ => format!("within 180 days of the anniversary of reaching {level}"),
            },
            _ => {
                let days = *self.dice.pick(&[1, 2, 5, 10, 30, 60]);
                let never = *self.dice.pick(&[0, 1_000]);
                let how = *self.dice.pick(&["at least", "at most", "above", "below"]);
                format!("days since the last purchase or {never} is {how} {days}")
            }
        };
        Condition::Occasion(text)
    }

    /// A level that members can reach.
    pub(super) fn reached_level(&mut self) -> Option<String> {
        let above = self.p.tiers.iter().flat_map(|t| t.levels.iter().skip(1).take(REACHED));
        let all: Vec<String> = above.map(|level| level.name.clone()).collect();
        (!all.is_empty()).then(|| self.dice.pick(&all).clone())
    }

    /// A stretch of time from a day of the member's own.
    fn some_time(&mut self) -> String {
        let count = *self.dice.pick(&[1, 2, 5, 10]);
        let unit = *self.dice.pick(&["day", "days", "weeks", "months", "years"]);
        if unit == "day" { "1 day".to_owned() } else { format!("{count} {unit}") }
    }

    /// A stretch of time from a birthday: mostly so long that grown members are within it, or just not.
    fn part_of_a_life(&mut self) -> String {
        if self.dice.percent(30) { self.some_time() } else { format!("{} years", self.dice.range(20, 80)) }
    }

    /// The age of a member, around those that histories draw.
    fn age(&mut self) -> String {
        let years = *self.dice.pick(&[0_i64, 1, 18, 30, 40, 46, 55, 65]);
        let how = *self.dice.pick(&["at least", "at most", "above", "below", "between", "exactly", "not"]);
        let is = match how {
            "between" => format!("between {years} and {}", years + self.dice.range(0, 30)),
            "exactly" => format!("{years}"),
            _ => format!("{how} {years}"),
        };
        format!("the member's age is {is}")
    }

    /// A list of holidays, a new one now and then.
    fn holidays(&mut self) -> String {
        if self.p.holidays.is_empty() || self.dice.percent(20) {
            let name = format!("feast{}", self.p.holidays.len());
            let mut days: Vec<_> = (0..4).map(|_| self.near_day()).collect();
            days.sort();
            days.dedup();
            self.p.holidays.push((name, days));
        }
        self.dice.pick(&self.p.holidays).0.clone()
    }

    /// A date, a weekday, an hour, a month.
    fn moment(&mut self) -> Condition {
        match self.dice.weighted(&[5, 3, 4, 2]) {
            0 => {
                let words = self.day_words();
                let hours = self.some(40, Draft::hours);
                Condition::On(words, hours)
            }
            1 => {
                let (from, to) = self.near_days();
                match self.dice.below(3) {
                    0 => Condition::Dates(Some(from), None),
                    1 => Condition::Dates(None, Some(to)),
                    _ => Condition::Dates(Some(from), Some(to)),
                }
            }
            2 => {
                let (from, to) = self.hours();
                Condition::Hours(from, to)
            }
            _ => {
                let first = u8::try_from(self.dice.range(1, 12)).unwrap();
                let now = self.hints.origin.0.month().0;
                Condition::Months(match self.dice.below(3) {
                    0 => vec![(first, now)],
                    1 if first != now => vec![(now, now), (first, first)],
                    _ => vec![(now, first)],
                })
            }
        }
    }

    fn day_words(&mut self) -> Vec<DayWord> {
        match self.dice.weighted(&[3, 2, 4, 3, 1, 2, 5]) {
            6 => vec![self.month_days()],
            4 => vec![DayWord::Holidays(self.holidays())],
            0 => vec![DayWord::Week("weekdays".to_owned())],
            1 => vec![DayWord::Week("weekends".to_owned())],
            5 => {
                let day = |dice: &mut crate::dice::Dice| Weekday(u8::try_from(dice.below(7)).unwrap()).name();
                let (from, to) = (day(self.dice), day(self.dice));
                vec![DayWord::Week(format!("{from} to {to}"))]
            }
            2 => {
                let mut days: Vec<usize> = (0..7).collect();
                self.dice.shuffle(&mut days);
                let count = 1 + self.dice.below(3);
                days.iter()
                    .take(count)
                    .map(|d| DayWord::Week(Weekday(u8::try_from(*d).unwrap()).name().to_owned()))
                    .collect()
            }
            _ => {
                let mut days = vec![self.near_day(), self.near_day()];
                days.dedup();
                days.into_iter().map(DayWord::Date).collect()
            }
        }
    }

    /// Days of the month, mostly those of the events.
    fn month_days(&mut self) -> DayWord {
        const NTH: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "last"];
        let (near, other) = (self.near_day(), self.near_day());
        let any = u8::try_from(self.dice.range(1, 31)).unwrap();
        let (first, second) = (
            ordinal(near.day_of_month()),
            ordinal(if self.dice.percent(30) { any } else { other.day_of_month() }),
        );
        let (weekday, week) = (near.weekday().name(), usize::from((near.day_of_month() - 1) / 7));
        let (nth, or_nth) = (NTH[week], *self.dice.pick(&NTH));
        let few = self.dice.range(2, 15);
        DayWord::Month(match self.dice.below(8) {
            0 => format!("the {first}"),
            1 => format!("the {first}, {second} of the month"),
            2 => format!("the {first} to the {second} of the month"),
            3 => format!("the last {few} days and the {first} of the month"),
            4 => format!("the first {few} days, the last day of the month"),
            5 => format!("the {or_nth} {weekday} of the month"),
            _ => format!("the {nth} and {or_nth} {weekday} of the month"),
        })
    }

    fn receipt_text(&mut self) -> Condition {
        let (subject, pool) = *self.dice.pick(&[
            (Subject::Channel, CHANNELS),
            (Subject::Store, STORES),
            (Subject::Coupon, COUPONS),
            (Subject::PaidBy, TENDERS),
        ]);
        self.text_test(subject, pool)
    }

    /// A number of the receipt and in what it is counted.
    fn receipt_number(&mut self) -> (Operand, Scale) {
        let measures = self.p.measures.clone();
        match self.dice.weighted(&[6, 3, 2, 2, 2]) {
            0 if self.dice.percent(15) => (Operand::Made(Box::new(self.made_money(false))), Scale::Money),
            0 => (Operand::Amount(self.amount()), Scale::Money),
            1 => match self.dice.maybe_pick(&measures) {
                Some(m) => {
                    let m = m.clone();
                    (Operand::Quantity(m.clone(), self.few_lines()), Scale::Measure(m))
                }
                None => (Operand::Amount(self.amount()), Scale::Money),
            },
            2 => (Operand::NumberOf("items".to_owned(), self.some(80, Draft::few_lines)), Scale::Items),
            3 => (
                Operand::NumberOf("lines".to_owned(), self.some(80, Draft::few_lines)),
                Scale::Count("lines".to_owned()),
            ),
            _ => {
                let word = self.different_text();
                (
                    Operand::Different(word, self.some(80, Draft::few_lines)),
                    Scale::Count("different".to_owned()),
                )
            }
        }
    }

    fn receipt_amount(&mut self, place: Place) -> Condition {
        let (left, scale) = self.receipt_number();
        if self.dice.percent(20) {
            let (low, high) = self.between(&scale);
            return Condition::Between(left, low, high);
        }
        let how = *self.dice.pick(COMPARISONS);
        let right = if scale == Scale::Money && self.dice.percent(15) {
            match self.track_of(&scale) {
                Some(track) if place == Place::Purchase && self.dice.percent(50) => track,
                _ => Operand::Amount(self.amount()),
            }
        } else {
            Operand::Value(self.threshold(&scale))
        };
        Condition::Compare(left, how, right)
    }

    fn track_of(&mut self, scale: &Scale) -> Option<Operand> {
        let names: Vec<String> =
            self.p.tracks.iter().filter(|t| t.scale == *scale).map(|t| t.name.clone()).collect();
        let name = self.dice.maybe_pick(&names)?.clone();
        Some(Operand::Name(name))
    }

    fn lines_condition(&mut self) -> Condition {
        let how = match self.dice.below(4) {
            0 => Quantifier::Any,
            1 => Quantifier::Every,
            2 => Quantifier::No,
            _ => Quantifier::AtLeast(u32::try_from(self.dice.range(1, 3)).unwrap()),
        };
        let selection = self.some(60, Draft::few_lines);
        let needs = how == Quantifier::Every;
        let which = if needs || self.dice.percent(70) { Some(Box::new(self.of_line(1))) } else { None };
        Condition::Lines { how, selection, which }
    }

    /// A level held; something about what was before if there are no tiers.
    pub(super) fn tier_condition(&mut self, place: Place) -> Condition {
        let structures: Vec<(String, Vec<String>)> = self
            .p
            .tiers
            .iter()
            .map(|t| (t.name.clone(), t.levels.iter().map(|l| l.name.clone()).collect()))
            .collect();
        let Some((name, levels)) = self.dice.maybe_pick(&structures) else {
            return self.history_condition(place);
        };
        let level = self.dice.pick(&levels[1..]).clone();
        let (how, level) = match self.dice.below(6) {
            0 => (Comparison::Is, levels[self.dice.below(levels.len())].clone()),
            1 => (Comparison::IsNot, level),
            2 => (Comparison::AtMost, levels[self.dice.below(levels.len() - 1)].clone()),
            3 => (Comparison::Below, level),
            4 => (Comparison::Above, levels[self.dice.below(levels.len() - 1)].clone()),
            _ => (Comparison::AtLeast, level),
        };
        Condition::Tier(name.clone(), how, level)
    }

    /// A track or a balance against a threshold.
    pub(super) fn history_condition(&mut self, place: Place) -> Condition {
        let takes = |t: &Track| match (&self.looks_at, place) {
            (Some(kind), Place::Activity) => t.subject.takes_activities(kind),
            (None, Place::Purchase) => t.subject.takes_purchases() && !matches!(t.scale, Scale::Points(_)),
            _ => false,
        };
        let tracks: Vec<(String, Scale, bool)> =
            self.p.tracks.iter().map(|t| (t.name.clone(), t.scale.clone(), takes(t))).collect();
        let balance = self.dice.percent(25);
        // Few tracks count activities, and fewer those of the rule's kind.
        let own: Vec<_> = tracks.iter().filter(|(_, _, takes)| *takes).cloned().collect();
        let seldom = place == Place::Activity && !own.is_empty() && self.dice.percent(85);
        let (left, scale) = match self.dice.maybe_pick(if seldom { &own } else { &tracks }) {
            Some((name, scale, takes)) if !balance => {
                let activity = place == Place::Activity;
                let including = *takes && self.dice.percent(if activity { 90 } else { 35 });
                let operand = if including {
                    Operand::Including(name.clone(), activity)
                } else {
                    Operand::Name(name.clone())
                };
                (operand, scale.clone())
            }
            _ => {
                let unit = self.any_unit();
                (Operand::Name(unit.clone()), Scale::Points(unit))
            }
        };
        if self.dice.percent(15) {
            let (low, high) = self.between(&scale);
            return Condition::Between(left, low, high);
        }
        // Levels are reached; few activities are sums that are far from any threshold.
        let how = *match place {
            Place::Tier if self.dice.percent(80) => self.dice.pick(&[Comparison::AtLeast, Comparison::Above]),
            Place::Activity if self.dice.percent(40) => {
                self.dice.pick(&[Comparison::AtMost, Comparison::Below])
            }
            _ => self.dice.pick(COMPARISONS),
        };
        let right = match self.track_of(&scale) {
            Some(other) if self.dice.percent(8) => other,
            _ => Operand::Value(self.threshold(&scale)),
        };
        Condition::Compare(left, how, right)
    }

    fn any_field(&mut self, owners: &[FieldOwner], place: Place) -> Condition {
        let fields = self.fields_of(owners, |_| true);
        match self.dice.maybe_pick(&fields) {
            Some(f) => {
                let f = f.clone();
                self.field_test(&f)
            }
            None if matches!(place, Place::Tier | Place::Points) => self.history_condition(place),
            None => self.moment(),
        }
    }

    /// A value on its own scale, for `from` of a tier level: rising with `step`.
    pub(super) fn rising(&mut self, scale: &Scale, step: usize) -> Value {
        let base = i64::try_from(step).unwrap();
        let n = match scale {
            Scale::Money => {
                let unit = 10_i64.pow(u32::from(self.p.money_decimals));
                super::super::Num::new(
                    base * self.dice.range(15, 60) * unit + base * base * 60 * unit,
                    self.p.money_decimals,
                )
            }
            Scale::Points(name) => {
                let decimals = self.unit_decimals(name);
                let unit = 10_i64.pow(u32::from(decimals));
                super::super::Num::new((base * self.dice.range(5, 60) + base * base * 60) * unit, decimals)
            }
            Scale::Measure(_) => super::super::Num::whole(base * 10 + self.dice.range(0, 9)),
            Scale::Items | Scale::Count(_) | Scale::Plain(_) | Scale::Date => {
                super::super::Num::whole(base * 3 + self.dice.range(0, 2))
            }
        };
        super::with_scale(n, scale, &self.p.currency)
    }
}
