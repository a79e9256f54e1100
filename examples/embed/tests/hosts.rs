//! The small hosts run, and say what they must.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on may stop here")]

use std::process::Command;

/// What a host prints; it must end well.
fn output(host: &str) -> String {
    let ran = Command::new(host).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// 7.30 francs are 7 points, 3.20 of them for produce four times 3.
#[test]
fn minimal() {
    let out = output(env!("CARGO_BIN_EXE_minimal"));
    assert!(out.contains(r#""rule":"base""#) && out.contains(r#""points":"7""#), "{out}");
    assert!(out.contains(r#""points":"12""#) && out.contains("1 member in "), "{out}");
}

/// Twenty programmes take over from the first; every receipt is answered by one of them, with what that gives for ten francs.
#[test]
fn reload() {
    let out = output(env!("CARGO_BIN_EXE_reload"));
    assert_eq!(out.lines().count(), 2);
    for line in out.lines() {
        let points: Vec<u32> =
            line.split(", ").map(|part| part.split(' ').nth(2).unwrap().parse().unwrap()).collect();
        assert!(points.is_sorted() && points.iter().all(|p| p % 10 == 0 && (10..=210).contains(p)), "{line}");
        assert!(points.len() > 1, "{line}");
    }
}

#[test]
fn columns() {
    let out = output(env!("CARGO_BIN_EXE_columns"));
    let numbers: Vec<i64> =
        out.lines().filter_map(|line| line.trim().trim_end_matches(',').parse().ok()).collect();
    // 7.30, 17.95 and 0.80 francs; 3.20 and 12.90 of produce.
    assert_eq!(numbers, [7, 17, 0, 12, 48, 0]);
}

/// 7.30, 17.95 and 10.80 francs give 7, 17 and 10 points, 3.20 and 12.90 of produce four times 3 and 12. Beat has spent 17.95
/// before the third receipt, is silver, and gets half of 10 more; of somebody unknown that is not known.
#[test]
fn batches() {
    let out = output(env!("CARGO_BIN_EXE_batches"));
    assert!(out.starts_with("[[19, 65, 10]]\n"), "{out}");
    let given: Vec<&str> = out.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    for column in [["7", "17", "10"], ["12", "48", "null"], ["null", "null", "null"]] {
        assert!(given.windows(3).any(|three| three == column), "{column:?} is not in\n{out}");
    }
    assert!(out.contains("booked [(0, 19), (1, 65), (2, 15)]") && out.contains("2 members in "), "{out}");
}
