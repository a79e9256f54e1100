//! `explain` of receipts and of codes.

use crate::Folder;
use serde_json::Value;

const EVENTS: &str = "shop/receipts.ndjson";

#[test]
fn the_story_of_a_receipt() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1003"]).ends(0);
    let ran = ran.says("r-1003").says("anna").says("499.90 CHF");
    // The rule at its source line, what it measured, what came of it.
    let ran = ran.says("base gave 499 points").says("1 point per full 1.00 CHF of eligible");
    let ran = ran.says("organic_bonus gave 38 points").says("19.90 CHF").says("Honey");
    // Points of September 2026 live 24 months, to the end of the month.
    let ran = ran.says("until 2028-09-30");
    // Before: 42 points from the first receipt; friend, not yet regular.
    let ran = ran.says("42 points").says("friend").says("Rules that gave nothing").says("regular");
    ran.says("regular from 2026-09-03, until 2027-12-31").says("579 points");
}

#[test]
fn what_a_limit_cut() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1004"]).ends(0);
    ran.says("organic_bonus gave 40 points").says("at most 40 points per receipt");
}

#[test]
fn a_wish_that_was_refused() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "d-2002"]).ends(0);
    ran.says("Refused").says("[not-enough-points]").says("53 points").says("500 points");
}

#[test]
fn the_story_for_programs() {
    let folder = Folder::with_shop();
    let ran = folder.run(&["explain", "shop", EVENTS, "--event", "r-1004", "--format", "json"]).ends(0);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["decision"]["event"], "r-1004");
    let rules = json["rules"].as_array().unwrap();
    let bonus = rules.iter().find(|r| r["rule"] == "organic_bonus").unwrap();
    assert_eq!(bonus["gave"], "40 points");
    assert!(bonus["facts"]["cut"].as_str().unwrap().contains("at most 40 points per receipt"));
}

#[test]
fn what_cannot_be_explained() {
    let folder = Folder::with_shop();
    folder.run(&["explain", "shop", EVENTS, "--event", "r-9"]).ends(2).talks("there is no event r-9");
    folder.run(&["explain", "shop", EVENTS]).ends(2).talks("--event");
    folder.run(&["explain", "shop", "--event", "r-1003"]).ends(2).talks("files of events");
    folder.run(&["explain", "shop"]).ends(2).talks("say which");
    folder.run(&["explain", "nonsense"]).ends(2).talks("there is no code nonsense");
    folder.run(&["explain", "unknown-nam"]).ends(2).talks("did you mean unknown-name");
    folder.write("bad.ndjson", "nonsense\n");
    folder.run(&["explain", "shop", "bad.ndjson", "--event", "r-1"]).ends(2).talks("bad.ndjson:1");
}

#[test]
fn codes_of_programmes_events_and_refusals() {
    let folder = Folder::new();
    folder.run(&["explain", "unknown-name"]).ends(0).says("a mistake in a programme");
    folder.run(&["explain", "malformed-json"]).ends(0).says("a line of events");
    folder.run(&["explain", "not-enough-points"]).ends(0).says("refused");
}

const FUEL: &str = r#"
programme "Fuel" {
  currency EUR
  timezone "Europe/Berlin"
  unit points
  measure litre
}

partner station "Sprint" {
  earn refuel { 1 point per full 2 litres of lines where category "fuel" }
  pays 0.008 EUR per point
  converts 1000 points to 500 "Sprint miles", in steps of 1000
}
"#;

/// 25 litres hold 12 full steps of 2 litres: 12 points, for which the partner owes 12 × 0.008 = 0.096 EUR. With 2,000
/// points granted, 2,000 become 1,000 miles and 12 are left.
#[test]
fn what_is_due_with_partners() {
    let folder = Folder::new();
    folder.write("fuel.treue", FUEL);
    folder.write(
        "events.ndjson",
        concat!(
            r#"{"event":"purchase","id":"r-1","member":"m","at":"2026-01-17T09:02:00+01:00","#,
            r#""lines":[{"category":"fuel","quantity":"25","measure":"litre","amount":"43.75"}]}"#,
            "\n",
            r#"{"event":"grant","id":"g-1","member":"m","at":"2026-01-18T09:00:00+01:00","unit":"points","points":"2000"}"#,
            "\n",
            r#"{"event":"transfer","id":"t-1","member":"m","at":"2026-01-19T09:00:00+01:00","unit":"points","points":"2000","partner":"Sprint miles"}"#,
            "\n",
        ),
    );
    let ran = folder.run(&["explain", "fuel.treue", "events.ndjson", "--event", "r-1"]).ends(0);
    ran.says("12 full steps of 2 litres").says("Sprint pays 0.096 EUR for 12 points from refuel");
    let ran = folder.run(&["explain", "fuel.treue", "events.ndjson", "--event", "t-1"]).ends(0);
    ran.says("Sprint: 2,000 points become 1,000 Sprint miles");
    let ran = folder.run(&["score", "fuel.treue", "events.ndjson", "--engine", "both"]).ends(0);
    let ran = ran.row("refuel 1 12 points").row("granted by hand 2,000").row("converted at partners -2,000");
    let ran = ran.row("held at the end 12").row("Sprint pays for 12 points 0.096 EUR");
    ran.row("Sprint converts 2,000 points 1,000 Sprint miles");
}
