//! `treue test`: the tests that stand in a programme, on both engines, and its properties; what they reach, and what they
//! would not notice.

mod case;
mod coverage;
mod human;
mod junit;
mod mutate;
mod properties;

use crate::command::explain::trace;
use crate::failure::{Failure, Unread};
use crate::files;
use crate::load;
use crate::ui::{Style, Ui, number};
use case::{Case, Outcome, Said, place};
use clap::{Args, ValueEnum};
use junit::Suite;
use properties::Receipts;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::programme::{Programme, TestEvent, TestStep};
use treue_lang::source::Span;
use treue_proof::{Trial, property_text};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing::{self, TestFailure, TestOutcome};

/// Run the tests and check the properties that stand in a programme.
///
/// Each test is run on both engines: the compiled one that scores receipts, and the interpreter that defines the
/// meaning. Properties (`for every purchase: ...`) are proved where that is possible, and tried on receipts by chance
/// where not. The exit code is 1 if a test fails, or a property is broken, on one of them.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required = true, value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// Run only tests and properties whose name contains this text; any of several
    #[arg(long, value_name = "TEXT")]
    filter: Vec<String>,
    /// Leave out tests and properties whose name contains this text
    #[arg(long, value_name = "TEXT")]
    skip: Vec<String>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Try each property on so many receipts; 0 tries none
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    receipts: u32,
    /// Other receipts by chance; the same seed tries the same
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Write receipts that break properties to this folder, for `treue explain`
    #[arg(long, value_name = "FOLDER")]
    broken: Option<PathBuf>,
    /// Tell which rules, bands, limits, levels and rewards no test reaches
    #[arg(long)]
    coverage: bool,
    /// Change each rule, number, date and comparison, one at a time, and tell which changes no test notices
    #[arg(long)]
    mutate: bool,
    /// Make at most so many changes, spread over the text
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000, requires = "mutate", value_parser = clap::value_parser!(u32).range(1..))]
    changes: u32,
    /// Fail if tests reach, or notice, less than this percentage
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    least: Option<u8>,
}

/// How tests are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// JUnit XML, for CI servers
    Junit,
}

/// How many tests went how.
#[derive(Default)]
struct Sum {
    passed: usize,
    failed: usize,
    left_out: usize,
    /// Some programme could not be compiled.
    alone: bool,
}

