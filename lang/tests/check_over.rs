//! Mistakes in rules over windows and in tracks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{each, one_mistake, plain, with_header};

#[test]
fn window_rules_say_one_thing_each() {
    each(&[
        // Rolling windows never end.
        ("earn a { over rolling 7 days  5 points for every 2 purchases }", "not-here", "rolling 7 days"),
        ("earn a { over these dates  5 points for every 2 purchases }", "not-here", "these dates"),
        (
            "earn a { over all time  5 points for every 2 purchases  paid at its end }",
            "never-holds",
            "paid at its end",
        ),
        (
            "earn a { over each month  over each week  5 points for every 2 purchases }",
            "repeated",
            "over each week",
        ),
        // What is asked of one event, asked of the sums.
        (
            "earn a { over each month  when channel is \"web\"  5 points for every 2 purchases }",
            "not-here",
            "channel is \"web\"",
        ),
        (
            "track t = purchases per month\nearn a { over each month  when t is at least 2  5 points for every 2 purchases }",
            "not-here",
            "t",
        ),
        (
            "earn a { over each month  when number of different brands is at least 2  5 points for every 2 purchases }",
            "not-here",
            "brands",
        ),
        (
            "earn a { over each month  when the larger of lines and 5.00 CHF is at least 9.00 CHF  5 points }",
            "not-here",
            "the larger of lines and 5.00 CHF",
        ),
        // What sums cannot give.
        ("earn a { over each month  5 points }", "not-here", "5 points"),
        ("earn b { 5 points }\nearn a { over each month  10% of b }", "not-here", "10% of b"),
        ("earn a { over each month  5 points for every 2 activities }", "wrong-kind", "activities"),
        ("earn a { over each month  5 points per full 2 purchases }", "not-here", "per full 2 purchases"),
        ("earn a { over each month  5 points for every 2 purchases of lines }", "not-here", "lines"),
        (
            "earn a { over each month  by bands of lines { from 2 purchases 5 points } }",
            "unit-mismatch",
            "lines",
        ),
        (
            "earn a { over each month  1 point per 1.00 CHF of lines  rounded per line }",
            "not-here",
            "per line",
        ),
        // Limits are of the window.
        (
            "earn a { over each month  5 points for every 2 purchases  at most 50 points per week }",
            "not-here",
            "per week",
        ),
        (
            "earn a { over each month  5 points for every 2 purchases  at most 50 points, whole awards only }",
            "not-here",
            "whole awards only",
        ),
        ("earn a { over each month  1 point per 1.00 CHF of lines  at most 3 times }", "not-here", "times"),
        (
            "earn a { over each month  5 points for every 2 purchases  available 14 days after purchase }",
            "not-here",
            "available 14 days after purchase",
        ),
        // Words of window rules elsewhere.
        (
            "earn a { counting purchases when channel is \"web\"  5 points }",
            "not-here",
            "counting purchases when channel is \"web\"",
        ),
        ("earn a { 5 points  paid at its end }", "not-here", "paid at its end"),
        ("earn a { 5 points for every 2 purchases }", "wrong-kind", "purchases"),
        ("earn a { 5 points for every 2.00 CHF of lines }", "not-here", "for every 2.00 CHF"),
        (
            "earn a { over each month  counting activities when channel is \"web\"  5 points for every 2 purchases }",
            "not-here",
            "activities",
        ),
        (
            "earn a { on activity \"x\"  over each month  counting purchases when channel is \"web\"  5 points for every 2 activities }",
            "not-here",
            "purchases",
        ),
        // Nothing refers to what a window rule gives in one event.
        ("earn a { over each month  5 points for every 2 purchases }\nearn b { 10% of a }", "not-here", "a"),
        (
            "earn a { over each month  5 points for every 2 purchases }\nearn b { 5 points }\nstack s { best of b, a }",
            "not-here",
            "a",
        ),
        (
            "earn a { over each month  5 points for every 2 purchases }\ntrack t = points from a when channel is \"web\" for ever",
            "not-here",
            "channel is \"web\"",
        ),
    ]);
}

