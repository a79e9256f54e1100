//! Seeded receipts as columns: a year of a grocer with 300 stores, 100,000 members and 200,000 articles.

use crate::numbers::{Numbers, Weighted};
use treue_runtime::state::part_of;

/// How many there are of each.
pub const CATEGORIES: u32 = 60;
/// Brands.
pub const BRANDS: u32 = 500;
/// Stores.
pub const STORES: u32 = 300;
/// Members.
pub const MEMBERS: u32 = 100_000;
const ARTICLES: u32 = 200_000;
/// The channels by their codes.
pub const CHANNELS: [&str; 3] = ["store", "app", "web"];

/// 2025-01-01T00:00:00 as seconds since 1970.
pub const YEAR_STARTS: i64 = 1_735_689_600;
const DAYS: u32 = 365;

/// Receipts as columns, in order of time. Texts are codes: category 7 is `c7`, brand 7 `b7`, store 7 `s7`, member 7 `m7`, article
/// 7 `k7`, a channel its position in [`CHANNELS`].
#[derive(Clone, Debug, Default)]
pub struct Synth {
    /// Where the lines of each receipt start; one more at the end.
    pub offsets: Vec<u32>,
    /// Local time, seconds since 1970.
    pub at: Vec<i64>,
    /// Who bought.
    pub member: Vec<u32>,
    /// Where.
    pub store: Vec<u32>,
    /// How.
    pub channel: Vec<u32>,
    /// Of each line: the article.
    pub sku: Vec<u32>,
    /// Its category.
    pub category: Vec<u32>,
    /// Its brand.
    pub brand: Vec<u32>,
    /// Items.
    pub quantity: Vec<i32>,
    /// Cents paid for the line, after its discount.
    pub amount: Vec<i32>,
    /// Cents of discount.
    pub discount: Vec<i32>,
}

struct Article {
    category: u32,
    brand: u32,
    price: f64,
}

/// The texts of a dictionary whose code 7 is the letter and a 7.
#[must_use]
pub fn names(letter: char, count: u32) -> Vec<String> {
    (0..count).map(|code| format!("{letter}{code}")).collect()
}

impl Synth {
    /// So many receipts.
    #[must_use]
    pub fn new(receipts: usize, seed: u64) -> Synth {
        let mut numbers = Numbers(seed);
        let articles = articles(&mut numbers);
        let bought = Weighted::zipf(ARTICLES, 0.8);
        let (members, stores) = (Weighted::zipf(MEMBERS, 0.5), Weighted::zipf(STORES, 0.4));
        let channels = Weighted::new([0.70, 0.18, 0.12]);
        let mut synth = Synth { at: times(&mut numbers, receipts), offsets: vec![0], ..Synth::default() };
        for _ in 0..receipts {
            synth.member.push(members.draw(&mut numbers));
            synth.store.push(stores.draw(&mut numbers));
            synth.channel.push(channels.draw(&mut numbers));
            for _ in 0..lines(&mut numbers) {
                let sku = bought.draw(&mut numbers);
                synth.line(&mut numbers, sku, &articles[sku as usize]);
            }
            synth.offsets.push(u32::try_from(synth.sku.len()).expect("fewer than 2^32 lines"));
        }
        synth
    }

    fn line(&mut self, numbers: &mut Numbers, sku: u32, article: &Article) {
        let quantity = i32::try_from(1 + numbers.skewed(3)).unwrap_or(1);
        let full = (article.price * f64::from(quantity)).round() as i32;
        let discounted = numbers.below(100) < 15;
        let discount =
            if discounted { full * i32::try_from(5 + numbers.below(36)).unwrap_or(0) / 100 } else { 0 };
        self.sku.push(sku);
        self.category.push(article.category);
        self.brand.push(article.brand);
        self.quantity.push(quantity);
        self.amount.push(full - discount);
        self.discount.push(discount);
    }

    /// The receipts of the members of one of so many parts.
    #[must_use]
    pub fn part(&self, part: usize, parts: usize) -> Synth {
        let of: Vec<usize> = (0..MEMBERS).map(|member| part_of(&format!("m{member}"), parts)).collect();
        let mut synth = Synth { offsets: vec![0], ..Synth::default() };
        for receipt in (0..self.len()).filter(|receipt| of[self.member[*receipt] as usize] == part) {
            synth.at.push(self.at[receipt]);
            synth.member.push(self.member[receipt]);
            synth.store.push(self.store[receipt]);
            synth.channel.push(self.channel[receipt]);
            let lines = self.offsets[receipt] as usize..self.offsets[receipt + 1] as usize;
            synth.sku.extend(&self.sku[lines.clone()]);
            synth.category.extend(&self.category[lines.clone()]);
            synth.brand.extend(&self.brand[lines.clone()]);
            synth.quantity.extend(&self.quantity[lines.clone()]);
            synth.amount.extend(&self.amount[lines.clone()]);
            synth.discount.extend(&self.discount[lines]);
            synth.offsets.push(u32::try_from(synth.sku.len()).expect("fewer than 2^32 lines"));
        }
        synth
    }

    /// How many receipts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

/// Lines of a receipt: log-normal with deviation 0.8, 8 on average, 1 to 150.
fn lines(numbers: &mut Numbers) -> u32 {
    let middle = 8f64.ln() - 0.8 * 0.8 / 2.0;
    (middle + 0.8 * numbers.normal()).exp().round().clamp(1.0, 150.0) as u32
}

fn articles(numbers: &mut Numbers) -> Vec<Article> {
    let categories = Weighted::zipf(CATEGORIES, 0.6);
    let brands = Weighted::zipf(BRANDS, 0.7);
    let article = |_| Article {
        category: categories.draw(numbers),
        brand: brands.draw(numbers),
        price: (350f64.ln() + 0.7 * numbers.normal()).exp().clamp(20.0, 50_000.0),
    };
    (0..ARTICLES).map(article).collect()
}

/// Moments of a year, sorted: more on Fridays and Saturdays, and after work.
fn times(numbers: &mut Numbers, count: usize) -> Vec<i64> {
    // 2025-01-01 was a Wednesday.
    let weekdays = [0.9, 0.9, 0.95, 1.0, 1.3, 1.5, 0.6];
    let days = Weighted::new((0..DAYS).map(|day| weekdays[(day as usize + 2) % 7]));
    let hours = Weighted::new((0u32..24).map(|hour| match hour {
        0..=5 => 0.05,
        6..=8 => 0.6,
        9..=15 => 1.0,
        16..=18 => 1.9,
        19..=20 => 1.0,
        _ => 0.2,
    }));
    let moment = |_| {
        let (day, hour) = (i64::from(days.draw(numbers)), i64::from(hours.draw(numbers)));
        YEAR_STARTS + day * 86_400 + hour * 3_600 + i64::try_from(numbers.below(3_600)).unwrap_or(0)
    };
    let mut times: Vec<i64> = (0..count).map(moment).collect();
    times.sort_unstable();
    times
}
