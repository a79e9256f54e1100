//! Windows that tracks and limits count in. Calendar windows are numbered, so that "is this still the
//! same window" is one comparison; rolling windows are counted back from a day.

use super::{Day, Length, Month, Unit};
use serde::{Deserialize, Serialize};

/// The day of the year on which a programme's own year starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct YearStart {
    /// Month, 1 to 12.
    pub month: Month,
    /// Day of the month; 29 February is not accepted by the checker.
    pub day: u8,
}

impl YearStart {
    /// 1 January.
    pub const JANUARY: YearStart = YearStart { month: Month(1), day: 1 };
}

/// Over which stretch of time something is summed or counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// For ever.
    #[default]
    Ever,
    /// Each calendar day.
    Day,
    /// Each week; the number is the weekday it starts on, Monday is 0.
    Week(u8),
    /// Each calendar month.
    Month,
    /// Each calendar quarter.
    Quarter,
    /// Each year from that day (1 January for the calendar year).
    Year(YearStart),
    /// These dates, both included; events outside are not counted.
    Dates(Day, Day),
    /// The last so many days or months, today included.
    Rolling(Length),
    /// Each year of the member's own.
    OwnYear(Own),
}

/// What the years of a member count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Own {
    /// The day of joining.
    Joining,
    /// The day after the one on which the earned level of the structure of that number was opened or last renewed, or was
    /// lost; the day of joining before.
    Tier(u16),
}

/// A stretch of days, both included.
pub type Stretch = (Day, Day);

impl Own {
    /// The year that holds `day`, and the one before it, counted from the first day of the first one. Of years since a
    /// change of tier no day before that one is in any: a stretch without days.
    #[must_use]
    pub fn years(self, first: Day, day: Day) -> (Stretch, Stretch) {
        let starts = |years: i32| first.plus_months(years.saturating_mul(12));
        let mut years = i32::from(day.year()) - i32::from(first.year());
        if starts(years) > day {
            years -= 1;
        }
        let of = |years: i32| (starts(years), starts(years + 1).plus(-1));
        if years < 0 && matches!(self, Own::Tier(_)) {
            return ((first, first.plus(-1)), of(years));
        }
        (of(years), of(years - 1))
    }

    /// The year of a limit that holds `day`: on the day of a change the year before goes on, so that nothing is open twice.
    #[must_use]
    pub fn year_of_limit(self, first: Day, day: Day) -> Stretch {
        let (year, before) = self.years(first, day);
        if year.1 < year.0 { before } else { year }
    }
}

/// The windows of one member, whose own years begin with a day; of no account for windows of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    window: Window,
    first: Day,
}

impl Windows {
    /// Number of the window that holds `day`, as [`Window::number`]; of own years the first is 0.
    #[must_use]
    pub fn number(self, day: Day) -> i32 {
        let Window::OwnYear(own) = self.window else { return self.window.number(day) };
        let year = own.years(self.first, day).0;
        // A year starts in its own calendar year, whatever its day.
        i32::from(year.0.year()) - i32::from(self.first.year())
    }

    /// The first and the last day of the window of that number.
    #[must_use]
    pub fn days(self, number: i32) -> Stretch {
        let Window::OwnYear(_) = self.window else { return self.window.days(number) };
        let starts = |years: i32| self.first.plus_months(years.saturating_mul(12));
        (starts(number), starts(number.saturating_add(1)).plus(-1))
    }

    /// The window that holds `day`.
    #[must_use]
    pub fn around(self, day: Day) -> Stretch {
        self.days(self.number(day))
    }
}

impl Window {
    /// The windows of a member whose own years begin with `first`.
    #[must_use]
    pub fn of(self, first: Day) -> Windows {
        Windows { window: self, first }
    }

    /// The calendar year.
    pub const CALENDAR_YEAR: Window = Window::Year(YearStart::JANUARY);

