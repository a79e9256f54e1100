//! Stretches of the calendar one after the other: weeks, so many months each, or up to the end of named months. What happens at
//! the end of one happens at the start of the day after it.

use super::{Almanac, Day, Period, YearStart};

/// Stretches one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cycle {
    /// Weeks; the number is the weekday they start on, Monday is 0.
    Weeks(u8),
    /// So many calendar months each, counted from January: 1, 2, 3, 4, 6 or 12.
    Months(u8),
    /// Each up to the end of one of these months, a bit each; January is bit 0.
    EndsOf(u16),
    /// Years from that day.
    Year(YearStart),
}

impl Cycle {
    /// The cycle of a period; none if every member has their own.
    #[must_use]
    pub fn of(period: Period, week_start: u8) -> Option<Cycle> {
        Some(match period {
            Period::Week => Cycle::Weeks(week_start),
            Period::Month => Cycle::Months(1),
            Period::Quarter => Cycle::Months(3),
            Period::HalfYear => Cycle::Months(6),
            Period::Year(YearStart::JANUARY) => Cycle::Months(12),
            Period::Year(start) => Cycle::Year(start),
            Period::MembershipYear => return None,
        })
    }

    /// The first day of the stretch after the one that holds `day`.
    #[must_use]
    pub fn next_start(self, day: Day) -> Day {
        match self {
            Cycle::Weeks(start) => {
                // Day 0 was a Thursday: three days into a week that starts on Monday.
                let into = (day.0.saturating_add(3) - i32::from(start)).rem_euclid(7);
                day.plus(7 - into)
            }
            Cycle::Year(start) => Period::Year(start).end(day, Almanac::default()).plus(1),
            Cycle::Months(each) => {
                let each = i32::from(each.max(1));
                let into = i32::from(day.month().0 - 1) % each;
                let first = day.plus(1 - i32::from(day.day_of_month()));
                first.plus_months(each - into)
            }
            Cycle::EndsOf(months) => {
                let first = day.plus(1 - i32::from(day.day_of_month()));
                let ends = |ahead: &i32| months >> (first.plus_months(*ahead).month().0 - 1) & 1 == 1;
                // A month that is named comes within a year.
                first.plus_months((0..12).find(ends).unwrap_or(11) + 1)
            }
        }
    }

    /// Whether a stretch starts on `day`.
    #[must_use]
    pub fn starts(self, day: Day) -> bool {
        day > Day::FIRST && self.next_start(day.plus(-1)) == day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn every_two_months_counts_from_january() {
        let cycle = Cycle::Months(2);
        assert_eq!(cycle.next_start(day("2026-01-01")), day("2026-03-01"));
        assert_eq!(cycle.next_start(day("2026-02-28")), day("2026-03-01"));
        assert_eq!(cycle.next_start(day("2026-12-31")), day("2027-01-01"));
        assert!(cycle.starts(day("2026-03-01")) && !cycle.starts(day("2026-02-01")));
    }

    #[test]
    fn named_months() {
        // February, June and October.
        let cycle = Cycle::EndsOf(1 << 1 | 1 << 5 | 1 << 9);
        assert_eq!(cycle.next_start(day("2027-10-31")), day("2027-11-01"));
        assert_eq!(cycle.next_start(day("2027-11-01")), day("2028-03-01"));
        assert_eq!(cycle.next_start(day("2028-02-29")), day("2028-03-01"));
        assert_eq!(cycle.next_start(day("2028-03-01")), day("2028-07-01"));
        assert_eq!(Cycle::EndsOf(1).next_start(day("2026-02-01")), day("2027-02-01"));
    }

    #[test]
    fn weeks_and_quarters() {
        // 9 September 2026 is a Wednesday.
        assert_eq!(Cycle::Weeks(0).next_start(day("2026-09-09")), day("2026-09-14"));
        assert_eq!(Cycle::Weeks(0).next_start(day("2026-09-14")), day("2026-09-21"));
        assert_eq!(Cycle::Weeks(6).next_start(day("2026-09-09")), day("2026-09-13"));
        assert_eq!(Cycle::Months(3).next_start(day("2026-05-31")), day("2026-07-01"));
        assert_eq!(Cycle::Months(12).next_start(day("2028-02-29")), day("2029-01-01"));
    }
}
