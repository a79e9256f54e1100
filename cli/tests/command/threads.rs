//! `score` on several threads, from lines and from tables: always the same results.

use crate::Folder;

const PROGRAMME: &str = r#"
programme "P" { currency CHF timezone "Europe/Zurich" unit points }
track spend = all lines per calendar year
tiers status by spend {
  basic
  gold from 100.00 CHF
  valid until end of next calendar year
}
earn base {
  1 point per full 1.00 CHF of all lines
  at most 30 points per month
}
expire points { 2 months after earning, then at end of month }
"#;

/// Receipts of forty members over half a year, with clock events among them, a repeat, a wrong line if wanted.
fn events(wrong: bool) -> String {
    let mut out = String::new();
    for number in 0..6_000 {
        let (month, day) = (number / 1_000 + 1, number % 1_000 / 40 + 1);
        let at = format!("2026-{month:02}-{day:02}T{:02}:00:00+01:00", 8 + number % 10);
        let member = number * 7 % 40;
        let amount = format!("{}.{:02}", number % 23, number % 100);
        if number % 1_500 == 1_499 {
            out.push_str(&format!("{{\"event\":\"clock\",\"at\":\"2026-{month:02}-27T00:00:00+01:00\"}}\n"));
        }
        out.push_str(&format!(
            "{{\"event\":\"purchase\",\"id\":\"r-{number}\",\"member\":\"m-{member}\",\"at\":\"{at}\",\"lines\":[{{\"amount\":\"{amount}\"}}]}}\n"
        ));
        if wrong && number % 2_000 == 777 {
            out.push_str("{\"event\":\"purchase\"}\n");
            out.push_str(&format!(
                "{{\"event\":\"purchase\",\"id\":\"r-{number}\",\"member\":\"m-{member}\",\"at\":\"{at}\",\"lines\":[]}}\n"
            ));
        }
    }
    out
}

/// The same, with accounts that go up into others, and memberships that end and begin again.
fn events_of_accounts() -> String {
    let mut out = String::new();
    for (number, line) in events(false).lines().enumerate() {
        out.push_str(line);
        out.push('\n');
        let change = match number {
            700 => "\"member\":\"m-3\",\"membership\":\"ends\"",
            900 => "\"member\":\"m-3\",\"membership\":\"begins\"",
            1_500 => "\"member\":\"m-1\",\"merge\":\"m-2\"",
            2_500 => "\"member\":\"m-2\",\"merge\":\"m-9\"",
            3_500 => "\"member\":\"m-5\",\"merge\":\"m-1\"",
            // Once more: refused.
            3_501 => "\"member\":\"m-5\",\"merge\":\"m-2\"",
            _ => continue,
        };
        let month = number / 1_000 + 1;
        let at = format!("2026-{month:02}-28T12:00:00+01:00");
        let id = format!("a-{number}");
        out.push_str(&format!("{{\"event\":\"member\",\"id\":\"{id}\",\"at\":\"{at}\",{change}}}\n"));
    }
    out
}

/// What `score` wrote: decisions, members, bad lines, and the summary without times.
fn scored(folder: &Folder, threads: &str, engine: &str) -> (Vec<u8>, Vec<u8>, Vec<u8>, String) {
    let ran = folder.run(&[
        "score",
        "p.treue",
        "events.ndjson",
        "--threads",
        threads,
        "--engine",
        engine,
        "--out",
        "out.ndjson",
        "--save",
        "members",
        "--skip-invalid",
        "bad.ndjson",
        "--until",
        "2026-12-31T00:00:00+01:00",
    ]);
    let ran = ran.ends(0);
    let read = |name| std::fs::read(folder.path(name)).unwrap();
    let summary = ran.out.split("\n\n  read in").next().unwrap().to_owned();
    assert!(summary.contains("What the rules gave"), "{summary}");
    (read("out.ndjson"), read("members"), read("bad.ndjson"), format!("{summary}{}", ran.err))
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let folder = Folder::new();
    folder.write("p.treue", PROGRAMME);
    folder.write("events.ndjson", events(true));
    let one = scored(&folder, "1", "native");
    assert_eq!(String::from_utf8_lossy(&one.2).lines().count(), 6);
    for (threads, engine) in [("2", "native"), ("3", "native"), ("7", "reference"), ("2", "both")] {
        let other = scored(&folder, threads, engine);
        assert!(one.0 == other.0, "decisions on {threads} threads");
        assert!(one.1 == other.1, "members on {threads} threads");
        assert_eq!(one.2, other.2, "bad lines on {threads} threads");
        assert_eq!(one.3, other.3, "the summary on {threads} threads");
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads_where_accounts_become_one() {
    let folder = Folder::new();
    folder.write("p.treue", PROGRAMME);
    folder.write("events.ndjson", events_of_accounts());
    let one = scored(&folder, "1", "native");
    let decided = String::from_utf8_lossy(&one.0).into_owned();
    assert_eq!(decided.matches("\"merged\":{\"member\"").count(), 3, "three accounts went up into others");
    for (threads, engine) in [("2", "native"), ("3", "both"), ("7", "reference")] {
        let other = scored(&folder, threads, engine);
        assert!(one.0 == other.0, "decisions on {threads} threads");
        assert!(one.1 == other.1, "members on {threads} threads");
        assert_eq!((&one.2, &one.3), (&other.2, &other.3), "bad lines and summary on {threads} threads");
    }
}

#[test]
fn awards_as_columns() {
    let folder = Folder::new();
    folder.write("p.treue", PROGRAMME);
    folder.write("events.ndjson", events(false));
    let mut files = Vec::new();
    for threads in ["1", "2"] {
        let out = format!("out-{threads}.parquet");
        folder.run(&["score", "p.treue", "events.ndjson", "--threads", threads, "--out", &out]).ends(0);
        files.push(std::fs::read(folder.path(&out)).unwrap());
    }
    assert!(files[0].starts_with(b"PAR1") && files[0] == files[1]);
}

#[test]
fn a_number_of_threads_that_is_none() {
    let folder = Folder::new();
    for threads in ["0", "257", "many"] {
        let ran = folder.run(&["score", "p.treue", "events.ndjson", "--threads", threads]).ends(2);
        assert!(ran.err.contains("--threads"), "{}", ran.err);
    }
}
