//! What is found in a programme, at its places: with the code, a link to its page, and other places that it has to do with.

use super::location;
use crate::book::Book;
use crate::uri;
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Message, Position, Range, Uri,
};
use std::collections::BTreeMap;
use treue_lint::{Category, Finding, Level, named};

/// All that is found, by file; a file without findings is there with none. `pages` stands before the code in a link.
pub(crate) fn of(book: &Book, pages: Option<&str>) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut found: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for uri in book.uris() {
        found.entry(uri.0.clone()).or_default();
    }
    for finding in book.findings() {
        if let Some((uri, diagnostic)) = one(book, finding, pages) {
            found.entry(uri.0).or_default().push(diagnostic);
        }
    }
    for (path, line, column, message) in &book.beside {
        let start = Position::new(*line, *column);
        found.entry(uri::of(path).0).or_default().push(Diagnostic {
            range: Range { start, end: start },
            severity: Some(DiagnosticSeverity::Error),
            source: Some(SOURCE.to_owned()),
            message: Message::String(message.clone()),
            ..Diagnostic::default()
        });
    }
    found
}

/// Who says it.
const SOURCE: &str = "treue";

/// A finding for the editor, with its file.
pub(crate) fn one(book: &Book, finding: &Finding, pages: Option<&str>) -> Option<(Uri, Diagnostic)> {
    let place = location(book, finding.span()?)?;
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    let others = finding.labels.iter().skip(1).filter_map(|label| {
        Some(DiagnosticRelatedInformation {
            location: location(book, label.span)?,
            message: label.text.clone(),
        })
    });
    let others: Vec<_> = others.collect();
    let unused = named(finding.code).is_some_and(|lint| lint.category == Category::Unused);
    let diagnostic = Diagnostic {
        range: place.range,
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
            Level::Note | Level::Off => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.code.to_owned())),
        code_description: pages
            .map(|base| CodeDescription { href: Uri(format!("{base}{}.md", finding.code)) }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(format!("{}{help}", finding.message)),
        tags: unused.then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!others.is_empty()).then_some(others),
        data: None,
    };
    Some((place.uri, diagnostic))
}
