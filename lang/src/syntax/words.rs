//! The words of each item with their places, for tools that change a text a little and look what happens.

use super::outline;
use super::token::{self, Kind};
use super::{offset, without_comments};
use crate::source::{FileId, Span};

/// An item and its words.
#[derive(Clone, Debug)]
pub struct ItemWords {
    /// Its first word, such as `earn`.
    pub word: &'static str,
    /// The whole item.
    pub span: Span,
    /// Its words and numbers (dates and times are one number each), in order; neither quoted texts nor marks.
    pub words: Vec<Span>,
}

/// The items of a text, however broken.
#[must_use]
pub fn items(file: FileId, text: &str) -> Vec<ItemWords> {
    let tokens = without_comments(&token::tokens(text));
    let pieces = outline::outline(file, text, &tokens).pieces;
    let span = |start: usize, end: usize| Span { file, start: offset(start), end: offset(end) };
    let item = |piece: &outline::Piece| {
        let inside = tokens.get(piece.from..piece.to)?;
        let (first, last) = (inside.first()?, inside.last()?);
        let words = inside.iter().filter(|t| matches!(t.kind, Kind::Word | Kind::Number));
        Some(ItemWords {
            word: piece.kind?.word(),
            span: span(first.start, last.end),
            words: words.map(|t| span(t.start, t.end)).collect(),
        })
    };
    pieces.iter().filter_map(item).collect()
}
