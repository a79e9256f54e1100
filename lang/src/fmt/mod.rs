//! The formatter: one layout for every programme, without options. It moves white space only; words, their order
//! and comments stay. It reads its own result before giving it away.

mod print;
mod shape;

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::grammar::Node;
use crate::syntax::token::Kind;
use crate::syntax::{parse, pieces};

/// The text in the one layout. The result means the same, has the same comments in the same order, and formatting
/// it again changes nothing.
///
/// # Errors
///
/// The mistakes of a text that cannot be read, which is then to be left as it is.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let (_, diagnostics, _) = parse(FileId(0), text);
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    laid_out(text).filter(|result| is_faithful(text, result)).ok_or_else(|| vec![left_alone()])
}

fn laid_out(text: &str) -> Option<String> {
    let (tokens, nodes) = pieces(text)?;
    let lines = shape::lines(&tokens, &shape::line_starts(&nodes));
    Some(print::file(text, &lines))
}

/// Whether a result means the same as the text, keeps its comments, and is its own result.
fn is_faithful(text: &str, result: &str) -> bool {
    let (Some((old, old_nodes)), Some((new, new_nodes))) = (pieces(text), pieces(result)) else {
        return false;
    };
    let words = |text, tokens: &[crate::syntax::token::Token]| -> Vec<String> {
        let comments = tokens.iter().filter(|t| t.kind == Kind::Comment);
        comments.map(|t| t.text(text).trim_end().to_owned()).collect()
    };
    same(&old_nodes, &new_nodes)
        && words(text, &old) == words(result, &new)
        && laid_out(result).is_some_and(|again| again == result)
}

/// Whether two readings are alike in all but their places.
fn same(old: &[Node<'_>], new: &[Node<'_>]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| {
            let leaves = old.children.is_empty() && new.children.is_empty();
            old.rule == new.rule && (!leaves || old.text == new.text) && same(&old.children, &new.children)
        })
}

fn left_alone() -> Diagnostic {
    let place = Span { file: FileId(0), start: 0, end: 0 };
    let message = "this file has no layout that is sure to mean the same; it is left as it is";
    Diagnostic::new(Code::Syntax, place, message, "the whole file")
        .help("put comments between clauses rather than inside them")
}
