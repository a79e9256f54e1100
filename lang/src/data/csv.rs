//! CSV as RFC 4180 has it: cells between commas, quoted where they hold commas, quotes or line breaks. One row at a
//! time, so that a large file needs no second copy.

use std::borrow::Cow;

/// A cell, and where it stands: bytes from `start` to before `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    /// Its text, without the quotes and without white space around it.
    pub(crate) text: Cow<'t, str>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What is not CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A quote that is not closed, from this byte.
    Unclosed(usize),
    /// Something behind a closing quote, at this byte.
    BehindQuote(usize),
}

/// The rows of a text. Empty lines are passed over.
#[derive(Debug)]
pub(crate) struct Rows<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rows<'t> {
    /// Of a text; a byte order mark is passed over.
    pub(crate) fn new(text: &'t str) -> Rows<'t> {
        Rows { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Fills the cells of the next row; false at the end.
    pub(crate) fn next(&mut self, cells: &mut Vec<Cell<'t>>) -> Result<bool, Broken> {
        cells.clear();
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return Ok(false);
            }
            let line = rest.split('\n').next().unwrap_or_default();
            if line.trim().is_empty() {
                self.at += (line.len() + 1).min(rest.len());
                continue;
            }
            break;
        }
        loop {
            let (cell, more) = self.cell()?;
            cells.push(cell);
            if !more {
                return Ok(true);
            }
        }
    }

    /// One cell, and whether another follows on the row.
    fn cell(&mut self) -> Result<(Cell<'t>, bool), Broken> {
        let blank = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.at += blank;
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let rest = self.rest();
        let len = rest.find([',', '\n']).unwrap_or(rest.len());
        let text = rest.get(..len).unwrap_or_default().trim_end();
        let cell = Cell { text: Cow::Borrowed(text), start: self.at, end: self.at + text.len() };
        self.at += len;
        Ok((cell, self.passed_comma()))
    }

    fn quoted(&mut self) -> Result<(Cell<'t>, bool), Broken> {
        let start = self.at;
        let inside = self.rest().get(1..).unwrap_or_default();
        let mut from = 0;
        let len = loop {
            let tail = inside.get(from..).unwrap_or_default();
            let Some(quote) = tail.find('"') else { return Err(Broken::Unclosed(start)) };
            if tail.get(quote + 1..).is_some_and(|t| t.starts_with('"')) {
                from += quote + 2;
            } else {
                break from + quote;
            }
        };
        let raw = inside.get(..len).unwrap_or_default();
        let text = if raw.contains('"') { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) };
        self.at = start + len + 2;
        let cell = Cell { text, start, end: self.at };
        let behind = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\r']).len();
        self.at += behind;
        match self.rest().chars().next() {
            None | Some(',' | '\n') => Ok((cell, self.passed_comma())),
            Some(_) => Err(Broken::BehindQuote(self.at)),
        }
    }

    /// Passes the mark behind a cell; whether it is a comma.
    fn passed_comma(&mut self) -> bool {
        let comma = self.rest().starts_with(',');
        if !self.rest().is_empty() {
            self.at += 1;
        }
        comma
    }
}

/// What stands between the columns of a first line in the place of commas, as programs for tables write it in countries
/// whose decimals have commas.
pub(crate) fn other_separator(header: &[Cell<'_>]) -> Option<&'static str> {
    let [only] = header else { return None };
    [(';', "semicolons"), ('\t', "tabs")]
        .into_iter()
        .find(|(mark, _)| only.text.contains(*mark))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<Vec<String>>, Broken> {
        let (mut rows, mut cells, mut found) = (Rows::new(text), Vec::new(), Vec::new());
        while rows.next(&mut cells)? {
            found.push(cells.iter().map(|c| c.text.to_string()).collect());
        }
        Ok(found)
    }

    #[test]
    fn rows_and_cells() {
        assert_eq!(
            rows("a,b\r\n\r\n 1 , \"x, \"\"y\"\"\"\n,\n").unwrap(),
            [["a", "b"], ["1", "x, \"y\""], ["", ""]]
        );
        assert_eq!(rows("\u{feff}a").unwrap(), [["a"]]);
        assert_eq!(rows("").unwrap(), Vec::<Vec<String>>::new());
        assert_eq!(rows("\"a\nb\",c").unwrap(), [["a\nb", "c"]]);
    }

    #[test]
    fn other_separators_are_seen() {
        for (text, separator) in
            [("a;b", Some("semicolons")), ("a\tb", Some("tabs")), ("a", None), ("a;b,c", None)]
        {
            let mut cells = Vec::new();
            Rows::new(text).next(&mut cells).unwrap();
            assert_eq!(other_separator(&cells), separator, "{text}");
        }
    }

    #[test]
    fn what_is_broken() {
        assert_eq!(rows("a,\"b"), Err(Broken::Unclosed(2)));
        assert_eq!(rows("\"a\" b"), Err(Broken::BehindQuote(4)));
    }
}
