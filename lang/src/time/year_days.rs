//! Days of the year on which something happens, every year anew.

use super::{Day, Month};

/// A set of days that every year has; a bit each, by month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct YearDays([u32; 12]);

impl YearDays {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == YearDays::default()
    }

    /// Whether it holds that day of a month.
    #[must_use]
    pub fn contains(self, month: Month, day: u8) -> bool {
        self.of(month).checked_shr(u32::from(day)).is_some_and(|bits| bits & 1 == 1)
    }

    /// With that day of a month, 1 to 31, too.
    pub fn insert(&mut self, month: Month, day: u8) {
        let bits = self.0.get_mut(usize::from(month.0).wrapping_sub(1));
        bits.into_iter().for_each(|bits| *bits |= 1_u32.checked_shl(u32::from(day)).unwrap_or(0));
    }

    /// Whether it is one of them.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.contains(day.month(), day.day_of_month())
    }

    /// The first of them after `day`.
    #[must_use]
    pub fn next(self, day: Day) -> Option<Day> {
        let first = day.plus(1 - i32::from(day.day_of_month()));
        // All twelve months, and the first of them once more: its earlier days.
        (0..=12).find_map(|ahead| {
            let month = first.plus_months(ahead);
            let later = if ahead == 0 { day.day_of_month() } else { 0 };
            let left = self.of(month.month()) & u32::MAX.checked_shl(u32::from(later) + 1).unwrap_or(0);
            let found = i32::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
            Some(month.plus(found - 1))
        })
    }

    /// Each of them, by the calendar.
    pub fn iter(self) -> impl Iterator<Item = (Month, u8)> {
        let all = (1..=12_u8).flat_map(|month| (1..=31_u8).map(move |day| (Month(month), day)));
        all.filter(move |(month, day)| self.contains(*month, *day))
    }

    /// The days of a month.
    fn of(self, month: Month) -> u32 {
        self.0.get(usize::from(month.0).wrapping_sub(1)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_next_of_them() {
        let mut days = YearDays::default();
        assert_eq!(days.next(day("2026-01-01")), None);
        days.insert(Month(3), 15);
        // With one day a year, the next after it is a year away.
        assert_eq!(days.next(day("2026-03-14")), Some(day("2026-03-15")));
        assert_eq!(days.next(day("2026-03-15")), Some(day("2027-03-15")));
        assert_eq!(days.next(day("2026-03-16")), Some(day("2027-03-15")));
        days.insert(Month(12), 31);
        days.insert(Month(1), 1);
        assert_eq!(days.next(day("2026-03-31")), Some(day("2026-12-31")));
        assert_eq!(days.next(day("2026-12-31")), Some(day("2027-01-01")));
        assert!(days.holds(day("2028-12-31")) && !days.holds(day("2028-12-30")));
        assert_eq!(days.iter().collect::<Vec<_>>(), [(Month(1), 1), (Month(3), 15), (Month(12), 31)]);
    }
}
