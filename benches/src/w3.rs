//! So many campaigns, each for one brand and category in one month: as a programme, and over an index that a careful programmer would
//! write for them: a bit for each brand of the month, then an open hash table.

use crate::numbers::Numbers;
use crate::synth::Synth;
use std::fmt::Write;
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::{Day, Month};

/// So many rules stand in one file of a programme, whose size is limited.
const RULES_A_FILE: usize = 5_000;

/// A campaign: so many points an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// Brand.
    pub brand: u32,
    /// Category.
    pub category: u32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Points an item.
    pub points: i32,
}

/// So many campaigns for pairs of brand and category of random lines, so that popular pairs come often, and some twice.
///
/// # Panics
/// If there are no lines.
#[must_use]
pub fn campaigns(synth: &Synth, rules: usize, seed: u64) -> Vec<Campaign> {
    let mut numbers = Numbers(seed);
    let one = |_| {
        let line = numbers.below(synth.sku.len() as u64) as usize;
        Campaign {
            brand: synth.brand[line],
            category: synth.category[line],
            month: numbers.below(12) as u32 + 1,
            points: numbers.below(20) as i32 + 1,
        }
    };
    (0..rules).map(one).collect()
}

/// The programme.
#[must_use]
pub fn sources(campaigns: &[Campaign]) -> Sources {
    let mut files = Vec::new();
    for (part, some) in campaigns.chunks(RULES_A_FILE).enumerate() {
        let mut text = String::new();
        if part == 0 {
            text.push_str(
                "programme \"Campaigns\" { currency USD  timezone \"UTC\"  unit points  remember nothing }\n",
            );
        }
        for (i, c) in some.iter().enumerate() {
            let (number, month) = (part * RULES_A_FILE + i, Month::NAMES[c.month as usize - 1]);
            let _ = writeln!(
                text,
                "earn campaign_{number} {{ in {month}  {} points per item of all lines where brand \"b{}\" and category \"c{}\" }}",
                c.points, c.brand, c.category
            );
        }
        files.push(SourceFile { name: format!("campaigns-{part}.treue"), text });
    }
    Sources::new(files)
}

/// So many rules of five forms in turn: for a brand, a category in a month, a store, some days, a brand and a category. The first
/// `concerning` of them are for what receipts have, all others for what none has.
///
/// # Panics
/// If there are no lines.
#[must_use]
pub fn mixed(synth: &Synth, rules: usize, concerning: usize, seed: u64) -> Sources {
    let mut numbers = Numbers(seed);
    let mut rule = |number: usize| {
        let line = numbers.below(synth.sku.len() as u64) as usize;
        let (brand, category, points) = (synth.brand[line], synth.category[line], numbers.below(20) + 1);
        let (month, day) = (numbers.below(12), numbers.below(20) + 1);
        let (other, year) = if number < concerning { ("", 2025) } else { ("other", 2031) };
        let body = match number % 5 {
            0 => format!("{points} points per item of all lines where brand \"{other}b{brand}\""),
            1 => format!(
                "in {}  {points} points per full 1.00 USD of all lines where category \"{other}c{category}\"",
                Month::NAMES[month as usize]
            ),
            2 => format!("when store is \"{other}s{}\"\n  {points} points", numbers.below(300)),
            3 => format!(
                "from {year}-{:02}-{day:02} to {year}-{0:02}-{:02}\n  {points} points per full 10.00 USD of all lines",
                month + 1,
                day + 6
            ),
            _ => format!(
                "{points} points per item of all lines where brand \"{other}b{brand}\" and category \"c{category}\""
            ),
        };
        format!("earn rule_{number} {{ {body} }}\n")
    };
    let texts: Vec<String> = (0..rules).map(&mut rule).collect();
    let file = |(part, some): (usize, &[String])| {
        let head = "programme \"Mixed\" { currency USD  timezone \"UTC\"  unit points  remember nothing }\n";
        let text = if part == 0 { head.to_owned() + &some.concat() } else { some.concat() };
        SourceFile { name: format!("mixed-{part}.treue"), text }
    };
    Sources::new(texts.chunks(RULES_A_FILE).enumerate().map(file).collect())
}

/// Points by month, brand and category, in an open hash table behind a bit for each brand of a month.
#[derive(Clone, Debug)]
pub struct Index {
    brands: Vec<u16>,
    /// Key, and points an item; key 0 is free.
    cells: Vec<(u32, i32)>,
    mask: u32,
}

fn key(month: u32, brand: u32, category: u32) -> u32 {
    (brand << 14) | (category << 4) | month
}

fn hash(key: u32) -> u32 {
    key.wrapping_mul(0x9E37_79B1) >> 7
}

impl Index {
    /// For so many brands; their codes have 18 bits, those of categories 10.
    #[must_use]
    pub fn new(campaigns: &[Campaign], brands: u32) -> Index {
        let cells = (campaigns.len() * 4).next_power_of_two().max(16);
        let mut index =
            Index { brands: vec![0; brands as usize], cells: vec![(0, 0); cells], mask: cells as u32 - 1 };
        for c in campaigns {
            index.brands[c.brand as usize] |= 1 << c.month;
            let cell = index.place(key(c.month, c.brand, c.category));
            let (found, points) = &mut index.cells[cell];
            *found = key(c.month, c.brand, c.category);
            *points += c.points;
        }
        index
    }

    /// Where a key stands, or could stand.
    fn place(&self, key: u32) -> usize {
        let mut at = hash(key) & self.mask;
        while self.cells[at as usize].0 != key && self.cells[at as usize].0 != 0 {
            at = (at + 1) & self.mask;
        }
        at as usize
    }
}

/// The months of receipts, 1 to 12: made once, as a date column is.
#[must_use]
pub fn months(synth: &Synth) -> Vec<u32> {
    let day = |at: &i64| Day(i32::try_from(at.div_euclid(86_400)).unwrap_or(0));
    synth.at.iter().map(|at| u32::from(day(at).month().0)).collect()
}

/// The loop: points of each receipt.
pub fn by_hand(synth: &Synth, months: &[u32], index: &Index, points: &mut [i32]) {
    for (receipt, (month, points)) in months.iter().zip(points).enumerate() {
        let lines = synth.offsets[receipt] as usize..synth.offsets[receipt + 1] as usize;
        let mut sum = 0;
        let columns =
            synth.brand[lines.clone()].iter().zip(&synth.category[lines.clone()]).zip(&synth.quantity[lines]);
        for ((brand, category), quantity) in columns {
            if index.brands[*brand as usize] & (1 << month) != 0 {
                let cell = index.place(key(*month, *brand, *category));
                sum += index.cells[cell].1 * quantity;
            }
        }
        *points = sum;
    }
}

/// Two numbers that tell answers apart: the sum, and the sum by position.
pub fn check(points: impl IntoIterator<Item = i64>) -> (i64, i64) {
    (0i64..).zip(points).fold((0, 0), |(sum, weighted), (i, p)| (sum + p, weighted + p * (i % 65_521 + 1)))
}
