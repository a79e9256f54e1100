//! The life of an account: what is refused about it, on both engines, with all members exactly as before; and members among
//! whom accounts have gone up into others, as bytes.

use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::explain::refusal::sufficient;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, StateCode};
use treue_tests::run::check;

const TEXT: &str = r#"
programme "Accounts" { currency CHF timezone "Europe/Zurich" unit points known members only }
fields { member.friend: member optional }
track spent = all lines per calendar year
earn base { 1 point per full 1.00 CHF of all lines }
earn friend { when member.friend is present 1 point  5 points to member.friend }
tiers main by spent { bronze silver from 50.00 CHF valid until end of next calendar year }
"#;

fn event(programme: &Programme, number: usize, member: &str, day: &str, fields: &str) -> Event {
    let kind = if fields.contains("amount") { "purchase" } else { "member" };
    let line = format!(
        r#"{{"event":"{kind}","id":"e{number}","member":"{member}","at":"{day}T12:00:00+02:00",{fields}}}"#
    );
    Reader::new(programme, ReadOptions::default()).event(&line).unwrap_or_else(|e| panic!("{line}: {e:?}"))
}

fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

fn decided(
    programme: &Programme,
    engine: &mut dyn Evaluator,
    members: &mut Members,
    event: &Event,
) -> Vec<Arc<Decision>> {
    let mut decisions = Vec::new();
    members.apply(programme, engine, event, |d| decisions.push(d));
    decisions
}

const BUYS: &str = r#""lines":[{"amount":"30.00"}]"#;
const BEGINS: &str = r#""membership":"begins""#;
const ENDS: &str = r#""membership":"ends""#;

