//! Mistakes in rewards: their code and their place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{each, one_mistake};

#[test]
fn what_levels_get() {
    let tiers =
        "track spent = all lines per month\ntiers a by spent { low high from 9.00 CHF valid for ever }\n";
    let rest = format!("{tiers}reward r {{ costs 5 points gives 5% off ");
    each(&[
        (&format!("{rest}in high 5.00 CHF off }}"), "unit-mismatch", "in high 5.00 CHF off"),
        (&format!("{rest}in high 6% off in high 7% off }}"), "repeated", "high"),
        (&format!("{rest}in higher 6% off }}"), "unknown-name", "higher"),
        (
            &format!("{tiers}reward r {{ costs 1 point per 0.01 CHF in high 6% off }}"),
            "incomplete",
            "in high 6% off",
        ),
        (
            &format!("{tiers}reward r {{ costs 5 points gives 5.00 CHF off in high a voucher of 6.00 CHF }}"),
            "unit-mismatch",
            "in high a voucher of 6.00 CHF",
        ),
    ]);
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

#[test]
fn issued_by_itself() {
    each(&[
        (
            "reward a { costs 5 points gives \"A coffee\" issued on 29 February }",
            "bad-literal",
            "29 February",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" issued on 1 May, 1 June and 1 May }",
            "repeated",
            "1 May",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" issued at end of May, June and May }",
            "repeated",
            "May",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" issued at end of every 5 months }",
            "never-holds",
            "5",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" issued at end of month }\nreward b { costs 6 points gives \"A coffee\" issued at end of year }",
            "incomplete",
            "b",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" issued at end of month after b }\nreward b { costs 6 points gives \"A coffee\" issued at end of year after a }",
            "cycle",
            "a",
        ),
        ("reward a { costs 5 points gives \"A coffee\" the rest expires }", "not-here", "the rest expires"),
        (
            "reward a { costs 5 points gives \"A coffee\" issued on reaching the cost the rest expires }",
            "not-here",
            "the rest expires",
        ),
        (
            "reward a { costs 5 points gives \"A coffee\" a voucher per step }",
            "not-here",
            "a voucher per step",
        ),
        (
            "reward a { costs 5 points gives a voucher of 5.00 CHF whole purchase only }",
            "not-here",
            "whole purchase only",
        ),
        (
            "reward a { costs 5 points gives 5.00 CHF off issued at end of month pays at most 5% of the purchase }",
            "not-here",
            "pays at most 5% of the purchase",
        ),
        (
            "reward a { costs 5 points costs 5 miles gives 5.00 CHF off issued at end of month }",
            "not-here",
            "issued at end of month",
        ),
        (
            "reward a { costs 5 points gives 5.00 CHF off }\ntest \"t\" { when use a on 2026-01-01 then nothing }",
            "wrong-kind",
            "a",
        ),
    ]);
}

#[test]
fn what_costs_nothing_and_what_is_bought() {
    each(&[
        ("reward a { costs nothing }", "incomplete", "a"),
        ("reward a { costs nothing costs nothing gives \"A\" }", "repeated", "costs nothing"),
        ("reward a { costs nothing gives \"A\" minimum 5 points }", "not-here", "points"),
        ("reward a { costs nothing gives \"A\" at most 5 points per day }", "not-here", "points"),
        (
            "reward a { costs nothing gives a voucher \"A\" issued on reaching the cost }",
            "not-here",
            "issued on reaching the cost",
        ),
        (
            "reward a { costs nothing gives \"A\" issued at end of month the rest expires }",
            "not-here",
            "the rest expires",
        ),
        (
            "reward a { costs nothing gives \"A\" issued on the member's birthday }",
            "unknown-name",
            "issued on the member's birthday",
        ),
        (
            "reward a { costs 5 points gives 5.00 CHF in cash pays at most 5% of the purchase }",
            "not-here",
            "pays at most 5% of the purchase",
        ),
        ("reward a { costs 5 points per 0.00 CHF in cash }", "out-of-range", "0.00"),
        (
            "reward a { costs 5 points gives \"A\" minimum purchase 5.00 CHF minimum purchase 6.00 CHF }",
            "repeated",
            "minimum purchase 6.00 CHF",
        ),
        ("reward a { costs 5 points gives \"A\" minimum purchase 5 miles }", "unit-mismatch", "miles"),
        ("reward a { costs 5 points gives \"A\" on all lines }", "not-here", "on all lines"),
        (
            "reward a { costs 5 points gives \"A\" issued at end of month minimum purchase 5.00 CHF }",
            "not-here",
            "minimum purchase 5.00 CHF",
        ),
    ]);
}

#[test]
fn worth_at_partners() {
    let with = |clauses: &str| {
        format!(
            "partner hotels {{ stores \"h\" }}\npartner inn {{ pays 0.01 CHF per point }}\nreward a {{ costs 5 points gives {clauses} }}"
        )
    };
    let voucher = |clauses: &str| with(&format!("a voucher of 5.00 CHF {clauses}"));
    for (body, code, place) in [
        (with("5.00 CHF off worth 3 times at hotels"), "not-here", "worth 3 times at hotels"),
        (with("a voucher \"A\" worth 3 times at hotels"), "not-here", "worth 3 times at hotels"),
        (voucher("worth 3 times at hotel"), "unknown-name", "hotel"),
        (voucher("worth 3 times at inn"), "never-holds", "inn"),
        (voucher("worth 0 times at hotels"), "out-of-range", "0"),
        (voucher("worth 2.505 times at hotels"), "too-many-decimals", "2.505"),
        (voucher("worth 2000 times at hotels"), "out-of-range", "2000"),
        (
            voucher("worth 3 times at hotels until 2026-06-30 worth 2 times at hotels from 2026-06-30"),
            "repeated",
            "worth 2 times at hotels from 2026-06-30",
        ),
        (
            voucher("worth 3 times at hotels from 2026-06-30 to 2026-06-01"),
            "never-holds",
            "2026-06-30 to 2026-06-01",
        ),
    ] {
        assert_eq!(one_mistake(&body), (code.to_owned(), place.to_owned()), "{body}");
    }
}

#[test]
fn partners() {
    let alpina = "partner alpina { pays 0.01 CHF per point }\n";
    let with = |body: &str| format!("{alpina}{body}");
    for (body, code, place) in [
        (
            "earn a { 5 points funded 60% by alpina, 30% by us }",
            "never-holds",
            "funded 60% by alpina, 30% by us",
        ),
        ("earn a { 5 points funded 60% by alpina, 40% by alpina }", "repeated", "alpina"),
        ("earn a { 5 miles funded 60% by alpina, 40% by us }", "incomplete", "alpina"),
        ("earn a { 5 points funded 100% by alpin }", "unknown-name", "alpin"),
        (
            "partner b { converts 5 points to 1 \"B\" converts 10 points to 1 \"B\" }",
            "repeated",
            "converts 10 points to 1 \"B\"",
        ),
        ("partner b { converts 5 points to 1 \"B\", when automatic }", "not-here", "when automatic"),
        (
            "partner b { converts 5 points to 1 \"B\", converted at end of week converts 5 points to 1 \"C\", converted at end of month }",
            "incomplete",
            "\"C\"",
        ),
    ] {
        assert_eq!(one_mistake(&with(body)), (code.to_owned(), place.to_owned()), "{body}");
    }
}
