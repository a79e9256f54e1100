//! Times the nine rules over a million receipts in memory: by hand and by Treue, alternately; least of many passes.

use std::hint::black_box;
use std::time::Instant;
use treue_benches::synth::{self, Synth};
use treue_benches::w1::{Parameters, Tables, by_hand, room};

fn main() {
    let receipts = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let synth = Synth::new(receipts, 42);
    let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
    let tables = Tables::new(&Parameters::of_programme(), sizes.0, sizes.1, sizes.2);
    let mut points = room(receipts);
    let mut best = f64::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        by_hand(black_box(&synth), &tables, &mut points);
        best = best.min(start.elapsed().as_nanos() as f64 / receipts as f64);
    }
    println!("lines a receipt {:.2}", synth.sku.len() as f64 / receipts as f64);
    println!("by hand {best:.1} ns a receipt, {:?}", points.check());
}
