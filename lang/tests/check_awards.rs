//! Mistakes in what a rule gives, in its limits and in stacks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{each, plain, with_header};

#[test]
fn awards() {
    each(&[
        ("earn a { when channel \"x\" }", "incomplete", "a"),
        ("earn a { 5 points 6 points }", "repeated", "6 points"),
        ("earn a { 0 points }", "never-holds", "0"),
        ("earn a { 1 point per CHF }", "incomplete", "1 point per CHF"),
        ("earn a { 1 point of all lines }", "incomplete", "1 point"),
        ("earn a { 5 points per purchase of all lines }", "wrong-kind", "purchase"),
        ("earn a { 1 litre per CHF of all lines }", "unit-mismatch", "litre"),
        ("earn a { 1 point per item of all lines before discounts }", "not-here", "before discounts"),
        ("earn a { 1 point per item of all lines paid by \"card\" }", "not-here", "paid by \"card\""),
        (
            "earn a { 1 point per 1.00 CHF of all lines without tax paid by \"card\" }",
            "repeated",
            "paid by \"card\"",
        ),
        ("earn a { 1 point per 1.00 CHF of all lines less shiping }", "unknown-name", "shiping"),
        ("earn a { 1 point per 1.00 CHF of the larger of all lines and 5 }", "unit-mismatch", "5"),
        ("earn a { 1 point per 1.00 CHF of all lines, times 5.00 CHF }", "unit-mismatch", "5.00 CHF"),
        (
            "earn a { 1 point per 1 litre of the larger of all lines and 5.00 CHF }",
            "unit-mismatch",
            "the larger of all lines and 5.00 CHF",
        ),
        (
            "earn a { points for each line: the larger of amount and 5.00 CHF }",
            "unit-mismatch",
            "for each line: the larger of amount and 5.00 CHF",
        ),
        ("earn a { points for each line: quantity times 0.0000000001 }", "out-of-range", "0.0000000001"),
        ("earn a { points for each line: label }", "syntax", "label"),
        ("track t = all lines, times 1.5 per month", "too-many-decimals", "all lines, times 1.5"),
        (
            "track m = purchases per month\nearn a { 1 point per 1.00 CHF of the larger of m and all lines }",
            "wrong-kind",
            "m",
        ),
        ("earn a { 1.0000001 points per CHF of all lines }", "out-of-range", "1.0000001 points per CHF"),
        ("lines l = all lines\nearn a { 5 points }\nearn b { 10% of a and l }", "wrong-kind", "l"),
        ("earn a { 5 points }\nearn b { 5 miles }\nearn c { 10% of a and b }", "unit-mismatch", "b"),
        ("earn a { 5 points }\nearn c { 1 times a }", "never-holds", "1"),
        ("earn a { 5 points }\nearn c { 0.5 times a }", "out-of-range", "0.5"),
        ("earn a { 5 points }\nearn c { 0% of a }", "never-holds", "0"),
        ("earn a { 5 points }\nearn c { 10% of a and a }", "repeated", "a"),
        ("earn a { on activity \"x\" 5 points }\nearn c { 10% of a }", "never-holds", "a"),
        (
            "earn a { 1 point per CHF of all lines rounded per line }\nearn c { 10% of a before rounding }",
            "not-here",
            "a",
        ),
        ("earn c { 10% of all lines before rounding }", "not-here", "before rounding"),
        (
            "earn a { on activity \"x\" 1 point per CHF of all lines }",
            "not-here",
            "1 point per CHF of all lines",
        ),
        ("earn a { 5 points rounded per line }", "not-here", "per line"),
        ("earn a { 5 points rounded together }", "not-here", "together"),
        ("earn a { 5 points perk \"x\" }", "not-here", "perk \"x\""),
        ("earn a { by bands of all lines { from 5 1 point } }", "unit-mismatch", "5"),
        ("earn a { banded by all lines { from 5 CHF 1 point } }", "not-here", "1 point"),
        ("earn a { by bands of all lines { from 5 CHF 1 point per litre } }", "unit-mismatch", "litre"),
        (
            "earn a { by bands of all lines { from 5 CHF 1 point from 9 CHF 1 mile } }",
            "unit-mismatch",
            "mile",
        ),
        ("earn a { 5 points available 5 days after earning }", "not-here", "earning"),
        ("earn a { 5 points available until end of this month }", "not-here", "until end of this month"),
        ("earn a { 1 point per CHF of all lines in gold 2 points }", "unknown-name", "gold"),
    ]);
}

#[test]
fn a_percentage_of_money_needs_a_unit_that_is_money() {
    let text = "programme \"P\" { currency CHF timezone \"Europe/Zurich\" unit points }\nlines food = all lines\nearn a { 2% of food }";
    let found = plain(text);
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    assert!(found[0].starts_with("test.treue:3:10: error[unit-mismatch]"), "{}", found[0]);
    assert!(found[0].contains("write `2 points per 100.00 CHF of food`"), "{}", found[0]);
}

#[test]
fn limits_and_stacks() {
    each(&[
        ("earn a { 5 points at most 0 points }", "never-holds", "0"),
        ("earn a { 5 points at most 5 miles }", "unit-mismatch", "miles"),
        ("earn a { 5 points at most 1.5 points }", "too-many-decimals", "1.5"),
        ("earn a { 5 points at most 2 times }", "not-here", "at most 2 times"),
        ("earn a { 5 points at most 2 times in these dates }", "not-here", "in these dates"),
        (
            "earn a { 5 points at most 2 times per day at most 3 times per day }",
            "repeated",
            "at most 3 times per day",
        ),
        ("earn a { 5 points at most 9 points rolling 60 months }", "out-of-range", "rolling 60 months"),
        ("earn a { 5 points }\nstack s { all of a }\nstack t { best of a }", "repeated", "a"),
        ("earn a { 5 points }\nearn b { 5 miles }\nstack s { all of a, b }", "unit-mismatch", "b"),
        ("stack s { all of t }\nstack t { all of s }", "cycle", "s"),
        (
            "earn a { 5 points }\nearn b { 5 points }\nstack s { best of a, b rounded together }",
            "not-here",
            "rounded together",
        ),
        (
            "earn a { 5 points }\nearn b { 5 points rounded up }\nstack s { all of a, b rounded together }",
            "not-here",
            "rounded up",
        ),
        (
            "earn a { 5 points }\nearn b { 5 points at most 5 points }\nstack s { all of a, b rounded together }",
            "not-here",
            "at most 5 points",
        ),
        ("earn a { 5 points }\nearn b { 10% of a }\nstack s { best of a, b }", "not-here", "a"),
        ("earn a { 5 points }\nlines l = all lines\nstack s { best of a, l }", "wrong-kind", "l"),
        ("earn a { 10% of b }\nearn b { 10% of c }\nearn c { 10% of a }", "cycle", "a"),
        ("earn a { 10% of a }", "cycle", "a"),
    ]);
    let found = plain(&with_header("earn a { 10% of b }\nearn b { 10% of a }"));
    assert!(found[0].contains("a → b → a"), "{}", found[0]);
}

#[test]
fn rings_through_stacks() {
    let found = plain(&with_header(
        "earn a { 10% of b }\nearn b { 10% of c }\nearn c { 5 points }\nearn d { 10% of a }\nstack s { all of b, d }",
    ));
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    assert!(found[0].contains("a → s → d → a"), "{}", found[0]);
}
