//! `treue test`: the tests that stand in a programme, on both engines.

use crate::failure::Failure;
use crate::files;
use crate::load;
use crate::ui::{Style, Ui, number};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_lang::source::{Sources, Span};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing::{self, TestOutcome};

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
}

/// How many tests went how.
#[derive(Default)]
struct Sum {
    passed: usize,
    failed: usize,
    left_out: usize,
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
        let line = if sum.failed > 0 {
            format!("{}, {}{left_out}", passed, ui.style(Style::Bad, &failed))
        } else {
            format!("{}{left_out}", ui.style(Style::Good, &passed))
        };
        ui.print_line(&format!("\n{line}"))?;
        if sum.failed > 0 { Err(Failure::Findings) } else { Ok(()) }
    }

    fn one(&self, ui: &Ui, path: &Path, sum: &mut Sum) -> Result<(), Failure> {
        let (sources, programme) = load::programme(ui, path)?;
        if programme.tests.is_empty() {
            ui.warn(&format!("{} has no tests; `treue new` shows what one looks like", files::name(path)));
            return Ok(());
        }
        ui.print_line(&ui.style(Style::Bold, &programme.name))?;
        let mut engines = engines(ui, &programme);
        let runs: Vec<(&'static str, Vec<TestOutcome>)> =
            engines.iter_mut().map(|e| (e.name(), testing::run(&programme, e.as_mut()))).collect();
        for (index, test) in programme.tests.iter().enumerate() {
            if self.filter.as_ref().is_some_and(|f| !test.name.contains(f.as_str())) {
                sum.left_out += 1;
                continue;
            }
            let outcomes: Vec<(&str, &TestOutcome)> =
                runs.iter().filter_map(|(name, all)| all.get(index).map(|o| (*name, o))).collect();
            if outcomes.iter().all(|(_, o)| o.failures.is_empty()) {
                sum.passed += 1;
                ui.print_line(&format!("  {} {}", ui.style(Style::Good, "ok"), test.name))?;
            } else {
                sum.failed += 1;
                ui.print(&failed(ui, &sources, &test.name, &outcomes))?;
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

fn failed(ui: &Ui, sources: &Sources, name: &str, outcomes: &[(&str, &TestOutcome)]) -> String {
    let mut out = format!("  {} {}\n", ui.style(Style::Bad, "FAILED"), ui.style(Style::Bold, name));
    let same = outcomes.windows(2).all(|w| matches!(w, [(_, a), (_, b)] if a.failures == b.failures));
    let shown = if same { 1 } else { outcomes.len() };
    for (engine, outcome) in outcomes.iter().take(shown) {
        if !same {
            let state = if outcome.failures.is_empty() { "passes" } else { "fails" };
            out.push_str(&format!("    on the {engine} engine it {state}\n"));
        }
        for failure in &outcome.failures {
            let place = ui.style(Style::Dim, &place(sources, failure.span));
            out.push_str(&format!("    {place}\n"));
            out.push_str(&format!("      expected  {}\n", failure.expected));
            out.push_str(&format!("      got       {}\n", failure.got));
            for line in &failure.trace {
                out.push_str(&format!("                {}\n", ui.style(Style::Dim, line)));
            }
        }
    }
    out
}

fn place(sources: &Sources, span: Span) -> String {
    let name = sources.file(span.file).map_or("", |f| f.name.as_str());
    let (line, column) = sources.line_column(span);
    format!("{name}:{line}:{column}")
}
