//! `treue check`: all mistakes of a programme at once.

use crate::command::bounds;
use crate::failure::Failure;
use crate::load;
use crate::ui::{Style, Ui, number, report};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use treue_lang::diag::{Diagnostic, Severity};
use treue_lang::pipeline::Checked;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;

/// Look for mistakes in programmes.
///
/// Reads each programme and shows everything that is wrong with it, with its place and a remedy. Nothing is
/// changed. The exit code is 0 when all is well, 1 when there is a mistake, 2 when a file cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required = true, value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Also tell how much can be given at most: on receipts of a size, in a year, for each 1,000 of turnover
    #[arg(long)]
    bounds: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Drawn into the text
    Human,
    /// One line each
    Plain,
    /// For programs
    Json,
}

/// What is known after all programmes were read.
#[derive(Default)]
struct Sum {
    errors: usize,
    warnings: usize,
    programmes: Vec<Value>,
}

impl Check {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let mut sum = Sum::default();
        for path in &self.programmes {
            let (sources, checked) = load::checked(path)?;
            sum.count(&checked.diagnostics);
            let proved = checked.programme.as_ref().filter(|_| self.bounds).map(|p| Arc::new(p.clone()));
            let proved = proved.map(|p| (treue_proof::bounds(&p), p));
            match self.format {
                Format::Human => ui.print(&report::human(ui, &sources, &checked.diagnostics))?,
                Format::Plain => ui.print(&report::plain(&sources, &checked.diagnostics))?,
                Format::Json => {
                    let mut json = as_json(&path.display().to_string(), &sources, &checked);
                    if let (Some((bounds, programme)), Some(json)) = (&proved, json.as_object_mut()) {
                        json.insert("bounds".to_owned(), bounds::json(programme, bounds));
                    }
                    sum.programmes.push(json);
                }
            }
            if let (Some(programme), Format::Human, true) =
                (&checked.programme, self.format, checked.diagnostics.is_empty())
            {
                ui.print_line(&fine(ui, programme))?;
            }
            if let (Some((bounds, programme)), Format::Human | Format::Plain) = (&proved, self.format) {
                ui.print(&bounds::human(ui, programme, bounds))?;
            }
        }
        self.finish(ui, sum)
    }

    fn finish(&self, ui: &Ui, sum: Sum) -> Result<(), Failure> {
        match self.format {
            Format::Json => {
                let all = json!({
                    "version": 1, "errors": sum.errors, "warnings": sum.warnings, "programmes": sum.programmes,
                });
                ui.print_line(&pretty(&all))?;
            }
            Format::Human if sum.errors + sum.warnings > 0 => ui.print_line(&sum.words(ui))?,
            Format::Human | Format::Plain => {}
        }
        if sum.errors > 0 { Err(Failure::Findings) } else { Ok(()) }
    }
}

impl Sum {
    fn count(&mut self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
        self.errors += errors;
        self.warnings += diagnostics.len() - errors;
    }

    fn words(&self, ui: &Ui) -> String {
        let errors = number::counted(self.errors, "mistake", "mistakes");
        let warnings = number::counted(self.warnings, "warning", "warnings");
        let found = match (self.errors, self.warnings) {
            (_, 0) => ui.style(Style::Bad, &errors),
            (0, _) => ui.style(Style::Warn, &warnings),
            (_, _) => format!("{}, {}", ui.style(Style::Bad, &errors), ui.style(Style::Warn, &warnings)),
        };
        format!("{found}. `treue explain CODE` says more about a code.")
    }
}

fn as_json(path: &str, sources: &Sources, checked: &Checked) -> Value {
    let diagnostics: Vec<Value> = checked.diagnostics.iter().map(|d| report::json(sources, d)).collect();
    json!({
        "path": path,
        "name": checked.programme.as_ref().map(|p| p.name.as_str()),
        "files": sources.iter().map(|(_, f)| f.name.as_str()).collect::<Vec<_>>(),
        "diagnostics": diagnostics,
    })
}

/// JSON over several lines.
pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// `Bergblick Card: 6 rules, 1 tier structure, 1 reward. Nothing wrong.`
fn fine(ui: &Ui, programme: &Programme) -> String {
    let benefits = programme.rules.iter().filter(|(_, r)| r.benefit_of.is_some()).count();
    let levels = programme.tiers.iter().map(|(_, t)| t.levels.len()).sum();
    let parts = [
        (programme.rules.len() - benefits, "rule", "rules"),
        (programme.stacks.len(), "stack", "stacks"),
        (levels, "tier level", "tier levels"),
        (programme.rewards.len(), "reward", "rewards"),
        (programme.partners.len(), "partner", "partners"),
        (programme.tests.len(), "test", "tests"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| number::counted(*n, one, many)).collect();
    let holds = if parts.is_empty() { String::from("no rules yet") } else { parts.join(", ") };
    let name = ui.style(Style::Bold, &programme.name);
    format!("{name}: {holds} \u{2014} {}.", ui.style(Style::Good, "nothing wrong"))
}
