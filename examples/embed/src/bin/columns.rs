//! A host that has its receipts in Arrow batches: each row is an event, and what comes out is columns again.
//!
//! `cargo run -p treue-embed --bin columns`

use arrow_array::{
    Array, ArrayRef, Decimal128Array, DictionaryArray, Int64Array, ListArray, RecordBatch, StringArray,
    StructArray, TimestampSecondArray, types::Int32Type,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema};
use std::error::Error;
use std::sync::Arc;
use treue_columnar::{AwardRow, Table};
use treue_lang::source::Sources;
use treue_runtime::decision::Decisions;
use treue_runtime::host::{Book, Engine, Options};

const PROGRAMME: &str = r#"
programme "Corner" { currency CHF  timezone "Europe/Zurich"  unit points }
earn base { 1 point per full 1.00 CHF of all lines }
earn produce { 4 points per full 1.00 CHF of lines where category "produce" }
"#;

/// Three receipts with five lines: texts as a dictionary, amounts as decimals, times as timestamps.
fn batch() -> Result<RecordBatch, Box<dyn Error>> {
    let categories: DictionaryArray<Int32Type> =
        ["produce", "bakery", "produce", "dairy", "bakery"].into_iter().collect();
    let amounts = Decimal128Array::from(vec![320, 410, 1_290, 505, 80]).with_precision_and_scale(12, 2)?;
    let fields: Fields = vec![
        Field::new("category", categories.data_type().clone(), false),
        Field::new("amount", amounts.data_type().clone(), false),
    ]
    .into();
    let lines = StructArray::new(fields, vec![Arc::new(categories), Arc::new(amounts)], None);
    let line = Arc::new(Field::new("element", lines.data_type().clone(), false));
    let lines = ListArray::new(line, OffsetBuffer::from_lengths([2, 2, 1]), Arc::new(lines), None);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("event", Arc::new(StringArray::from(vec!["purchase"; 3]))),
        ("id", Arc::new(StringArray::from(vec!["r-1", "r-2", "r-3"]))),
        ("member", Arc::new(StringArray::from(vec!["anna", "beat", "anna"]))),
        // 2026-09-08T08:15:00Z and a minute later each.
        (
            "at",
            Arc::new(
                TimestampSecondArray::from(vec![1_788_855_300, 1_788_855_360, 1_788_855_420])
                    .with_timezone("UTC"),
            ),
        ),
        ("lines", Arc::new(lines)),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let engine = Engine::load(&Sources::single("corner.treue", PROGRAMME), Options::default())?;
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    let table = Table::new(batch()?)?;
    let mut received = Vec::new();
    for row in 0..table.len() {
        received.push(scorer.read_with(|reader| table.event(reader, row))?);
    }
    let mut decisions = Decisions::default();
    scorer.batch(&mut book, received, &mut decisions)?;

    // A column a rule.
    let rules = engine.programme().rules.len();
    let mut columns: Vec<Vec<i64>> = vec![Vec::new(); rules];
    for row in 0..table.len() {
        for decision in decisions.each(row) {
            let awards = AwardRow::of(&decision);
            for (rule, column) in columns.iter_mut().enumerate() {
                column.push(awards.points.iter().filter(|(r, _)| *r == rule).map(|(_, points)| points).sum());
            }
        }
    }
    let names = engine.programme().rules.iter().map(|(_, rule)| rule.name.clone());
    let fields: Vec<Field> = names.map(|name| Field::new(name, DataType::Int64, false)).collect();
    let columns = columns.into_iter().map(|column| Arc::new(Int64Array::from(column)) as ArrayRef);
    let awards = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.collect())?;
    println!("{awards:?}");
    Ok(())
}
