//! Runs many cases, counts what they did, and makes the first one that fails small.

use crate::batches::{same_in_batches, same_twice};
use crate::case::{Case, Cases, HISTORIES};
use crate::daily::same_every_day;
use crate::dice::Dice;
use crate::model::print;
use crate::readings::{can_be_written, formatter_keeps};
use crate::run::{Difference, Kind, Ready, agree, catch, direct_events, read_events, ready};
use crate::statistics::{Statistics, of_programme, of_step};
use crate::ways::{same_as_values, same_in_parts};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use std::time::{Duration, Instant};
use treue_runtime::decision::Decision;
use treue_runtime::engine::Detail;
use treue_runtime::state::apart;

/// Cases that are tried to make a failing one smaller.
const SHRINKS: usize = 4_000;
/// One of so many programmes is laid out, too.
const FORMATTED: u64 = 20;
/// The decisions of one of so many cases are written, too.
const WRITTEN: u64 = 20;
/// How long shrinking may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a run came to.
pub struct Report {
    /// Cases that ran.
    pub cases: u64,
    /// Programmes that were drawn.
    pub programmes: u64,
    /// Those that did not check, with the messages of the first few.
    pub rejected: u64,
    /// Their messages.
    pub messages: Vec<String>,
    /// What was seen.
    pub statistics: Statistics,
    /// The first case that failed, made small.
    pub failure: Option<String>,
}

/// What is run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Seed of the run.
    pub seed: u64,
    /// First case.
    pub first: u64,
    /// How many cases.
    pub cases: u64,
    /// Prints how far it is.
    pub talk: bool,
}

/// Runs cases until one fails.
#[must_use]
pub fn run(plan: Plan) -> Report {
    let mut report = Report {
        cases: 0,
        programmes: 0,
        rejected: 0,
        messages: Vec::new(),
        statistics: Statistics::default(),
        failure: None,
    };
    let quiet = Quiet::begin();
    let started = Instant::now();
    let mut at_hand: Option<(u64, Option<Ready>)> = None;
    for number in plan.first..plan.first + plan.cases {
        let cases = Cases { seed: plan.seed, number };
        let case = cases.draw();
        let of = number / HISTORIES;
        if at_hand.as_ref().is_none_or(|(n, _)| *n != of) {
            at_hand = Some((of, prepare(&case, number, &mut report)));
        }
        if report.failure.is_some() {
            break;
        }
        let Some((_, Some(ready))) = &at_hand else { continue };
        report.cases += 1;
        let statistics = &mut report.statistics;
        if let Err(difference) = try_case(ready, &case, number, statistics) {
            report.failure = Some(shrink(cases, number, &difference));
            break;
        }
        if plan.talk && number % 1_000 == 999 {
            eprintln!("{} cases, {} s", number + 1 - plan.first, started.elapsed().as_secs());
        }
    }
    drop(quiet);
    report
}

fn prepare(case: &Case, number: u64, report: &mut Report) -> Option<Ready> {
    report.programmes += 1;
    match ready(case, number) {
        Ok(ready) => {
            of_programme(&ready.programme, &mut report.statistics);
            if report.programmes % FORMATTED == 1 {
                let text = print::programme(&case.programme);
                if let Err(why) = formatter_keeps(&text, &ready.programme) {
                    report.failure.get_or_insert(format!("the formatter: {why}\n{case}"));
                }
            }
            Some(ready)
        }
        Err(messages) => {
            report.rejected += 1;
            if messages.contains("panics") || messages.contains("cannot be compiled") {
                report.failure.get_or_insert(format!("{messages}\n{case}"));
            }
            if report.messages.len() < 60 {
                report.messages.push(messages);
            }
            None
        }
    }
}

