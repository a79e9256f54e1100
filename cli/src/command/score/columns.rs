//! The short way: where a programme scores each purchase apart from all others, or records hold what it keeps of members, and only
//! totals or awards are asked for, purchases go from the file into columns, and kernels score or book them. Where it meets anything else (another event than a purchase, a guest, a receipt
//! that comes late or again) the run starts again and goes the usual way: what comes out is the same.

use super::booked::{self, Desks, Part};
use super::engines::Times;
use super::left::Left;
use super::output::Output;
use super::pass::{Done, bad_input, bar};
use super::pieces::{Origin, Piece, Pieces};
use super::tally::Tally as Table;
use super::{Engine, Keep, Score, is_table};
use crate::failure::Failure;
use crate::files;
use crate::input::{Problems, invalid};
use crate::ui::Ui;
use indicatif::ProgressBar;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use treue_columnar::{AwardRow, Purchases};
use treue_lang::programme::{Id, Programme};
use treue_runtime::columns::{Batch, Columns, Names, Totals, Visit, Visits, alone};
use treue_runtime::event::shaped::Shaped;
use treue_runtime::event::{InputError, ReadOptions, Reader};
use treue_runtime::native::batch::{Sums, Tally};

/// So many wrong lines are set aside; more go the usual way.
const WRONG: usize = 1_000;
/// Nobody holds as many points: then no purchase is refused for it.
const MANY: i128 = 1 << 61;

/// Scores everything; `None` if that is to be done in the usual way.
pub(super) fn run(ui: &Ui, score: &Score, programme: &Arc<Programme>) -> Result<Option<Done>, Failure> {
    let wanted =
        score.engine == Engine::Native && score.until.is_none() && score.out.as_deref().is_none_or(is_table);
    let apart = alone(programme) && score.known.nobody() && score.save.is_none();
    let kept = !score.known.nobody() || score.save.is_some();
    let booked = if apart || !wanted { None } else { booked::programme(programme, kept) };
    if !wanted || !apart && booked.is_none() {
        return Ok(None);
    }
    let columns = score.known.columns(score.skip_invalid.is_some());
    let Some(pieces) = Pieces::open(programme, &score.events, columns) else { return Ok(None) };
    let output = Output::new(score, programme)?;
    let names = Names::default();
    let keeps = output.keep() == Keep::Columns;
    let desks = match &booked {
        Some(booked) => Some(Desks::new(booked, score.known.members(programme)?, score.threads(), keeps)),
        None => None,
    };
    let parts = desks.as_ref().map(Desks::len);
    let hand = |_| Hand::new(programme, (score.known.options(), parts), names, keeps);
    let run = Run {
        ui,
        score,
        hands: (0..score.threads()).map(hand).collect(),
        visits: Visits::new(programme),
        desks,
        problems: Problems::default(),
        said: Vec::new(),
        lines: (0, 0),
        bar: bar(ui, Some(pieces.total)),
        output,
    };
    run.all(programme, pieces)
}

/// A run under way.
struct Run<'a> {
    ui: &'a Ui,
    score: &'a Score,
    hands: Vec<Hand<'a>>,
    visits: Visits,
    /// Where purchases are not scored apart from the past of their members.
    desks: Option<Desks>,
    problems: Problems,
    /// What is said of lines that are set aside, once it is known that the run ends this way.
    said: Vec<String>,
    /// A file, and how many of its lines were read.
    lines: (usize, usize),
    bar: ProgressBar,
    output: Output,
}

/// One thread's share of the work.
struct Hand<'a> {
    programme: &'a Arc<Programme>,
    names: Names,
    /// Whether awards are wanted by receipt.
    keeps: bool,
    /// Parts of the members whose receipts are booked.
    parts: Option<usize>,
    reader: Reader<'a>,
    shaped: Shaped<'a>,
    tally: Tally,
    totals: Totals,
    given: Sums,
    reading: Duration,
    deciding: Duration,
}

