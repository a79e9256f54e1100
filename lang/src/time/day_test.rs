//! Tests on a calendar day that the day alone decides.

use super::{Day, Weekday, Weekdays};

/// A test on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DayTest {
    /// Between these, both included; open where none is given.
    Between(Option<Day>, Option<Day>),
    /// One of these, sorted.
    OnDates(Vec<Day>),
    /// One of these weekdays.
    OnWeekdays(Weekdays),
    /// In one of these months; January is bit 0.
    InMonths(u16),
    /// One of these days of its month.
    OnMonthDays(MonthDays),
}

impl DayTest {
    /// Whether a day passes.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        match self {
            DayTest::Between(from, to) => from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t),
            DayTest::OnDates(days) => days.binary_search(&day).is_ok(),
            DayTest::OnWeekdays(days) => days.contains(day.weekday()),
            DayTest::InMonths(months) => months & (1 << (day.month().0.clamp(1, 12) - 1)) != 0,
            DayTest::OnMonthDays(days) => days.contains(day),
        }
    }
}

/// Days of a month by their number, counted from its first or back from its last, or the weekdays among them. "The
/// last Friday of the month" is a Friday among the last seven days, whatever the month's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MonthDays {
    /// The 1st is bit 0, the 31st bit 30. A month without that day has none in its place.
    pub from_first: u32,
    /// The last day of the month is bit 0, the one before bit 1.
    pub from_last: u32,
    /// The weekdays that count among these days.
    pub weekdays: Weekdays,
}

/// The first and the last of days that stand side by side.
type Numbers = (u8, u8);

impl MonthDays {
    /// The most days that a month has.
    pub const MOST: u8 = 31;

    /// The days from the one to the other of a month, counted from the first, both included: `(1, 7)` are the first seven.
    #[must_use]
    pub fn from_first(from: u8, to: u8) -> MonthDays {
        MonthDays { from_first: bits(from, to), from_last: 0, weekdays: Weekdays::ALL }
    }

    /// The same, counted back from the last day: `(1, 7)` are the last seven.
    #[must_use]
    pub fn from_last(from: u8, to: u8) -> MonthDays {
        MonthDays { from_first: 0, from_last: bits(from, to), weekdays: Weekdays::ALL }
    }

    /// The first, second ... (1 to 5) of these weekdays in the month. The fifth may not be.
    #[must_use]
    pub fn nth(nth: u8, weekdays: Weekdays) -> MonthDays {
        let last = nth.saturating_mul(7);
        MonthDays { weekdays, ..MonthDays::from_first(last.saturating_sub(6), last) }
    }

    /// The last of these weekdays in the month.
    #[must_use]
    pub fn last(weekdays: Weekdays) -> MonthDays {
        MonthDays { weekdays, ..MonthDays::from_last(1, 7) }
    }

    /// Joins a list of which any counts: days of the same weekdays become one set.
    pub fn add_to(self, list: &mut Vec<MonthDays>) {
        match list.iter_mut().find(|other| other.weekdays == self.weekdays) {
            Some(other) => {
                other.from_first |= self.from_first;
                other.from_last |= self.from_last;
            }
            None => list.push(self),
        }
    }

    /// Whether it holds that day.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        let from_first = u32::from(day.day_of_month()) - 1;
        let from_last = day.end_of_month().0.abs_diff(day.0);
        let numbered = self.from_first >> from_first & 1 == 1 || self.from_last >> from_last & 1 == 1;
        numbered && self.weekdays.contains(day.weekday())
    }

    /// How many days of a month it holds at most.
    #[must_use]
    pub fn most_in_a_month(self) -> u32 {
        let numbered = (self.from_first.count_ones() + self.from_last.count_ones()).min(31);
        (numbered * self.weekdays.count()).div_ceil(7)
    }

    /// The days by number as stretches, in rising order: counted from the first, and counted back from the last.
    #[must_use]
    pub fn stretches(self) -> (Vec<Numbers>, Vec<Numbers>) {
        (stretches(self.from_first), stretches(self.from_last))
    }

    /// Which of the weekdays in the month they are, by the words `first` to `fifth` and `last`; `None` if all weekdays count,
    /// so that the days are named by their numbers.
    #[must_use]
    pub fn which(self) -> Option<Vec<&'static str>> {
        let named = NTH
            .into_iter()
            .zip(1..)
            .filter(|(_, nth)| self.from_first & MonthDays::nth(*nth, Weekdays::ALL).from_first != 0);
        let last = (self.from_last != 0).then_some("last");
        (self.weekdays != Weekdays::ALL).then(|| named.map(|(word, _)| word).chain(last).collect())
    }
}