/// Anna, Beat and Carla buy; Beat's account goes up into Anna's; Dora leaves.
fn history(programme: &Programme, engine: &mut dyn Evaluator) -> Members {
    let mut members = Members::default();
    let happened = [
        ("anna", "2026-05-01", BEGINS),
        ("beat", "2026-05-01", BEGINS),
        ("carla", "2026-05-02", BEGINS),
        ("dora", "2026-05-02", BEGINS),
        ("anna", "2026-05-03", BUYS),
        ("beat", "2026-05-03", BUYS),
        ("carla", "2026-05-04", BUYS),
        ("dora", "2026-05-04", BUYS),
        ("anna", "2026-05-05", r#""merge":"beat""#),
        ("dora", "2026-05-05", ENDS),
    ];
    for (number, (member, day, fields)) in happened.into_iter().enumerate() {
        let event = event(programme, number, member, day, fields);
        for decision in decided(programme, engine, &mut members, &event) {
            assert!(decision.refusal.is_none(), "{member} {fields}: {:?}", decision.refusal);
        }
    }
    members
}

#[test]
fn every_refusal_of_an_account_says_what_would_suffice_and_changes_nothing() {
    let programme = check(TEXT).unwrap();
    let again = "a member event with `membership` \"begins\" before it";
    let orderly = "a time that is not before the latest event of each account";
    let merge = |id: &str| format!(r#""merge":"{id}""#);
    let cases: [(&str, &str, String, &str, Option<&str>); 13] = [
        ("anna", "2026-05-06", merge("anna"), "merge-with-itself", Some("the id of another account")),
        ("beat", "2026-05-06", merge("beat"), "merge-with-itself", Some("the id of another account")),
        // Beat's old id stands for Anna's account.
        ("beat", "2026-05-06", merge("anna"), "merge-with-itself", Some("the id of another account")),
        ("anna", "2026-05-06", merge("beat"), "already-merged", Some("the account of anna")),
        ("carla", "2026-05-06", merge("beat"), "already-merged", Some("the account of anna")),
        ("anna", "2026-05-06", merge("emil"), "merge-unknown", Some("the id of an account that exists")),
        ("anna", "2026-05-06", merge("dora"), "not-a-member", Some(again)),
        ("anna", "2026-05-04", merge("carla"), "account-out-of-order", Some(orderly)),
        ("emil", "2026-05-06", BUYS.to_owned(), "unknown-member", Some(again)),
        ("dora", "2026-05-06", BUYS.to_owned(), "not-a-member", Some(again)),
        ("dora", "2026-05-06", ENDS.to_owned(), "not-a-member", Some(again)),
        ("carla", "2026-05-01", BUYS.to_owned(), "before-joining", None),
        ("carla", "2026-05-06", BEGINS.to_owned(), "already-a-member", None),
    ];
    for mut engine in engines(&programme) {
        let held = history(&programme, engine.as_mut());
        for (number, (member, day, fields, code, enough)) in cases.iter().enumerate() {
            let place = format!("{member} {fields} on {day}: {}", engine.name());
            let mut members = held.clone();
            let asked = event(&programme, 100 + number, member, day, fields);
            let decisions = decided(&programme, engine.as_mut(), &mut members, &asked);
            let [decision] = decisions.as_slice() else { panic!("{place}: {decisions:?}") };
            let refusal = decision.refusal.as_ref().unwrap_or_else(|| panic!("{place}: accepted"));
            assert_eq!(refusal.code.name(), *code, "{place}");
            if enough.is_some() {
                assert_eq!(sufficient(&programme, &asked, refusal).as_deref(), *enough, "{place}");
            }
            assert!(members == held, "{place}: somebody changed");
            assert!(members.to_bytes(&programme) == held.to_bytes(&programme), "{place}: bytes");
        }
    }
}

#[test]
fn accounts_that_went_up_into_others_come_back_from_bytes() {
    let programme = check(TEXT).unwrap();
    let mut left = Vec::new();
    for mut engine in engines(&programme) {
        let members = history(&programme, engine.as_mut());
        assert!(members.get("beat").is_none());
        let bytes = members.to_bytes(&programme);
        let mut read = Members::from_bytes(&programme, &bytes).unwrap();
        assert!(read == members);
        // 30 + 30 points, silver on 60.00 CHF; events of the old id go on with them.
        let buys = event(&programme, 200, "beat", "2026-05-07", BUYS);
        let decisions = decided(&programme, engine.as_mut(), &mut read, &buys);
        assert_eq!((decisions[0].member.as_str(), decisions[0].balances[0].available), ("anna", 90));
        // The same event once more gets the first decision, also what was noted under the old id.
        for number in [5, 200] {
            let day = if number == 5 { "2026-05-03" } else { "2026-05-07" };
            let again = event(&programme, number, "beat", day, BUYS);
            let decisions = decided(&programme, engine.as_mut(), &mut read, &again);
            assert!(decisions[0].repeated, "event {number}");
        }
        // A second account takes both along.
        let next = event(&programme, 201, "carla", "2026-05-08", r#""merge":"anna""#);
        decided(&programme, engine.as_mut(), &mut read, &next);
        assert_eq!((read.shared().account("anna"), read.shared().account("beat")), ("carla", "carla"));
        left.push(read.to_bytes(&programme));
    }
    assert!(left[0] == left[1], "the engines leave other members");
}

#[test]
fn bytes_in_which_an_account_went_up_into_nobody_are_refused() {
    let programme = check(TEXT).unwrap();
    let [mut engine, _] = engines(&programme);
    let bytes = history(&programme, engine.as_mut()).to_bytes(&programme);
    // Every byte that is another one, and every end that is missing, is found.
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(Members::from_bytes(&programme, &flipped).is_err(), "byte {at}");
        assert!(Members::from_bytes(&programme, &bytes[..at]).is_err(), "{at} bytes");
    }
    let other = check(&TEXT.replace("\"Accounts\"", "\"Others\"")).unwrap();
    assert_eq!(Members::from_bytes(&other, &bytes).unwrap_err().code, StateCode::OtherProgramme);
}

#[test]
fn points_for_somebody_who_went_up_into_another_account_go_there() {
    let programme = check(TEXT).unwrap();
    for mut engine in engines(&programme) {
        let mut members = history(&programme, engine.as_mut());
        let names = [("beat", "anna"), ("dora", "dora")];
        for (number, (named, gets)) in names.into_iter().enumerate() {
            let set = format!(r#""set":{{"friend":"{named}"}}"#);
            let set = event(&programme, 300 + number, "carla", "2026-05-07", &set);
            decided(&programme, engine.as_mut(), &mut members, &set);
            let buys = event(&programme, 310 + number, "carla", "2026-05-07", BUYS);
            let decisions = decided(&programme, engine.as_mut(), &mut members, &buys);
            assert_eq!(decisions[1].member, gets);
            // Who has left gets nothing.
            let refused = decisions[1].refusal.as_ref().map(|r| r.code.name());
            assert_eq!(refused, (named == "dora").then_some("not-a-member"));
        }
        // 30 + 30 and 5 from Carla.
        assert_eq!(members.get("anna").unwrap().lots.iter().map(|l| l.points).sum::<i64>(), 65);
    }
}
