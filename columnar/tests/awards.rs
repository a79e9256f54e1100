//! Awards as columns: every reader of Parquet sees an instant as one, and the rows that are held do not grow with the rules.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on may stop here")]

use bytes::Bytes;
use parquet::basic::LogicalType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use treue_columnar::{AwardRow, AwardWriter};
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;

/// So many rules, each for a category of its own.
fn programme(rules: usize) -> Programme {
    let rule = |n| format!("earn r{n} {{ 1 point per item of all lines where category \"c{n}\" }}\n");
    let head = "programme \"P\" { currency CHF timezone \"UTC\" unit points { decimals 2 } }\n".to_owned();
    let text = head + &(0..rules).map(rule).collect::<String>();
    pipeline::check(&Sources::single("p.treue", text)).programme.unwrap()
}

fn written(programme: &Programme, rows: i64) -> SerializedFileReader<Bytes> {
    let mut writer = AwardWriter::new(Vec::new(), programme).unwrap();
    for number in 0..rows {
        let points = vec![(0, 125), (usize::try_from(number).unwrap() % programme.rules.len(), 75)];
        writer
            .row(&AwardRow {
                event: format!("r-{number}"),
                member: "m".to_owned(),
                at: 1_788_855_300 + number,
                refused: None,
                repeated: false,
                points,
            })
            .unwrap();
    }
    SerializedFileReader::new(Bytes::from(writer.finish().unwrap())).unwrap()
}

#[test]
fn an_instant_is_an_instant() {
    let file = written(&programme(2), 3);
    let column = file.metadata().file_metadata().schema_descr().column(2);
    assert!(matches!(column.logical_type_ref(), Some(LogicalType::Timestamp(t)) if t.is_adjusted_to_u_t_c));
    let row = file.get_row_iter(None).unwrap().nth(1).unwrap().unwrap();
    assert_eq!(row.get_timestamp_millis(2).unwrap(), 1_788_855_301_000);
}

/// More rules than rows are held for, so that each row is written as it comes: nothing is lost or doubled.
#[test]
fn few_rows_are_held_for_many_rules() {
    let programme = programme(9_000);
    let file = written(&programme, 700);
    assert_eq!(file.metadata().file_metadata().num_rows(), 700);
    let rows = file.get_row_iter(None).unwrap().map(Result::unwrap);
    // 1.25 and 0.75 of the first rule for the first event, 1.25 of it for each other one.
    let first: Vec<String> =
        rows.map(|row| row.get_decimal(5).unwrap().data().iter().map(|b| b.to_string()).collect()).collect();
    assert_eq!(first.len(), 700);
    assert!(first.iter().skip(1).all(|one| *one == first[1] && *one != first[0]));
}