/// What comes of a piece.
#[derive(Default)]
pub(super) struct Scored {
    visits: Vec<Visit>,
    at: Vec<i64>,
    /// If they are wanted.
    pub(super) rows: Vec<AwardRow>,
    /// Where receipts are booked: who bought, and then what each part of the members has of them.
    members: Vec<String>,
    pub(super) parts: Vec<Option<Part>>,
    lines: usize,
    wrong: Vec<Wrong>,
}

/// A line that is wrong: its number within the piece, its text, the reasons.
type Wrong = (usize, Vec<u8>, Vec<InputError>);

impl Run<'_> {
    fn all(mut self, programme: &Programme, mut pieces: Pieces<'_>) -> Result<Option<Done>, Failure> {
        let mut reading = Duration::ZERO;
        let Some(mut now) = self.round(&mut pieces, &mut reading) else { return Ok(None) };
        while !now.is_empty() {
            let (origins, here): (Vec<Origin>, Vec<Piece>) = now.into_iter().unzip();
            let Run { hands, .. } = &mut self;
            let count = hands.len();
            // The next pieces are read while these are scored.
            let (scored, next) = together(hands, here, || some(&mut pieces, count, &mut reading))?;
            let Some(mut scored) = scored.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
            if let Some(desks) = &mut self.desks
                && desks.book(&mut scored)?.is_none()
            {
                return Ok(None);
            }
            for (from, scored) in origins.iter().zip(scored) {
                if !self.take(from, scored)? {
                    return Ok(None);
                }
                self.bar.set_position(from.read);
            }
            let Some(next) = next else { return Ok(None) };
            now = next;
        }
        self.bar.finish_and_clear();
        self.done(programme, reading)
    }

    fn round(&self, pieces: &mut Pieces<'_>, reading: &mut Duration) -> Option<Vec<(Origin, Piece)>> {
        some(pieces, self.hands.len(), reading)
    }

    /// Takes what came of a piece, in the order of the pieces; false if it is to be done in the usual way.
    fn take(&mut self, from: &Origin, scored: Scored) -> Result<bool, Failure> {
        if !scored.visits.iter().zip(&scored.at).all(|(visit, at)| self.visits.take(*visit, *at)) {
            return Ok(false);
        }
        if self.lines.0 != from.file {
            self.lines = (from.file, 0);
        }
        let name = self.score.events.get(from.file).map(|path| files::name(path)).unwrap_or_default();
        for (number, line, errors) in scored.wrong {
            let place = format!("{name}:{}", self.lines.1.saturating_add(number).saturating_add(1));
            let text = invalid(&place, &errors);
            if self.output.sets_aside() {
                self.said.push(text.clone());
                self.output.bad_line(&line)?;
            }
            self.problems.add(text);
        }
        self.lines.1 = self.lines.1.saturating_add(scored.lines);
        for row in &scored.rows {
            self.output.row(row)?;
        }
        Ok(self.said.len() <= WRONG)
    }

    fn done(self, programme: &Programme, reading: Duration) -> Result<Option<Done>, Failure> {
        let mut given = Sums::default();
        let mut times = Times::default();
        let mut parsing = Duration::ZERO;
        for hand in &self.hands {
            given.add(&hand.given);
            times = times.longest(Times { deciding: hand.deciding, ..Times::default() });
            parsing = parsing.max(hand.reading);
        }
        let tally = match &self.desks {
            Some(desks) => desks.tally(programme),
            None => Table::of_sums(programme, &given),
        };
        let left = match &self.desks {
            Some(desks) => desks.left(programme, &tally),
            None => Left::of_given(self.visits.members(), &tally),
        };
        let booking = self.desks.as_ref().map(Desks::deciding).unwrap_or_default();
        times = times.longest(Times { deciding: booking, ..Times::default() });
        if tally.units.iter().any(|unit| unit.given >= MANY) {
            return Ok(None);
        }
        self.said.iter().for_each(|text| self.ui.say(text));
        if self.problems.count() > 0 && !self.output.sets_aside() {
            return Err(bad_input(&self.problems));
        }
        Ok(Some(Done {
            left,
            tally,
            members: self
                .desks
                .filter(|_| self.score.save.is_some())
                .map(Desks::into_members)
                .unwrap_or_default(),
            engines: vec![("native", times)],
            compiling: None,
            reading: reading + parsing,
            set_aside: self.problems.count(),
            threads: self.hands.len(),
            output: self.output,
        }))
    }
}

