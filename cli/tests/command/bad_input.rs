//! `score` over bad input: each line is named with its reason, nothing is written, and the good can go on.

use crate::Folder;

/// A receipt that is fine.
const GOOD: &str = r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{"amount":"10.00","category":"food"}]}"#;

/// Lines that are wrong after [`GOOD`], with the code that is given.
const BAD: &[(&str, &str)] = &[
    (r#"{"event":"purchase","id":"r-2""#, "malformed-json"),
    ("not json at all", "malformed-json"),
    (r#"["event"]"#, "wrong-type"),
    (r#"{"event":"sale","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00"}"#, "unknown-event"),
    (
        r#"{"event":"return","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","receipt":"r-1","lines":[]}"#,
        "missing-field",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":true}]}"#,
        "wrong-type",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":{}}"#,
        "wrong-type",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[],"colour":"red"}"#,
        "unknown-field",
    ),
    (
        r#"{"event":"purchase","id":"r-2","id":"r-3","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[]}"#,
        "duplicate-field",
    ),
    (r#"{"event":"purchase","id":"r-2","member":"m-1","lines":[{"amount":"1.00"}]}"#, "missing-field"),
    (
        r#"{"event":"purchase","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"1.00"}]}"#,
        "missing-field",
    ),
    (
        r#"{"event":"purchase","id":"r-2","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"1.00"}]}"#,
        "no-member",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"1.00"}]}"#,
        "empty-text",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"1.005"}]}"#,
        "too-many-decimals",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"1e3"}]}"#,
        "not-a-decimal",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","lines":[{"amount":"99999999999999.00"}]}"#,
        "out-of-range",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-02-30T10:15:00+01:00","lines":[{"amount":"1.00"}]}"#,
        "not-an-instant",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00","lines":[{"amount":"1.00"}]}"#,
        "not-an-instant",
    ),
    (
        r#"{"event":"purchase","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","currency":"EUR","lines":[{"amount":"1.00"}]}"#,
        "wrong-currency",
    ),
    (
        r#"{"event":"redeem","id":"r-2","member":"m-1","at":"2026-09-09T10:15:00+02:00","reward":"car"}"#,
        "unknown-name",
    ),
    (
        r#"{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{"amount":"11.00"}]}"#,
        "id-reused",
    ),
    (
        r#"{"event":"return","id":"r-2","member":"m-1","at":"2026-09-07T10:15:00+02:00","receipt":"r-1"}"#,
        "before-purchase",
    ),
];

#[test]
fn every_bad_line_is_named_and_nothing_is_written() {
    let folder = Folder::with_shop();
    for (line, code) in BAD {
        folder.write("bad.ndjson", format!("{GOOD}\n{line}\n"));
        let before = folder.names();
        let ran = folder.run(&["score", "shop", "bad.ndjson", "--out", "out.ndjson"]).ends(2);
        let ran = ran.talks("bad.ndjson:2").talks(&format!("[{code}]")).talks("nothing was written");
        assert_eq!(ran.out, "", "{line}");
        assert_eq!(folder.names(), before, "{line}");
        let ran = folder.run(&["score", "shop", "bad.ndjson", "--out", "-"]).ends(2);
        assert_eq!(ran.out, "", "{line}");
        folder.run(&["explain", code]).ends(0).says(code);
    }
}

#[test]
fn an_output_that_is_there_stays_as_it_was() {
    let folder = Folder::with_shop();
    folder.write("out.ndjson", "precious");
    folder.write("bad.ndjson", "nonsense\n");
    folder.run(&["score", "shop", "bad.ndjson", "--out", "out.ndjson"]).ends(2);
    assert_eq!(folder.read("out.ndjson"), "precious");
}

