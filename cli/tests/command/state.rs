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
    let mut older = bytes.clone();
    older[8] = 1;
    folder.write("older.state", &older);
    score("older.state").talks("[state-older]").talks("give all events to this one");
    score(EVENTS).talks("[not-a-state]");
    score("nowhere.state").talks("cannot read nowhere.state");
    folder.run(&["explain", "state-damaged"]).ends(0).says("a file of members that was not read");
}

/// The shop with other names: stamps for points, a level and a track that are called otherwise.
fn renamed(folder: &Folder, migration: &str) {
    folder.run(&["new", "later"]).ends(0);
    let text = folder.read("shop/programme.treue");
    let text =
        text.replace("points", "stars").replace("point ", "star ").replace("\"My Shop\"", "\"Our Shop\"");
    // Tests speak of numbers that are no matter here.
    let text = text.split("\ntest ").next().unwrap().to_owned();
    folder.write("later/programme.treue", format!("{text}\n{migration}"));
    for name in std::fs::read_dir(folder.path("later")).unwrap() {
        let path = name.unwrap().path();
        if path.extension().is_some_and(|e| e == "treue") && !path.ends_with("programme.treue") {
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn what_members_would_lose_is_said_and_nothing_is_written() {
    let folder = Folder::with_shop();
    folder.run(&["score", "shop", EVENTS, "--save", "m.state"]).ends(0);
    renamed(&folder, "");
    let migrate = ["migrate", "shop", "later", "--state", "m.state", "--save", "n.state"];
    folder.run(&migrate).ends(1).says("LOST").says("migration { ... }");
    assert!(!folder.names().contains(&"n.state".to_owned()));
    let json = folder.run(&["migrate", "shop", "later", "--state", "m.state", "--format", "json"]).ends(1);
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["lossless"], false);
    assert_eq!(report["changes"][0]["what"], "points");
    // The new text alone does not take them either.
    folder.run(&["score", "later", "m.state", "--state", "m.state"]).ends(2).talks("[state-");
}

#[test]
fn renamed_points_become_others_at_the_rate_of_the_text() {
    let folder = Folder::with_shop();
    folder.run(&["score", "shop", EVENTS, "--save", "m.state"]).ends(0);
    renamed(&folder, "migration { unit stars was \"points\", becomes 2.5 stars each }");
    let migrate = ["migrate", "shop", "later", "--state", "m.state", "--save", "n.state"];
    let ran = folder.run(&migrate).ends(0);
    assert!(!ran.out.contains("LOST"), "{}", ran.out);
    folder.write("empty.ndjson", "");
    let held = folder.run(&["score", "later", "empty.ndjson", "--state", "n.state"]).ends(0);
    // Anna has 129 points, Ben 53 and Carla 196: 322.5, 132.5 and 490 stars, rounded down for each of them.
    held.row("held at the end 944");
    // Once there, there is nothing more to do.
    folder
        .run(&["migrate", "later", "later", "--state", "n.state"])
        .ends(0)
        .says("everybody keeps everything");
}
