//! Wordings of everyday speech: what the message says instead, and the text after its fix.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{mistakes_in, with_header};
use treue_lang::diag::apply;

/// The text as written, a part of the advice, and the text after the fix, if there is one.
type Row = (&'static str, &'static str, Option<&'static str>);

const ROWS: &[Row] = &[
    (
        "earn a { if channel is \"app\" 5 points }",
        "conditions are written with `when`",
        Some("earn a { when channel is \"app\" 5 points }"),
    ),
    (
        "earn a { when channel is \"app\" then 5 points }",
        "leave `then` out",
        Some("earn a { when channel is \"app\"  5 points }"),
    ),
    (
        "fields { activity.minutes: number from 0 to 90 default 0 }",
        "is a field of the receipt",
        Some("fields { receipt.minutes: number from 0 to 90 default 0 }"),
    ),
    (
        "earn a { on activity \"run\" 1 point per full 10 activity.minutes }",
        "is a field of the receipt",
        None,
    ),
    (
        "fields { customer.segment: text default \"x\" }",
        "is a field of the member",
        Some("fields { member.segment: text default \"x\" }"),
    ),
    ("earn a { 5 points 7 points for member.friend }", "`500 points to member.referrer`", None),
    ("earn a { 2x points }", "a multiple is written `2 times base`", None),
    ("earn a { 1 point for each 2.00 CHF of all lines }", "steps are written", None),
    (
        "earn a { 5 points up to 500 points }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points }"),
    ),
    (
        "earn a { 5 points max 500 points per month }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    (
        "earn a { 5 points no more than 500 points }",
        "limits are written `at most 500 points`",
        Some("earn a { 5 points at most 500 points }"),
    ),
    ("earn a { 5 points minimum 50.00 CHF }", "a least amount is a condition", None),
    (
        "earn a { when all lines is more than 5.00 CHF 5 points }",
        "is written `is above`",
        Some("earn a { when all lines is above 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when all lines is less than 5.00 CHF 5 points }",
        "is written `is below`",
        Some("earn a { when all lines is below 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when all lines exceeds 5.00 CHF 5 points }",
        "is written `is above`",
        Some("earn a { when all lines is above 5.00 CHF 5 points }"),
    ),
    (
        "earn a { when channel equals \"app\" 5 points }",
        "is written `is`",
        Some("earn a { when channel is \"app\" 5 points }"),
    ),
    ("earn a { 5 points between 17:00 and 19:00 }", "hours are written `from 17:00 to 19:00`", None),
    (
        "earn a { 5 points at most 500 points monthly }",
        "this is written `per month`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    (
        "earn a { 5 points at most 500 points a month }",
        "such as `per month`",
        Some("earn a { 5 points at most 500 points per month }"),
    ),
    ("earn a { 5 points every month }", "`issued at end of month`", None),
    ("earn a { give 5 points }", "without a verb", Some("earn a {  5 points }")),
    ("earn a { 5 points from 5 pm to 7 pm }", "times of day are written `17:00`", None),
    ("earn a { 1 point per full €2 of all lines }", "the currency's code behind the number", None),
    ("rule a { 5 points }", "did you mean `earn`?", Some("earn a { 5 points }")),
    (
        "voucher a { costs 5 points gives \"x\" }",
        "did you mean `reward`?",
        Some("reward a { costs 5 points gives \"x\" }"),
    ),
    ("limit points to 1000 per month", "a limit stands in the rule that it limits", None),
    (
        "track t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF valid until 31 October }",
        "write `until end of this year from 1 November`",
        Some(
            "track t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF valid until end of this year from 1 November }",
        ),
    ),
    (
        "earn a { 1 point per full 1.00 CHF of all lines }\ntrack t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF { 10% of a and perk \"x\" } valid until end of this year }",
        "without `and`",
        Some(
            "earn a { 1 point per full 1.00 CHF of all lines }\ntrack t = all lines per calendar year\ntiers s by t { base gold from 5.00 CHF { 10% of a  perk \"x\" } valid until end of this year }",
        ),
    ),
];

#[test]
fn what_people_say_is_answered_in_the_words_of_the_language() {
    let mut missed = Vec::new();
    for (wrong, advice, right) in ROWS {
        let (sources, found) = mistakes_in(&with_header(wrong));
        let help: Vec<_> = found.iter().filter_map(|d| d.help.as_deref()).collect();
        if !help.iter().any(|h| h.contains(advice)) {
            missed.push(format!("{wrong}\n{help:#?}"));
        }
        let Some(right) = right else { continue };
        let (files, _) = apply(&sources, found.iter().filter_map(|d| d.fix.as_ref()));
        let (_, left) = mistakes_in(&files[0].text);
        if files[0].text != with_header(right) || !left.is_empty() {
            missed.push(format!("{wrong}\n{}\n{left:#?}", files[0].text));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}
