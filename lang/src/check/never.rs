//! Conditions that cannot hold together: days that do not exist, texts that exclude each other, numbers
//! between crossed ends.

use super::Checker;
use crate::ast::Comparison;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Condition, FieldKind, LineNumber, LineText, Number, Predicate, TextTest, Texts};
use crate::source::Span;
use crate::time::{Day, DayTest};
use std::collections::{BTreeMap, BTreeSet};

/// After so many days every weekday of every month has come.
const ALL_DAYS: i32 = 400;

/// After so many days every date of a year has come on every weekday, 29 February too, around 2100 as well.
const ALL_DATES: i32 = 41 * 366;

impl Checker<'_> {
    /// Conditions of a receipt that must all hold.
    pub(crate) fn contradicting_conditions(&mut self, parts: &[(Condition, Span)]) {
        let flat = flat_conditions(parts);
        self.no_such_day(&flat);
        let mut texts: Vec<(String, &TextTest, bool, Span)> = Vec::new();
        let mut numbers = Vec::new();
        for (condition, span) in &flat {
            let (inner, negated) = if let Condition::Not(inner) = condition {
                (inner.as_ref(), true)
            } else {
                (*condition, false)
            };
            if let Condition::Text(column, test) = inner
                && self.single_text(*column)
            {
                texts.push((format!("{column:?}"), test, negated, *span));
            }
            if let Condition::Compare(compare) = inner
                && !negated
                && let Number::Constant(value) = compare.right
            {
                let room = self.number_bounds(&compare.left);
                let key = format!("{:?}", compare.left);
                numbers.push(Bound { key, how: compare.how, value: i128::from(value), room, span: *span });
            }
        }
        self.excluding_texts(&texts);
        self.crossed_numbers(&numbers);
    }

    /// Conditions of a line that must all hold.
    pub(crate) fn contradicting_predicates(&mut self, parts: &[(Predicate, Span)]) {
        let mut texts: Vec<(String, &TextTest, bool, Span)> = Vec::new();
        let mut numbers = Vec::new();
        for (predicate, span) in parts {
            let (inner, negated) = if let Predicate::Not(inner) = predicate {
                (inner.as_ref(), true)
            } else {
                (predicate, false)
            };
            if let Predicate::Text(column, test) = inner
                && single_line_text(*column)
            {
                texts.push((format!("{column:?}"), test, negated, *span));
            }
            if let Predicate::Compare(left, how, LineNumber::Constant(value)) = inner
                && !negated
            {
                let key = format!("{left:?}");
                numbers.push(Bound {
                    key,
                    how: *how,
                    value: i128::from(*value),
                    room: Room::default(),
                    span: *span,
                });
            }
        }
        self.excluding_texts(&texts);
        self.crossed_numbers(&numbers);
    }

    fn single_text(&self, column: Texts) -> bool {
        match column {
            Texts::Channel | Texts::Store | Texts::Field(_) => true,
            Texts::Coupon | Texts::PaidBy => false,
        }
    }

    /// Whether a day is left that all of them allow.
    fn no_such_day(&mut self, parts: &[(&Condition, Span)]) {
        let about_days: Vec<(&Condition, Span)> =
            parts.iter().filter(|(c, _)| asks_day(c)).copied().collect();
        let Some((_, last)) = about_days.last().copied() else { return };
        let Some((_, first)) = about_days.first().copied() else { return };
        if about_days.len() < 2 {
            return;
        }
        let (mut from, mut to) = (Day::FIRST, Day::LAST);
        for (condition, _) in &about_days {
            if let Condition::Day(DayTest::Between(a, b)) = condition {
                from = from.max(a.unwrap_or(Day::FIRST));
                to = to.min(b.unwrap_or(Day::LAST));
            }
        }
        let fits = |day: Day| day >= from && day <= to && about_days.iter().all(|(c, _)| allows(c, day));
        let tests = || {
            about_days
                .iter()
                .filter_map(|(c, _)| if let Condition::Day(test) = c { Some(test) } else { None })
        };
        let fits_some =
            match tests().find_map(|t| if let DayTest::OnDates(days) = t { Some(days) } else { None }) {
                Some(listed) => listed.iter().any(|day| fits(*day)),
                None => {
                    let by_number = tests().any(|t| matches!(t, DayTest::OnMonthDays(_)));
                    let enough = if by_number { ALL_DATES } else { ALL_DAYS };
                    let start = if from == Day::FIRST { to.plus(-enough) } else { from };
                    (0..=enough).any(|n| fits(start.plus(n)))
                }
            };
        if !fits_some {
            let diagnostic =
                Diagnostic::new(Code::NeverHolds, last, "no day fits all of these dates", "leaves no day")
                    .help("change one of the dates, or join them with `or`");
            self.report(if first == last {
                diagnostic
            } else {
                diagnostic.also(first, "together with this")
            });
        }
    }

    fn excluding_texts(&mut self, tests: &[(String, &TextTest, bool, Span)]) {
        let mut columns: BTreeMap<&str, Vec<(&TextTest, bool, Span)>> = BTreeMap::new();
        for (key, test, negated, span) in tests {
            columns.entry(key).or_default().push((test, *negated, *span));
        }
        for tests in columns.into_values() {
            let without: BTreeSet<&String> = tests
                .iter()
                .filter(|(_, negated, _)| *negated)
                .flat_map(|(test, _, _)| &test.values)
                .collect();
            let mut left: Option<BTreeSet<&String>> = None;
            for (test, _, span) in tests.iter().filter(|(_, negated, _)| !negated) {
                let allowed = test.values.iter().filter(|v| !without.contains(v));
                let both: BTreeSet<&String> = match &left {
                    None => allowed.collect(),
                    Some(before) => allowed.filter(|v| before.contains(v)).collect(),
                };
                if both.is_empty() {
                    let other = tests.iter().map(|(_, _, s)| *s).find(|s| s != span);
                    let diagnostic = Diagnostic::new(
                        Code::NeverHolds,
                        *span,
                        "it cannot be all of these at once",
                        "excludes the rest",
                    )
                    .help("join them with `or`, or write one list: `in (\"...\", \"...\")`");
                    self.report(match other {
                        Some(other) => diagnostic.also(other, "together with this"),
                        None => diagnostic,
                    });
                    break;
                }
                left = Some(both);
            }
        }
    }

    fn crossed_numbers(&mut self, bounds: &[Bound]) {
        let mut numbers: BTreeMap<&str, (Room, Option<Span>)> = BTreeMap::new();
        for bound in bounds {
            let (room, before) = numbers.entry(&bound.key).or_insert((bound.room, None));
            if room.is_empty() {
                continue;
            }
            bound.narrow(room);
            if !room.is_empty() {
                *before = Some(bound.span);
                continue;
            }
            let diagnostic = match before {
                Some(other) if *other != bound.span => Diagnostic::new(
                    Code::NeverHolds,
                    bound.span,
                    "no number fits both of these",
                    "leaves no number",
                )
                .also(*other, "together with this")
                .help("change one of the two, or join them with `or`"),
                Some(_) | None => Diagnostic::new(
                    Code::NeverHolds,
                    bound.span,
                    "it can never be so",
                    "beyond what it can be",
                )
                .help("compare with a number that it can reach"),
            };
            self.diagnostics.push(diagnostic);
        }
    }

    /// What a number can be at all, as far as its declaration tells.
    fn number_bounds(&self, number: &Number) -> Room {
        match number {
            Number::Field(id, _) => match self.fields.get(*id).map(|f| &f.kind) {
                Some(FieldKind::Number { least, most, .. }) => {
                    Room { low: Some(i128::from(*least)), high: Some(i128::from(*most)) }
                }
                Some(
                    FieldKind::Text
                    | FieldKind::OneOf(_)
                    | FieldKind::YesNo
                    | FieldKind::Money
                    | FieldKind::Date
                    | FieldKind::Member,
                )
                | None => Room::default(),
            },
            Number::Constant(_)
            | Number::Amount(_)
            | Number::Track { .. }
            | Number::DaysSincePurchase(_)
            | Number::Balance(_) => Room::default(),
        }
    }
}