impl Test {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        self.asks_for_what_there_is()?;
        let mut sum = Sum::default();
        let mut suites = Vec::new();
        let mut unread = Unread::default();
        for path in &self.programmes {
            suites.extend(unread.unless(path, self.one(ui, path, &mut sum))?.flatten());
        }
        if self.format == Format::Junit {
            ui.print(&junit::xml(&suites, &unread))?;
        } else {
            ui.print_line(&format!("\n{}", words(ui, &sum)))?;
        }
        if sum.passed + sum.failed == 0 && sum.left_out > 0 {
            ui.warn("no test and no property has a name that --filter and --skip leave");
        }
        unread.or_fine()?;
        let mut enough = true;
        for path in &self.programmes {
            enough &= self.beyond(ui, path)?;
        }
        if sum.failed > 0 || !enough { Err(Failure::Findings) } else { Ok(()) }
    }

    /// Nothing that was asked for may go without an effect.
    fn asks_for_what_there_is(&self) -> Result<(), Failure> {
        match (self.coverage || self.mutate, self.format, self.least) {
            (true, Format::Junit, _) => Err(Failure::cannot(
                "--coverage and --mutate are for people; run them without --format junit",
            )),
            (false, _, Some(_)) => Err(Failure::cannot(
                "--least is a part of what tests reach or notice; add --coverage or --mutate",
            )),
            (true, Format::Human, _) | (false, _, None) => Ok(()),
        }
    }

    /// Coverage and changes, if asked for; false if they are below what is wanted.
    fn beyond(&self, ui: &Ui, path: &Path) -> Result<bool, Failure> {
        if !self.coverage && !self.mutate {
            return Ok(true);
        }
        let (sources, programme) = load::programme(ui, path)?;
        let mut enough = true;
        if self.coverage {
            enough &= coverage::show(ui, &sources, &programme, self.least)?;
        }
        if self.mutate {
            enough &=
                mutate::show(ui, &sources, usize::try_from(self.changes).unwrap_or(usize::MAX), self.least)?;
        }
        Ok(enough)
    }

    /// Whether a test of that name is to be run.
    fn wanted(&self, name: &str) -> bool {
        let any = |texts: &[String]| texts.iter().any(|text| name.contains(text.as_str()));
        (self.filter.is_empty() || any(&self.filter)) && !any(&self.skip)
    }

    fn one(&self, ui: &Ui, path: &Path, sum: &mut Sum) -> Result<Option<Suite>, Failure> {
        let (sources, programme) = load::programme(ui, path)?;
        if programme.tests.is_empty() && programme.properties.is_empty() {
            ui.warn(&format!("{} has no tests; `treue new` shows what one looks like", files::name(path)));
            return Ok(None);
        }
        // Left out before anything is run.
        let mut wanted = (*programme).clone();
        wanted.tests.retain(|test| self.wanted(&test.name));
        wanted.properties.retain(|p| self.wanted(&property_text(&sources, p.span)));
        let all = programme.tests.len() + programme.properties.len();
        sum.left_out += all - wanted.tests.len() - wanted.properties.len();
        let programme = Arc::new(wanted);
        let mut cases = tests(ui, &programme, sum);
        if self.receipts > 0 {
            let receipts = usize::try_from(self.receipts).unwrap_or(usize::MAX);
            let trial = Trial { seed: self.seed, receipts, prove: true };
            let broken = Receipts { programme: path, folder: self.broken.as_ref() };
            cases.extend(properties::cases(&sources, &programme, trial, &broken)?);
        }
        sum.failed += cases.iter().filter(|c| !c.outcome.passed()).count();
        sum.passed += cases.iter().filter(|c| c.outcome.passed()).count();
        if self.format == Format::Human {
            ui.print_line(&format!("\n{}", ui.style(Style::Bold, &programme.name)))?;
            cases.iter().try_for_each(|case| ui.print(&human::case(ui, &sources, case)))?;
        }
        Ok(Some(Suite { name: programme.name.clone(), sources, cases }))
    }
}

/// `7 passed, 1 failed, 2 left out, on both engines`.
fn words(ui: &Ui, sum: &Sum) -> String {
    let left_out = match sum.left_out {
        0 => String::new(),
        n => format!(", {} left out", number::count(n)),
    };
    let passed = format!("{} passed", number::count(sum.passed));
    let failed = format!("{} failed", number::count(sum.failed));
    let engines = if sum.alone { "on the reference engine alone" } else { "on both engines" };
    if sum.failed > 0 {
        format!("{passed}, {}{left_out}, {engines}", ui.style(Style::Bad, &failed))
    } else {
        format!("{}{left_out}, {engines}", ui.style(Style::Good, &passed))
    }
}

