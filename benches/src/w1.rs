//! Nine rules over receipts as columns, and the loop that a careful programmer would write for them: columns, branch-free, scalar,
//! for any processor of the architecture. Ratios are to this loop.

use crate::synth::{self, Synth, names};
use std::sync::Arc;
use treue_runtime::columns::{Coded, Codes, Columns, Numbers, Totals};

/// The programme.
pub const PROGRAMME: &str = include_str!("../programmes/w1.treue");

/// What the rules look for, as codes.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// Categories that earn nothing.
    pub excluded: Vec<u32>,
    /// The category of fresh goods.
    pub produce: u32,
    /// Listed brands.
    pub brands: Vec<u32>,
    /// Eight categories, three of which make a balanced basket.
    pub variety: Vec<u32>,
    /// Listed stores.
    pub stores: Vec<u32>,
    /// The channel.
    pub app: u32,
}

impl Parameters {
    /// Those of [`PROGRAMME`].
    #[must_use]
    pub fn of_programme() -> Parameters {
        Parameters {
            excluded: vec![1, 2, 3],
            produce: 4,
            brands: vec![5, 11, 17],
            variety: (10..18).collect(),
            stores: (1..21).collect(),
            app: 1,
        }
    }
}

/// What the loop looks up, made once.
#[derive(Clone, Debug)]
pub struct Tables {
    /// By category: all ones if eligible, all ones if fresh, its bit if of the variety.
    categories: Vec<[i32; 3]>,
    /// By brand: all ones if listed.
    brands: Vec<i32>,
    /// By store: its points.
    stores: Vec<i32>,
    app: u32,
}

/// Of each receipt base and bonus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Base points.
    pub base: Vec<i32>,
    /// Bonus points.
    pub bonus: Vec<i32>,
}

/// Three numbers that tell answers apart: the sum of points, of bonus, and of points by position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Check(pub i64, pub i64, pub i64);

impl Check {
    /// Of points and bonus, receipt by receipt.
    pub fn of(points_and_bonus: impl IntoIterator<Item = (i64, i64)>) -> Check {
        let mut check = Check::default();
        for (i, (points, bonus)) in (0i64..).zip(points_and_bonus) {
            check.0 += points;
            check.1 += bonus;
            check.2 += points * (i % 65_521 + 1);
        }
        check
    }
}

impl Points {
    /// The three numbers.
    #[must_use]
    pub fn check(&self) -> Check {
        let both = self.base.iter().zip(&self.bonus);
        Check::of(both.map(|(base, bonus)| (i64::from(base + bonus), i64::from(*bonus))))
    }
}

impl Tables {
    /// For dictionaries of so many categories, brands and stores.
    #[must_use]
    pub fn new(parameters: &Parameters, categories: usize, brands: usize, stores: usize) -> Tables {
        let all = |holds: bool| if holds { -1 } else { 0 };
        let category = |code: u32| {
            let bit = parameters.variety.iter().position(|v| *v == code).map_or(0, |place| 1 << place);
            [all(!parameters.excluded.contains(&code)), all(code == parameters.produce), bit]
        };
        let codes = |count: usize| 0..u32::try_from(count).expect("a small dictionary");
        Tables {
            categories: codes(categories).map(category).collect(),
            brands: codes(brands).map(|code| all(parameters.brands.contains(&code))).collect(),
            stores: codes(stores).map(|code| 15 & all(parameters.stores.contains(&code))).collect(),
            app: parameters.app,
        }
    }
}

/// The loop. `points` has room for every receipt.
pub fn by_hand(synth: &Synth, tables: &Tables, points: &mut Points) {
    for at in 0..synth.len() {
        receipt(synth, tables, at, points);
    }
}

