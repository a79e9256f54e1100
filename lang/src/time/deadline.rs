//! One phrase for every date that follows from another: expiry, availability, tiers, vouchers.
//! It names the **last good day**; the end is the first instant after it.

use super::{Day, Month, Window, YearStart};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A unit of a length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    #[default]
    Days,
    /// Seven days each.
    Weeks,
    /// Calendar months, see [`Day::plus_months`].
    Months,
    /// Twelve months each.
    Years,
}

/// So many days, weeks, months or years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Year from that day of it; the calendar year from 1 January.
    Year(YearStart),
    /// Year from the day of joining, see [`Day::plus_months`].
    MembershipYear,
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
    /// `then on 30 June or 31 December`: whichever comes first.
    OnEither((Month, u8), (Month, u8)),
    /// `then at end of birth month`; stays where the birthday is not known.
    EndOfBirthMonth,
}

/// What a deadline needs to know beside the day that it counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Almanac {
    /// The weekday that weeks begin on; Monday is 0.
    pub week_start: u8,
    /// The month of the member's birthday, if it is known.
    pub birth_month: Option<Month>,
    /// The day on which the member joined; `None` for deadlines that concern no member.
    pub joined: Option<Day>,
}

/// A whole deadline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// Where it starts.
    pub base: Base,
    /// What it then moves to, in order.
    pub snaps: Vec<Snap>,
}

impl fmt::Display for Length {
    /// `30 days`, `1 month`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = self.unit.words();
        write!(f, "{} {}", self.count, if self.count == 1 { many.trim_end_matches('s') } else { many })
    }
}

impl Unit {
    /// `days`, `weeks`, `months`, `years`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }
}

impl Length {
    /// How many days it has at most.
    #[must_use]
    pub fn most_days(self) -> i32 {
        let days_each = match self.unit {
            Unit::Days => 1,
            Unit::Weeks => 7,
            Unit::Months => 31,
            Unit::Years => 366,
        };
        i32::from(self.count).saturating_mul(days_each)
    }

    /// So many times the length, as far as a length can say it.
    #[must_use]
    pub fn times(self, n: u16) -> Length {
        Length { count: self.count.saturating_mul(n), unit: self.unit }
    }

    /// The first of the days `from`, so long after it, twice so long after it and so on that is later than `last`.
    #[must_use]
    pub fn repeated(self, from: Day, last: Day) -> Day {
        if from > last {
            return from;
        }
        let count = i32::from(self.count).max(1);
        match self.unit {
            Unit::Days | Unit::Weeks => {
                let step = if self.unit == Unit::Weeks { count * 7 } else { count };
                from.plus(((last.0 - from.0) / step + 1).saturating_mul(step))
            }
            Unit::Months | Unit::Years => {
                let step = if self.unit == Unit::Years { count * 12 } else { count };
                let months = (i32::from(last.year()) - i32::from(from.year())) * 12
                    + i32::from(last.month().0)
                    - i32::from(from.month().0);
                // The step before the one that reaches the month of `last` lies before it.
                let mut steps = (months / step - 1).max(0);
                while from.plus_months(steps * step) <= last && from.plus_months(steps * step) < Day::LAST {
                    steps += 1;
                }
                from.plus_months(steps * step)
            }
        }
    }

    /// Whether `day` is no more than so long after `from`; with `before` no more than so long before it either.
    #[must_use]
    pub fn holds(self, from: Day, day: Day, before: bool) -> bool {
        if day >= from { day <= self.after(from) } else { before && from <= self.after(day) }
    }

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
    /// January to December.
    pub const CALENDAR_YEAR: Period = Period::Year(YearStart::JANUARY);

