//! Instants with offset, as RFC 3339 has them: `2026-09-08T10:15:00+02:00`.

use super::error::{Fault, InputCode, short};
use super::number::{looks_like_date, year};
use treue_lang::time::Day;

/// An instant and the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Seconds east of UTC.
    pub(super) offset: i32,
}

/// Reads an instant. Fractions of a second are refused unless they are zero: rounding one would change what
/// came first.
pub(super) fn instant(text: &str) -> Result<Instant, Fault> {
    let fault = |reason: String| Fault::new(InputCode::NotAnInstant, reason);
    let form = || {
        fault(format!(
            "`{}` is not an instant with offset: write it like 2026-09-08T10:15:00+02:00",
            short(text)
        ))
    };
    let (date, rest) = text.split_at_checked(10).ok_or_else(form)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or_else(form)?;
    let (clock, rest) = rest.split_at_checked(8).ok_or_else(form)?;
    if !looks_like_date(date) || !shape(clock) {
        return Err(form());
    }
    let day = Day::parse(date).ok_or_else(|| fault(format!("there is no day {date} in the calendar")))?;
    let day = year(day, InputCode::NotAnInstant)?;
    let (Some(hour), Some(minute), Some(second)) = (pair(clock, 0), pair(clock, 3), pair(clock, 6)) else {
        return Err(form());
    };
    if hour > 23 || minute > 59 || second > 59 {
        return Err(fault(format!("there is no time {clock}: hours go to 23, minutes and seconds to 59")));
    }
    let zone = after_fraction(rest).map_err(fault)?;
    let offset = offset(zone).ok_or_else(|| {
        if zone.is_empty() {
            fault("the offset is missing: add Z or one like +02:00".to_owned())
        } else {
            form()
        }
    })?;
    let seconds = i64::from(day.0) * 86_400 + i64::from(hour * 3_600 + minute * 60 + second);
    Ok(Instant { at: seconds - i64::from(offset), offset })
}

/// Whether a text has the form of `10:15:00`.
fn shape(clock: &str) -> bool {
    clock.bytes().enumerate().all(|(i, b)| if i == 2 || i == 5 { b == b':' } else { b.is_ascii_digit() })
}

/// The number of two digits at a position.
fn pair(text: &str, at: usize) -> Option<i32> {
    text.get(at..at + 2)?.parse().ok()
}

/// What follows the fraction of a second, if there is one and it is zero.
fn after_fraction(rest: &str) -> Result<&str, String> {
    let Some(fraction) = rest.strip_prefix('.') else { return Ok(rest) };
    let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = fraction.len() - zone.len();
    if digits == 0 {
        return Err("digits are missing after the point".to_owned());
    }
    if fraction.bytes().take(digits).any(|b| b != b'0') {
        return Err("fractions of a second are not accepted: send whole seconds".to_owned());
    }
    Ok(zone)
}

fn offset(zone: &str) -> Option<i32> {
    if zone == "Z" || zone == "z" {
        return Some(0);
    }
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let right = rest.len() == 5
        && rest.bytes().enumerate().all(|(i, b)| if i == 2 { b == b':' } else { b.is_ascii_digit() });
    let (hours, minutes) = (pair(rest, 0)?, pair(rest, 3)?);
    (right && hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_with_offset() {
        for (text, at, offset) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1970-01-02T00:00:01z", 86_401, 0),
            ("1970-01-01T02:00:00+02:00", 0, 7_200),
            ("1969-12-31T19:30:00-04:30", 0, -16_200),
            ("1970-01-01 00:00:00.000Z", 0, 0),
            ("1970-01-01T00:00:00-00:00", 0, 0),
            // 20,704 days from 1970-01-01 to 2026-09-08; 10:15 at +02:00 is 08:15 UTC.
            ("2026-09-08T10:15:00+02:00", 20_704 * 86_400 + 8 * 3_600 + 15 * 60, 7_200),
        ] {
            assert_eq!(instant(text).ok(), Some(Instant { at, offset }), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_instant() {
        for (text, part) in [
            ("", "is not an instant"),
            ("2026-09-08", "is not an instant"),
            ("2026-09-08T10:15", "is not an instant"),
            ("2026-09-08T10:15:00", "offset is missing"),
            ("2026-09-08T10:15:00+0200", "is not an instant"),
            ("2026-09-08T10:15:00+24:00", "is not an instant"),
            ("2026-09-08T10:15:00+é2:00", "is not an instant"),
            ("2026-09-08T10:15:00[Europe/Zurich]", "is not an instant"),
            ("2026-09-08T10:15:00.5Z", "fractions of a second"),
            ("2026-09-08T10:15:00.Z", "digits are missing"),
            ("2026-02-30T10:15:00Z", "there is no day 2026-02-30"),
            ("2026-09-08T24:00:00Z", "there is no time 24:00:00"),
            ("2026-09-08T23:59:60Z", "there is no time 23:59:60"),
            ("1850-09-08T23:59:00Z", "the year 1850"),
            ("9999-09-08T23:59:00Z", "the year 9999"),
            ("+0226-09-08T10:15:00Z", "is not an instant"),
        ] {
            let reason = instant(text).err().map(|f| f.reason).unwrap();
            assert!(reason.contains(part), "{text}: {reason}");
        }
    }
}