/// Between which numbers something can still be.
#[derive(Clone, Copy, Debug, Default)]
struct Room {
    low: Option<i128>,
    high: Option<i128>,
}

impl Room {
    fn is_empty(self) -> bool {
        self.low.zip(self.high).is_some_and(|(low, high)| low > high)
    }

    fn at_least(&mut self, value: i128) {
        self.low = Some(self.low.map_or(value, |low| low.max(value)));
    }

    fn at_most(&mut self, value: i128) {
        self.high = Some(self.high.map_or(value, |high| high.min(value)));
    }
}

/// One comparison with a constant.
struct Bound {
    key: String,
    how: Comparison,
    value: i128,
    /// What it can be before anything is asked.
    room: Room,
    span: Span,
}

impl Bound {
    fn narrow(&self, room: &mut Room) {
        match self.how {
            Comparison::Is => {
                room.at_least(self.value);
                room.at_most(self.value);
            }
            Comparison::IsNot => {}
            Comparison::AtLeast => room.at_least(self.value),
            Comparison::Above => room.at_least(self.value + 1),
            Comparison::AtMost => room.at_most(self.value),
            Comparison::Below => room.at_most(self.value - 1),
        }
    }
}

fn flat_conditions(parts: &[(Condition, Span)]) -> Vec<(&Condition, Span)> {
    let mut flat = Vec::new();
    for (condition, span) in parts {
        if let Condition::All(inner) = condition {
            flat.extend(inner.iter().map(|c| (c, *span)));
        } else {
            flat.push((condition, *span));
        }
    }
    flat
}

fn asks_day(condition: &Condition) -> bool {
    matches!(condition, Condition::Day(_))
}

/// Whether a condition about days allows a day; any other does.
fn allows(condition: &Condition, day: Day) -> bool {
    match condition {
        Condition::Day(test) => test.holds(day),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::AtLeast(..)
        | Condition::Compare(_)
        | Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Hours(..)
        | Condition::Occasion(_)
        | Condition::FirstPurchase
        | Condition::Tier(..) => true,
    }
}

fn single_line_text(column: LineText) -> bool {
    match column {
        LineText::Brand | LineText::Sku | LineText::Name | LineText::Field(_) => true,
        // A line has several labels, and lies in a category and in all above it.
        LineText::Category | LineText::Label => false,
    }
}
