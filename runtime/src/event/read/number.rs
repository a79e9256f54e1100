//! Numbers and dates by their digits. No number of an event ever goes through binary floating point.

use super::error::{Fault, InputCode, short};
use crate::decision::text::decimal as print;
use crate::limits;
use treue_lang::time::Day;

/// Reads decimal text such as `12.50` into units of 10^-scale. Zeros at the end do not count as decimals.
///
/// # Errors
/// Not a decimal, more decimals than the scale, or too large for any number of an event.
pub(super) fn decimal(text: &str, scale: u8) -> Result<i64, Fault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let good = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !good(whole) || !fraction.is_none_or(good) {
        return Err(not_a_decimal(text, scale));
    }
    let fraction = fraction.unwrap_or_default().trim_end_matches('0');
    if fraction.len() > usize::from(scale) {
        let most = match scale {
            0 => "a whole number is needed".to_owned(),
            1 => "at most 1 decimal is possible".to_owned(),
            n => format!("at most {n} decimals are possible"),
        };
        return Err(Fault::new(
            InputCode::TooManyDecimals,
            format!("`{}` has too many decimals: {most}", short(text)),
        ));
    }
    let zeros = usize::from(scale) - fraction.len();
    let mut value: i64 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', zeros)) {
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i64::from(digit - b'0')))
            .ok_or_else(|| Fault::new(InputCode::OutOfRange, format!("`{}` is too large", short(text))))?;
    }
    Ok(if negative { -value } else { value })
}

fn not_a_decimal(text: &str, scale: u8) -> Fault {
    let example = print(1250, scale.min(2));
    let exponent = text.bytes().any(|b| b.is_ascii_digit()) && text.contains(['e', 'E']);
    let hint = if exponent {
        "write it without an exponent".to_owned()
    } else if text.contains(',') {
        format!("write a point before the decimals and no grouping, like {example}")
    } else {
        format!("write it like {example}")
    };
    Fault::new(InputCode::NotADecimal, format!("`{}` is not a number: {hint}", short(text)))
}

/// Both ends included; the numbers are in 10^-scale.
pub(super) fn in_range(value: i64, least: i64, most: i64, scale: u8) -> Result<i64, Fault> {
    if value < least || value > most {
        let reason =
            format!("{} is outside {} to {}", print(value, scale), print(least, scale), print(most, scale));
        return Err(Fault::new(InputCode::OutOfRange, reason));
    }
    Ok(value)
}

/// Reads `2026-09-08`.
pub(super) fn date(text: &str) -> Result<Day, Fault> {
    let Some(day) = Day::parse(text) else {
        let reason = if looks_like_date(text) {
            format!("there is no day {text} in the calendar")
        } else {
            format!("`{}` is not a date: write it like 2026-09-08", short(text))
        };
        return Err(Fault::new(InputCode::NotADate, reason));
    };
    year(day, InputCode::NotADate)
}

/// Whether year, month and day stand where they belong, whatever their value.
pub(super) fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

/// The day, if its year is one that events may have.
pub(super) fn year(day: Day, code: InputCode) -> Result<Day, Fault> {
    if (limits::FIRST_YEAR..=limits::LAST_YEAR).contains(&day.year()) {
        return Ok(day);
    }
    let reason =
        format!("the year {} is outside {} to {}", day.year(), limits::FIRST_YEAR, limits::LAST_YEAR);
    Err(Fault::new(code, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<i64, Fault>) -> InputCode {
        result.err().map(|f| f.code).unwrap()
    }

    #[test]
    fn decimals_by_their_digits() {
        for (text, scale, value) in [
            ("12.50", 2, 1250),
            ("12.500", 2, 1250),
            ("12.5", 2, 1250),
            ("12", 2, 1200),
            ("-0.05", 2, -5),
            ("-0", 2, 0),
            ("007", 0, 7),
            ("1.250", 3, 1250),
            ("5.000", 0, 5),
            ("0.1", 1, 1),
        ] {
            assert_eq!(decimal(text, scale).ok(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_decimal() {
        for text in [
            "", "-", ".", "1.", ".5", "+1", "1,5", "1e3", "1E3", " 1", "1 ", "--1", "0x1", "1.2.3", "١",
            "NaN",
        ] {
            assert_eq!(code(decimal(text, 2)), InputCode::NotADecimal, "{text}");
        }
        assert_eq!(code(decimal("12.505", 2)), InputCode::TooManyDecimals);
        assert_eq!(code(decimal("0.5", 0)), InputCode::TooManyDecimals);
        assert_eq!(code(decimal(&"9".repeat(40), 2)), InputCode::OutOfRange);
        assert_eq!(code(decimal("92233720368547758.08", 2)), InputCode::OutOfRange);
        assert_eq!(decimal("92233720368547758.07", 2).ok(), Some(i64::MAX));
    }

    #[test]
    fn dates() {
        assert!(date("2028-02-29").is_ok());
        for text in
            ["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "1899-12-31", "9001-01-01", "tomorrow", ""]
        {
            assert_eq!(date(text).err().map(|f| f.code), Some(InputCode::NotADate), "{text}");
        }
    }
}