#[test]
fn tracks_of_activities_and_fields() {
    let fields = "fields { receipt.miles: number  receipt.extra: number optional  receipt.note: text  member.score: number }\n";
    for (body, code, place) in [
        ("track t = sum of member.score per month", "not-here", "member.score"),
        ("track t = sum of receipt.note per month", "unit-mismatch", "receipt.note"),
        ("track t = sum of receipt.extra per month", "missing-not-handled", "receipt.extra"),
        ("track t = sum of receipt.miles or 0 per month", "never-holds", "0"),
        (
            "track t = sum of receipt.miles on activity \"flight\" per month\nearn a { when t including this purchase is at least 5  5 points }",
            "not-here",
            "including this purchase",
        ),
        (
            "track t = activities \"x\" when t including this purchase is at least 5 per month",
            "not-here",
            "including this purchase",
        ),
        (
            "track t = activities \"x\" per month\nearn a { on activity \"x\" when t including this purchase is at least 5  5 points }",
            "not-here",
            "including this purchase",
        ),
        (
            "track t = activities \"x\" per month\nearn a { on activity \"y\" when t including this activity is at least 5  5 points }",
            "not-here",
            "including this activity",
        ),
        (
            "track t = activities \"x\" per month\nearn a { when t including this activity is at least 5  5 points }",
            "not-here",
            "including this activity",
        ),
        (
            "track t = activities \"x\" per month\ntrack u = activities \"x\" when t including this activity is at least 5 per month",
            "not-here",
            "including this activity",
        ),
        (
            "track t = weeks in a row with activities \"x\"\nearn a { on activity \"x\" when t including this activity is at least 5  5 points }",
            "not-here",
            "including this activity",
        ),
        (
            "track t = purchases per month\nearn a { on activity \"x\" when t including this activity is at least 5  5 points }",
            "not-here",
            "including this activity",
        ),
        ("track t = activities \"x\" when lines is at least 5.00 CHF per month", "not-here", "lines"),
        ("track t = weeks in a row with purchases per month", "not-here", "per month"),
        ("track t = number of different stores of all lines per month", "not-here", "all lines"),
        ("track t = number of different brands on activity \"x\" per month", "not-here", "\"x\""),
        ("track t = number of different clouds per month", "unknown-name", "clouds"),
        ("earn a { when number of different stores is at least 2  5 points }", "not-here", "stores"),
        (
            "track t = number of different notes on activity \"x\" per month\nearn a { when t including this purchase is at least 5  5 points }",
            "not-here",
            "including this purchase",
        ),
        (
            "track t = weeks in a row with purchases\nearn a { when t including this purchase is at least 5  5 points }",
            "not-here",
            "including this purchase",
        ),
    ] {
        let text = format!("{fields}{body}");
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{body}");
    }
}

#[test]
fn tracks_expiry_rewards_partners() {
    each(&[
        ("track t = all lines", "incomplete", "t"),
        ("track t = purchases rolling 1101 days", "out-of-range", "rolling 1101 days"),
        ("earn a { 5 points }\ntrack t = miles from a for ever", "unit-mismatch", "a"),
        ("earn a { 5 points }\ntrack t = a for ever", "wrong-kind", "a"),
        ("track t = points before discounts for ever", "not-here", "before discounts"),
        (
            "track t = purchases for ever\ntrack u = purchases when t including this purchase is above 5 for ever",
            "not-here",
            "including this purchase",
        ),
        ("track t = purchases per year from 29 February", "bad-literal", "per year from 29 February"),
        ("expire points { 5 months after earning }\nexpire point { never }", "repeated", "point"),
        ("expire points { never 5 months after earning }", "not-here", "never"),
        ("expire points { 5 months after issue }", "not-here", "issue"),
        ("expire litres { never }", "unit-mismatch", "litres"),
        ("reward r { gives \"x\" }", "incomplete", "r"),
        ("reward r { costs 5 points }", "incomplete", "r"),
        ("reward r { costs 5 points costs 6 points gives \"x\" }", "repeated", "costs 6 points"),
        ("reward r { costs 100 to 250 points in steps of 100 gives \"x\" }", "never-holds", "250"),
        ("reward r { costs 100 to 50 points gives \"x\" }", "never-holds", "50"),
        ("reward r { costs 100 points minimum 50 miles gives \"x\" }", "unit-mismatch", "miles"),
        ("reward r { costs 100 points gives 150% off }", "out-of-range", "150"),
        ("reward r { costs 100 points gives 1 CHF off per litre, at most 5 kg }", "unit-mismatch", "kg"),
        ("reward r { costs 100 points gives \"x\" valid 5 days after earning }", "not-here", "earning"),
        (
            "partner p { pays 0.1 CHF per points pays 0.2 CHF per point }",
            "repeated",
            "pays 0.2 CHF per point",
        ),
        ("partner p { converts 1000 points to 500 \"M\", in steps of 1 }", "never-holds", "1"),
        ("partner p { stores \"a\" stores \"b\" }", "repeated", "stores \"b\""),
        ("partner p { stores \"a\" earn x { when store \"b\" 5 points } }", "never-holds", "store \"b\""),
    ]);
}

#[test]
fn selections_of_several_parts_stand_in_parentheses_or_have_a_name() {
    let parts = "put a selection of several parts in parentheses";
    for (body, says) in [
        ("earn a { when number of items of all lines where label \"x\" is at least 2  5 points }", parts),
        (
            "earn a { 1 point per CHF of all lines }\nearn b { 10% of a on all lines where label \"x\" }",
            parts,
        ),
        (
            "track t = all lines for ever\ntiers main by t { none high from 1 CHF }",
            "`none` is a word of the language and cannot name a level",
        ),
    ] {
        let found = plain(&with_header(body));
        assert_eq!(found.len(), 1, "{body}\n{}", found.join("\n"));
        assert!(found[0].contains(says), "{}", found[0]);
    }
}
