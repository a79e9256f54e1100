//! What tests reach and what they would not notice, on a programme that is small enough to count by hand.

mod common;

use common::{programme, sources};
use treue_proof::{Goal, coverage, mutants, mutate};

const RULE: &str =
    "earn base {\n  when all lines is at least 20.00 CHF\n  2 points per full 1.00 CHF of all lines\n}\n";

/// 20.00 is the least that counts: 20 full francs, 40 points. A Rappen less gives nothing.
const SHARP: &str = "test \"at the edge\" {\n  \
    when a purchase on 2026-06-01 { 20.00 CHF }\n  then 40 points in all\n  \
    when a purchase on 2026-06-01 { 19.99 CHF }\n  then nothing\n}\n";

const BLUNT: &str =
    "test \"something\" {\n  when a purchase on 2026-06-01 { 50.00 CHF }\n  then 100 points in all\n}\n";

#[test]
fn tests_at_the_edge_notice_every_change() {
    let sources = sources(&format!("{RULE}{SHARP}"));
    // The rule as a whole; `at least`; 20.00 up and down; 2 up and down; 1.00 up and down.
    assert_eq!(mutants(&sources).len(), 8);
    let found = mutate(&sources, 100, |_, _| {});
    assert_eq!((found.made, found.left_out), (8, 0));
    let survived: Vec<&str> = found.survived.iter().map(|m| m.becomes.as_str()).collect();
    // 19.99 and 20.00 come to no full step more or less of 0.99; 1.01 gives 19 full steps and is noticed.
    assert_eq!(survived, ["0.99"; 1]);
}

#[test]
fn what_cannot_matter_is_allowed_with_a_reason() {
    let allowed = |comment: &str| {
        let rule = RULE.replace("  2 points", &format!("  {comment}\n  2 points"));
        let found = mutate(&sources(&format!("{rule}{SHARP}")), 100, |_, _| {});
        let words = |all: &[treue_proof::Mutant]| all.iter().map(|m| m.becomes.clone()).collect::<Vec<_>>();
        [words(&found.survived), words(&found.allowed), words(&found.needless)]
    };
    let none: [&str; 0] = [];
    assert_eq!(allowed("# test allow 0.99: no test is of 100 francs"), [&none[..], &["0.99"], &none]);
    // A test notices 1.01, so nothing had to be allowed.
    assert_eq!(allowed("# test allow 0.99, 1.01: we believe"), [&none[..], &["0.99"], &["1.01"]]);
    for idle in ["# test allow 0.99", "# test allow 0.99:", "# a test allow 0.99: no"] {
        assert_eq!(allowed(idle), [&["0.99"][..], &none, &none], "{idle}");
    }
}

#[test]
fn an_allowance_behind_something_is_for_its_line() {
    let rule = RULE.replace("of all lines\n}", "of all lines # test allow 0.99: no test is of 100 francs\n}");
    let found = mutate(&sources(&format!("{rule}{SHARP}")), 100, |_, _| {});
    assert_eq!((found.survived.len(), found.allowed.len()), (0, 1));
}

#[test]
fn a_test_far_from_the_edge_notices_little() {
    let found = mutate(&sources(&format!("{RULE}{BLUNT}")), 100, |_, _| {});
    let survived: Vec<&str> = found.survived.iter().map(|m| m.becomes.as_str()).collect();
    // 50.00 is 50 full steps of 0.99, and 49 of 1.01.
    assert_eq!(survived, ["above", "20.01", "19.99", "0.99"]);
}

#[test]
fn too_many_changes_are_spread() {
    let found = mutate(&sources(&format!("{RULE}{SHARP}")), 3, |_, _| {});
    assert_eq!((found.made, found.left_out), (3, 5));
}

#[test]
fn what_is_reached() {
    let reached = |tests: &str| -> Vec<(Goal, bool)> {
        coverage(&programme(&format!("{RULE}{tests}")).unwrap()).iter().map(|c| (c.goal, c.reached)).collect()
    };
    assert_eq!(reached(SHARP), [(Goal::RuleGives, true), (Goal::RuleRefuses, true)]);
    assert_eq!(reached(BLUNT), [(Goal::RuleGives, true), (Goal::RuleRefuses, false)]);
}
