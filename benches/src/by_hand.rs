//! The nine rules as a programmer would write them over the same events, for comparison. No limits over time, no
//! lots, no decisions: points alone.

use std::collections::HashSet;
use treue_runtime::event::{Event, Line, Purchase};

const EXCLUDED: [&str; 3] = ["c1", "c2", "c3"];
const BRANDS: [&str; 3] = ["b5", "b11", "b17"];
const VARIETY: [&str; 8] = ["c10", "c11", "c12", "c13", "c14", "c15", "c16", "c17"];
const STORES: [&str; 10] = ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10"];

/// Points of one receipt.
#[must_use]
pub fn points(event: &Event) -> i64 {
    let Some(receipt) = event.purchase() else { return 0 };
    let eligible: i64 = receipt.lines.iter().filter(|l| !category_in(l, &EXCLUDED)).map(|l| l.amount).sum();
    let base = eligible.max(0) / 100;
    base + bonus(event, receipt, eligible, base).min(500)
}

fn bonus(event: &Event, receipt: &Purchase, eligible: i64, base: i64) -> i64 {
    let mut bonus: i64 = receipt
        .lines
        .iter()
        .filter(|l| l.category.as_deref() == Some("c4"))
        .map(|l| 4 * (l.amount / 100))
        .sum();
    let items: i64 = receipt
        .lines
        .iter()
        .filter(|l| l.brand.as_deref().is_some_and(|b| BRANDS.contains(&b)))
        .map(|l| l.quantity)
        .sum();
    bonus += 20 * items / 1_000;
    if event.local.weekday.0 >= 5 {
        bonus += base;
    }
    if (17 * 60..19 * 60).contains(&event.local.minute.0) {
        bonus += base / 10;
    }
    if eligible >= 7_500 {
        bonus += 50;
    }
    let different: HashSet<&str> = receipt
        .lines
        .iter()
        .filter(|l| category_in(l, &VARIETY))
        .filter_map(|l| l.category.as_deref())
        .collect();
    if different.len() >= 3 {
        bonus += 100;
    }
    if receipt.store.as_deref().is_some_and(|s| STORES.contains(&s)) {
        bonus += 15;
    }
    if receipt.channel.as_deref() == Some("app") {
        bonus += 25;
    }
    bonus
}

fn category_in(line: &Line, names: &[&str]) -> bool {
    line.category.as_deref().is_some_and(|c| names.contains(&c))
}
