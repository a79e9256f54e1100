//! Memory of a million members under W2: `memory [events|columns [MEMBERS [RECEIPTS EACH]]]`. Prints what the process holds for each, on
//! Linux.

use std::sync::Arc;
use treue_benches::{drive, programme, w2};
use treue_lang::programme::Programme;
use treue_runtime::columns::{Batch, Gathered, Totals};
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, Line, Purchase, What};
use treue_runtime::native::batch::Ledger;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::state::{Member, Members};

/// 2025-01-01T00:00:00Z.
const START: i64 = 1_735_689_600;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let way = arguments.next().unwrap_or_else(|| "events".to_owned());
    let mut numbers = arguments.map(|n| n.parse::<i64>().expect("a number"));
    let (count, each) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(3));
    let programme = programme(w2::PROGRAMME);
    println!("a member's record itself: {} bytes", size_of::<Member>());
    match way.as_str() {
        "columns" => in_columns(&programme, count, each),
        _ => as_events(&programme, count, each),
    }
}

fn as_events(programme: &Arc<Programme>, count: i64, each: i64) {
    let compiled = Compiled::new(Arc::clone(programme)).expect("this machine runs native code");
    let mut engine = Native::new(compiled, Detail::Awards);
    let mut members = Members::default();
    rounds(programme, (count, each), |events| {
        drive::decide(programme, &mut engine, &mut members, events, |_| ());
    });
}

fn in_columns(programme: &Arc<Programme>, count: i64, each: i64) {
    let (mut ledger, mut totals) = (Ledger::new(Arc::clone(programme)), Totals::default());
    rounds(programme, (count, each), |events| {
        for some in events.chunks(100) {
            let gathered = Gathered::new(programme, some);
            let batch = Batch::new(programme, gathered.columns()).expect("good columns");
            ledger.book(&batch, false, &mut totals).expect("its own programme");
        }
    });
    assert_eq!(ledger.booked().1, 0, "kernels book all receipts");
}

/// A receipt of everybody, a round every month.
fn rounds(programme: &Programme, (count, each): (i64, i64), mut book: impl FnMut(&[Event])) {
    let before = resident();
    for round in 0..each {
        for from in (0..count).step_by(10_000) {
            let some = (from..count.min(from + 10_000)).map(|m| event(programme, round, m));
            book(&some.collect::<Vec<_>>());
        }
        let megabytes = (resident() - before) as f64 / 1024.0;
        println!("{count} members, {} receipts each: {megabytes:.0} MB", round + 1);
    }
}

fn event(programme: &Programme, round: i64, member: i64) -> Event {
    let at = START + round * 31 * 86_400 + member % 86_400;
    let line = Line { category: Some("c9".into()), quantity: 1_000, amount: 2_500, ..Line::default() };
    Event {
        id: format!("r{round}-{member}"),
        member: Some(format!("m{member}")),
        at,
        offset: 0,
        local: programme.zone.local(at),
        fingerprint: 0,
        what: What::Purchase(Purchase {
            store: Some("s30".into()),
            lines: vec![line],
            ..Purchase::default()
        }),
    }
}

/// What the process holds, in kilobytes.
fn resident() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
