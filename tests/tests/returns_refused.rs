//! Returns that are refused: unknown and forgotten receipts, more than was bought, the same line twice. The code, the place
//! and what would suffice, on both engines; and the member is then exactly as before.

use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, ReadOptions, Reader};
use treue_runtime::explain::refusal::sufficient;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Member, Members};
use treue_tests::run::check;

const TEXT: &str = r#"
programme "Refused returns" { currency CHF timezone "Europe/Zurich" unit points remember 30 days }
earn base { 1 point per full 1.00 CHF of all lines }
earn visit { on activity "visit" 5 points }
reward coffee { costs 10 points gives "A coffee" }
reward voucher { costs 10 points gives a voucher of 1.00 CHF valid 5 days after issue }
returns { take points, pending then forgive }
"#;

/// Reads one event.
fn event(programme: &Programme, id: &str, day: &str, fields: &str) -> Event {
    let line = format!(r#"{{"member":"m","id":"{id}","at":"{day}T12:00:00+02:00",{fields}}}"#);
    Reader::new(programme, ReadOptions::default()).event(&line).unwrap_or_else(|e| panic!("{line}: {e:?}"))
}

fn back(of: &str, lines: &str) -> String {
    format!(r#""event":"return","receipt":"{of}"{lines}"#)
}

fn lines(lines: &str) -> String {
    format!(r#","lines":[{lines}]"#)
}

/// A receipt of three pears, an apple, and a deposit that came back; another one; an activity; redemptions.
fn history(programme: &Programme) -> Vec<Event> {
    let bought = |lines: &str| format!(r#""event":"purchase","lines":[{lines}]"#);
    let first = r#"{"amount":"30.00","quantity":"3"},{"amount":"12.00"},{"amount":"-1.00","quantity":"-1"}"#;
    vec![
        event(programme, "old", "2026-05-01", &bought(r#"{"amount":"7.00"}"#)),
        event(programme, "first", "2026-05-20", &bought(first)),
        event(programme, "seen", "2026-05-20", r#""event":"activity","kind":"visit""#),
        event(programme, "gone", "2026-05-21", &bought(r#"{"amount":"8.00"}"#)),
        event(programme, "all of it", "2026-05-22", &back("gone", "")),
        event(programme, "a pear", "2026-05-22", &back("first", &lines(r#"{"line":0,"quantity":"1"}"#))),
        event(programme, "coffee", "2026-05-23", r#""event":"redeem","reward":"coffee""#),
        event(programme, "lost voucher", "2026-05-23", r#""event":"redeem","reward":"voucher""#),
        event(programme, "days", "2026-06-02", r#""event":"activity","kind":"visit""#),
    ]
}

struct Case {
    /// The receipt, and the lines if they are named.
    of: &'static str,
    lines: &'static str,
    day: &'static str,
    code: &'static str,
    /// What there is, and what is needed.
    numbers: (Option<i64>, Option<i64>),
}

const NONE: (Option<i64>, Option<i64>) = (None, None);

const fn case(
    of: &'static str,
    lines: &'static str,
    code: &'static str,
    numbers: (Option<i64>, Option<i64>),
) -> Case {
    Case { of, lines, day: "2026-06-02", code, numbers }
}

/// Days since 1970: 30 days are remembered, so on 2026-06-02 (20606) the first is 2026-05-03 (20576), and the old
/// receipt is of 2026-05-01 (20574): 20454 (2026-01-01) and 120 days.
const CASES: [Case; 15] = [
    case("elsewhere", "", "unknown-receipt", NONE),
    // Its note is forgotten, so nobody can say that it was too late.
    case("old", "", "unknown-receipt", NONE),
    case("seen", "", "not-returnable", NONE),
    case("all of it", "", "not-returnable", NONE),
    case("gone", "", "nothing-left", NONE),
    case("gone", r#"{"line":0}"#, "nothing-left", NONE),
    // Two of three pears are left: thousandths.
    case("first", r#"{"line":0,"quantity":"3"}"#, "more-than-bought", (Some(3000), Some(2000))),
    case("first", r#"{"line":0,"quantity":"2.001"}"#, "more-than-bought", (Some(2001), Some(2000))),
    case("first", r#"{"line":1,"quantity":"2"}"#, "more-than-bought", (Some(2000), Some(1000))),
    // Lines are counted from 0, and the last of three is line 2.
    case("first", r#"{"line":3}"#, "unknown-line", (Some(3), Some(2))),
    case("first", r#"{"line":1},{"line":1}"#, "line-twice", (Some(1), None)),
    case(
        "first",
        r#"{"line":0,"quantity":"1"},{"line":1},{"line":0,"quantity":"1"}"#,
        "line-twice",
        (Some(0), None),
    ),
    // A redemption comes back as a whole.
    case("coffee", r#"{"line":0}"#, "no-lines", NONE),
    // It was good to the end of 28 May.
    case("lost voucher", "", "voucher-gone", NONE),
    Case { day: "2026-05-19", ..case("first", "", "before-purchase", NONE) },
];

fn engines(programme: &Arc<Programme>) -> [Box<dyn Evaluator>; 2] {
    let compiled = Compiled::new(Arc::clone(programme)).unwrap();
    [
        Box::new(Reference::new(Arc::clone(programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ]
}

fn before(programme: &Programme, engine: &mut dyn Evaluator) -> Member {
    let mut members = Members::default();
    for event in history(programme) {
        members.apply(programme, engine, &event, |d| {
            assert!(d.refusal.is_none(), "{}: {:?}", d.event, d.refusal);
        });
    }
    members.get("m").unwrap().clone()
}

#[test]
fn returns_that_are_refused_change_nothing() {
    let programme = check(TEXT).unwrap();
    for mut engine in engines(&programme) {
        let held = before(&programme, engine.as_mut());
        for (number, case) in CASES.iter().enumerate() {
            let mut member = held.clone();
            let lines = if case.lines.is_empty() { String::new() } else { lines(case.lines) };
            let asked = event(&programme, &format!("r{number}"), case.day, &back(case.of, &lines));
            let decision = engine.apply("m", &mut member, &asked);
            let place = format!("{} {} on {}: {}", case.of, case.lines, case.day, engine.name());
            let refusal = decision.refusal.as_ref().unwrap_or_else(|| panic!("{place}: accepted"));
            assert_eq!(
                (refusal.code.name(), (refusal.have, refusal.need)),
                (case.code, case.numbers),
                "{place}"
            );
            assert!(member == held, "{place}: the member changed");
        }
    }
}

/// A note is kept until an event of the member comes so much later; until then the day says that it is too late.
#[test]
fn what_memory_no_longer_reaches_is_too_late() {
    let programme = check(TEXT).unwrap();
    for mut engine in engines(&programme) {
        let held = before(&programme, engine.as_mut());
        let mut member = held.clone();
        let asked = event(&programme, "late", "2026-07-01", &back("first", ""));
        let decision = engine.apply("m", &mut member, &asked);
        let refusal = decision.refusal.as_ref().expect("refused");
        assert_eq!(refusal.code.name(), "too-late");
        // 2026-05-20 is day 20593, and on 2026-07-01 the memory reaches back to 2026-06-01, day 20605.
        assert_eq!((refusal.have, refusal.need), (Some(20_593), Some(20_605)));
        assert!(sufficient(&programme, &asked, refusal).is_some());
        assert!(member == held, "{}: the member changed", engine.name());
    }
}

#[test]
fn nothing_comes_back_where_nothing_is_remembered() {
    let text = TEXT.replace("remember 30 days", "remember nothing");
    let text = text.lines().filter(|l| !l.starts_with("returns")).collect::<Vec<_>>().join("\n");
    let programme = check(&text).unwrap();
    for mut engine in engines(&programme) {
        let mut member = Member::new(&programme);
        let bought = r#""event":"purchase","lines":[{"amount":"30.00"}]"#;
        engine.apply("m", &mut member, &event(&programme, "first", "2026-05-20", bought));
        let was = member.clone();
        let decision =
            engine.apply("m", &mut member, &event(&programme, "r", "2026-05-20", &back("first", "")));
        assert_eq!(decision.refusal.as_ref().map(|r| r.code.name()), Some("nothing-remembered"));
        assert!(member == was, "{}: the member changed", engine.name());
    }
}
