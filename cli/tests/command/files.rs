//! Receipts in both forms in which files have them: lines of JSON, and Parquet.

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Decimal128Array, DictionaryArray, Int32Array, ListArray, RecordBatch, StringArray,
    StructArray, TimestampMillisecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{Field, Fields};
use parquet::arrow::ArrowWriter;
use std::sync::Arc;
use treue_lang::time::Day;

/// A purchase in the morning or in the evening, UTC.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    pub(crate) id: String,
    pub(crate) member: Option<String>,
    /// Seconds since 1970.
    pub(crate) at: i64,
    pub(crate) channel: &'static str,
    /// Category, items, cents.
    pub(crate) lines: Vec<(&'static str, i32, i32)>,
}

/// So many receipts of so many members, hours apart.
pub(crate) fn receipts(count: usize, members: usize, hours: i64) -> Vec<Receipt> {
    let categories = ["food", "wine", "fuel", "toys"];
    let line = |seed: usize| {
        let cents = i32::try_from(seed * 7_919 % 9_000 + 5).unwrap();
        (categories[seed % 4], i32::try_from(seed % 5 + 1).unwrap(), cents)
    };
    let receipt = |number: usize| Receipt {
        id: format!("r-{number}"),
        member: Some(format!("m-{}", number * 7 % members)),
        // 2025-01-01T08:00:00Z.
        at: 1_735_718_400
            + i64::try_from(number).unwrap() * hours * 3_600
            + i64::try_from(number % 60).unwrap(),
        channel: ["app", "web", "store"][number % 3],
        lines: (0..=number % 4).map(|more| line(number * 13 + more * 101)).collect(),
    };
    (0..count).map(receipt).collect()
}

impl Receipt {
    pub(crate) fn json(&self) -> String {
        let line = |(category, items, cents): &(&str, i32, i32)| {
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            format!(r#"{{"category":"{category}","quantity":{items},"amount":"{amount}"}}"#)
        };
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        let member = self.member.as_ref().map_or(String::new(), |m| format!(r#","member":"{m}""#));
        let (day, second) = (self.at.div_euclid(86_400), self.at.rem_euclid(86_400));
        let day = Day(i32::try_from(day).unwrap());
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        format!(
            r#"{{"event":"purchase","id":"{}"{member},"at":"{day}T{hour:02}:{minute:02}:{second:02}Z","channel":"{}","lines":[{}]}}"#,
            self.id,
            self.channel,
            lines.join(",")
        )
    }
}

/// As lines of JSON.
pub(crate) fn ndjson(receipts: &[Receipt]) -> String {
    receipts.iter().map(|receipt| receipt.json() + "\n").collect()
}

/// A column and its name.
pub(crate) type Column = (&'static str, ArrayRef);

/// The columns of receipts, and those of their lines.
pub(crate) fn columns(receipts: &[Receipt]) -> (Vec<Column>, Vec<Column>) {
    let texts = |texts: Vec<Option<&str>>| -> ArrayRef { Arc::new(StringArray::from(texts)) };
    let lines = || receipts.iter().flat_map(|receipt| &receipt.lines);
    let categories: DictionaryArray<Int32Type> = lines().map(|line| Some(line.0)).collect();
    let amounts = Decimal128Array::from_iter_values(lines().map(|line| i128::from(line.2)));
    let instants = receipts.iter().map(|receipt| receipt.at * 1_000);
    let heads: Vec<Column> = vec![
        ("event", texts(vec![Some("purchase"); receipts.len()])),
        ("id", texts(receipts.iter().map(|r| Some(r.id.as_str())).collect())),
        ("member", texts(receipts.iter().map(|r| r.member.as_deref()).collect())),
        ("at", Arc::new(TimestampMillisecondArray::from_iter_values(instants).with_timezone("UTC"))),
        ("channel", texts(receipts.iter().map(|r| Some(r.channel)).collect())),
    ];
    let lines: Vec<Column> = vec![
        ("category", Arc::new(categories)),
        ("quantity", Arc::new(Int32Array::from_iter_values(lines().map(|line| line.1)))),
        ("amount", Arc::new(amounts.with_precision_and_scale(12, 2).unwrap())),
    ];
    (heads, lines)
}

/// A Parquet file of such columns, with so many lines for each receipt.
pub(crate) fn table((mut heads, lines): (Vec<Column>, Vec<Column>), lengths: &[usize]) -> Vec<u8> {
    let structs = |columns: Vec<Column>| {
        let fields: Fields = columns
            .iter()
            .map(|(name, column)| Field::new(*name, column.data_type().clone(), true))
            .collect();
        StructArray::new(fields, columns.into_iter().map(|(_, column)| column).collect(), None)
    };
    if !lines.is_empty() {
        let lines = structs(lines);
        let element = Arc::new(Field::new("element", lines.data_type().clone(), true));
        let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
        heads.push(("lines", Arc::new(ListArray::new(element, offsets, Arc::new(lines), None))));
    }
    let batch = RecordBatch::from(structs(heads));
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// As Parquet.
pub(crate) fn parquet(receipts: &[Receipt]) -> Vec<u8> {
    table(columns(receipts), &lengths(receipts))
}

/// Lines of each receipt.
pub(crate) fn lengths(receipts: &[Receipt]) -> Vec<usize> {
    receipts.iter().map(|receipt| receipt.lines.len()).collect()
}
