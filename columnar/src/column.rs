//! Columns as the reader of events walks through them. Types are looked at once a batch, not once a value.
#![allow(clippy::wildcard_enum_match_arm, reason = "types of columns that are not named are refused")]

use crate::schema::ColumnError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Decimal64Type, Decimal128Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, LargeStringArray, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, TimeUnit};
use std::borrow::Cow;
use treue_lang::time::Day;
use treue_runtime::event::tree::{Elements, Fields, Value};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A column with the nulls in it.
#[derive(Debug)]
pub(crate) struct Column {
    nulls: Option<NullBuffer>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Nothing,
    YesNo(BooleanArray),
    Text(StringArray),
    LongText(LargeStringArray),
    TextView(StringViewArray),
    /// Positions in a column of different values.
    Coded(Vec<usize>, Box<Column>),
    /// Numbers in 10^-scale.
    Numbers(Vec<i128>, u8),
    Days(Vec<i32>),
    /// Since 1970-01-01T00:00:00Z, so many parts to a second.
    Instants(Vec<i64>, i64),
    /// Where each list ends in the column of all elements; the first of all numbers is where the first begins.
    Lists(Vec<usize>, Box<Column>),
    Rows(Rows),
}

/// Columns of equal length with names.
#[derive(Debug)]
pub(crate) struct Rows {
    columns: Vec<(String, Column)>,
}

impl Rows {
    /// The columns of a struct, or of a whole batch.
    pub(crate) fn new(array: &StructArray, path: &str) -> Result<Rows, ColumnError> {
        let named = array.fields().iter().zip(array.columns());
        let columns = named.map(|(field, column)| {
            let name = field.name().clone();
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            Column::new(column, &path).map(|column| (name, column))
        });
        Ok(Rows { columns: columns.collect::<Result<_, _>>()? })
    }
}

impl Fields for Rows {
    fn len(&self) -> usize {
        self.columns.len()
    }

    fn name(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |(name, _)| name)
    }

    fn value(&self, column: usize, row: usize) -> Value<'_> {
        self.columns.get(column).map_or(Value::Missing, |(_, column)| column.element(row))
    }
}

impl Column {
    pub(crate) fn new(array: &ArrayRef, path: &str) -> Result<Column, ColumnError> {
        Ok(Column { nulls: array.nulls().cloned(), kind: kind(array, path)? })
    }
}

impl Elements for Column {
    fn element(&self, at: usize) -> Value<'_> {
        if self.nulls.as_ref().is_some_and(|nulls| at >= nulls.len() || nulls.is_null(at)) {
            return Value::Missing;
        }
        self.kind.value(at).unwrap_or(Value::Missing)
    }
}

impl Kind {
    /// What stands there; nothing behind the end.
    fn value(&self, at: usize) -> Option<Value<'_>> {
        Some(match self {
            Kind::Nothing => return None,
            Kind::YesNo(values) => Value::YesNo(within(at, values.len()).map(|at| values.value(at))?),
            Kind::Text(values) => text(within(at, values.len()).map(|at| values.value(at))?),
            Kind::LongText(values) => text(within(at, values.len()).map(|at| values.value(at))?),
            Kind::TextView(values) => text(within(at, values.len()).map(|at| values.value(at))?),
            Kind::Coded(codes, values) => values.element(*codes.get(at)?),
            Kind::Numbers(values, scale) => Value::Number(Cow::Owned(digits(*values.get(at)?, *scale))),
            Kind::Days(days) => Value::Text(Cow::Owned(day(i64::from(*days.get(at)?)))),
            Kind::Instants(values, parts) => Value::Text(Cow::Owned(instant(*values.get(at)?, *parts))),
            Kind::Lists(ends, elements) => {
                Value::List(elements.as_ref(), *ends.get(at)?, *ends.get(at.checked_add(1)?)?)
            }
            Kind::Rows(rows) => Value::Object(rows, at),
        })
    }
}

fn within(at: usize, len: usize) -> Option<usize> {
    (at < len).then_some(at)
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

fn kind(array: &ArrayRef, path: &str) -> Result<Kind, ColumnError> {
    let other = || ColumnError::kind(path, array.data_type());
    Ok(match array.data_type() {
        DataType::Null => Kind::Nothing,
        DataType::Boolean => Kind::YesNo(array.as_boolean().clone()),
        DataType::Utf8 => Kind::Text(array.as_string::<i32>().clone()),
        DataType::LargeUtf8 => Kind::LongText(array.as_string::<i64>().clone()),
        DataType::Utf8View => Kind::TextView(array.as_string_view().clone()),
        DataType::Int8 => whole::<Int8Type>(array),
        DataType::Int16 => whole::<Int16Type>(array),
        DataType::Int32 => whole::<Int32Type>(array),
        DataType::Int64 => whole::<Int64Type>(array),
        DataType::UInt8 => whole::<UInt8Type>(array),
        DataType::UInt16 => whole::<UInt16Type>(array),
        DataType::UInt32 => whole::<UInt32Type>(array),
        DataType::UInt64 => whole::<UInt64Type>(array),
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).map_err(|_| other())?;
            Kind::Numbers(array.as_primitive::<Decimal128Type>().values().to_vec(), scale)
        }
        DataType::Decimal64(_, scale) => {
            let scale = u8::try_from(*scale).map_err(|_| other())?;
            let values = array.as_primitive::<Decimal64Type>().values();
            Kind::Numbers(values.iter().map(|v| i128::from(*v)).collect(), scale)
        }
        DataType::Date32 => Kind::Days(array.as_primitive::<Date32Type>().values().to_vec()),
        DataType::Timestamp(unit, Some(_)) => instants(array, *unit),
        DataType::Dictionary(key, _) => coded(array, key, path)?,
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            lists(list.value_offsets().iter().map(|o| usize::try_from(*o).unwrap_or(0)), list.values(), path)?
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            lists(list.value_offsets().iter().map(|o| usize::try_from(*o).unwrap_or(0)), list.values(), path)?
        }
        DataType::Struct(_) => Kind::Rows(Rows::new(array.as_struct(), path)?),
        _ => return Err(other()),
    })
}

