//! Mistakes about how rules are combined, versioned and asked: each is found once, at its place, with a remedy.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{one_mistake, with_header};

const BASE: &str =
    "lines food = lines where category \"food\"\nearn base { 1 point per full 1.00 CHF of food }\n";

fn each(samples: &[(&str, &str, &str)]) {
    common::each_behind(BASE, samples);
}

fn is_right(body: &str) {
    let text = with_header(&format!("{BASE}{body}"));
    let found = common::plain(&text);
    assert!(found.is_empty(), "{body}: {}", found.join("\n"));
}

#[test]
fn multiples_and_contests() {
    is_right("earn two { 2 times base }\nearn three { 3 times base }\nstack s { multiply two, three }");
    is_right(
        "earn two { 2 times base on food }\nearn flat { 2 points per 1.00 CHF of food }\nstack s { best of two, flat per line }",
    );
    each(&[
        (
            "earn two { 2 times base }\nearn part { 10% of base }\nstack s { multiply two, part }",
            "not-here",
            "part",
        ),
        (
            "earn a { 2 times base }\nearn b { 3 times base before rounding }\nstack s { multiply a, b }",
            "not-here",
            "b",
        ),
        ("earn a { 2 times base rounded up }\nstack s { multiply a }", "not-here", "rounded up"),
        ("earn a { 2 times base }\nstack s { multiply a rounded up together }", "not-here", "together"),
        ("earn a { 5 points }\nstack s { best of base, a per line }", "not-here", "a"),
        ("stack s { all of base per line }", "not-here", "per line"),
        ("earn a { 5 points }\nearn b { 2 times a on food }", "not-here", "a"),
        ("earn cash { 5 points at most 2 points per 1.00 CHF of fod }", "unknown-name", "fod"),
    ]);
}

#[test]
fn versions() {
    is_right(
        "earn a until 2026-06-30 { 5 points }\nearn a from 2026-07-01 { 6 points }\nearn b { 10% of a }",
    );
    each(&[
        ("earn a { 5 points }\nearn a { 6 points }", "duplicate-name", "a"),
        ("earn a until 2026-07-01 { 5 points }\nearn a from 2026-07-01 { 6 points }", "duplicate-name", "a"),
        (
            "earn a until 2026-06-30 { 5 points }\nearn a from 2026-07-01 { on activity \"x\" 6 points }",
            "wrong-kind",
            "a",
        ),
    ]);
}

#[test]
fn points_for_fields() {
    let fields = "fields { receipt.minutes: number from 0 to 600 optional receipt.loaded: money default 0.00 member.km: number default 0 }\n";
    for (body, code, place) in [
        (
            "earn a { on activity \"w\" 1 point per full 10 receipt.minutes }",
            "missing-not-handled",
            "receipt.minutes",
        ),
        (
            "earn a { on activity \"w\" 1 point per full 10 receipt.loaded }",
            "unit-mismatch",
            "receipt.loaded",
        ),
        (
            "earn a { 1 point per full 10 receipt.minutes or 0 of all lines }",
            "not-here",
            "receipt.minutes or 0",
        ),
        (
            "earn a { over each month on activity \"w\" 1 point per full 10 member.km }",
            "not-here",
            "1 point per full 10 member.km",
        ),
    ] {
        let found = common::one_mistake(&format!("{fields}{body}"));
        assert_eq!(found, (code.to_owned(), place.to_owned()), "{body}");
    }
}

