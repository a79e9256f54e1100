//! `vocabulary`: the file of names, its column, and each name once.

use super::Checker;
use super::table_rows::DataReader;
use crate::ast::{self, TextSubject};
use crate::data::csv::{Cell, Rows, other_separator};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::nearest;
use crate::programme::Vocabulary;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

impl Checker<'_> {
    /// Checks all vocabularies, in the order of the text.
    pub(crate) fn check_vocabularies(&mut self) {
        let mut said: Vec<(TextSubject, Span)> = Vec::new();
        for source in self.names.vocabularies.clone() {
            let subject = source.subject.node;
            if let Some((_, first)) = said.iter().find(|(s, _)| *s == subject) {
                let message = format!("the names of `{}` are said twice", subject.word());
                self.report(
                    Diagnostic::new(Code::Repeated, source.subject.span, message, "said again here")
                        .also(*first, "said before")
                        .help("put all of them into one file"),
                );
                continue;
            }
            said.push((subject, source.subject.span));
            if let Some(names) = self.vocabulary_names(source) {
                let file = source.file.node.clone();
                self.vocabularies.push(Vocabulary { subject, file, names, span: source.span });
            }
        }
    }

    fn vocabulary_names(&mut self, source: &ast::Vocabulary) -> Option<BTreeSet<String>> {
        let (file, text) = self.data_file(&source.file)?;
        let column = source.subject.node.word();
        let mut reader = DataReader { file, mistakes: 0 };
        let (mut rows, mut cells) = (Rows::new(text), Vec::new());
        if reader.next(self, &mut rows, &mut cells).is_none() {
            let report =
                Diagnostic::new(Code::Incomplete, source.file.span, "this file holds no names", "empty");
            reader.wrong(
                self,
                report.help(format!("its first line names the columns; one of them is `{column}`")),
            );
            return None;
        }
        let Some(place) = cells.iter().position(|c| c.text == column) else {
            let near = nearest(column, cells.iter().map(|c| c.text.as_ref()));
            let help = match (other_separator(&cells), near) {
                (Some(other), _) => format!("separate the columns by commas; this file has {other}"),
                (None, Some(near)) => format!("rename the column `{near}` to `{column}`"),
                (None, None) => format!("name one of its columns `{column}`, on the first line"),
            };
            let end = cells.last().map_or(1, |c| c.end);
            let message = format!("this file has no column `{column}`");
            reader.wrong(
                self,
                Diagnostic::new(Code::Incomplete, reader.between(0, end), message, "the columns")
                    .also(source.subject.span, "needed for this")
                    .help(help),
            );
            return None;
        };
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        while reader.next(self, &mut rows, &mut cells).is_some() {
            self.vocabulary_name(&mut reader, &mut names, &cells, place);
            if names.len() > limits::TEXTS {
                let report = Diagnostic::new(
                    Code::TooMany,
                    source.file.span,
                    "this file holds too many names",
                    "too long",
                );
                reader.wrong(self, report.help(format!("at most {} names can be read", limits::TEXTS)));
                break;
            }
        }
        reader.finish(self).then(|| names.into_keys().collect())
    }

    fn vocabulary_name(
        &mut self,
        reader: &mut DataReader,
        names: &mut BTreeMap<String, Span>,
        cells: &[Cell<'_>],
        place: usize,
    ) {
        let end = cells.last().map_or(0, |c| c.end);
        let Some(cell) = cells.get(place).filter(|c| !c.text.is_empty()) else {
            let start = cells.first().map_or(0, |c| c.start);
            let span = reader.between(start, end.max(start + 1));
            let report = Diagnostic::new(Code::Incomplete, span, "this row has no name", "the name is empty");
            reader.wrong(self, report.help("write the name, or take the row away"));
            return;
        };
        let span = reader.span(cell);
        if let Some(first) = names.get(cell.text.as_ref()) {
            let message = format!("\"{}\" stands in this file twice", cell.text);
            let report =
                Diagnostic::new(Code::Repeated, span, message, "again").also(*first, "the first time");
            reader.wrong(self, report.help("keep one of the two rows"));
            return;
        }
        names.insert(cell.text.clone().into_owned(), span);
    }
}
