//! A text as lines and blocks: which tokens stand on one line, and which lines stand between braces.

use crate::syntax::grammar::{Node, Rule};
use crate::syntax::token::{Kind, Token};
use std::collections::BTreeSet;

/// Tokens that belong on one line, with the comments around them.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Whether a blank line stands before its first comment, or before it.
    pub(super) blank: bool,
    /// Comments on lines of their own before it; true where a blank line follows.
    pub(super) above: Vec<(Token, bool)>,
    /// What it holds; nothing for comments at the end of a block.
    pub(super) parts: Vec<Part>,
    /// A comment behind it.
    pub(super) behind: Option<Token>,
}

/// A part of a line.
#[derive(Debug)]
pub(super) enum Part {
    /// A word, number, text, mark, or a comment that stands inside the line.
    Token(Token),
    /// Lines between braces.
    Block(Block),
}

/// Lines between braces.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// A comment right behind the opening brace.
    pub(super) opening: Option<Token>,
    /// The lines.
    pub(super) lines: Vec<Line>,
}

/// Where lines start: the items, and the clauses between their braces.
pub(super) fn line_starts(nodes: &[Node<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for node in nodes {
        found.insert(node.start);
        collect(node, &mut found);
    }
    found
}

fn collect(node: &Node<'_>, found: &mut BTreeSet<usize>) {
    const LINES: &[Rule] = &[
        Rule::setting,
        Rule::unit_piece,
        Rule::field_declaration,
        Rule::clause,
        Rule::band,
        Rule::stack_piece,
        Rule::tiers_piece,
        Rule::expiry_line,
        Rule::level_change,
        Rule::reward_piece,
        Rule::rung,
        Rule::household_piece,
        Rule::partner_piece,
        Rule::migration_piece,
        Rule::returns_piece,
        Rule::step,
        Rule::test_line,
    ];
    for child in &node.children {
        if LINES.contains(&child.rule) {
            found.insert(child.start);
        }
        collect(child, found);
    }
}

/// The lines of a whole file.
pub(super) fn lines(tokens: &[Token], starts: &BTreeSet<usize>) -> Vec<Line> {
    Shaping { tokens, starts, at: 0 }.lines()
}

struct Shaping<'t> {
    tokens: &'t [Token],
    starts: &'t BTreeSet<usize>,
    at: usize,
}

impl Shaping<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    /// Lines up to the closing brace of their block, or the end of the file.
    fn lines(&mut self) -> Vec<Line> {
        let mut found = Vec::new();
        loop {
            let line = self.line();
            let last = line.parts.is_empty();
            if !last || !line.above.is_empty() {
                found.push(line);
            }
            if last {
                return found;
            }
        }
    }

    /// One line; without parts when the block or the file ends.
    fn line(&mut self) -> Line {
        let mut line = Line { blank: self.peek().is_some_and(|t| t.breaks > 1), ..Line::default() };
        while let Some(comment) = self.peek().filter(|t| t.kind == Kind::Comment) {
            self.at += 1;
            // At the end of a block nothing follows that could be kept apart.
            let blank = self.peek().is_some_and(|t| t.breaks > 1 && t.kind != Kind::Mark('}'));
            line.above.push((comment, blank));
        }
        while let Some(token) = self.peek() {
            let next = self.after_comments();
            if self.is_line_end(next.as_ref(), line.parts.is_empty()) {
                break;
            }
            self.at += 1;
            match token.kind {
                Kind::Mark('{') => line.parts.push(Part::Block(self.block())),
                Kind::Comment => self.comments_inside(token, &mut line.parts),
                Kind::Word | Kind::Number | Kind::Text | Kind::OpenText | Kind::Mark(_) => {
                    line.parts.push(Part::Token(token));
                }
            }
        }
        if let Some(comment) = self.peek().filter(|t| t.kind == Kind::Comment && !t.first)
            && !line.parts.is_empty()
        {
            self.at += 1;
            line.behind = Some(comment);
        }
        line
    }

    /// The next token that is no comment.
    fn after_comments(&self) -> Option<Token> {
        self.tokens.get(self.at..)?.iter().find(|t| t.kind != Kind::Comment).copied()
    }

    /// A comment that stands inside a line, with those that follow it.
    fn comments_inside(&mut self, first: Token, parts: &mut Vec<Part>) {
        parts.push(Part::Token(first));
        while let Some(comment) = self.peek().filter(|t| t.kind == Kind::Comment) {
            self.at += 1;
            parts.push(Part::Token(comment));
        }
    }

    /// Whether a line ends before this token. Comments before it end the line with it.
    fn is_line_end(&self, next: Option<&Token>, empty: bool) -> bool {
        next.is_none_or(|t| t.kind == Kind::Mark('}') || !empty && self.starts.contains(&t.start))
    }

    /// A block whose opening brace is taken.
    fn block(&mut self) -> Block {
        let opening = self.peek().filter(|t| t.kind == Kind::Comment && !t.first);
        if opening.is_some() {
            self.at += 1;
        }
        let lines = self.lines();
        // The closing brace.
        self.at += 1;
        Block { opening, lines }
    }
}
