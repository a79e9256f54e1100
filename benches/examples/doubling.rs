//! What comes of twice the receipts, twice the rules or twice the members: at most 2.2 times the instructions. They are counted by
//! valgrind, so it does not matter what else the machine does. Only the work itself counts, not what prepares it.
//!
//! `doubling` measures everything and prints it; the exit code is 1 where anything grows faster. `doubling WORK SIZE` does one piece of
//! work once: it is what valgrind runs.

use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use treue_benches::synth::Synth;
use treue_benches::{checked, drive, programme, rows, w1, w2, w3};
use treue_lang::programme::Programme;
use treue_runtime::columns::{Batch, Totals};
use treue_runtime::engine::Detail;
use treue_runtime::event::ReadOptions;
use treue_runtime::event::shaped::Shaped;
use treue_runtime::native::batch::Tally;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::state::Members;

/// Twice as much may take so many times the instructions, in tenths.
const MOST: u64 = 22;
/// Seed of all receipts.
const SEED: u64 = 42;
/// Receipts where rules are doubled.
const RECEIPTS: usize = 1_000;
/// Receipts of each member where members are doubled.
const EACH: usize = 5;

/// What is doubled, its name, how much of it there is at first, and what does it.
struct Work {
    doubled: &'static str,
    name: &'static str,
    size: usize,
    run: fn(usize),
}

const WORKS: [Work; 13] = [
    Work { doubled: "receipts", name: "W1, columns to totals", size: 4_000, run: |n| in_columns(n, false) },
    Work { doubled: "receipts", name: "W1, columns to awards", size: 4_000, run: |n| in_columns(n, true) },
    Work { doubled: "receipts", name: "W1, NDJSON to totals", size: 2_000, run: lines_of_json },
    Work { doubled: "receipts", name: "W1, events to decisions", size: 2_000, run: events },
    Work { doubled: "rules", name: "W3, text to callable", size: 500, run: compiling },
    Work { doubled: "rules", name: "W3, columns to totals", size: 1_000, run: rules_in_columns },
    Work { doubled: "rules", name: "W3, events to decisions", size: 500, run: rules_by_events },
    Work { doubled: "rules", name: "mixed, events to decisions", size: 500, run: |n| mixed_rules(n, n) },
    Work { doubled: "rules", name: "mixed, 100 that concern", size: 1_000, run: |n| mixed_rules(n, 100) },
    Work { doubled: "members", name: "W2, receipts as many each", size: 500, run: members_and_receipts },
    Work { doubled: "members", name: "W2, receipts as many in all", size: 500, run: members_alone },
    Work { doubled: "members", name: "W2, saved", size: 500, run: saved },
    Work { doubled: "members", name: "W2, loaded", size: 500, run: loaded },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(number) = arguments.next() else { return measure_all() };
    let number: usize = number.parse().expect("the number of a piece of work");
    let size = arguments.next().and_then(|n| n.parse().ok()).expect("a size");
    (WORKS[number].run)(size);
    ExitCode::SUCCESS
}

/// What is counted: `--toggle-collect` knows it by its name.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
    // Something comes behind the work, so that this function is left at its end.
    black_box(());
}

/// Every piece of work at its size and at twice its size, as many at a time as there are processors.
fn measure_all() -> ExitCode {
    let counts: Vec<AtomicUsize> = (0..2 * WORKS.len()).map(|_| AtomicUsize::new(0)).collect();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(count) = counts.get(at) else { break };
                    count.store(instructions(at / 2, WORKS[at / 2].size << (at % 2)), Ordering::Relaxed);
                }
            });
        }
    });
    println!(
        "{:<9} {:<28} {:>16} {:>16} {:>6}",
        "doubled", "work", "instructions", "of twice as much", "times"
    );
    let mut well = true;
    for (work, counts) in WORKS.iter().zip(counts.chunks_exact(2)) {
        let [once, twice] = [0, 1].map(|i| counts[i].load(Ordering::Relaxed) as u64);
        let hundredths = twice * 100 / once.max(1);
        let grows = twice * 10 > once * MOST;
        let remark = if grows { "  more than 2.2" } else { "" };
        println!(
            "{:<9} {:<28} {once:>16} {twice:>16} {:>3}.{:02}{remark}",
            work.doubled,
            work.name,
            hundredths / 100,
            hundredths % 100
        );
        well &= !grows;
    }
    if well {
        return ExitCode::SUCCESS;
    }
    eprintln!("what takes more than 2.2 times the instructions for twice as much does not grow in step");
    ExitCode::FAILURE
}

