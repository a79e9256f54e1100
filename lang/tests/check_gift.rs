//! Mistakes in points to others: each is found once, at its place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{one_mistake, plain, with_header};

const FIELDS: &str =
    "fields { member.referrer: member optional  receipt.cashier: member  line.giver: member optional
    member.age: number optional }\n";

#[test]
fn each_mistake_is_found_at_its_place() {
    for (clauses, code, place) in [
        ("5 points  5 points to member.referrer", "missing-not-handled", "referrer"),
        (
            "when member.friend is present  5 points  5 points to member.friend",
            "unknown-name",
            "member.friend",
        ),
        ("5 points  5 points to line.giver", "wrong-kind", "giver"),
        ("when member.age is present  5 points  5 points to member.age", "wrong-kind", "age"),
        ("5 points  5 pints to receipt.cashier", "unknown-name", "pints"),
        ("5 points  5 CHF to receipt.cashier", "unit-mismatch", "CHF"),
        ("5 points  0 points to receipt.cashier", "out-of-range", "0"),
        ("5 points  5 points to receipt.cashier, at most 3 times", "not-here", "at most 3 times"),
        ("5 points to receipt.cashier", "incomplete", "a"),
    ] {
        let text = format!("{FIELDS}earn a {{ {clauses} }}");
        let found = plain(&with_header(&text));
        assert_eq!(found.len(), 1, "{clauses}: {}", found.join("\n"));
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{clauses}");
    }
}

#[test]
fn limits_of_both_sides_stand_side_by_side() {
    let text = format!(
        "{FIELDS}earn a {{ 5 points  at most 3 times per month  5 points to receipt.cashier, at most 3 times per month }}"
    );
    assert_eq!(plain(&with_header(&text)), Vec::<String>::new());
}
