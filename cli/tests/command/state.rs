//! Members kept from one run to the next.

use crate::Folder;

const EVENTS: &str = "shop/receipts.ndjson";

/// The events in two halves, by lines.
fn halves(folder: &Folder) {
    let text = folder.read(EVENTS);
    let lines: Vec<&str> = text.lines().collect();
    folder.write("a.ndjson", lines[..5].join("\n"));
    folder.write("b.ndjson", lines[5..].join("\n"));
}

#[test]
fn two_runs_come_to_what_one_does() {
    let folder = Folder::with_shop();
    halves(&folder);
    let whole = folder.run(&["score", "shop", EVENTS, "--out", "-", "--save", "whole.state"]).ends(0);
    let first = folder.run(&["score", "shop", "a.ndjson", "--out", "-", "--save", "m.state"]).ends(0);
    let second = ["score", "shop", "b.ndjson", "--out", "-", "--state", "m.state", "--save", "m.state"];
    let again = folder.run(&second).ends(0);
    assert_eq!(whole.out, first.out + &again.out);
    let bytes = |name: &str| std::fs::read(folder.path(name)).unwrap();
    assert!(bytes("whole.state") == bytes("m.state"), "the members are not the same");
    folder
        .run(&["score", "shop", EVENTS, "--engine", "reference", "--out", "-", "--save", "r.state"])
        .ends(0);
    assert!(bytes("whole.state") == bytes("r.state"), "the engines leave other members");
    assert_eq!(folder.names(), ["a.ndjson", "b.ndjson", "m.state", "r.state", "shop", "whole.state"]);
}

#[test]
fn nothing_is_kept_of_a_run_that_failed() {
    let folder = Folder::with_shop();
    folder.run(&["score", "shop", EVENTS, "--save", "m.state"]).ends(0);
    let before = std::fs::read(folder.path("m.state")).unwrap();
    folder.write("bad.ndjson", "{");
    folder.run(&["score", "shop", "bad.ndjson", "--state", "m.state", "--save", "m.state"]).ends(2);
    assert!(std::fs::read(folder.path("m.state")).unwrap() == before);
    assert_eq!(folder.names(), ["bad.ndjson", "m.state", "shop"]);
}

#[test]
fn what_is_no_state_is_refused_with_its_code() {
    let folder = Folder::with_shop();
    folder.run(&["score", "shop", EVENTS, "--save", "m.state"]).ends(0);
    let bytes = std::fs::read(folder.path("m.state")).unwrap();
    let score = |name: &str| folder.run(&["score", "shop", EVENTS, "--state", name]).ends(2);
    folder.write("short.state", &bytes[..bytes.len() - 3]);
    score("short.state").talks("[state-truncated]").talks("3 bytes are missing").talks("copy the file again");
    let mut flipped = bytes.clone();
    flipped[40] ^= 4;
    folder.write("flipped.state", &flipped);
    score("flipped.state").talks("[state-damaged]");
    let mut newer = bytes.clone();
    newer[8] = 9;
    folder.write("newer.state", &newer);
    score("newer.state").talks("[state-newer]");
    score(EVENTS).talks("[not-a-state]");
    score("nowhere.state").talks("cannot read nowhere.state");
    folder.run(&["explain", "state-damaged"]).ends(0).says("a file of members that was not read");
}