/// Instructions of a piece of work, counted by valgrind.
fn instructions(work: usize, size: usize) -> usize {
    let this = std::env::current_exe().expect("this program");
    let out = std::env::temp_dir().join(format!("treue-doubling-{}-{work}-{size}", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--toggle-collect=doubling::measured*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(this)
        .args([work.to_string(), size.to_string()])
        .stdin(Stdio::null())
        .status();
    let status = status.expect("valgrind can be started: install it, as with `apt-get install valgrind`");
    assert!(status.success(), "{} at {size}: {status}", WORKS[work].name);
    let text = std::fs::read_to_string(&out).expect("valgrind has written its counts");
    std::fs::remove_file(&out).expect("the file can be removed");
    let summary = text.lines().find_map(|line| line.strip_prefix("summary: "));
    let count = summary.and_then(|n| n.trim().parse().ok()).filter(|n| *n > 0);
    count.unwrap_or_else(|| panic!("valgrind has counted nothing of `{}`", WORKS[work].name))
}

fn native(programme: &Arc<Programme>) -> Native {
    Native::new(Compiled::new(Arc::clone(programme)).expect("this machine runs native code"), Detail::Awards)
}

/// Scores columns of receipts, by kernels that were made before.
fn score(programme: Arc<Programme>, synth: &Synth, awards: bool) {
    let dictionaries = w1::Dictionaries::default();
    let batch = Batch::new(&programme, w1::columns(synth, &dictionaries)).expect("good columns");
    let (mut tally, mut totals) = (Tally::new(programme), Totals::default());
    let mut pass = || tally.score(&batch, awards, &mut totals).expect("its own programme");
    pass();
    measured(&mut pass);
    assert_eq!(tally.scored().1, 0, "kernels score all receipts");
}

fn in_columns(receipts: usize, awards: bool) {
    score(programme(w1::PROGRAMME), &Synth::new(receipts, SEED), awards);
}

fn lines_of_json(receipts: usize) {
    let (synth, programme) = (Synth::new(receipts, SEED), programme(w1::PROGRAMME));
    let mut text = String::new();
    (0..synth.len()).for_each(|receipt| rows::write_json(&synth, receipt, &mut text));
    let mut shaped = Shaped::new(&programme, ReadOptions::default());
    let (mut tally, mut totals) = (Tally::new(Arc::clone(&programme)), Totals::default());
    let mut pass = || {
        shaped.clear();
        shaped.read(text.as_bytes(), |line, other| panic!("line {line}: {other:?}"));
        let batch = Batch::new(&programme, shaped.columns()).expect("good columns");
        tally.score(&batch, false, &mut totals).expect("its own programme");
    };
    pass();
    measured(&mut pass);
}

/// Lets an engine decide what comes.
fn decide(programme: &Arc<Programme>, synth: &Synth) {
    let events = rows::events(programme, synth);
    let (mut engine, mut members) = (native(programme), Members::default());
    measured(&mut || {
        drive::decide(programme, &mut engine, &mut members, &events, |d| {
            black_box(d);
        })
    });
}

fn events(receipts: usize) {
    decide(&programme(w1::PROGRAMME), &Synth::new(receipts, SEED));
}

fn compiling(rules: usize) {
    let sources = w3::sources(&w3::campaigns(&Synth::new(RECEIPTS, SEED), rules, 7));
    measured(&mut || drop(Compiled::new(checked(&sources)).expect("this machine runs native code")));
}

fn rules_in_columns(rules: usize) {
    let synth = Synth::new(RECEIPTS, SEED);
    score(checked(&w3::sources(&w3::campaigns(&synth, rules, 7))), &synth, false);
}

fn rules_by_events(rules: usize) {
    let synth = Synth::new(RECEIPTS, SEED);
    decide(&checked(&w3::sources(&w3::campaigns(&synth, rules, 7))), &synth);
}

/// Rules of mixed forms, of which so many are for what receipts have.
fn mixed_rules(rules: usize, concerning: usize) {
    let synth = Synth::new(RECEIPTS, SEED);
    decide(&checked(&w3::mixed(&synth, rules, concerning, 7)), &synth);
}

/// Receipts of so many members in turn.
fn of_members(members: usize, receipts: usize) -> Synth {
    let mut synth = Synth::new(receipts, SEED);
    let in_turn = (0..receipts).map(|receipt| u32::try_from(receipt % members).expect("few members"));
    synth.member = in_turn.collect();
    synth
}

fn members_and_receipts(members: usize) {
    decide(&programme(w2::PROGRAMME), &of_members(members, members * EACH));
}

fn members_alone(members: usize) {
    decide(&programme(w2::PROGRAMME), &of_members(members, RECEIPTS * EACH));
}

/// Members with a past.
fn with_a_past(members: usize) -> (Arc<Programme>, Members) {
    let (synth, programme) = (of_members(members, members * EACH), programme(w2::PROGRAMME));
    let events = rows::events(&programme, &synth);
    let (mut engine, mut all) = (native(&programme), Members::default());
    drive::decide(&programme, &mut engine, &mut all, &events, |_| ());
    (programme, all)
}

fn saved(members: usize) {
    let (programme, members) = with_a_past(members);
    measured(&mut || drop(black_box(members.to_bytes(&programme))));
}

fn loaded(members: usize) {
    let (programme, members) = with_a_past(members);
    let bytes = members.to_bytes(&programme);
    measured(&mut || {
        drop(black_box(Members::from_bytes(&programme, &bytes).expect("members as they were saved")))
    });
}
