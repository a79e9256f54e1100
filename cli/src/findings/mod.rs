//! What was found in one or several programmes, and how it is printed.

mod github;
mod junit;
mod sarif;

use crate::failure::{Failure, Unread};
use crate::ui::{Style, Ui, number, report};
use clap::ValueEnum;
use serde_json::{Value, json};
use treue_lang::diag::Safety;
use treue_lang::source::Sources;
use treue_lint::{Finding, Level};

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Drawn into the text
    Human,
    /// One line each
    Plain,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Commands that GitHub shows beside the change
    Github,
    /// JUnit XML, for CI servers
    Junit,
}

/// One programme with what was found in it.
pub(crate) struct Looked {
    /// As it was named.
    pub(crate) path: String,
    pub(crate) sources: Sources,
    /// The programme's name, if it could be checked.
    pub(crate) name: Option<String>,
    pub(crate) findings: Vec<Finding>,
    /// Findings that a baseline knows.
    pub(crate) known: usize,
    /// What it can give at most, if that was asked for.
    pub(crate) bounds: Option<Value>,
}

/// Shows what was found, and says how much it was; formats for machines also say what could not be looked at.
pub(crate) fn print(ui: &Ui, format: Format, all: &[Looked], unread: &Unread) -> Result<(), Failure> {
    match format {
        Format::Human => {
            for one in all {
                ui.print(&report::human(ui, &one.sources, &one.findings))?;
            }
            if counted(all, Level::Note) > 0 {
                ui.print_line(&words(ui, all))?;
            }
            Ok(())
        }
        Format::Plain => all.iter().try_for_each(|one| ui.print(&report::plain(&one.sources, &one.findings))),
        Format::Json => ui.print_line(&pretty(&as_json(all, unread))),
        Format::Sarif => ui.print_line(&pretty(&sarif::log(all, unread.reasons()))),
        Format::Github => {
            all.iter().try_for_each(|one| ui.print(&github::commands(one)))?;
            ui.print(&github::unread(unread))
        }
        Format::Junit => ui.print(&junit::xml(all, unread)),
    }
}

/// How many findings there are at a level or above.
pub(crate) fn counted(all: &[Looked], level: Level) -> usize {
    all.iter().flat_map(|l| &l.findings).filter(|f| f.level >= level).count()
}

/// `2 mistakes, 1 warning. ...`
fn words(ui: &Ui, all: &[Looked]) -> String {
    let errors = counted(all, Level::Error);
    let warnings = counted(all, Level::Warning) - errors;
    let notes = counted(all, Level::Note) - errors - warnings;
    let parts = [
        (errors, Style::Bad, "mistake", "mistakes"),
        (warnings, Style::Warn, "warning", "warnings"),
        (notes, Style::Dim, "note", "notes"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, style, one, many)| ui.style(style, &number::counted(n, one, many)))
        .collect();
    let mended = |safety: Safety, option: &str| {
        let fixes = all.iter().flat_map(|l| &l.findings).filter_map(|f| f.fix.as_ref());
        match fixes.filter(|fix| fix.safety == safety).count() {
            0 => String::new(),
            n => format!(" {} can be mended with `{option}`.", number::count(n)),
        }
    };
    let fixes = mended(Safety::Safe, "--fix") + &mended(Safety::Unsafe, "--unsafe-fixes");
    format!("{}.{fixes} `treue explain CODE` says more about a code.", parts.join(", "))
}

fn as_json(all: &[Looked], unread: &Unread) -> Value {
    let programmes: Vec<Value> = all
        .iter()
        .map(|one| {
            let diagnostics: Vec<Value> =
                one.findings.iter().map(|f| report::json(&one.sources, f)).collect();
            let mut json = json!({
                "path": one.path,
                "name": one.name,
                "files": one.sources.iter().map(|(_, f)| f.name.as_str()).collect::<Vec<_>>(),
                "diagnostics": diagnostics,
                "known": one.known,
            });
            if let (Some(bounds), Some(json)) = (&one.bounds, json.as_object_mut()) {
                json.insert("bounds".to_owned(), bounds.clone());
            }
            json
        })
        .collect();
    let errors = counted(all, Level::Error);
    let warnings = counted(all, Level::Warning) - errors;
    let notes = counted(all, Level::Note) - errors - warnings;
    let unread: Vec<Value> =
        unread.reasons().iter().map(|(path, why)| json!({ "path": path, "message": why })).collect();
    json!({
        "version": 1,
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "programmes": programmes,
        "unread": unread,
    })
}

/// JSON over several lines.
pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
