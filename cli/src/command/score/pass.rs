//! One pass over the events: read a chunk, let each engine decide it, compare, count, keep.

use super::Score;
use super::engines::Engines;
use super::output::Output;
use super::tally::Tally;
use super::{disagree, engines::Runner};
use crate::command::explain;
use crate::failure::Failure;
use crate::input::{Lines, Place, Problems};
use crate::load;
use crate::ui::{Ui, number};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::decision::RefusalCode;
use treue_runtime::decision::json::json;
use treue_runtime::event::{Event, ReadOptions, Reader, What};
use treue_runtime::state::Members;

/// Events that are decided together, and compared.
const BATCH: usize = 1024;
/// Bytes of events that are decided together.
const BATCH_BYTES: u64 = 16 << 20;
/// So many events are read before they are handed to the engines.
const FEW: usize = 64;
/// Shorter input needs no progress bar.
const LONG: u64 = 8 << 20;

/// What a pass leaves.
pub(super) struct Done {
    /// The sums.
    pub(super) tally: Tally,
    /// The engines with their members and times.
    pub(super) engines: Engines,
    /// Time spent on reading.
    pub(super) reading: Duration,
    /// Lines that were set aside.
    pub(super) set_aside: usize,
    /// What is still to be put in its place.
    pub(super) output: Output,
}

/// A pass under way.
pub(super) struct Pass<'a> {
    ui: &'a Ui,
    until: Option<&'a str>,
    lenient: bool,
    programme: Arc<Programme>,
    lines: Lines,
    problems: Problems,
    bar: ProgressBar,
    done: Done,
    chunk: Chunk,
}

/// Events that wait for their decision.
#[derive(Default)]
struct Chunk {
    events: Vec<Event>,
    places: Vec<Option<Place>>,
    /// The lines as they came, kept only where bad ones are set aside.
    raw: Vec<Vec<u8>>,
}

impl<'a> Pass<'a> {
    /// Opens everything that will be read and written.
    pub(super) fn new(
        ui: &'a Ui,
        score: &'a Score,
        programme: Arc<Programme>,
        mut engines: Engines,
    ) -> Result<Pass<'a>, Failure> {
        let lines = Lines::open(&score.events)?;
        let mut members = match &score.state {
            Some(path) => load::state(&programme, path)?,
            None => Members::default(),
        };
        if let Some(path) = &score.members {
            load::members(&programme, path, score.lenient, &mut members)?;
        }
        engines.start_with(members);
        let output = Output::new(score)?;
        let tally = Tally::new(&programme);
        let bar = bar(ui, lines.total());
        let done = Done { tally, engines, reading: Duration::ZERO, set_aside: 0, output };
        Ok(Pass {
            ui,
            until: score.until.as_deref(),
            lenient: score.lenient,
            programme,
            lines,
            problems: Problems::default(),
            bar,
            done,
            chunk: Chunk::default(),
        })
    }

    /// Reads and decides everything. With a bad line that is not set aside the run ends here, and nothing is written.
    pub(super) fn run(mut self) -> Result<Done, Failure> {
        let programme = self.programme.clone();
        let mut reader = Reader::new(&programme, ReadOptions { lenient: self.lenient });
        let last = self.until.map(|until| clock(&mut reader, until)).transpose()?;
        while self.fill(&mut reader)? {
            self.decide()?;
        }
        if let Some(event) = last {
            self.clear();
            self.chunk.events.push(event);
            self.chunk.places.push(None);
            self.hand_on(0);
            self.decide()?;
        }
        self.bar.finish_and_clear();
        if self.problems.count() > 0 && !self.done.output.sets_aside() {
            return Err(self.bad_input());
        }
        self.done.set_aside = self.problems.count();
        if let Some(text) = disagree::about_members(self.ui, &self.done.engines) {
            self.ui.print(&text)?;
            return Err(Failure::Findings);
        }
        Ok(self.done)
    }

    fn bad_input(&self) -> Failure {
        let lines = number::counted(self.problems.count(), "line is", "lines are");
        Failure::cannot(format!(
            "{lines} wrong, so nothing was written (--skip-invalid FILE sets such lines aside)\n{}",
            self.problems.report()
        ))
    }

    /// Reads the next batch, and hands it on to the engines as it comes; false when there is none left.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Failure> {
        self.clear();
        let before = self.lines.read();
        while self.chunk.events.len() < BATCH && self.lines.read() - before < BATCH_BYTES {
            let first = self.chunk.events.len();
            let (start, more) = (Instant::now(), self.read_few(reader, before)?);
            self.done.reading += start.elapsed();
            if !(self.hand_on(first) && more) {
                break;
            }
        }
        self.bar.set_position(self.lines.read());
        Ok(self.lines.read() > before)
    }

    /// Reads a few events; false if the batch ends with them.
    fn read_few(&mut self, reader: &mut Reader<'_>, before: u64) -> Result<bool, Failure> {
        let keep = self.done.output.sets_aside();
        let most = self.chunk.events.len() + FEW;
        let mut line = Vec::new();
        while self.chunk.events.len() < most && self.lines.read() - before < BATCH_BYTES {
            let Some(place) = self.lines.next(&mut line)? else { return Ok(false) };
            match reader.event(&line) {
                Ok(event) => {
                    let clock = matches!(event.what, What::Clock);
                    self.chunk.events.push(event);
                    self.chunk.places.push(Some(place));
                    if keep {
                        self.chunk.raw.push(line.clone());
                    }
                    if clock {
                        // One decision a member: not to be held for many of them at once.
                        return Ok(false);
                    }
                }
                Err(errors) => {
                    let text = self.problems.invalid(&self.lines.place(place), &errors);
                    self.set_aside(&text, &line)?;
                }
            }
        }
        Ok(true)
    }

    /// The engines are told of the events from `first` on. False if the batch should end here.
    fn hand_on(&mut self, first: usize) -> bool {
        let events = self.chunk.events.get(first..).unwrap_or_default();
        self.done.engines.take(&self.programme, events)
    }

    fn clear(&mut self) {
        self.chunk.clear();
        self.done.engines.clear();
    }

    fn set_aside(&mut self, text: &str, line: &[u8]) -> Result<(), Failure> {
        if self.done.output.sets_aside() {
            self.bar.suspend(|| self.ui.say(text));
            self.done.output.bad_line(line)?;
        }
        Ok(())
    }

    fn decide(&mut self) -> Result<(), Failure> {
        let programme = self.programme.clone();
        self.done.engines.decide(&programme, &self.chunk.events);
        for index in 0..self.chunk.events.len() {
            self.compare(index)?;
            self.take(index)?;
        }
        Ok(())
    }

    fn compare(&self, index: usize) -> Result<(), Failure> {
        let Some(event) = self.chunk.events.get(index) else { return Ok(()) };
        let place = || self.place(index);
        match disagree::about_event(self.ui, &self.programme, &self.done.engines, index, event, place) {
            Some(text) => {
                self.bar.finish_and_clear();
                self.ui.print(&text)?;
                Err(Failure::Findings)
            }
            None => Ok(()),
        }
    }

    fn place(&self, index: usize) -> String {
        match self.chunk.places.get(index) {
            Some(Some(place)) => self.lines.place(*place),
            Some(None) | None => String::from("--until"),
        }
    }

    /// Counts and keeps the decisions on an event.
    fn take(&mut self, index: usize) -> Result<(), Failure> {
        let Some(event) = self.chunk.events.get(index) else { return Ok(()) };
        let decisions = self.done.engines.first.decisions(index);
        let bad = {
            // What others cannot have is no mistake of the event.
            let own = decisions.iter().filter(|d| d.from.is_none());
            own.filter_map(|d| d.refusal.as_ref().map(|r| (d, r))).find(|(_, r)| is_bad(r.code))
        };
        if let Some((decision, refusal)) = bad {
            let sentence = explain::refusal(&self.programme, event, refusal);
            let place = self.place(index);
            let text = self.problems.refused(&place, &decision.event, &sentence, refusal.code.name());
            let raw = self.chunk.raw.get(index).cloned().unwrap_or_default();
            return self.set_aside(&text, &raw);
        }
        self.done.tally.event(event, &decisions, &self.programme);
        if self.done.output.wants_decisions() {
            for decision in decisions.iter() {
                let json = json(&self.programme, event, decision);
                let line = serde_json::to_string(&json)
                    .map_err(|e| Failure::cannot(format!("a decision cannot be written: {e}")))?;
                self.done.output.decision(&line)?;
            }
        }
        Ok(())
    }
}

