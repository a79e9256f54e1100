//! Redemptions and transfers that are refused: the code, what there is and what would suffice, on both engines; and
//! the member is then exactly as before.

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
programme "Refusals" { currency CHF timezone "Europe/Zurich" unit points unit stamps unit fuel { buckets by month } }
lines goods = all lines except category "tobacco"
track spent = all lines per calendar year
tiers main by spent { bronze silver from 500.00 CHF valid until end of next calendar year }
reward coffee { costs 100 points gives "A coffee" }
reward steps { costs 200 to 600 points in steps of 200 gives 2.00 CHF off }
reward ladder { costs by ladder { 50 points gives 1.00 CHF off 300 points gives 9.00 CHF off } }
reward silver_only { costs 10 points gives "A gift" when main is at least silver }
reward summer from 2026-06-01 to 2026-08-31 { costs 10 points gives "Ice" }
reward dated { costs 10 points from 2026-06-01 gives "Ice" }
reward twice { costs 10 points gives "A sip" at most 2 times per day }
reward few { costs 10 points gives "A sip" at most 15 points per day }
reward pay { costs 1 point per 0.01 CHF pays at most 50% of the purchase on goods minimum purchase 5.00 CHF }
reward whole { costs 1 point per 0.01 CHF whole purchase only }
reward free_item { costs 10 points gives the cheapest item free }
reward voucher { costs 100 points gives a voucher of 5.00 CHF valid 30 days after issue }
reward alone { costs 100 stamps gives a voucher of 5.00 CHF issued at end of month }
reward gift { costs nothing gives "A card" }
reward litre { costs 100 fuel gives 1.00 CHF off }
partner alpina {
  converts 100 points to 50 "miles", in steps of 100, at least 200
  converts 10 stamps to 1 "late", from 2026-12-01
  converts 100 points to 1 "club", from 2026-01-01, when main is at least silver
}
"#;

