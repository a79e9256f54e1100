//! A year of real receipts: the base points of W1 over the Complete Journey come to the published sum, by both engines' ways in.
//! Needs the data (`examples/complete-journey/fetch.sh`), so it is run when asked for: `cargo test -p treue-tests --test journey -- --ignored`.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use treue_lang::source::Sources;
use treue_runtime::columns::{Batch, Totals};
use treue_runtime::event::shaped::Shaped;
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::batch::Tally;

/// R1 of W1: a point for every full dollar, tobacco left out.
const BASE: &str = r#"
programme "Base" { currency USD  timezone "America/New_York"  unit points  measure gallon  remember nothing }
earn base { 1 point per full 1.00 USD of all lines except category "tobacco" }
"#;

fn data() -> Vec<u8> {
    let folder = std::env::var_os("TREUE_JOURNEY").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/complete-journey/data"),
        PathBuf::from,
    );
    std::fs::read(folder.join("events.ndjson")).expect("examples/complete-journey/fetch.sh has made the data")
}

#[test]
#[ignore = "needs the data, which a script fetches"]
fn base_points_come_to_the_published_sum() {
    let sources = Sources::single("base.treue", BASE);
    let checked = treue_lang::pipeline::check(&sources);
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    let programme = Arc::new(checked.programme.unwrap_or_else(|| panic!("{}", said.join("\n"))));
    let data = data();
    let mut shaped = Shaped::new(&programme, ReadOptions::default());
    let mut tally = Tally::new(Arc::clone(&programme));
    let mut totals = Totals::default();
    let (mut from, mut receipts, mut points) = (0, 0, 0);
    while from < data.len() {
        let piece = &data[from..data.len().min(from + (4 << 20))];
        from += shaped.read(piece, |line, other| panic!("line {line}: {other:?}"));
        let batch = Batch::new(&programme, shaped.columns()).unwrap();
        tally.score(&batch, false, &mut totals).unwrap();
        receipts += batch.len();
        points += totals.units[0].iter().sum::<i64>();
        shaped.clear();
    }
    assert_eq!(receipts, 155_848);
    // The published check of W1 is 16,370,873 points, of which 11,907,379 are bonus.
    assert_eq!(points, 16_370_873 - 11_907_379);
    assert_eq!(tally.scored(), (155_848, 0), "kernels score all of them");
    let (followed, others) = shaped.followed();
    assert!(others * 20 < followed, "{followed} lines followed a shape, {others} did not");
}

#[test]
#[ignore = "needs the data, which a script fetches"]
fn as_many_members_as_published() {
    let sources = Sources::single("base.treue", BASE);
    let programme = treue_lang::pipeline::check(&sources).programme.unwrap();
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let data = data();
    let lines = data.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    let members: HashSet<String> = lines.filter_map(|line| reader.event(line).unwrap().member).collect();
    assert_eq!(members.len(), 2_469);
}
