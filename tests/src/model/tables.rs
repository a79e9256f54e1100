//! Tables of values: the few data files that programmes may name, made of the texts that receipts are made of.

use super::pools::{BRANDS, CATEGORIES, CHANNELS, CHOICES, NAMES, SKUS, STORES, TEXTS, ZONES};
use std::fmt::Write as _;

/// A declared table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name; the file's, with `.csv` behind it.
    pub name: String,
    /// What rows are found by.
    pub keys: Vec<String>,
    /// A date field that decides.
    pub at: Option<String>,
}

/// Names of all tables, what their rows are found by, and whether that is of lines.
pub const TABLES: &[(&str, &[&str], bool)] = &[
    ("rate_of_goods", &["category", "brand"], true),
    ("rate_of_stores", &["store", "channel"], false),
    ("rate_of_all", &["category", "sku", "name"], true),
];

/// The text of a data file.
#[must_use]
pub fn data(named: &str) -> Option<String> {
    if let Some(place) = named.strip_prefix("zones_").and_then(|n| n.strip_suffix(".csv")) {
        return Some(zones(place));
    }
    let text = match named {
        "rate_of_goods.csv" => {
            let mut out = "category,brand,from,to,rate_of_goods\n".to_owned();
            for (i, category) in CATEGORIES.iter().enumerate() {
                for (j, brand) in BRANDS.iter().enumerate().filter(|(j, _)| (i + j) % 4 != 0) {
                    let (category, brand) = (quoted(category), quoted(brand));
                    let _ = writeln!(out, "{category},{brand},,2026-03-28,{}.{}", (i + j) % 3, i % 10);
                    let _ = writeln!(out, "{category},{brand},2026-03-29,2026-10-24,{}%", 10 * (i + 3 * j));
                }
            }
            out
        }
        "rate_of_stores.csv" => {
            let mut out = "channel,store,rate_of_stores\n".to_owned();
            for (i, store) in STORES.iter().enumerate() {
                for (j, channel) in CHANNELS.iter().enumerate().filter(|(j, _)| (i + j) % 3 != 0) {
                    let _ = writeln!(out, "{channel}, {store} ,{}.25", i + j);
                }
            }
            out
        }
        "rate_of_all.csv" => {
            let mut out = "rate_of_all,name,sku,category,from,to\n".to_owned();
            for (i, name) in NAMES.iter().enumerate() {
                for (j, sku) in SKUS.iter().enumerate() {
                    for (k, category) in CATEGORIES.iter().enumerate() {
                        let from = if k % 2 == 0 { "2026-01-01" } else { "" };
                        let _ = writeln!(
                            out,
                            "-{}.5,{},{sku},{},{from},",
                            (i + j + k) % 2,
                            quoted(name),
                            quoted(category)
                        );
                    }
                }
            }
            out
        }
        _ => return None,
    };
    Some(text)
}

/// Zones of most stores, and of most of what text fields hold.
fn zones(column: &str) -> String {
    let mut out = format!("zone,{column}\n");
    let places = STORES.iter().chain(TEXTS).chain(CHOICES).enumerate();
    for (i, place) in places.filter(|(i, place)| i % 4 != 3 && !place.is_empty()) {
        let _ = writeln!(out, "{},{place}", ZONES[(i * 2 + 2) % ZONES.len()]);
    }
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
