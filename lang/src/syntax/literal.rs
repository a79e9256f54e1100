//! Written values: numbers, dates, times, texts. What is written well but does not exist, such as 30 February,
//! is reported here with its place; reading goes on with a stand-in, and the item counts as broken.

use super::build::Builder;
use super::grammar::{Node, Rule};
use crate::ast::{Name, Number, Text};
use crate::diag::{Code, Diagnostic};
use crate::source::Spanned;
use crate::time::{Day, Length, Minute, Month, Unit, Weekday};

/// The unit of a length, by its word.
pub(super) fn length_unit(word: &Node<'_>) -> Unit {
    match word.text {
        "day" | "days" => Unit::Days,
        "week" | "weeks" => Unit::Weeks,
        "month" | "months" => Unit::Months,
        _ => Unit::Years,
    }
}

impl Builder {
    /// A name, or any other word.
    pub(super) fn name(&self, node: &Node<'_>) -> Name {
        Spanned::new(node.text.to_owned(), self.span(node))
    }

    /// A number as written.
    pub(super) fn number(&self, node: &Node<'_>) -> Number {
        Spanned::new(node.text.to_owned(), self.span(node))
    }

    /// A quoted text without its quotes. `\"` and `\\` are the only escapes.
    pub(super) fn text(&mut self, node: &Node<'_>) -> Text {
        let inner = node.text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(node.text);
        let mut plain = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            match (c, if c == '\\' { chars.next() } else { None }) {
                ('\\', Some(escaped @ ('"' | '\\'))) => plain.push(escaped),
                ('\\', Some(other)) => {
                    self.bad(
                        node,
                        format!("`\\{other}` means nothing in a text"),
                        "write `\\\"` for a quote and `\\\\` for a backslash",
                    );
                }
                (c, _) => plain.push(c),
            }
        }
        Spanned::new(plain, self.span(node))
    }

    /// A calendar day.
    pub(super) fn day(&mut self, node: &Node<'_>) -> Spanned<Day> {
        let day = Day::parse(node.text).unwrap_or_else(|| {
            let text = node.text;
            if text.len() == "2026-09-07".len() {
                self.bad(
                    node,
                    format!("there is no day {text}"),
                    "look at the month and the day of the month",
                );
            } else {
                self.bad(
                    node,
                    format!("`{text}` is not a full date"),
                    "write two digits, such as `2026-09-07`",
                );
            }
            Day(0)
        });
        Spanned::new(day, self.span(node))
    }

    /// A time of the day.
    pub(super) fn minute(&mut self, node: &Node<'_>) -> Minute {
        Minute::parse(node.text).unwrap_or_else(|| {
            let help =
                if node.text == "24:00" { "midnight is `00:00`" } else { "times go from `00:00` to `23:59`" };
            self.bad(node, format!("there is no time {}", node.text), help);
            Minute(0)
        })
    }

    /// A month by its English name.
    pub(super) fn month(&self, node: &Node<'_>) -> Option<Month> {
        let at = Month::NAMES.iter().position(|n| *n == node.text)?;
        u8::try_from(at + 1).ok().map(Month)
    }

    /// A weekday by its English name.
    pub(super) fn weekday(&self, node: &Node<'_>) -> Option<Weekday> {
        let at = Weekday::NAMES.iter().position(|n| *n == node.text)?;
        u8::try_from(at).ok().map(Weekday)
    }

    /// Days of the year, each with its place.
    pub(super) fn days_of_year(&mut self, node: &Node<'_>) -> Option<Vec<Spanned<(Month, u8)>>> {
        let one = |day: &Node<'_>| {
            let written = self.day_of_year(day.get(Rule::number)?, day.get(Rule::month)?)?;
            Some(Spanned::new(written, self.span(day)))
        };
        node.all(Rule::day_of_year).map(one).collect()
    }

    /// A day of the year: the number and the month of `30 September`, without a year.
    pub(super) fn day_of_year(&mut self, number: &Node<'_>, month: &Node<'_>) -> Option<(Month, u8)> {
        let named = self.month(month)?;
        let day: u8 = self.whole(number, 31);
        // A leap year, so that 29 February can be written.
        let real =
            i8::try_from(named.0).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Day::new(2028, m, d));
        if real.is_none() {
            self.bad(
                number,
                format!("there is no {} {}", number.text, named.name()),
                "look at the day of the month",
            );
        }
        Some((named, day))
    }

    /// A length of time, at least one of its unit.
    pub(super) fn length(&mut self, node: &Node<'_>) -> Option<Length> {
        let number = node.get(Rule::number)?;
        let unit = length_unit(node.get(Rule::length_unit)?);
        let count: u16 = self.whole(number, u16::MAX);
        if number.text.bytes().all(|b| b == b'0') {
            self.bad(
                number,
                "a length of time is at least 1".to_owned(),
                "leave the clause out for no time at all",
            );
        }
        Some(Length { count, unit })
    }

    /// A whole number from 0 to `most`; reported and 0 if it is not one.
    pub(super) fn whole<T>(&mut self, node: &Node<'_>, most: T) -> T
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display + Default,
    {
        let number = node.text.parse::<T>().ok().filter(|n| *n <= most);
        number.unwrap_or_else(|| {
            let message = format!("a whole number is needed here, {most} at most");
            self.bad(node, message, "write it without decimals");
            T::default()
        })
    }

    /// Reports a value that does not exist.
    pub(super) fn bad(&mut self, node: &Node<'_>, message: String, help: &str) {
        let report = Diagnostic::new(Code::BadLiteral, self.span(node), message, "written here").help(help);
        self.diagnostics.push(report);
    }
}
