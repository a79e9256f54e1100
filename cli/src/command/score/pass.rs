//! One pass over the events: read some, let the workers decide them, keep what comes out in the order of the events. What comes
//! out is the same for any number of workers.

use super::engines::{Maker, Times};
use super::left::Left;
use super::output::Output;
use super::tally::Tally;
use super::worker::{Piece, Worker};
use super::{Score, disagree};
use crate::failure::Failure;
use crate::input::{Block, Inputs, Place, Problems, invalid, refused};
use crate::ui::{Ui, number};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::thread;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::event::{AccountChange, Event, InputError, Reader, What};
use treue_runtime::state::{Members, apart, part_for};

/// Events of a batch, for each thread, and bytes of them.
const BATCH: usize = 1024;
const BATCH_BYTES: u64 = 16 << 20;
/// So many events are read before they are handed to the engines, where one thread does both.
const FEW: usize = 64;
/// Shorter input needs no progress bar.
const LONG: u64 = 8 << 20;

/// What a pass leaves.
pub(super) struct Done {
    /// The sums.
    pub(super) tally: Tally,
    /// The members after the last event; nobody where purchases were scored apart from each other.
    pub(super) members: Members,
    /// What they are left with.
    pub(super) left: Left,
    /// The engines: names and times.
    pub(super) engines: Vec<(&'static str, Times)>,
    /// Time it took to compile the programme, if it was.
    pub(super) compiling: Option<Duration>,
    /// Time spent on reading.
    pub(super) reading: Duration,
    /// Lines that were set aside.
    pub(super) set_aside: usize,
    /// Threads that decided.
    pub(super) threads: usize,
    /// What is still to be put in its place.
    pub(super) output: Output,
}

/// A pass under way.
pub(super) struct Pass<'a> {
    ui: &'a Ui,
    programme: &'a Programme,
    inputs: Inputs<'a>,
    /// One for each thread that reads.
    readers: Vec<Reader<'a>>,
    /// One for each thread that decides.
    workers: Vec<Worker<'a>>,
    until: Option<Event>,
    compiling: Option<Duration>,
    reading: Duration,
    problems: Problems,
    output: Output,
    bar: ProgressBar,
    batch: Batch,
    /// Whether all members are with the first worker.
    joined: bool,
}

/// What is known of the events of a batch beside themselves.
#[derive(Default)]
struct Batch {
    /// Where each stands; `None` for the one that `--until` makes.
    places: Vec<Option<Place>>,
    /// The lines as they came, kept only where bad ones are set aside.
    raw: Vec<Vec<u8>>,
    /// Lines that are wrong, in words.
    invalid: Vec<(usize, String)>,
}

/// An event with its place, or what is wrong with it.
type Read = Result<Event, Vec<InputError>>;

