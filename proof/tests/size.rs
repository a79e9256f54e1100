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
    // Each of the 1,000 campaigns adds to `base`; no two campaigns share a day.
    assert_eq!(kinds(Kind::AddsUp), 200);
    let left: Vec<&str> = report.undecided.iter().map(|u| u.message.as_str()).collect();
    let bonuses = "pairs of rules of which one may be a bonus on the other: 200 are shown, and 800 more were not looked at";
    assert_eq!(left, [bonuses]);
    let started = Instant::now();
    let bounds = bounds(&programme);
    println!("bounded in {:?}", started.elapsed());
    assert_eq!(bounds.units.len(), 1);
}

#[test]
fn what_is_paid_twice_is_found_behind_any_number_of_bonuses() {
    let twins = "lines food = all lines where brand \"twin\"\n\
                 earn one { 1 point per full 1.00 CHF of food }\nearn two { 1 point per full 2.00 CHF of food }\n";
    let programme = programme(&(campaigns(250) + twins)).unwrap();
    let report = examine(&programme);
    let twice: Vec<&str> =
        report.findings.iter().filter(|f| f.kind == Kind::PaysTwice).map(|f| f.message.as_str()).collect();
    assert_eq!(twice, ["`one` and `two` pay for the same line, and stand in no stack"]);
}