#[test]
fn bad_lines_can_be_set_aside() {
    let folder = Folder::with_shop();
    let mut text = String::new();
    for (line, _) in BAD {
        text.push_str(line);
        text.push('\n');
    }
    folder.write("mixed.ndjson", format!("{GOOD}\n{text}"));
    let arguments =
        ["score", "shop", "mixed.ndjson", "--skip-invalid", "aside.ndjson", "--out", "out.ndjson"];
    let ran = folder.run(&arguments).ends(0).says("1 receipt ").row("base 1 10 points");
    let ran = ran.says(&format!("{} wrong lines set aside", BAD.len()));
    for (index, (_, code)) in BAD.iter().enumerate() {
        assert!(ran.err.contains(&format!("mixed.ndjson:{}", index + 2)), "{}", ran.err);
        assert!(ran.err.contains(code), "{}", ran.err);
    }
    let aside = folder.read("aside.ndjson");
    let mut set_aside: Vec<&str> = aside.lines().collect();
    let mut bad: Vec<&str> = BAD.iter().map(|(line, _)| *line).collect();
    set_aside.sort_unstable();
    bad.sort_unstable();
    assert_eq!(set_aside, bad);
    assert_eq!(folder.read("out.ndjson").lines().count(), 1);
}

#[test]
fn only_the_first_bad_lines_are_shown() {
    let folder = Folder::with_shop();
    folder.write("bad.ndjson", "nonsense\n".repeat(50));
    let ran =
        folder.run(&["score", "shop", "bad.ndjson"]).ends(2).talks("50 lines are wrong").talks("and 30 more");
    assert_eq!(ran.err.matches("[malformed-json]").count(), 20);
}

#[test]
fn all_mistakes_of_a_line_are_named() {
    let folder = Folder::with_shop();
    folder.write(
        "bad.ndjson",
        r#"{"event":"purchase","id":"r-1","member":"m-1","at":"yesterday","lines":[{"amount":"1.005"},{"amount":null}]}"#,
    );
    let ran = folder.run(&["score", "shop", "bad.ndjson"]).ends(2).talks("1 line is wrong");
    ran.talks("lines[0].amount").talks("lines[1].amount").talks("[not-an-instant]");
}

#[test]
fn lenient_passes_over_unknown_fields() {
    let folder = Folder::with_shop();
    folder.write("a.ndjson", GOOD.replace("\"lines\"", "\"colour\":\"red\",\"lines\""));
    folder.run(&["score", "shop", "a.ndjson"]).ends(2).talks("[unknown-field]");
    folder.run(&["score", "shop", "a.ndjson", "--lenient"]).ends(0).row("base 1 10 points");
}

#[test]
fn a_receipt_has_ten_thousand_lines_and_not_one_more() {
    let folder = Folder::with_shop();
    let receipt = |lines: usize| {
        let lines = vec![r#"{"amount":"1.00","category":"food"}"#; lines].join(",");
        format!(
            r#"{{"event":"purchase","id":"r-1","member":"m-1","at":"2026-09-08T10:15:00+02:00","lines":[{lines}]}}"#
        )
    };
    folder.write("most.ndjson", receipt(10_000));
    folder.run(&["score", "shop", "most.ndjson", "--engine", "both"]).ends(0).row("base 1 10,000 points");
    folder.write("more.ndjson", receipt(10_001));
    folder.run(&["score", "shop", "more.ndjson"]).ends(2).talks("[too-many-lines]");
}

#[test]
fn lines_that_are_no_text_or_too_much_of_it() {
    let folder = Folder::with_shop();
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend_from_slice(b"\n{\"event\":\"\xff\"}\n");
    folder.write("bytes.ndjson", bytes);
    folder.run(&["score", "shop", "bytes.ndjson"]).ends(2).talks("bytes.ndjson:2").talks("[not-utf-8]");
    folder.write("deep.ndjson", "[".repeat(100_000));
    folder.run(&["score", "shop", "deep.ndjson"]).ends(2).talks("deep.ndjson:1");
    folder.write("long.ndjson", format!("{}\n{GOOD}\n", "x".repeat(17 << 20)));
    folder.run(&["score", "shop", "long.ndjson"]).ends(2).talks("long.ndjson:1").talks("1 line is wrong");
}

#[test]
fn guests_pass_where_the_programme_says_so() {
    let folder = Folder::with_shop();
    folder.write("guest.ndjson", GOOD.replace("\"member\":\"m-1\",", ""));
    folder.run(&["score", "shop", "guest.ndjson"]).ends(2).talks("[no-member]");
    folder.replace("shop/programme.treue", "  currency CHF\n", "  currency CHF\n  guests pass\n");
    folder
        .run(&["score", "shop", "guest.ndjson"])
        .ends(0)
        .says("1 receipt of a guest")
        .row("base 0 0 points");
}
