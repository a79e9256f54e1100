//! Properties: planted violations are all found and made small, clean programmes keep theirs, and what is said to be proved is
//! never broken by a receipt.

#![allow(clippy::panic, reason = "a test that cannot go on may stop here")]

mod common;

use common::programme;
use std::sync::Arc;
use treue_lang::programme::{Programme, TestEvent, TestStep};
use treue_proof::{Broken, Trial, Verdict, properties};

const TRIAL: Trial = Trial { seed: 1, receipts: 400, prove: true };

/// Rules for all of these: points are worth 1%.
const RULES: &str = "
lines eligible = all lines except category in (\"tobacco\", \"lottery\")
lines organic = eligible where label \"bio\"
lines fuel = all lines where category \"fuel\"
";

fn checked(items: &str) -> Arc<Programme> {
    match programme(&format!("{RULES}{items}")) {
        Ok(programme) => programme,
        Err(codes) => panic!("{items}: {codes:?}"),
    }
}

fn verdicts(items: &str, trial: Trial) -> Vec<Verdict> {
    properties(&checked(items), trial).into_iter().map(|t| t.verdict).collect()
}

fn broken(items: &str) -> Broken {
    match verdicts(items, TRIAL).into_iter().next() {
        Some(Verdict::Broken(broken)) => *broken,
        other => panic!("{items}: {other:?}"),
    }
}

/// Money of the lines of the last purchase.
fn amounts(broken: &Broken) -> Vec<i64> {
    match broken.witness.test.steps.last() {
        Some(TestStep::When(TestEvent::Purchase(purchase), ..)) => {
            purchase.lines.iter().map(|l| l.amount).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// A point for each full franc: 1%.
const BASE: &str = "earn base { 1 point per full 1.00 CHF of eligible }\n";

/// Programmes that break their property.
const BROKEN: &[(&str, &str)] = &[
    ("earn gift { when first purchase  500 points }", "points worth at most 10% of eligible"),
    ("earn more { 5 times base on organic }", "points worth at most 4% of eligible"),
    ("earn more { 4 points per full 1.00 CHF of organic }", "points worth at most 4.9% of eligible"),
    (
        "earn more { when coupon \"TRIPLE\" and channel is \"app\"  4 times base }",
        "points worth at most 3% of eligible",
    ),
    ("earn more { 2 points per full 1.00 CHF of all lines }", "points worth at most 3% of eligible"),
    ("earn more { 1 point per 1.00 CHF of eligible  rounded up }", "points worth at most 2% of eligible"),
    (
        "earn more { by bands of eligible { from 50.00 CHF 20 points from 100.00 CHF 60 points } }",
        "points worth at most 1.5% of eligible",
    ),
    ("earn more { on weekdays from 17:00 to 19:00  600 points }", "at most 1500 points"),
    (
        "earn a { 30 points per full 100.00 CHF of organic }\nearn b { 30 points per full 100.00 CHF of eligible }\nstack s { all of a, b }",
        "points worth at most 1.5% of eligible",
    ),
    (
        "earn visit { over each month  200 points for every 10 purchases }",
        "points worth at most 5% of eligible",
    ),
    (
        "earn half { 1 point per full 2.00 CHF of organic }",
        "at least 1 point per full 2.00 CHF of eligible from half",
    ),
    ("earn few { when eligible is at least 20.00 CHF  5 points }", "at least 1 point"),
    (
        "earn friend { when member.friend is present  1 point  50 points to member.friend }",
        "at most 40 points from friend",
    ),
    (
        "tiers club by spend { bronze silver from 100.00 CHF { 50% of base } gold from 500.00 CHF { 400% of base }  valid for ever }\ntrack spend = eligible for ever",
        "points worth at most 4% of eligible",
    ),
    (
        "earn more { 3 times base }\nearn capped { 100 points  at most 2 times per month }",
        "points worth at most 3.5% of eligible",
    ),
];

/// Programmes that keep it, and whether that is proved.
const KEPT: &[(&str, &str, bool)] = &[
    ("", "points worth at most 1% of eligible", true),
    ("", "at least 1 point per full 1.00 CHF of eligible", true),
    ("", "at least 1 point per full 3.00 CHF of eligible", true),
    ("earn more { 4 points per full 1.00 CHF of organic }", "points worth at most 5% of eligible", true),
    (
        "earn more { 4 points per full 1.00 CHF of organic  at most 500 points }",
        "points worth at most 5% of eligible",
        true,
    ),
    (
        "earn gift { when first purchase and eligible is at least 50.00 CHF  500 points }",
        "points worth at most 11% of eligible",
        true,
    ),
    (
        "earn a { 4 points per full 1.00 CHF of eligible }\nearn b { 3 points per full 1.00 CHF of organic }\nstack s { best of a, b }",
        "points worth at most 5% of eligible",
        true,
    ),
    (
        "earn a { when channel is \"app\"  4 points per full 1.00 CHF of eligible }\nearn b { when channel is \"store\"  3 points per full 1.00 CHF of eligible }",
        "points worth at most 5% of eligible",
        true,
    ),
    (
        "earn capped { 10 points per full 1.00 CHF of organic  at most 2 points per 1.00 CHF of eligible }",
        "points worth at most 3% of eligible",
        true,
    ),
    ("earn more { 3 times base }", "points worth at most 3% of eligible", true),
    (
        "earn treats { 1 point per full 1.00 CHF for each line of organic: the smaller of amount and 10.00 CHF }",
        "points worth at most 2% of eligible",
        true,
    ),
    ("earn flat { 500 points }", "at most 500 points from flat, at least 500 points from flat", true),
    (
        "tiers club by spend { bronze silver from 100.00 CHF { 50% of base } gold from 500.00 CHF { 100% of base }  valid for ever }\ntrack spend = eligible for ever",
        "points worth at most 2% of eligible",
        true,
    ),
    (
        "earn bands { by bands of eligible { from 50.00 CHF 20 points from 100.00 CHF 60 points } }",
        "points worth at most 1.6% of eligible",
        true,
    ),
    (
        "earn grow { over each month  by bands of eligible { from 100.00 CHF 100 points }  at most 100 points }",
        "at most 100 points from grow",
        true,
    ),
    // Steps of the sum are not seen through.
    (
        "earn mark { over each month  1 point for every 100.00 CHF of eligible }",
        "at most 1000000000 points from mark",
        false,
    ),
    ("", "at most 1 point per full 1.00 CHF of eligible", false),
];

fn fields(items: &str) -> &'static str {
    if items.contains("member.friend") { "fields { member.friend: member optional }\n" } else { "" }
}

#[test]
fn planted_violations_are_all_found() {
    for (items, claim) in BROKEN {
        let text = format!("{}{BASE}{items}\nfor every purchase: {claim}", fields(items));
        for seed in [1, 2, 3] {
            let found = verdicts(&text, Trial { seed, receipts: 2_000, prove: true });
            assert!(matches!(found.as_slice(), [Verdict::Broken(_)]), "{text} (seed {seed}): {found:?}");
        }
    }
}

#[test]
fn clean_programmes_keep_their_properties() {
    for (items, claim, proved) in KEPT {
        let text = format!("{BASE}{items}\nfor every purchase: {claim}");
        let found = verdicts(&text, TRIAL);
        let is_proved = matches!(found.as_slice(), [Verdict::Proved]);
        let held = matches!(found.as_slice(), [Verdict::Held { receipts, .. }] if *receipts > 100);
        assert!(is_proved || held, "{text}: {found:?}");
        assert_eq!(is_proved, *proved, "{text}: {found:?}");
        // What is proved is also tried.
        let tried = verdicts(&text, Trial { prove: false, ..TRIAL });
        assert!(matches!(tried.as_slice(), [Verdict::Held { .. }]), "{text}: {tried:?}");
    }
}

/// A gift of 500 points, worth 5.00 CHF, breaks a bound of 10% on every receipt below 50.00 CHF. The smallest has one line of
/// nothing: 0.00 CHF.
#[test]
fn the_smallest_receipt_is_shown() {
    let found = broken(&format!(
        "{BASE}earn gift {{ when first purchase  500 points }}\nfor every purchase: points worth at most 10% of eligible"
    ));
    assert_eq!(amounts(&found), [0]);
    // Four points per franc of organic goods and one of all are 5%; with 4.9% the first full franc breaks it.
    let found = broken(&format!(
        "{BASE}earn more {{ 4 points per full 1.00 CHF of organic }}\nfor every purchase: points worth at most 4.9% of eligible"
    ));
    assert_eq!(amounts(&found), [100]);
    assert_eq!(found.compared.given.to_string(), "1/20");
    assert_eq!(found.compared.bound.to_string(), "49/1000");
}

/// Who looks for conditions finds receipts that meet them.
#[test]
fn conditions_say_which_receipts() {
    let rules = format!("{BASE}earn gift {{ when channel is \"app\"  500 points }}\n");
    let kept =
        format!("{rules}for every purchase when channel is \"store\": points worth at most 1% of eligible");
    assert!(matches!(verdicts(&kept, TRIAL).as_slice(), [Verdict::Proved]));
    let not = format!(
        "{rules}for every purchase when channel is not \"store\": points worth at most 1% of eligible"
    );
    assert!(matches!(verdicts(&not, TRIAL).as_slice(), [Verdict::Broken(_)]));
    let large = format!(
        "{rules}for every purchase when eligible is at least 500.00 CHF: points worth at most 2% of eligible"
    );
    assert!(matches!(verdicts(&large, TRIAL).as_slice(), [Verdict::Proved]));
    let nothing = format!("{BASE}for every purchase when eligible is at most 0.99 CHF: nothing");
    assert!(matches!(verdicts(&nothing, TRIAL).as_slice(), [Verdict::Proved]));
    let tobacco = format!("{BASE}for every purchase when no line of eligible: nothing");
    assert!(
        matches!(verdicts(&tobacco, TRIAL).as_slice(), [Verdict::Proved]),
        "{:?}",
        verdicts(&tobacco, TRIAL)
    );
}

#[test]
fn activities_have_properties_too() {
    let rules = format!("{BASE}earn answered {{ on activity \"survey\"  5 points }}\n");
    let kept = format!("{rules}for every activity \"survey\": at least 5 points, at most 5 points");
    assert!(matches!(verdicts(&kept, TRIAL).as_slice(), [Verdict::Proved]));
    let not = format!("{rules}for every activity \"survey\": at most 4 points");
    assert!(matches!(verdicts(&not, TRIAL).as_slice(), [Verdict::Broken(_)]));
}

/// The same seed finds the same receipt.
#[test]
fn a_seed_finds_the_same_receipt_again() {
    let text = format!(
        "{BASE}earn more {{ 3 times base }}\nfor every purchase: points worth at most 2% of eligible"
    );
    let (a, b) = (broken(&text), broken(&text));
    assert_eq!(a.receipt, b.receipt);
    let programme = checked(&text);
    assert_eq!(a.witness.text(&programme, "x"), b.witness.text(&programme, "x"));
}

/// What watches properties is not in the programme that events are scored with.
#[test]
fn scoring_does_not_know_of_properties() {
    let with = checked(&format!("{BASE}for every purchase: points worth at most 10% of organic"));
    let without = checked(BASE);
    assert_eq!((with.rules.len(), with.units.len()), (without.rules.len(), without.units.len()));
    assert_eq!(
        (with.amounts.len(), with.selections.len()),
        (without.amounts.len(), without.selections.len())
    );
    assert!(with.watched.is_some() && without.watched.is_none());
}
