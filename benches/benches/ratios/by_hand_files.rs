//! The nine rules over files, as a careful programmer would write them: with the libraries that are fastest at reading, and the loop
//! of `w1` behind them.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type, TimestampMillisecondType};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::file::properties::WriterProperties;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use treue_benches::synth::{self, CHANNELS, Synth, names};
use treue_benches::w1::{self, Parameters, Points, Tables};
use treue_columnar::{Columns, ParquetPurchases};
use treue_lang::programme::Programme;
use treue_runtime::columns::Batch;

/// The texts that rules look for, by hash table.
pub(crate) struct Words {
    tables: Tables,
    categories: HashMap<String, u32>,
    brands: HashMap<String, u32>,
    stores: HashMap<String, u32>,
}

impl Words {
    pub(crate) fn new() -> Words {
        let parameters = Parameters::of_programme();
        let codes = |letter, count| names(letter, count).into_iter().zip(0..).collect();
        let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
        Words {
            tables: Tables::new(&parameters, sizes.0, sizes.1, sizes.2),
            categories: codes('c', synth::CATEGORIES),
            brands: codes('b', synth::BRANDS),
            stores: codes('s', synth::STORES),
        }
    }
}

#[derive(Deserialize)]
struct Receipt<'a> {
    at: &'a str,
    store: &'a str,
    channel: &'a str,
    #[serde(borrow)]
    lines: Vec<Line<'a>>,
}

#[derive(Deserialize)]
struct Line<'a> {
    category: &'a str,
    brand: &'a str,
    quantity: &'a str,
    amount: &'a str,
}

/// Lines of JSON into borrowed structs, receipt by receipt, and the loop over them.
pub(crate) fn hand_json(text: &str, words: &Words) -> Points {
    let mut points = w1::room(0);
    let mut one = Synth { offsets: vec![0, 0], ..Synth::default() };
    let mut day = ("", 0);
    for line in text.lines() {
        let receipt: Receipt<'_> = sonic_rs::from_str(line).expect("a right line");
        one.category.clear();
        one.brand.clear();
        one.quantity.clear();
        one.amount.clear();
        for line in &receipt.lines {
            one.category.push(words.categories[line.category]);
            one.brand.push(words.brands[line.brand]);
            one.quantity.push(line.quantity.parse().expect("a quantity"));
            one.amount.push(cents(line.amount));
        }
        one.offsets[1] = u32::try_from(receipt.lines.len()).expect("few lines");
        one.at = vec![seconds(receipt.at, &mut day)];
        one.store = vec![words.stores[receipt.store]];
        one.channel = vec![CHANNELS.iter().position(|c| *c == receipt.channel).expect("a channel") as u32];
        let mut scored = w1::room(1);
        w1::by_hand(&one, &words.tables, &mut scored);
        points.base.extend(&scored.base);
        points.bonus.extend(&scored.bonus);
    }
    points
}

fn cents(text: &str) -> i32 {
    let (whole, part) = text.split_once('.').expect("two decimals");
    whole.parse::<i32>().expect("a number") * 100 + part.parse::<i32>().expect("a number")
}

/// Of `2025-03-01T12:00:00Z`; the latest day is kept.
fn seconds<'a>(at: &'a str, day: &mut (&'a str, i64)) -> i64 {
    let (date, clock) = at.split_at(10);
    if date != day.0 {
        *day = (date, i64::from(treue_lang::time::Day::parse(date).expect("a day").0) * 86_400);
    }
    let two = |from: usize| clock[from..from + 2].parse::<i64>().expect("a number");
    day.1 + two(1) * 3_600 + two(4) * 60 + two(7)
}

