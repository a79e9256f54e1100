//! `score` where ledgers book receipts of members out of files: lines of JSON and Parquet, in any number of parts, come to what events
//! and the interpreter come to: summary, awards, and the members that are kept.

use crate::Folder;
use crate::files::{Receipt, ndjson, parquet, receipts};

const PROGRAMME: &str = r#"
programme "P" {
  currency CHF
  timezone "Europe/Zurich"
  unit points { worth 0.01 CHF }
  remember nothing
}
lines food = all lines where category "food"
track spend = all lines per calendar year
earn base { 1 point per full 1.00 CHF of all lines }
earn fresh { 3 points per item of food }
earn app {
  when channel is "app"
  10% of base
}
stack bonus {
  all of fresh, app
  at most 12 points
  at most 60 points per month
}
tiers main by spend {
  basic
  silver from 900.00 CHF { 25% of base }
  gold from 2500.00 CHF { 50% of base }
  follows at once
}
earn welcome {
  when first purchase
  250 points
}
earn tenth {
  over all time
  200 points for every 10 purchases
}
expire points { 3 months after earning, then at end of month }
"#;

const SAVED: [&str; 2] = ["--save", "state"];

/// What a run left; whether it went through columns, which compile nothing before they come.
#[derive(Debug, PartialEq)]
struct Left {
    code: Option<i32>,
    summary: String,
    awards: Vec<u8>,
    state: Vec<u8>,
}

fn scored(folder: &Folder, file: &str, more: &[&str]) -> (Left, bool, String) {
    let arguments = ["score", "p.treue", file, "--out", "awards.parquet"];
    let ran = folder.run(&[&arguments, more].concat());
    let read = |name: &str| {
        let bytes = std::fs::read(folder.path(name)).unwrap_or_default();
        let _ = std::fs::remove_file(folder.path(name));
        bytes
    };
    let summary = ran.out.split("\n\n  read in").next().unwrap().to_owned();
    let left = Left { code: ran.code, summary, awards: read("awards.parquet"), state: read("state") };
    (left, ran.out.contains("\n\n  read in") && !ran.out.contains("compiled in"), ran.err)
}

/// Compares both forms and any number of parts with the interpreter; says whether ledgers booked.
fn compare(programme: &str, receipts: &[Receipt], more: &[&str], before: Option<&[u8]>) -> (Left, bool) {
    let folder = Folder::new();
    folder.write("p.treue", programme);
    folder.write("events.ndjson", ndjson(receipts));
    folder.write("events.parquet", parquet(receipts));
    before.iter().for_each(|state| folder.write("before", state));
    let (expected, ..) = scored(&folder, "events.ndjson", &[&["--engine", "reference"], more].concat());
    let mut ledgers = Vec::new();
    for file in ["events.ndjson", "events.parquet"] {
        for threads in ["1", "2", "3"] {
            let (left, columns, said) = scored(&folder, file, &[&["--threads", threads], more].concat());
            assert_eq!(left.summary, expected.summary, "{file}, {threads} threads\n{said}");
            assert!(left == expected, "{file}, {threads} threads: awards or members differ");
            ledgers.push(columns);
        }
        let (left, _, said) = scored(&folder, file, &[&["--engine", "both"], more].concat());
        assert_eq!((left.code, left.state.as_slice()), (expected.code, expected.state.as_slice()), "{said}");
    }
    assert!(ledgers.iter().all(|one| *one == ledgers[0]), "{ledgers:?}");
    (expected, ledgers[0])
}

#[test]
fn ledgers_come_to_what_events_come_to() {
    let receipts = receipts(2_500, 60, 4);
    let (left, by_ledgers) = compare(PROGRAMME, &receipts, &SAVED, None);
    assert!(by_ledgers);
    assert_eq!(left.code, Some(0));
    for words in ["Cut by limits", "expired", " up ", " down ", "60 members", "tenth", "welcome"] {
        assert!(left.summary.contains(words), "{words}\n{}", left.summary);
    }
    assert!(left.awards.starts_with(b"PAR1") && !left.state.is_empty());
    // What one run leaves another one goes on with.
    let (first, then) = receipts.split_at(1_150);
    let (half, _) = compare(PROGRAMME, first, &SAVED, None);
    let (whole, by_ledgers) =
        compare(PROGRAMME, then, &["--state", "before", "--save", "state"], Some(&half.state));
    assert!(by_ledgers);
    assert_eq!(whole.state, left.state);
}

/// A late receipt is refused and a guest's is nobody's: then everything goes the usual way, whatever piece it is in.
#[test]
fn what_a_ledger_does_not_say_goes_the_usual_way() {
    let plain = receipts(300, 20, 2);
    let late = Receipt { id: String::from("late"), at: plain[0].at, ..plain[150].clone() };
    let guest = Receipt { id: String::from("guest"), member: None, ..plain[299].clone() };
    let again = Receipt { member: Some(String::new()), ..plain[299].clone() };
    for (name, odd) in [("late", late), ("guest", guest), ("nobody", again)] {
        for at in [151, 300] {
            let mut receipts = plain.clone();
            receipts.insert(at, odd.clone());
            let (left, by_ledgers) = compare(PROGRAMME, &receipts, &SAVED, None);
            assert!(!by_ledgers, "{name}");
            assert_eq!(left.code, Some(2), "{name}");
        }
    }
}

/// What is remembered decides nothing where purchases come in order under new ids, and matters where members are kept.
#[test]
fn programmes_that_remember_are_booked_where_nobody_asks_for_it() {
    let programme = PROGRAMME.replace("  remember nothing\n", "");
    let plain = receipts(300, 20, 2);
    assert!(compare(&programme, &plain, &[], None).1);
    assert!(!compare(&programme, &plain, &SAVED, None).1);
    let mut twice = plain.clone();
    twice.insert(200, plain[199].clone());
    let (left, by_ledgers) = compare(&programme, &twice, &[], None);
    assert!(!by_ledgers);
    assert!(left.summary.contains("1 repeated event"), "{}", left.summary);
}
