//! `treue test`: the tests that stand in a programme, on both engines; what they reach, and what they would not notice.

mod coverage;
mod mutate;

use crate::command::explain::trace;
use crate::failure::Failure;
use crate::files;
use crate::load;
use crate::ui::text::hanging;
use crate::ui::{Style, Ui, number};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::source::{Sources, Span};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing::{self, TestFailure, TestOutcome};

/// Run the tests that stand in a programme.
///
/// Each test is run on both engines: the compiled one that scores receipts, and the interpreter that defines the
/// meaning. The exit code is 1 if a test fails on one of them.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required = true, value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// Run only tests whose name contains this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Tell which rules, bands, limits, levels and rewards no test reaches
    #[arg(long)]
    coverage: bool,
    /// Change each rule, number, date and comparison, one at a time, and tell which changes no test notices
    #[arg(long)]
    mutate: bool,
    /// Make at most so many changes, spread over the text
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000, requires = "mutate")]
    changes: usize,
    /// Fail if tests reach, or notice, less than this percentage
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    least: Option<u8>,
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
        let mut sum = Sum::default();
        for path in &self.programmes {
            self.one(ui, path, &mut sum)?;
        }
        let left_out = match sum.left_out {
            0 => String::new(),
            n => format!(", {} left out", number::count(n)),
        };
        let passed = format!("{} passed", number::count(sum.passed));
        let failed = format!("{} failed", number::count(sum.failed));
        let engines = if sum.alone { "on the reference engine alone" } else { "on both engines" };
        let line = if sum.failed > 0 {
            format!("{passed}, {}{left_out}, {engines}", ui.style(Style::Bad, &failed))
        } else {
            format!("{}{left_out}, {engines}", ui.style(Style::Good, &passed))
        };
        ui.print_line(&format!("\n{line}"))?;
        let mut enough = true;
        for path in &self.programmes {
            enough &= self.beyond(ui, path)?;
        }
        if sum.failed > 0 || !enough { Err(Failure::Findings) } else { Ok(()) }
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
            enough &= mutate::show(ui, &sources, self.changes, self.least)?;
        }
        Ok(enough)
    }

    fn one(&self, ui: &Ui, path: &Path, sum: &mut Sum) -> Result<(), Failure> {
        let (sources, programme) = load::programme(ui, path)?;
        if programme.tests.is_empty() {
            ui.warn(&format!("{} has no tests; `treue new` shows what one looks like", files::name(path)));
            return Ok(());
        }
        ui.print_line(&format!("\n{}", ui.style(Style::Bold, &programme.name)))?;
        let mut engines = engines(ui, &programme);
        sum.alone |= engines.len() < 2;
        let runs: Vec<(&'static str, Vec<TestOutcome>)> =
            engines.iter_mut().map(|e| (e.name(), testing::run(&programme, e.as_mut()))).collect();
        for (index, test) in programme.tests.iter().enumerate() {
            if self.filter.as_ref().is_some_and(|f| !test.name.contains(f.as_str())) {
                sum.left_out += 1;
                continue;
            }
            let outcomes: Vec<(&str, &TestOutcome)> =
                runs.iter().filter_map(|(name, all)| all.get(index).map(|o| (*name, o))).collect();
            if outcomes.iter().all(|(_, o)| o.passed()) {
                sum.passed += 1;
                ui.print_line(&format!("  {} {}", ui.style(Style::Good, "ok"), test.name))?;
            } else {
                sum.failed += 1;
                ui.print(&failed(ui, &sources, &programme, &test.name, &outcomes))?;
            }
        }
        Ok(())
    }
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

fn failed(
    ui: &Ui,
    sources: &Sources,
    programme: &Programme,
    name: &str,
    outcomes: &[(&str, &TestOutcome)],
) -> String {
    let mut out = format!("  {} {}\n", ui.style(Style::Bad, "FAILED"), ui.style(Style::Bold, name));
    let alike = outcomes.windows(2).all(|w| matches!(w, [(_, a), (_, b)] if same(a, b)));
    let shown = if alike { 1 } else { outcomes.len() };
    for (engine, outcome) in outcomes.iter().take(shown) {
        if !alike {
            let state = if outcome.passed() { "passes" } else { "fails" };
            out.push_str(&format!("    it {state} on the {engine} engine\n"));
        }
        for failure in &outcome.failures {
            out.push_str(&one_failure(ui, sources, programme, failure));
        }
    }
    out
}

/// Whether two engines failed a test in the same way.
fn same(a: &TestOutcome, b: &TestOutcome) -> bool {
    let words = |outcome: &TestOutcome| -> Vec<(Span, String, String)> {
        outcome.failures.iter().map(|f| (f.span, f.expected.clone(), f.got.clone())).collect()
    };
    words(a) == words(b)
}

/// What was expected, what came, and what each rule said to the event.
fn one_failure(ui: &Ui, sources: &Sources, programme: &Programme, failure: &TestFailure) -> String {
    let mut out = format!("    {}\n", ui.style(Style::Dim, &place(sources, failure.span)));
    out.push_str(&hanging("      expected  ", &failure.expected, ui.width()));
    out.push_str(&hanging("      got       ", &failure.got, ui.width()));
    if let Some((event, decision)) = &failure.decision {
        for line in trace(programme, event, decision) {
            out.push_str(&ui.style(Style::Dim, &hanging("        ", &line, ui.width())));
        }
    }
    out
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

fn place(sources: &Sources, span: Span) -> String {
    let name = sources.file(span.file).map_or("", |f| f.name.as_str());
    let (line, column) = sources.line_column(span);
    format!("{name}:{line}:{column}")
}
