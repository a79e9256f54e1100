//! Windows, deadlines and lengths of time in words.

use crate::say::Speaker;
use treue_lang::programme::{FieldId, Start};
use treue_lang::time::{
    Anchor, Base, Cycle, Day, Deadline, Length, Own, Period, Snap, Unit, Window, YearDays, YearStart,
};

impl Speaker<'_> {
    /// `24 months`.
    pub(crate) fn length(&self, length: Length) -> String {
        let id = match length.unit {
            Unit::Days => "length-days",
            Unit::Weeks => "length-weeks",
            Unit::Months => "length-months",
            Unit::Years => "length-years",
        };
        self.count(id, i64::from(length.count), &[])
    }

    /// `per month`.
    pub(crate) fn window(&self, window: Window) -> String {
        match window {
            Window::Ever => self.say("window-ever", &[]),
            Window::Day => self.say("window-day", &[]),
            Window::Week(start) => self.say("window-week", &[("day", self.locale.weekday(start))]),
            Window::Month => self.say("window-month", &[]),
            Window::Quarter => self.say("window-quarter", &[]),
            Window::Year(_) if window == Window::CALENDAR_YEAR => self.say("window-year", &[]),
            Window::Year(start) => self.say("window-year-from", &[("day", &self.year_start(start))]),
            Window::OwnYear(Own::Joining) => self.say("window-membership-year", &[]),
            Window::OwnYear(Own::Tier(_)) => self.say("window-since-tier", &[]),
            Window::Dates(from, to) => {
                self.say("window-dates", &[("from", &self.locale.date(from)), ("to", &self.locale.date(to))])
            }
            Window::Rolling(length) => self.say("window-rolling", &[("length", &self.length(length))]),
        }
    }

    fn year_start(&self, start: YearStart) -> String {
        self.locale.day_of_year(start.month.0, start.day)
    }

    /// `end of the month`.
    pub(crate) fn end_of(&self, period: Period) -> String {
        let id = match period {
            Period::Year(start) if Period::Year(start) != Period::CALENDAR_YEAR => {
                return self.say("end-year-from", &[("day", &self.year_start(start))]);
            }
            Period::Week => "end-week",
            Period::Month => "end-month",
            Period::Quarter => "end-quarter",
            Period::HalfYear => "end-half-year",
            Period::Year(_) => "end-year",
            Period::MembershipYear => "end-membership-year",
        };
        self.say(id, &[])
    }

    /// `24 months after the purchase, then to the end of the month`; `from` is what it counts from.
    pub(crate) fn deadline(&self, deadline: &Deadline, from: &str) -> String {
        let mut said = match deadline.base {
            Base::After(length, Anchor::Event) => {
                self.say("deadline-after", &[("length", &self.length(length)), ("from", from)])
            }
            Base::After(length, Anchor::EndOf(period)) => {
                let of = [
                    ("length", self.length(length)),
                    ("end", self.end_of(period)),
                    ("from", from.to_owned()),
                ];
                let args: Vec<(&str, &str)> = of.iter().map(|(n, v)| (*n, v.as_str())).collect();
                self.say("deadline-after-end", &args)
            }
            Base::UntilEnd(period, further) => {
                let end = self.end_of(period);
                if further == 0 {
                    self.say("deadline-this", &[("end", &end)])
                } else {
                    self.count("deadline-next", i64::from(further), &[("end", &end)])
                }
            }
        };
        for snap in &deadline.snaps {
            let then = match snap {
                Snap::EndOf(period) => self.say("snap-end", &[("end", &self.end_of(*period))]),
                Snap::EndOfMonth(month) => {
                    self.say("snap-end-of-named", &[("month", self.locale.month(month.0))])
                }
                Snap::EndOfBirthMonth => self.say("snap-birth-month", &[]),
                Snap::On(month, day) => {
                    self.say("snap-on", &[("day", &self.locale.day_of_year(month.0, *day))])
                }
                Snap::OnEither((a, x), (b, y)) => {
                    let (one, other) = (self.locale.day_of_year(a.0, *x), self.locale.day_of_year(b.0, *y));
                    self.say("snap-on-either", &[("one", &one), ("other", &other)])
                }
            };
            said.push_str(", ");
            said.push_str(&then);
        }
        said
    }

    /// What a deadline of points counts from.
    pub(crate) fn start(&self, start: Start) -> String {
        match start {
            Start::Event => self.say("start-earning", &[]),
            Start::Availability => self.say("start-availability", &[]),
            Start::Field(field) => self.say("start-field", &[("field", &self.field_name(field))]),
        }
    }

    /// `at the end of every 2 months`.
    pub(crate) fn cycle(&self, cycle: Cycle) -> String {
        match cycle {
            Cycle::Weeks(_) => self.say("cycle-week", &[]),
            Cycle::Year(start) => self.say("cycle-year", &[("day", &self.year_start(start))]),
            Cycle::Months(months) => self.count("cycle-months", i64::from(months), &[]),
            Cycle::EndsOf(months) => self.say("cycle-ends", &[("months", &self.and(&self.months(months)))]),
        }
    }

    /// `15 March and 15 September`.
    pub(crate) fn days_of_year(&self, days: YearDays) -> String {
        let days: Vec<String> =
            days.iter().map(|(month, day)| self.locale.day_of_year(month.0, day)).collect();
        self.and(&days)
    }

    /// Months by name, of a bit each.
    pub(crate) fn months(&self, months: u16) -> Vec<String> {
        let named = (1..=12_u8).filter(|m| months >> (m - 1) & 1 == 1);
        named.map(|m| self.locale.month(m).to_owned()).collect()
    }

    /// `from 1 May 2026 to 31 May 2026`.
    pub(crate) fn dates(&self, from: Option<Day>, to: Option<Day>) -> String {
        match (from, to) {
            (Some(from), Some(to)) => {
                self.say("dates-between", &[("from", &self.locale.date(from)), ("to", &self.locale.date(to))])
            }
            (Some(from), None) => self.say("dates-from", &[("from", &self.locale.date(from))]),
            (None, Some(to)) => self.say("dates-to", &[("to", &self.locale.date(to))]),
            (None, None) => self.say("dates-always", &[]),
        }
    }

    /// A declared field by its name.
    pub(crate) fn field_name(&self, field: FieldId) -> String {
        let name = self.programme.fields.get(field).map_or("", |f| f.name.as_str());
        self.locale.quoted(&crate::document::escaped(name))
    }
}
