//! The workloads of docs/performance.md: the past of members (W2) and many rules (W3), by Treue and by hand over equal receipts; one event
//! through the host interface; from text to callable code. Every answer is compared before it is timed.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use treue_benches::drive::{check_w2, check_w3, decide, points};
use treue_benches::synth::{self, Synth};
use treue_benches::{checked, programme, rows, w1, w2, w3};
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::Event;
use treue_runtime::host::{Book, Engine, Options};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Members, part_for};

/// `full`, or `small` where only the answers are checked (`cargo bench -- --test`).
fn size(full: usize, small: usize) -> usize {
    if std::env::args().any(|a| a == "--test") { small } else { full }
}

fn native(programme: &Arc<Programme>) -> Native {
    Native::new(Compiled::new(Arc::clone(programme)).expect("this machine runs native code"), Detail::Awards)
}

fn tables() -> w1::Tables {
    let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
    w1::Tables::new(&w1::Parameters::of_programme(), sizes.0, sizes.1, sizes.2)
}

fn past(c: &mut Criterion) {
    let synth = Synth::new(size(200_000, 5_000), 42);
    let (programme, tables) = (programme(w2::PROGRAMME), tables());
    let events = rows::events(&programme, &synth);
    let mut by_hand = w1::room(synth.len());
    let mut records = w2::room(synth::MEMBERS as usize);
    let earned = w2::by_hand(&synth, &tables, &mut by_hand, &mut records);
    let expected = w2::check(&records, earned);
    let mut members = Members::default();
    let given = points(&programme, &mut native(&programme), &mut members, &events);
    assert_eq!(check_w2(&members, &given), expected, "native");
    let few = &events[..events.len().min(5_000)];
    let (mut ours, mut theirs) = (Members::default(), Members::default());
    let mut reference = Reference::new(Arc::clone(&programme), Detail::Awards);
    let ours_given = points(&programme, &mut native(&programme), &mut ours, few);
    assert_eq!(points(&programme, &mut reference, &mut theirs, few), ours_given, "reference");
    assert_eq!(check_w2(&theirs, &ours_given), check_w2(&ours, &ours_given), "reference");

    let mut group = c.benchmark_group("W2, the past of members");
    group.throughput(Throughput::Elements(events.len() as u64));
    group.sample_size(10);
    group.bench_function("by hand, columns", |b| {
        b.iter_batched_ref(
            || w2::room(synth::MEMBERS as usize),
            |records| w2::by_hand(black_box(&synth), &tables, &mut by_hand, records),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("native, events, decisions and state", |b| {
        b.iter_batched_ref(
            || (native(&programme), Members::default()),
            |(engine, members)| score(&programme, engine, members, &events),
            BatchSize::LargeInput,
        );
    });
    let parts = apart(&events, 2);
    group.bench_function("native, the same on two threads", |b| {
        b.iter_batched_ref(
            || [(native(&programme), Members::default()), (native(&programme), Members::default())],
            |both| {
                std::thread::scope(|scope| {
                    for ((engine, members), part) in both.iter_mut().zip(&parts) {
                        scope.spawn(|| score(&programme, engine, members, part));
                    }
                });
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// The events of each part of the members.
fn apart(events: &[Event], parts: usize) -> Vec<Vec<Event>> {
    let mut apart = vec![Vec::new(); parts];
    for event in events {
        apart[part_for(event, parts)].push(event.clone());
    }
    apart
}

fn score(programme: &Programme, engine: &mut dyn Evaluator, members: &mut Members, events: &[Event]) {
    decide(programme, engine, members, events, |decisions| {
        black_box(decisions);
    });
}

fn many_rules(c: &mut Criterion) {
    let synth = Synth::new(size(20_000, 300), 42);
    let months = w3::months(&synth);
    let mut group = c.benchmark_group("W3, many rules");
    group.throughput(Throughput::Elements(synth.len() as u64));
    group.sample_size(10);
    for rules in [10, 100, 1_000, 10_000].into_iter().filter(|r| *r <= size(10_000, 1_000)) {
        let campaigns = w3::campaigns(&synth, rules, 7);
        let index = w3::Index::new(&campaigns, synth::BRANDS);
        let mut given = vec![0; synth.len()];
        w3::by_hand(&synth, &months, &index, &mut given);
        let programme = checked(&w3::sources(&campaigns));
        let events = rows::events(&programme, &synth);
        let mut engine = native(&programme);
        let ours = points(&programme, &mut engine, &mut Members::default(), &events);
        assert_eq!(check_w3(&ours), w3::check(given.iter().map(|p| i64::from(*p))), "{rules} rules");
        group.bench_function(format!("{rules} rules, by hand, hash index"), |b| {
            b.iter(|| w3::by_hand(black_box(&synth), &months, &index, &mut given));
        });
        group.bench_function(format!("{rules} rules, native, events, decisions and state"), |b| {
            b.iter_batched_ref(
                Members::default,
                |members| score(&programme, &mut engine, members, &events),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// One purchase of eight lines: text in, awards out.
fn one_event(c: &mut Criterion) {
    let synth = Synth::new(size(20_000, 500), 42);
    let eight = (0..synth.len()).filter(|r| synth.offsets[r + 1] - synth.offsets[*r] == 8);
    let texts: Vec<String> = eight
        .map(|receipt| {
            let mut text = String::new();
            rows::write_json(&synth, receipt, &mut text);
            text
        })
        .collect();
    let options = Options { detail: Detail::Awards, ..Options::default() };
    let engine =
        Engine::load(&Sources::single("w1.treue", w1::PROGRAMME), options).expect("a right programme");
    assert!(engine.is_native(), "{:?}", engine.fallback());
    let mut group = c.benchmark_group("one purchase of eight lines, W1, through the host interface");
    group.throughput(Throughput::Elements(1));
    let mut scorer = engine.scorer();
    let mut book = Book::new(&engine);
    let mut next = texts.iter().cycle();
    group.bench_function("a line of JSON in, its decision out", |b| {
        b.iter(|| scorer.score(&mut book, next.next().expect("endless")).expect("a right event"));
    });
    let received: Vec<_> = texts.iter().map(|text| scorer.read(text).expect("a right event")).collect();
    let mut next = received.iter().cycle();
    group.bench_function("an event of texts in, its decision out", |b| {
        b.iter(|| scorer.decide(&mut book, next.next().expect("endless")).expect("a right event"));
    });
    let mut next = texts.iter().cycle();
    group.bench_function("reading the line of JSON alone", |b| {
        b.iter(|| scorer.read(next.next().expect("endless")).expect("a right event"));
    });
    group.finish();
}

fn compiling(c: &mut Criterion) {
    let synth = Synth::new(2_000, 42);
    let mut group = c.benchmark_group("text to callable");
    group.sample_size(10);
    let mut one = |name: String, sources: Sources, rules: usize| {
        assert_eq!(checked(&sources).rules.len(), rules);
        group.bench_function(name, |b| {
            b.iter(|| Compiled::new(checked(&sources)).expect("this machine runs native code"));
        });
    };
    one("W1".to_owned(), Sources::single("w1.treue", w1::PROGRAMME), 9);
    for rules in [10, 100, 1_000, 10_000].into_iter().filter(|r| *r <= size(10_000, 1_000)) {
        one(format!("{rules} campaign rules"), w3::sources(&w3::campaigns(&synth, rules, 7)), rules);
    }
    let checked_w1 = programme(w1::PROGRAMME);
    group.bench_function("W1, checked programme to callable", |b| {
        b.iter(|| Compiled::new(Arc::clone(&checked_w1)).expect("this machine runs native code"));
    });
    group.finish();
}

criterion_group!(benches, past, many_rules, one_event, compiling);
criterion_main!(benches);