    /// The last day of the period that holds `day`.
    #[must_use]
    pub fn end(self, day: Day, almanac: Almanac) -> Day {
        let months_to = |size: u8| i32::from(size - 1 - (day.month().0 - 1) % size);
        match self {
            Period::Week => {
                let into = (i32::from(day.weekday().0) - i32::from(almanac.week_start)).rem_euclid(7);
                day.plus(6 - into)
            }
            Period::Month => day.end_of_month(),
            Period::Quarter => end_of_month_after(day, months_to(3)),
            Period::HalfYear => end_of_month_after(day, months_to(6)),
            Period::Year(start) => {
                let year = Window::Year(start);
                year.days(year.number(day)).1
            }
            Period::MembershipYear => end_of_membership_year(almanac.joined.unwrap_or(day), day),
        }
    }
}

/// The day before the next anniversary of joining.
fn end_of_membership_year(joined: Day, day: Day) -> Day {
    let years = i32::from(day.year()) - i32::from(joined.year());
    let anniversary = |years: i32| joined.plus_months(12 * years);
    let next = if anniversary(years) > day { anniversary(years) } else { anniversary(years + 1) };
    next.plus(-1)
}

fn end_of_month_after(day: Day, months: i32) -> Day {
    day.end_of_month().plus_months(months)
}

fn end_of_that_month(day: Day, month: Month) -> Day {
    end_of_month_after(day, (i32::from(month.0) - i32::from(day.month().0)).rem_euclid(12))
}

fn fixed_from(day: Day, month: Month, dom: u8) -> Day {
    let this = fixed_day(day.year(), month, dom);
    if this >= day { this } else { fixed_day(day.year().saturating_add(1), month, dom) }
}

impl Snap {
    fn forward(self, day: Day, almanac: Almanac) -> Day {
        match self {
            Snap::EndOf(period) => period.end(day, almanac),
            Snap::EndOfMonth(month) => end_of_that_month(day, month),
            Snap::EndOfBirthMonth => almanac.birth_month.map_or(day, |month| end_of_that_month(day, month)),
            Snap::On(month, dom) => fixed_from(day, month, dom),
            Snap::OnEither((month, dom), (other, other_dom)) => {
                fixed_from(day, month, dom).min(fixed_from(day, other, other_dom))
            }
        }
    }

    /// Whether it moves to the end of a stretch of time, and not to a day.
    fn is_end(self) -> bool {
        match self {
            Snap::EndOf(_) | Snap::EndOfMonth(_) | Snap::EndOfBirthMonth => true,
            Snap::On(..) | Snap::OnEither(..) => false,
        }
    }
}

fn fixed_day(year: i16, month: Month, dom: u8) -> Day {
    let month = i8::try_from(month.0).unwrap_or(1);
    let dom = i8::try_from(dom).unwrap_or(1);
    Day::new(year, month, dom).or_else(|| Day::new(year, month, dom.min(28))).unwrap_or(Day::LAST)
}

impl Deadline {
    /// The last good day, counted from `start`, for a deadline that asks nothing about the member.
    #[must_use]
    pub fn last_good_day(&self, start: Day, week_start: u8) -> Day {
        self.counted(start, Almanac { week_start, ..Almanac::default() })
    }

    /// The last good day, counted from `start`.
    #[must_use]
    pub fn counted(&self, start: Day, almanac: Almanac) -> Day {
        self.with_pause(start, 0, almanac)
    }

    /// The last good day of a clock that stood still for so many days: they come before what the day then moves to.
    #[must_use]
    pub fn with_pause(&self, start: Day, paused: i32, almanac: Almanac) -> Day {
        let base = match self.base {
            Base::After(length, Anchor::Event) => length.after(start),
            Base::After(length, Anchor::EndOf(period)) => length.after(period.end(start, almanac)),
            Base::UntilEnd(period, further) => {
                let mut end = period.end(start, almanac);
                for _ in 0..further {
                    end = period.end(end.plus(1), almanac);
                }
                end
            }
        };
        self.snaps.iter().fold(base.plus(paused), |day, snap| snap.forward(day, almanac))
    }

