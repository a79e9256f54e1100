//! Tracks of different texts at their limit: both engines refuse the event that brings one text more, and stay as they were.

use std::fmt::Write as _;
use std::sync::Arc;
use treue_lang::limits::TEXTS_KEPT;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::decision::{Decision, RefusalCode};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;

const TEXT: &str = r#"
programme "Texts" { currency CHF timezone "UTC" unit points }
track kinds = number of different skus per calendar year
earn base { 1 point }
earn topped { when kinds including this purchase is at least 10000  5 points }
"#;

fn programme() -> Arc<Programme> {
    let checked = check(&Sources::single("texts.treue", TEXT.to_owned()));
    Arc::new(checked.programme.unwrap())
}

/// A purchase on a day of goods with numbers from one on.
fn purchase(id: &str, day: &str, skus: std::ops::Range<usize>) -> String {
    let mut lines = String::new();
    for sku in skus {
        let comma = if lines.is_empty() { "" } else { "," };
        let _ = write!(lines, r#"{comma}{{"sku":"{sku}","amount":"0.01"}}"#);
    }
    format!(r#"{{"event":"purchase","id":"{id}","member":"anna","at":"{day}T12:00:00Z","lines":[{lines}]}}"#)
}

fn story(programme: &Programme, engine: &mut dyn Evaluator) -> (Vec<Arc<Decision>>, Members) {
    let most = TEXTS_KEPT;
    let events = [
        purchase("e1", "2026-03-01", 0..most - 1),
        // Two new ones are one too many; a known and a new one are not.
        purchase("e2", "2026-03-02", most - 1..most + 1),
        purchase("e3", "2026-03-03", most - 2..most),
        purchase("e4", "2026-03-04", most..most + 1),
        // One comes back: there is room again.
        r#"{"event":"return","id":"e5","member":"anna","at":"2026-03-05T12:00:00Z","receipt":"e3"}"#
            .to_owned(),
        purchase("e6", "2026-03-06", most..most + 1),
        // The next year is another window, and those of the last full one stay for now.
        purchase("e7", "2027-01-01", 0..1),
        purchase("e8", "2028-01-01", 0..1),
    ];
    let mut reader = Reader::new(programme, ReadOptions::default());
    let mut members = Members::default();
    let mut decisions = Vec::new();
    for event in events {
        let event = reader.event(&event).unwrap();
        members.apply(programme, engine, &event, |d| decisions.push(d));
    }
    (decisions, members)
}

#[test]
fn one_text_more_is_refused() {
    let programme = programme();
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let mut reference = Reference::new(Arc::clone(&programme), Detail::Full);
    let mut native = Native::new(compiled, Detail::Full);
    let (decisions, members) = story(&programme, &mut reference);
    let (others, same) = story(&programme, &mut native);
    assert_eq!(decisions, others);
    assert_eq!(members.to_bytes(&programme), same.to_bytes(&programme));
    let refused: Vec<&str> = decisions
        .iter()
        .filter(|d| d.refusal.as_ref().is_some_and(|r| r.code == RefusalCode::OutOfRange))
        .map(|d| d.event.as_str())
        .collect();
    // 2027 begins with 10,000 of 2026 kept: one more is refused. 2028 drops those.
    assert_eq!(refused, ["e2", "e4", "e7"]);
    let gave = |id: &str| {
        let decision = decisions.iter().find(|d| d.event == id).unwrap();
        decision.awards.iter().map(|a| a.points).sum::<i64>()
    };
    assert_eq!([gave("e1"), gave("e3"), gave("e6"), gave("e8")], [1, 6, 6, 1]);
}