/// A piece for each thread, as far as there are any.
fn some(pieces: &mut Pieces<'_>, count: usize, reading: &mut Duration) -> Option<Vec<(Origin, Piece)>> {
    let start = Instant::now();
    let mut some = Vec::new();
    while some.len() < count
        && let Some(piece) = pieces.piece()?
    {
        some.push(piece);
    }
    *reading += start.elapsed();
    Some(some)
}

/// Lets every thread score a piece while something else is done.
fn together<'a, T>(
    hands: &mut [Hand<'a>],
    pieces: Vec<Piece>,
    beside: impl FnOnce() -> T,
) -> Result<(Vec<Option<Scored>>, T), Failure> {
    if let [hand] = hands {
        let scored = pieces.into_iter().map(|piece| hand.score(piece)).collect();
        return Ok((scored, beside()));
    }
    thread::scope(|scope| {
        let work = hands.iter_mut().zip(pieces);
        let threads: Vec<_> = work.map(|(hand, piece)| scope.spawn(move || hand.score(piece))).collect();
        let beside = beside();
        let scored = threads.into_iter().map(|thread| thread.join().ok()).collect::<Option<Vec<_>>>();
        let scored = scored.ok_or_else(|| Failure::cannot("a thread that decides events has failed"))?;
        Ok((scored, beside))
    })
}

impl Scored {
    /// Its rows with their instants.
    fn dated(mut self) -> Scored {
        self.rows.iter_mut().zip(&self.at).for_each(|(row, at)| row.at = *at);
        self
    }
}

