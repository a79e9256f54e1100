//! Numbers as people write them.

/// A whole number of smallest parts, with its decimals: `12.50`.
pub(crate) fn decimal(value: i64, decimals: u8) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = usize::from(decimals) + 1);
    let (whole, part) = digits.split_at(digits.len().saturating_sub(usize::from(decimals)));
    let sign = if value < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A count with marks between thousands: `1,000`.
pub(crate) fn grouped(count: usize) -> String {
    if count < 1_000 {
        return count.to_string();
    }
    format!("{},{:03}", grouped(count / 1_000), count % 1_000)
}

#[cfg(test)]
mod tests {
    use super::{decimal, grouped};

    #[test]
    fn thousands() {
        assert_eq!([0, 999, 1_000, 1_234_005].map(grouped), ["0", "999", "1,000", "1,234,005"]);
    }

    #[test]
    fn decimals() {
        assert_eq!(decimal(1250, 2), "12.50");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(7, 0), "7");
    }
}