    /// Number of the window that holds `day`; numbers grow with time. Always 0 for `Ever`, `Dates`, `Rolling`
    /// and `OwnYear`.
    #[must_use]
    pub fn number(self, day: Day) -> i32 {
        let year = i32::from(day.year());
        let month = i32::from(day.month().0);
        match self {
            Window::Ever | Window::Dates(..) | Window::Rolling(_) | Window::OwnYear(_) => 0,
            Window::Day => day.0,
            // Day 0 was a Thursday: three days into a week that starts on Monday.
            Window::Week(start) => (day.0 + 3 - i32::from(start)).div_euclid(7),
            Window::Month => year * 12 + month - 1,
            Window::Quarter => year * 4 + (month - 1) / 3,
            Window::Year(start) => {
                let before = (day.month(), day.day_of_month()) < (start.month, start.day);
                year - i32::from(before)
            }
        }
    }

    /// The first and the last day of the window of that number; all days for `Ever` and `Rolling`.
    #[must_use]
    pub fn days(self, number: i32) -> (Day, Day) {
        let first_of_month = |months: i32| Day::EPOCH.plus_months(months.saturating_sub(1970 * 12));
        let months = |first: i32, count: i32| {
            (first_of_month(first), first_of_month(first.saturating_add(count)).plus(-1))
        };
        match self {
            Window::Ever | Window::Rolling(_) | Window::OwnYear(_) => (Day::FIRST, Day::LAST),
            Window::Dates(from, to) => (from, to),
            Window::Day => (Day(number), Day(number)),
            Window::Week(start) => {
                let first = Day(number.saturating_mul(7).saturating_sub(3 - i32::from(start)));
                (first, first.plus(6))
            }
            Window::Month => months(number, 1),
            Window::Quarter => months(number.saturating_mul(3), 3),
            Window::Year(start) => {
                let month = number.saturating_mul(12).saturating_add(i32::from(start.month.0) - 1);
                let into = i32::from(start.day) - 1;
                let next = first_of_month(month.saturating_add(12));
                (first_of_month(month).plus(into), next.plus(into - 1))
            }
        }
    }

    /// Whether what happens on `day` counts at all.
    #[must_use]
    pub fn counts(self, day: Day) -> bool {
        match self {
            Window::Dates(from, to) => from <= day && day <= to,
            Window::Ever
            | Window::Day
            | Window::Week(_)
            | Window::Month
            | Window::Quarter
            | Window::Year(_)
            | Window::Rolling(_)
            | Window::OwnYear(_) => true,
        }
    }

    /// For a rolling window read on `today`: the first day that still counts. `None` for the others.
    /// `rolling 30 days` on 30 September counts from 1 September; `rolling 1 months` on 15 October from
    /// 16 September.
    #[must_use]
    pub fn rolling_from(self, today: Day) -> Option<Day> {
        let Window::Rolling(length) = self else { return None };
        let n = i32::from(length.count);
        Some(match length.unit {
            Unit::Days => today.plus(1 - n),
            Unit::Weeks => today.plus(1 - 7 * n),
            Unit::Months => months_back(today, n),
            Unit::Years => months_back(today, 12 * n),
        })
    }
}

