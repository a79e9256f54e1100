//! Lines and blocks as text: two spaces a level, one clause a line, a hundred columns.

use super::shape::{Block, Line, Part};
use crate::syntax::token::{Kind, Token};

/// Columns that a line may have.
const WIDTH: usize = 100;
/// Spaces of one level.
const STEP: usize = 2;

/// Words that a line that is too long is best broken before, outside parentheses. None of these, nor of the
/// next, can be a unit or a name, so that a break changes nothing.
const GOOD_BREAKS: &[&str] = &["and", "or", "except", "where", "when", "with", "paid", "less", "keep"];
/// Words that it is broken before when there is no better place.
const BREAKS: &[&str] = &[
    "from", "until", "at", "on", "in", "of", "per", "is", "by", "rounded", "then", "without", "category",
    "brand", "sku", "label", "discount", "tax",
];

/// How well a line may be broken at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    /// Only if there is no other way.
    Poor,
    /// Between the parts of a parenthesis.
    Fair,
    /// Between its main parts.
    Good,
}

/// A whole file.
pub(super) fn file(text: &str, lines: &[Line]) -> String {
    let mut printer = Printer { text, out: String::new(), column: 0 };
    let mut before_was_long = false;
    for (at, line) in lines.iter().enumerate() {
        let long = printer.flat(line, 0).is_none() && !line.parts.is_empty();
        if at > 0 && (line.blank || long || before_was_long) {
            printer.out.push('\n');
        }
        printer.line(line, 0);
        before_was_long = long;
    }
    printer.out
}

struct Printer<'t> {
    text: &'t str,
    out: String,
    /// Characters on the current line.
    column: usize,
}