    /// The first day on which something is available: the named day itself, or the day after the end of a month,
    /// quarter or other stretch of time that the deadline moves to.
    #[must_use]
    pub fn opens(&self, start: Day, almanac: Almanac) -> Day {
        let day = self.counted(start, almanac);
        let is_end = match (self.snaps.last(), self.base) {
            (Some(snap), _) => snap.is_end(),
            (None, Base::UntilEnd(..)) => true,
            (None, Base::After(..)) => false,
        };
        day.plus(i32::from(is_end))
    }

    /// Whether the day depends on the member.
    #[must_use]
    pub fn asks_member(&self) -> bool {
        let yearly = |p: Period| p == Period::MembershipYear;
        let base = match self.base {
            Base::After(_, Anchor::Event) => false,
            Base::After(_, Anchor::EndOf(period)) | Base::UntilEnd(period, _) => yearly(period),
        };
        base || self.snaps.iter().any(|snap| match snap {
            Snap::EndOf(period) => yearly(*period),
            Snap::EndOfBirthMonth => true,
            Snap::EndOfMonth(_) | Snap::On(..) | Snap::OnEither(..) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn weeks(week_start: u8) -> Almanac {
        Almanac { week_start, ..Almanac::default() }
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
        let d = Deadline { base: Base::UntilEnd(Period::CALENDAR_YEAR, 1), snaps: vec![] };
        assert_eq!(d.last_good_day(day("2022-01-20"), 0), day("2023-12-31"));
        let d = Deadline {
            base: Base::UntilEnd(Period::CALENDAR_YEAR, 1),
            snaps: vec![Snap::EndOfMonth(Month(2))],
        };
        assert_eq!(d.last_good_day(day("2026-05-01"), 0), day("2028-02-29"));
    }

    #[test]
    fn ends_of_weeks_quarters_and_half_years() {
        assert_eq!(Period::Week.end(day("2026-09-08"), weeks(0)), day("2026-09-13"));
        assert_eq!(Period::Week.end(day("2026-09-13"), weeks(6)), day("2026-09-19"));
        assert_eq!(Period::Quarter.end(day("2026-11-30"), weeks(0)), day("2026-12-31"));
        assert_eq!(Period::HalfYear.end(day("2026-06-30"), weeks(0)), day("2026-06-30"));
        assert_eq!(Period::HalfYear.end(day("2026-07-01"), weeks(0)), day("2026-12-31"));
    }

    /// Emirates: miles are good for three years, then to the end of the birth month.
    #[test]
    fn end_of_the_birth_month() {
        let d = after(3, Unit::Years, &[Snap::EndOfBirthMonth]);
        let born = |month| Almanac { birth_month: Some(Month(month)), ..Almanac::default() };
        assert_eq!(d.counted(day("2023-03-10"), born(8)), day("2026-08-31"));
        assert_eq!(d.counted(day("2023-03-10"), born(3)), day("2026-03-31"));
        // A birthday earlier in the year: `then` only moves forward.
        assert_eq!(d.counted(day("2023-03-10"), born(2)), day("2027-02-28"));
        assert_eq!(d.counted(day("2023-03-10"), Almanac::default()), day("2026-03-10"));
    }

    /// Dialog: points older than a year go in two runs a year, June and December.
    #[test]
    fn two_runs_a_year() {
        let d = after(12, Unit::Months, &[Snap::OnEither((Month(6), 30), (Month(12), 31))]);
        assert_eq!(d.counted(day("2025-03-10"), weeks(0)), day("2026-06-30"));
        assert_eq!(d.counted(day("2025-07-01"), weeks(0)), day("2026-12-31"));
        assert_eq!(d.counted(day("2025-12-31"), weeks(0)), day("2026-12-31"));
    }

    /// Air India: to the end of the second calendar year after that of earning.
    #[test]
    fn years_after_the_end_of_its_year() {
        let length = Length { count: 2, unit: Unit::Years };
        let d = Deadline { base: Base::After(length, Anchor::EndOf(Period::CALENDAR_YEAR)), snaps: vec![] };
        assert_eq!(d.counted(day("2024-02-29"), weeks(0)), day("2026-12-31"));
    }

    #[test]
    fn repeated_lengths_do_not_drift() {
        let every = |count, unit| Length { count, unit };
        let from = day("2026-01-31");
        let weekly = every(1, Unit::Weeks);
        assert_eq!(weekly.repeated(from, day("2026-01-30")), from);
        assert_eq!(weekly.repeated(from, from), day("2026-02-07"));
        assert_eq!(weekly.repeated(from, day("2026-02-08")), day("2026-02-14"));
        let monthly = every(1, Unit::Months);
        assert_eq!(monthly.repeated(from, from), day("2026-02-28"));
        assert_eq!(monthly.repeated(from, day("2026-02-28")), day("2026-03-31"));
        assert_eq!(every(5, Unit::Months).repeated(from, day("2026-05-30")), day("2026-06-30"));
        assert_eq!(every(2, Unit::Years).repeated(from, day("2029-01-31")), day("2030-01-31"));
        assert_eq!(every(3, Unit::Days).repeated(from, day("2026-02-03")), day("2026-02-06"));
    }

    #[test]
    fn years_may_start_on_any_day() {
        let season = Period::Year(YearStart { month: Month(11), day: 1 });
        let end = |on: &str| season.end(day(on), Almanac::default());
        assert_eq!(end("2026-10-31"), day("2026-10-31"));
        assert_eq!(end("2026-11-01"), day("2027-10-31"));
        assert_eq!(end("2027-02-28"), day("2027-10-31"));
        let taxes = Period::Year(YearStart { month: Month(4), day: 6 });
        assert_eq!(taxes.end(day("2026-04-05"), Almanac::default()), day("2026-04-05"));
        assert_eq!(taxes.end(day("2026-04-06"), Almanac::default()), day("2027-04-05"));
        let leap = Period::Year(YearStart { month: Month(3), day: 1 });
        assert_eq!(leap.end(day("2027-06-30"), Almanac::default()), day("2028-02-29"));
        let next = Deadline { base: Base::UntilEnd(season, 1), snaps: vec![] };
        assert_eq!(next.counted(day("2026-12-24"), Almanac::default()), day("2028-10-31"));
    }

    #[test]
    fn membership_years_end_before_the_anniversary() {
        let joined = |text: &str| Almanac { joined: Some(day(text)), ..Almanac::default() };
        let end = |on: &str, j: &str| Period::MembershipYear.end(day(on), joined(j));
        assert_eq!(end("2024-05-10", "2024-05-10"), day("2025-05-09"));
        assert_eq!(end("2025-05-09", "2024-05-10"), day("2025-05-09"));
        assert_eq!(end("2025-05-10", "2024-05-10"), day("2026-05-09"));
        // Joined on a leap day, an end of month: the anniversary is the end of February.
        assert_eq!(end("2025-02-27", "2024-02-29"), day("2025-02-27"));
        assert_eq!(end("2025-02-28", "2024-02-29"), day("2026-02-27"));
        assert_eq!(end("2027-03-01", "2024-02-29"), day("2028-02-28"));
    }

    #[test]
    fn a_pause_comes_before_the_end_of_the_quarter() {
        let d = after(36, Unit::Months, &[Snap::EndOf(Period::Quarter)]);
        assert_eq!(d.with_pause(day("2016-12-12"), 19, weeks(0)), day("2019-12-31"));
        assert_eq!(d.with_pause(day("2016-12-12"), 20, weeks(0)), day("2020-03-31"));
    }

    #[test]
    fn what_is_available_at_an_end_is_there_on_the_day_after() {
        let monthly = Deadline { base: Base::UntilEnd(Period::Month, 0), snaps: vec![] };
        assert_eq!(monthly.opens(day("2026-02-03"), weeks(0)), day("2026-03-01"));
        assert_eq!(after(14, Unit::Days, &[]).opens(day("2026-02-03"), weeks(0)), day("2026-02-17"));
        let on = after(1, Unit::Days, &[Snap::On(Month(9), 30)]);
        assert_eq!(on.opens(day("2026-02-03"), weeks(0)), day("2026-09-30"));
    }
}
