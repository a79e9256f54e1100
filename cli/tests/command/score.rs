//! `score` over good input. The numbers of the shop that `treue new` writes, worked by hand:
//!
//! | event | base | organic_bonus | regular | after it |
//! | --- | --- | --- | --- | --- |
//! | r-1001 anna 6.40 + 12.50 organic | 18 | 2 × 12 = 24 | | anna 42 |
//! | r-1002 ben 38.00, tobacco 9.00 | 38 | | | ben 38 |
//! | r-1003 anna 480.00 + 19.90 organic | 499 | 38 | | anna 579, year 518.80: regular |
//! | r-1004 carla 64.00 organic less 4.00 | 60 | 120, cut to 40 | | carla 100 |
//! | r-1005 anna 40.00 | 40 | | 25% of 40 = 10 | anna 629 |
//! | d-2001 anna takes a voucher | | | | anna 129 |
//! | r-1006 ben 3.20 + 4.75 organic, gift card | 7 | 8 | | ben 53 |
//! | g-3001 carla is granted 50 | | | | carla 150 |
//! | d-2002 ben has too few for a voucher | | | | ben 53 |
//! | r-1007 carla 14.90 organic + 3.60 | 18 | 28 | | carla 196 |
//!
//! base 680 in 7 receipts, organic_bonus 138 in 5, regular 10 in 1; left: 828 + 50 − 500 = 378 = 129 + 53 + 196.

use crate::{Folder, Ran};
use serde_json::Value;

const EVENTS: &str = "shop/receipts.ndjson";

fn right(ran: Ran) -> Ran {
    ran.ends(0)
        .says("7 receipts")
        // 18.90 + 47.00 + 499.90 + 60.00 + 40.00 + 57.95 + 18.50
        .says("742.25 CHF")
        .says("3 members")
        .row("base 7 680 points")
        .row("organic_bonus 5 138 points 80")
        .row("regular 1 10 points")
        .row("given by rules 828")
        .row("granted by hand 50")
        .row("spent on rewards -500")
        .row("held at the end 378")
        .row("worth 3.78 CHF")
        .row("regular 1")
        .row("friend 2")
        .says("1 up")
        .row("voucher 1 1 500 points 5.00 CHF")
        .row("not-enough-points 1")
}

#[test]
fn the_summary_adds_up_on_every_engine() {
    let folder = Folder::with_shop();
    for engine in ["native", "reference"] {
        right(folder.run(&["score", "shop", EVENTS, "--engine", engine])).says("a second");
    }
    let both = right(folder.run(&["score", "shop", EVENTS, "--engine", "both"]));
    both.says("10 decisions and 3 members compared, no disagreement").says("times as fast");
}

#[test]
fn lines_are_not_wider_than_a_screen() {
    let folder = Folder::with_shop();
    for arguments in [
        vec!["score", "shop", EVENTS, "--engine", "both"],
        vec!["explain", "shop", EVENTS, "--event", "r-1003"],
        vec!["test", "shop"],
    ] {
        let ran = folder.run(&arguments).ends(0);
        // Lines of the programme itself are shown as they are.
        let lines = ran.out.lines().filter(|l| !l.contains('\u{2502}'));
        let longest = lines.map(|l| l.chars().count()).max().unwrap_or(0);
        assert!(longest <= 80, "{longest} columns:\n{}", ran.out);
    }
}

#[test]
fn decisions_are_kept_as_lines() {
    let folder = Folder::with_shop();
    folder.run(&["score", "shop", EVENTS, "--out", "decisions.ndjson"]).ends(0).says("7 receipts");
    let text = folder.read("decisions.ndjson");
    let decisions: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(decisions.len(), 10);
    assert_eq!(decisions[3]["event"], "r-1004");
    assert_eq!(decisions[3]["awards"][1]["rule"], "organic_bonus");
    assert_eq!(decisions[3]["awards"][1]["points"], "40");
    assert_eq!(decisions[8]["refusal"]["code"], "not-enough-points");
    assert_eq!(decisions[1]["not_applied"][0]["rule"], "organic_bonus");
    let stdout = folder.run(&["score", "shop", EVENTS, "--out", "-"]).ends(0);
    assert_eq!(stdout.out, text);
    let reference = folder.run(&["score", "shop", EVENTS, "--out", "-", "--engine", "reference"]).ends(0);
    assert_eq!(reference.out, text);
    let awards = folder.run(&["score", "shop", EVENTS, "--out", "-", "--detail", "awards"]).ends(0);
    let first: Value = serde_json::from_str(awards.out.lines().nth(1).unwrap()).unwrap();
    assert_eq!(first["not_applied"], serde_json::json!([]));
    assert_eq!(folder.names(), ["decisions.ndjson", "shop"]);
}

