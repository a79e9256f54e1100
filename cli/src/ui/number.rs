//! Numbers for people: grouped by thousands, with the decimals of their unit, never through a float.

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count, grouped.
pub(crate) fn count(value: usize) -> String {
    grouped(i128::try_from(value).unwrap_or(i128::MAX))
}

/// A count with its noun: `1 receipt`, `2,000 receipts`.
pub(crate) fn counted(value: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(value), if value == 1 { one } else { many })
}

/// Smallest parts with their decimals: `(123450, 2)` is `1,234.50`.
pub(crate) fn decimal(value: i128, decimals: u8) -> String {
    let power = power(decimals);
    let (whole, part) = (value / power, (value % power).unsigned_abs());
    let sign = if value < 0 && whole == 0 { "-" } else { "" };
    let mut out = format!("{sign}{}", grouped(whole));
    if decimals > 0 {
        out.push_str(&format!(".{part:0width$}", width = usize::from(decimals)));
    }
    out
}

/// As [`decimal`], without zeros at the end of its decimals.
pub(crate) fn short(value: i128, decimals: u8) -> String {
    let text = decimal(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// `10^decimals`.
pub(crate) fn power(decimals: u8) -> i128 {
    10_i128.checked_pow(u32::from(decimals)).unwrap_or(i128::MAX)
}

/// A fraction of smallest parts as a decimal: exact where it ends within a few places more, otherwise with a `…`.
pub(crate) fn fraction(numerator: i128, denominator: i128, decimals: u8) -> String {
    if denominator <= 0 {
        return String::from("?");
    }
    for more in 0..=6_u8 {
        let Some(scaled) = numerator.checked_mul(power(more)) else { break };
        if scaled % denominator == 0 {
            return decimal(scaled / denominator, decimals.saturating_add(more));
        }
    }
    let scaled = numerator.checked_mul(power(4)).map_or(numerator / denominator, |n| n / denominator);
    format!("{}…", decimal(scaled, decimals.saturating_add(4)))
}

/// `numerator / denominator` rounded to the nearest whole, a half away from zero.
pub(crate) fn nearest(numerator: i128, denominator: i128) -> i128 {
    let half = denominator / 2;
    let add = if numerator < 0 { -half } else { half };
    numerator.saturating_add(add).checked_div(denominator).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        for (value, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (-1000, "-1,000"),
            (1_234_567, "1,234,567"),
            (-999, "-999"),
        ] {
            assert_eq!(grouped(value), text);
        }
    }

    #[test]
    fn keeps_decimals_and_signs() {
        for (value, decimals, text) in
            [(123_450, 2, "1,234.50"), (-5, 2, "-0.05"), (-105, 2, "-1.05"), (7, 0, "7"), (0, 3, "0.000")]
        {
            assert_eq!(decimal(value, decimals), text);
        }
        assert_eq!(short(12_500, 3), "12.5");
        assert_eq!(short(12_000, 3), "12");
        assert_eq!(short(100, 0), "100");
    }

    #[test]
    fn fractions_end_or_go_on() {
        assert_eq!(fraction(25, 2, 0), "12.5");
        assert_eq!(fraction(3, 4, 0), "0.75");
        assert_eq!(fraction(10, 3, 0), "3.3333…");
        assert_eq!(fraction(12, 1, 2), "0.12");
        assert_eq!(nearest(5, 2), 3);
        assert_eq!(nearest(-5, 2), -3);
        assert_eq!(nearest(7, 3), 2);
    }
}
