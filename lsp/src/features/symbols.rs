//! The things of a programme by their names: of a file as a tree, of all open folders as a list.

use super::location;
use crate::book::Book;
use crate::names::{Thing, word};
use gen_lsp_types::{BaseSymbolInformation, DocumentSymbol, SymbolInformation, SymbolKind};
use treue_lang::source::{FileId, Span};
use treue_lang::syntax::items;
use treue_lang::syntax::marks::{Kind, Part};

/// The items of a file, with what they declare in them.
pub(crate) fn of_file(book: &Book, file: FileId) -> Vec<DocumentSymbol> {
    let (Some(source), Some(text)) = (book.sources.file(file), book.text(file)) else { return Vec::new() };
    let mut marks = book.marks_of(file).iter().peekable();
    let mut found = Vec::new();
    for item in items(file, &source.text) {
        let (mut name, mut children) = (None, Vec::new());
        while marks.next_if(|m| m.span.start < item.span.start).is_some() {}
        while let Some(mark) = marks.next_if(|m| m.span.end <= item.span.end) {
            let shown = book.sources.text(mark.span);
            let kind = match &mark.part {
                Part::Declares(kind) => *kind,
                Part::Field(_, true) => Kind::Field,
                // `programme "Corner Shop"`, `test "a purchase"`.
                Part::Text(_)
                    if name.is_none() && matches!(item.word, "programme" | "test" | "rates" | "zones") =>
                {
                    name = Some((shown.trim_matches('"').to_owned(), mark.span, SymbolKind::String));
                    continue;
                }
                Part::Keyword
                | Part::Currency
                | Part::Number
                | Part::Date
                | Part::Comment
                | Part::Text(_)
                | Part::Uses(_)
                | Part::Field(..) => continue,
            };
            if name.is_none() && declares(item.word) {
                name = Some((shown.to_owned(), mark.span, symbol(kind)));
            } else {
                let whole = book.whole(mark.span).filter(|w| *w != item.span).unwrap_or(mark.span);
                let selected = text.range(mark.span);
                children.push(node(shown.to_owned(), word(kind), symbol(kind), text.range(whole), selected));
            }
        }
        let (name, at, kind) =
            name.unwrap_or_else(|| (item.word.to_owned(), first(item.span, item.word), SymbolKind::Object));
        let name = if name.is_empty() { item.word.to_owned() } else { name };
        let mut symbol = node(name, item.word, kind, text.range(item.span), text.range(at));
        symbol.children = Some(children);
        found.push(symbol);
    }
    found
}

/// Whether an item's second word is a name of its own.
fn declares(word: &str) -> bool {
    !matches!(
        word,
        "programme"
            | "fields"
            | "expire"
            | "test"
            | "migration"
            | "rates"
            | "vocabulary"
            | "returns"
            | "zones"
    )
}

fn first(span: Span, word: &str) -> Span {
    Span { end: span.start + u32::try_from(word.len()).unwrap_or(0), ..span }
}

#[allow(deprecated, reason = "the protocol keeps the field, and the type has to be made whole")]
fn node(
    name: String,
    detail: &str,
    kind: SymbolKind,
    range: gen_lsp_types::Range,
    selection_range: gen_lsp_types::Range,
) -> DocumentSymbol {
    let detail = Some(detail.to_owned());
    DocumentSymbol {
        name,
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: None,
    }
}

/// The things of a programme whose names hold these letters.
#[allow(deprecated, reason = "the protocol keeps the field, and the type has to be made whole")]
pub(crate) fn of_programme(book: &Book, query: &str) -> Vec<SymbolInformation> {
    let query = query.to_lowercase();
    let fits = |thing: &&Thing| thing.name.to_lowercase().contains(&query);
    let places =
        book.names().things.iter().filter(fits).flat_map(|t| t.declared.iter().map(move |d| (t, *d)));
    let symbol = |(thing, span): (&Thing, Span)| {
        Some(SymbolInformation {
            deprecated: None,
            location: location(book, span)?,
            base_symbol_information: BaseSymbolInformation {
                name: thing.name.clone(),
                kind: symbol(thing.kind),
                tags: None,
                container_name: Some(word(thing.kind).to_owned()),
            },
        })
    };
    places.filter_map(symbol).collect()
}

fn symbol(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Lines | Kind::Track => SymbolKind::Variable,
        Kind::Unit | Kind::Measure => SymbolKind::Constant,
        Kind::Rule => SymbolKind::Function,
        Kind::Level => SymbolKind::EnumMember,
        Kind::Stack => SymbolKind::Struct,
        Kind::Tiers => SymbolKind::Enum,
        Kind::Table | Kind::Holidays => SymbolKind::Array,
        Kind::Reward => SymbolKind::Event,
        Kind::Partner => SymbolKind::Namespace,
        Kind::Field => SymbolKind::Field,
    }
}
