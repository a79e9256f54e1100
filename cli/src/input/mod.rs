//! Events from files and standard input, lines of JSON or rows of Parquet, some at a time; and where a bad one stands.

mod lines;
mod problems;

pub(crate) use lines::Lines;
pub(crate) use problems::{Problems, invalid, refused};

use crate::failure::Failure;
use crate::files;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use treue_columnar::{Columns, ParquetEvents, Table, is_parquet};
use treue_lang::programme::Programme;
use treue_runtime::event::{Event, InputError, Reader, Wanted};

/// Lines of a block, and bytes of them.
const LINES: usize = 64;
const BYTES: u64 = 1 << 20;

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which of the inputs.
    file: usize,
    /// Which line or row, from 1.
    number: usize,
}

/// All events of all inputs, one after the other.
pub(crate) struct Inputs<'p> {
    programme: &'p Programme,
    columns: Columns,
    files: Vec<Input>,
    at: usize,
    open: Option<Open>,
    /// Bytes of the files that were read to their ends.
    before: u64,
    total: Option<u64>,
}

/// A file that will be read.
struct Input {
    path: PathBuf,
    bytes: u64,
    table: bool,
}

/// A file that is being read.
enum Open {
    Lines(Lines),
    Table(ParquetEvents),
}

/// Some events as they came, not yet looked at.
pub(crate) struct Block {
    file: usize,
    rows: Rows,
}

enum Rows {
    /// Texts one behind the other, with the number of each line and where its text ends.
    Lines(Vec<u8>, Vec<(usize, usize)>),
    /// Rows, the number of the first, and how many.
    Table(Table, usize),
}

