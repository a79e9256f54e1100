//! One phrase for every date that follows from another: expiry, availability, tiers, vouchers.
//! It names the **last good day**; the end is the first instant after it.

use super::{Day, Month};
use serde::{Deserialize, Serialize};

/// A unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Seven days each.
    Weeks,
    /// Calendar months, see [`Day::plus_months`].
    Months,
    /// Twelve months each.
    Years,
}

/// So many days, weeks, months or years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Length {
    /// How many, at least 1.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// A stretch of the calendar with an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Monday to Sunday, or from the day that the programme starts its weeks on.
    Week,
    /// Calendar month.
    Month,
    /// January to March and so on.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// Calendar year.
    Year,
}

/// What a deadline counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The day of the event itself (earning, entry, issue, purchase).
    Event,
    /// The last day of that day's period (`after the end of its month`).
    EndOf(Period),
}

/// The first part of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// `24 months after earning`.
    After(Length, Anchor),
    /// `until end of this year` (0 further), `until end of next year` (1 further).
    UntilEnd(Period, u8),
}

/// A later part of a deadline: moves forward to a fitting day, and leaves a fitting day alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Snap {
    /// `then at end of quarter`.
    EndOf(Period),
    /// `then at end of February`.
    EndOfMonth(Month),
    /// `then on 30 September`; 29 February stands for 28 February in other years.
    On(Month, u8),
}

/// A whole deadline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// Where it starts.
    pub base: Base,
    /// What it then moves to, in order.
    pub snaps: Vec<Snap>,
}

impl Length {
    /// The day so long after `day`.
    #[must_use]
    pub fn after(self, day: Day) -> Day {
        let n = i32::from(self.count);
        match self.unit {
            Unit::Days => day.plus(n),
            Unit::Weeks => day.plus(n * 7),
            Unit::Months => day.plus_months(n),
            Unit::Years => day.plus_months(n * 12),
        }
    }
}

impl Period {
    /// The last day of the period that holds `day`. `week_start` is the weekday that weeks begin on
    /// (Monday is 0).
    #[must_use]
    pub fn end(self, day: Day, week_start: u8) -> Day {
        let months_to = |size: u8| i32::from(size - 1 - (day.month().0 - 1) % size);
        match self {
            Period::Week => {
                let into = (i32::from(day.weekday().0) - i32::from(week_start)).rem_euclid(7);
                day.plus(6 - into)
            }
            Period::Month => day.end_of_month(),
            Period::Quarter => end_of_month_after(day, months_to(3)),
            Period::HalfYear => end_of_month_after(day, months_to(6)),
            Period::Year => end_of_month_after(day, months_to(12)),
        }
    }
}

fn end_of_month_after(day: Day, months: i32) -> Day {
    day.end_of_month().plus_months(months)
}

impl Snap {
    fn forward(self, day: Day, week_start: u8) -> Day {
        match self {
            Snap::EndOf(period) => period.end(day, week_start),
            Snap::EndOfMonth(month) => {
                let ahead = (i32::from(month.0) - i32::from(day.month().0)).rem_euclid(12);
                end_of_month_after(day, ahead)
            }
            Snap::On(month, dom) => {
                let this = fixed_day(day.year(), month, dom);
                if this >= day { this } else { fixed_day(day.year().saturating_add(1), month, dom) }
            }
        }
    }
}

fn fixed_day(year: i16, month: Month, dom: u8) -> Day {
    let month = i8::try_from(month.0).unwrap_or(1);
    let dom = i8::try_from(dom).unwrap_or(1);
    Day::new(year, month, dom).or_else(|| Day::new(year, month, dom.min(28))).unwrap_or(Day::LAST)
}

impl Deadline {
    /// The last good day, counted from `start`. `week_start` as in [`Period::end`].
    #[must_use]
    pub fn last_good_day(&self, start: Day, week_start: u8) -> Day {
        let base = match self.base {
            Base::After(length, Anchor::Event) => length.after(start),
            Base::After(length, Anchor::EndOf(period)) => length.after(period.end(start, week_start)),
            Base::UntilEnd(period, further) => {
                let mut end = period.end(start, week_start);
                for _ in 0..further {
                    end = period.end(end.plus(1), week_start);
                }
                end
            }
        };
        self.snaps.iter().fold(base, |day, snap| snap.forward(day, week_start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn after(count: u16, unit: Unit, snaps: &[Snap]) -> Deadline {
        Deadline { base: Base::After(Length { count, unit }, Anchor::Event), snaps: snaps.to_vec() }
    }

    #[test]
    fn months_keep_the_day_fall_back_and_never_drift() {
        let one = after(1, Unit::Months, &[]);
        for (from, to) in [
            ("2026-01-31", "2026-02-28"),
            ("2028-01-31", "2028-02-29"),
            ("2026-01-30", "2026-02-28"),
            ("2026-02-28", "2026-03-31"),
            ("2028-02-28", "2028-03-28"),
            ("2026-03-15", "2026-04-15"),
            ("2026-12-31", "2027-01-31"),
        ] {
            assert_eq!(one.last_good_day(day(from), 0), day(to), "{from} plus one month");
        }
    }

    /// Miles & More: 12 December 2016, 36 months, then to the end of the quarter, is 31 December 2019.
    #[test]
    fn miles_and_more_quarter() {
        let d = after(36, Unit::Months, &[Snap::EndOf(Period::Quarter)]);
        assert_eq!(d.last_good_day(day("2016-12-12"), 0), day("2019-12-31"));
    }

    /// Starbucks US: Stars earned on 15 December expire on 1 July, six months after the month of earning:
    /// 30 June is the last good day.
    #[test]
    fn six_months_after_the_end_of_its_month() {
        let d = Deadline {
            base: Base::After(Length { count: 6, unit: Unit::Months }, Anchor::EndOf(Period::Month)),
            snaps: vec![],
        };
        assert_eq!(d.last_good_day(day("2025-12-15"), 0), day("2026-06-30"));
    }

    /// Payback: 36 months, then on 30 September.
    #[test]
    fn fixed_day_of_the_year() {
        let d = after(36, Unit::Months, &[Snap::On(Month(9), 30)]);
        assert_eq!(d.last_good_day(day("2023-03-10"), 0), day("2026-09-30"));
        assert_eq!(d.last_good_day(day("2023-09-30"), 0), day("2026-09-30"));
        assert_eq!(d.last_good_day(day("2023-10-01"), 0), day("2027-09-30"));
    }

    /// Sephora: the rest of this year and all of the next.
    #[test]
    fn until_end_of_next_year() {
        let d = Deadline { base: Base::UntilEnd(Period::Year, 1), snaps: vec![] };
        assert_eq!(d.last_good_day(day("2022-01-20"), 0), day("2023-12-31"));
        let d = Deadline { base: Base::UntilEnd(Period::Year, 1), snaps: vec![Snap::EndOfMonth(Month(2))] };
        assert_eq!(d.last_good_day(day("2026-05-01"), 0), day("2028-02-29"));
    }

    #[test]
    fn ends_of_weeks_quarters_and_half_years() {
        assert_eq!(Period::Week.end(day("2026-09-08"), 0), day("2026-09-13"));
        assert_eq!(Period::Week.end(day("2026-09-13"), 6), day("2026-09-19"));
        assert_eq!(Period::Quarter.end(day("2026-11-30"), 0), day("2026-12-31"));
        assert_eq!(Period::HalfYear.end(day("2026-06-30"), 0), day("2026-06-30"));
        assert_eq!(Period::HalfYear.end(day("2026-07-01"), 0), day("2026-12-31"));
    }
}
