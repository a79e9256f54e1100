//! Numbers and instants of a table as columns of a batch: as they stand there where that can be, otherwise in one pass without a
//! branch. What does not fit is found at the end of it.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "types of columns that are not named are left to the reader of events"
)]

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal64Type, Decimal128Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::ScalarBuffer;
use arrow_schema::{DataType, TimeUnit};
use treue_runtime::columns::Numbers;
use treue_runtime::event::shaped::{decimal, instant};

/// A column of numbers, none of them missing.
#[derive(Debug)]
pub(crate) enum Whole {
    /// As they stand in the table.
    AsTheyAre(ScalarBuffer<i32>),
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Whole {
    pub(crate) fn column(&self) -> Numbers<'_> {
        match self {
            Whole::AsTheyAre(numbers) => Numbers::I32(numbers),
            Whole::Narrow(numbers) => Numbers::I32(numbers),
            Whole::Wide(numbers) => Numbers::I64(numbers),
        }
    }

    /// Narrow ones where all are small.
    fn of(numbers: &[i64]) -> Whole {
        let mut large = 0;
        let narrow = numbers.iter().map(|number| {
            large |= number.wrapping_add(1 << 31) >> 32;
            low(*number)
        });
        let narrow: Vec<i32> = narrow.collect();
        if large == 0 { Whole::Narrow(narrow) } else { Whole::Wide(numbers.to_vec()) }
    }

    /// The same, each times ten so many times.
    fn times(numbers: &[i64], tens: u32) -> Option<Whole> {
        if tens == 0 {
            return Some(Whole::of(numbers));
        }
        let factor = 10i64.checked_pow(tens)?;
        let all: Option<Vec<i64>> = numbers.iter().map(|number| number.checked_mul(factor)).collect();
        Some(Whole::of(&all?))
    }
}

/// The lowest 32 bits of a number.
fn low(number: i64) -> i32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

/// Numbers in 10^-decimals.
pub(crate) fn fixed(column: &ArrayRef, decimals: u8) -> Option<Whole> {
    let (numbers, own) = at_most(column, decimals)?;
    let tens = u32::from(decimals.checked_sub(own)?);
    match numbers {
        numbers if tens == 0 => Some(numbers),
        Whole::AsTheyAre(numbers) => {
            let numbers: Vec<i64> = numbers.iter().map(|number| i64::from(*number)).collect();
            Whole::times(&numbers, tens)
        }
        Whole::Narrow(numbers) => {
            let numbers: Vec<i64> = numbers.iter().map(|number| i64::from(*number)).collect();
            Whole::times(&numbers, tens)
        }
        Whole::Wide(numbers) => Whole::times(&numbers, tens),
    }
}

/// Numbers with the decimals that the column has, which may not be more than so many.
pub(crate) fn at_most(column: &ArrayRef, decimals: u8) -> Option<(Whole, u8)> {
    if column.null_count() > 0 {
        return None;
    }
    let own = |scale: i8| u8::try_from(scale).ok().filter(|own| *own <= decimals);
    match column.data_type() {
        DataType::Decimal64(_, scale) => {
            Some((Whole::of(column.as_primitive::<Decimal64Type>().values()), own(*scale)?))
        }
        DataType::Decimal128(_, scale) => {
            let values = column.as_primitive::<Decimal128Type>().values();
            let numbers: Option<Vec<i64>> = values.iter().map(|v| i64::try_from(*v).ok()).collect();
            Some((Whole::of(&numbers?), own(*scale)?))
        }
        DataType::Int32 => Some((Whole::AsTheyAre(column.as_primitive::<Int32Type>().values().clone()), 0)),
        DataType::Int64 => Some((Whole::of(column.as_primitive::<Int64Type>().values()), 0)),
        DataType::Dictionary(key, _) if **key == DataType::Int32 => {
            let column = column.as_dictionary::<Int32Type>();
            let texts = column.values().as_string_opt::<i32>()?;
            let values = texts.iter().map(|t| decimal(t?, decimals)).collect::<Option<Vec<i64>>>()?;
            let keys = column.keys().values().iter();
            let numbers = keys.map(|key| values.get(usize::try_from(*key).ok()?).copied());
            Some((Whole::of(&numbers.collect::<Option<Vec<i64>>>()?), decimals))
        }
        _ => None,
    }
}

