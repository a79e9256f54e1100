//! Reading lines of events from files and standard input, and saying where a bad one stands.

use crate::failure::Failure;
use crate::files;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use treue_runtime::event::InputError;
use treue_runtime::limits::EVENT_BYTES;

/// Bad lines that are reported; of the others only their number.
const REPORTED: usize = 20;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which of the inputs.
    file: usize,
    /// Which line, from 1.
    line: usize,
}

/// All lines of all inputs, one after the other.
pub(crate) struct Lines {
    paths: Vec<PathBuf>,
    open: Option<Box<dyn BufRead>>,
    at: Place,
    read: u64,
    total: Option<u64>,
}

impl Lines {
    /// These files in this order; `-` is standard input. Fails at once if one of them cannot be read.
    pub(crate) fn open(paths: &[PathBuf]) -> Result<Lines, Failure> {
        let mut total = Some(0_u64);
        if paths.iter().filter(|p| is_stdin(p)).count() > 1 {
            return Err(Failure::cannot("standard input (-) can be read only once"));
        }
        for path in paths {
            if is_stdin(path) {
                total = None;
                continue;
            }
            let about = File::open(path).and_then(|f| f.metadata());
            let about = about.map_err(|e| Failure::file("read", &files::name(path), &e))?;
            if about.is_dir() {
                let name = files::name(path);
                return Err(Failure::cannot(format!("{name} is a folder; name the event files in it")));
            }
            total = total.filter(|_| about.is_file()).map(|t| t.saturating_add(about.len()));
        }
        Ok(Lines { paths: paths.to_vec(), open: None, at: Place { file: 0, line: 0 }, read: 0, total })
    }

    /// Bytes of all files together, if that is known.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Bytes read so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// The next line that is not blank, without its end; `None` after the last. Of a line that is longer than any
    /// event, so much that the reader of events sees that it is.
    pub(crate) fn next(&mut self, line: &mut Vec<u8>) -> Result<Option<Place>, Failure> {
        loop {
            let Some(path) = self.paths.get(self.at.file) else { return Ok(None) };
            let source = match &mut self.open {
                Some(source) => source,
                None => self.open.insert(open(path)?),
            };
            line.clear();
            let count = read_line(source, line).map_err(|e| Failure::file("read", &shown(path), &e))?;
            self.read = self.read.saturating_add(count);
            if count == 0 {
                self.open = None;
                self.at = Place { file: self.at.file + 1, line: 0 };
                continue;
            }
            self.at.line += 1;
            if self.at.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(self.at));
            }
        }
    }

    /// `receipts.ndjson:12`.
    pub(crate) fn place(&self, place: Place) -> String {
        let file = self.paths.get(place.file).map_or_else(String::new, |p| shown(p));
        format!("{file}:{}", place.line)
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn shown(path: &Path) -> String {
    if is_stdin(path) { String::from("standard input") } else { files::name(path) }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::with_capacity(1 << 18, std::io::stdin())));
    }
    let file = File::open(path).map_err(|e| Failure::file("read", &files::name(path), &e))?;
    Ok(Box::new(BufReader::with_capacity(1 << 18, file)))
}

/// Reads up to the end of the line and gives the number of bytes read. Keeps a little more than an event may have.
fn read_line(source: &mut dyn BufRead, line: &mut Vec<u8>) -> std::io::Result<u64> {
    let most = u64::try_from(EVENT_BYTES).unwrap_or(u64::MAX).saturating_add(2);
    let mut count = u64::try_from(source.take(most).read_until(b'\n', line)?).unwrap_or(0);
    if count == most && line.last() != Some(&b'\n') {
        count = count.saturating_add(skip_line(source)?);
    }
    while matches!(line.last(), Some(b'\n' | b'\r')) {
        line.pop();
    }
    Ok(count)
}

/// Reads to the end of the line without keeping it.
fn skip_line(source: &mut dyn BufRead) -> std::io::Result<u64> {
    let mut count = 0_u64;
    loop {
        let (used, done) = {
            let part = source.fill_buf()?;
            match part.iter().position(|b| *b == b'\n') {
                Some(end) => (end + 1, true),
                None => (part.len(), part.is_empty()),
            }
        };
        source.consume(used);
        count = count.saturating_add(u64::try_from(used).unwrap_or(0));
        if done {
            return Ok(count);
        }
    }
}

/// Bad lines: the first few in words, all by number.
#[derive(Default)]
pub(crate) struct Problems {
    shown: Vec<String>,
    lines: usize,
}

impl Problems {
    /// A line that is no event of this programme.
    pub(crate) fn invalid(&mut self, place: &str, errors: &[InputError]) -> String {
        let mut text = Vec::new();
        for error in errors {
            let column = error.column.map_or_else(String::new, |c| format!(":{c}"));
            text.push(format!("{place}{column}: {error} [{}]", error.code.name()));
        }
        self.add(text.join("\n"))
    }

    /// An event that the programme cannot take, such as one out of order.
    pub(crate) fn refused(&mut self, place: &str, event: &str, sentence: &str, code: &str) -> String {
        let id = if event.is_empty() { String::new() } else { format!("event {event}: ") };
        self.add(format!("{place}: {id}{sentence} [{code}]"))
    }

    /// Anything else about a line.
    pub(crate) fn note(&mut self, place: &str, reason: &str) -> String {
        self.add(format!("{place}: {reason}"))
    }

    fn add(&mut self, text: String) -> String {
        self.lines += 1;
        if self.lines <= REPORTED {
            self.shown.push(text.clone());
        }
        text
    }

    /// How many lines are bad.
    pub(crate) fn count(&self) -> usize {
        self.lines
    }

    /// All of it, for a run that cannot go on.
    pub(crate) fn report(&self) -> String {
        let mut out = self.shown.join("\n");
        if self.lines > REPORTED {
            out.push_str(&format!("\n... and {} more", crate::ui::number::count(self.lines - REPORTED)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_like() {
        let mut source = BufReader::new("a\r\nb\n\nc".as_bytes());
        let mut line = Vec::new();
        let mut seen = Vec::new();
        loop {
            line.clear();
            if read_line(&mut source, &mut line).unwrap() == 0 {
                break;
            }
            seen.push(String::from_utf8(line.clone()).unwrap());
        }
        assert_eq!(seen, ["a", "b", "", "c"]);
    }

    #[test]
    fn a_long_line_is_left_behind() {
        let mut text = "x".repeat(EVENT_BYTES + 100);
        text.push_str("\nnext\n");
        let mut source = BufReader::new(text.as_bytes());
        let mut line = Vec::new();
        read_line(&mut source, &mut line).unwrap();
        assert_eq!(line.len(), EVENT_BYTES + 2);
        line.clear();
        read_line(&mut source, &mut line).unwrap();
        assert_eq!(line, b"next");
    }
}
