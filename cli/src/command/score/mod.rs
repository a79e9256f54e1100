//! `treue score`: points for every receipt, and the sums of them.

mod booked;
mod columns;
mod disagree;
mod engines;
mod left;
mod merge;
mod output;
mod pass;
mod pieces;
mod summary;
mod tally;
mod worker;

use crate::failure::Failure;
use crate::files;
use crate::known::Known;
use crate::load;
use crate::ui::{Ui, number};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use treue_runtime::engine::Detail;

/// Give points for receipts and sum up what was given.
///
/// Reads receipts and other events, one a line as JSON or one a row of Parquet (`treue schema` says which), in the order in
/// which they happened, and decides each of them by the programme. Shows a summary; --out keeps every decision.
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
    #[command(flatten)]
    known: Known,
    /// Keep the members in this file as the last event leaves them, for the next run
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Write every decision to this file, one a line as JSON; - is standard output. A file whose name ends in .parquet gets
    /// the points of each decision instead, a column a rule
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How much of a decision is wanted: `full` also says why rules did not apply
    #[arg(long, value_enum, value_name = "DETAIL")]
    detail: Option<Depth>,
    /// Set lines that are wrong aside in this file and go on
    #[arg(long, value_name = "FILE")]
    skip_invalid: Option<PathBuf>,
    /// Work on so many threads; if not said on all processors, with `--engine both` on one, so that times compare. The
    /// results are the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
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
        let done = match columns::run(ui, self, &programme)? {
            Some(done) => done,
            None => {
                let maker = engines::Maker::new(ui, &programme, self.engine, self.detail())?;
                pass::Pass::new(ui, self, &programme, &maker)?.run()?
            }
        };
        let summary = summary::text(ui, &programme, &done);
        let decisions = done.tally.decisions;
        if let Some(pending) = done.output.finish()? {
            pending.all(&done.members.to_bytes(&programme))?;
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
            (None, Some(out)) if is_table(out) => Detail::Awards,
            (Some(Depth::Full), _) | (None, Some(_)) => Detail::Full,
        }
    }

    fn threads(&self) -> usize {
        let all = || match self.engine {
            Engine::Both => 1,
            Engine::Native | Engine::Reference => std::thread::available_parallelism().map_or(1, usize::from),
        };
        self.threads.map_or_else(all, usize::from)
    }

    fn out_is_stdout(&self) -> bool {
        self.out.as_ref().is_some_and(|o| o.as_os_str() == "-")
    }
}

/// Whether decisions go to a file as columns.
fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// The form in which decisions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// Not at all.
    Nothing,
    /// As lines of JSON.
    Lines,
    /// Their awards, as columns.
    Columns,
}
