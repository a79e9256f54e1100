//! Mistakes: each is found once, at its place, with a remedy, and causes no other message.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{HEADER, each, mistakes_in, plain, with_header};

#[test]
fn ten_mistakes_in_one_run() {
    let text = with_header(
        "lines food = lines where category \"food\"\n\
         track spend = fod per calendar year\n\
         earn base { 1 point per full 1.00 EUR of food }\n\
         earn late from 2026-09-13 to 2026-09-07 { 5 points }\n\
         earn wine { 5 points rounded half up to 1 decimal }\n\
         earn web { when brand \"x\" 5 points }\n\
         earn cash { 2% of base and food }\n\
         tiers main by spend { low high valid for ever }\n\
         expire point { 5 days after issue }\n\
         reward cup { costs 500 points to points }\n\
         reward mug { costs 500 points gives 5.005 CHF off }\n",
    );
    let found = plain(&text);
    let starts = [
        "test.treue:3:15: error[unknown-name]: there is no selection of lines `fod`; did you mean `food`?",
        "test.treue:4:35: error[unit-mismatch]: EUR is not the programme's currency, which is CHF; write the amount in CHF",
        "test.treue:5:16: error[never-holds]: no day lies between 2026-09-13 and 2026-09-07; write `from 2026-09-07 to 2026-09-13`",
        "test.treue:6:41: error[too-many-decimals]: points have 0 decimals, so nothing can be rounded to 1; write 0 or fewer, or declare",
        "test.treue:7:17: error[not-here]: `brand` belongs to a line, and this asks about the receipt; write `any line has brand \"...\"`",
        "test.treue:8:28: error[wrong-kind]: `food` is a selection of lines, and an earn rule is needed here",
        "test.treue:9:27: error[incomplete]: it is not said how `high` is reached; write `from` with an amount",
        "test.treue:10:29: error[not-here]: here a deadline counts from `earning`, not from `issue`; write `after earning`",
        "test.treue:11:31: error[syntax]",
        "test.treue:12:37: error[too-many-decimals]: `5.005` has more decimals than CHF; CHF has 2 decimals",
    ];
    assert_eq!(found.len(), starts.len(), "{}", found.join("\n"));
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n  is not\n{start}");
    }
}

#[test]
fn names_of_broken_items_stay_known() {
    let found = plain(&with_header(
        "lines food = lines were category \"food\"\n\
         earn base { 1 pint per full 1.00 CHF of food }\n\
         earn more { 10% of base }\n\
         stack both { all of base, more }\n\
         track spend = food per calendar year\n\
         tiers main by spend { low high from 100.00 CHF { 10% of more } valid for ever }\n\
         test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then 5 points from base, member in low }\n",
    ));
    assert_eq!(found.len(), 2, "{}", found.join("\n"));
    assert!(found[0].starts_with("test.treue:2:"), "{}", found[0]);
    assert!(
        found[1].contains("there is no unit, measure or currency `pint`; did you mean `point`?"),
        "{}",
        found[1]
    );
}

#[test]
fn one_unknown_name_is_one_message_with_all_places() {
    let (_, found) = mistakes_in(&with_header(
        "earn a { 1 point per full 1.00 CHF of wine }\nearn b { when any line of wine 5 points }\ntrack t = wine for ever\n\
         tiers main by t { low high from 5.00 CHF valid for ever }",
    ));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].labels.len(), 3);
}

#[test]
fn a_broken_header_costs_itself_only() {
    let found = plain(
        "programme \"P\" { curency CHF timezone \"Europe/Zurich\" unit points }\nearn a { when all lines is above 5.00 CHF 5 points }",
    );
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    let found =
        plain("earn a { 1 point per 1.00 CHF of all lines }\nearn b { 10% of a }\nexpire points { never }");
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
}

#[test]
fn header_and_fields() {
    let p = |settings: &str| plain(&format!("programme \"P\" {{ {settings} }}"));
    let zone = "timezone \"Europe/Zurich\"";
    for (settings, expected) in [
        (format!("currency CHG {zone}"), "there is no currency `CHG`; did you mean `CHF`?"),
        (
            "currency CHF timezone \"Europe/Zuric\"".to_owned(),
            "there is no time zone `Europe/Zuric`; did you mean `Europe/Zurich`?",
        ),
        ("currency CHF".to_owned(), "does not say its timezone"),
        (format!("currency CHF currency CHF {zone}"), "`currency` is said twice"),
        (format!("currency CHF {zone} remember 0 days"), "write `remember nothing`"),
        (
            format!("currency CHF {zone} unit points unit point"),
            "`point` is already the name of a unit or measure",
        ),
        (format!("currency CHF {zone} unit cash in EUR"), "EUR is not the programme's currency"),
        (format!("currency CHF {zone} unit points {{ worth 0 CHF }}"), "this must be above 0"),
        (format!("currency CHF {zone} unit amounts in CHF {{ decimals 3 }}"), "has the decimals of CHF"),
        (format!("currency CHF {zone} receipts up to 5.001 CHF"), "more decimals than CHF"),
    ] {
        let found = p(&settings);
        assert_eq!(found.len(), 1, "{settings}\n{}", found.join("\n"));
        assert!(found[0].contains(expected), "{}\n  does not say\n{expected}", found[0]);
    }
    each(&[
        ("fields { line.amount: money }", "duplicate-name", "amount"),
        ("fields { line.x: text line.x: text }", "duplicate-name", "x"),
        ("fields { member.k: one of \"a\", \"b\" default \"c\" }", "unknown-name", "\"c\""),
        ("fields { member.k: one of \"a\", \"a\" }", "repeated", "\"a\""),
        ("fields { member.k: number from 5 to 1 }", "never-holds", "5 to 1"),
        ("fields { member.k: number from 1 to 5 default 6 }", "out-of-range", "6"),
        ("fields { member.k: date default \"x\" }", "unit-mismatch", "\"x\""),
    ]);
}

#[test]
fn names_that_are_taken() {
    each(&[
        ("earn a { 5 points }\nlines a = all lines", "duplicate-name", "a"),
        ("lines points = all lines", "duplicate-name", "points"),
        (
            "track t = all lines for ever\ntiers m by t { a b from 1 CHF b from 2 CHF valid for ever }",
            "duplicate-name",
            "b",
        ),
        (
            "track t = all lines for ever\ntiers m by t { a b from 1 CHF { 5 points } valid for ever }\nearn b { 5 points }",
            "duplicate-name",
            "b",
        ),
        (
            "track t = all lines for ever\ntiers m by t { a b from 1 CHF valid for ever }\ntiers n by t { c b from 1 CHF valid for ever }\nearn x { 1 point per CHF of all lines in b 2 points }",
            "duplicate-name",
            "b",
        ),
    ]);
}

#[test]
fn ranges_show_the_largest_value_and_the_remedy() {
    // 2^40 Rappen at 10,000 points each are more than 2^53.
    let found = plain(&with_header("earn a { 1000000 points per CHF of all lines }"));
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    assert!(
        found[0].contains("10995116277760000 points") && found[0].contains("receipts up to"),
        "{}",
        found[0]
    );
    let smaller = HEADER.replace("unit points", "receipts up to 100000 CHF unit points");
    assert_eq!(
        plain(&format!("{smaller}earn a {{ 1000000 points per CHF of all lines }}")),
        Vec::<String>::new()
    );
}
