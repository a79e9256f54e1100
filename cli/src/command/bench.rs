//! `treue bench`: how fast a programme decides events on this machine.

use super::check::pretty;
use crate::failure::Failure;
use crate::input::Inputs;
use crate::known::Known;
use crate::load;
use crate::ui::number::{count, counted, decimal, grouped};
use crate::ui::table::{Sheet, heading};
use crate::ui::{Style, Ui};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::decision::Decisions;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{Event, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;

/// Events that are decided together.
const BATCH: usize = 1024;

/// Measure how fast a programme decides events on this machine.
///
/// Reads events into memory, then decides them all, pass after pass, on one thread with each engine; says how long the
/// fastest pass of each took, how long reading and compiling took, and whether the engines agree. If they do not, the exit
/// code is 1.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// A file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
    /// Files of events, read one after the other; - is standard input
    #[arg(required = true, value_name = "EVENTS")]
    events: Vec<PathBuf>,
    /// Passes of each engine
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    passes: u16,
    /// Measure only so many events, the first ones
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    first: u32,
    #[command(flatten)]
    known: Known,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the figures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

/// What was measured.
struct Figures {
    events: usize,
    reading: Duration,
    /// Time to compile, bytes of code, functions; or why there is none.
    compiled: Result<(Duration, usize, usize), String>,
    /// By engine: its name and its fastest pass.
    engines: Vec<(&'static str, Duration)>,
    agree: bool,
}

impl Bench {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        let members = self.known.members(&programme)?;
        let start = Instant::now();
        let events = self.read(&programme)?;
        let reading = start.elapsed();
        if events.is_empty() {
            return Err(Failure::cannot("there are no events to measure"));
        }
        let compiled = Compiled::new(programme.clone());
        let native = compiled.as_ref().ok().map(|compiled| {
            let make = || Box::new(Native::new(compiled.clone(), Detail::Awards)) as Box<dyn Evaluator>;
            self.measure(&programme, &members, &events, make)
        });
        let make = || Box::new(Reference::new(programme.clone(), Detail::Awards)) as Box<dyn Evaluator>;
        let reference = self.measure(&programme, &members, &events, make);
        let agree = native.as_ref().is_none_or(|(_, _, members)| *members == reference.2);
        let engines = native.into_iter().chain([reference]).map(|(name, time, _)| (name, time)).collect();
        let compiled = compiled.map_err(|e| e.to_string());
        let compiled = compiled.map(|c| (c.compile_time(), c.code_bytes(), c.functions()));
        let figures = Figures { events: events.len(), reading, compiled, engines, agree };
        match self.format {
            Format::Human => ui.print(&human(ui, &programme, &figures))?,
            Format::Json => ui.print_line(&pretty(&json(&programme, &figures)))?,
        }
        if agree { Ok(()) } else { Err(Failure::Findings) }
    }

    fn read(&self, programme: &Programme) -> Result<Vec<Event>, Failure> {
        let most = usize::try_from(self.first).unwrap_or(usize::MAX);
        let mut inputs = Inputs::open(programme, &self.events, self.known.columns(false))?;
        let mut reader = Reader::new(programme, self.known.options());
        let mut events = Vec::new();
        let read = inputs.each(&mut reader, |event| {
            events.push(event);
            events.len() < most
        });
        read.map_err(|bad| bad.failure("a line is wrong, so nothing is measured"))?;
        Ok(events)
    }

    /// The fastest pass of an engine, and the members that it leaves.
    fn measure(
        &self,
        programme: &Programme,
        members: &Members,
        events: &[Event],
        make: impl Fn() -> Box<dyn Evaluator>,
    ) -> (&'static str, Duration, Members) {
        let (mut name, mut best, mut left) = ("", Duration::MAX, Members::default());
        for _ in 0..self.passes {
            let (mut engine, mut members, mut decisions) = (make(), members.clone(), Decisions::default());
            let start = Instant::now();
            for batch in events.chunks(BATCH) {
                engine.decide_all(programme, &mut members, batch, &mut decisions);
                decisions.clear();
            }
            (name, best, left) = (engine.name(), best.min(start.elapsed()), members);
        }
        (name, best, left)
    }
}

fn human(ui: &Ui, programme: &Programme, figures: &Figures) -> String {
    let events = counted(figures.events, "event", "events");
    let mut out = format!("\n  {}\n  {events}, one thread\n", ui.style(Style::Bold, &programme.name));
    let mut sheet = Sheet::new(ui, &["Step", "Events a second", "ns an event"]);
    let named = figures.engines.iter().map(|(name, time)| (format!("decided, {name} engine"), *time));
    for (step, time) in std::iter::once((String::from("read and checked"), figures.reading)).chain(named) {
        sheet.row(&[step, grouped(per_second(figures.events, time)), grouped(each(figures.events, time))]);
    }
    out.push_str(&heading(ui, "Speed"));
    out.push_str(&sheet.text());
    let made = match &figures.compiled {
        Ok((time, bytes, functions)) => {
            let micros = i128::try_from(time.as_micros()).unwrap_or(i128::MAX);
            let functions = counted(*functions, "function", "functions");
            format!("compiled in {} ms: {functions}, {} bytes", decimal(micros / 10, 2), count(*bytes))
        }
        Err(why) => format!("not compiled: {why}"),
    };
    out.push_str(&format!("\n  {made}\n"));
    let agree = if figures.agree {
        ui.style(Style::Good, "the engines leave the same members")
    } else {
        ui.style(Style::Bad, "the engines disagree: `treue score --engine both` shows where")
    };
    out.push_str(&format!("  {agree}\n"));
    out
}

fn json(programme: &Programme, figures: &Figures) -> serde_json::Value {
    let engines = figures.engines.iter().map(|(name, time)| {
        serde_json::json!({ "engine": name, "nanoseconds": nanos(*time), "events_a_second": number(per_second(figures.events, *time)) })
    });
    let compiled = figures.compiled.as_ref().ok().map(|(time, bytes, functions)| {
        serde_json::json!({ "nanoseconds": nanos(*time), "bytes": bytes, "functions": functions })
    });
    serde_json::json!({
        "version": 1,
        "programme": programme.name,
        "events": figures.events,
        "reading": { "nanoseconds": nanos(figures.reading) },
        "compiling": compiled,
        "engines": engines.collect::<Vec<_>>(),
        "agree": figures.agree,
    })
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn number(value: i128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn per_second(events: usize, time: Duration) -> i128 {
    i128::try_from(events).unwrap_or(0).saturating_mul(1_000_000_000) / i128::from(nanos(time)).max(1)
}

fn each(events: usize, time: Duration) -> i128 {
    i128::from(nanos(time)) / i128::try_from(events).unwrap_or(1).max(1)
}
