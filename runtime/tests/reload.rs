//! Programmes take over from each other while threads score: every answer is one of the programme that gave it, and neither memory
//! nor mappings grow. `TREUE_RELOADS=10000` runs it at length.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on may stop here")]

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use treue_lang::source::Sources;
use treue_runtime::columns::{Gathered, Totals};
use treue_runtime::event::{ReadOptions, Reader};
use treue_runtime::host::{Book, Engine, Handle, Options};

/// Reloads before memory is first looked at: by then every thread has all it needs.
const WARM: u64 = 50;
/// What memory may grow by, in pages of 4 KiB, however many reloads there are: 16 MiB.
const PAGES: u64 = 4096;
/// What mappings may grow by: threads come and go.
const MAPPINGS: usize = 64;

/// A programme that gives so many points a receipt.
fn engine(points: u64) -> std::sync::Arc<Engine> {
    let text = format!(
        r#"programme "P" {{ currency CHF timezone "Europe/Zurich" unit points }}
           earn base {{ 1 point per full 1.00 CHF of all lines }}
           earn more {{ when all lines is at least 5.00 CHF  {points} points }}"#
    );
    let engine = Engine::load(&Sources::single("p.treue", text), Options::default()).unwrap();
    assert!(engine.is_native(), "{:?}", engine.fallback());
    engine
}

/// Scores a batch by kernels of an engine: a receipt of 7.00.
fn batch(engine: &Engine, points: u64) {
    let line = r#"{"event":"purchase","id":"r","member":"m","at":"2026-09-08T10:15:00Z","lines":[{"amount":"7.00"}]}"#;
    let event = Reader::new(engine.programme(), ReadOptions::default()).event(line).unwrap();
    let gathered = Gathered::new(engine.programme(), [&event]);
    let (mut tally, mut totals) = (engine.tally(), Totals::default());
    tally.score(&engine.batch(gathered.columns()).unwrap(), true, &mut totals).unwrap();
    assert_eq!((totals.units[0][0].unsigned_abs(), tally.scored()), (7 + points, (1, 0)));
}

/// Pages of memory that the process holds, and how many mappings it has; nothing where the system does not say.
fn held() -> Option<(u64, usize)> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    let mappings = fs::read_to_string("/proc/self/maps").ok()?.lines().count();
    Some((pages.split(' ').nth(1)?.parse().ok()?, mappings))
}

/// Scores one member's receipts by whatever is in force until told to stop; gives how many.
fn score(handle: &Handle, stop: &AtomicBool, thread: u64) -> u64 {
    let mut book = Book::new(&handle.current());
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let engine = handle.current();
        let mut scorer = engine.scorer();
        while handle.is_current(&engine) && !stop.load(Ordering::Relaxed) {
            // What it must come to stands in the rule of this engine.
            let rule = &engine.programme().rules.iter().nth(1).unwrap().1.award;
            let line = format!(
                r#"{{"event":"purchase","id":"r-{number}","member":"m-{thread}-{}","at":"2026-09-08T10:15:00Z","lines":[{{"amount":"7.00"}}]}}"#,
                number % 100
            );
            let decisions = scorer.score(&mut book, line).unwrap();
            let given: Vec<i64> = decisions[0].awards.iter().map(|a| a.points).collect();
            assert_eq!(given.first(), Some(&7));
            assert!(format!("{rule:?}").contains(&given[1].to_string()), "{given:?} by {rule:?}");
            number += 1;
            if number % 2_000 == 0 {
                // The host keeps members elsewhere; here they would only grow.
                book = Book::new(&engine);
            }
        }
    }
    number
}

#[test]
fn reloads_under_load_leave_nothing_behind() {
    let reloads: u64 = std::env::var("TREUE_RELOADS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let handle = Handle::new(engine(1_000));
    let (stop, scored) = (AtomicBool::new(false), AtomicU64::new(0));
    thread::scope(|scope| {
        for number in 0..2 {
            let (handle, stop, scored) = (&handle, &stop, &scored);
            scope.spawn(move || scored.fetch_add(score(handle, stop, number), Ordering::Relaxed));
        }
        let mut warm = None;
        for reload in 0..reloads {
            let next = engine(1_001 + reload);
            batch(&next, 1_001 + reload);
            drop(handle.swap(next));
            if reload == WARM {
                warm = held();
            }
        }
        let end = held();
        stop.store(true, Ordering::Relaxed);
        if let (Some((pages, mappings)), Some((pages_now, mappings_now))) = (warm, end) {
            assert!(pages_now < pages + PAGES, "{pages} pages became {pages_now}");
            assert!(mappings_now < mappings + MAPPINGS, "{mappings} mappings became {mappings_now}");
        }
    });
    assert!(scored.load(Ordering::Relaxed) > 0);
}
