//! Small programmes on what is measured, each with its own tests: both engines pass them all. The numbers in them were
//! worked out by hand, or published by a programme whose rule they state.

#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by stopping"
)]

use std::path::Path;
use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Member;
use treue_runtime::testing;

/// Checks a programme and runs its tests on both engines.
fn passes(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut sources = Sources::single(path.display().to_string(), text);
    for data in pipeline::data_files(&sources) {
        let file = path.with_file_name(&data.named);
        let text = std::fs::read_to_string(&file).map_err(|e| e.to_string());
        let read = text.map(|text| SourceFile { name: file.display().to_string(), text });
        sources.add_data(data.named, read);
    }
    let checked = pipeline::check(&sources);
    let said: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|d| format!("{:?} {:?}", d.span().map(|s| sources.line_column(s)), d))
        .collect();
    let programme = Arc::new(checked.programme.unwrap_or_else(|| panic!("{}", said.join("\n"))));
    assert!(!programme.tests.is_empty(), "{}: a programme without tests", path.display());
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    let mut wrong = Vec::new();
    for mut engine in engines {
        for outcome in testing::run(&programme, engine.as_mut()) {
            for failure in outcome.failures {
                let (line, _) = sources.line_column(failure.span);
                let (expected, got) = (failure.expected, failure.got);
                wrong.push(format!("line {line}, {}: expected {expected}, got {got}", engine.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", path.display(), wrong.join("\n"));
}

#[test]
fn all_programmes_pass_their_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/amounts");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "treue") {
            passes(&path);
            found += 1;
        }
    }
    assert!(found > 0);
}

const ABROAD: &str = r#"
programme "Abroad" { currency CHF  timezone "Europe/Zurich"  unit points }
fields { receipt.booked: date optional }
rates "rates.csv" at receipt.booked, at most 3 days old
earn base { 1 point per 0.01 CHF of all lines without tax }
earn cash { 1 point per 0.01 CHF of all lines paid by "cash" }
"#;

/// USD and JPY; on the weekend of the 7th and 8th of March there are none.
const RATES: &str = "currency,day,rate\nUSD,2026-03-05,0.9\nUSD,2026-03-06,0.8945\nUSD,2026-03-09,0.88\nJPY,2026-03-06,0.0062\n";

fn abroad(rates: &str) -> Arc<treue_lang::programme::Programme> {
    let mut sources = Sources::single("abroad.treue", ABROAD);
    for data in pipeline::data_files(&sources) {
        sources.add_data(data.named.clone(), Ok(SourceFile { name: data.named, text: rates.to_owned() }));
    }
    let checked = pipeline::check(&sources);
    let said: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    Arc::new(checked.programme.unwrap_or_else(|| panic!("{}", said.join("\n"))))
}

fn receipt(rest: &str, day: &str) -> String {
    format!(r#"{{"event":"purchase","id":"r","member":"m","at":"{day}T12:00:00+01:00",{rest}}}"#)
}

#[test]
fn receipts_in_other_currencies_are_converted_line_by_line() {
    let programme = abroad(RATES);
    let mut reader = Reader::new(&programme, ReadOptions::default());
    // 10.00 USD at 0.8945 are 8.945 CHF, 8.95; the tax of 1.00 is 0.8945, 0.89; the tender the same as the line.
    let usd = r#""lines":[{"amount":"10.00","tax":"1.00"},{"amount":"-0.10"}],"tenders":[{"kind":"cash","amount":"9.90"}],"currency":"USD""#;
    let event = reader.event(receipt(usd, "2026-03-08")).unwrap();
    let purchase = event.purchase().unwrap();
    let lines: Vec<(i64, i64)> = purchase.lines.iter().map(|l| (l.amount, l.tax)).collect();
    assert_eq!(lines, [(895, 89), (-9, 0)]);
    // 9.90 USD are 8.85555 CHF.
    assert_eq!(purchase.tenders[0].amount, 886);
    // The booking's day decides: the 5th, at 0.9.
    let event = reader.event(receipt(&format!(r#""booked":"2026-03-05",{usd}"#), "2026-03-08")).unwrap();
    assert_eq!(event.purchase().unwrap().lines[0].amount, 900);
    // Yen have no decimals: 1000 at 0.0062 are 6.20 CHF. Their discount is converted too.
    let jpy = r#""currency":"JPY","lines":[{"amount":"1000"}],"discount":"100""#;
    let event = reader.event(receipt(jpy, "2026-03-09")).unwrap();
    let purchase = event.purchase().unwrap();
    assert_eq!((purchase.lines[0].amount, purchase.discount), (620, 62));
    // The programme's own currency stays as it is.
    let event =
        reader.event(receipt(r#""currency":"CHF","lines":[{"amount":"10.00"}]"#, "2026-03-09")).unwrap();
    assert_eq!(event.purchase().unwrap().lines[0].amount, 1_000);
}

#[test]
fn without_a_rate_a_receipt_is_refused_by_name() {
    let programme = abroad(RATES);
    let mut reader = Reader::new(&programme, ReadOptions::default());
    for (rest, day, code) in [
        (r#""currency":"JPY","lines":[{"amount":"1000"}]"#, "2026-03-10", "no-rate"),
        (r#""currency":"USD","lines":[{"amount":"10.00"}]"#, "2026-03-04", "no-rate"),
        (r#""currency":"EUR","lines":[{"amount":"10.00"}]"#, "2026-03-09", "wrong-currency"),
        (r#""currency":"JPY","lines":[{"amount":"10.50"}]"#, "2026-03-09", "too-many-decimals"),
        (r#""currency":"USD","lines":[{"amount":"99999999999.00"}]"#, "2026-03-09", "out-of-range"),
    ] {
        let errors = reader.event(receipt(rest, day)).unwrap_err();
        assert_eq!(errors[0].code.name(), code, "{rest}: {errors:?}");
    }
}

#[test]
fn both_engines_decide_what_was_converted() {
    // One franc buys 1.25 dollars: 10.00 USD are 8.00 CHF, paid in cash.
    let programme = abroad("day,currency,buys\n2026-03-09,USD,1.25\n");
    let mut reader = Reader::new(&programme, ReadOptions::default());
    let usd = r#""currency":"USD","lines":[{"amount":"10.00","tax":"2.50"}],"tenders":[{"kind":"cash","amount":"10.00"}]"#;
    let event = reader.event(receipt(usd, "2026-03-12")).unwrap();
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    for mut engine in engines {
        let mut member = Member::new(&programme);
        let decision = engine.apply("m", &mut member, &event);
        let points: Vec<i64> = decision.awards.iter().map(|a| a.points).collect();
        assert_eq!(points, [600, 800]);
    }
}
