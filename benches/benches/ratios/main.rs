//! Treue and the same work by hand, in turns, in one run: what docs/performance.md prints. Each figure is the least CPU time of many
//! passes of one thread; each ratio is to what is written by hand and was timed just before. Answers are compared first.
//!
//! `cargo bench -p treue-benches --bench ratios` prints a table; with `-- --json FILE` the figures go to a file, too; `-- --test`
//! only compares the answers, over fewer receipts.

mod by_hand_files;

use by_hand_files::{arrow_columns, hand_arrow, hand_json, receipts_parquet};
use cpu_time::ThreadTime;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use treue_benches::synth::{self, Synth};
use treue_benches::{checked, drive, programme, rows, w1, w2, w3};
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_runtime::columns::{Batch, Totals};
use treue_runtime::decision::Decisions;
use treue_runtime::engine::Detail;
use treue_runtime::event::ReadOptions;
use treue_runtime::event::shaped::Shaped;
use treue_runtime::host::{Book, Engine, Options};
use treue_runtime::native::batch::{Ledger, Tally};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::state::Members;

/// What was measured: name, unit, figure, and ratio to what is written by hand, if there is such a thing.
struct Row(String, &'static str, f64, Option<f64>);

/// Some of the work: its name, and what does it.
type Part = (&'static str, fn(&mut Run));

struct Run {
    small: bool,
    rows: Vec<Row>,
}

impl Run {
    fn size(&self, full: usize, small: usize) -> usize {
        if self.small { small } else { full }
    }

    /// Times several kinds of work in turns; gives the least nanoseconds of each, over `parts`.
    fn turns(&self, passes: usize, parts: usize, work: &mut [&mut dyn FnMut()]) -> Vec<f64> {
        let mut best = vec![f64::MAX; work.len()];
        for _ in 0..self.size(passes, 1) {
            for (best, work) in best.iter_mut().zip(&mut *work) {
                let start = ThreadTime::now();
                work();
                *best = best.min(start.elapsed().as_nanos() as f64 / parts as f64);
            }
        }
        best
    }

    /// Notes times of which the first is of what is written by hand.
    fn against_hand(&mut self, names: &[String], unit: &'static str, times: &[f64]) {
        for (i, (name, time)) in names.iter().zip(times).enumerate() {
            let ratio = (i > 0).then(|| time / times[0]);
            self.note(Row(name.clone(), unit, *time, ratio));
        }
    }

    fn note(&mut self, row: Row) {
        let Row(name, unit, figure, ratio) = &row;
        let ratio = ratio.map_or(String::new(), |r| format!("{r:8.3}"));
        println!("{name:<64} {figure:12.1} {unit:<14} {ratio}");
        self.rows.push(row);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let mut run = Run { small: arguments.iter().any(|a| a == "--test"), rows: Vec::new() };
    let wanted = |name: &str| {
        let named: Vec<&String> = arguments.iter().skip(1).filter(|a| !a.starts_with('-')).collect();
        named.is_empty()
            || arguments.iter().any(|a| a == "--json")
            || named.iter().any(|n| name.contains(n.as_str()))
    };
    let all: [Part; 9] = [
        ("w1", in_memory),
        ("w2", past),
        ("threads", two_threads),
        ("w3", many_rules),
        ("mixed", mixed_rules),
        ("ndjson", json_files),
        ("parquet", parquet_files),
        ("one", one_event),
        ("compile", compiling),
    ];
    println!("{:<64} {:>12} {:<14} {:>8}", "work", "", "", "ratio");
    for (_, part) in all.iter().filter(|(name, _)| wanted(name)) {
        part(&mut run);
    }
    if let Some(at) = arguments.iter().position(|a| a == "--json") {
        let file = arguments.get(at + 1).expect("a file behind --json");
        std::fs::write(file, json(&run.rows)).expect("the file can be written");
    }
}

fn json(rows: &[Row]) -> String {
    let mut text = String::from("[\n");
    for (i, Row(name, unit, figure, ratio)) in rows.iter().enumerate() {
        let comma = if i + 1 == rows.len() { "" } else { "," };
        let ratio = ratio.map_or("null".to_owned(), |r| format!("{r:.4}"));
        let _ = writeln!(
            text,
            r#"  {{"work": "{name}", "unit": "{unit}", "figure": {figure:.2}, "ratio": {ratio}}}{comma}"#
        );
    }
    text + "]\n"
}

fn tables() -> w1::Tables {
    let sizes = (synth::CATEGORIES as usize, synth::BRANDS as usize, synth::STORES as usize);
    w1::Tables::new(&w1::Parameters::of_programme(), sizes.0, sizes.1, sizes.2)
}

fn native(programme: &Arc<Programme>) -> Native {
    Native::new(Compiled::new(Arc::clone(programme)).expect("this machine runs native code"), Detail::Awards)
}

fn names(work: &str, of: &[&str]) -> Vec<String> {
    of.iter().map(|name| format!("{work}, {name}")).collect()
}

fn in_memory(run: &mut Run) {
    let synth = Synth::new(run.size(1_000_000, 2_000), 42);
    let (tables, programme) = (tables(), programme(w1::PROGRAMME));
    let dictionaries = w1::Dictionaries::default();
    let batch = Batch::new(&programme, w1::columns(&synth, &dictionaries)).expect("good columns");
    let (mut tally, mut other) = (Tally::new(Arc::clone(&programme)), Tally::new(programme));
    let (mut points, mut totals, mut awards) = (w1::room(synth.len()), Totals::default(), Totals::default());
    let times = run.turns(
        15,
        synth.len(),
        &mut [
            &mut || w1::by_hand(black_box(&synth), &tables, &mut points),
            &mut || tally.score(black_box(&batch), false, &mut totals).expect("its own programme"),
            &mut || other.score(black_box(&batch), true, &mut awards).expect("its own programme"),
        ],
    );
    let check = points.check();
    assert_eq!(w1::check_of(&awards), check, "awards");
    assert_eq!(w1::check_of(&totals).0, check.0, "totals");
    assert_eq!(tally.scored().1, 0, "kernels score all receipts");
    run.against_hand(
        &names("W1 in memory", &["by hand", "totals", "an award column for each rule"]),
        "ns/receipt",
        &times,
    );
}

fn past(run: &mut Run) {
    let synth = Synth::new(run.size(300_000, 3_000), 42);
    let (tables, programme) = (tables(), programme(w2::PROGRAMME));
    let events = rows::events(&programme, &synth);
    let mut points = w1::room(synth.len());
    let mut records = w2::room(synth::MEMBERS as usize);
    let earned = w2::by_hand(&synth, &tables, &mut points, &mut records);
    let mut members = Members::default();
    let given = drive::points(&programme, &mut native(&programme), &mut members, &events);
    assert_eq!(drive::check_w2(&members, &given), w2::check(&records, earned));
    let dictionaries = w1::Dictionaries::default();
    let batch = Batch::new(&programme, w1::columns(&synth, &dictionaries)).expect("good columns");
    let (mut ledger, mut totals) = (Ledger::new(Arc::clone(&programme)), Totals::default());
    ledger.book(&batch, false, &mut totals).expect("its own programme");
    assert_eq!(drive::check_ledger(&ledger, totals.units[0].iter().sum()), w2::check(&records, earned));
    assert_eq!(totals.units[0], given);
    assert_eq!(ledger.booked().1, 0, "kernels book all receipts");
    // Fresh members each time are made outside of what is timed, as far as they are tables.
    let mut fresh = Vec::new();
    let compiled = Compiled::new(Arc::clone(&programme)).expect("this machine runs native code");
    let times = run.turns(
        5,
        synth.len(),
        &mut [
            &mut || {
                records.fill(w2::Record::default());
                black_box(w2::by_hand(black_box(&synth), &tables, &mut points, &mut records));
            },
            &mut || {
                ledger.forget();
                ledger.book(black_box(&batch), false, &mut totals).expect("its own programme");
            },
            &mut || {
                let mut engine = Native::new(Arc::clone(&compiled), Detail::Awards);
                let mut members = Members::default();
                drive::decide(&programme, &mut engine, &mut members, &events, |d| {
                    black_box(d);
                });
                fresh.push(members);
                fresh.truncate(1);
            },
        ],
    );
    run.against_hand(
        &names("W2", &["by hand", "columns and records", "events, decisions and state"]),
        "ns/receipt",
        &times,
    );
}

/// W2 with the members of each thread in a ledger of its own: by the clock on the wall, and by the time that the thread with most
/// to do computes, which other programs do not lengthen as much.
fn two_threads(run: &mut Run) {
    let synth = Synth::new(run.size(1_000_000, 3_000), 42);
    let programme = programme(w2::PROGRAMME);
    let dictionaries = w1::Dictionaries::default();
    let (mut checks, mut best) = (Vec::new(), [[f64::MAX; 2]; 2]);
    let parts: Vec<Vec<Synth>> =
        [1, 2].map(|count| (0..count).map(|part| synth.part(part, count)).collect()).into();
    let batch = |part| Batch::new(&programme, w1::columns(part, &dictionaries)).expect("good columns");
    let batches: Vec<Vec<Batch<'_>>> = parts.iter().map(|of| of.iter().map(batch).collect()).collect();
    let desk = |_| (Ledger::new(Arc::clone(&programme)), Totals::default());
    let mut desks: Vec<Vec<(Ledger, Totals)>> =
        batches.iter().map(|parts| parts.iter().map(desk).collect()).collect();
    for _ in 0..run.size(15, 2) {
        for ((desks, batches), best) in desks.iter_mut().zip(&batches).zip(&mut best) {
            desks.iter_mut().for_each(|(ledger, _)| ledger.forget());
            let start = Instant::now();
            let computed = std::thread::scope(|scope| {
                let book = |((ledger, totals), batch): (&mut (Ledger, Totals), &Batch<'_>)| {
                    let start = ThreadTime::now();
                    ledger.book(black_box(batch), false, totals).expect("its own programme");
                    start.elapsed()
                };
                let threads: Vec<_> =
                    desks.iter_mut().zip(batches).map(|work| scope.spawn(move || book(work))).collect();
                threads.into_iter().map(|thread| thread.join().expect("no panic")).max().unwrap_or_default()
            });
            for (best, time) in best.iter_mut().zip([start.elapsed(), computed]) {
                *best = best.min(time.as_nanos() as f64 / synth.len() as f64);
            }
        }
    }
    for desks in &desks {
        let of = |(ledger, totals): &(Ledger, Totals)| {
            assert_eq!(ledger.booked().1, 0, "kernels book all receipts");
            drive::check_ledger(ledger, totals.units[0].iter().sum())
        };
        checks.push(desks.iter().map(of).fold(w2::Check::default(), w2::Check::plus));
    }
    let members = |desks: Vec<(Ledger, Totals)>| {
        let parts = desks.into_iter().map(|(ledger, _)| ledger.into_members());
        Members::from_parts(parts).to_bytes(&programme)
    };
    let bytes: Vec<Vec<u8>> = desks.into_iter().map(members).collect();
    assert!(checks[0] == checks[1] && bytes[0] == bytes[1], "the same from any number of threads");
    for (clock, name) in ["wall", "computing"].iter().enumerate() {
        for (threads, best) in ["one thread", "two threads"].iter().zip(best) {
            let work = format!("W2, columns and records, {threads}, {name}");
            run.note(Row(work, "ns/receipt", best[clock], None));
        }
        let times = best[0][clock] / best[1][clock];
        run.note(Row(
            format!("W2, two threads, {name}, times as fast in hundredths"),
            "",
            times * 100.0,
            None,
        ));
    }
}

fn many_rules(run: &mut Run) {
    let synth = Synth::new(run.size(1_000_000, 1_000), 42);
    let months = w3::months(&synth);
    let dictionaries = w1::Dictionaries::default();
    let mut first = None;
    let most = run.size(10_000, 1_000);
    for rules in [10, 100, 1_000, 10_000].into_iter().filter(|r| *r <= most) {
        let campaigns = w3::campaigns(&synth, rules, 7);
        let index = w3::Index::new(&campaigns, synth::BRANDS);
        let mut given = vec![0; synth.len()];
        let programme = checked(&w3::sources(&campaigns));
        let batch = Batch::new(&programme, w1::columns(&synth, &dictionaries)).expect("good columns");
        let mut tally = Tally::new(programme);
        let mut totals = Totals::default();
        let times = run.turns(
            7,
            synth.len(),
            &mut [&mut || w3::by_hand(black_box(&synth), &months, &index, &mut given), &mut || {
                tally.score(black_box(&batch), false, &mut totals).expect("its own programme")
            }],
        );
        let expected = w3::check(given.iter().map(|p| i64::from(*p)));
        assert_eq!(w3::check(totals.units[0].iter().copied()), expected, "{rules} rules");
        assert_eq!(tally.scored().1, 0, "kernels score all receipts");
        let first = *first.get_or_insert(times[1]);
        let of = names(&format!("W3, {rules} rules"), &["by hand, hash index", "totals"]);
        run.against_hand(&of, "ns/receipt", &times);
        run.note(Row(
            format!("W3, {rules} rules, totals against 10 rules"),
            "",
            times[1],
            Some(times[1] / first),
        ));
    }
}

/// Rules of several forms, by columns and by events: not all of them stand in one table.
fn mixed_rules(run: &mut Run) {
    let synth = Synth::new(run.size(5_000, 200), 42);
    let dictionaries = w1::Dictionaries::default();
    let most = run.size(10_000, 100);
    let alike = [10, 100, 1_000, 10_000].map(|rules| (rules, rules));
    // The last are as many as 100 for a receipt.
    for (rules, concerning) in alike.into_iter().chain([(10_000, 100)]).filter(|(r, _)| *r <= most) {
        let programme = checked(&w3::mixed(&synth, rules, concerning, 7));
        let events = rows::events(&programme, &synth);
        let batch = Batch::new(&programme, w1::columns(&synth, &dictionaries)).expect("good columns");
        let mut tally = Tally::new(Arc::clone(&programme));
        let (mut totals, mut engine, mut given) = (Totals::default(), native(&programme), Vec::new());
        let times = run.turns(
            3,
            synth.len(),
            &mut [
                &mut || tally.score(black_box(&batch), false, &mut totals).expect("its own programme"),
                &mut || given = drive::points(&programme, &mut engine, &mut Members::default(), &events),
            ],
        );
        assert_eq!(totals.units[0], given, "{rules} rules");
        let way = if tally.scored().1 == 0 { "kernels" } else { "one by one" };
        let rules = match rules - concerning {
            0 => format!("{rules} rules of mixed forms"),
            others => format!("{concerning} rules of mixed forms and {others} for others"),
        };
        run.note(Row(format!("{rules}, columns ({way})"), "ns/receipt", times[0], None));
        run.note(Row(format!("{rules}, events"), "ns/receipt", times[1], None));
        tally.score(&batch, true, &mut totals).expect("its own programme");
        let awards = totals.every_award().count() as f64 / synth.len() as f64;
        run.note(Row(format!("{rules}, awards"), "a receipt", awards, None));
    }
}

/// Receipts as a file of lines would hold them.
fn ndjson(synth: &Synth) -> String {
    let mut text = String::new();
    (0..synth.len()).for_each(|receipt| rows::write_json(synth, receipt, &mut text));
    text
}

fn json_files(run: &mut Run) {
    let synth = Synth::new(run.size(100_000, 1_000), 42);
    let (tables, programme) = (tables(), programme(w1::PROGRAMME));
    let text = ndjson(&synth);
    let mut points = w1::room(synth.len());
    w1::by_hand(&synth, &tables, &mut points);
    let expected = points.check();
    let words = by_hand_files::Words::new();
    let mut ours = Vec::new();
    let mut theirs = w1::room(0);
    let mut shaped = Shaped::new(&programme, ReadOptions::default());
    let mut tally = Tally::new(Arc::clone(&programme));
    let mut totals = Totals::default();
    let times = run.turns(
        7,
        synth.len(),
        &mut [&mut || theirs = hand_json(black_box(&text), &words), &mut || {
            ours.clear();
            score_json(text.as_bytes(), &programme, &mut shaped, (&mut tally, &mut totals), &mut ours);
        }],
    );
    assert_eq!(theirs.check(), expected, "sonic-rs");
    assert_eq!(w1::Check::of(ours.iter().map(|p| (*p, 0))), w1::Check(expected.0, 0, expected.2), "ours");
    let of = names("NDJSON to W1 totals", &["sonic-rs into structs, by hand", "learnt shapes, kernels"]);
    run.against_hand(&of, "ns/receipt", &times);
    let (followed, others) = shaped.followed();
    run.note(Row(
        "NDJSON, lines that followed a shape, of a thousand".to_owned(),
        "",
        followed as f64 * 1e3 / (followed + others) as f64,
        None,
    ));
}

/// As a file is read: a piece of so many bytes at a time.
fn score_json(
    text: &[u8],
    programme: &Arc<Programme>,
    shaped: &mut Shaped<'_>,
    (tally, totals): (&mut Tally, &mut Totals),
    points: &mut Vec<i64>,
) {
    const PIECE: usize = 1 << 20;
    let mut from = 0;
    while from < text.len() {
        let piece = &text[from..text.len().min(from + PIECE)];
        from += shaped.read(piece, |line, other| panic!("line {line}: {other:?}"));
        let batch = Batch::new(programme, shaped.columns()).expect("good columns");
        tally.score(&batch, false, totals).expect("its own programme");
        points.extend(&totals.units[0]);
        shaped.clear();
    }
}

fn parquet_files(run: &mut Run) {
    let synth = Synth::new(run.size(200_000, 1_000), 42);
    let (tables, programme) = (tables(), programme(w1::PROGRAMME));
    let file = receipts_parquet(&synth);
    let mut points = w1::room(synth.len());
    w1::by_hand(&synth, &tables, &mut points);
    let expected = points.check();
    let words = by_hand_files::Words::new();
    let (mut theirs, mut ours) = (w1::room(0), Vec::new());
    let mut tally = Tally::new(Arc::clone(&programme));
    let mut totals = Totals::default();
    let times = run.turns(
        7,
        synth.len(),
        &mut [&mut || theirs = hand_arrow(&file, &words), &mut || {
            ours.clear();
            arrow_columns(&file, &programme, |batch| {
                tally.score(batch, false, &mut totals).expect("its own programme");
                ours.extend(&totals.units[0]);
            });
        }],
    );
    assert_eq!(theirs.check(), expected, "by hand");
    assert_eq!(w1::Check::of(ours.iter().map(|p| (*p, 0))), w1::Check(expected.0, 0, expected.2), "ours");
    let of = names("Parquet to W1 totals", &["Arrow, by hand", "columns, kernels"]);
    run.against_hand(&of, "ns/receipt", &times);
}

fn one_event(run: &mut Run) {
    const PASSES: usize = 30;
    let synth = Synth::new(run.size(20_000, 500), 42);
    let eight: Vec<usize> =
        (0..synth.len()).filter(|r| synth.offsets[r + 1] - synth.offsets[*r] == 8).collect();
    let line = |synth: &Synth, receipt: usize| {
        let mut text = String::new();
        rows::write_json(synth, receipt, &mut text);
        text
    };
    let texts: Vec<String> = eight.iter().map(|receipt| line(&synth, *receipt)).collect();
    let options = Options { detail: Detail::Awards, ..Options::default() };
    let engine =
        Engine::load(&Sources::single("w1.treue", w1::PROGRAMME), options).expect("a right programme");
    let (mut scorer, mut book) = (engine.scorer(), Book::new(&engine));
    // Whoever buys has bought before, a year ago.
    let before = Synth { at: synth.at.iter().map(|at| at - 365 * 86_400).collect(), ..synth.clone() };
    for receipt in &eight {
        scorer.score(&mut book, line(&before, *receipt)).expect("a right event");
    }
    let received: Vec<_> = texts.iter().map(|text| scorer.read(text).expect("a right event")).collect();
    let expected: i64 = {
        let mut points = w1::room(synth.len());
        w1::by_hand(&synth, &tables(), &mut points);
        eight.iter().map(|r| i64::from(points.base[*r] + points.bonus[*r])).sum()
    };
    // Members as they were, for each pass; those of a pass are dropped after all.
    let (mut first, mut second) = (vec![book.clone(); PASSES], vec![book; PASSES]);
    let (mut used, mut used_too) = (Vec::new(), Vec::new());
    let (mut other, mut reading, mut decisions) = (engine.scorer(), engine.scorer(), Decisions::default());
    let (mut given, mut given_too) = (0, 0);
    let times = run.turns(
        PASSES,
        texts.len(),
        &mut [
            &mut || {
                let mut book = first.pop().expect("members for each pass");
                given = 0;
                for event in &received {
                    decisions.clear();
                    scorer.decide_into(&mut book, event, &mut decisions).expect("its own event");
                    given += decisions.awards(0).map(|award| award.points).sum::<i64>();
                }
                used.push(book);
            },
            &mut || {
                let mut book = second.pop().expect("members for each pass");
                given_too = 0;
                for event in &received {
                    let decisions = other.decide(&mut book, event).expect("its own event");
                    let awards = decisions.iter().flat_map(|decision| &decision.awards);
                    given_too += awards.map(|award| award.points).sum::<i64>();
                }
                used_too.push(book);
            },
            &mut || texts.iter().for_each(|text| drop(black_box(reading.read(text)))),
        ],
    );
    assert_eq!((given, given_too), (expected, expected), "points");
    let names = [
        "event of texts in, awards out",
        "the same, with the decision as values of its own",
        "reading its line of JSON",
    ];
    for (name, time) in names.iter().zip(times) {
        run.note(Row(format!("one purchase of 8 lines, W1: {name}"), "ns", time, None));
    }
}

fn compiling(run: &mut Run) {
    let synth = Synth::new(2_000, 42);
    let mut one = |name: String, passes: usize, sources: &Sources| {
        let work = &mut || {
            Compiled::new(checked(sources)).expect("this machine runs native code");
        };
        let times = run.turns(passes, 1, &mut [work]);
        run.note(Row(format!("{name}, text to callable"), "ms", times[0] / 1e6, None));
        let programme = checked(sources);
        let work = &mut || {
            Compiled::new(Arc::clone(&programme)).expect("this machine runs native code");
        };
        let times = run.turns(passes, 1, &mut [work]);
        run.note(Row(format!("{name}, checked programme to callable"), "ms", times[0] / 1e6, None));
    };
    one("W1".to_owned(), 30, &Sources::single("w1.treue", w1::PROGRAMME));
    for (rules, passes) in [(10, 30), (100, 20), (1_000, 5), (10_000, 3)] {
        one(format!("{rules} rules"), passes, &w3::sources(&w3::campaigns(&synth, rules, 7)));
    }
}
