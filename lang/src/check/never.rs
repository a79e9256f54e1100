//! Conditions that cannot hold together: days that do not exist, texts that exclude each other, numbers
//! between crossed ends.

use super::Checker;
use crate::ast::Comparison;
use crate::diag::{Code, Diagnostic};
use crate::programme::{Condition, FieldKind, LineNumber, LineText, Number, Predicate, TextTest, Texts};
use crate::source::Span;
use crate::time::Day;
use std::collections::BTreeSet;

/// After so many days every weekday of every month has come.
const ALL_DAYS: i32 = 400;

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
                let (low, high) = self.number_bounds(&compare.left);
                let key = format!("{:?}", compare.left);
                numbers.push(Bound {
                    key,
                    how: compare.how,
                    value: i128::from(value),
                    low,
                    high,
                    span: *span,
                });
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
                    low: None,
                    high: None,
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
            if let Condition::Dates(a, b) = condition {
                from = from.max(a.unwrap_or(Day::FIRST));
                to = to.min(b.unwrap_or(Day::LAST));
            }
        }
        let listed = about_days
            .iter()
            .find_map(|(c, _)| if let Condition::OnDates(days) = c { Some(days.clone()) } else { None });
        let days: Vec<Day> = match listed {
            Some(days) => days,
            None => {
                let start = if from == Day::FIRST { to.plus(-ALL_DAYS) } else { from };
                (0..=ALL_DAYS).map(|n| start.plus(n)).take_while(|d| *d <= to).collect()
            }
        };
        let fits = |day: &Day| *day >= from && *day <= to && about_days.iter().all(|(c, _)| allows(c, *day));
        if !days.iter().any(fits) {
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
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (key, _, _, _) in tests {
            if !seen.insert(key) {
                continue;
            }
            let mut left: Option<BTreeSet<&String>> = None;
            let mut first = None;
            for (_, test, negated, span) in tests.iter().filter(|(k, ..)| k == key) {
                let values: BTreeSet<&String> = test.values.iter().collect();
                if !negated {
                    left = Some(left.map_or_else(|| values.clone(), |l| &l & &values));
                }
                let without: BTreeSet<&String> = tests
                    .iter()
                    .filter(|(k, _, n, _)| k == key && *n)
                    .flat_map(|(_, t, _, _)| &t.values)
                    .collect();
                let none_left = left.as_ref().is_some_and(|l| l.is_subset(&without));
                if none_left {
                    let diagnostic = Diagnostic::new(
                        Code::NeverHolds,
                        *span,
                        "it cannot be all of these at once",
                        "excludes the rest",
                    )
                    .help("join them with `or`, or write one list: `in (\"...\", \"...\")`");
                    self.report(match first {
                        Some(first) if first != *span => diagnostic.also(first, "together with this"),
                        Some(_) | None => diagnostic,
                    });
                    break;
                }
                first = first.or(Some(*span));
            }
        }
    }

    fn crossed_numbers(&mut self, bounds: &[Bound]) {
        for (index, bound) in bounds.iter().enumerate() {
            let earlier: Vec<&Bound> = bounds.iter().take(index).filter(|b| b.key == bound.key).collect();
            let (mut low, mut high) = (bound.low, bound.high);
            for b in &earlier {
                b.narrow(&mut low, &mut high);
            }
            let empty = |low: Option<i128>, high: Option<i128>| low.zip(high).is_some_and(|(l, h)| l > h);
            if empty(low, high) {
                continue;
            }
            bound.narrow(&mut low, &mut high);
            if !empty(low, high) {
                continue;
            }
            let diagnostic = match earlier.last() {
                Some(other) => Diagnostic::new(
                    Code::NeverHolds,
                    bound.span,
                    "no number fits both of these",
                    "leaves no number",
                )
                .also(other.span, "together with this")
                .help("change one of the two, or join them with `or`"),
                None => Diagnostic::new(
                    Code::NeverHolds,
                    bound.span,
                    "it can never be so",
                    "beyond what it can be",
                )
                .help("compare with a number that it can reach"),
            };
            self.report(diagnostic);
        }
    }

    /// What a number can be at all, as far as its declaration tells.
    fn number_bounds(&self, number: &Number) -> (Option<i128>, Option<i128>) {
        match number {
            Number::Field(id, _) => match self.fields.get(*id).map(|f| &f.kind) {
                Some(FieldKind::Number { least, most, .. }) => {
                    (Some(i128::from(*least)), Some(i128::from(*most)))
                }
                Some(
                    FieldKind::Text
                    | FieldKind::OneOf(_)
                    | FieldKind::YesNo
                    | FieldKind::Money
                    | FieldKind::Date
                    | FieldKind::Member,
                )
                | None => (None, None),
            },
            Number::Constant(_) | Number::Amount(_) | Number::Track { .. } | Number::Balance(_) => {
                (None, None)
            }
        }
    }
}

/// One comparison with a constant.
struct Bound {
    key: String,
    how: Comparison,
    value: i128,
    low: Option<i128>,
    high: Option<i128>,
    span: Span,
}

impl Bound {
    fn narrow(&self, low: &mut Option<i128>, high: &mut Option<i128>) {
        let at_least = |low: &mut Option<i128>, v: i128| *low = Some(low.map_or(v, |l| l.max(v)));
        let at_most = |high: &mut Option<i128>, v: i128| *high = Some(high.map_or(v, |h| h.min(v)));
        match self.how {
            Comparison::Is => {
                at_least(low, self.value);
                at_most(high, self.value);
            }
            Comparison::IsNot => {}
            Comparison::AtLeast => at_least(low, self.value),
            Comparison::Above => at_least(low, self.value + 1),
            Comparison::AtMost => at_most(high, self.value),
            Comparison::Below => at_most(high, self.value - 1),
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
    matches!(
        condition,
        Condition::Dates(..) | Condition::OnDates(_) | Condition::OnWeekdays(_) | Condition::InMonths(_)
    )
}

/// Whether a condition about days allows a day; any other does.
fn allows(condition: &Condition, day: Day) -> bool {
    match condition {
        Condition::OnDates(days) => days.contains(&day),
        Condition::OnWeekdays(week) => week.contains(day.weekday()),
        Condition::InMonths(months) => months & (1 << (day.month().0 - 1)) != 0,
        Condition::Dates(from, to) => from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::AtLeast(..)
        | Condition::Compare(_)
        | Condition::Text(..)
        | Condition::Flag(..)
        | Condition::Present(_)
        | Condition::Hours(..)
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
