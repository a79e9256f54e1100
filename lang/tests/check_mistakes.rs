//! Mistakes: each is found once, at its place, with a remedy, and causes no other message.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{HEADER, mistakes_in, one_mistake, plain, with_header};

/// Code and place of the one mistake in each text behind the header.
fn each(samples: &[(&str, &str, &str)]) {
    for (body, code, place) in samples {
        assert_eq!(one_mistake(body), ((*code).to_owned(), (*place).to_owned()), "{body}");
    }
}

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
fn conditions_of_receipts() {
    each(&[
        ("earn a { when amount is above 5 CHF 5 points }", "not-here", "amount"),
        ("earn a { from 17:00 to 17:00 5 points }", "never-holds", "from 17:00 to 17:00"),
        ("earn a { when channel is \"x\" and channel is \"y\" 5 points }", "never-holds", "channel is \"y\""),
        (
            "earn a { when channel in (\"x\", \"y\") when channel is not \"x\" when channel is not \"y\" 5 points }",
            "never-holds",
            "channel in (\"x\", \"y\")",
        ),
        ("earn a from 2026-09-07 to 2026-09-09 { on Sunday 5 points }", "never-holds", "on Sunday"),
        (
            "earn a until 2026-09-09 { in December when from 2026-03-01 to 2026-09-09 5 points }",
            "never-holds",
            "from 2026-03-01 to 2026-09-09",
        ),
        (
            "lines l = all lines\nearn a { when l is between 5 CHF and 4 CHF 5 points }",
            "never-holds",
            "l is between 5 CHF and 4 CHF",
        ),
        (
            "lines l = all lines\nearn a { when l is above 5 CHF and l is below 5 CHF 5 points }",
            "never-holds",
            "l is below 5 CHF",
        ),
        ("lines l = all lines\nearn a { when l is above 5 5 points }", "unit-mismatch", "5"),
        (
            "lines l = all lines\nearn a { when l is above 2026-01-01 5 points }",
            "unit-mismatch",
            "2026-01-01",
        ),
        ("lines l = all lines\nearn a { when litres of l is above 5 kg 5 points }", "unit-mismatch", "5 kg"),
        (
            "lines l = all lines\nearn a { when number of items of l is above 5 litres 5 points }",
            "unit-mismatch",
            "5 litres",
        ),
        ("lines l = all lines\nearn a { when l is above points 5 points }", "unit-mismatch", "points"),
        (
            "lines l = all lines\ntrack t = l for ever\nearn a { when t is above 5 points 5 points }",
            "unit-mismatch",
            "5 points",
        ),
        (
            "track t = points for ever\nearn a { when t including this purchase is above 5 points 5 points }",
            "not-here",
            "including this purchase",
        ),
        ("earn a { when at least 0 lines 5 points }", "never-holds", "at least 0 lines"),
        (
            "earn a { when at least 3 of (first purchase, channel \"x\") 5 points }",
            "never-holds",
            "at least 3",
        ),
        (
            "fields { member.n: number from 0 to 9 }\nearn a { when member.n is above 9 5 points }",
            "never-holds",
            "member.n is above 9",
        ),
        (
            "fields { member.k: one of \"gold\", \"red\" }\nearn a { when member.k is \"glod\" 5 points }",
            "unknown-name",
            "\"glod\"",
        ),
        (
            "fields { member.k: text }\nearn a { when member.k is at least \"x\" 5 points }",
            "unit-mismatch",
            "is at least",
        ),
        (
            "fields { member.k: text }\nearn a { when member.k is missing 5 points }",
            "never-holds",
            "member.k is missing",
        ),
        (
            "fields { member.k: text }\nearn a { when member.k or \"y\" is \"x\" 5 points }",
            "never-holds",
            "\"y\"",
        ),
        ("fields { line.k: text }\nearn a { when line.k is \"x\" 5 points }", "not-here", "line.k"),
        (
            "fields { member.k: text optional }\nearn a { when member.k is \"x\" or member.k is present 5 points }",
            "missing-not-handled",
            "member.k",
        ),
        (
            "fields { member.k: text optional }\nearn a { when not (member.k is present) and member.k is \"x\" 5 points }",
            "missing-not-handled",
            "member.k",
        ),
        (
            "earn a { when member.nme is \"x\" 5 points }\nfields { member.name: text }",
            "unknown-name",
            "member.nme",
        ),
    ]);
}

