//! A calendar day, a minute of the day, a weekday, a month.

use jiff::civil;
use serde::{Deserialize, Serialize};

/// A calendar day, counted from 1970-01-01 (day 0). From 0001-01-01 to 9999-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Minute of a day, 0 to 1439.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minute(pub u16);

/// A month of the year, 1 to 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month(pub u8);

/// Days of the week; Monday is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Weekday(pub u8);

/// A set of weekdays, one bit each; Monday is bit 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weekdays(pub u8);

const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Day = Day(0);
    /// The first day that can be written, 0001-01-01.
    pub const FIRST: Day = Day(-719_162);
    /// The last day that can be written, 9999-12-31.
    pub const LAST: Day = Day(2_932_896);

    /// The day of a year, month and day of month, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Day::from_civil)
    }

    /// Reads `2026-09-08`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(y, 4) || !digits(m, 2) || !digits(d, 2) {
            return None;
        }
        Day::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
    }

    pub(crate) fn from_civil(date: civil::Date) -> Day {
        Day(EPOCH.until((jiff::Unit::Day, date)).map_or(0, |s| s.get_days()))
    }

    pub(crate) fn civil(self) -> civil::Date {
        EPOCH.saturating_add(jiff::Span::new().days(i64::from(self.0.clamp(Day::FIRST.0, Day::LAST.0))))
    }

    /// The year, for instance 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> Month {
        Month(self.civil().month().unsigned_abs())
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day_of_month(self) -> u8 {
        self.civil().day().unsigned_abs()
    }

    /// The weekday.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, which is 3.
        Weekday(u8::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0))
    }

    /// The day so many days later, staying within the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::FIRST.0, Day::LAST.0))
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn end_of_month(self) -> Day {
        Day::from_civil(self.civil().last_of_month())
    }

    /// True on the last day of a month.
    #[must_use]
    pub fn is_end_of_month(self) -> bool {
        self == self.end_of_month()
    }

    /// So many months later: keeps the day of the month, falls back to the month's last, and from an
    /// end of month lands on an end of month (28 February plus one month is 31 March).
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let from = self.civil();
        let index =
            i32::from(from.year()) * 12 + i32::from(from.month()) - 1 + months.clamp(-120_000, 120_000);
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else { return Day::LAST };
        if year > 9999 {
            return Day::LAST;
        }
        if year < 1 {
            return Day::FIRST;
        }
        let Ok(first) = civil::Date::new(year, month, 1) else { return Day::LAST };
        let last = first.last_of_month();
        if self.is_end_of_month() || from.day() > last.day() {
            return Day::from_civil(last);
        }
        civil::Date::new(year, month, from.day()).map_or(Day::LAST, Day::from_civil)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let d = self.civil();
        write!(f, "{:04}-{:02}-{:02}", d.year(), d.month(), d.day())
    }
}

impl Minute {
    /// Reads `17:00`; `24:00` is not a time.
    #[must_use]
    pub fn parse(text: &str) -> Option<Minute> {
        let (h, m) = text.split_once(':')?;
        if h.is_empty()
            || h.len() > 2
            || m.len() != 2
            || !text.bytes().all(|b| b.is_ascii_digit() || b == b':')
        {
            return None;
        }
        let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
        (h < 24 && m < 60).then_some(Minute(h * 60 + m))
    }
}

impl std::fmt::Display for Minute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Month {
    /// English names, January first.
    pub const NAMES: [&'static str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Month::NAMES.get(usize::from(self.0.wrapping_sub(1))).copied().unwrap_or("January")
    }
}

impl Weekday {
    /// English names, Monday first.
    pub const NAMES: [&'static str; 7] =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Weekday::NAMES.get(usize::from(self.0)).copied().unwrap_or("Monday")
    }
}

impl Weekdays {
    /// Monday to Sunday.
    pub const ALL: Weekdays = Weekdays(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Weekdays = Weekdays(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKENDS: Weekdays = Weekdays(0b110_0000);

    /// How many there are.
    #[must_use]
    pub fn count(self) -> u32 {
        (self.0 & Weekdays::ALL.0).count_ones()
    }

    /// Whether the set holds that day.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.0) != 0
    }
}