/// Instants in seconds since 1970, none of them missing.
pub(crate) fn instants(column: &ArrayRef) -> Option<Vec<i64>> {
    if column.null_count() > 0 {
        return None;
    }
    match column.data_type() {
        DataType::Timestamp(TimeUnit::Second, Some(_)) => {
            Some(column.as_primitive::<TimestampSecondType>().values().to_vec())
        }
        DataType::Timestamp(TimeUnit::Millisecond, Some(_)) => {
            seconds::<1_000>(column.as_primitive::<TimestampMillisecondType>().values())
        }
        DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
            seconds::<1_000_000>(column.as_primitive::<TimestampMicrosecondType>().values())
        }
        DataType::Timestamp(TimeUnit::Nanosecond, Some(_)) => {
            seconds::<1_000_000_000>(column.as_primitive::<TimestampNanosecondType>().values())
        }
        DataType::Utf8 => column.as_string::<i32>().iter().map(|text| instant(text?)).collect(),
        _ => None,
    }
}

/// Whole seconds of instants with so many parts to a second; `None` if one is none.
fn seconds<const PARTS: i64>(values: &[i64]) -> Option<Vec<i64>> {
    let mut rest = 0;
    let seconds = values.iter().map(|value| {
        let second = value.div_euclid(PARTS);
        rest |= value.wrapping_sub(second.wrapping_mul(PARTS));
        second
    });
    let seconds: Vec<i64> = seconds.collect();
    (rest == 0).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Decimal64Array, Decimal128Array, Int64Array, TimestampMillisecondArray};
    use std::sync::Arc;

    fn numbers(whole: &Whole) -> (bool, Vec<i64>) {
        match whole.column() {
            Numbers::I32(numbers) => (true, numbers.iter().map(|n| i64::from(*n)).collect()),
            Numbers::I64(numbers) => (false, numbers.to_vec()),
        }
    }

    #[test]
    fn numbers_are_narrow_where_all_fit() {
        let (least, most) = (i64::from(i32::MIN), i64::from(i32::MAX));
        for (values, narrow) in [
            (vec![0, -1, least, most], true),
            (vec![0, most + 1], false),
            (vec![least - 1], false),
            (vec![i64::MAX, i64::MIN], false),
            (vec![], true),
        ] {
            let column: ArrayRef = Arc::new(Int64Array::from(values.clone()));
            let (whole, decimals) = at_most(&column, 3).unwrap();
            assert_eq!((numbers(&whole), decimals), ((narrow, values), 0));
        }
    }

    #[test]
    fn decimals_are_kept_or_filled_up() {
        let short = Decimal64Array::from(vec![125, -5]).with_precision_and_scale(10, 1).unwrap();
        let long = Decimal128Array::from(vec![125, -5]).with_precision_and_scale(20, 1).unwrap();
        for column in [Arc::new(short) as ArrayRef, Arc::new(long)] {
            assert_eq!(numbers(&fixed(&column, 2).unwrap()), (true, vec![1_250, -50]));
            let (whole, decimals) = at_most(&column, 3).unwrap();
            assert_eq!((numbers(&whole), decimals), ((true, vec![125, -5]), 1));
            // A tenth has no whole part of its own.
            assert!(fixed(&column, 0).is_none());
        }
        let large: ArrayRef = Arc::new(Int64Array::from(vec![i64::MAX / 10]));
        assert!(fixed(&large, 2).is_none());
    }

    #[test]
    fn instants_are_whole_seconds() {
        let column = |values: Vec<i64>| -> ArrayRef {
            Arc::new(TimestampMillisecondArray::from(values).with_timezone("UTC"))
        };
        assert_eq!(instants(&column(vec![1_000, -2_000, 0])), Some(vec![1, -2, 0]));
        assert_eq!(instants(&column(vec![1_000, -2_001])), None);
    }
}