#[test]
fn conditions_of_lines_and_tiers() {
    each(&[
        ("lines l = lines where channel \"web\"", "not-here", "channel \"web\""),
        ("lines l = lines where first purchase", "not-here", "first purchase"),
        ("lines l = lines where brand \"x\" and brand \"y\"", "never-holds", "brand \"y\""),
        ("lines l = lines where amount is above 5 litres", "unit-mismatch", "5 litres"),
        ("lines l = lines where measure is CHF", "wrong-kind", "CHF"),
        ("fields { member.k: text }\nlines l = lines where member.k is \"x\"", "not-here", "member.k"),
        ("lines a = b except c\nlines b = a\nlines c = lines", "cycle", "a"),
        (
            "track t = all lines for ever\ntiers m by t { low high when channel \"x\" valid for ever }",
            "not-here",
            "channel \"x\"",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low from 5 CHF high from 9 CHF valid for ever }",
            "not-here",
            "from 5 CHF",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low mid from 9 CHF high from 9 CHF valid for ever }",
            "not-rising",
            "9 CHF",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 points valid for ever }",
            "unit-mismatch",
            "9 points",
        ),
        ("track t = all lines for ever\ntiers m by t { low high from 9 CHF }", "incomplete", "m"),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF follows at once then to base }",
            "not-here",
            "then to base",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF, keep from 5 CHF follows at once }",
            "not-here",
            "from 5 CHF",
        ),
        ("tiers m { low high from 9 CHF valid for ever }", "incomplete", "from 9 CHF"),
        ("tiers m by points { low high from 9 points valid for ever }", "wrong-kind", "points"),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF { when channel \"x\" } valid for ever }",
            "incomplete",
            "channel \"x\"",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF valid 5 months after earning }",
            "not-here",
            "earning",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF valid for ever }\nearn a { when m is above high 5 points }",
            "never-holds",
            "is above high",
        ),
        (
            "track t = all lines for ever\ntiers m by t { low high from 9 CHF valid for ever }\nearn a { when m is hihg 5 points }",
            "unknown-name",
            "hihg",
        ),
    ]);
}

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

/// Through the stack: `a` needs all of `s`, and `s` needs `a`.
#[test]
fn rings_through_stacks() {
    let found = plain(&with_header(
        "earn a { 10% of b }\nearn b { 10% of c }\nearn c { 5 points }\nearn d { 10% of a }\nstack s { all of b, d }",
    ));
    assert_eq!(found.len(), 1, "{}", found.join("\n"));
    assert!(found[0].contains("a → s → d → a"), "{}", found[0]);
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
fn tests_of_a_programme() {
    let base = "earn base { 5 points }\n";
    for (body, code, place) in [
        ("test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } }", "incomplete", "\"t\""),
        ("test \"t\" { then nothing }", "incomplete", "then nothing"),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then 5 points from bse }",
            "unknown-name",
            "bse",
        ),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then 5 miles from base }",
            "unit-mismatch",
            "miles",
        ),
        ("test \"t\" { when a purchase on 2026-01-01 { 5.00 EUR } then nothing }", "unit-mismatch", "EUR"),
        (
            "test \"t\" { when a purchase on 2026-01-01 { 5 points 5.00 CHF } then nothing }",
            "unit-mismatch",
            "points",
        ),
        (
            "test \"t\" { given a member in gold when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "unknown-name",
            "gold",
        ),
        (
            "test \"t\" { given a member with 5 when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "incomplete",
            "with 5",
        ),
        ("test \"t\" { when redeem cup on 2026-01-01 then nothing }", "unknown-name", "cup"),
        (
            "test \"t\" { when transfer 5 points to \"M\" on 2026-01-01 then nothing }",
            "unknown-name",
            "\"M\"",
        ),
        (
            "fields { receipt.x: text }\ntest \"t\" { when a purchase on 2026-01-01 { 5.00 CHF } then nothing }",
            "incomplete",
            "2026-01-01",
        ),
        (
            "fields { member.x: text }\ntest \"t\" { when a purchase on 2026-01-01 with member.x \"a\" { 5.00 CHF } then nothing }",
            "not-here",
            "member.x \"a\"",
        ),
    ] {
        assert_eq!(one_mistake(&format!("{base}{body}")), (code.to_owned(), place.to_owned()), "{body}");
    }
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
        ("track t = activities \"x\" when lines is at least 5.00 CHF per month", "not-here", "lines"),
        ("track t = weeks in a row with purchases per month", "not-here", "per month"),
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