/// Reads one line.
fn event(programme: &Programme, fields: &str) -> Event {
    // A clock has no member.
    let member = if fields.contains("clock") { "" } else { r#""member":"m","# };
    let line = format!("{{{member}{fields}}}");
    Reader::new(programme, ReadOptions::default()).event(&line).unwrap_or_else(|e| panic!("{line}: {e:?}"))
}

fn at(id: usize, day: &str) -> String {
    format!(r#""id":"e{id}","at":"{day}T12:00:00+02:00""#)
}

/// A member with 550 points, 5 stamps, fuel of two months, and a voucher that was good to 2026-03-31.
fn history() -> Vec<String> {
    let grant = |id, day, unit, points| {
        format!(r#""event":"grant",{},"unit":"{unit}","points":"{points}""#, at(id, day))
    };
    vec![
        grant(1, "2026-03-01", "points", 650),
        grant(2, "2026-03-01", "stamps", 5),
        grant(3, "2026-03-01", "fuel", 60),
        grant(4, "2026-04-01", "fuel", 70),
        format!(r#""event":"redeem",{},"reward":"voucher""#, at(5, "2026-04-01")),
    ]
}

struct Case {
    /// The fields of the event, without its id and instant.
    event: &'static str,
    day: &'static str,
    code: &'static str,
    /// What there is, and what is needed.
    numbers: (Option<i64>, Option<i64>),
    /// What would suffice, in words.
    enough: Option<&'static str>,
}

const fn case(
    event: &'static str,
    code: &'static str,
    numbers: (Option<i64>, Option<i64>),
    enough: Option<&'static str>,
) -> Case {
    Case { event, day: "2026-05-04", code, numbers, enough }
}

const NONE: (Option<i64>, Option<i64>) = (None, None);
const RECEIPT: &str =
    r#","lines":[{"amount":"8.00","category":"food"},{"amount":"2.00","category":"tobacco"}]"#;

fn cases() -> Vec<Case> {
    let redeem = |reward: &str, more: &str| -> &'static str {
        format!(r#""event":"redeem","reward":"{reward}"{more}"#).leak()
    };
    let with_receipt = |reward: &str, more: &str| redeem(reward, &format!("{more}{RECEIPT}"));
    let transfer = |into: &str, points: &str, unit: &str| -> &'static str {
        format!(r#""event":"transfer","partner":"{into}","unit":"{unit}","points":"{points}""#).leak()
    };
    let both = |have, need| (Some(have), Some(need));
    vec![
        case(
            redeem("coffee", r#","times":6"#),
            "not-enough-points",
            both(550, 600),
            Some("600 points available"),
        ),
        case(redeem("steps", r#","points":"300""#), "not-a-step", both(300, 400), Some("400 points")),
        case(redeem("steps", r#","times":4"#), "above-maximum", both(800, 600), Some("at most 600 points")),
        case(redeem("ladder", r#","points":"60""#), "not-a-step", both(60, 300), Some("300 points")),
        case(redeem("ladder", r#","points":"400""#), "not-a-step", both(400, 300), Some("300 points")),
        case(redeem("silver_only", ""), "not-eligible", NONE, None),
        case(redeem("summer", ""), "not-eligible", NONE, None),
        case(redeem("dated", ""), "not-in-force", NONE, Some("a day from 2026-06-01 on")),
        case(redeem("coffee", r#","unit":"stamps""#), "wrong-unit", NONE, Some("points")),
        case(redeem("few", r#","times":2"#), "limit-reached", both(15, 20), None),
        case(redeem("pay", r#","points":"10""#), "no-receipt", NONE, Some("the lines of the receipt")),
        // Half of 10.00 is 5.00, less than the 8.00 that are not tobacco.
        case(
            with_receipt("pay", r#","points":"501""#),
            "above-receipt",
            both(501, 500),
            Some("at most 5.00 CHF"),
        ),
        case(
            redeem(
                "pay",
                r#","points":"10","lines":[{"amount":"4.99"},{"amount":"20.00","category":"tobacco"}]"#,
            ),
            "below-purchase",
            both(499, 500),
            Some("at least 5.00 CHF"),
        ),
        case(
            with_receipt("whole", r#","points":"400""#),
            "below-receipt",
            both(400, 1000),
            Some("at least 10.00 CHF"),
        ),
        case(
            redeem("free_item", r#","lines":[{"amount":"8.00"}],"times":2"#),
            "nothing-to-pay",
            both(1, 2),
            Some("2 items"),
        ),
        case(redeem("alone", ""), "issued-by-itself", NONE, Some("no redemption: it comes by itself")),
        case(redeem("gift", r#","times":2"#), "above-maximum", both(2, 1), Some("at most 1")),
        case(redeem("litre", ""), "not-enough-points", both(70, 100), Some("100 fuel available")),
        // It was good to the end of 1 May.
        case(r#""event":"redeem","voucher":"voucher""#, "no-voucher", both(0, 1), Some("1 voucher")),
        case(transfer("miles", "250", "points"), "not-a-step", both(250, 300), Some("300 points")),
        case(
            transfer("miles", "100", "points"),
            "below-minimum",
            both(100, 200),
            Some("at least 200 points"),
        ),
        case(
            transfer("miles", "600", "points"),
            "not-enough-points",
            both(550, 600),
            Some("600 points available"),
        ),
        case(transfer("late", "10", "stamps"), "not-in-force", NONE, Some("a day from 2026-12-01 on")),
        case(transfer("club", "100", "points"), "not-eligible", NONE, None),
        case(transfer("nowhere", "100", "points"), "unknown-conversion", NONE, Some("miles or club")),
        Case {
            day: "2026-03-31",
            ..case(
                redeem("coffee", ""),
                "out-of-order",
                NONE,
                Some("events of a member in the order of time"),
            )
        },
    ]
}

/// The member after what happened before, with what is a refusal's on the way.
fn before(programme: &Programme, engine: &mut dyn Evaluator) -> Member {
    let mut members = Members::default();
    for fields in history() {
        members.apply(programme, engine, &event(programme, &fields), |d| {
            assert!(d.refusal.is_none(), "{fields}: {:?}", d.refusal);
        });
    }
    members.get("m").unwrap().clone()
}

#[test]
fn every_refusal_says_what_would_suffice_and_changes_nothing() {
    let text = TEXT.replace("unit points ", "remember nothing unit points ");
    let programme = check(&text).unwrap();
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    for mut engine in engines {
        let held = before(&programme, engine.as_mut());
        assert_eq!(held.vouchers.len(), 1);
        // Time passes apart, so that a refusal is all that the event could have changed.
        let clock = event(&programme, r#""event":"clock","at":"2026-05-03T12:00:00+02:00""#);
        for (number, case) in cases().iter().enumerate() {
            let mut member = held.clone();
            if case.day > "2026-05-03" {
                let decision = engine.apply("m", &mut member, &clock);
                assert!(decision.refusal.is_none());
            }
            let was = member.clone();
            let asked = event(&programme, &format!("{},{}", case.event, at(100 + number, case.day)));
            let decision = engine.apply("m", &mut member, &asked);
            let place = format!("{} on {}: {}", case.event, case.day, engine.name());
            let refusal = decision.refusal.as_ref().unwrap_or_else(|| panic!("{place}: accepted"));
            assert_eq!(
                (refusal.code.name(), (refusal.have, refusal.need)),
                (case.code, case.numbers),
                "{place}"
            );
            let said = sufficient(&programme, &asked, refusal);
            assert!(said.is_some(), "{place}: nothing would suffice");
            if case.enough.is_some() {
                assert_eq!(said.as_deref(), case.enough, "{place}");
            }
            assert!(member == was, "{place}: the member changed");
        }
    }
}

/// A limit of times is used up by what came before on the same day.
#[test]
fn a_limit_of_times_is_used_up() {
    let programme = check(TEXT).unwrap();
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let mut engine = Native::new(compiled, Detail::Full);
    let mut member = before(&programme, &mut engine);
    for (number, refused) in [(1, None), (2, None), (3, Some("limit-reached"))] {
        let fields = format!(r#""event":"redeem","reward":"twice",{}"#, at(10 + number, "2026-05-04"));
        let decision = engine.apply("m", &mut member, &event(&programme, &fields));
        assert_eq!(decision.refusal.as_ref().map(|r| r.code.name()), refused);
    }
}