/// The first day that is less than `n` months before `today`: the smallest day whose own deadline of `n`
/// months, `Day::plus_months`, lies after today.
fn months_back(today: Day, n: i32) -> Day {
    let mut day = today.plus_months(-n);
    while day > Day::FIRST && day.plus(-1).plus_months(n) > today {
        day = day.plus(-1);
    }
    while day < Day::LAST && day.plus_months(n) <= today {
        day = day.plus(1);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn weeks_start_where_they_are_told_to() {
        let monday = Window::Week(0);
        assert_eq!(monday.number(day("2026-09-07")), monday.number(day("2026-09-13")));
        assert_eq!(monday.number(day("2026-09-13")) + 1, monday.number(day("2026-09-14")));
        let sunday = Window::Week(6);
        assert_eq!(sunday.number(day("2026-09-12")) + 1, sunday.number(day("2026-09-13")));
    }

    #[test]
    fn years_from_another_day() {
        let april = Window::Year(YearStart { month: Month(4), day: 1 });
        assert_eq!(april.number(day("2026-03-31")), 2025);
        assert_eq!(april.number(day("2026-04-01")), 2026);
    }

    /// Every day lies in the window of its own number, and windows lie next to each other.
    #[test]
    fn windows_have_a_first_and_a_last_day() {
        let april = Window::Year(YearStart { month: Month(4), day: 6 });
        let all = [
            Window::Day,
            Window::Week(0),
            Window::Week(6),
            Window::Month,
            Window::Quarter,
            april,
            Window::CALENDAR_YEAR,
        ];
        for window in all {
            let mut today = day("2023-11-20");
            while today < day("2028-03-02") {
                let number = window.number(today);
                let (first, last) = window.days(number);
                assert!(first <= today && today <= last, "{window:?} {today}");
                assert_eq!(window.number(first.plus(-1)), number - 1, "{window:?} {today}");
                assert_eq!(window.number(last.plus(1)), number + 1, "{window:?} {today}");
                today = today.plus(1);
            }
        }
        assert_eq!(april.days(2026), (day("2026-04-06"), day("2027-04-05")));
        assert_eq!(Window::Week(0).days(Window::Week(0).number(day("2026-09-10"))).0, day("2026-09-07"));
        assert_eq!(Window::Quarter.days(2026 * 4 + 3), (day("2026-10-01"), day("2026-12-31")));
    }

    #[test]
    fn own_years_start_on_the_day_of_joining_or_after_a_change() {
        let joined = day("2024-05-10");
        let year = |on: &str, own: Own, first: Day| own.years(first, day(on)).0;
        assert_eq!(year("2025-05-09", Own::Joining, joined), (day("2024-05-10"), day("2025-05-09")));
        assert_eq!(year("2025-05-10", Own::Joining, joined), (day("2025-05-10"), day("2026-05-09")));
        // A late event may lie before the day of joining.
        assert_eq!(year("2024-05-09", Own::Joining, joined), (day("2023-05-10"), day("2024-05-09")));
        // Joined on a leap day, an end of month.
        assert_eq!(
            year("2025-02-28", Own::Joining, day("2024-02-29")),
            (day("2025-02-28"), day("2026-02-27"))
        );
        let since = Own::Tier(0);
        assert_eq!(year("2024-05-10", since, joined), (day("2024-05-10"), day("2025-05-09")));
        assert!(year("2024-05-09", since, joined).0 > day("2024-05-09"));
        let before = since.years(joined, day("2025-05-10")).1;
        assert_eq!(before, (day("2024-05-10"), day("2025-05-09")));
    }

    /// Years of somebody who joined on 29 February start on the 28th where there is no 29th, and on the 29th again in 2028.
    #[test]
    fn own_years_are_numbered_from_the_day_of_joining() {
        let windows = Window::OwnYear(Own::Joining).of(day("2024-02-29"));
        for (on, number, days) in [
            ("2023-03-01", -1, ("2023-02-28", "2024-02-28")),
            ("2024-02-29", 0, ("2024-02-29", "2025-02-27")),
            ("2025-02-27", 0, ("2024-02-29", "2025-02-27")),
            ("2025-02-28", 1, ("2025-02-28", "2026-02-27")),
            ("2028-02-28", 3, ("2027-02-28", "2028-02-28")),
            ("2028-02-29", 4, ("2028-02-29", "2029-02-27")),
        ] {
            assert_eq!(windows.number(day(on)), number, "{on}");
            assert_eq!(windows.days(number), (day(days.0), day(days.1)), "{on}");
            assert_eq!(windows.around(day(on)), windows.days(number), "{on}");
        }
        let months = Window::Month.of(day("2024-02-29"));
        assert_eq!(months.around(day("2026-09-10")), (day("2026-09-01"), day("2026-09-30")));
    }

    #[test]
    fn rolling_windows_include_today() {
        let days = Window::Rolling(Length { count: 30, unit: Unit::Days });
        assert_eq!(days.rolling_from(day("2026-09-30")), Some(day("2026-09-01")));
        let month = Window::Rolling(Length { count: 1, unit: Unit::Months });
        assert_eq!(month.rolling_from(day("2026-10-15")), Some(day("2026-09-16")));
        // 31 January reaches to 28 February, so on 28 February it no longer counts, and 30 January neither.
        assert_eq!(month.rolling_from(day("2026-02-28")), Some(day("2026-02-01")));
    }
}
