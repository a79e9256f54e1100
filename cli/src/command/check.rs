//! `treue check`: all mistakes of a programme at once.

use crate::command::bounds;
use crate::failure::{Failure, Unread};
use crate::findings::{self, Format, Looked};
use crate::load;
use crate::mend;
use crate::ui::{Style, Ui, number};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::pipeline::Checked;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_lint::{Finding, Level};

pub(crate) use crate::findings::pretty;

/// Look for mistakes in programmes.
///
/// Reads each programme and shows everything that is wrong with it, with its place and a remedy. Nothing is
/// changed, unless --fix or --unsafe-fixes is given. The exit code is 0 when all is well, 1 when there is a
/// mistake, 2 when a file cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required = true, value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Mend what can be mended without changing a meaning
    #[arg(long)]
    fix: bool,
    /// Apply guesses too, such as the nearest name; look at what changed
    #[arg(long)]
    unsafe_fixes: bool,
    /// Also tell how much can be given at most: on receipts of a size, in a year, for each 1,000 of turnover
    #[arg(long)]
    bounds: bool,
}

impl Check {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        if self.bounds && !matches!(self.format, Format::Human | Format::Plain | Format::Json) {
            return Err(Failure::cannot(
                "bounds are for --format human, plain and json; leave one of the two out",
            ));
        }
        let (mut all, mut unread) = (Vec::new(), Unread::default());
        for path in &self.programmes {
            all.extend(unread.unless(path, self.one(ui, path))?);
        }
        findings::print(ui, self.format, &all, &unread)?;
        unread.or_fine()?;
        if findings::counted(&all, Level::Error) > 0 { Err(Failure::Findings) } else { Ok(()) }
    }

    /// What is found in a programme.
    fn one(&self, ui: &Ui, path: &Path) -> Result<Looked, Failure> {
        if self.fix || self.unsafe_fixes {
            let mended = mend::mend(path, self.unsafe_fixes, &|_, checked| Ok(mistakes(checked)))?;
            if mended > 0 {
                ui.say(&format!("{} mended", number::counted(mended, "place", "places")));
            }
        }
        let (sources, checked) = load::checked(path)?;
        let mut looked = looked(path.display().to_string(), sources, &checked);
        let programme = checked.programme.map(Arc::new);
        let proved = programme.as_ref().filter(|_| self.bounds).map(|p| (treue_proof::bounds(p), p));
        if let (Some(programme), Format::Human, true) = (&programme, self.format, looked.findings.is_empty())
        {
            ui.print_line(&fine(ui, programme))?;
        }
        if let Some((bounds, programme)) = &proved {
            looked.bounds = Some(bounds::json(programme, bounds));
            if matches!(self.format, Format::Human | Format::Plain) {
                ui.print(&bounds::human(ui, programme, bounds))?;
            }
        }
        Ok(looked)
    }
}

fn mistakes(checked: &Checked) -> Vec<Finding> {
    checked.diagnostics.iter().map(Finding::from).collect()
}

fn looked(path: String, sources: Sources, checked: &Checked) -> Looked {
    let name = checked.programme.as_ref().map(|p| p.name.clone());
    Looked { path, sources, name, findings: mistakes(checked), known: 0, bounds: None }
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