/// All tests of a programme, on both engines.
fn tests(ui: &Ui, programme: &Arc<Programme>, sum: &mut Sum) -> Vec<Case> {
    let mut engines = engines(ui, programme);
    sum.alone |= engines.len() < 2;
    let runs: Vec<(&'static str, Vec<TestOutcome>)> =
        engines.iter_mut().map(|e| (e.name(), testing::run(programme, e.as_mut()))).collect();
    let tests = programme.tests.iter().enumerate().map(|(index, test)| {
        let outcomes: Vec<(&str, &TestOutcome)> =
            runs.iter().filter_map(|(name, all)| all.get(index).map(|o| (*name, o))).collect();
        let outcome = if outcomes.iter().all(|(_, o)| o.passed()) {
            Outcome::Passed(String::new())
        } else {
            Outcome::Failed(failed(programme, &outcomes))
        };
        Case { name: test.name.clone(), span: test.span, outcome }
    });
    tests.collect()
}

/// Both engines, or the reference engine alone where the programme cannot be compiled.
fn engines(ui: &Ui, programme: &Arc<Programme>) -> Vec<Box<dyn Evaluator>> {
    let mut engines: Vec<Box<dyn Evaluator>> =
        vec![Box::new(Reference::new(programme.clone(), Detail::Full))];
    match Compiled::new(programme.clone()) {
        Ok(compiled) => engines.push(Box::new(Native::new(compiled, Detail::Full))),
        Err(error) => ui.warn(&format!(
            "the programme cannot be compiled on this machine ({error}); the tests run on the reference engine alone"
        )),
    }
    engines
}

/// What did not come as expected, once if the engines agree.
fn failed(programme: &Programme, outcomes: &[(&str, &TestOutcome)]) -> Vec<Said> {
    let alike = outcomes.windows(2).all(|w| matches!(w, [(_, a), (_, b)] if same(a, b)));
    let shown = if alike { 1 } else { outcomes.len() };
    let mut said = Vec::new();
    for (engine, outcome) in outcomes.iter().take(shown) {
        if !alike {
            let state = if outcome.passed() { "passes" } else { "fails" };
            said.push(Said::Note(format!("it {state} on the {engine} engine")));
        }
        outcome.failures.iter().for_each(|failure| said.extend(one_failure(programme, failure)));
        said.extend(first_day(programme, outcome));
    }
    said
}

/// Where a test begins with a date and fails right behind it: what time brings about as that day starts lies before the test.
fn first_day(programme: &Programme, outcome: &TestOutcome) -> Option<Said> {
    let test = programme.tests.iter().find(|test| test.span == outcome.span)?;
    let mut events = test.steps.iter().filter_map(|step| match step {
        TestStep::When(event, day, _, span) => Some((event, *day, *span)),
        TestStep::Given(..) | TestStep::GivenOther(..) | TestStep::Then(_) => None,
    });
    let (TestEvent::Clock, day, _) = events.next()? else { return None };
    let second = events.next();
    let is_first = |failed: &TestFailure| second.is_none_or(|(.., span)| failed.span.start < span.start);
    if !outcome.failures.iter().any(is_first) {
        return None;
    }
    let before = day.plus(-1);
    Some(Said::Note(format!(
        "the test begins on {day}: what time brings as that day starts is over; write `when the date is {before}` first"
    )))
}

/// Whether two engines failed a test in the same way.
fn same(a: &TestOutcome, b: &TestOutcome) -> bool {
    let words = |outcome: &TestOutcome| -> Vec<(Span, String, String)> {
        outcome.failures.iter().map(|f| (f.span, f.expected.clone(), f.got.clone())).collect()
    };
    words(a) == words(b)
}

/// What was expected, what came, and what each rule said to the event.
fn one_failure(programme: &Programme, failure: &TestFailure) -> Vec<Said> {
    let mut said = vec![
        Said::At(failure.span),
        Said::Expected(failure.expected.clone()),
        Said::Got(failure.got.clone()),
    ];
    if let Some((event, decision)) = &failure.decision {
        said.extend(trace(programme, event, decision).into_iter().map(Said::Trace));
    }
    said
}

/// Whether so many of all are the percentage that is wanted; says so if not.
fn enough(ui: &Ui, reached: usize, all: usize, least: Option<u8>) -> bool {
    let Some(least) = least else { return true };
    let fine = reached * 100 >= all * usize::from(least);
    if !fine {
        ui.warn(&format!("that is less than {least}%"));
    }
    fine
}

/// `12 of 14 (85%)`; rounded down, so that 100% is all.
fn part(reached: usize, all: usize) -> String {
    let percent = (reached * 100).checked_div(all).unwrap_or(100);
    format!("{} of {} ({percent}%)", number::count(reached), number::count(all))
}
