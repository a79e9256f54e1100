//! Numbers as decimal text: smallest units become `12.50`.

use treue_lang::programme::{Programme, QUANTITY_DECIMALS, UnitId};

/// Units of 10^-scale as decimal text with all decimals of the scale: `1250` at scale 2 is `12.50`.
#[must_use]
pub fn decimal(value: i64, scale: u8) -> String {
    wide(i128::from(value), scale)
}

/// As [`decimal`], for wider numbers.
#[must_use]
pub fn wide(value: i128, scale: u8) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = usize::from(scale) + 1);
    let sign = if value < 0 { "-" } else { "" };
    match digits.split_at_checked(digits.len() - usize::from(scale)) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        Some(_) | None => format!("{sign}{digits}"),
    }
}

/// As [`decimal`], without zeros at the end of the decimals: `1250` at scale 3 is `1.25`, `3000` is `3`.
#[must_use]
pub fn trimmed(value: i64, scale: u8) -> String {
    trim(decimal(value, scale))
}

fn trim(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An exact fraction of units of 10^-scale as text: decimals where they end after at most nine, else a fraction of
/// whole units such as `1/3`.
#[must_use]
pub fn exact(numerator: i128, denominator: i128, scale: u8) -> String {
    const EXTRA: u8 = 9;
    let shift = 10_i128.pow(u32::from(EXTRA));
    if denominator > 0
        && let Some(shifted) = numerator.checked_mul(shift)
        && shifted % denominator == 0
    {
        return trim(wide(shifted / denominator, scale.saturating_add(EXTRA)));
    }
    let whole = 10_i128.pow(u32::from(scale.min(18)));
    let common = gcd(numerator.unsigned_abs(), whole.unsigned_abs());
    let common = i128::try_from(common).unwrap_or(1);
    match denominator.checked_mul(whole / common) {
        Some(below) => format!("{}/{below}", numerator / common),
        None => format!("{numerator}/{denominator}/{whole}"),
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Decimal text for people: as [`trimmed`] for counts, all decimals for money, an apostrophe between thousands.
#[must_use]
pub fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |r| ("-", r));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('\'');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Money with its currency: `12.50 CHF`.
#[must_use]
pub fn money(programme: &Programme, value: i64) -> String {
    format!("{} {}", decimal(value, programme.currency.decimals), programme.currency.code)
}

/// Points of a unit as decimal text, without the unit's name.
#[must_use]
pub fn points(programme: &Programme, unit: UnitId, value: i64) -> String {
    decimal(value, programme.units.get(unit).map_or(0, |u| u.decimals))
}

/// A quantity without zeros at the end: `1.25`, `3`.
#[must_use]
pub fn quantity(value: i64) -> String {
    trimmed(value, QUANTITY_DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smallest_units_become_decimals() {
        assert_eq!(decimal(1250, 2), "12.50");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(0, 2), "0.00");
        assert_eq!(decimal(7, 0), "7");
        assert_eq!(decimal(i64::MIN, 2), "-92233720368547758.08");
        assert_eq!(trimmed(1250, 3), "1.25");
        assert_eq!(trimmed(3000, 3), "3");
        assert_eq!(trimmed(100, 0), "100");
    }

    #[test]
    fn fractions_stay_exact() {
        assert_eq!(exact(25, 2, 0), "12.5");
        assert_eq!(exact(25, 2, 2), "0.125");
        assert_eq!(exact(12, 1, 0), "12");
        assert_eq!(exact(1, 3, 0), "1/3");
        assert_eq!(exact(1, 3, 2), "1/300");
        assert_eq!(exact(100, 3, 2), "1/3");
        assert_eq!(exact(4, 3, 2), "1/75");
        assert_eq!(exact(0, 1, 2), "0");
    }

    #[test]
    fn thousands_are_grouped_for_people() {
        assert_eq!(grouped("1234567.89"), "1'234'567.89");
        assert_eq!(grouped("-1234"), "-1'234");
        assert_eq!(grouped("999"), "999");
    }
}
