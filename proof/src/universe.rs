//! What facts there are in a programme, and which values each may have at all.

use crate::cube::{Fact, LineFact};
use crate::domain::{Domain, Numbers};
use crate::visit;
use std::collections::BTreeSet;
use treue_lang::limits;
use treue_lang::programme::{
    Amount, AmountId, Condition, FieldId, FieldKind, FieldValue, LineText, Programme, Texts, Track,
    TrackSubject,
};
use treue_lang::time::{Day, DayTest, Month, Weekday};

/// Days behind the last date that a programme names, so that every weekday of every month is among them.
const AFTER: i32 = 800;

/// The same where days of a month are named: every date of a year has come on every weekday, 29 February too, which takes
/// 40 years around 2100.
const AFTER_ALL_DATES: i32 = 41 * 366;

/// Days from the first date that a programme names to its last, at most: thirty years.
const HORIZON: i32 = 11_000;

/// A day of the horizon.
pub(crate) struct Moment {
    pub(crate) day: Day,
    pub(crate) weekday: Weekday,
    pub(crate) month: Month,
}

/// The facts of a programme.
pub(crate) struct Universe<'p> {
    pub(crate) programme: &'p Programme,
    /// First day of the horizon.
    pub(crate) first: Day,
    /// The days of it, with their weekdays and months: asked again and again.
    pub(crate) days: Vec<Moment>,
    /// False where the dates of the programme lie further apart than the horizon: then days prove nothing.
    pub(crate) all_days: bool,
    texts: Vec<(Texts, Vec<String>)>,
    line_texts: Vec<(LineText, Vec<String>)>,
}