/// A Parquet file of the receipts, in memory, as a data platform would write it.
pub(crate) fn receipts_parquet(synth: &Synth) -> bytes::Bytes {
    let line_fields = vec![
        Field::new("sku", DataType::Utf8, false),
        Field::new("category", DataType::Utf8, false),
        Field::new("brand", DataType::Utf8, false),
        Field::new("quantity", DataType::Int32, false),
        Field::new("amount", DataType::Decimal128(12, 2), false),
        Field::new("discount", DataType::Decimal128(12, 2), false),
    ];
    let line = DataType::Struct(line_fields.clone().into());
    let schema = Arc::new(Schema::new(vec![
        Field::new("event", DataType::Utf8, false),
        Field::new("id", DataType::Utf8, false),
        Field::new("member", DataType::Utf8, false),
        Field::new("at", DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())), false),
        Field::new("store", DataType::Utf8, false),
        Field::new("channel", DataType::Utf8, false),
        Field::new("lines", DataType::List(Arc::new(Field::new("item", line, false))), false),
    ]));
    let snappy = WriterProperties::builder().set_compression(parquet::basic::Compression::SNAPPY).build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(snappy)).expect("a file in memory");
    const ROWS: usize = 65_536;
    for from in (0..synth.len()).step_by(ROWS) {
        let rows = from..synth.len().min(from + ROWS);
        writer.write(&rows_of(synth, rows, &schema, &line_fields)).expect("a file in memory");
    }
    writer.into_inner().expect("a file in memory").into()
}

fn rows_of(
    synth: &Synth,
    rows: std::ops::Range<usize>,
    schema: &Arc<Schema>,
    fields: &[Field],
) -> RecordBatch {
    let lines = synth.offsets[rows.start] as usize..synth.offsets[rows.end] as usize;
    let text = |values: &mut dyn Iterator<Item = String>| -> ArrayRef {
        Arc::new(arrow_array::StringArray::from_iter_values(values))
    };
    let money = |cents: &[i32]| -> ArrayRef {
        let values = arrow_array::Decimal128Array::from_iter_values(cents.iter().map(|c| i128::from(*c)));
        Arc::new(values.with_precision_and_scale(12, 2).expect("two decimals"))
    };
    let columns: Vec<ArrayRef> = vec![
        text(&mut synth.sku[lines.clone()].iter().map(|c| format!("k{c}"))),
        text(&mut synth.category[lines.clone()].iter().map(|c| format!("c{c}"))),
        text(&mut synth.brand[lines.clone()].iter().map(|c| format!("b{c}"))),
        Arc::new(arrow_array::Int32Array::from_iter_values(synth.quantity[lines.clone()].iter().copied())),
        money(&synth.amount[lines.clone()]),
        money(&synth.discount[lines.clone()]),
    ];
    let all = arrow_array::StructArray::new(fields.to_vec().into(), columns, None);
    let offsets =
        synth.offsets[rows.start..=rows.end].iter().map(|o| (*o - synth.offsets[rows.start]) as i32);
    let item = Arc::new(Field::new("item", all.data_type().clone(), false));
    let offsets = arrow_buffer::OffsetBuffer::new(offsets.collect::<Vec<i32>>().into());
    let at = synth.at[rows.clone()].iter().map(|at| at * 1_000);
    let columns: Vec<ArrayRef> = vec![
        text(&mut rows.clone().map(|_| "purchase".to_owned())),
        text(&mut rows.clone().map(|r| format!("r{r}"))),
        text(&mut rows.clone().map(|r| format!("m{}", synth.member[r]))),
        Arc::new(arrow_array::TimestampMillisecondArray::from_iter_values(at).with_timezone("UTC")),
        text(&mut rows.clone().map(|r| format!("s{}", synth.store[r]))),
        text(&mut rows.clone().map(|r| CHANNELS[synth.channel[r] as usize].to_owned())),
        Arc::new(arrow_array::ListArray::new(item, offsets, Arc::new(all), None)),
    ];
    RecordBatch::try_new(Arc::clone(schema), columns).expect("columns of the schema")
}

