//! `treue lint`: mistakes, and opinions about programmes without mistakes.

use crate::failure::{Failure, Unread};
use crate::files;
use crate::findings::{self, Format, Looked};
use crate::load;
use crate::mend;
use crate::proved;
use crate::settings::{self, Settings};
use crate::ui::table::Sheet;
use crate::ui::{Ui, number};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use treue_lang::pipeline::Checked;
use treue_lang::source::Sources;
use treue_lang::time::{Day, Zone};
use treue_lint::baseline::Baseline;
use treue_lint::{ALL, Finding, Level, PROOFS, PROOFS_WORD, findings_and, shorten};

/// Look for what is likely not meant.
///
/// Shows the mistakes of each programme; if it has none, what lints think of it. `treue.toml` beside the
/// programme, or in a folder above it, sets levels, thresholds, packs of law and house rules. A comment
/// `# lint allow NAME: reason` before an item, or behind a line, suppresses a finding there. The exit code is 1
/// when there is a finding at or above --fail-on.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required_unless_present = "list", value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// End with exit code 1 from this level on [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// Take this configuration, not the nearest treue.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Switch on a pack of law: ontario, quebec
    #[arg(long, value_name = "NAME")]
    pack: Vec<String>,
    /// Leave out findings that this file knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings of lints into this file, to be left out from now on
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Mend what can be mended without changing a meaning
    #[arg(long)]
    fix: bool,
    /// Apply guesses too, such as the nearest name; look at what changed
    #[arg(long)]
    unsafe_fixes: bool,
    /// Also prove what can never happen, is paid twice or not at all, with receipts that show it
    #[arg(long)]
    prove: bool,
    /// Measure campaigns by this day, not by today
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Name all lints, and look at nothing
    #[arg(long, conflicts_with_all = ["programmes", "fix", "unsafe_fixes", "prove", "baseline", "write_baseline"])]
    list: bool,
}

/// What all programmes come to together.
#[derive(Default)]
struct Sum {
    /// A baseline of what was found.
    written: Baseline,
    /// Whether it is too much.
    failed: bool,
}

/// From which level on findings end in exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Everything that is shown
    Note,
    /// Warnings and errors
    Warning,
    /// Errors alone
    Error,
    /// Nothing
    Never,
}

