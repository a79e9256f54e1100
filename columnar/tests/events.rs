//! Events from tables are the events that the same lines of text are, with the same mistakes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on may stop here"
)]

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float64Array, Int64Array, ListArray,
    RecordBatch, StringArray, StructArray, TimestampMillisecondArray, UInt16Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{Field, Fields};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use treue_columnar::{Columns, ParquetEvents, Table, is_parquet};
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::event::{Event, InputError, ReadOptions, Reader, Wanted};

const PROGRAMME: &str = r#"
programme "P" { currency CHF timezone "Europe/Zurich" unit points }
fields { line.gift: yes or no default no }
lines food = all lines where category "food" and line.gift is no
earn base { 1 point per full 1.00 CHF of food }
"#;
const STRICT: Columns = Columns { lenient: false, all: false };

fn programme() -> Programme {
    let checked = pipeline::check(&Sources::single("p.treue", PROGRAMME));
    checked.programme.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn structs(columns: Vec<(&str, ArrayRef)>) -> StructArray {
    let fields: Fields =
        columns.iter().map(|(name, c)| Field::new(*name, c.data_type().clone(), true)).collect();
    StructArray::new(fields, columns.into_iter().map(|(_, c)| c).collect(), None)
}

fn lists(lengths: &[usize], nulls: Option<Vec<bool>>, elements: ArrayRef) -> ArrayRef {
    let field = Arc::new(Field::new("element", elements.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    Arc::new(ListArray::new(field, offsets, elements, nulls.map(NullBuffer::from)))
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::from(structs(columns))
}

/// A purchase of two lines, a clock event, a return of a line; every column of another kind.
fn three() -> RecordBatch {
    let amounts = Decimal128Array::from(vec![Some(1_250), Some(-200), None]).with_precision_and_scale(12, 2);
    let categories: DictionaryArray<Int32Type> = vec![Some("food"), Some("toys"), None].into_iter().collect();
    let mut labels = ListBuilder::new(StringBuilder::new());
    labels.append_value([Some("bio"), Some("new")]);
    labels.append_null();
    labels.append_null();
    let lines = structs(vec![
        ("category", Arc::new(categories)),
        ("amount", Arc::new(amounts.unwrap())),
        ("gift", Arc::new(BooleanArray::from(vec![Some(false), Some(true), None]))),
        ("labels", Arc::new(labels.finish())),
        ("line", Arc::new(UInt16Array::from(vec![None, None, Some(1)]))),
    ]);
    // 2026-09-08T08:15:00Z, 2026-09-09T00:00:00Z, 2026-09-10T00:00:00Z.
    let at = vec![1_788_855_300_000, 1_788_912_000_000, 1_788_998_400_000];
    batch(vec![
        ("event", texts(&[Some("purchase"), Some("clock"), Some("return")])),
        ("id", texts(&[Some("r-1"), None, Some("x-1")])),
        ("member", texts(&[Some("m-1"), None, Some("m-1")])),
        ("at", Arc::new(TimestampMillisecondArray::from(at).with_timezone("UTC"))),
        ("receipt", texts(&[None, None, Some("r-1")])),
        ("lines", lists(&[2, 0, 1], Some(vec![true, false, true]), Arc::new(lines))),
    ])
}

/// The same as text.
const THREE: [&str; 3] = [
    r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T08:15:00Z","lines":[
        {"category":"food","amount":"12.50","gift":false,"labels":["bio","new"]},{"category":"toys","amount":"-2.00","gift":true}]}"#,
    r#"{"event":"clock","at":"2026-09-09T00:00:00Z"}"#,
    r#"{"event":"return","id":"x-1","member":"m-1","at":"2026-09-10T00:00:00Z","receipt":"r-1","lines":[{"line":1}]}"#,
];

fn read(programme: &Programme, batch: RecordBatch) -> Vec<Result<Event, Vec<InputError>>> {
    let mut reader = Reader::new(programme, ReadOptions::default());
    let table = Table::new(batch).unwrap();
    (0..table.len()).map(|row| table.event(&mut reader, row)).collect()
}

#[test]
fn rows_are_the_events_that_their_lines_are() {
    let programme = programme();
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let lines: Vec<_> = THREE.iter().map(|line| reader.event(line)).collect();
    assert!(lines.iter().all(Result::is_ok), "{lines:#?}");
    assert_eq!(read(&programme, three()), lines);
    // And so is the line as which a row is set aside.
    let table = Table::new(three()).unwrap();
    let again: Vec<_> = (0..table.len()).map(|row| reader.event(table.line(row))).collect();
    assert_eq!(again, lines);
}

#[test]
fn mistakes_are_those_of_lines_without_their_columns() {
    let programme = programme();
    let lines = structs(vec![("amount", texts(&[Some("1.005"), Some("x"), None]))]);
    let rows = batch(vec![
        ("event", texts(&[Some("purchase"), Some("sale"), Some("purchase"), None])),
        ("id", texts(&[Some("r-1"), Some("r-2"), Some(""), Some("r-4")])),
        ("at", texts(&[Some("2026-09-08T10:15:00"); 4])),
        ("member", texts(&[Some("m-1"); 4])),
        ("colour", texts(&[None, None, Some("red"), None])),
        ("lines", lists(&[2, 0, 1, 0], None, Arc::new(lines))),
    ]);
    let same = [
        r#"{"event":"purchase","id":"r-1","at":"2026-09-08T10:15:00","member":"m-1","lines":[{"amount":"1.005"},{"amount":"x"}]}"#,
        r#"{"event":"sale","id":"r-2","at":"2026-09-08T10:15:00","member":"m-1","lines":[]}"#,
        r#"{"event":"purchase","id":"","at":"2026-09-08T10:15:00","member":"m-1","colour":"red","lines":[{}]}"#,
        r#"{"id":"r-4","at":"2026-09-08T10:15:00","member":"m-1","lines":[]}"#,
    ];
    let mut reader = Reader::new(&programme, ReadOptions::default());
    for (row, line) in read(&programme, rows).into_iter().zip(same) {
        let mut expected = reader.event(line).unwrap_err();
        expected.iter_mut().for_each(|error| error.column = None);
        assert_eq!(row.unwrap_err(), expected, "{line}");
    }
}

#[test]
fn more_lines_than_a_receipt_may_have() {
    let programme = programme();
    let amounts = StringArray::from(vec!["1.00"; 10_001]);
    let lines = structs(vec![("amount", Arc::new(amounts))]);
    let rows = batch(vec![
        ("event", texts(&[Some("purchase")])),
        ("id", texts(&[Some("r-1")])),
        ("member", texts(&[Some("m-1")])),
        ("at", texts(&[Some("2026-09-08T10:15:00Z")])),
        ("lines", lists(&[10_001], None, Arc::new(lines))),
    ]);
    let errors = read(&programme, rows).remove(0).unwrap_err();
    assert_eq!(errors.iter().map(|e| e.code.name()).collect::<Vec<_>>(), ["too-many-lines"]);
}

/// A file that goes away with the test.
struct Written(PathBuf);

impl Drop for Written {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn written(name: &str, batch: &RecordBatch) -> Written {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let groups = WriterProperties::builder().set_max_row_group_row_count(Some(2)).build();
    let mut writer =
        ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(groups)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    Written(path)
}

fn open(programme: &Programme, file: &Written, columns: Columns) -> Result<ParquetEvents, String> {
    ParquetEvents::open(File::open(&file.0).unwrap(), &Wanted::of(programme), columns)
}

#[test]
fn files_give_their_events_in_order() {
    let programme = programme();
    let file = written("order", &three());
    assert!(is_parquet(&file.0));
    let mut events = open(&programme, &file, STRICT).unwrap();
    assert_eq!(events.rows(), 3);
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let mut fingerprints = Vec::new();
    while let Some(table) = events.next_table().unwrap() {
        // Nobody reads labels, so they are not there.
        assert!((0..table.len()).all(|row| !table.line(row).contains("labels")));
        fingerprints.extend((0..table.len()).map(|row| table.event(&mut reader, row).unwrap().fingerprint));
    }
    assert_eq!(events.read(), 3);
    // What nobody reads is no part of what an event is.
    let lines: Vec<_> = THREE.iter().map(|line| reader.event(line).unwrap().fingerprint).collect();
    assert_eq!(fingerprints, lines);
    let mut all = open(&programme, &file, Columns { all: true, ..STRICT }).unwrap();
    assert!(all.next_table().unwrap().unwrap().line(0).contains(r#""labels":["bio","new"]"#));
}

#[test]
fn columns_that_do_not_belong_there() {
    let programme = programme();
    let lines = structs(vec![
        ("amount", Arc::new(Float64Array::from(vec![1.0])) as ArrayRef),
        ("colour", texts(&[Some("red")])),
    ]);
    let rows = batch(vec![
        ("event", texts(&[Some("purchase")])),
        ("at", Arc::new(TimestampMillisecondArray::from(vec![0]))),
        ("wheels", Arc::new(Int64Array::from(vec![4]))),
        ("lines", lists(&[1], None, Arc::new(lines))),
    ]);
    let file = written("columns", &rows);
    let error = open(&programme, &file, STRICT).err().unwrap();
    let paths: Vec<&str> = error.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(paths, ["column at", "column wheels", "column lines.amount", "column lines.colour"]);
    assert!(error.contains("binary floating-point numbers are not exact"), "{error}");
    let lenient = open(&programme, &file, Columns { lenient: true, ..STRICT }).err().unwrap();
    assert_eq!(lenient.lines().count(), 2, "{lenient}");
}

#[test]
fn a_damaged_file_is_an_error() {
    let programme = programme();
    let file = written("damaged", &three());
    let bytes = std::fs::read(&file.0).unwrap();
    for place in (0..bytes.len()).step_by(7) {
        for (kind, damaged) in [
            ("cut", bytes[..place].to_vec()),
            ("changed", {
                let mut bytes = bytes.clone();
                bytes[place] ^= 0x55;
                bytes
            }),
        ] {
            std::fs::write(&file.0, damaged).unwrap();
            // An error or other events, but never a panic.
            let Ok(mut events) = open(&programme, &file, STRICT) else { continue };
            let mut reader = Reader::new(&programme, ReadOptions::default());
            while let Ok(Some(table)) = events.next_table() {
                for row in 0..table.len() {
                    let _ = table.event(&mut reader, row);
                }
            }
            assert_ne!(kind, "cut", "at {place}");
        }
    }
}
