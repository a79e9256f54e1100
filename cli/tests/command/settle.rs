//! `settle`: what partners owe, worked by hand.
//!
//! In September 2026, at 1 point per 1.00 CHF and 2 more on fruit:
//!
//! | event | base, us | fruit, 60% alpina 40% us | pump, nordoil's |
//! | --- | --- | --- | --- |
//! | a-1 12.00, 7.00 of it fruit | 12 | 14 | |
//! | a-2 nordoil 45.50 | 45 | | 2 × 45 = 90 |
//! | a-3 100.00 fruit | 100 | 200 | |
//! | a-4 in October | | | |
//!
//! alpina owes 60% of 214 × 0.0125 = 1.605, nordoil 90 × 0.0083 = 0.747; points into miles: 300 of 461.

use crate::{Folder, Ran};
use serde_json::Value;

const PROGRAMME: &str = r#"programme "Autumn" {
  currency CHF
  timezone "Europe/Zurich"
  unit points
}

partner alpina "Alpina" {
  pays 0.0125 CHF per point
}

partner nordoil "Nordoil" {
  pays 0.0083 CHF per point
  converts 100 points to 40 "miles"

  earn pump {
    2 points per full 1.00 CHF of lines where category "fuel"
  }
}

earn base {
  1 point per full 1.00 CHF of all lines
}

earn fruit {
  2 points per full 1.00 CHF of lines where category "fruit"
  funded 60% by alpina, 40% by us
}
"#;

const EVENTS: &str = r#"{"event":"purchase","id":"a-1","member":"anna","at":"2026-09-01T09:00:00+02:00","lines":[{"amount":"7.00","category":"fruit"},{"amount":"5.00","category":"other"}]}
{"event":"purchase","id":"a-2","member":"anna","at":"2026-09-05T09:00:00+02:00","lines":[{"amount":"45.50","category":"fuel"}]}
{"event":"purchase","id":"a-3","member":"anna","at":"2026-09-30T23:30:00+02:00","lines":[{"amount":"100.00","category":"fruit"}]}
{"event":"transfer","id":"c-1","member":"anna","at":"2026-09-30T23:40:00+02:00","partner":"miles","points":"300"}
{"event":"purchase","id":"a-4","member":"anna","at":"2026-10-01T00:10:00+02:00","lines":[{"amount":"50.00","category":"fruit"}]}
"#;

fn settle(arguments: &[&str]) -> Ran {
    let folder = Folder::new();
    folder.write("autumn.treue", PROGRAMME);
    folder.write("events.ndjson", EVENTS);
    let mut all = vec!["settle", "autumn.treue", "events.ndjson"];
    all.extend(arguments);
    folder.run(&all)
}

#[test]
fn a_month_by_partner_and_rule() {
    settle(&["--period", "2026-09"])
        .ends(0)
        .says("2026-09-01 to 2026-09-30")
        .row("fruit 214 points 0 points 214 points 60% 1.605 CHF")
        .row("pump 90 points 0 points 90 points 100% 0.747 CHF")
        .row("base 157 points 0 points 157 points 100%")
        .row("fruit 214 points 0 points 214 points 40%")
        .row("300 points became 120 miles")
        .says("given = settled");
}

#[test]
fn rows_for_a_spreadsheet() {
    let ran = settle(&["--period", "2026-Q3", "--format", "csv"]).ends(0);
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        rows,
        [
            "period,kind,partner,rule,unit,given,taken,settled,share,money,currency,into,gets",
            "2026-Q3,rule,alpina,fruit,points,214,0,214,60,1.605,CHF,,",
            "2026-Q3,rule,nordoil,pump,points,90,0,90,100,0.747,CHF,,",
            "2026-Q3,rule,us,base,points,157,0,157,100,,CHF,,",
            "2026-Q3,rule,us,fruit,points,214,0,214,40,,CHF,,",
            "2026-Q3,conversion,nordoil,,points,300,,,,,,miles,120",
        ]
    );
}

#[test]
fn a_year_as_json() {
    // October's 50.00 of fruit is 100 more: 314 × 0.0125 × 60%.
    let ran = settle(&["--period", "2026", "--format", "json"]).ends(0);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["given_is_settled"], true);
    assert_eq!(report["period"]["to"], "2026-12-31");
    assert_eq!(report["partners"][0]["partner"], "alpina");
    assert_eq!(report["partners"][0]["money"], "2.355");
    assert_eq!(report["partners"][1]["money"], "0.747");
    assert_eq!(report["lines"][0]["given"], "314");
    assert_eq!(report["converted"][0]["gets"], "120");
}

#[test]
fn a_period_without_anything_is_settled() {
    settle(&["--period", "2025-01"]).ends(0).says("nothing was given or converted").says("given = settled");
}

#[test]
fn periods_that_are_none() {
    for period in ["2026-13", "2026-Q5", "2026-Q0", "26", "soon", "2026-09-01", ""] {
        settle(&["--period", period]).ends(2);
    }
    settle(&[]).ends(2).talks("--period");
}
