//! From text to the tree as written. Reading never fails: what cannot be read is reported, and the rest of the
//! file is there. `outline.rs` cuts the file into items, `grammar.rs` reads each alone, `build` makes the tree.

mod build;
pub mod everyday;
mod expected;
pub(crate) mod grammar;
mod keywords;
mod literal;
pub mod lookalike;
pub mod marks;
mod memory;
pub mod next;
mod outline;
mod phrases;
mod recover;
pub mod token;
mod trivia;
mod words;

pub use keywords::{can_be_name, is_keyword, is_reserved, keywords};
pub use memory::Memory;
pub use trivia::{Comment, Comments};
pub use words::{ItemWords, items};

use crate::ast::{BrokenItem, File, Name};
use crate::diag::{self, Code, Diagnostic, Fix, Safety};
use crate::limits;
use crate::source::{FileId, Span, Spanned};
use build::Builder;
use expected::{Page, nearest};
use grammar::{Failure, Node};
use outline::{ItemKind, Piece};
use token::{Kind, Token};
use trivia::offset;

/// Reads one file. Items that cannot be read are missing from the tree, named in `File::broken`, and reported;
/// comments and blank lines come beside the tree.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (File, Vec<Diagnostic>, Comments) {
    parse_again(file, text, &mut Memory::default())
}

/// The same with what was read before: what did not change since is not read again.
pub(crate) fn parse_again(
    file: FileId,
    text: &str,
    memory: &mut Memory,
) -> (File, Vec<Diagnostic>, Comments) {
    let mut reading = Reading { file, text, memory, parsed: File::default(), diagnostics: Vec::new() };
    if text.len() > limits::SOURCE_BYTES {
        reading.too_long();
        return (reading.parsed, reading.diagnostics, Comments::default());
    }
    let all = token::tokens(text);
    let comments = Comments::new(file, text, &all);
    let tokens = without_comments(&all);
    let outline = outline::outline(file, text, &tokens);
    reading.diagnostics = outline.diagnostics;
    let page = Page { file, text, tokens: &tokens };
    for piece in &outline.pieces {
        reading.piece(page, piece);
    }
    diag::sort(&mut reading.diagnostics);
    reading.diagnostics.truncate(limits::DIAGNOSTICS);
    (reading.parsed, reading.diagnostics, comments)
}

/// What the formatter works on: all pieces of a text, comments too, and what the grammar took of each item. Nothing
/// if an item cannot be read.
pub(crate) fn pieces(text: &str) -> Option<(Vec<Token>, Vec<Node<'_>>)> {
    let all = token::tokens(text);
    let tokens = without_comments(&all);
    let mut nodes = Vec::new();
    for piece in outline::outline(FileId(0), text, &tokens).pieces {
        let (first, last) = (tokens.get(piece.from)?, tokens.get(piece.to.checked_sub(1)?)?);
        nodes.extend(grammar::read(recover::rules(piece.kind?).0, text, first.start, last.end).ok()?);
    }
    Some((all, nodes))
}

/// The tokens that the grammar sees. A token after a comment still knows whether it starts its line.
fn without_comments(all: &[Token]) -> Vec<Token> {
    all.iter().filter(|t| t.kind != Kind::Comment).copied().collect()
}

