//! Members who are brought from one text to another: `tests/worked/migrations.json` says which texts, what happened before, what
//! each member has then, and what changed for whom.

use super::{checked, json, root};
use serde_json::Value;
use std::sync::Arc;
use treue_lang::programme::{Programme, UnitId};
use treue_runtime::decision::text::points;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, migrate};

/// The cases: the new programme's file, and the name.
pub fn cases() -> Vec<(String, String)> {
    let list = json("migrations.json");
    let case =
        |case: &Value| (format!("tests/worked/{}", text(&case["after"])), text(&case["name"]).to_owned());
    list.as_array().unwrap().iter().map(case).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn programme(case: &Value, which: &str) -> Arc<Programme> {
    checked(&root().join("tests/worked").join(text(&case[which])))
}

fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

/// Lets events happen.
fn happen(programme: &Programme, engine: &mut dyn Evaluator, members: &mut Members, events: &Value) {
    let mut reader = Reader::new(programme, ReadOptions::default());
    for line in events.as_array().unwrap() {
        let event = reader.event(line.to_string()).unwrap_or_else(|e| panic!("{line}: {e:?}"));
        members.apply(programme, engine, &event, |d| assert_eq!(d.refusal, None, "{line}"));
    }
}

/// Each member has so many points of the first unit, and nobody else has any.
fn hold(programme: &Programme, members: &Members, expected: &Value, place: &str) {
    let unit = UnitId(0);
    let held = members.iter().map(|(id, member)| {
        let sum = member.lots.iter().filter(|l| l.unit == unit).map(|l| l.points).sum();
        (id.to_owned(), Value::from(points(programme, unit, sum)))
    });
    assert_eq!(Value::Object(held.collect()), *expected, "{place}");
}

#[test]
fn members_who_are_brought_over_have_what_was_worked_out() {
    for case in json("migrations.json").as_array().unwrap() {
        let (old, new) = (programme(case, "before"), programme(case, "after"));
        for (mut before, mut after) in engines(&old).into_iter().zip(engines(&new)) {
            let place = format!("{}, {}", text(&case["name"]), before.name());
            let mut members = Members::default();
            happen(&old, before.as_mut(), &mut members, &case["events"]);
            let mut migrated = migrate(&old, &new, &members.to_bytes(&old)).unwrap();
            assert!(migrated.is_lossless(), "{place}");
            let changes: Vec<String> = migrated.changes.iter().map(ToString::to_string).collect();
            let expected: Vec<&str> = case["changes"].as_array().unwrap().iter().map(text).collect();
            assert_eq!(changes, expected, "{place}");
            hold(&new, &migrated.members, &case["then"], &place);
            happen(&new, after.as_mut(), &mut migrated.members, &case["events_after"]);
            hold(&new, &migrated.members, &case["then_after"], &place);
        }
    }
}