#[test]
fn events_come_from_several_files_and_from_standard_input() {
    let folder = Folder::with_shop();
    let text = folder.read(EVENTS);
    let lines: Vec<&str> = text.lines().collect();
    folder.write("a.ndjson", lines[..4].join("\n"));
    folder.write("b.ndjson", format!("\u{feff}{}\r\n\r\n", lines[4..].join("\r\n")));
    right(folder.run(&["score", "shop", "a.ndjson", "b.ndjson"]));
    right(folder.run_with(&["score", "shop", "-"], text.as_bytes()));
    folder.run(&["score", "shop", "-", "-"]).ends(2).talks("only once");
    folder.run(&["score", "shop", "nowhere.ndjson"]).ends(2).talks("cannot read nowhere.ndjson");
    folder.run(&["score", "shop", "shop"]).ends(2).talks("folder");
}

#[test]
fn an_empty_file_is_fine() {
    let folder = Folder::with_shop();
    folder.write("empty.ndjson", "");
    folder.run(&["score", "shop", "empty.ndjson"]).ends(0).says("0 receipts");
    folder.run(&["score", "shop", "empty.ndjson", "--out", "-", "--engine", "both"]).ends(0);
}

#[test]
fn repeats_count_once() {
    let folder = Folder::with_shop();
    let text = folder.read(EVENTS);
    let last = text.lines().last().unwrap();
    folder.write("twice.ndjson", format!("{text}{last}\n"));
    right(folder.run(&["score", "shop", "twice.ndjson"])).says("1 repeated event, counted once");
}

#[test]
fn time_passes_until_it_is_told_to_stop() {
    let folder = Folder::with_shop();
    // Points of September 2026 live until 30 September 2028; the level until the end of 2027.
    let late = folder.run(&["score", "shop", EVENTS, "--until", "2028-10-01T00:00:00+02:00"]).ends(0);
    let late =
        late.row("expired -378").row("held at the end 0").row("regular 0").row("friend 3").says("1 down");
    drop(late);
    let early = folder.run(&["score", "shop", EVENTS, "--until", "2028-09-30T23:59:00+02:00"]).ends(0);
    early.row("held at the end 378");
    folder.run(&["score", "shop", EVENTS, "--until", "soon"]).ends(2).talks("--until");
    folder.run(&["score", "shop", EVENTS, "--until", "2020-01-01T00:00:00Z"]).ends(2).talks("[out-of-order]");
}

#[test]
fn members_can_be_handed_in() {
    let folder = Folder::with_shop();
    let programme = folder.read("shop/programme.treue");
    folder.write(
        "shop/programme.treue",
        programme.replace("  currency CHF\n", "  currency CHF\n  known members only\n"),
    );
    folder.write("members.ndjson", "{\"member\":\"anna\"}\n{\"member\":\"ben\"}\n");
    let ran = folder.run(&["score", "shop", EVENTS, "--members", "members.ndjson"]).ends(2);
    ran.talks("3 lines are wrong").talks("[unknown-member]").talks(&format!("{EVENTS}:4"));
    folder.write("members.ndjson", "{\"member\":\"anna\"}\n{\"member\":\"ben\"}\n{\"member\":\"carla\"}\n");
    right(folder.run(&["score", "shop", EVENTS, "--members", "members.ndjson"]));
    folder.write("members.ndjson", "{\"member\":\"anna\"}\n{\"member\":\"anna\"}\n");
    folder.run(&["score", "shop", EVENTS, "--members", "members.ndjson"]).ends(2).talks("members.ndjson:2");
}

#[test]
fn quiet_is_quiet() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["score", "shop", EVENTS, "--quiet"]).ends(0);
    assert_eq!(ran.err, "");
    let ran = folder.run(&["new", "other", "--quiet"]).ends(0);
    assert_eq!(ran.err, "");
}