/// One turn of it; gives the cents that earned.
#[inline(always)]
pub(crate) fn receipt(synth: &Synth, tables: &Tables, receipt: usize, points: &mut Points) -> i32 {
    let lines = synth.offsets[receipt] as usize..synth.offsets[receipt + 1] as usize;
    let (mut eligible, mut fresh, mut items, mut variety) = (0i32, 0i32, 0i32, 0i32);
    let columns = synth.category[lines.clone()]
        .iter()
        .zip(&synth.brand[lines.clone()])
        .zip(&synth.quantity[lines.clone()])
        .zip(&synth.amount[lines]);
    for (((category, brand), quantity), amount) in columns {
        let [earns, is_fresh, bit] = tables.categories[*category as usize];
        eligible += amount & earns;
        fresh += (amount / 100) & is_fresh;
        items += quantity & tables.brands[*brand as usize];
        variety |= bit;
    }
    let base = eligible / 100;
    let at = synth.at[receipt];
    // 1970-01-01 was a Thursday.
    let weekend = i32::from((at / 86_400 + 3) % 7 >= 5);
    let hour = at / 3_600 % 24;
    let after_work = i32::from(hour == 17) | i32::from(hour == 18);
    let bonus = 4 * fresh
        + 20 * items
        + (base & -weekend)
        + ((base / 10) & -after_work)
        + (50 & -i32::from(eligible >= 7_500))
        + (100 & -i32::from(variety.count_ones() >= 3))
        + tables.stores[synth.store[receipt] as usize]
        + (25 & -i32::from(synth.channel[receipt] == tables.app));
    points.base[receipt] = base;
    points.bonus[receipt] = bonus.min(500);
    eligible
}

/// Room for so many receipts.
#[must_use]
pub fn room(receipts: usize) -> Points {
    Points { base: vec![0; receipts], bonus: vec![0; receipts] }
}

/// The dictionaries of the receipts.
#[derive(Clone, Debug)]
pub struct Dictionaries {
    stores: Arc<[Option<String>]>,
    channels: Arc<[Option<String>]>,
    categories: Arc<[Option<String>]>,
    brands: Arc<[Option<String>]>,
    members: Arc<[Option<String>]>,
}

fn dictionary(texts: Vec<String>) -> Arc<[Option<String>]> {
    texts.into_iter().map(Some).collect::<Vec<_>>().into()
}

impl Default for Dictionaries {
    fn default() -> Dictionaries {
        Dictionaries {
            stores: dictionary(names('s', synth::STORES)),
            channels: dictionary(synth::CHANNELS.map(str::to_owned).to_vec()),
            categories: dictionary(names('c', synth::CATEGORIES)),
            brands: dictionary(names('b', synth::BRANDS)),
            members: dictionary(names('m', synth::MEMBERS)),
        }
    }
}

/// The same columns as Treue takes them.
#[must_use]
pub fn columns<'a>(synth: &'a Synth, dictionaries: &Dictionaries) -> Columns<'a> {
    let coded = |values: &Arc<[Option<String>]>, codes: &'a [u32]| {
        Some(Coded { values: Arc::clone(values), codes: Codes::U32(codes) })
    };
    Columns {
        offsets: &synth.offsets,
        at: &synth.at,
        id: None,
        member: coded(&dictionaries.members, &synth.member),
        store: coded(&dictionaries.stores, &synth.store),
        channel: coded(&dictionaries.channels, &synth.channel),
        coupons: None,
        companions: None,
        tenders: None,
        discount: None,
        fields: Vec::new(),
        amount: Numbers::I32(&synth.amount),
        quantity: Some(Numbers::I32(&synth.quantity)),
        quantity_decimals: 0,
        measure: None,
        sku: None,
        name: None,
        category: coded(&dictionaries.categories, &synth.category),
        brand: coded(&dictionaries.brands, &synth.brand),
        labels: None,
        line_discount: None,
        tax: None,
        line_fields: Vec::new(),
    }
}

/// The three numbers of what Treue gives; the bonus is what all rules but the first gave, if it was asked for.
#[must_use]
pub fn check_of(totals: &Totals) -> Check {
    let points = totals.units.first().map(Vec::as_slice).unwrap_or_default();
    let base = totals.awards.as_ref().and_then(|a| a.columns.first()).and_then(Option::as_ref);
    let both = points.iter().enumerate();
    Check::of(both.map(|(at, points)| (*points, base.map_or(0, |base| points - base.get(at)))))
}
