//! `score` where purchases are scored apart from each other: columns and kernels come to what events and the interpreter come to.

use crate::Folder;

const PROGRAMME: &str = r#"
programme "P" { currency CHF timezone "Europe/Zurich" unit points { worth 0.01 CHF } unit stars }
lines food = all lines where category "food"
earn base { 1 point per full 1.00 CHF of all lines }
earn fresh {
  from 2026-02-01 to 2026-04-30
  3 points per item of food
}
earn app {
  when channel is "app"
  10% of base
}
earn big {
  when all lines is at least 60.00 CHF
  2 stars
}
stack bonus {
  all of fresh, app
  at most 12 points
}
"#;

const RECEIPTS: usize = 30_000;

/// Receipts of sixty members over half a year, in three shapes.
fn receipts() -> Vec<String> {
    let line = |number: usize| {
        let (month, day) = (number / 5_000 + 1, number % 5_000 / 200 + 1);
        let at = format!("2026-{month:02}-{day:02}T{:02}:{:02}:00+01:00", 8 + number % 200 / 60, number % 60);
        let channel = ["app", "web", "store"][number % 3];
        let (amount, items) = (format!("{}.{:02}", number % 23, number % 100), number % 5 + 1);
        let more = match number % 4 {
            0 => format!(r#",{{"category":"fuel","amount":{}}}"#, number % 70),
            1 => String::new(),
            _ => format!(r#",{{"category":"food","quantity":"{items}","amount":"{amount}"}}"#),
        };
        format!(
            r#"{{"event":"purchase","id":"r-{number}","member":"m-{}","at":"{at}","channel":"{channel}","lines":[{{"category":"food","quantity":"{items}","amount":"{amount}"}}{more}]}}"#,
            number * 7 % 60
        )
    };
    (0..RECEIPTS).map(line).collect()
}

/// What a run left: exit code, summary without times, what was said, files; and whether it went through columns, which compile nothing
/// before they come.
struct Left {
    code: Option<i32>,
    summary: String,
    said: String,
    bad: Option<Vec<u8>>,
    awards: Option<Vec<u8>>,
    columns: bool,
}

fn scored(folder: &Folder, engine: &str, threads: &str, more: &[&str]) -> Left {
    let arguments = ["score", "p.treue", "events.ndjson", "--engine", engine, "--threads", threads];
    let ran = folder.run(&[&arguments, more].concat());
    let read = |name: &str| {
        let bytes = std::fs::read(folder.path(name)).ok();
        let _ = std::fs::remove_file(folder.path(name));
        bytes
    };
    Left {
        code: ran.code,
        summary: ran.out.split("\n\n  read in").next().unwrap().to_owned(),
        said: ran.err,
        bad: read("bad.ndjson"),
        awards: read("awards.parquet"),
        columns: ran.out.contains("\n\n  read in") && !ran.out.contains("compiled in"),
    }
}

/// Compares engines and numbers of threads; says whether it went through columns.
fn compare(name: &str, lines: &[String], more: &[&str]) -> (bool, Left) {
    let folder = Folder::new();
    folder.write("p.treue", PROGRAMME);
    folder.write("events.ndjson", lines.join("\n"));
    let expected = scored(&folder, "reference", "2", more);
    let mut columns = Vec::new();
    for threads in ["1", "2", "3"] {
        let found = scored(&folder, "native", threads, more);
        assert_eq!((found.code, &found.said), (expected.code, &expected.said), "{name}, {threads} threads");
        assert_eq!(found.summary, expected.summary, "{name}, {threads} threads");
        assert_eq!(found.bad, expected.bad, "{name}, {threads} threads");
        assert!(found.awards == expected.awards, "{name}, {threads} threads: the awards differ");
        columns.push(found.columns);
    }
    assert!(columns.iter().all(|one| *one == columns[0]), "{name}: {columns:?}");
    (columns[0], expected)
}

#[test]
fn purchases_go_through_columns() {
    let (columns, left) = compare("receipts", &receipts(), &["--out", "awards.parquet"]);
    assert!(columns);
    assert_eq!(left.code, Some(0));
    assert!(left.summary.contains("Cut by limits"), "{}", left.summary);
    assert!(left.summary.contains("30,000 receipts") && left.summary.contains("60 members"));
    assert!(left.awards.unwrap().starts_with(b"PAR1"));
    // Lines as people write them.
    let mut lines = receipts();
    lines[0].insert(0, '\u{feff}');
    lines[5].push('\r');
    lines.insert(7, String::from("  "));
    lines[20_000] = lines[20_000].replace("\":", "\" : ");
    lines[20_001] = lines[20_001].replace(",\"channel\"", ",\"store\":\"Z\\u00fcrich\",\"channel\"");
    assert!(compare("odd lines", &lines, &[]).0);
}

#[test]
fn wrong_lines_are_told_and_set_aside_as_ever() {
    let mut lines = receipts();
    lines[3] = String::from("{\"event\":\"purchase\"}\r");
    lines[9_000].truncate(70);
    lines[12_345] = lines[12_345].replace("\"amount\":\"", "\"amount\":\"x");
    lines[29_999] = lines[29_999].replace("\"lines\"", "\"lanes\"");
    let (_, left) = compare("refused", &lines, &[]);
    assert_eq!(left.code, Some(2));
    assert!(
        left.said.contains("4 lines are wrong") && left.said.contains("events.ndjson:12346"),
        "{}",
        left.said
    );
    let more = ["--skip-invalid", "bad.ndjson", "--out", "awards.parquet"];
    let (columns, left) = compare("set aside", &lines, &more);
    assert!(columns);
    assert_eq!(left.code, Some(0));
    assert_eq!(left.bad.unwrap().split(|byte| *byte == b'\n').count(), 5);
    assert!(!compare("many of them", &[lines, vec!["x".to_owned(); 1_500]].concat(), &more[..2]).0);
}

#[test]
fn what_is_no_plain_purchase_goes_the_usual_way() {
    let insert = |at: usize, line: &str| {
        let mut lines = receipts();
        lines.insert(at, line.to_owned());
        lines
    };
    let guest = receipts()[70].replace(",\"member\":\"m-10\"", "");
    let again = receipts()[28_000].clone();
    let late = receipts()[60].replace("r-60", "late");
    let clock = String::from(r#"{"event":"clock","at":"2026-06-24T00:00:00+01:00"}"#);
    for (name, line) in [("guest", &guest), ("again", &again), ("late", &late), ("clock", &clock)] {
        let (columns, _) = compare(name, &insert(29_000, line), &["--skip-invalid", "bad.ndjson"]);
        assert!(!columns, "{name}");
    }
}