impl Lint {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        if self.list {
            return self.list(ui);
        }
        let today = self.today.as_deref().map(day).transpose()?;
        let (mut all, mut unread) = (Vec::new(), Unread::default());
        let mut sum = Sum::default();
        for path in &self.programmes {
            all.extend(unread.unless(path, self.one(ui, path, today, &mut sum))?);
        }
        if let Some(path) = &self.write_baseline {
            unread.or_fine()?;
            return self.write(ui, path, &sum.written, &all);
        }
        findings::print(ui, self.format, &all, &unread)?;
        unread.or_fine()?;
        if self.format == Format::Human && findings::counted(&all, Level::Note) == 0 {
            ui.print_line("nothing found")?;
        }
        if sum.failed { Err(Failure::Findings) } else { Ok(()) }
    }

    /// What is found in a programme.
    fn one(&self, ui: &Ui, path: &Path, today: Option<Day>, sum: &mut Sum) -> Result<Looked, Failure> {
        let mut settings = Settings::of(path, self.config.as_deref())?;
        for pack in &self.pack {
            settings.config.add_pack(pack).map_err(Failure::cannot)?;
        }
        let look_without =
            |sources: &Sources, checked: &Checked| Ok(look(sources, checked, &settings, today, None));
        if self.fix || self.unsafe_fixes {
            let mended = mend::mend(path, self.unsafe_fixes, &look_without)?;
            if mended > 0 {
                ui.say(&format!("{} mended", number::counted(mended, "place", "places")));
            }
        }
        let (sources, checked) = load::checked(path)?;
        let programme = checked.programme.as_ref().filter(|_| self.prove);
        let proved = programme.map(|programme| proved::findings(&sources, programme));
        let found = look(&sources, &checked, &settings, today, proved);
        let name = checked.programme.as_ref().map(|p| p.name.clone());
        let shown = path.display().to_string();
        sum.written.learn(name.as_deref().unwrap_or(&shown), &sources, &found);
        let (mut findings, known) = self.left(ui, &settings, name.as_deref(), &sources, found)?;
        shorten(&mut findings);
        let level = self.level(settings.config.fail_on);
        sum.failed |= level.is_some_and(|level| findings.iter().any(|f| f.level >= level));
        Ok(Looked { path: shown, sources, name, findings, known, bounds: None })
    }

    /// All lints, for people or for programs.
    fn list(&self, ui: &Ui) -> Result<(), Failure> {
        match self.format {
            Format::Human => ui.print(&list(ui)),
            Format::Json => ui.print_line(&findings::pretty(&list_json())),
            Format::Plain | Format::Sarif | Format::Github | Format::Junit => {
                Err(Failure::cannot("the list of lints is for --format human and json"))
            }
        }
    }

    /// What a baseline leaves of findings.
    fn left(
        &self,
        ui: &Ui,
        settings: &Settings,
        name: Option<&str>,
        sources: &Sources,
        found: Vec<Finding>,
    ) -> Result<(Vec<Finding>, usize), Failure> {
        let path = self.baseline.clone().or_else(|| settings.baseline());
        let (Some(path), Some(name), None) = (path, name, &self.write_baseline) else {
            return Ok((found, 0));
        };
        let shown = files::name(&path);
        let text = files::text(&path)?;
        let wrong = |why: String| Failure::cannot(format!("{shown}: {why}"));
        let left = Baseline::read(&text).and_then(|b| b.left(name, sources, found)).map_err(wrong)?;
        if left.gone > 0 {
            let gone = number::counted(left.gone, "finding", "findings");
            ui.say(&format!("{gone} of {shown} no longer there; write it anew with --write-baseline"));
        }
        Ok((left.findings, left.known))
    }

    fn level(&self, configured: Option<Level>) -> Option<Level> {
        match self.fail_on {
            Some(FailOn::Note) => Some(Level::Note),
            Some(FailOn::Warning) => Some(Level::Warning),
            Some(FailOn::Error) => Some(Level::Error),
            Some(FailOn::Never) => None,
            None => match configured {
                Some(Level::Off) => None,
                Some(level) => Some(level),
                None => Some(Level::Warning),
            },
        }
    }

    fn write(&self, ui: &Ui, path: &Path, baseline: &Baseline, all: &[Looked]) -> Result<(), Failure> {
        if let Some(one) = all.iter().find(|l| l.name.is_none()) {
            findings::print(ui, self.format, all, &Unread::default())?;
            return Err(Failure::cannot(format!("{} has mistakes; correct them first", one.path)));
        }
        files::replace(path, &baseline.write())?;
        let count = number::counted(findings::counted(all, Level::Note), "finding", "findings");
        ui.say(&format!("{count} written to {}", files::name(path)));
        Ok(())
    }
}

fn look(
    sources: &Sources,
    checked: &Checked,
    settings: &Settings,
    today: Option<Day>,
    proved: Option<Vec<Finding>>,
) -> Vec<Finding> {
    let zone = checked.programme.as_ref().map_or_else(Zone::default, |p| p.zone.clone());
    let today = today.unwrap_or_else(|| zone.local(settings::now()).day);
    findings_and(sources, checked, &settings.config, today, proved)
}

fn day(text: &str) -> Result<Day, Failure> {
    Day::parse(text).ok_or_else(|| Failure::cannot(format!("{text} is no day, such as 2026-09-08")))
}

const COLUMNS: [&str; 4] = ["lint", "category", "level", "finds"];

/// Name, category, level and what is found, of each lint and each kind of proof.
fn listed() -> impl Iterator<Item = [&'static str; 4]> {
    let lints = ALL.iter().map(|lint| [lint.name, lint.category.word(), lint.level.word(), lint.finds]);
    lints.chain(PROOFS.iter().map(|proof| [proof.name, PROOFS_WORD, proof.level.word(), proof.finds]))
}

fn list(ui: &Ui) -> String {
    let mut sheet = Sheet::new(ui, &COLUMNS).words(1).words(2).words(3);
    listed().for_each(|row| sheet.row(&row.map(str::to_owned)));
    sheet.text()
}

fn list_json() -> Value {
    let row = |row: [&str; 4]| -> Value {
        COLUMNS.iter().zip(row).map(|(name, value)| ((*name).to_owned(), Value::from(value))).collect()
    };
    json!({ "version": 1, "lints": listed().map(row).collect::<Vec<Value>>() })
}
