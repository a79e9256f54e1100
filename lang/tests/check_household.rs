//! Mistakes in households and in limits that members use up together: each is found once, at its place.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{one_mistake_of, plain};

fn programme(household: &str, rest: &str) -> String {
    format!(
        "programme \"P\" {{ currency CHF timezone \"UTC\" unit points unit nights {{ status only }}
        unit fuel {{ buckets by month }} {household} }}\n{rest}"
    )
}

#[test]
fn each_mistake_is_found_at_its_place() {
    for (household, rest, code, place) in [
        ("household { shares points }", "", "incomplete", "points"),
        ("household { spends own first }", "", "incomplete", "spends own first"),
        ("household { shares nights spends own first }", "", "not-here", "nights"),
        ("household { shares fuel spends own first }", "", "not-here", "fuel"),
        ("household { shares pints spends own first }", "", "unknown-name", "pints"),
        ("household { shares points, points spends own first }", "", "repeated", "points"),
        (
            "household { shares points spends own first spends in proportion }",
            "",
            "repeated",
            "spends in proportion",
        ),
        ("household { } household { }", "", "repeated", "household { }"),
        ("", "earn a { 5 points at most 3 times per month per household }", "not-here", "per household"),
        (
            "household { }",
            "earn a { 5 points at most 3 points per household }",
            "incomplete",
            "per household",
        ),
        ("", "earn a { 5 points at most 3 points for everyone }", "incomplete", "for everyone"),
        (
            "",
            "earn a { over each month 5 points for every 2 purchases at most 9 points for everyone }",
            "incomplete",
            "for everyone",
        ),
        (
            "",
            "reward r { costs 5 points gives \"x\" issued at end of month at most 3 times per month for everyone }",
            "not-here",
            "for everyone",
        ),
        (
            "",
            "earn a { 5 points }\ntest \"t\" { given a member in household \"h\" when a purchase on 2026-01-02 { 1.00 CHF } then nothing }",
            "not-here",
            "\"h\"",
        ),
    ] {
        let text = programme(household, rest);
        assert_eq!(one_mistake_of(&text), (code.to_owned(), place.to_owned()), "{text}");
    }
}

#[test]
fn one_limit_of_each_kind_may_stand_side_by_side() {
    let text = programme(
        "household { shares points spends in proportion }",
        "earn a { 5 points at most 9 points per month at most 20 points per month per household
            at most 99 points per month for everyone }
        reward r { costs 5 points gives \"x\" at most 3 times per month per household at most 9 times for ever for everyone }",
    );
    assert_eq!(plain(&text), Vec::<String>::new());
}
