//! What the benchmarks work on: a programme, seeded receipts, and the same rules written by hand.

pub mod by_hand;
pub mod drive;
pub mod numbers;
pub mod receipts;
pub mod rows;
pub mod synth;
pub mod w1;
pub mod w2;
pub mod w3;

use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;

/// Nine rules over fresh goods, brands, weekends, hours, baskets, stores and channels, under one limit.
pub const NINE_RULES: &str = include_str!("../programmes/nine-rules.treue");

/// Checks a programme that is known to be right.
///
/// # Panics
/// With the diagnostics, if it is not.
#[must_use]
pub fn programme(text: &str) -> Arc<Programme> {
    checked(&Sources::single("bench.treue", text))
}

/// The same of several files.
///
/// # Panics
/// As [`programme`].
#[must_use]
pub fn checked(sources: &Sources) -> Arc<Programme> {
    let checked = treue_lang::pipeline::check(sources);
    let complaints: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(sources)).collect();
    Arc::new(checked.programme.unwrap_or_else(|| panic!("{}", complaints.join("\n"))))
}

/// A programme of so many campaign rules, each for one category, brand and month.
#[must_use]
pub fn campaigns(rules: usize) -> String {
    let mut text = String::from(
        "programme \"Campaigns\" { currency CHF timezone \"Europe/Zurich\" unit points }\nlines all_goods = all lines\n",
    );
    for i in 0..rules {
        let month = i % 12 + 1;
        text.push_str(&format!(
            "lines goods_{i} = all lines where category \"c{}\" and brand \"b{}\"\n\
             earn campaign_{i} from 2025-{month:02}-01 to 2025-{month:02}-28 {{ {} points per item of goods_{i} }}\n",
            i % 60,
            i % 500,
            i % 20 + 1,
        ));
    }
    text
}
