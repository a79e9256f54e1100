//! Comments and blank lines, kept beside the tree with their places, so that the formatter can put them back.

use super::token::{Kind, Token};
use crate::source::{FileId, Span};

/// One comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, without the line break.
    pub span: Span,
    /// Whether nothing else stands before it on its line.
    pub own_line: bool,
}

/// What a file holds besides its items, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// The comments.
    pub comments: Vec<Comment>,
    /// Where blank lines stand: the start of whatever comes next, once for any number of them.
    pub blank_before: Vec<u32>,
}

impl Comments {
    pub(crate) fn new(file: FileId, text: &str, tokens: &[Token]) -> Comments {
        let mut found = Comments::default();
        for token in tokens {
            let start = offset(token.start);
            if token.kind == Kind::Comment {
                let end = offset(token.start + token.text(text).trim_end().len());
                found.comments.push(Comment { span: Span { file, start, end }, own_line: token.first });
            }
            if token.breaks > 1 {
                found.blank_before.push(start);
            }
        }
        found
    }
}

/// A place as spans hold it; sources are far below 4 GiB.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
