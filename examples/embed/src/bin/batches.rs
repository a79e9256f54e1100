//! A host with many receipts at once: Arrow columns go to machine code as they stand. First what each receipt gives, with nobody
//! looking at members; then the same receipts booked, by two threads with some of the members each.
//!
//! `cargo run -p treue-embed --bin batches`

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Decimal128Array, DictionaryArray, ListArray, RecordBatch, StringArray, StructArray,
    TimestampSecondArray,
};
use arrow_buffer::OffsetBuffer;
use std::error::Error;
use std::sync::Arc;
use std::thread;
use treue_columnar::{Dictionaries, Purchases, awards};
use treue_lang::source::Sources;
use treue_runtime::columns::{Chosen, Totals};
use treue_runtime::host::{Book, Engine, HostError, Ledger, Options};
use treue_runtime::state::part_of;

/// What is not remembered need not be kept: members stand in flat records.
const PROGRAMME: &str = r#"
programme "Corner" { currency CHF  timezone "Europe/Zurich"  unit points  remember nothing }
track spend = all lines per calendar year
earn base { 1 point per full 1.00 CHF of all lines }
earn produce { 4 points per full 1.00 CHF of lines where category "produce" }
tiers main by spend {
  basic
  silver from 15.00 CHF { 50% of base }
  follows at once
}
"#;

/// Two threads.
const PARTS: usize = 2;

fn coded(texts: &[&str]) -> ArrayRef {
    Arc::new(texts.iter().map(|text| Some(*text)).collect::<DictionaryArray<Int32Type>>())
}

/// Three receipts with five lines.
fn table() -> Result<RecordBatch, Box<dyn Error>> {
    let amounts = Decimal128Array::from(vec![320, 410, 1_290, 505, 1_080]).with_precision_and_scale(12, 2)?;
    let lines = StructArray::try_from(vec![
        ("category", coded(&["produce", "bakery", "produce", "dairy", "bakery"])),
        ("amount", Arc::new(amounts) as ArrayRef),
    ])?;
    let line =
        Arc::new(arrow_schema::Field::new("element", arrow_array::Array::data_type(&lines).clone(), false));
    let lines = ListArray::new(line, OffsetBuffer::from_lengths([2, 2, 1]), Arc::new(lines), None);
    // 2026-09-08T08:15:00Z and a minute later each.
    let at =
        TimestampSecondArray::from(vec![1_788_855_300, 1_788_855_360, 1_788_855_420]).with_timezone("UTC");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("event", coded(&["purchase"; 3])),
        ("id", Arc::new(StringArray::from(vec!["r-1", "r-2", "r-3"]))),
        ("member", coded(&["anna", "beat", "beat"])),
        ("at", Arc::new(at)),
        ("lines", Arc::new(lines)),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

/// Books the receipts of one part of the members; gives the points of each receipt, by position.
fn book(
    engine: &Engine,
    purchases: &Purchases,
    (part, ledger): (usize, &mut Ledger),
) -> Result<Vec<(usize, i64)>, HostError> {
    let members = (0..).map_while(|row| Some((row, purchases.name(row)?.1?.to_owned())));
    let own: Vec<(usize, String)> = members.filter(|(_, member)| part_of(member, PARTS) == part).collect();
    let rows: Vec<usize> = own.iter().map(|(row, _)| *row).collect();
    let chosen = Chosen::new(&purchases.columns(), own);
    let mut totals = Totals::default();
    ledger.book(&engine.batch(chosen.columns())?, false, &mut totals).map_err(HostError::Columns)?;
    Ok(rows.into_iter().zip(totals.units.into_iter().next().unwrap_or_default()).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let engine = Engine::load(&Sources::single("corner.treue", PROGRAMME), Options::default())?;
    // Other events, and whatever is not plain, are read as events: the host `columns` shows that.
    let mut dictionaries = Dictionaries::default();
    let purchases = Purchases::new(&table()?, engine.programme(), &mut dictionaries);
    let purchases = purchases.ok_or("these are not purchases alone")?;

    let (mut tally, mut totals) = (engine.tally(), Totals::default());
    tally.score(&engine.batch(purchases.columns())?, true, &mut totals)?;
    println!("{:?}", totals.units);
    // A column a rule.
    println!("{:?}", awards(engine.programme(), &totals)?);

    let mut ledgers = Book::new(&engine).into_ledgers(&engine, PARTS)?;
    let booked: Vec<Result<Vec<(usize, i64)>, HostError>> = thread::scope(|scope| {
        let work = ledgers.iter_mut().enumerate().map(|part| scope.spawn(|| book(&engine, &purchases, part)));
        let threads: Vec<_> = work.collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let mut all = booked.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    all.sort_unstable();
    println!("booked {all:?}");
    // The members as ever: to be saved, or for single events.
    let members = Book::from_ledgers(&engine, ledgers)?;
    println!("{} members in {} bytes", members.members().len(), members.save(&engine)?.len());
    Ok(())
}
