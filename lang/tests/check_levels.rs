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

#[test]
fn reviews_on_days_of_the_year() {
    let spent = "track spent = all lines per calendar year\ntrack xp = points for ever\n";
    for (body, code, place) in [
        (
            "tiers a by spent { low high from 9.00 CHF review on 31 April valid for ever }",
            "bad-literal",
            "31",
        ),
        (
            "tiers a by spent { low high from 9.00 CHF review on 29 February valid for ever }",
            "bad-literal",
            "29 February",
        ),
        (
            "tiers a by spent { low high from 9.00 CHF review on 1 May, 1 May valid for ever }",
            "repeated",
            "1 May",
        ),
        ("tiers a by spent { low high from 9.00 CHF review on 1 May follows at once }", "not-here", "1 May"),
        (
            "tiers a by xp { low high from 9 points uses 9 points review on 1 May valid for ever }",
            "not-here",
            "1 May",
        ),
    ] {
        let found = one_mistake(&format!("{spent}{body}"));
        assert_eq!(found, (code.to_owned(), place.to_owned()), "{body}");
    }
}

#[test]
fn years_of_a_members_own() {
    let tiers = "tiers a by spent { low high from 9.00 CHF valid for ever }\n";
    for (body, code, place) in [
        (
            "track spent = all lines per year since the tier changed\n".to_owned(),
            "incomplete",
            "per year since the tier changed",
        ),
        (
            format!("track spent = all lines per month\ntrack own = all lines per year since the tier changed\n{tiers}tiers b by spent {{ one two from 9.00 CHF valid for ever }}"),
            "incomplete",
            "per year since the tier changed",
        ),
        (
            "track spent = all lines per year since the tier changed\ntiers a by spent { low high from 9.00 CHF follows at once }".to_owned(),
            "not-here",
            "per year since the tier changed",
        ),
        ("track visits = days with purchases for ever".to_owned(), "not-here", "for ever"),
        (
            "earn a { 5 points at most 9 points per membership year for everyone }".to_owned(),
            "not-here",
            "at most 9 points per membership year for everyone",
        ),
        (
            format!("track spent = all lines per month\n{tiers}earn b {{ over each year since the tier changed 5 points for every 2 purchases }}"),
            "not-here",
            "each year since the tier changed",
        ),
    ] {
        assert_eq!(one_mistake(&body), (code.to_owned(), place.to_owned()), "{body}");
    }
}

#[test]
fn within_the_receipt() {
    let rule = |clauses: &str| format!("earn base {{ {clauses} }}\n");
    let rate = "1 point per 1.00 CHF of all lines in high 2 points within the receipt";
    let tiers = "track spent = all lines per calendar year
track other = all lines without tax per calendar year
track xp = points for ever
";
    let of = |levels: &str| format!("tiers a {levels} valid for ever }}");
    let good = of("by spent { low high from 100.00 CHF");
    for text in [
        rule(rate) + tiers + &of("by other { low high from 100.00 CHF"),
        rule(rate) + tiers + &of("by xp { low high from 100 points"),
        rule(rate) + tiers + &of("{ low high when spent is at least 100.00 CHF and xp is at least 5 points"),
        rule(rate) + tiers + &of("by spent { low high from 100.00 CHF uses 100.00 CHF"),
        rule("5 points in high 6 points within the receipt") + tiers + &good,
        rule(&format!("{rate} rounded per line")) + tiers + &good,
        rule(&format!("over each month {rate}")) + tiers + &good,
    ] {
        let found = one_mistake(&text);
        assert_eq!(found, ("not-here".to_owned(), "within the receipt".to_owned()), "{text}");
    }
}