#[test]
fn occasions() {
    each(&[
        ("earn a { on the member's birthday 5 points }", "unknown-name", "on the member's birthday"),
        (
            "fields { member.birthday: date optional }\nearn a { on the member's birthday 5 points }",
            "missing-not-handled",
            "on the member's birthday",
        ),
        (
            "fields { member.birthday: date default 2000-01-01 }\nearn a { within 200 days of the member's birthday 5 points }",
            "out-of-range",
            "200",
        ),
        (
            "fields { member.birthday: date optional }\nearn a { when the member's age is at least 18 5 points }",
            "missing-not-handled",
            "the member's age is at least 18",
        ),
        (
            "fields { member.birthday: date default 2000-01-01 }\nearn a { when the member's age is at least 200 5 points }",
            "out-of-range",
            "200",
        ),
        (
            "fields { member.birthday: date default 2000-01-01 }\nearn a { when the member's age is between 20 and 10 5 points }",
            "never-holds",
            "the member's age is between 20 and 10",
        ),
        ("earn a { within 0 days of joining 5 points }", "bad-literal", "0"),
        (
            "fields { receipt.sent: date default 2000-01-01 }\nearn a { within 5 days of receipt.sent 5 points }",
            "wrong-kind",
            "receipt.sent",
        ),
        (
            "fields { member.moved: date optional }\nearn a { within 5 days of member.moved 5 points }",
            "missing-not-handled",
            "member.moved",
        ),
        ("earn a { within 90 days of reaching gold 5 points }", "unknown-name", "gold"),
        (
            "track t = purchases per month\ntiers main by t { low  gold from 3 purchases  valid for ever }\nearn a { within 90 days of reaching low 5 points }",
            "never-holds",
            "low",
        ),
        (
            "track t = purchases per month\ntiers main by t { low  gold from 3 purchases  valid for ever }\nearn a { within 0 days of reaching gold 5 points }",
            "bad-literal",
            "0",
        ),
        (
            "track t = purchases per month\ntiers main by t { low  gold from 3 purchases  valid for ever }\ntiers other by t { lowest  gold from 3 purchases  valid for ever }\nearn a { within 5 days of reaching gold 5 points }",
            "duplicate-name",
            "gold",
        ),
        (
            "fields { member.wedding: date optional }\nearn a { on the anniversary of member.wedding 5 points }",
            "missing-not-handled",
            "member.wedding",
        ),
        (
            "fields { member.shoes: number default 0 }\nearn a { on the anniversary of member.shoes 5 points }",
            "wrong-kind",
            "member.shoes",
        ),
        (
            "fields { receipt.sent: date default 2000-01-01 }\nearn a { within 3 days of the anniversary of receipt.sent 5 points }",
            "wrong-kind",
            "receipt.sent",
        ),
        (
            "fields { member.wedding: date default 2000-01-01 }\nearn a { within 0 days of the anniversary of member.wedding 5 points }",
            "out-of-range",
            "0",
        ),
        (
            "fields { member.shoes: number default 0 }\nreward a { costs nothing gives \"x\" issued on the anniversary of member.shoes }",
            "wrong-kind",
            "member.shoes",
        ),
        (
            "track t = purchases per month\ntiers main by t { l0  l1 from 1 purchase  l2 from 2 purchases  l3 from 3 purchases  l4 from 4 purchases  l5 from 5 purchases  l6 from 6 purchases  l7 from 7 purchases  l8 from 8 purchases  l9 from 9 purchases  valid for ever }\nearn a { when within 5 days of reaching l8 or within 5 days of reaching l9 5 points }",
            "out-of-range",
            "l9",
        ),
        ("earn a { on holidays 5 points }", "incomplete", "holidays"),
        ("holidays x = 2026-08-01\nearn a { on y holidays 5 points }", "unknown-name", "y"),
        (
            "earn a { when days since the last purchase is at least 3 5 points }",
            "missing-not-handled",
            "days since the last purchase",
        ),
        ("earn a { when gold is earned 5 points }", "unknown-name", "gold"),
        ("partner p { pays 0.01 CHF per point }\nearn a { when at partner p 5 points }", "never-holds", "p"),
    ]);
}

#[test]
fn versions_are_compared_by_their_headings() {
    let text = with_header(
        "earn fine { 1 point per 1.005 CHF of all lines }\nearn fine { 5 points }\n\
         earn wine until 2026-06-30 { 5 litres }\nearn wine from 2026-06-30 { 6 points }\n\
         earn beer until 2026-06-29 { 5 litres }\nearn beer from 2026-06-30 { 6 points }\n",
    );
    let found = common::plain(&text);
    let says = |place: &str| found.iter().any(|d| d.starts_with(&format!("test.treue:{place}")));
    assert_eq!(found.len(), 5, "{}", found.join("\n"));
    assert!(says("2:25: error[too-many-decimals]"), "{}", found.join("\n"));
    assert!(
        says("3:6: error[duplicate-name]: `fine` stands twice for the same days"),
        "{}",
        found.join("\n")
    );
    assert!(says("4:32: error[unit-mismatch]"), "{}", found.join("\n"));
    assert!(says("5:6: error[duplicate-name]: `wine` stands twice for 2026-06-30"), "{}", found.join("\n"));
}

#[test]
fn deciding_dates() {
    each(&[
        ("earn a { 5 points decided by receipt.flown }", "unknown-name", "receipt.flown"),
        ("fields { receipt.n: text }\nearn a { 5 points decided by receipt.n }", "wrong-kind", "receipt.n"),
        ("fields { line.flown: date }\nearn a { 5 points decided by line.flown }", "not-here", "line.flown"),
        (
            "fields { member.born: date default 2000-01-01 }\nearn a { 5 points decided by member.born }",
            "not-here",
            "member.born",
        ),
        (
            "fields { receipt.flown: date }\nearn a { over each month 5 points for every 3 purchases decided by receipt.flown }",
            "not-here",
            "decided by receipt.flown",
        ),
        (
            "fields { receipt.flown: date }\nearn a { 5 points decided by receipt.flown decided by receipt.flown }",
            "repeated",
            "decided by receipt.flown",
        ),
    ]);
}

#[test]
fn versions_that_look_back() {
    let old = "earn a until 2026-06-30 { over each month 1 point per 10.00 CHF of all lines }\n";
    let with_old = |new: &str| format!("{old}{new}");
    let fine = with_old(
        "earn a from 2026-07-01 { over each month, retroactive 2 points per 10.00 CHF of all lines }",
    );
    is_right(&fine);
    for (new, code) in [
        (
            "earn a from 2026-07-01 { over each week, retroactive 2 points per 10.00 CHF of all lines }",
            "wrong-kind",
        ),
        (
            "earn a from 2026-07-01 { over each month, retroactive 2 points per 10.00 CHF of lines where brand \"x\" }",
            "wrong-kind",
        ),
        ("earn a from 2026-07-01 { 5 points }", "wrong-kind"),
    ] {
        assert_eq!(one_mistake(&with_old(new)).0, code, "{new}");
    }
    let alone = "earn a from 2026-07-01 { over each month, retroactive 2 points per 10.00 CHF of all lines }";
    assert_eq!(one_mistake(alone).0, "never-holds");
}
