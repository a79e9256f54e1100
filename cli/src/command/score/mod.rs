//! `treue score`: points for every receipt, and the sums of them.

mod disagree;
mod engines;
mod output;
mod pass;
mod summary;
mod tally;

use crate::failure::Failure;
use crate::files;
use crate::load;
use crate::ui::{Ui, number};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use treue_runtime::engine::Detail;

/// Give points for receipts and sum up what was given.
///
/// Reads receipts and other events, one a line as JSON (`treue schema` says which), in the order in which they
/// happened, and decides each of them by the programme. Shows a summary; --out keeps every decision.
///
/// If a line is wrong nothing is written and the exit code is 2; --skip-invalid sets such lines aside.
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// A file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
    /// Files of events, read one after the other; - is standard input
    #[arg(required = true, value_name = "EVENTS")]
    events: Vec<PathBuf>,
    /// Which engine decides; `both` compares the two on every event
    #[arg(long, value_enum, default_value_t = Engine::Native)]
    engine: Engine,
    /// Members who are known already, one a line as JSON
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Members as an earlier run left them; see --save
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Keep the members in this file as the last event leaves them, for the next run
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Write every decision to this file, one a line as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How much of a decision is wanted: `full` also says why rules did not apply
    #[arg(long, value_enum, value_name = "DETAIL")]
    detail: Option<Depth>,
    /// Set lines that are wrong aside in this file and go on
    #[arg(long, value_name = "FILE")]
    skip_invalid: Option<PathBuf>,
    /// Accept fields that the programme does not know
    #[arg(long)]
    lenient: bool,
    /// Let time pass until this instant after the last event, such as 2027-01-01T00:00:00+01:00
    #[arg(long, value_name = "INSTANT")]
    until: Option<String>,
}

/// Which engine decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// Compiled to machine code
    Native,
    /// The interpreter that defines the meaning
    Reference,
    /// Both, compared; the exit code is 1 if they disagree
    Both,
}

/// How much of a decision is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Depth {
    /// What was given, taken and changed
    Awards,
    /// Also the lines, and why rules gave nothing
    Full,
}

impl Score {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        let engines = engines::Engines::new(ui, &programme, self.engine, self.detail())?;
        let pass = pass::Pass::new(ui, self, programme.clone(), engines)?;
        let done = pass.run()?;
        let summary = summary::text(ui, &programme, &done);
        let decisions = done.tally.decisions;
        let (save, members) = (done.output.finish()?, &done.engines.first.members);
        if let Some(pending) = save {
            pending.all(&members.to_bytes(&programme))?;
        }
        if self.out_is_stdout() {
            return Ok(());
        }
        ui.print(&summary)?;
        if let Some(out) = &self.out {
            let decisions = number::counted(decisions, "decision", "decisions");
            ui.say(&format!("\n  {decisions} written to {}", files::name(out)));
        }
        Ok(())
    }

    /// A summary needs the awards; whoever keeps decisions wants all of them.
    fn detail(&self) -> Detail {
        match (self.detail, &self.out) {
            (Some(Depth::Awards), _) | (None, None) => Detail::Awards,
            (Some(Depth::Full), _) | (None, Some(_)) => Detail::Full,
        }
    }

    fn out_is_stdout(&self) -> bool {
        self.out.as_ref().is_some_and(|o| o.as_os_str() == "-")
    }
}