impl<'p> Inputs<'p> {
    /// These files in this order; `-` is standard input. Fails at once if one of them cannot be read.
    pub(crate) fn open(
        programme: &'p Programme,
        paths: &[PathBuf],
        columns: Columns,
    ) -> Result<Inputs<'p>, Failure> {
        if paths.iter().filter(|p| is_stdin(p)).count() > 1 {
            return Err(Failure::cannot("standard input (-) can be read only once"));
        }
        let mut total = Some(0_u64);
        let mut files = Vec::new();
        for path in paths {
            if is_stdin(path) {
                total = None;
                files.push(Input { path: path.clone(), bytes: 0, table: false });
                continue;
            }
            let about = File::open(path).and_then(|f| f.metadata());
            let about = about.map_err(|e| Failure::file("read", &files::name(path), &e))?;
            if about.is_dir() {
                let name = files::name(path);
                return Err(Failure::cannot(format!("{name} is a folder; name the event files in it")));
            }
            total = total.filter(|_| about.is_file()).map(|t| t.saturating_add(about.len()));
            let table = about.is_file() && is_parquet(path);
            files.push(Input { path: path.clone(), bytes: about.len(), table });
        }
        let mut inputs = Inputs { programme, columns, files, at: 0, open: None, before: 0, total };
        for file in inputs.files.iter().filter(|f| f.table) {
            inputs.table(&file.path)?;
        }
        inputs.open = inputs.next_file()?;
        Ok(inputs)
    }

    fn table(&self, path: &Path) -> Result<ParquetEvents, Failure> {
        let name = files::name(path);
        let file = File::open(path).map_err(|e| Failure::file("read", &name, &e))?;
        ParquetEvents::open(file, &Wanted::of(self.programme), self.columns)
            .map_err(|e| Failure::cannot(format!("{name}: {}", e.replace('\n', &format!("\n{name}: ")))))
    }

    fn next_file(&self) -> Result<Option<Open>, Failure> {
        let Some(file) = self.files.get(self.at) else { return Ok(None) };
        Ok(Some(if file.table {
            Open::Table(self.table(&file.path)?)
        } else {
            Open::Lines(Lines::open(&file.path)?)
        }))
    }

    /// Bytes of all files together, if that is known.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Bytes read so far; of tables as many as the rows that were read have of all.
    pub(crate) fn read(&self) -> u64 {
        let size = self.files.get(self.at).map_or(0, |f| f.bytes);
        let here = match &self.open {
            Some(Open::Lines(lines)) => lines.read(),
            Some(Open::Table(table)) => {
                let part = u128::from(size) * u128::from(table.read()) / u128::from(table.rows().max(1));
                u64::try_from(part).unwrap_or(size)
            }
            None => 0,
        };
        self.before.saturating_add(here)
    }

    /// The next few events; `None` after the last.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, Failure> {
        loop {
            let file = self.at;
            let rows = match &mut self.open {
                Some(Open::Lines(lines)) => some_lines(lines)?,
                Some(Open::Table(table)) => {
                    let first = usize::try_from(table.read()).unwrap_or(0).saturating_add(1);
                    let name = self.files.get(file).map(|f| files::name(&f.path)).unwrap_or_default();
                    let next = table.next_table();
                    let next = next.map_err(|e| Failure::cannot(format!("cannot read {name}: {e}")))?;
                    next.map(|table| Rows::Table(table, first))
                }
                None => return Ok(None),
            };
            if let Some(rows) = rows {
                return Ok(Some(Block { file, rows }));
            }
            self.before = self.read();
            (self.at, self.open) = (file + 1, None);
            self.open = self.next_file()?;
        }
    }

    /// `receipts.ndjson:12`, or `receipts.parquet, row 12`.
    pub(crate) fn place(&self, place: Place) -> String {
        match self.files.get(place.file) {
            Some(file) if file.table => format!("{}, row {}", shown(&file.path), place.number),
            Some(file) => format!("{}:{}", shown(&file.path), place.number),
            None => String::new(),
        }
    }

    /// Calls `each` with every event, up to the first line that is wrong or until it says that this is enough.
    pub(crate) fn each(
        &mut self,
        reader: &mut Reader<'_>,
        mut each: impl FnMut(Event) -> bool,
    ) -> Result<(), BadInput> {
        while let Some(block) = self.next().map_err(BadInput::Failure)? {
            for row in 0..block.len() {
                match block.event(reader, row) {
                    Ok(event) => {
                        if !each(event) {
                            return Ok(());
                        }
                    }
                    Err(errors) => {
                        return Err(BadInput::Line(invalid(&self.place(block.place(row)), &errors)));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Why events cannot be read on.
pub(crate) enum BadInput {
    /// A file.
    Failure(Failure),
    /// A line, in words.
    Line(String),
}

impl BadInput {
    /// The run ends; `what` says what that means where a line is wrong.
    pub(crate) fn failure(self, what: &str) -> Failure {
        match self {
            BadInput::Failure(failure) => failure,
            BadInput::Line(text) => Failure::cannot(format!("{what}\n{text}")),
        }
    }
}

/// A few lines; none at the end of the file.
fn some_lines(lines: &mut Lines) -> Result<Option<Rows>, Failure> {
    let (mut bytes, mut ends, mut line) = (Vec::new(), Vec::new(), Vec::new());
    let start = lines.read();
    while ends.len() < LINES && lines.read() - start < BYTES {
        let Some(number) = lines.next(&mut line)? else { break };
        bytes.extend_from_slice(&line);
        ends.push((number, bytes.len()));
    }
    Ok((!ends.is_empty()).then_some(Rows::Lines(bytes, ends)))
}

impl Block {
    /// How many events.
    pub(crate) fn len(&self) -> usize {
        match &self.rows {
            Rows::Lines(_, ends) => ends.len(),
            Rows::Table(table, _) => table.len(),
        }
    }

    /// Where one stands.
    pub(crate) fn place(&self, row: usize) -> Place {
        let number = match &self.rows {
            Rows::Lines(_, ends) => ends.get(row).map_or(0, |(number, _)| *number),
            Rows::Table(_, first) => first.saturating_add(row),
        };
        Place { file: self.file, number }
    }

    /// Reads one.
    pub(crate) fn event(&self, reader: &mut Reader<'_>, row: usize) -> Result<Event, Vec<InputError>> {
        match &self.rows {
            Rows::Lines(..) => reader.event(self.raw(row)),
            Rows::Table(table, _) => table.event(reader, row),
        }
    }

    /// One as it came, as one line of text.
    pub(crate) fn raw(&self, row: usize) -> Cow<'_, [u8]> {
        match &self.rows {
            Rows::Lines(bytes, ends) => {
                let from = row.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |(_, end)| *end);
                let to = ends.get(row).map_or(from, |(_, end)| *end);
                Cow::Borrowed(bytes.get(from..to).unwrap_or_default())
            }
            Rows::Table(table, _) => Cow::Owned(table.line(row).into_bytes()),
        }
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn shown(path: &Path) -> String {
    if is_stdin(path) { String::from("standard input") } else { files::name(path) }
}
