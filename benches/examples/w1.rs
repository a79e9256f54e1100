//! Times the nine rules over receipts in memory: by hand and by Treue, alternately; least of many passes.

use std::hint::black_box;
use std::time::Instant;
use treue_benches::synth::{self, Synth};
use treue_benches::w1::{self, Check, Parameters, Tables};
use treue_runtime::columns::{Batch, Totals};
use treue_runtime::native::batch::Tally;

const PASSES: usize = 15;

fn main() {
    let receipts = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let synth = Synth::new(receipts, 42);
    let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
    let tables = Tables::new(&Parameters::of_programme(), sizes.0, sizes.1, sizes.2);
    let start = Instant::now();
    let programme = treue_benches::programme(w1::PROGRAMME);
    println!("checked in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let dictionaries = w1::Dictionaries::default();
    let start = Instant::now();
    let batch = Batch::new(&programme, w1::columns(&synth, &dictionaries)).expect("good columns");
    println!("columns checked in {:.1} ns a receipt", start.elapsed().as_nanos() as f64 / receipts as f64);
    let mut tally = Tally::new(programme);
    let (mut points, mut totals, mut awards) = (w1::room(receipts), Totals::default(), Totals::default());
    let few = Synth::new(10, 1);
    let few = Batch::new(batch.programme(), w1::columns(&few, &dictionaries)).expect("good columns");
    let start = Instant::now();
    tally.score(&few, false, &mut Totals::default()).expect("its own programme");
    println!("compiled in {:.2} ms (with ten receipts)", start.elapsed().as_secs_f64() * 1e3);
    let mut best = [f64::MAX; 3];
    let mut time = |which: usize, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        best[which] = best[which].min(start.elapsed().as_nanos() as f64 / receipts as f64);
    };
    for _ in 0..PASSES {
        time(0, &mut || w1::by_hand(black_box(&synth), &tables, &mut points));
        time(1, &mut || tally.score(black_box(&batch), false, &mut totals).expect("its own programme"));
        time(2, &mut || tally.score(black_box(&batch), true, &mut awards).expect("its own programme"));
    }
    let check = points.check();
    assert_eq!(w1::check_of(&awards), check, "awards");
    let Check(of_totals, _, by_place) = w1::check_of(&totals);
    assert_eq!((of_totals, by_place), (check.0, check.2), "totals");
    let [hand, totals, awards] = best;
    println!(
        "{:.2} lines a receipt, {check:?}, kernels {:?}",
        synth.sku.len() as f64 / receipts as f64,
        tally.scored()
    );
    println!("by hand {hand:.1} ns a receipt");
    println!("totals  {totals:.1} ns, {:.2}", totals / hand);
    println!("awards  {awards:.1} ns, {:.2}", awards / hand);
    if std::env::args().nth(2).is_some() {
        println!("{}", tally.clif());
    }
}