impl Printer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn new_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    fn comment(&mut self, token: &Token) {
        let text = token.text(self.text).trim_end().to_owned();
        self.put(&text);
    }

    /// A line with its comments, from the start of a line to the line break.
    fn line(&mut self, line: &Line, indent: usize) {
        for (comment, blank_after) in &line.above {
            self.start(indent);
            self.comment(comment);
            self.out.push('\n');
            if *blank_after {
                self.out.push('\n');
            }
        }
        if line.parts.is_empty() {
            return;
        }
        self.start(indent);
        match self.flat(line, indent) {
            Some(flat) => self.put(&flat),
            None => self.parts(line, indent),
        }
        if let Some(comment) = &line.behind {
            self.put("  ");
            self.comment(comment);
        }
        self.out.push('\n');
    }

    fn start(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    /// The line on one line, if it may stand so: it fits, and its blocks hold one plain line at most.
    fn flat(&self, line: &Line, indent: usize) -> Option<String> {
        let mut out = String::new();
        self.flat_parts(line, &mut out)?;
        (indent + out.chars().count() <= WIDTH).then_some(out)
    }

    fn flat_parts(&self, line: &Line, out: &mut String) -> Option<()> {
        let mut before: Option<Token> = None;
        for part in &line.parts {
            match part {
                Part::Token(token) if token.kind == Kind::Comment => return None,
                Part::Token(token) => {
                    if !out.is_empty() && is_apart(before.as_ref(), token) {
                        out.push(' ');
                    }
                    out.push_str(token.text(self.text));
                    before = Some(*token);
                }
                Part::Block(block) => {
                    out.push_str(" { ");
                    match block.lines.as_slice() {
                        [] => {}
                        [only] if only.above.is_empty() && only.behind.is_none() => {
                            let mut inner = String::new();
                            self.flat_parts(only, &mut inner)?;
                            out.push_str(&inner);
                            out.push(' ');
                        }
                        _ => return None,
                    }
                    if block.opening.is_some() {
                        return None;
                    }
                    out.push('}');
                    before = None;
                }
            }
        }
        Some(())
    }

    /// A line that needs several.
    fn parts(&mut self, line: &Line, indent: usize) {
        let further = indent + 2 * STEP;
        let mut run = Run::default();
        // Whether the next part stands at the start of a line.
        let mut fresh = true;
        for (at, part) in line.parts.iter().enumerate() {
            match part {
                Part::Block(block) => {
                    self.put(if fresh { "" } else { " " });
                    self.block(block, indent);
                    (run, fresh) = (Run::default(), false);
                }
                Part::Token(token) if token.kind == Kind::Comment => {
                    self.comment_inside(token, fresh, further);
                    fresh = true;
                }
                Part::Token(token) => {
                    let place = run.place(self.text, token);
                    if !fresh && is_apart(run.before.as_ref(), token) {
                        let rest = line.parts.get(at..).unwrap_or_default();
                        match place {
                            Some(place) if self.column + 1 + self.until(place, rest, run) > WIDTH => {
                                self.new_line(further);
                            }
                            _ => self.put(" "),
                        }
                    }
                    self.put(token.text(self.text));
                    run.take(token);
                    fresh = false;
                }
            }
        }
    }

    /// A comment inside a line; what follows starts a line of its own.
    fn comment_inside(&mut self, token: &Token, fresh: bool, further: usize) {
        match (token.first, fresh) {
            (true, false) => self.new_line(further),
            (false, false) => self.put("  "),
            (_, true) => {}
        }
        self.comment(token);
        self.new_line(further);
    }

    /// Characters from the first of these parts to the next place that is as good for a break, or better.
    fn until(&self, wanted: Break, parts: &[Part], mut run: Run) -> usize {
        let mut count = 0;
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Block(_) => return count + " {".len(),
                Part::Token(token) if token.kind == Kind::Comment => return count,
                Part::Token(token) => {
                    if at > 0 {
                        if run.place(self.text, token).is_some_and(|place| place >= wanted) {
                            return count;
                        }
                        count += usize::from(is_apart(run.before.as_ref(), token));
                    }
                    count += token.text(self.text).chars().count();
                    run.take(token);
                }
            }
        }
        count
    }

    /// A block over several lines, or an empty one.
    fn block(&mut self, block: &Block, indent: usize) {
        if block.lines.is_empty() && block.opening.is_none() {
            self.put("{ }");
            return;
        }
        self.put("{");
        if let Some(comment) = &block.opening {
            self.put("  ");
            self.comment(comment);
        }
        self.out.push('\n');
        for (at, line) in block.lines.iter().enumerate() {
            if at > 0 && line.blank {
                self.out.push('\n');
            }
            self.line(line, indent + STEP);
        }
        self.start(indent);
        self.put("}");
    }
}

/// What stands before a token of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// The token before; nothing at the start, and behind a closing brace.
    before: Option<Token>,
    /// Open parentheses.
    depth: usize,
}

impl Run {
    /// How well the line may be broken before this token.
    fn place(&self, text: &str, token: &Token) -> Option<Break> {
        let outside = if self.depth == 0 { Break::Good } else { Break::Fair };
        let word = if token.kind == Kind::Word { token.text(text) } else { "" };
        if self.before.is_some_and(|t| t.kind == Kind::Mark(',')) || GOOD_BREAKS.contains(&word) {
            return Some(outside);
        }
        BREAKS.contains(&word).then_some(Break::Poor)
    }

    fn take(&mut self, token: &Token) {
        match token.kind {
            Kind::Mark('(') => self.depth += 1,
            Kind::Mark(')') => self.depth = self.depth.saturating_sub(1),
            Kind::Word | Kind::Number | Kind::Text | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {}
        }
        self.before = Some(*token);
    }
}

/// Whether a space stands between two tokens; `None` is a closing brace.
fn is_apart(before: Option<&Token>, token: &Token) -> bool {
    let tight_after = before.is_some_and(|t| matches!(t.kind, Kind::Mark('(' | '.' | '-')));
    let tight_before = matches!(token.kind, Kind::Mark(',' | ')' | ':' | '%' | '.'));
    !tight_after && !tight_before
}
