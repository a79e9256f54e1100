//! `treue settle`: what partners owe for a period.

mod period;
mod show;

use crate::failure::Failure;
use crate::input::Inputs;
use crate::known::Known;
use crate::load;
use crate::ui::Ui;
use clap::{Args, ValueEnum};
use period::Period;
use std::path::PathBuf;
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::Reader;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::settlement::{Settlement, Statement};

/// Tell what each partner owes for a period.
///
/// Decides all events, and sums up those of the period by partner and rule: points given, points taken back, what was
/// paid for them to the last decimal, and what points became. An event belongs to its own day; what happens by itself
/// belongs to the event with which it was noticed, so let the events of a period end with a clock event.
///
/// If what was given is not what was settled, the exit code is 1.
#[derive(Debug, Args)]
pub(crate) struct Settle {
    /// A file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
    /// Files of events, read one after the other; - is standard input
    #[arg(required = true, value_name = "EVENTS")]
    events: Vec<PathBuf>,
    /// A month, a quarter or a year: 2026-09, 2026-Q3, 2026
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    #[command(flatten)]
    known: Known,
    /// How to show the statement
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the statement is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
}

impl Settle {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        let statement = self.settle(ui, &programme)?;
        match self.format {
            Format::Human => ui.print(&show::human(ui, &programme, &self.period, &statement))?,
            Format::Csv => ui.print(&show::csv(&programme, &self.period, &statement))?,
            Format::Json => {
                let value = show::json(&programme, &self.period, &statement);
                ui.print_line(&crate::command::check::pretty(&value))?;
            }
        }
        if statement.is_settled() { Ok(()) } else { Err(Failure::Findings) }
    }

    fn settle(&self, ui: &Ui, programme: &Arc<Programme>) -> Result<Statement, Failure> {
        let mut members = self.known.members(programme)?;
        let mut engine = engine(ui, programme);
        let mut settlement = Settlement::new(programme);
        let mut inputs = Inputs::open(programme, &self.events, self.known.columns(false))?;
        let mut reader = Reader::new(programme, self.known.options());
        let read = inputs.each(&mut reader, |event| {
            let counts = self.period.holds(event.local.day);
            members.apply(programme, engine.as_mut(), &event, |decision| {
                if counts {
                    settlement.add(&decision);
                }
            });
            true
        });
        read.map_err(|bad| bad.failure("a line is wrong, so nothing is settled"))?;
        Ok(settlement.statement())
    }
}

/// The native engine, or the reference where the programme cannot be compiled.
fn engine(ui: &Ui, programme: &Arc<Programme>) -> Box<dyn Evaluator> {
    match Compiled::new(programme.clone()) {
        Ok(compiled) => Box::new(Native::new(compiled, Detail::Awards)),
        Err(error) => {
            ui.warn(&format!(
                "the programme cannot be compiled on this machine ({error}); the reference engine decides"
            ));
            Box::new(Reference::new(programme.clone(), Detail::Awards))
        }
    }
}
