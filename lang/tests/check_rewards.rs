//! Mistakes in rewards: their code and their place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::one_mistake;

/// The one mistake of each text: its code, and the words that it is shown at.
fn each(texts: &[(&str, &str, &str)]) {
    for (body, code, place) in texts {
        assert_eq!(one_mistake(body), ((*code).to_owned(), (*place).to_owned()), "{body}");
    }
}

#[test]
fn prices() {
    each(&[
        ("reward a { gives \"A coffee\" }", "incomplete", "a"),
        ("reward a { costs 5 points }", "incomplete", "a"),
        ("reward a { costs 5 points costs 6 points gives \"A coffee\" }", "repeated", "costs 6 points"),
        (
            "reward a { costs 5 points until 2026-06-30 costs 6 points from 2026-06-30 gives \"A coffee\" }",
            "repeated",
            "costs 6 points from 2026-06-30",
        ),
        (
            "reward a { costs by ladder { 100 points gives 3.00 CHF off 100 points gives 4.00 CHF off } }",
            "not-rising",
            "100",
        ),
        ("reward a { costs 5 points per 1.00 CHF gives \"A coffee\" }", "repeated", "gives \"A coffee\""),
        (
            "fields { member.x: number default 5 }\nreward a { costs member.x points gives \"A coffee\" }",
            "wrong-kind",
            "member.x",
        ),
        (
            "fields { member.x: text optional }\nreward a { costs member.x points gives \"A coffee\" }",
            "wrong-kind",
            "member.x",
        ),
        (
            "fields { member.x: number from 1 to 9 optional }\nreward a { costs member.x points gives \"A coffee\" }",
            "missing-not-handled",
            "member.x",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" at most 4 points per use }",
            "never-holds",
            "reward a { costs 5 points gives \"A coffee\" at most 4 points per use }",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" at most 4 times per use }",
            "not-here",
            "at most 4 times per use",
        ),
    ]);
}

#[test]
fn gates_and_receipts() {
    each(&[
        ("reward a { costs 5 points gives \"A coffee\" when channel is \"web\" }", "not-here", "channel"),
        (
            "lines x = all lines\nreward a { costs 5 points gives \"A coffee\" when x is at least 5.00 CHF }",
            "not-here",
            "x",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" whole purchase only }",
            "not-here",
            "whole purchase only",
        ),
        ("reward a { costs 5 points gives 5% off whole purchase only }", "not-here", "whole purchase only"),
        (
            "reward a { costs 5 points gives 5.00 CHF off whole purchase only pays at most 50% of the purchase }",
            "not-here",
            "pays at most 50% of the purchase",
        ),
        (
            "reward a { costs 5 points gives 5.00 CHF off pays at most 0% of the purchase }",
            "out-of-range",
            "0",
        ),
        (
            "reward a { costs 5 points gives 5.00 CHF off at most 2 times per day at most 3 times per day }",
            "repeated",
            "at most 3 times per day",
        ),
        (
            "reward a from 2026-05-02 to 2026-05-01 { costs 5 points gives 5.00 CHF off }",
            "never-holds",
            "2026-05-02 to 2026-05-01",
        ),
    ]);
}
