//! `treue migrate`: members kept under one text of a programme, brought to the next.

use crate::failure::Failure;
use crate::files::{self, Pending};
use crate::load;
use crate::ui::table::Sheet;
use crate::ui::{Ui, number};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use treue_lang::programme::counted;
use treue_runtime::state::{Change, MemberChange, Migrated, migrate};

/// Members that are shown one by one; all others are counted.
const SHOWN: usize = 20;

/// Bring members from one text of a programme to the next.
///
/// Reads members that `treue score --save` kept under OLD, and tells what each of them gains or loses under NEW. What
/// keeps its name keeps what it has; the item `migration` of NEW says what was called otherwise, what its points
/// become, and what may go.
///
/// If a member would lose something of which NEW does not say that it may go, nothing is written and the exit code
/// is 1.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// The text under which the members were kept
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The text that they are brought to
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The members
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    /// Keep the members in this file as they are under NEW; without it nothing is written
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// How to show what changes
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// The report for programs.
#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    members: usize,
    lossless: bool,
    changes: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    member: &'a str,
    #[serde(flatten)]
    change: &'a Change,
}

impl Migrate {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, old) = load::programme(ui, &self.old)?;
        let (_, new) = load::programme(ui, &self.new)?;
        let name = files::name(&self.state);
        let bytes = fs::read(&self.state).map_err(|e| Failure::file("read", &name, &e))?;
        let migrated = migrate(&old, &new, &bytes)
            .map_err(|e| Failure::cannot(format!("cannot bring over the members in {name}: {e}")))?;
        match self.format {
            Format::Human => ui.print(&human(ui, &migrated))?,
            Format::Json => ui.print(&json(&migrated)?)?,
        }
        if !migrated.is_lossless() {
            return Err(Failure::Findings);
        }
        if let Some(path) = &self.save {
            Pending::create(path)?.all(&migrated.members.to_bytes(&new))?;
            ui.say(&format!("\n  members written to {}", files::name(path)));
        }
        Ok(())
    }
}

fn json(migrated: &Migrated) -> Result<String, Failure> {
    let changes = migrated.changes.iter().map(|c| One { member: &c.member, change: &c.change });
    let report = Report {
        version: 1,
        members: migrated.members.len(),
        lossless: migrated.is_lossless(),
        changes: changes.collect(),
    };
    serde_json::to_string_pretty(&report)
        .map_err(|e| Failure::cannot(format!("the report cannot be written: {e}")))
}

fn human(ui: &Ui, migrated: &Migrated) -> String {
    let members = number::counted(migrated.members.len(), "member", "members");
    if migrated.changes.is_empty() {
        return format!("  {members}; everybody keeps everything\n");
    }
    let lost = migrated.changes.iter().filter(|c| c.change.is_loss()).count();
    let verdict = if lost == 0 {
        String::new()
    } else {
        let losses = number::counted(lost, "loss", "losses");
        format!(
            "\n  {losses} of which the new text says nothing: `migration {{ ... }}` says with `was` what things were called, \
             and with `forgets` what may go\n"
        )
    };
    // What matters most comes first.
    let losses = migrated.changes.iter().filter(|c| c.change.is_loss());
    let others = migrated.changes.iter().filter(|c| !c.change.is_loss());
    let shown: Vec<&MemberChange> = losses.chain(others).take(SHOWN).collect();
    let mut sheet = Sheet::new(ui, &["Member", "What", "Becomes"]).words(1).words(2);
    for one in &shown {
        sheet.row(&[one.member.clone(), words(&one.change), outcome(&one.change)]);
    }
    let more = migrated.changes.len() - shown.len();
    let more = if more == 0 { String::new() } else { format!("  … and {more} more\n") };
    format!("  {members}\n\n{}{more}{verdict}", sheet.text())
}

fn words(change: &Change) -> String {
    match change {
        Change::Converted { from, points, .. } => counted(points, from),
        Change::Points { .. }
        | Change::Owed { .. }
        | Change::Track { .. }
        | Change::Level { .. }
        | Change::Vouchers { .. }
        | Change::Field { .. } => change.to_string(),
    }
}

fn outcome(change: &Change) -> String {
    match change {
        Change::Converted { to, gets, left, .. } if left == "0" => counted(gets, to),
        Change::Converted { to, gets, left, .. } => {
            format!("{}; {left} left over", counted(gets, to))
        }
        Change::Vouchers { .. } => "LOST".to_owned(),
        Change::Points { said, .. }
        | Change::Owed { said, .. }
        | Change::Track { said, .. }
        | Change::Level { said, .. }
        | Change::Field { said, .. } => {
            if *said {
                "goes, as the text says".to_owned()
            } else {
                "LOST".to_owned()
            }
        }
    }
}
