//! Files whose bytes are damaged give purchases, events, or words about what is wrong; nothing else, whichever byte it is.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on may stop here"
)]

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Decimal128Array, DictionaryArray, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{Field, Fields};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;
use treue_columnar::{Columns, NoPurchases, ParquetPurchases};
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::columns::Batch;

const PROGRAMME: &str = r#"
programme "P" { currency CHF timezone "Europe/Zurich" unit points }
lines food = all lines where category "food"
earn base { 1 point per full 1.00 CHF of food }
earn app {
  when channel is "app"
  5 points
}
"#;
const STRICT: Columns = Columns { lenient: false, all: false };

fn structs(columns: Vec<(&str, ArrayRef)>) -> StructArray {
    let fields: Fields =
        columns.iter().map(|(name, c)| Field::new(*name, c.data_type().clone(), false)).collect();
    StructArray::new(fields, columns.into_iter().map(|(_, c)| c).collect(), None)
}

/// Eight purchases of a line each, with three channels and three categories in dictionaries; nothing is compressed.
fn file() -> Vec<u8> {
    let texts = |texts: [&str; 8]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
    let coded = |texts: [&str; 8]| -> ArrayRef {
        Arc::new(texts.into_iter().map(Some).collect::<DictionaryArray<Int32Type>>())
    };
    let amounts =
        Decimal128Array::from_iter_values((0..8).map(|n| 1_000 + n)).with_precision_and_scale(12, 2);
    let lines = structs(vec![
        ("category", coded(["food", "wine", "toys", "food", "food", "wine", "toys", "food"])),
        ("amount", Arc::new(amounts.unwrap())),
    ]);
    let element = Arc::new(Field::new("element", lines.data_type().clone(), false));
    let lists = ListArray::new(element, OffsetBuffer::from_lengths([1; 8]), Arc::new(lines), None);
    let rows = RecordBatch::from(structs(vec![
        ("event", texts(["purchase"; 8])),
        ("id", texts(["a", "b", "c", "d", "e", "f", "g", "h"])),
        ("member", texts(["m-1"; 8])),
        ("at", texts(["2026-09-08T10:15:00Z"; 8])),
        ("channel", coded(["app", "web", "store", "app", "web", "store", "app", "web"])),
        ("lines", Arc::new(lists)),
    ]));
    let plain = WriterProperties::builder().set_compression(Compression::UNCOMPRESSED).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), rows.schema(), Some(plain)).unwrap();
    writer.write(&rows).unwrap();
    writer.into_inner().unwrap()
}

/// What comes out of a file: how many purchases that fit together, or why none.
fn read(programme: &Arc<Programme>, bytes: Vec<u8>) -> Result<usize, NoPurchases> {
    let mut file = ParquetPurchases::open(bytes::Bytes::from(bytes), programme, STRICT, true)?;
    let mut count = 0;
    while let Some(purchases) = file.next_purchases()? {
        count += Batch::new(programme, purchases.columns()).map_or(0, |batch| batch.len());
    }
    Ok(count)
}

#[test]
fn whichever_byte_is_damaged_it_is_purchases_or_words() {
    let checked = pipeline::check(&Sources::single("p.treue", PROGRAMME));
    let programme = Arc::new(checked.programme.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics)));
    let whole = file();
    assert_eq!(read(&programme, whole.clone()), Ok(8));
    let (mut fine, mut events, mut cut, mut damaged) = (0, 0, 0, Vec::new());
    // The library panics on some of them, which is caught; nobody is to read that.
    treue_runtime::guard::hush();
    for at in 0..whole.len() {
        for change in [0xff, 0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            match read(&programme, bytes) {
                Ok(_) => fine += 1,
                Err(NoPurchases::OnlyEvents) => events += 1,
                Err(NoPurchases::Damaged(words)) => damaged.push(words),
            }
        }
        // And cut there.
        cut += usize::from(read(&programme, whole[..at].to_vec()).is_err());
    }
    assert_eq!(cut, whole.len());
    println!("{fine} read, {events} as events, {} damaged", damaged.len());
    assert!(damaged.iter().all(|words| !words.is_empty() && !words.contains("panicked")));
    assert!(damaged.len() > whole.len() / 4, "{} of {}", damaged.len(), whole.len() * 3);
    // A code that its dictionary does not have.
    assert!(
        damaged.iter().any(|words| words.contains("ictionary") || words.contains("ndex")),
        "{damaged:#?}"
    );
}
