//! Mistakes in `migration`: each is found once, at its place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::one_mistake;

#[test]
fn each_mistake_is_found_at_its_place() {
    let tiers = "track t = all lines for ever\ntiers main by t { low high from 1 CHF valid for ever }\n";
    for (piece, code, place) in [
        ("unit pints was \"marks\"", "unknown-name", "pints"),
        ("track main was \"old\"", "wrong-kind", "main"),
        ("track spend was \"old\"", "unknown-name", "spend"),
        ("tiers t was \"old\"", "wrong-kind", "t"),
        ("level top was \"old\"", "unknown-name", "top"),
        ("level t was \"old\"", "wrong-kind", "t"),
        ("level low of t was \"old\"", "wrong-kind", "t"),
        ("reward cup was \"old\"", "unknown-name", "cup"),
        ("member.shoe was \"old\"", "unknown-name", "shoe"),
        ("receipt.till was \"old\"", "not-here", "till"),
        ("level high was \"low\"", "duplicate-name", "\"low\""),
        ("forgets track \"t\"", "duplicate-name", "\"t\""),
        ("unit points was \"a\" forgets unit \"a\"", "repeated", "\"a\""),
        ("track t was \"a\", becomes 2 points each", "not-here", "2 points"),
        ("unit points was \"a\", becomes 0 points each", "out-of-range", "0"),
        ("unit points was \"a\", becomes 5 points per full 2.5", "out-of-range", "2.5"),
        ("unit points was \"a\", becomes 1.00 CHF each", "unit-mismatch", "CHF"),
    ] {
        let text = format!("{tiers}migration {{ {piece} }}");
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{piece}");
    }
}
