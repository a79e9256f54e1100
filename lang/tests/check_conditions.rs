//! Mistakes in conditions: of receipts, of lines, of levels.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::each;

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
