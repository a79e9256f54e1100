//! Writes synthetic receipts for other engines, and what the nine rules come to on them: `export DIRECTORY RECEIPTS`. Also times the
//! loop by hand over them, so that ratios are of one run.

use cpu_time::ThreadTime;
use std::fmt::Write;
use std::path::Path;
use treue_benches::synth::{self, CHANNELS, Synth};
use treue_benches::{rows, w1};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().expect("a directory");
    let receipts = arguments.next().and_then(|n| n.parse().ok()).expect("how many receipts");
    let synth = Synth::new(receipts, 42);
    let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
    let tables = w1::Tables::new(&w1::Parameters::of_programme(), sizes.0, sizes.1, sizes.2);
    let mut points = w1::room(receipts);
    let mut best = f64::MAX;
    for _ in 0..15 {
        let start = ThreadTime::now();
        w1::by_hand(&synth, &tables, &mut points);
        best = best.min(start.elapsed().as_nanos() as f64 / receipts as f64);
    }
    let w1::Check(all, bonus, by_place) = points.check();
    let facts = format!(
        "{{\"receipts\": {receipts}, \"by_hand\": {best:.2}, \"check\": [{all}, {bonus}, {by_place}]}}\n"
    );
    write(&directory, "facts.json", &facts);
    let mut heads = String::from("receipt_id,member_id,store,channel,ts\n");
    let mut lines = String::from("receipt_id,category,brand,qty,amount\n");
    let mut json = String::new();
    for receipt in 0..receipts {
        let (store, channel) = (synth.store[receipt], CHANNELS[synth.channel[receipt] as usize]);
        let _ =
            writeln!(heads, "{receipt},{},s{store},{channel},{}", synth.member[receipt], synth.at[receipt]);
        for line in synth.offsets[receipt] as usize..synth.offsets[receipt + 1] as usize {
            let (category, brand) = (synth.category[line], synth.brand[line]);
            let _ = writeln!(
                lines,
                "{receipt},c{category},b{brand},{},{}",
                synth.quantity[line], synth.amount[line]
            );
        }
        rows::write_json(&synth, receipt, &mut json);
    }
    write(&directory, "heads.csv", &heads);
    write(&directory, "lines.csv", &lines);
    write(&directory, "receipts.ndjson", &json);
    print!("{facts}");
}

fn write(directory: &str, name: &str, text: &str) {
    std::fs::write(Path::new(directory).join(name), text).expect("the directory can be written");
}
