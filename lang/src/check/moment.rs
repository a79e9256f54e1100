//! Days, hours and months in conditions.

use super::Checker;
use crate::ast::DayWord;
use crate::diag::{Code, Diagnostic};
use crate::programme::Condition;
use crate::source::Span;
use crate::time::{Day, DayTest, Minute, Month, MonthDays, Weekdays};

impl Checker<'_> {
    pub(crate) fn on_days(
        &mut self,
        days: &[DayWord],
        hours: Option<(Minute, Minute)>,
        span: Span,
    ) -> Option<Condition> {
        let mut week = 0_u8;
        let mut dates: Vec<Day> = Vec::new();
        let mut of_months: Vec<MonthDays> = Vec::new();
        for day in days {
            match day {
                DayWord::Week(weekdays) => week |= weekdays.node.0,
                DayWord::Date(date) => dates.push(date.node),
                DayWord::Month(days) => days.iter().for_each(|days| days.add_to(&mut of_months)),
                DayWord::Holidays(name, span) => dates.extend(self.holidays(name.as_ref(), *span)?),
            }
        }
        dates.sort();
        dates.dedup();
        let mut either = Vec::new();
        if week != 0 {
            either.push(Condition::Day(DayTest::OnWeekdays(Weekdays(week))));
        }
        either.extend(of_months.into_iter().map(|days| Condition::Day(DayTest::OnMonthDays(days))));
        if !dates.is_empty() {
            either.push(Condition::Day(DayTest::OnDates(dates)));
        }
        let on = match (either.len(), either.pop()) {
            (1, Some(one)) => one,
            (_, Some(last)) => {
                either.push(last);
                Condition::Any(either)
            }
            (_, None) => {
                self.report(
                    Diagnostic::new(Code::NeverHolds, span, "no day is named", "on which days?")
                        .help("write `on weekdays` or a date"),
                );
                return None;
            }
        };
        match hours {
            Some((from, to)) => Some(Condition::All(vec![on, self.hours(from, to, span)?])),
            None => Some(on),
        }
    }

    pub(crate) fn hours(&mut self, from: Minute, to: Minute, span: Span) -> Option<Condition> {
        if from == to {
            let message = format!("from {from} to {to} is no time at all");
            self.report(
                Diagnostic::new(Code::NeverHolds, span, message, "the same time twice")
                    .help("write a later end, or leave the hours out for the whole day"),
            );
            return None;
        }
        Some(Condition::Hours(from, to))
    }

    /// The first day must not come after the last.
    pub(crate) fn rising_dates(&mut self, from: Day, to: Day, span: Span) -> Option<()> {
        if from <= to {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NeverHolds,
                span,
                format!("no day lies between {from} and {to}"),
                "the last day comes first",
            )
            .help(format!("write `from {to} to {from}`")),
        );
        None
    }
}

/// Months as bits, January the lowest.
pub(crate) fn month_bits(months: &[Month]) -> u16 {
    months.iter().fold(0, |bits, m| bits | 1_u16.checked_shl(u32::from(m.0.saturating_sub(1))).unwrap_or(0))
}