impl<'a> Hand<'a> {
    fn new(
        programme: &'a Arc<Programme>,
        (options, parts): (ReadOptions, Option<usize>),
        names: Names,
        keeps: bool,
    ) -> Hand<'a> {
        Hand {
            programme,
            names,
            keeps,
            parts,
            reader: Reader::new(programme, options),
            shaped: Shaped::with_names(programme, options),
            tally: Tally::new(Arc::clone(programme)),
            totals: Totals::default(),
            given: Sums::default(),
            reading: Duration::ZERO,
            deciding: Duration::ZERO,
        }
    }

    /// `None` if a piece holds anything but purchases of members, or what kernels do not say.
    fn score(&mut self, piece: Piece) -> Option<Scored> {
        match piece {
            Piece::Lines(bytes) => self.lines(&bytes),
            Piece::Rows(rows) => self.rows(&rows),
        }
    }

    fn lines(&mut self, bytes: &[u8]) -> Option<Scored> {
        let start = Instant::now();
        let (mut numbers, mut others) = (Vec::new(), false);
        self.shaped.clear();
        self.shaped.read(bytes, |number, event| match event {
            Ok(_) => others = true,
            Err(_) => numbers.push(number),
        });
        if others {
            return None;
        }
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        let mut scored = Scored { lines, wrong: self.wrong(bytes, &numbers)?, ..Scored::default() };
        for row in 0..self.shaped.len() {
            self.note(self.shaped.name(row)?, &mut scored)?;
        }
        let Hand { programme, shaped, tally, totals, given, reading, deciding, parts, .. } = self;
        let columns = shaped.columns();
        scored.at.extend_from_slice(columns.at);
        if let Some(parts) = *parts {
            scored.parts = booked::parts(&columns, parts, std::mem::take(&mut scored.members))?;
            *reading += start.elapsed();
            return Some(scored.dated());
        }
        *reading += start.elapsed();
        let start = Instant::now();
        count(programme, tally, columns, (totals, given))?;
        *deciding += start.elapsed();
        self.awards(scored)
    }

    fn rows(&mut self, rows: &Purchases) -> Option<Scored> {
        let start = Instant::now();
        let columns = rows.columns();
        let mut scored = Scored { at: columns.at.to_vec(), ..Scored::default() };
        for row in 0..scored.at.len() {
            self.note(rows.name(row)?, &mut scored)?;
        }
        if let Some(parts) = self.parts {
            scored.parts = booked::parts(&columns, parts, std::mem::take(&mut scored.members))?;
            self.reading += start.elapsed();
            return Some(scored.dated());
        }
        self.reading += start.elapsed();
        let start = Instant::now();
        count(self.programme, &mut self.tally, columns, (&mut self.totals, &mut self.given))?;
        self.deciding += start.elapsed();
        self.awards(scored)
    }

    /// Notes who bought under which id; `None` for a guest.
    fn note(&self, (id, member): (&str, Option<&str>), scored: &mut Scored) -> Option<()> {
        let member = member?;
        if self.parts.is_some() {
            scored.members.push(member.to_owned());
        }
        // A ledger knows by itself who comes late.
        if self.parts.is_none() || self.programme.remember.is_some() {
            scored.visits.push(self.names.visit(member, id));
        }
        if self.keeps {
            let (event, member) = (id.to_owned(), member.to_owned());
            let row = AwardRow { event, member, at: 0, refused: None, repeated: false, points: Vec::new() };
            scored.rows.push(row);
        }
        Some(())
    }

    /// The lines with these numbers as the usual way reads them, and what is wrong with them.
    fn wrong(&mut self, bytes: &[u8], numbers: &[usize]) -> Option<Vec<Wrong>> {
        let mut lines = bytes.split(|byte| *byte == b'\n').enumerate();
        let mut wrong = Vec::new();
        for number in numbers {
            let (_, line) = lines.find(|(at, _)| at == number)?;
            let ends = line.iter().rev().take_while(|byte| **byte == b'\r').count();
            let line = line.get(..line.len().checked_sub(ends)?)?.to_vec();
            let errors = self.reader.event(&line).err()?;
            wrong.push((*number, line, errors));
        }
        Some(wrong)
    }

    /// Adds what rules gave to the rows, if they are wanted.
    fn awards(&self, mut scored: Scored) -> Option<Scored> {
        let awards = self.totals.awards.as_ref()?;
        scored = scored.dated();
        for (rule, points) in awards.columns.iter().enumerate() {
            let Some(points) = points else { continue };
            for (receipt, row) in scored.rows.iter_mut().enumerate() {
                let points = points.get(receipt);
                if points != 0 {
                    row.points.push((rule, points));
                }
            }
        }
        for award in &awards.rows {
            let row = usize::try_from(award.receipt).ok().and_then(|receipt| scored.rows.get_mut(receipt));
            row.into_iter().for_each(|row| row.points.push((award.rule.index(), award.points)));
        }
        Some(scored)
    }
}

/// Scores columns and counts what rules gave; `None` where one is refused, or kernels do not say it, so that the usual way is faster.
fn count(
    programme: &Arc<Programme>,
    tally: &mut Tally,
    columns: Columns<'_>,
    (totals, given): (&mut Totals, &mut Sums),
) -> Option<()> {
    let batch = Batch::new(programme, columns).ok()?;
    tally.score(&batch, true, totals).ok()?;
    let (by_kernels, one_by_one) = tally.scored();
    if !totals.refused.is_empty() || one_by_one > by_kernels {
        return None;
    }
    tally.count(&batch, totals, given);
    Some(())
}