impl<'p> Universe<'p> {
    /// Collects what a programme speaks of. `around` is a day that is looked at where the programme names none.
    pub(crate) fn new(programme: &'p Programme, around: Day) -> Universe<'p> {
        let mut days = BTreeSet::new();
        let mut after = AFTER;
        let mut texts: Vec<(Texts, BTreeSet<String>)> = Vec::new();
        visit::conditions(programme, &mut |condition| {
            if let Condition::Day(DayTest::Between(from, to)) = condition {
                days.extend(from.iter().chain(to).copied());
            } else if let Condition::Day(DayTest::OnDates(named)) = condition {
                days.extend(named.iter().copied());
            } else if let Condition::Day(DayTest::OnMonthDays(_)) = condition {
                after = AFTER_ALL_DATES;
            } else if let Condition::Text(text, test) = condition {
                let named = test.values.iter().chain(&test.missing).cloned();
                match texts.iter_mut().find(|(t, _)| t == text) {
                    Some((_, known)) => known.extend(named),
                    None => texts.push((*text, named.collect())),
                }
            }
        });
        let mut line_texts: Vec<(LineText, BTreeSet<String>)> = Vec::new();
        visit::line_texts(programme, &mut |text, test| {
            let named = test.values.iter().chain(&test.missing).cloned();
            match line_texts.iter_mut().find(|(t, _)| *t == text) {
                Some((_, known)) => known.extend(named),
                None => line_texts.push((text, named.collect())),
            }
        });
        let (low, high) = (days.first().copied().unwrap_or(around), days.last().copied().unwrap_or(around));
        let first = low.plus(-1);
        let named = high.0.saturating_sub(first.0);
        let days = (0..named.clamp(0, HORIZON).saturating_add(after)).map(|n| first.plus(n));
        Universe {
            programme,
            first,
            days: days.map(|day| Moment { day, weekday: day.weekday(), month: day.month() }).collect(),
            all_days: named <= HORIZON,
            texts: texts.into_iter().map(|(t, v)| (t, v.into_iter().collect())).collect(),
            line_texts: line_texts.into_iter().map(|(t, v)| (t, v.into_iter().collect())).collect(),
        }
    }

    /// The values of a text that the programme names, in order; those of a declared list where there is one.
    pub(crate) fn named(&self, text: Texts) -> &[String] {
        if let Texts::Field(field) = text
            && let Some(FieldKind::OneOf(values)) = self.programme.fields.get(field).map(|f| &f.kind)
        {
            return values;
        }
        self.texts.iter().find(|(t, _)| *t == text).map_or(&[], |(_, values)| values)
    }

    /// The same of a text of lines.
    pub(crate) fn named_in_lines(&self, text: LineText) -> &[String] {
        if let LineText::Field(field) = text
            && let Some(FieldKind::OneOf(values)) = self.programme.fields.get(field).map(|f| &f.kind)
        {
            return values;
        }
        self.line_texts.iter().find(|(t, _)| *t == text).map_or(&[], |(_, values)| values)
    }

    /// The day of a number.
    pub(crate) fn day(&self, number: usize) -> Day {
        self.first.plus(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// The days of the horizon for which something holds.
    pub(crate) fn days_that(&self, holds: impl Fn(&Moment) -> bool) -> Domain {
        let days = self.days.iter().enumerate();
        Domain::these(self.days.len(), days.filter(|(_, moment)| holds(moment)).map(|(n, _)| n))
    }

    /// Whether a field may be missing where it is read.
    pub(crate) fn may_miss(&self, field: FieldId) -> bool {
        self.programme.fields.get(field).is_some_and(|f| f.optional || f.default.is_some())
    }

    /// Whether a text may be something that the programme does not name, and whether there may be none.
    pub(crate) fn open_ends(&self, text: Texts) -> (bool, bool) {
        match text {
            Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => (true, true),
            Texts::Field(field) => self.field_ends(field),
        }
    }

    /// The same of a text of lines.
    pub(crate) fn line_ends(&self, text: LineText) -> (bool, bool) {
        match text {
            LineText::Field(field) => self.field_ends(field),
            LineText::Category | LineText::Brand | LineText::Sku | LineText::Name | LineText::Label => {
                (true, true)
            }
        }
    }

    fn field_ends(&self, field: FieldId) -> (bool, bool) {
        let listed = self.programme.fields.get(field).is_some_and(|f| matches!(f.kind, FieldKind::OneOf(_)));
        (!listed, self.may_miss(field))
    }

    /// Which values a fact of numbers may have at all.
    pub(crate) fn numbers(&self, fact: &Fact) -> Numbers {
        match fact {
            Fact::Amount(amount) => self.amount(*amount),
            Fact::Track(track, _) => {
                let least = self.programme.tracks.get(*track).map_or(i64::MIN, least_of_track);
                Numbers::span(least, limits::TRACK)
            }
            Fact::Balance(_) => Numbers::span(0, limits::TRACK),
            Fact::SincePurchase => Numbers::span(0, i64::from(i32::MAX)),
            Fact::Field(field) => self.field(*field),
            Fact::LineNumber(number) => match number {
                LineFact::Amount(_) => Numbers::span(-limits::AMOUNT, limits::AMOUNT),
                LineFact::Discount => Numbers::span(0, limits::AMOUNT),
                LineFact::Tax | LineFact::Quantity => Numbers::span(-limits::AMOUNT, limits::AMOUNT),
                LineFact::Field(field) => self.field(*field),
            },
            Fact::Day
            | Fact::Minute
            | Fact::Text(_)
            | Fact::Has(..)
            | Fact::Flag(_)
            | Fact::Level(_)
            | Fact::First
            | Fact::Occasion(_)
            | Fact::Relation(_)
            | Fact::LineText(_)
            | Fact::Label(_)
            | Fact::Measure
            | Fact::LineRelation(_) => Numbers::span(i64::MIN, i64::MAX).or_missing(true),
        }
    }

    fn field(&self, field: FieldId) -> Numbers {
        let missing = self.may_miss(field);
        match self.programme.fields.get(field).map(|f| &f.kind) {
            Some(FieldKind::Number { least, most, .. }) => Numbers::span(*least, *most).or_missing(missing),
            Some(FieldKind::Date) => {
                Numbers::span(i64::from(Day::FIRST.0), i64::from(Day::LAST.0)).or_missing(missing)
            }
            Some(FieldKind::Money) => Numbers::span(-limits::AMOUNT, limits::AMOUNT).or_missing(missing),
            Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::YesNo | FieldKind::Member) | None => {
                Numbers::span(i64::MIN, i64::MAX).or_missing(missing)
            }
        }
    }

    /// What an amount of a receipt may come to.
    pub(crate) fn amount(&self, amount: AmountId) -> Numbers {
        let programme = self.programme;
        let ceiling = programme.receipt_ceiling;
        match programme.amounts.get(amount) {
            Some(Amount::Money(..)) => Numbers::span(-ceiling, ceiling),
            Some(Amount::Quantity(..) | Amount::Items(_)) => Numbers::span(-QUANTITY, QUANTITY),
            Some(Amount::Lines(_)) => Numbers::span(0, LINES),
            Some(Amount::Different(..)) => Numbers::span(0, DIFFERENT),
            Some(Amount::EachLine(_, figure) | Amount::Made(_, figure)) => {
                let most = programme.figures.get(*figure).map_or(i64::MAX, |f| f.most);
                Numbers::span(most.saturating_neg(), most)
            }
            Some(Amount::Events(_)) => Numbers::span(0, 1),
            None => Numbers::span(i64::MIN, i64::MAX),
        }
    }

    /// A value of a field that is always there, for events that do not care.
    pub(crate) fn any_value(&self, field: FieldId) -> Option<FieldValue> {
        let field = self.programme.fields.get(field)?;
        Some(match &field.kind {
            FieldKind::Text => FieldValue::Text("any".to_owned()),
            FieldKind::OneOf(values) => FieldValue::Text(values.first()?.clone()),
            FieldKind::YesNo => FieldValue::YesNo(false),
            FieldKind::Number { least, .. } => FieldValue::Number((*least).max(0)),
            FieldKind::Money => FieldValue::Number(0),
            FieldKind::Date => FieldValue::Date(self.first),
            FieldKind::Member => FieldValue::Text("somebody".to_owned()),
        })
    }
}

/// Lines of a receipt at most.
const LINES: i64 = 10_000;

/// Quantities of a receipt's lines at most, thousandths.
const QUANTITY: i64 = limits::AMOUNT * LINES;

/// Different texts at most: labels of all lines.
const DIFFERENT: i64 = 10_000_000;

fn least_of_track(track: &Track) -> i64 {
    match &track.subject {
        TrackSubject::Purchases
        | TrackSubject::Times(_)
        | TrackSubject::Pieces(_)
        | TrackSubject::Plus(_)
        | TrackSubject::Activities(_)
        | TrackSubject::InARow(_)
        | TrackSubject::Days(_)
        | TrackSubject::Different(..) => 0,
        TrackSubject::Amount(_)
        | TrackSubject::Points(_)
        | TrackSubject::PointsFrom(_)
        | TrackSubject::Given(_)
        | TrackSubject::Field { .. }
        | TrackSubject::Over(_) => -limits::TRACK,
    }
}
