//! Seeded receipts, the same on every machine: about eight lines each, a year of local times, skewed categories and brands.

use crate::numbers::Numbers;
use treue_lang::programme::Programme;
use treue_lang::time::{Day, Minute};
use treue_runtime::event::{Event, Line, Purchase, What};

/// So many receipts of so many members, in time order through 2025.
#[must_use]
pub fn receipts(programme: &Programme, count: usize, members: u64, seed: u64) -> Vec<Event> {
    let mut numbers = Numbers(seed);
    let first = Day::new(2025, 1, 1).unwrap_or(Day(0));
    (0..count)
        .map(|i| {
            let minute = (i as u64) * 365 * 1440 / count as u64;
            let day = first.plus(i32::try_from(minute / 1440).unwrap_or(0));
            let at = programme.zone.instant(day, Minute(u16::try_from(minute % 1440).unwrap_or(0)));
            Event {
                id: format!("r{i}"),
                member: Some(format!("m{}", numbers.skewed(members))),
                at,
                offset: 0,
                local: programme.zone.local(at),
                fingerprint: i as u128,
                what: What::Purchase(purchase(&mut numbers)),
            }
        })
        .collect()
}

fn purchase(numbers: &mut Numbers) -> Purchase {
    let channel = match numbers.below(10) {
        0..7 => "store",
        7..9 => "app",
        _ => "web",
    };
    let lines = (0..=numbers.skewed(24)).map(|_| line(numbers)).collect();
    Purchase {
        store: Some(format!("s{}", numbers.skewed(300))),
        channel: Some(channel.to_owned()),
        lines,
        ..Purchase::default()
    }
}

fn line(numbers: &mut Numbers) -> Line {
    let quantity = i64::try_from(numbers.skewed(4) + 1).unwrap_or(1);
    let price = i64::try_from(numbers.skewed(2_000) + 50).unwrap_or(50);
    Line {
        sku: Some(format!("k{}", numbers.skewed(20_000))),
        category: Some(format!("c{}", numbers.skewed(60))),
        brand: Some(format!("b{}", numbers.skewed(500))),
        quantity: quantity * 1_000,
        amount: price * quantity,
        ..Line::default()
    }
}
