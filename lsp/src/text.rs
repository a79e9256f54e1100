//! A text with its lines: places as editors count them, in UTF-8 or UTF-16 units of a line, and as the front end counts
//! them, in bytes of the whole.

use gen_lsp_types::{Position, Range, TextEdit};
use treue_lang::source::Span;

/// How an editor counts within a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of 16 bits: what is meant where an editor says nothing.
    #[default]
    Utf16,
}

impl Encoding {
    fn units(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        }
    }
}

/// A text and where its lines start.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    text: String,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Text {
    pub(crate) fn new(text: String, encoding: Encoding) -> Text {
        let starts = line_starts(&text);
        Text { text, starts, encoding }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Lines; one more than line breaks.
    pub(crate) fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The byte of a place. One past the end of its line is the end of the line, as the protocol has it.
    ///
    /// # Errors
    /// In words, if there is no such line.
    pub(crate) fn offset(&self, position: Position) -> Result<usize, String> {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else {
            let lines = self.lines();
            let least = u64::from(position.line) + 1;
            return Err(format!("there is no line {least}: the text has {lines}"));
        };
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut at = start;
        for c in self.text.get(start..).unwrap_or_default().chars() {
            let units = self.encoding.units(c);
            if left < units || c == '\n' || c == '\r' {
                break;
            }
            left -= units;
            at += c.len_utf8();
        }
        Ok(at)
    }

    /// The bytes of a range.
    ///
    /// # Errors
    /// In words, if a line does not exist or it ends before it starts.
    pub(crate) fn bytes(&self, range: Range) -> Result<std::ops::Range<usize>, String> {
        let (start, end) = (self.offset(range.start)?, self.offset(range.end)?);
        if start > end {
            return Err("the range ends before it starts".to_owned());
        }
        Ok(start..end)
    }

    /// The place of a byte; the end of the text for one beyond.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        let character: usize = before.chars().map(|c| self.encoding.units(c)).sum();
        Position::new(number(line), number(character))
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }

    /// Units of the editor in a span of one line.
    pub(crate) fn units(&self, span: Span) -> u32 {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        number(text.chars().map(|c| self.encoding.units(c)).sum())
    }

    /// What turns this text into another one: the lines between those that are equal at both ends.
    pub(crate) fn edits_to(&self, other: &str) -> Vec<TextEdit> {
        if self.text == other {
            return Vec::new();
        }
        let (old, new): (Vec<&str>, Vec<&str>) =
            (self.text.split_inclusive('\n').collect(), other.split_inclusive('\n').collect());
        let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - same;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let length = |lines: &[&str], from: usize, to: usize| -> usize {
            lines.iter().take(to).skip(from).map(|l| l.len()).sum()
        };
        let start = length(&old, 0, same);
        let end = start + length(&old, same, old.len() - tail);
        let new_text = new.iter().take(new.len() - tail).skip(same).copied().collect();
        let range = Range { start: self.position(start), end: self.position(end) };
        vec![TextEdit { range, new_text }]
    }

    /// Puts other words in the place of some bytes, which are whole characters.
    pub(crate) fn replace(&mut self, bytes: std::ops::Range<usize>, words: &str) {
        self.text.replace_range(bytes, words);
        self.starts = line_starts(&self.text);
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A line ends with `\n`, `\r\n` or `\r`.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_both_encodings() {
        // `é` is two bytes and one unit of 16 bits, `🍎` four bytes and two units.
        let sixteen = Text::new("a\r\né🍎x\rb\n".to_owned(), Encoding::Utf16);
        assert_eq!(sixteen.lines(), 4);
        assert_eq!(sixteen.offset(Position::new(1, 3)), Ok(9));
        assert_eq!(sixteen.position(9), Position::new(1, 3));
        // In the middle of a character is its start; past the end of a line is its end.
        assert_eq!(sixteen.offset(Position::new(1, 2)), Ok(5));
        assert_eq!(sixteen.offset(Position::new(1, 99)), Ok(10));
        assert_eq!(sixteen.offset(Position::new(0, 99)), Ok(1));
        assert!(sixteen.offset(Position::new(9, 0)).is_err());
        let eight = Text::new("a\r\né🍎x".to_owned(), Encoding::Utf8);
        assert_eq!((eight.offset(Position::new(1, 6)), eight.position(9)), (Ok(9), Position::new(1, 6)));
        assert_eq!(eight.offset(Position::new(1, 1)), Ok(3));
    }

    #[test]
    fn edits_are_the_lines_that_differ() {
        let text = Text::new("a\nb\nc\n".to_owned(), Encoding::Utf8);
        let edits = text.edits_to("a\nB\nB\nc\n");
        assert_eq!(edits[0].range, Range { start: Position::new(1, 0), end: Position::new(2, 0) });
        assert_eq!(edits[0].new_text, "B\nB\n");
        assert!(text.edits_to("a\nb\nc\n").is_empty());
    }
}
