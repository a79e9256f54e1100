//! Mistakes in the tests that stand in a programme.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::one_mistake;

#[test]
fn tests_of_a_programme() {
    let base = "earn base { 5 points }\n";
    for (body, code, place) in [
        ("test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } }", "incomplete", "\"t\""),
        ("test \"t\" { then nothing }", "incomplete", "then nothing"),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then 5 points from bse }",
            "unknown-name",
            "bse",
        ),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then 5 miles from base }",
            "unit-mismatch",
            "miles",
        ),
        ("test \"t\" { when a purchase on 2026-01-01 { 5.00 EUR } then nothing }", "unit-mismatch", "EUR"),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5 points 5.00 CHF } then nothing }",
            "unit-mismatch",
            "points",
        ),
        (
            "test \"t\" { given a member in gold when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "unknown-name",
            "gold",
        ),
        (
            "test \"t\" { given a member with 5 when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "incomplete",
            "with 5",
        ),
        ("test \"t\" { when redeem cup on 2026-01-01 then nothing }", "unknown-name", "cup"),
        (
            "test \"t\" { when transfer 5 points to \"M\" on 2026-01-01 then nothing }",
            "unknown-name",
            "\"M\"",
        ),
        (
            "fields { receipt.x: text }\ntest \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "incomplete",
            "2026-01-01",
        ),
        (
            "fields { member.x: text }\ntest \"t\" { when a purchase on 2026-01-01 with member.x \"a\" { 5.00 CHF } then nothing }",
            "not-here",
            "member.x \"a\"",
        ),
    ] {
        assert_eq!(one_mistake(&format!("{base}{body}")), (code.to_owned(), place.to_owned()), "{body}");
    }
}