fn try_case(ready: &Ready, case: &Case, number: u64, statistics: &mut Statistics) -> Result<(), Difference> {
    let p = &ready.programme;
    let events = if number % HISTORIES == 1 { read_events(p, case)? } else { direct_events(p, case) };
    if number % HISTORIES == 1 {
        same_as_values(ready, case, &events)?;
        statistics.count("ways: as values, read fields only");
        same_in_parts(ready, &case.history, &events, 3)?;
        if apart(p) {
            statistics.count("ways: members in parts");
        }
    }
    if number % HISTORIES == 2 {
        same_every_day(ready, &case.history, &events)?;
        statistics.count("laws: every day or once a year");
    }
    if number % HISTORIES == 3 {
        same_in_batches(ready, &case.history, &events, &mut Dice::new(number, 0))?;
        statistics.count("laws: batches cut otherwise");
        // Without a notebook nobody knows what was there before.
        if p.remember.is_some() {
            same_twice(ready, &case.history, &events)?;
            statistics.count("laws: an event twice");
        }
    }
    let short = number.is_multiple_of(HISTORIES);
    let mut full: Vec<Arc<Decision>> = Vec::new();
    let mut unwritten: Option<String> = None;
    agree(ready, &case.history, &events, Detail::Full, |step| {
        of_step(p, step, statistics);
        if short {
            full.extend(step.decisions.iter().cloned());
            if number.is_multiple_of(WRITTEN) {
                unwritten = unwritten.take().or(can_be_written(p, step.event, step.decisions).err());
            }
        }
    })?;
    if let Some(why) = unwritten {
        return Err(Difference {
            kind: Kind::Law,
            what: "a decision cannot be written".to_owned(),
            detail: why,
        });
    }
    if short {
        let mut rest = full.iter();
        let mut same = true;
        let straight = agree(ready, &case.history, &events, Detail::Awards, |step| {
            same &= step.decisions.iter().all(|d| rest.next().is_some_and(|f| without_reasons(f) == **d));
        })?;
        if straight > 0 {
            statistics.count("ways: straight through");
        }
        if ready.compiled.indexed() > 0 {
            statistics.count("ways: rules found by facts");
        }
        if straight > 0 && ready.compiled.indexed() > 0 {
            statistics.count("ways: straight through, rules found by facts");
        }
        if !same {
            let what = "a decision without reasons is not the whole one without its reasons".to_owned();
            return Err(Difference { kind: Kind::Law, what, detail: String::new() });
        }
    }
    Ok(())
}

/// What `Detail::Awards` leaves of a decision.
fn without_reasons(d: &Decision) -> Decision {
    let mut short = d.clone();
    short.not_applied.clear();
    short.windows.retain(|w| w.points != 0);
    for award in &mut short.awards {
        award.lines.clear();
    }
    short
}

/// Makes a failing case small and writes it down.
fn shrink(cases: Cases, number: u64, first: &Difference) -> String {
    let mut last = first.clone();
    let (smallest, tried) = made_small(cases, |case| match still_differs(case, number) {
        Some(d) if d.kind == first.kind => {
            last = d;
            true
        }
        Some(_) | None => false,
    });
    format!(
        "case {number} of seed {}: {}\n(made smaller in {tried} steps; at first: {})\n\n{smallest}\n{}",
        cases.seed, last.what, first.what, last.detail
    )
}

/// The smallest case found that still fails, and how many were tried.
pub fn made_small(cases: Cases, mut fails: impl FnMut(&Case) -> bool) -> (Case, usize) {
    let started = Instant::now();
    let mut tree = cases.new_tree(&mut TestRunner::deterministic()).expect("every case can be drawn");
    let mut smallest = tree.current();
    let mut more = tree.simplify();
    let mut tried = 0;
    while more && tried < SHRINKS && started.elapsed() < PATIENCE {
        tried += 1;
        let case = tree.current();
        more = if fails(&case) {
            smallest = case;
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    (smallest, tried)
}

fn still_differs(case: &Case, number: u64) -> Option<Difference> {
    let ready = catch(|| ready(case, number)).ok()?.ok()?;
    try_case(&ready, case, number, &mut Statistics::default()).err()
}

/// Panics of the engines are caught and reported with their case; until then nobody needs to see them.
struct Quiet;

impl Quiet {
    fn begin() -> Quiet {
        std::panic::set_hook(Box::new(|_| {}));
        Quiet
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        let _ = std::panic::take_hook();
    }
}

impl Report {
    /// Share of programmes that did not check, in thousandths.
    #[must_use]
    pub fn rejected_share(&self) -> u64 {
        self.rejected * 1_000 / self.programmes.max(1)
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} cases, {} programmes, {} rejected", self.cases, self.programmes, self.rejected)?;
        write!(f, "{}", self.statistics)
    }
}
