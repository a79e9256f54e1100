//! Decimal text to whole smallest units and back, exactly.

/// A decimal number as written: its digits, and how many of them stand after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    decimals: u8,
}

/// Why a number does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is not written as a decimal number.
    NotANumber,
    /// It has more decimals than the smallest unit. Zeros count too: `5.000` may mean five thousand.
    TooManyDecimals,
    /// It is larger than anything that can be meant.
    TooLarge,
}

/// Digits of the longest number that is read.
const DIGITS: usize = 24;

impl Decimal {
    /// Reads `12`, `12.50`, `-3`.
    ///
    /// # Errors
    /// `NotANumber` for any other text, `TooLarge` beyond 24 digits.
    pub fn parse(text: &str) -> Result<Decimal, Misfit> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let point_without_digits = unsigned.contains('.') && fraction.is_empty();
        let only_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || point_without_digits || !only_digits(whole) || !only_digits(fraction) {
            return Err(Misfit::NotANumber);
        }
        if whole.len() + fraction.len() > DIGITS {
            return Err(Misfit::TooLarge);
        }
        let digits: i128 = format!("{whole}{fraction}").parse().map_err(|_| Misfit::TooLarge)?;
        let decimals = u8::try_from(fraction.len()).map_err(|_| Misfit::TooLarge)?;
        Ok(Decimal { digits: if negative { -digits } else { digits }, decimals })
    }

    /// In units of 10^-decimals.
    ///
    /// # Errors
    /// `TooManyDecimals` if more were written, `TooLarge` if it does not fit.
    pub fn smallest(self, decimals: u8) -> Result<i128, Misfit> {
        let further = decimals.checked_sub(self.decimals).ok_or(Misfit::TooManyDecimals)?;
        self.digits.checked_mul(power_of_ten(further)).ok_or(Misfit::TooLarge)
    }

    /// As a fraction: its digits over a power of ten, not in lowest terms.
    #[must_use]
    pub fn fraction(self) -> (i128, i128) {
        (self.digits, power_of_ten(self.decimals))
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }
}

/// 10 to the power of `decimals`, for at most 36 of them.
#[must_use]
pub fn power_of_ten(decimals: u8) -> i128 {
    10_i128.pow(u32::from(decimals.min(36)))
}

/// Writes a number of smallest units with its decimals: 1250 with 2 is `12.50`.
#[must_use]
pub fn show(smallest: i128, decimals: u8) -> String {
    let one = power_of_ten(decimals).unsigned_abs();
    let (whole, part) = (smallest.unsigned_abs() / one, smallest.unsigned_abs() % one);
    let sign = if smallest < 0 { "-" } else { "" };
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0width$}", width = usize::from(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_smallest_units() {
        let smallest = |text: &str, decimals| Decimal::parse(text).and_then(|d| d.smallest(decimals));
        assert_eq!(smallest("12.5", 2), Ok(1250));
        assert_eq!(smallest("12", 0), Ok(12));
        assert_eq!(smallest("-3", 3), Ok(-3000));
        assert_eq!(smallest("0.012", 2), Err(Misfit::TooManyDecimals));
        assert_eq!(smallest("5.000", 2), Err(Misfit::TooManyDecimals));
        assert_eq!(smallest("1234567890123456789012345", 0), Err(Misfit::TooLarge));
        for bad in ["", ".", "1.", ".5", "1e3", "--1", "1.2.3", "1'000"] {
            assert_eq!(Decimal::parse(bad), Err(Misfit::NotANumber), "{bad}");
        }
    }

    #[test]
    fn writes_back() {
        assert_eq!(show(1250, 2), "12.50");
        assert_eq!(show(-5, 2), "-0.05");
        assert_eq!(show(7, 0), "7");
        assert_eq!(show(1_500, 3), "1.500");
    }
}
