//! Mistakes in `expire`, in deadlines and in units: each is found once, at its place.

mod common;

use common::one_mistake;

#[test]
fn each_mistake_is_found_at_its_place() {
    let tiers =
        "track visits = purchases for ever\ntiers main by visits { low high from 3 valid for ever }\n";
    let base = "earn base { 5 points }\n";
    for (body, code, place) in [
        (
            "expire points { 3 years after earning, then at end of birth month }",
            "unknown-name",
            "3 years after earning, then at end of birth month",
        ),
        ("expire points { 3 years after earning, then on 30 June or 31 June }", "bad-literal", "31"),
        ("expire points { 6 months after availabilty }", "not-here", "availabilty"),
        ("expire points { remind 30 days before }", "incomplete", "points"),
        ("expire points { 6 months after earning remind 0 days before }", "never-holds", "0"),
        (
            "expire points { 6 months after earning remind 3 days before remind 4 days before }",
            "repeated",
            "remind 4 days before",
        ),
        ("expire points { never paused while high }", "not-here", "never"),
        (
            "expire points { 1 year after earning paused while low paused while high }",
            "repeated",
            "paused while high",
        ),
        ("expire points { 1 year after earning paused while gold }", "unknown-name", "gold"),
        (
            "expire points { 1 year after earning paused while visits is at least 3 }",
            "not-here",
            "visits is at least 3",
        ),
        (
            "expire points { 1 year after earning remind 3 days before when main is low }",
            "not-here",
            "when main is low",
        ),
        ("expire points { 1 year after earning tier when it expires }", "not-here", "tier when it expires"),
        (
            "expire points { 1 year after earning when visits is at least 2 tier when it expires }",
            "not-here",
            "visits is at least 2",
        ),
        (
            "expire points { 1 year after earning when main is low 1 year after availability tier when it expires }",
            "not-here",
            "tier when it expires",
        ),
        (
            "expire points { 1 year after earning when earned by base and main is low tier when it expires }",
            "not-here",
            "tier when it expires",
        ),
        ("expire points { 1 year without purchase when earned by base }", "not-here", "when earned by base"),
        ("expire points { 1 year after earning when earned by bse }", "unknown-name", "bse"),
        ("expire points { 120% every week after 3 weeks without purchase }", "out-of-range", "120"),
        (
            "expire points { 5% or 5 miles, whichever is more, every week after 3 weeks without purchase }",
            "unit-mismatch",
            "miles",
        ),
        (
            "expire points { 1 year after earning extend miles earned 2020-01-01 to 2020-02-01 by 1 month }",
            "unit-mismatch",
            "miles",
        ),
        (
            "expire points { 1 year after earning extend points earned 2020-03-01 to 2020-02-01 by 1 month }",
            "never-holds",
            "2020-03-01 to 2020-02-01",
        ),
        ("expire points { 1 year after earning when channel is \"web\" }", "not-here", "channel is \"web\""),
        ("earn a { 5 points available until end of next month }", "not-here", "until end of next month"),
        (
            "earn a { 5 points available on activity \"sent\" available at end of month }",
            "repeated",
            "available at end of month",
        ),
    ] {
        let text = format!("{tiers}{base}{body}");
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{body}");
    }
}
