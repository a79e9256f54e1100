//! A period of the calendar, as it is written on the command line.

use std::str::FromStr;
use treue_lang::time::Day;

/// A month, a quarter or a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// As it was written.
    pub(super) text: String,
    /// Its first day.
    pub(super) from: Day,
    /// Its last day.
    pub(super) to: Day,
}

impl Period {
    /// Whether a day lies in it.
    pub(super) fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Period, String> {
        let wrong = || format!("`{text}` is no period; write 2026-09, 2026-Q3 or 2026");
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) {
            return Err(wrong());
        }
        let year: i16 = year.parse().map_err(|_| wrong())?;
        let (first, months): (i8, i32) = match rest {
            None => (1, 12),
            Some("Q1") => (1, 3),
            Some("Q2") => (4, 3),
            Some("Q3") => (7, 3),
            Some("Q4") => (10, 3),
            Some(month) if digits(month, 2) => (month.parse().map_err(|_| wrong())?, 1),
            Some(_) => return Err(wrong()),
        };
        let from = Day::new(year, first, 1).ok_or_else(wrong)?;
        let to = from.plus_months(months).plus(-1);
        Ok(Period { text: text.to_owned(), from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_quarters_and_years() {
        let days = |text: &str| Period::from_str(text).map(|p| format!("{} {}", p.from, p.to));
        assert_eq!(days("2028-02").as_deref(), Ok("2028-02-01 2028-02-29"));
        assert_eq!(days("2026-Q3").as_deref(), Ok("2026-07-01 2026-09-30"));
        assert_eq!(days("2026").as_deref(), Ok("2026-01-01 2026-12-31"));
        for wrong in ["26", "2026-13", "2026-Q5", "2026-9", "2026-09-01", "year"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