fn whole<T: ArrowPrimitiveType>(array: &ArrayRef) -> Kind
where
    i128: From<T::Native>,
{
    Kind::Numbers(array.as_primitive::<T>().values().iter().map(|v| i128::from(*v)).collect(), 0)
}

fn instants(array: &ArrayRef, unit: TimeUnit) -> Kind {
    match unit {
        TimeUnit::Second => Kind::Instants(array.as_primitive::<TimestampSecondType>().values().to_vec(), 1),
        TimeUnit::Millisecond => {
            Kind::Instants(array.as_primitive::<TimestampMillisecondType>().values().to_vec(), 1_000)
        }
        TimeUnit::Microsecond => {
            Kind::Instants(array.as_primitive::<TimestampMicrosecondType>().values().to_vec(), 1_000_000)
        }
        TimeUnit::Nanosecond => {
            Kind::Instants(array.as_primitive::<TimestampNanosecondType>().values().to_vec(), 1_000_000_000)
        }
    }
}

fn lists(ends: impl Iterator<Item = usize>, elements: &ArrayRef, path: &str) -> Result<Kind, ColumnError> {
    Ok(Kind::Lists(ends.collect(), Box::new(Column::new(elements, path)?)))
}

fn coded(array: &ArrayRef, key: &DataType, path: &str) -> Result<Kind, ColumnError> {
    fn of<K: ArrowDictionaryKeyType>(array: &ArrayRef, path: &str) -> Result<Kind, ColumnError>
    where
        i128: From<K::Native>,
    {
        let dictionary = array.as_dictionary::<K>();
        let keys = dictionary.keys().values().iter();
        let keys = keys.map(|k| usize::try_from(i128::from(*k)).unwrap_or(usize::MAX)).collect();
        Ok(Kind::Coded(keys, Box::new(Column::new(dictionary.values(), path)?)))
    }
    match key {
        DataType::Int8 => of::<Int8Type>(array, path),
        DataType::Int16 => of::<Int16Type>(array, path),
        DataType::Int32 => of::<Int32Type>(array, path),
        DataType::Int64 => of::<Int64Type>(array, path),
        DataType::UInt8 => of::<UInt8Type>(array, path),
        DataType::UInt16 => of::<UInt16Type>(array, path),
        DataType::UInt32 => of::<UInt32Type>(array, path),
        DataType::UInt64 => of::<UInt64Type>(array, path),
        _ => Err(ColumnError::kind(path, array.data_type())),
    }
}

/// 12345 with 3 decimals is `12.345`.
fn digits(units: i128, scale: u8) -> String {
    if scale == 0 {
        return units.to_string();
    }
    let scale = usize::from(scale);
    let sign = if units < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", units.unsigned_abs(), width = scale.saturating_add(1));
    let (whole, rest) = all.split_at_checked(all.len().saturating_sub(scale)).unwrap_or((&all, ""));
    format!("{sign}{whole}.{rest}")
}

/// A day, or a number that the reader refuses.
fn day(number: i64) -> String {
    match i32::try_from(number).map(Day) {
        Ok(day) if (Day::FIRST..=Day::LAST).contains(&day) => day.to_string(),
        Ok(_) | Err(_) => format!("day {number}"),
    }
}

fn instant(value: i64, parts: i64) -> String {
    let (seconds, part) = (value.div_euclid(parts), value.rem_euclid(parts));
    let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let clock = format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    let width = usize::try_from(parts.ilog10()).unwrap_or(0);
    let fraction = if part == 0 { String::new() } else { format!(".{part:0>width$}") };
    format!("{}T{clock}{fraction}Z", day(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_digits() {
        assert_eq!(digits(1_250, 2), "12.50");
        assert_eq!(digits(-5, 2), "-0.05");
        assert_eq!(digits(7, 0), "7");
        assert_eq!(digits(i128::MIN, 38), "-1.70141183460469231731687303715884105728");
    }

    #[test]
    fn instants_as_text() {
        // 1,788,855,300 seconds are 20,704 days, 8 hours and 15 minutes; day 20,704 is 2026-09-08.
        assert_eq!(instant(1_788_855_300, 1), "2026-09-08T08:15:00Z");
        assert_eq!(instant(1_788_855_300_500, 1_000), "2026-09-08T08:15:00.500Z");
        assert_eq!(instant(-1, 1), "1969-12-31T23:59:59Z");
        assert_eq!(instant(i64::MAX, 1), "day 106751991167300T15:30:07Z");
    }
}
