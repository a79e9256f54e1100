//! Days that come back every year: birthdays, anniversaries.

use super::Day;

/// What 29 February counts as in years without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeapDay {
    /// 28 February.
    #[default]
    Before,
    /// 1 March.
    After,
}

impl Day {
    /// This day in another year; 29 February as the choice says where there is none.
    #[must_use]
    pub fn in_year(self, year: i16, leap: LeapDay) -> Option<Day> {
        let (month, day) = (i8::try_from(self.month().0).ok()?, i8::try_from(self.day_of_month()).ok()?);
        Day::new(year, month, day).or_else(|| match leap {
            LeapDay::Before => Day::new(year, 2, 28),
            LeapDay::After => Day::new(year, 3, 1),
        })
    }

    /// Whether so many yearly returns of `origin` have come by this day: whether somebody born then is so old.
    #[must_use]
    pub fn has_years_since(self, origin: Day, years: u16, leap: LeapDay) -> bool {
        let year = i16::try_from(years).ok().and_then(|years| origin.year().checked_add(years));
        year.and_then(|year| origin.in_year(year, leap)).is_some_and(|day| day <= self)
    }

    /// Whether a yearly return of `origin` lies at most `within` days from this day; returns start so many years
    /// after `origin`.
    #[must_use]
    pub fn is_near_return(self, origin: Day, within: u16, first: i16, leap: LeapDay) -> bool {
        let years = [-1, 0, 1].map(|more| self.year().saturating_add(more));
        let counts = years.into_iter().filter(|year| year.saturating_sub(origin.year()) >= first);
        let returns = counts.filter_map(|year| origin.in_year(year, leap));
        returns.into_iter().any(|day| day.0.abs_diff(self.0) <= u32::from(within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn leap_days_come_back_in_every_year() {
        let born = day("2000-02-29");
        let on = |text: &str, leap| day(text).is_near_return(born, 0, 0, leap);
        assert!(on("2024-02-29", LeapDay::Before) && on("2024-02-29", LeapDay::After));
        assert!(!on("2024-02-28", LeapDay::Before) && !on("2024-03-01", LeapDay::After));
        assert!(on("2026-02-28", LeapDay::Before) && !on("2026-03-01", LeapDay::Before));
        assert!(on("2026-03-01", LeapDay::After) && !on("2026-02-28", LeapDay::After));
    }

    #[test]
    fn years_are_full_on_the_day_itself() {
        let born = day("2008-02-29");
        assert!(!day("2026-02-27").has_years_since(born, 18, LeapDay::Before));
        assert!(day("2026-02-28").has_years_since(born, 18, LeapDay::Before));
        assert!(!day("2026-02-28").has_years_since(born, 18, LeapDay::After));
        assert!(day("2026-03-01").has_years_since(born, 18, LeapDay::After));
        assert!(day("2008-02-29").has_years_since(born, 0, LeapDay::Before));
        assert!(!day("2008-02-28").has_years_since(born, 0, LeapDay::Before));
    }

    #[test]
    fn near_days_reach_over_the_end_of_a_year() {
        let born = day("1980-12-30");
        assert!(day("2027-01-04").is_near_return(born, 5, 0, LeapDay::Before));
        assert!(!day("2027-01-05").is_near_return(born, 5, 0, LeapDay::Before));
        assert!(day("2026-12-25").is_near_return(born, 5, 0, LeapDay::Before));
        let born = day("1980-01-02");
        assert!(day("2026-12-30").is_near_return(born, 3, 0, LeapDay::Before));
    }

    #[test]
    fn an_anniversary_is_a_year_after_at_least() {
        let joined = day("2026-09-08");
        assert!(!day("2026-09-08").is_near_return(joined, 3, 1, LeapDay::Before));
        assert!(day("2027-09-08").is_near_return(joined, 0, 1, LeapDay::Before));
        assert!(day("2027-09-06").is_near_return(joined, 2, 1, LeapDay::Before));
    }
}