/// The columns that the rules read, texts as dictionaries, each of whose values is looked up once; then the loop.
pub(crate) fn hand_arrow(file: &bytes::Bytes, words: &Words) -> Points {
    let mut points = w1::room(0);
    let coded = |name: &str| {
        let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        Field::new(name, kind, false)
    };
    let plain = ArrowReaderMetadata::load(file, ArrowReaderOptions::new()).expect("a right file");
    let fields = plain.schema().fields().iter().map(|field| match field.name().as_str() {
        "store" | "channel" => Arc::new(coded(field.name())),
        "lines" => {
            let DataType::List(item) = field.data_type() else { panic!("lines are a list") };
            let DataType::Struct(of) = item.data_type() else { panic!("of structs") };
            let of = of.iter().map(|f| match f.name().as_str() {
                "category" | "brand" => Arc::new(coded(f.name())),
                _ => Arc::clone(f),
            });
            let item = item.as_ref().clone().with_data_type(DataType::Struct(of.collect()));
            Arc::new(field.as_ref().clone().with_data_type(DataType::List(Arc::new(item))))
        }
        _ => Arc::clone(field),
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let metadata =
        ArrowReaderMetadata::load(file, ArrowReaderOptions::new().with_schema(schema)).expect("a right file");
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), metadata);
    let wanted = ["at", "store", "channel", "category", "brand", "quantity", "amount"];
    let leaves = builder.parquet_schema();
    let chosen = (0..leaves.num_columns()).filter(|leaf| wanted.contains(&leaves.column(*leaf).name()));
    let mask = ProjectionMask::leaves(leaves, chosen.collect::<Vec<_>>());
    for batch in builder.with_projection(mask).with_batch_size(16_384).build().expect("a right file") {
        let batch = batch.expect("a right file");
        let lists = batch.column_by_name("lines").expect("lines").as_list::<i32>();
        let lines = lists.values().as_struct();
        let column = |name: &str| lines.column_by_name(name).expect("a column of lines");
        let head = |name: &str| batch.column_by_name(name).expect("a column of receipts");
        let channels = CHANNELS.iter().map(|c| (*c).to_owned()).zip(0..).collect();
        let amounts = column("amount").as_primitive::<Decimal128Type>().values();
        let synth = Synth {
            offsets: lists.value_offsets().iter().map(|o| *o as u32).collect(),
            at: head("at")
                .as_primitive::<TimestampMillisecondType>()
                .values()
                .iter()
                .map(|at| at / 1_000)
                .collect(),
            store: codes(head("store"), &words.stores),
            channel: codes(head("channel"), &channels),
            category: codes(column("category"), &words.categories),
            brand: codes(column("brand"), &words.brands),
            quantity: column("quantity").as_primitive::<Int32Type>().values().to_vec(),
            amount: amounts.iter().map(|a| *a as i32).collect(),
            ..Synth::default()
        };
        let mut scored = w1::room(synth.len());
        w1::by_hand(&synth, &words.tables, &mut scored);
        points.base.extend(&scored.base);
        points.bonus.extend(&scored.bonus);
    }
    points
}

fn codes(column: &ArrayRef, words: &HashMap<String, u32>) -> Vec<u32> {
    let column = column.as_dictionary::<Int32Type>();
    let values = column.values().as_string::<i32>();
    let known: Vec<u32> = values.iter().map(|text| words[text.expect("no nulls")]).collect();
    column.keys().values().iter().map(|key| known[*key as usize]).collect()
}

/// The same file by Treue.
pub(crate) fn arrow_columns(
    file: &bytes::Bytes,
    programme: &Arc<Programme>,
    mut look: impl FnMut(&Batch<'_>),
) {
    let columns = Columns { lenient: false, all: false };
    let mut file = ParquetPurchases::open(file.clone(), programme, columns, false).expect("a right file");
    while let Some(purchases) = file.next_purchases().expect("purchases") {
        look(&Batch::new(programme, purchases.columns()).expect("good columns"));
    }
}
