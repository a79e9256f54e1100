//! The rough pieces of a text: words, numbers, quoted texts, marks, comments. Enough to find items, braces and
//! comments in any text, also in a broken one; the grammar reads what stands inside.

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, digits and `_`, starting with a letter.
    Word,
    /// Digits, with `.`, `-` or `:` between digits: also dates and times; `25th`.
    Number,
    /// A quoted text.
    Text,
    /// A quote that is not closed on its line; runs to the end of the line.
    OpenText,
    /// From `#` to the end of the line.
    Comment,
    /// Any other character.
    Mark(char),
}

/// One piece of a text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// Line breaks between the piece before and this one.
    pub breaks: usize,
    /// Whether it is the first of its line.
    pub first: bool,
}

impl Token {
    /// The piece itself.
    #[must_use]
    pub fn text<'t>(&self, file: &'t str) -> &'t str {
        file.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether it is that word.
    #[must_use]
    pub fn is(&self, file: &str, word: &str) -> bool {
        self.kind == Kind::Word && self.text(file) == word
    }
}

/// All pieces of a text in order.
#[must_use]
pub fn tokens(file: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = Cursor { file, at: 0 };
    let mut breaks = 0;
    let mut first = true;
    while let Some(c) = chars.peek() {
        let start = chars.at;
        if matches!(c, ' ' | '\t' | '\r' | '\n') || c == '\u{feff}' && start == 0 {
            chars.step(c);
            if c == '\n' {
                breaks += 1;
                first = true;
            }
            continue;
        }
        let kind = chars.piece(c);
        found.push(Token { kind, start, end: chars.at, breaks, first });
        breaks = 0;
        first = false;
    }
    found
}

/// A place in the text that moves forward.
struct Cursor<'t> {
    file: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> std::str::Chars<'_> {
        self.file.get(self.at..).unwrap_or_default().chars()
    }

    fn peek(&self) -> Option<char> {
        self.rest().next()
    }

    fn step(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    fn skip(&mut self, fits: impl Fn(char) -> bool) {
        while let Some(c) = self.peek().filter(|&c| fits(c)) {
            self.step(c);
        }
    }

    fn piece(&mut self, c: char) -> Kind {
        if c.is_alphabetic() {
            self.skip(is_name_char);
            self.genitive();
            Kind::Word
        } else if c.is_ascii_digit() {
            self.number();
            self.ordinal();
            Kind::Number
        } else if c == '"' {
            self.step(c);
            self.quoted()
        } else if c == '#' {
            self.skip(|c| c != '\n');
            Kind::Comment
        } else {
            self.step(c);
            Kind::Mark(c)
        }
    }

    /// The end of `member's`.
    fn genitive(&mut self) {
        let mut rest = self.rest();
        if let (Some('\''), Some('s')) = (rest.next(), rest.next())
            && !rest.next().is_some_and(is_name_char)
        {
            self.step('\'');
            self.step('s');
        }
    }

    /// The end of `25th`.
    fn ordinal(&mut self) {
        let mut rest = self.rest();
        let ending = [rest.next(), rest.next()].map(Option::unwrap_or_default);
        let is_ending = matches!(ending, ['s', 't'] | ['n' | 'r', 'd'] | ['t', 'h']);
        if is_ending && !rest.next().is_some_and(is_name_char) {
            ending.iter().for_each(|c| self.step(*c));
        }
    }

    fn number(&mut self) {
        loop {
            self.skip(|c| c.is_ascii_digit());
            let mut rest = self.rest();
            match (rest.next(), rest.next()) {
                (Some(c @ ('.' | '-' | ':')), Some(d)) if d.is_ascii_digit() => self.step(c),
                _ => return,
            }
        }
    }

    fn quoted(&mut self) -> Kind {
        while let Some(c) = self.peek() {
            if c == '\n' || c == '\r' {
                return Kind::OpenText;
            }
            self.step(c);
            match (c, self.peek()) {
                ('"', _) => return Kind::Text,
                ('\\', Some(next)) if next != '\n' && next != '\r' => self.step(next),
                _ => {}
            }
        }
        Kind::OpenText
    }
}

/// Whether a character may stand inside a name.
#[must_use]
pub fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).iter().map(|t| (t.kind, t.text(text))).collect()
    }

    #[test]
    fn words_numbers_dates_and_times() {
        assert_eq!(
            kinds("von_1 20.00 2026-09-07 17:00 1.x"),
            [
                (Kind::Word, "von_1"),
                (Kind::Number, "20.00"),
                (Kind::Number, "2026-09-07"),
                (Kind::Number, "17:00"),
                (Kind::Number, "1"),
                (Kind::Mark('.'), "."),
                (Kind::Word, "x"),
            ]
        );
    }

    #[test]
    fn a_quote_ends_with_its_line() {
        assert_eq!(
            kinds("\"a\\\"b\" \"open # x\n\"c\" # d\" e"),
            [
                (Kind::Text, "\"a\\\"b\""),
                (Kind::OpenText, "\"open # x"),
                (Kind::Text, "\"c\""),
                (Kind::Comment, "# d\" e"),
            ]
        );
    }
}
