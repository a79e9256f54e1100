//! Mistakes in `returns` and in returns of tests: each is found once, at its place.
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
    for (text, code, place) in [
        ("returns { take points, points }", "repeated", "points"),
        ("returns { take points  take pending }", "repeated", "take pending"),
        ("returns { then owe  then forgive }", "repeated", "then forgive"),
        ("returns { take pending }", "never-holds", "take pending"),
        ("returns { take points, vouchers }", "never-holds", "vouchers"),
        (
            "reward gift { costs nothing  gives a voucher of 1.00 CHF  issued at end of month }\nreturns { take vouchers, points }",
            "never-holds",
            "vouchers",
        ),
        ("returns { take pending  then owe }", "never-holds", "take pending"),
        ("returns { tiers are kept  tiers are kept }", "repeated", "tiers are kept"),
        ("returns { spent points come back for at least 0 days }", "never-holds", "0"),
        ("returns { then owe }\nreturns { then forgive }", "repeated", "returns { then forgive }"),
    ] {
        assert_eq!(one_mistake(text), (code.to_owned(), place.to_owned()), "{text}");
    }
}

#[test]
fn tests_return_what_was_there() {
    let purchase = "when a purchase on 2026-03-02 { 4.00 CHF }";
    for (steps, code, place) in [
        ("when a return of purchase 1 on 2026-03-02", "out-of-range", "1"),
        (&format!("{purchase} when a return of purchase 2 on 2026-03-02"), "out-of-range", "2"),
        (&format!("{purchase} when a return of purchase 0 on 2026-03-02"), "out-of-range", "0"),
        (&format!("{purchase} when a return of redemption 1 on 2026-03-02"), "out-of-range", "1"),
        (&format!("{purchase} when a return of purchase 1 on 2026-03-02 {{ line 0 }}"), "out-of-range", "0"),
        (&format!("{purchase} when an activity \"x\" of purchase 7 on 2026-03-02"), "out-of-range", "7"),
    ] {
        let text = format!("test \"t\" {{ {steps} then nothing }}");
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{steps}");
    }
}
