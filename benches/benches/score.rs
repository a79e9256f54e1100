//! Scoring receipts: both engines, and the same rules by hand, on equal receipts. The answers are compared
//! before anything is timed.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use treue_benches::{NINE_RULES, by_hand, campaigns, programme, receipts::receipts};
use treue_lang::programme::Programme;
use treue_runtime::decision::Decisions;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::Event;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;

/// Decides all receipts, as many at a time as the command does, and hands each lot of decisions on.
fn decide(
    programme: &Programme,
    engine: &mut dyn Evaluator,
    events: &[Event],
    mut look: impl FnMut(&Decisions),
) {
    let (mut members, mut decisions) = (Members::default(), Decisions::default());
    for batch in events.chunks(1024) {
        decisions.clear();
        batch.iter().for_each(|event| {
            engine.announce(&mut members, event);
        });
        engine.decide_all(programme, &mut members, batch, &mut decisions);
        look(&decisions);
    }
}

fn total(programme: &Programme, engine: &mut dyn Evaluator, events: &[Event]) -> i64 {
    let mut points = 0;
    decide(programme, engine, events, |decisions| {
        let all = (0..decisions.events()).flat_map(|event| decisions.of(event).into_owned());
        points += all.map(|d| d.awards.iter().map(|a| a.points).sum::<i64>()).sum::<i64>();
    });
    points
}

/// What is timed: decisions and state are made, nobody looks at them.
fn score(programme: &Programme, engine: &mut dyn Evaluator, events: &[Event]) {
    decide(programme, engine, events, |decisions| {
        black_box(decisions);
    });
}

fn native(programme: &Arc<Programme>) -> Native {
    Native::new(Compiled::new(Arc::clone(programme)).expect("this machine runs native code"), Detail::Awards)
}

fn scoring(c: &mut Criterion) {
    let programme = programme(NINE_RULES);
    let events = receipts(&programme, 5_000, 500, 42);
    let hand = |events: &[Event]| events.iter().map(by_hand::points).sum::<i64>();
    let expected = hand(&events);
    assert_eq!(total(&programme, &mut native(&programme), &events), expected, "native");
    let mut reference = Reference::new(Arc::clone(&programme), Detail::Awards);
    assert_eq!(total(&programme, &mut reference, &events), expected, "reference");

    let mut group = c.benchmark_group("nine rules, 5,000 receipts");
    group.throughput(Throughput::Elements(events.len() as u64));
    group.bench_function("by hand, points only", |b| b.iter(|| hand(&events)));
    group.bench_function("native, decisions and state", |b| {
        b.iter_batched_ref(|| native(&programme), |n| score(&programme, n, &events), BatchSize::LargeInput);
    });
    group.sample_size(10);
    group.bench_function("reference, decisions and state", |b| {
        b.iter(|| score(&programme, &mut reference, &events));
    });
    group.finish();
}

fn compiling(c: &mut Criterion) {
    let mut group = c.benchmark_group("text to callable");
    group.sample_size(10);
    for rules in [10, 100, 1_000] {
        let text = campaigns(rules);
        assert_eq!(programme(&text).rules.len(), rules);
        group.bench_function(format!("{rules} campaign rules"), |b| {
            b.iter(|| Compiled::new(programme(&text)).expect("this machine runs native code"));
        });
    }
    group.finish();
}

criterion_group!(benches, scoring, compiling);
criterion_main!(benches);