impl<'a> Pass<'a> {
    /// Opens everything that will be read and written.
    pub(super) fn new(
        ui: &'a Ui,
        score: &'a Score,
        programme: &'a Programme,
        maker: &Maker,
    ) -> Result<Pass<'a>, Failure> {
        // A row of a table is set aside whole.
        let columns = score.known.columns(score.skip_invalid.is_some());
        let inputs = Inputs::open(programme, &score.events, columns)?;
        let members = score.known.members(programme)?;
        let threads = score.threads();
        // Accounts that went up into others keep the members together (see `join`).
        let parts = if apart(programme) { threads } else { 1 };
        let output = Output::new(score, programme)?;
        let keep = output.keep();
        let workers = members.into_parts(parts).into_iter();
        let workers = workers.map(|m| Worker::new(ui, programme, keep, maker.engines(m))).collect();
        let mut readers: Vec<Reader<'a>> =
            (0..threads).map(|_| Reader::new(programme, score.known.options())).collect();
        let until = score.until.as_deref().zip(readers.first_mut());
        let until = until.map(|(until, reader)| clock(reader, until)).transpose()?;
        let bar = bar(ui, inputs.total());
        Ok(Pass {
            ui,
            programme,
            inputs,
            readers,
            workers,
            until,
            compiling: maker.compiling,
            reading: Duration::ZERO,
            problems: Problems::default(),
            output,
            bar,
            batch: Batch::default(),
            joined: false,
        })
    }

    /// Reads and decides everything. With a bad line that is not set aside the run ends here, and nothing is written.
    pub(super) fn run(mut self) -> Result<Done, Failure> {
        while self.step()? {}
        if let Some(event) = self.until.take() {
            self.batch.places.push(None);
            self.batch.raw.push(Vec::new());
            self.everybody(0, &event)?;
            self.finish_batch()?;
        }
        self.bar.finish_and_clear();
        if self.problems.count() > 0 && !self.output.sets_aside() {
            return Err(bad_input(&self.problems));
        }
        self.done()
    }

    /// One batch; false when there is nothing left.
    fn step(&mut self) -> Result<bool, Failure> {
        let more = if self.readers.len() > 1 { self.read_together()? } else { self.read_alone()? };
        self.decide()?;
        self.finish_batch()?;
        self.bar.set_position(self.inputs.read());
        Ok(more)
    }

    /// Reads a batch on this thread, and hands it on as it comes.
    fn read_alone(&mut self) -> Result<bool, Failure> {
        let before = self.inputs.read();
        while self.batch.places.len() < BATCH && self.inputs.read() - before < BATCH_BYTES {
            let start = Instant::now();
            let Some(block) = self.inputs.next()? else { return Ok(false) };
            self.reading += start.elapsed();
            for from in (0..block.len()).step_by(FEW) {
                let rows = from..block.len().min(from + FEW);
                let start = Instant::now();
                let Some(reader) = self.readers.first_mut() else { return Ok(false) };
                let read: Vec<Read> = rows.clone().map(|row| block.event(reader, row)).collect();
                self.reading += start.elapsed();
                self.hand_on(&block, rows.start, read)?;
            }
        }
        Ok(true)
    }

    /// Reads a batch on all threads.
    fn read_together(&mut self) -> Result<bool, Failure> {
        let start = Instant::now();
        let (threads, before) = (self.readers.len(), self.inputs.read());
        let (mut blocks, mut rows, mut more) = (Vec::new(), 0, true);
        while rows < BATCH * threads && self.inputs.read() - before < BATCH_BYTES {
            let Some(block) = self.inputs.next()? else {
                more = false;
                break;
            };
            rows += block.len();
            blocks.push(block);
        }
        let each = blocks.len().div_ceil(threads).max(1);
        let read: Vec<Vec<Read>> = thread::scope(|scope| {
            let parts = blocks.chunks(each).zip(&mut self.readers);
            let parts: Vec<_> = parts.map(|(part, reader)| scope.spawn(|| all(part, reader))).collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        });
        self.reading += start.elapsed();
        if read.len() != blocks.len() {
            return Err(Failure::cannot("a thread that reads events has failed"));
        }
        for (block, read) in blocks.iter().zip(read) {
            self.hand_on(block, 0, read)?;
        }
        Ok(more)
    }

    /// Gives events to the workers of their members.
    fn hand_on(&mut self, block: &Block, first: usize, read: Vec<Read>) -> Result<(), Failure> {
        let keep_raw = self.output.sets_aside();
        let mut few: Vec<Vec<(usize, Event)>> = (0..self.parts()).map(|_| Vec::new()).collect();
        for (row, read) in (first..).zip(read) {
            let number = self.batch.places.len();
            let place = block.place(row);
            self.batch.places.push(Some(place));
            if keep_raw {
                self.batch.raw.push(block.raw(row).into_owned());
            }
            match read {
                Ok(event) if matches!(event.what, What::Clock) => {
                    self.give(&mut few);
                    self.everybody(number, &event)?;
                }
                Ok(event) => {
                    if matches!(event.account(), Some(AccountChange::Merge(_))) && self.parts() > 1 {
                        self.give(&mut few);
                        self.join()?;
                        few.truncate(1);
                    }
                    let part = part_for(&event, few.len());
                    if let Some(few) = few.get_mut(part) {
                        few.push((number, event));
                    }
                }
                Err(errors) => {
                    self.batch.invalid.push((number, invalid(&self.inputs.place(place), &errors)));
                }
            }
        }
        self.give(&mut few);
        Ok(())
    }

    /// How many workers have members.
    fn parts(&self) -> usize {
        if self.joined { 1 } else { self.workers.len() }
    }

    /// From an event on by which one member's account becomes another's, all members are with one worker.
    fn join(&mut self) -> Result<(), Failure> {
        self.decide()?;
        self.joined = true;
        let mut workers = self.workers.iter_mut().map(|worker| &mut worker.engines);
        if let Some(first) = workers.next() {
            workers.for_each(|other| first.take_members(other));
        }
        Ok(())
    }

    /// Hands on what was read.
    fn give(&mut self, few: &mut [Vec<(usize, Event)>]) {
        if let ([worker], [few]) = (self.workers.as_mut_slice(), &mut *few) {
            return worker.take(few.drain(..));
        }
        for (worker, few) in self.workers.iter_mut().zip(few) {
            worker.hold(few.drain(..));
        }
    }

    /// An event that reaches every member comes behind all that were read before it, and alone.
    fn everybody(&mut self, number: usize, event: &Event) -> Result<(), Failure> {
        self.decide()?;
        self.together(|worker| worker.pass_time(number, event))?;
        let well = self.workers.iter().all(|w| w.done.bad.iter().all(|bad| bad.number != number));
        self.together(|worker| worker.time_passed(number, event, well))
    }

    /// Lets the workers decide what they hold.
    fn decide(&mut self) -> Result<(), Failure> {
        if let [worker] = self.workers.as_mut_slice() {
            worker.decide();
            return Ok(());
        }
        self.together(Worker::decide_held)
    }

    /// Lets all workers do something, each on a thread of its own.
    fn together(&mut self, what: impl Fn(&mut Worker<'a>) + Sync) -> Result<(), Failure> {
        if let [worker] = self.workers.as_mut_slice() {
            what(worker);
            return Ok(());
        }
        let what = &what;
        let well = thread::scope(|scope| {
            let threads: Vec<_> = self.workers.iter_mut().map(|w| scope.spawn(move || what(w))).collect();
            threads.into_iter().filter_map(|thread| thread.join().err()).count() == 0
        });
        if well { Ok(()) } else { Err(Failure::cannot("a thread that decides events has failed")) }
    }

    /// Keeps what came out of a batch, in the order of its events.
    fn finish_batch(&mut self) -> Result<(), Failure> {
        self.differ()?;
        self.complain()?;
        let workers = self.workers.iter().map(|w| &w.done).enumerate();
        let mut pieces: Vec<(usize, &Piece)> =
            workers.flat_map(|(at, done)| done.pieces.iter().map(move |piece| (at, piece))).collect();
        pieces.sort_by(|(_, a), (_, b)| (a.number, &a.member).cmp(&(b.number, &b.member)));
        for (at, piece) in pieces {
            if let Some(worker) = self.workers.get(at) {
                self.output.piece(&worker.done, piece)?;
            }
        }
        self.workers.iter_mut().for_each(|worker| worker.done.clear());
        self.batch = Batch::default();
        Ok(())
    }

    /// Ends the run if the engines disagree about an event.
    fn differ(&mut self) -> Result<(), Failure> {
        let differences = self.workers.iter_mut().filter_map(|worker| worker.done.difference.take());
        let Some((number, difference)) = differences.min_by_key(|(number, _)| *number) else { return Ok(()) };
        self.bar.finish_and_clear();
        let place = match self.batch.places.get(number) {
            Some(Some(place)) => self.inputs.place(*place),
            Some(None) | None => String::from("--until"),
        };
        self.ui.print(&difference.at(&place))?;
        Err(Failure::Findings)
    }

    /// Notes the lines that are wrong, in their order.
    fn complain(&mut self) -> Result<(), Failure> {
        let mut wrong = std::mem::take(&mut self.batch.invalid);
        for bad in self.workers.iter_mut().flat_map(|worker| worker.done.bad.drain(..)) {
            let place = match self.batch.places.get(bad.number) {
                Some(Some(place)) => self.inputs.place(*place),
                Some(None) | None => String::from("--until"),
            };
            wrong.push((bad.number, refused(&place, &bad.event, &bad.sentence, bad.code)));
        }
        wrong.sort_by_key(|(number, _)| *number);
        wrong.dedup_by_key(|(number, _)| *number);
        for (number, text) in wrong {
            if self.output.sets_aside() {
                self.bar.suspend(|| self.ui.say(&text));
                self.output.bad_line(self.batch.raw.get(number).map(Vec::as_slice).unwrap_or_default())?;
            }
            self.problems.add(text);
        }
        Ok(())
    }

    /// Puts together what the workers hold.
    fn done(self) -> Result<Done, Failure> {
        let engines = self.workers.iter().map(|w| &w.engines);
        let differences = engines.clone().filter_map(|engines| disagree::about_members(self.ui, engines));
        if let Some((_, text)) = differences.min_by(|(a, _), (b, _)| a.cmp(b)) {
            self.ui.print(&text)?;
            return Err(Failure::Findings);
        }
        let mut times: Vec<(&'static str, Times)> = Vec::new();
        for engines in engines {
            for (at, runner) in std::iter::once(&engines.first).chain(&engines.second).enumerate() {
                match times.get_mut(at) {
                    Some((_, longest)) => *longest = longest.longest(runner.times),
                    None => times.push((runner.name(), runner.times)),
                }
            }
        }
        let threads = self.readers.len();
        let mut tally = Tally::new(self.programme);
        let mut parts = Vec::new();
        for worker in self.workers {
            tally.add(&worker.tally);
            parts.push(worker.engines.first.members);
        }
        let members = Members::from_parts(parts);
        Ok(Done {
            left: Left::of(self.programme, &members, &tally),
            tally,
            members,
            engines: times,
            compiling: self.compiling,
            reading: self.reading,
            set_aside: self.problems.count(),
            threads,
            output: self.output,
        })
    }
}

/// Why a run with wrong lines that are not set aside ends.
pub(super) fn bad_input(problems: &Problems) -> Failure {
    let lines = number::counted(problems.count(), "line is", "lines are");
    Failure::cannot(format!(
        "{lines} wrong, so nothing was written (--skip-invalid FILE sets such lines aside)\n{}",
        problems.report()
    ))
}

/// Reads all events of some blocks.
fn all(blocks: &[Block], reader: &mut Reader<'_>) -> Vec<Vec<Read>> {
    blocks.iter().map(|block| (0..block.len()).map(|row| block.event(reader, row)).collect()).collect()
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
pub(super) fn bar(ui: &Ui, total: Option<u64>) -> ProgressBar {
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
