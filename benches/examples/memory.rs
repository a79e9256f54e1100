//! Memory of a million members under W2: `memory [MEMBERS [RECEIPTS EACH]]`. Prints what the process holds before and after, on Linux.

use treue_benches::{drive, programme, w2};
use treue_lang::programme::Programme;
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, Line, Purchase, What};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::state::Members;

/// 2025-01-01T00:00:00Z.
const START: i64 = 1_735_689_600;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|n| n.parse::<i64>().expect("a number"));
    let (count, each) = (arguments.next().unwrap_or(1_000_000), arguments.next().unwrap_or(3));
    let programme = programme(w2::PROGRAMME);
    let compiled = Compiled::new(programme.clone()).expect("this machine runs native code");
    let mut engine = Native::new(compiled, Detail::Awards);
    let mut members = Members::default();
    let before = resident();
    for round in 0..each {
        // A receipt of everybody, a round every month.
        for from in (0..count).step_by(10_000) {
            let some = (from..count.min(from + 10_000)).map(|m| event(&programme, round, m));
            drive::decide(&programme, &mut engine, &mut members, &some.collect::<Vec<_>>(), |_| ());
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
