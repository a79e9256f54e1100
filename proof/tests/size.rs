//! A thousand rules are examined in seconds, also where many of them overlap.

mod common;

use common::programme;
use std::fmt::Write as _;
use std::time::Instant;
use treue_proof::{Kind, bounds, examine};

/// Campaigns over brands, days and hours; every tenth overlaps with the one before, and one never applies.
fn campaigns(count: usize) -> String {
    let mut text = String::from("earn base { 1 point per full 1.00 CHF of all lines }\n");
    for n in 0..count {
        let brand = n - usize::from(n % 10 == 9);
        let month = n % 12 + 1;
        let hour = n % 12 + 8;
        let _ = writeln!(
            text,
            "lines l{n} = all lines where brand \"b{brand}\" and label \"x{n}\"\n\
             earn r{n} from 2026-{month:02}-01 to 2026-{month:02}-28 {{ from {hour:02}:00 to {:02}:00  2 points per full 1.00 CHF of l{n} }}",
            hour + 4,
        );
    }
    text.push_str("earn never { when coupon \"A\"  when none of (coupon \"A\", coupon \"B\")  5 points }\n");
    text
}

#[test]
fn a_thousand_rules() {
    let programme = programme(&campaigns(1000)).unwrap();
    let started = Instant::now();
    let report = examine(&programme);
    let examined = started.elapsed();
    let kinds = |kind: Kind| report.findings.iter().filter(|f| f.kind == kind).count();
    println!("examined in {examined:?}: {} findings", report.findings.len());
    assert_eq!(kinds(Kind::NeverHolds), 1);
    assert!(report.undecided.is_empty(), "{:?}", report.undecided.first());
    let started = Instant::now();
    let bounds = bounds(&programme);
    println!("bounded in {:?}", started.elapsed());
    assert_eq!(bounds.units.len(), 1);
}