impl Chunk {
    fn clear(&mut self) {
        self.events.clear();
        self.places.clear();
        self.raw.clear();
    }
}

impl Done {
    /// The engines, for their times.
    pub(super) fn runners(&self) -> impl Iterator<Item = &Runner> {
        std::iter::once(&self.engines.first).chain(self.engines.second.as_ref())
    }
}

/// Refusals that mean wrong input. The others are answers to a member's wish.
fn is_bad(code: RefusalCode) -> bool {
    match code {
        RefusalCode::NoMember
        | RefusalCode::UnknownMember
        | RefusalCode::IdReused
        | RefusalCode::OutOfOrder
        | RefusalCode::NothingRemembered
        | RefusalCode::UnknownReceipt
        | RefusalCode::NotReturnable
        | RefusalCode::BeforePurchase
        | RefusalCode::UnknownLine
        | RefusalCode::LineTwice
        | RefusalCode::QuantityNotAboveZero
        | RefusalCode::NoLines
        | RefusalCode::OutOfRange => true,
        RefusalCode::OwnGift
        | RefusalCode::NotEnoughPoints
        | RefusalCode::BelowMinimum
        | RefusalCode::AboveMaximum
        | RefusalCode::TooLate
        | RefusalCode::NothingLeft
        | RefusalCode::MoreThanBought
        | RefusalCode::NotAStep
        | RefusalCode::UnknownConversion
        | RefusalCode::WrongUnit
        | RefusalCode::NotInForce
        | RefusalCode::NotEligible
        | RefusalCode::LimitReached
        | RefusalCode::NoReceipt
        | RefusalCode::AboveReceipt
        | RefusalCode::BelowReceipt
        | RefusalCode::IssuedByItself
        | RefusalCode::NoVoucher
        | RefusalCode::VoucherGone
        | RefusalCode::NothingToPay => false,
    }
}

/// The event that lets time pass.
fn clock(reader: &mut Reader<'_>, until: &str) -> Result<Event, Failure> {
    let line = serde_json::json!({ "event": "clock", "at": until }).to_string();
    reader.event(line.as_bytes()).map_err(|errors| {
        let reason = errors.first().map_or_else(String::new, |e| e.reason.clone());
        Failure::cannot(format!("--until: {reason}"))
    })
}

/// A progress bar, where somebody looks and it is worth it.
fn bar(ui: &Ui, total: Option<u64>) -> ProgressBar {
    let wanted = !ui.quiet() && std::io::stderr().is_terminal() && total.is_none_or(|t| t > LONG);
    if !wanted {
        return ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    }
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:40} {percent}% of {total_bytes}, {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} read"),
    };
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
