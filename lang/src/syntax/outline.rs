//! The outline of a file: its items, found by their first words and by braces before anything is parsed. So a
//! broken item costs itself only, and no parser ever sees a text that is nested too deep.

use super::token::{Kind, Token};
use super::trivia::offset;
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::source::{FileId, Span};

/// The kinds of items, by their first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the item of the same name")]
pub(crate) enum ItemKind {
    Programme,
    Fields,
    Lines,
    Track,
    Earn,
    Stack,
    Tiers,
    Expire,
    Reward,
    Partner,
    Test,
    Migration,
    Holidays,
    Table,
    Rates,
    Vocabulary,
    Returns,
    Zones,
    Property,
}

impl ItemKind {
    pub(crate) const ALL: [ItemKind; 19] = [
        ItemKind::Programme,
        ItemKind::Fields,
        ItemKind::Lines,
        ItemKind::Track,
        ItemKind::Earn,
        ItemKind::Stack,
        ItemKind::Tiers,
        ItemKind::Expire,
        ItemKind::Reward,
        ItemKind::Partner,
        ItemKind::Test,
        ItemKind::Migration,
        ItemKind::Holidays,
        ItemKind::Rates,
        ItemKind::Returns,
        ItemKind::Zones,
        ItemKind::Table,
        ItemKind::Vocabulary,
        ItemKind::Property,
    ];

    /// Its first word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ItemKind::Programme => "programme",
            ItemKind::Fields => "fields",
            ItemKind::Lines => "lines",
            ItemKind::Track => "track",
            ItemKind::Earn => "earn",
            ItemKind::Stack => "stack",
            ItemKind::Tiers => "tiers",
            ItemKind::Expire => "expire",
            ItemKind::Reward => "reward",
            ItemKind::Partner => "partner",
            ItemKind::Test => "test",
            ItemKind::Migration => "migration",
            ItemKind::Holidays => "holidays",
            ItemKind::Table => "table",
            ItemKind::Rates => "rates",
            ItemKind::Vocabulary => "vocabulary",
            ItemKind::Returns => "returns",
            ItemKind::Zones => "zones",
            ItemKind::Property => "for",
        }
    }

    fn of(word: &str) -> Option<ItemKind> {
        ItemKind::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// The text of one item.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// What it is; nothing for text that belongs to no item.
    pub(crate) kind: Option<ItemKind>,
    /// Its first token, as an index.
    pub(crate) from: usize,
    /// The first token after it.
    pub(crate) to: usize,
    /// Whether its braces or quotes are wrong, which has been reported.
    pub(crate) damaged: bool,
}

/// The outline of a file.
pub(crate) struct Outline {
    /// Its pieces in order.
    pub(crate) pieces: Vec<Piece>,
    /// Mistakes in braces and quotes.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Cuts a file into items. `tokens` are without comments.
pub(crate) fn outline(file: FileId, text: &str, tokens: &[Token]) -> Outline {
    let mut scan = Scan {
        file,
        text,
        tokens,
        pieces: Vec::new(),
        diagnostics: Vec::new(),
        current: None,
        open: Vec::new(),
        too_deep: 0,
    };
    for (at, token) in tokens.iter().enumerate() {
        scan.take(at, token);
    }
    scan.close_item(tokens.len());
    Outline { pieces: scan.pieces, diagnostics: scan.diagnostics }
}

struct Scan<'t> {
    file: FileId,
    text: &'t str,
    tokens: &'t [Token],
    pieces: Vec<Piece>,
    diagnostics: Vec<Diagnostic>,
    current: Option<Piece>,
    /// Open braces and parentheses.
    open: Vec<(char, Token)>,
    /// How many more are open beyond the limit.
    too_deep: usize,
}

