//! Reading lines from files and standard input.

use super::{is_stdin, shown};
use crate::failure::Failure;
use crate::files;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use treue_runtime::limits::EVENT_BYTES;

/// All lines of a file.
pub(crate) struct Lines {
    path: PathBuf,
    source: Box<dyn BufRead>,
    /// Which line was read last, from 1.
    line: usize,
    read: u64,
}

impl Lines {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> Result<Lines, Failure> {
        Ok(Lines { path: path.to_path_buf(), source: open(path)?, line: 0, read: 0 })
    }

    /// Bytes read so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// The next line that is not blank, without its end; `None` after the last. Gives its number, from 1. Of a line that is
    /// longer than any event, so much that the reader of events sees that it is.
    pub(crate) fn next(&mut self, line: &mut Vec<u8>) -> Result<Option<usize>, Failure> {
        loop {
            line.clear();
            let count = read_line(&mut *self.source, line);
            let count = count.map_err(|e| Failure::file("read", &shown(&self.path), &e))?;
            self.read = self.read.saturating_add(count);
            if count == 0 {
                return Ok(None);
            }
            self.line += 1;
            if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(self.line));
            }
        }
    }
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