struct Reading<'t, 'm> {
    file: FileId,
    text: &'t str,
    memory: &'m mut Memory,
    parsed: File,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_, '_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: offset(start), end: offset(end) }
    }

    fn too_long(&mut self) {
        let message = format!(
            "this file is {} bytes long; {} at most can be read",
            self.text.len(),
            limits::SOURCE_BYTES
        );
        let place = self.span(0, 0);
        self.diagnostics.push(
            Diagnostic::new(Code::SourceTooLong, place, message, "the whole file")
                .help("cut the programme into several files of one folder"),
        );
    }

    fn piece(&mut self, page: Page<'_>, piece: &Piece) {
        let tokens = page.tokens.get(piece.from..piece.to).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let Some(kind) = piece.kind else {
            self.outside(tokens, piece.damaged);
            return;
        };
        if piece.damaged {
            self.broken(kind, tokens);
            return;
        }
        let known = self.diagnostics.len();
        match self.memory.read(recover::rules(kind).0, page.text, first.start, last.end) {
            Ok(nodes) => self.build(nodes.first(), first, known),
            Err(failure) => self.failed(page, kind, tokens, &failure),
        }
        if self.diagnostics.len() > known {
            self.broken(kind, tokens);
        }
    }

    /// Makes the tree of an item. An item with a value that does not exist is not kept.
    fn build(&mut self, node: Option<&Node<'_>>, first: &Token, known: usize) {
        let mut builder = Builder { file: self.file, diagnostics: std::mem::take(&mut self.diagnostics) };
        let item = node.and_then(|n| builder.item(n));
        self.diagnostics = builder.diagnostics;
        match item {
            Some(item) if self.diagnostics.len() == known => self.parsed.items.push(item),
            None if self.diagnostics.len() == known => {
                let span = self.span(first.start, first.end);
                self.diagnostics.push(Diagnostic::new(
                    Code::Syntax,
                    span,
                    "this item cannot be read",
                    "this item",
                ));
            }
            Some(_) | None => {}
        }
    }

    fn failed(&mut self, page: Page<'_>, kind: ItemKind, tokens: &[Token], failure: &Failure) {
        self.diagnostics.extend(recover::mistakes(page, kind, tokens, failure));
    }

    /// Text that belongs to no item: a misspelt first word, or a slip.
    fn outside(&mut self, tokens: &[Token], damaged: bool) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let words: Vec<String> = ItemKind::ALL.iter().map(|k| k.word().to_owned()).collect();
        let shown = first.text(self.text).to_owned();
        let all = Page { file: self.file, text: self.text, tokens };
        let seen_wrong = lookalike::advice(all, first);
        let meant = (first.kind == Kind::Word).then(|| nearest(&shown, "", &words)).flatten();
        let said = everyday::item(&shown);
        if let Some(kind) =
            said.or_else(|| ItemKind::ALL.into_iter().find(|k| Some(k.word()) == meant.as_deref()))
        {
            let span = self.span(first.start, first.end);
            let message = format!("`{shown}` starts no item");
            let report = Diagnostic::new(Code::Syntax, span, message, "not understood");
            self.diagnostics.push(match seen_wrong {
                Some((help, fix)) => report.help(help).fix(fix),
                None => {
                    report.help(format!("did you mean `{}`?", kind.word())).fix(Fix::guess(span, kind.word()))
                }
            });
            self.broken(kind, tokens);
        } else if first.kind == Kind::Mark('}') {
            let span = self.span(first.start, first.end);
            self.diagnostics.push(
                Diagnostic::new(Code::Syntax, span, "this brace closes nothing", "one too many")
                    .help("take it away")
                    .fix(Fix::new(Safety::Unsafe, "take the brace away", span, "")),
            );
        } else if let Some((help, fix)) = seen_wrong {
            let span = self.span(first.start, first.end);
            let report =
                Diagnostic::new(Code::Syntax, span, "this text belongs to no item", "not understood");
            self.diagnostics.push(report.help(help).fix(fix));
        } else if !damaged {
            let place = if first.kind == Kind::Word { first } else { last };
            let span = self.span(first.start, place.end);
            let inside = everyday::inside(&shown).map(str::to_owned);
            let help = inside.unwrap_or_else(|| format!("an item starts with one of {}", words.join(", ")));
            self.diagnostics.push(
                Diagnostic::new(Code::Syntax, span, "this text belongs to no item", "outside of all items")
                    .help(help),
            );
        }
    }

    /// Remembers what an item that cannot be read would have declared.
    fn broken(&mut self, kind: ItemKind, tokens: &[Token]) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let spanned = |t: &Token, text: &str| Spanned::new(text.to_owned(), self.span(t.start, t.end));
        let keyword: Name = spanned(first, kind.word());
        let name = tokens.get(1).and_then(|t| match t.kind {
            Kind::Word => Some(spanned(t, t.text(self.text))),
            Kind::Text => Some(spanned(t, t.text(self.text).trim_matches('"'))),
            Kind::Number | Kind::OpenText | Kind::Comment | Kind::Mark(_) => None,
        });
        let span = self.span(first.start, last.end);
        self.parsed.broken.push(BrokenItem { keyword, name, span });
    }
}