impl Scan<'_> {
    fn take(&mut self, at: usize, token: &Token) {
        if let Some(kind) = self.item_start(at, token) {
            self.close_item(at);
            self.current = Some(Piece { kind: Some(kind), from: at, to: at, damaged: false });
            return;
        }
        if self.current.is_none() {
            self.current = Some(Piece { kind: None, from: at, to: at, damaged: false });
        }
        match token.kind {
            Kind::Mark(mark @ ('{' | '(')) => self.opened(mark, *token),
            Kind::Mark(mark @ ('}' | ')')) => {
                self.closed(mark);
                if mark == '}' && self.open.is_empty() && self.too_deep == 0 {
                    self.close_item(at + 1);
                }
            }
            Kind::OpenText => {
                let quote = Span { end: offset(token.start + 1), ..self.span(token) };
                self.damage(
                    Diagnostic::new(
                        Code::Unclosed,
                        quote,
                        "this quote is not closed on its line",
                        "opened here",
                    )
                    .help("put `\"` at the end of the text; a text cannot run over several lines"),
                );
            }
            Kind::Word | Kind::Number | Kind::Text | Kind::Comment | Kind::Mark(_) => {}
        }
    }

    /// Whether an item starts with this token. Inside braces, only a line that can be nothing else starts one:
    /// it shows that a brace before it is missing.
    fn item_start(&self, at: usize, token: &Token) -> Option<ItemKind> {
        if token.kind != Kind::Word {
            return None;
        }
        let kind = ItemKind::of(token.text(self.text))?;
        let shaped = self.has_shape(kind, at);
        let inside = !self.open.is_empty() || self.too_deep > 0;
        let in_partner = self.current.as_ref().is_some_and(|c| c.kind == Some(ItemKind::Partner));
        let starts = if inside {
            // `100 points for every purchase` may be written on two lines.
            let goes_on = kind == ItemKind::Property || kind == ItemKind::Earn && in_partner;
            shaped && token.first && !goes_on
        } else {
            // `for ever`, `for each line of` and `for everyone` go on with what stands before.
            shaped
                || token.first
                    && kind != ItemKind::Property
                    && (kind != ItemKind::Lines || self.lines_may_start(at))
        };
        starts.then_some(kind)
    }

    /// `lines` also stands inside selections, so without its shape it needs something finished before it.
    fn lines_may_start(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|i| self.tokens.get(i)) else { return true };
        let goes_on = ["all", "of", "and", "except", "least"].iter().any(|w| before.is(self.text, w));
        !goes_on && !matches!(before.kind, Kind::Mark('=' | '(' | ',') | Kind::Number)
    }

    /// Whether what follows is how such an item goes on.
    fn has_shape(&self, kind: ItemKind, at: usize) -> bool {
        let next = self.tokens.get(at + 1);
        let after = self.tokens.get(at + 2);
        let mark = |t: Option<&Token>, c: char| t.is_some_and(|t| t.kind == Kind::Mark(c));
        let word = next.is_some_and(|t| t.kind == Kind::Word);
        let text = |t: Option<&Token>| t.is_some_and(|t| matches!(t.kind, Kind::Text | Kind::OpenText));
        match kind {
            ItemKind::Programme | ItemKind::Test | ItemKind::Rates | ItemKind::Zones => text(next),
            ItemKind::Fields | ItemKind::Migration | ItemKind::Returns => mark(next, '{'),
            ItemKind::Property => next.is_some_and(|t| t.is(self.text, "every")),
            ItemKind::Table => word && text(after),
            ItemKind::Vocabulary => word && after.is_some_and(|t| t.is(self.text, "from")),
            ItemKind::Lines | ItemKind::Track | ItemKind::Holidays => word && mark(after, '='),
            ItemKind::Earn
            | ItemKind::Stack
            | ItemKind::Tiers
            | ItemKind::Expire
            | ItemKind::Reward
            | ItemKind::Partner => {
                let goes_on = |w: &&str| after.is_some_and(|t| t.is(self.text, w));
                word && (mark(after, '{') || text(after) || ["from", "until", "on", "by"].iter().any(goes_on))
            }
        }
    }

    fn opened(&mut self, mark: char, token: Token) {
        let around = self.open.iter().filter(|(open, _)| *open == mark).count();
        if around < limits::NESTING {
            self.open.push((mark, token));
            return;
        }
        if self.too_deep == 0 {
            let most = limits::NESTING;
            let what = if mark == '(' { "parentheses" } else { "braces" };
            let message = format!("{what} are nested more than {most} deep");
            let report =
                Diagnostic::new(Code::NestingTooDeep, self.span(&token), message, "too deep from here")
                    .help("give inner parts names of their own with `lines`, and use the names here");
            // One message is enough for an item, however deep it goes on.
            if !self.current.as_ref().is_some_and(|c| c.damaged) {
                self.damage(report);
            }
        }
        self.too_deep += 1;
    }

    fn closed(&mut self, mark: char) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let opener = if mark == '}' { '{' } else { '(' };
        if !self.open.iter().any(|&(o, _)| o == opener) {
            return;
        }
        while let Some((open, token)) = self.open.last().copied() {
            if open == opener {
                self.open.pop();
                return;
            }
            if mark == ')' {
                // A brace stands between: the parenthesis is a slip, and parsing reports it.
                return;
            }
            self.open.pop();
            self.report_unclosed(open, &token);
        }
    }

    fn report_unclosed(&mut self, open: char, token: &Token) {
        if self.current.as_ref().is_some_and(|c| c.damaged) {
            return;
        }
        let (what, close) = if open == '{' { ("brace", '}') } else { ("parenthesis", ')') };
        let message = format!("this {what} is never closed");
        let report = Diagnostic::new(Code::Unclosed, self.span(token), message, "opened here");
        self.damage(report.help(format!("put `{close}` where it ends")));
    }

    fn damage(&mut self, report: Diagnostic) {
        self.diagnostics.push(report);
        if let Some(current) = &mut self.current {
            current.damaged = true;
        }
    }

    /// Ends the current item before the token `to`.
    fn close_item(&mut self, to: usize) {
        if let Some((open, token)) = self.open.last().copied() {
            self.report_unclosed(open, &token);
        }
        self.open.clear();
        self.too_deep = 0;
        if let Some(mut piece) = self.current.take() {
            piece.to = to;
            self.pieces.push(piece);
        }
    }

    fn span(&self, token: &Token) -> Span {
        Span { file: self.file, start: offset(token.start), end: offset(token.end) }
    }
}
