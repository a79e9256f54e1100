//! `score` from Parquet: the same as from lines of JSON, whichever way the programme takes; damaged and odd files are refused in words.

use crate::Folder;
use crate::files::{Column, columns, lengths, ndjson, parquet, receipts, table};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, StringArray};
use std::sync::Arc;

const HEAD: &str = "programme \"P\" { currency CHF timezone \"Europe/Zurich\" unit points }
lines food = all lines where category \"food\"
earn base { 1 point per full 1.00 CHF of all lines }
earn fresh { 3 points per item of food }
earn app {
  when channel is \"app\"
  10% of base
}
";

/// Purchases are scored apart; receipts need the past of their members; a limit for everyone needs events.
const PROGRAMMES: [(&str, &str); 3] = [
    ("apart", ""),
    ("past", "expire points { 2 months after earning }\n"),
    ("events", "earn few {\n  5 points\n  at most 300 points per month for everyone\n}\n"),
];

#[test]
fn parquet_comes_to_what_lines_of_json_come_to() {
    let receipts = receipts(1_500, 40, 3);
    for (name, more) in PROGRAMMES {
        let folder = Folder::new();
        folder.write("p.treue", format!("{HEAD}{more}"));
        folder.write("events.ndjson", ndjson(&receipts));
        folder.write("events.parquet", parquet(&receipts));
        let mut left = Vec::new();
        for file in ["events.ndjson", "events.parquet"] {
            for engine in ["reference", "native", "both"] {
                let arguments = ["score", "p.treue", file, "--engine", engine, "--out", "awards.parquet"];
                let ran = folder.run(&arguments).ends(0).says("1,500 receipts");
                let summary = ran.out.split("\n\n  read in").next().unwrap().to_owned();
                left.push((summary, std::fs::read(folder.path("awards.parquet")).unwrap()));
            }
        }
        assert!(left.iter().all(|one| *one == left[0]), "{name}");
    }
}

fn without(columns: &[Column], name: &str) -> Vec<Column> {
    columns.iter().filter(|(n, _)| *n != name).cloned().collect()
}

fn with(columns: &[Column], name: &'static str, column: ArrayRef) -> Vec<Column> {
    columns.iter().map(|(n, old)| (*n, if *n == name { column.clone() } else { old.clone() })).collect()
}

/// Each file is refused with words about what is wrong, by both engines and without a result.
#[test]
fn bad_files_are_refused_in_words() {
    let receipts = receipts(20, 4, 3);
    let (heads, lines) = columns(&receipts);
    let lengths = lengths(&receipts);
    let count: usize = lengths.iter().sum();
    let of = |heads: Vec<Column>, lines: Vec<Column>| table((heads, lines), &lengths);
    let whole = parquet(&receipts);
    let texts = |text: &'static str| -> ArrayRef { Arc::new(StringArray::from(vec![text; count])) };
    let kinds: DictionaryArray<Int32Type> = vec![Some("sale"); 20].into_iter().collect();
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("Parquet", whole[..whole.len() / 2].to_vec()),
        ("Parquet", whole[..whole.len() - 5].to_vec()),
        ("Parquet", b"PAR1".to_vec()),
        ("lines", of(heads.clone(), Vec::new())),
        ("amount", of(heads.clone(), without(&lines, "amount"))),
        ("id", of(without(&heads, "id"), lines.clone())),
        ("event", of(without(&heads, "event"), lines.clone())),
        ("at", of(without(&heads, "at"), lines.clone())),
        ("at", of(with(&heads, "at", Arc::new(BooleanArray::from(vec![true; 20]))), lines.clone())),
        ("amount", of(heads.clone(), with(&lines, "amount", texts("a lot")))),
        ("amount", of(heads.clone(), with(&lines, "amount", Arc::new(Float64Array::from(vec![0.1; count]))))),
        ("quantity", of(heads.clone(), with(&lines, "quantity", texts("two")))),
        ("channel", of(with(&heads, "channel", Arc::new(Int32Array::from(vec![7; 20]))), lines.clone())),
        ("sale", of(with(&heads, "event", Arc::new(kinds)), lines.clone())),
        ("colour", of([heads.clone(), vec![("colour", heads[1].1.clone())]].concat(), lines.clone())),
    ];
    for (_, more) in PROGRAMMES {
        let folder = Folder::new();
        folder.write("p.treue", format!("{HEAD}{more}"));
        for (number, (word, bytes)) in bad.iter().enumerate() {
            folder.write("events.parquet", bytes);
            for engine in ["native", "reference"] {
                let ran = folder.run(&["score", "p.treue", "events.parquet", "--engine", engine]);
                assert!(
                    ran.err.contains(word),
                    "{number}, {engine}: {word:?} is not in\n{}{}",
                    ran.out,
                    ran.err
                );
                assert_eq!(ran.ends(2).out, "", "{number}, {engine}");
            }
        }
    }
}

/// The library that reads these files panics on some that are damaged; that is an error like any other, and nobody reads of it.
#[test]
fn whichever_byte_is_damaged_no_panic_is_told() {
    let whole = parquet(&receipts(5, 2, 3));
    let folder = Folder::new();
    folder.write("p.treue", format!("{HEAD}{}", PROGRAMMES[0].1));
    let mut given_up = 0;
    // Pages stand first.
    for at in (0..whole.len().min(500)).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        folder.write("events.parquet", bytes);
        let said = folder.run(&["score", "p.treue", "events.parquet"]).err;
        assert!(!said.contains("panicked"), "byte {at}:\n{said}");
        given_up += usize::from(said.contains("the file is damaged"));
    }
    assert!(given_up > 0);
}