/// In the words of the language: `the 1st to the 3rd or the last day of the month`.
impl std::fmt::Display for MonthDays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = match self.which() {
            None => self.numbers_in_words(),
            Some(nth) => {
                let weekdays: Vec<&str> = (0..7)
                    .map(Weekday)
                    .filter(|day| self.weekdays.contains(*day))
                    .map(Weekday::name)
                    .collect();
                nth.iter().map(|nth| format!("the {nth} {}", weekdays.join(", "))).collect()
            }
        };
        match parts.split_last() {
            Some((last, [])) => write!(f, "{last} of the month"),
            Some((last, first)) => write!(f, "{} or {last} of the month", first.join(", ")),
            None => f.write_str("no day of the month"),
        }
    }
}

const NTH: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];

impl MonthDays {
    fn numbers_in_words(self) -> Vec<String> {
        let (from_first, from_last) = self.stretches();
        let first = from_first.into_iter().map(|(from, to)| {
            let (from, last) = (ordinal(from), ordinal(to));
            if from == last { format!("the {from}") } else { format!("the {from} to the {last}") }
        });
        let last = from_last.into_iter().map(|(_, days)| match days {
            1 => "the last day".to_owned(),
            days => format!("the last {days} days"),
        });
        first.chain(last).collect()
    }
}

/// The number of a day in English: `1st`, `2nd`, `11th`.
#[must_use]
pub fn ordinal(day: u8) -> String {
    let ending = match (day % 10, day) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn bits(from: u8, to: u8) -> u32 {
    (from.max(1)..=to.min(MonthDays::MOST)).fold(0, |bits, day| bits | 1 << (day - 1))
}

fn stretches(bits: u32) -> Vec<Numbers> {
    let mut all: Vec<Numbers> = Vec::new();
    for day in (1..=MonthDays::MOST).filter(|day| bits >> (day - 1) & 1 == 1) {
        match all.last_mut() {
            Some((_, to)) if *to + 1 == day => *to = day,
            _ => all.push((day, day)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// 2026-02-28 is the last day of its month, 2028-02-29 of its.
    #[test]
    fn days_are_counted_from_both_ends_of_a_month() {
        let last = MonthDays::from_last(1, 1);
        for (text, is) in
            [("2026-02-28", true), ("2028-02-28", false), ("2028-02-29", true), ("2026-12-31", true)]
        {
            assert_eq!(last.contains(day(text)), is, "{text}");
        }
        let thirty_first = MonthDays::from_first(31, 31);
        assert!(thirty_first.contains(day("2026-01-31")));
        assert!(!thirty_first.contains(day("2026-04-30")));
        let last_seven = MonthDays::from_last(1, 7);
        assert!(last_seven.contains(day("2026-02-22")));
        assert!(!last_seven.contains(day("2026-02-21")));
        assert!(!last_seven.contains(day("2028-02-22")));
    }

    /// September 2026 begins on a Tuesday; its Tuesdays are the 1st, 8th, 15th, 22nd and 29th, its Wednesdays end with the 30th.
    #[test]
    fn weekdays_of_a_month_are_counted() {
        let tuesdays = Weekdays(0b10);
        for (nth, date) in [(1, 1), (2, 8), (3, 15), (4, 22), (5, 29)] {
            let found: Vec<i32> = (1..=30)
                .filter(|d| MonthDays::nth(nth, tuesdays).contains(day("2026-08-31").plus(*d)))
                .collect();
            assert_eq!(found, [date]);
        }
        assert!(MonthDays::last(tuesdays).contains(day("2026-09-29")));
        assert!(!MonthDays::last(tuesdays).contains(day("2026-09-30")));
        // February 2026 has four of each.
        let february = (0..28).map(|n| day("2026-02-01").plus(n));
        assert_eq!(february.filter(|day| MonthDays::nth(5, tuesdays).contains(*day)).count(), 0);
    }

    #[test]
    fn days_that_any_of_them_allows_are_one_set() {
        let (monday, all) = (Weekdays(1), Weekdays::ALL);
        let mut list = Vec::new();
        for days in [
            MonthDays::from_first(1, 3),
            MonthDays::nth(2, monday),
            MonthDays::from_first(31, 31),
            MonthDays::last(monday),
            MonthDays::from_last(1, 1),
        ] {
            days.add_to(&mut list);
        }
        assert_eq!(list.iter().map(|d| d.weekdays).collect::<Vec<_>>(), [all, monday]);
        assert_eq!(list[0].stretches(), (vec![(1, 3), (31, 31)], vec![(1, 1)]));
        assert_eq!((list[0].which(), list[0].most_in_a_month()), (None, 5));
        assert_eq!((list[1].which(), list[1].most_in_a_month()), (Some(vec!["second", "last"]), 2));
        assert_eq!(list[0].to_string(), "the 1st to the 3rd, the 31st or the last day of the month");
        assert_eq!(list[1].to_string(), "the second Monday or the last Monday of the month");
        assert_eq!([2, 3, 11, 12, 13, 21, 22].map(ordinal).join(" "), "2nd 3rd 11th 12th 13th 21st 22nd");
    }
}
