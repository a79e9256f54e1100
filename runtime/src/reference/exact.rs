//! Exact numbers: fractions of any size, and the way back to the whole numbers that decisions hold.

use crate::decision::{Refusal, RefusalCode};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use treue_lang::programme::Ratio;

/// An exact fraction.
pub(super) type Exact = BigRational;

/// A rate of the programme as a fraction.
pub(super) fn ratio(rate: Ratio) -> Exact {
    Exact::new(BigInt::from(rate.numerator()), BigInt::from(rate.denominator()))
}

/// A whole number as a fraction.
pub(super) fn whole(number: impl Into<BigInt>) -> Exact {
    Exact::from_integer(number.into())
}

/// What is said of a number that the state or a decision cannot hold.
pub(super) fn out_of_range() -> Refusal {
    Refusal::new(RefusalCode::OutOfRange)
}

/// A whole number of points or money; refused if it does not fit.
pub(super) fn to_i64(number: &BigInt) -> Result<i64, Refusal> {
    number.to_i64().ok_or_else(out_of_range)
}

/// Numerator and denominator in lowest terms; refused if they do not fit.
pub(super) fn lowest_terms(value: &Exact) -> Result<(i128, i128), Refusal> {
    let reduced = value.reduced();
    let numerator = reduced.numer().to_i128().ok_or_else(out_of_range)?;
    let denominator = reduced.denom().to_i128().ok_or_else(out_of_range)?;
    Ok((numerator, denominator))
}

/// The nearest number that fits 64 bits.
pub(super) fn nearest(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}
