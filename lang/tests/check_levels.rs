//! Mistakes in what levels do beside their entry: each is found once, at its place.

mod common;

use common::one_mistake;

#[test]
fn each_mistake_is_found_at_its_place() {
    let tracks = "track xp = points for ever\ntrack days = purchases rolling 30 days\n";
    for (body, code, place) in [
        (
            "tiers a by xp { low high from 100 points uses 0 points valid for ever }",
            "out-of-range",
            "uses 0 points",
        ),
        ("tiers a by days { low high from 3 uses 3 valid for ever }", "not-here", "uses 3"),
        (
            "tiers a by xp { low high from 100 points uses 100 points follows at once }",
            "not-here",
            "uses 100 points",
        ),
        (
            "tiers a by xp { low high from 100 points uses 100 points top when xp is at least 200 points valid for ever }",
            "not-here",
            "xp is at least 200 points",
        ),
        (
            "tiers a by xp { low high from 9 points uses 9 points valid for ever }
             tiers b by xp { one two from 9 points uses 9 points valid for ever }",
            "not-here",
            "uses 9 points",
        ),
        (
            "tiers a { low high when xp is at least 9 points uses 9 points valid for ever }",
            "incomplete",
            "uses 9 points",
        ),
        ("tiers a by xp { low high from 9 points { as top } valid for ever }", "unknown-name", "top"),
        (
            "tiers a by xp { low { on reaching 5 points } high from 9 points valid for ever }",
            "not-here",
            "on reaching 5 points",
        ),
        (
            "tiers a by xp { low high from 9 points { on leaving expire litres } valid for ever }",
            "unit-mismatch",
            "litres",
        ),
        (
            "tiers a by xp { low high from 9 points new members hold low until end of this month valid for ever }",
            "unknown-name",
            "low",
        ),
        (
            "tiers a by xp { low high from 9 points new members hold high 3 days after entry valid for ever }",
            "not-here",
            "entry",
        ),
    ] {
        let text = format!("{tracks}{body}");
        assert_eq!(one_mistake(&text), (code.to_owned(), place.to_owned()), "{body}");
    }
}
