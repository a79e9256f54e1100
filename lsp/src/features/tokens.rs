//! What each word is, for colours: names by what they stand for, which a list of words cannot tell.

use crate::book::Book;
use gen_lsp_types::{SemanticToken, SemanticTokens, SemanticTokensLegend};
use treue_lang::source::FileId;
use treue_lang::syntax::is_keyword;
use treue_lang::syntax::marks::{Kind, Mark, Part};

/// The kinds of tokens, in the order of their numbers.
const TYPES: [&str; 12] = [
    "keyword",
    "string",
    "number",
    "comment",
    "variable",
    "property",
    "type",
    "function",
    "enumMember",
    "class",
    "event",
    "namespace",
];
/// A name where it is declared.
const DECLARATION: u32 = 1;

/// What the numbers in answers mean.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.map(str::to_owned).to_vec(),
        token_modifiers: vec!["declaration".to_owned()],
    }
}

/// The words of a file.
pub(crate) fn of(book: &Book, file: FileId) -> SemanticTokens {
    let Some(text) = book.text(file) else { return SemanticTokens::default() };
    let (mut line, mut character, mut data) = (0, 0, Vec::new());
    for mark in book.marks_of(file) {
        let Some(kind) = class(book, mark).and_then(|c| TYPES.iter().position(|t| *t == c)) else { continue };
        let start = text.position(mark.span.start as usize);
        let declares = matches!(mark.part, Part::Declares(_) | Part::Field(_, true));
        data.push(SemanticToken {
            delta_line: start.line - line,
            delta_start: if start.line == line { start.character - character } else { start.character },
            length: text.units(mark.span),
            token_type: u32::try_from(kind).unwrap_or(0),
            token_modifiers_bitset: if declares { DECLARATION } else { 0 },
        });
        (line, character) = (start.line, start.character);
    }
    SemanticTokens { result_id: None, data }
}

fn class(book: &Book, mark: &Mark) -> Option<&'static str> {
    Some(match &mark.part {
        Part::Keyword => "keyword",
        Part::Text(_) => "string",
        Part::Number | Part::Date => "number",
        Part::Comment => "comment",
        Part::Currency => "type",
        Part::Field(..) => "property",
        Part::Declares(kind) => of_kind(*kind),
        Part::Uses(_) => match book.names().at(mark.span) {
            Some(thing) => of_kind(thing.kind),
            // `per line`, `per item`: words that may be units and are not.
            None if is_keyword(book.sources.text(mark.span)) => "keyword",
            None => "variable",
        },
    })
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Lines | Kind::Track | Kind::Table => "variable",
        Kind::Field => "property",
        Kind::Unit | Kind::Measure => "type",
        Kind::Rule => "function",
        Kind::Level | Kind::Holidays => "enumMember",
        Kind::Stack | Kind::Tiers => "class",
        Kind::Reward => "event",
        Kind::Partner => "namespace",
    }
}
