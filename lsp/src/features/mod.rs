//! What an editor can ask, one file each. Each answers from a [`Book`], whatever is wrong with its texts.

pub(crate) mod actions;
pub(crate) mod completion;
pub(crate) mod diagnostics;
pub(crate) mod folding;
pub(crate) mod format;
pub(crate) mod goto;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod rename;
pub(crate) mod symbols;
pub(crate) mod tokens;

use crate::book::Book;
use gen_lsp_types::Location;
use std::path::PathBuf;
use std::rc::Rc;
use treue_lang::source::{FileId, Span};

/// A place in an open text, with the programme that it belongs to.
pub(crate) struct Place {
    pub(crate) book: Rc<Book>,
    pub(crate) path: PathBuf,
    pub(crate) file: FileId,
    pub(crate) byte: usize,
}

/// A place of a programme, for the editor.
pub(crate) fn location(book: &Book, span: Span) -> Option<Location> {
    Some(Location { uri: book.uri(span.file)?.clone(), range: book.text(span.file)?.range(span) })
}
