//! The rows of a table's file: every mistake with its place, up to a number of them.

use super::Checker;
use crate::ast;
use crate::data::csv::{Broken, Cell, Rows, other_separator};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::nearest;
use crate::programme::{TableRow, counted};
use crate::source::{FileId, Span};
use crate::time::Day;
use crate::value::{Decimal, power_of_ten};
use std::collections::HashMap;

/// Mistakes of one file that are reported.
pub(crate) const MISTAKES: usize = 20;
/// Most decimals of a value.
const DECIMALS: u8 = 6;
/// Days without end.
const ALWAYS: (Day, Day) = (Day(i32::MIN), Day(i32::MAX));

/// What stands in a table's file.
pub(crate) struct Read {
    pub(crate) texts: Vec<String>,
    pub(crate) rows: Vec<TableRow>,
    pub(crate) decimals: u8,
    pub(crate) most: i64,
}

/// Where the columns stand.
struct Columns {
    count: usize,
    keys: Vec<usize>,
    value: usize,
    from: Option<usize>,
    to: Option<usize>,
}

/// A row before all rows are known.
struct Draft {
    row: TableRow,
    decimals: u8,
    span: Span,
}

/// A file on its way.
pub(crate) struct DataReader {
    pub(crate) file: FileId,
    pub(crate) mistakes: usize,
}

impl DataReader {
    /// Where a cell stands.
    pub(crate) fn span(&self, cell: &Cell<'_>) -> Span {
        self.between(cell.start, cell.end)
    }

    /// Where bytes stand.
    pub(crate) fn between(&self, start: usize, end: usize) -> Span {
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file: self.file, start: at(start), end: at(end) }
    }

    /// Reports a mistake if there were not too many; what is wrong goes on being counted.
    pub(crate) fn wrong(&mut self, checker: &mut Checker<'_>, diagnostic: Diagnostic) {
        self.mistakes += 1;
        if self.mistakes <= MISTAKES {
            checker.report(diagnostic);
        }
    }

    /// Says how many were left out; whether there were none at all.
    pub(crate) fn finish(&self, checker: &mut Checker<'_>) -> bool {
        if self.mistakes > MISTAKES {
            let more = self.mistakes - MISTAKES;
            let message = match more {
                1 => "1 more mistake in this file is not shown".to_owned(),
                more => format!("{more} more mistakes in this file are not shown"),
            };
            checker.report(
                Diagnostic::new(Code::TooMany, self.between(0, 0), message, "in this file")
                    .help("correct the first ones and check again"),
            );
        }
        self.mistakes == 0
    }

    /// The next row; `None` at the end, and where the rest cannot be read.
    pub(crate) fn next<'t>(
        &mut self,
        checker: &mut Checker<'_>,
        rows: &mut Rows<'t>,
        cells: &mut Vec<Cell<'t>>,
    ) -> Option<()> {
        match rows.next(cells) {
            Ok(true) => Some(()),
            Ok(false) => None,
            Err(broken) => {
                let (at, message, help) = match broken {
                    Broken::Unclosed(at) => (at, "this quote is not closed", "put `\"` behind the text"),
                    Broken::BehindQuote(at) => (
                        at,
                        "behind a text in quotes only a comma or the end of the line can stand",
                        "write quotes inside a text twice",
                    ),
                };
                let span = self.between(at, at + 1);
                self.wrong(
                    checker,
                    Diagnostic::new(Code::Syntax, span, message, "not understood").help(help),
                );
                None
            }
        }
    }
}

impl Checker<'_> {
    /// Reads the file of a table.
    pub(crate) fn table_rows(
        &mut self,
        table: &ast::Table,
        keys: &[String],
        file: FileId,
        text: &str,
    ) -> Option<Read> {
        let mut reader = DataReader { file, mistakes: 0 };
        let (mut rows, mut cells) = (Rows::new(text), Vec::new());
        if reader.next(self, &mut rows, &mut cells).is_none() {
            let message = "the file holds nothing";
            let help = format!("its first line names the columns: {},{}", keys.join(","), table.name.node);
            reader.wrong(
                self,
                Diagnostic::new(Code::Incomplete, reader.between(0, 0), message, "empty").help(help),
            );
        }
        let wanted: Vec<&str> = keys.iter().map(String::as_str).chain([table.name.node.as_str()]).collect();
        let found = self.columns(&mut reader, &cells, &wanted, &["from", "to"]);
        let Some((required, optional)) = found.filter(|_| reader.mistakes == 0) else {
            reader.finish(self);
            return None;
        };
        let (value, keys) = required.split_last()?;
        let columns = Columns {
            count: cells.len(),
            keys: keys.to_vec(),
            value: *value,
            from: optional.first().copied().flatten(),
            to: optional.get(1).copied().flatten(),
        };
        if let (Some(at), true) = (&table.at, columns.from.is_none() && columns.to.is_none()) {
            let message = "the file has no dates, so no date decides anything";
            self.report(
                Diagnostic::new(Code::NeverHolds, at.span, message, "never matters")
                    .help("leave `at ...` out, or give the file columns `from` and `to`"),
            );
            return None;
        }
        let (drafts, texts) = self.drafts(&mut reader, &mut rows, &columns);
        let read = self.in_order(&mut reader, drafts, texts, columns.keys.len());
        reader.finish(self).then_some(read)
    }

    /// Where columns stand: all of the first list, and some of the second. Others are mistakes.
    pub(crate) fn columns(
        &mut self,
        reader: &mut DataReader,
        header: &[Cell<'_>],
        required: &[&str],
        optional: &[&str],
    ) -> Option<(Vec<usize>, Vec<Option<usize>>)> {
        let place = |name: &str| header.iter().position(|c| c.text == name);
        for (at, cell) in header.iter().enumerate() {
            let known = || required.iter().chain(optional).copied();
            let name = cell.text.as_ref();
            let span = reader.span(cell);
            if !known().any(|k| k == name) {
                let near = nearest(name, known()).map_or_else(
                    || format!("the columns are {}", known().collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("nothing is known of a column `{name}`");
                let report = Diagnostic::new(Code::UnknownName, span, message, "not a column of this table");
                reader.wrong(self, report.help(near));
            } else if place(name) != Some(at) {
                let message = format!("the column `{name}` stands here for the second time");
                let report = Diagnostic::new(Code::Repeated, span, message, "again");
                reader.wrong(self, report.help("keep one of the two"));
            }
        }
        let missing: Vec<&str> = required.iter().copied().filter(|name| place(name).is_none()).collect();
        if !missing.is_empty() {
            let end = header.last().map_or(0, |c| c.end);
            let message = format!("the file has no column {}", missing.join(", "));
            let report = Diagnostic::new(Code::Incomplete, reader.between(0, end), message, "the columns")
                .help(match other_separator(header) {
                    Some(other) => format!("separate the columns by commas; this file has {other}"),
                    None => "name it on the first line; commas separate columns".to_owned(),
                });
            reader.wrong(self, report);
            return None;
        }
        let required = required.iter().filter_map(|name| place(name)).collect();
        Some((required, optional.iter().map(|name| place(name)).collect()))
    }

    fn drafts<'t>(
        &mut self,
        reader: &mut DataReader,
        rows: &mut Rows<'t>,
        columns: &Columns,
    ) -> (Vec<Draft>, HashMap<String, u32>) {
        let (mut drafts, mut texts, mut cells) = (Vec::new(), HashMap::new(), Vec::new());
        while reader.next(self, rows, &mut cells).is_some() {
            if drafts.len() >= limits::TABLE_ROWS {
                let span = cells.first().map_or(reader.between(0, 0), |c| reader.span(c));
                let message = format!("a table has at most {} rows", limits::TABLE_ROWS);
                let report = Diagnostic::new(Code::TooMany, span, message, "one too many");
                reader.wrong(self, report.help("split it into several tables"));
                break;
            }
            if self.right_width(reader, &cells, columns.count)
                && let Some(draft) = self.draft(reader, &cells, columns, &mut texts)
            {
                drafts.push(draft);
            }
        }
        (drafts, texts)
    }

    /// Whether a row has as many cells as the first line.
    pub(crate) fn right_width(&mut self, reader: &mut DataReader, cells: &[Cell<'_>], wanted: usize) -> bool {
        if cells.len() == wanted {
            return true;
        }
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return false };
        let span = reader.between(first.start, last.end);
        let message = format!(
            "this row has {}, and the first line names {}",
            counted(&cells.len().to_string(), "cells"),
            counted(&wanted.to_string(), "columns")
        );
        let report = Diagnostic::new(Code::Incomplete, span, message, "not as many as columns");
        reader.wrong(self, report.help("put texts with commas into quotes, and leave empty cells empty"));
        false
    }

    fn draft(
        &mut self,
        reader: &mut DataReader,
        cells: &[Cell<'_>],
        columns: &Columns,
        texts: &mut HashMap<String, u32>,
    ) -> Option<Draft> {
        let cell = |column: usize| cells.get(column);
        let mut keys = [0u32; 3];
        for (slot, column) in keys.iter_mut().zip(&columns.keys) {
            let text = cell(*column)?.text.as_ref();
            let next = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            *slot = match texts.get(text) {
                Some(known) => *known,
                None => *texts.entry(text.to_owned()).or_insert(next),
            };
        }
        let from = self.day_cell(reader, columns.from.and_then(cell), ALWAYS.0);
        let to = self.day_cell(reader, columns.to.and_then(cell), ALWAYS.1);
        let value = self.value_cell(reader, cell(columns.value)?);
        let (from, to, (value, decimals)) = (from?, to?, value?);
        let span = reader.between(cells.first()?.start, cells.last()?.end);
        if from > to {
            let message = "the last day is before the first";
            let report = Diagnostic::new(Code::NotRising, span, message, "no day at all");
            reader.wrong(self, report.help("write the earlier day in the column `from`"));
            return None;
        }
        Some(Draft { row: TableRow { keys, from, to, value }, decimals, span })
    }

    /// A day; an empty cell leaves the end open.
    pub(crate) fn day_cell(
        &mut self,
        reader: &mut DataReader,
        cell: Option<&Cell<'_>>,
        open: Day,
    ) -> Option<Day> {
        let Some(cell) = cell.filter(|c| !c.text.is_empty()) else { return Some(open) };
        let day = Day::parse(&cell.text);
        if day.is_none() {
            let message = format!("`{}` is not a day", cell.text);
            let report = Diagnostic::new(Code::BadLiteral, reader.span(cell), message, "not a day");
            reader.wrong(self, report.help("write year, month and day, such as 2026-09-07"));
        }
        day
    }

    /// A number, or a percentage; its digits, and how many of them are decimals.
    fn value_cell(&mut self, reader: &mut DataReader, cell: &Cell<'_>) -> Option<(i64, u8)> {
        let (text, shift) = match cell.text.strip_suffix('%') {
            Some(text) => (text.trim_end(), 2),
            None => (cell.text.as_ref(), 0),
        };
        self.number_cell(reader, cell, text, shift, DECIMALS)
    }

    /// A number with at most so many decimals, without zeros at their end.
    pub(crate) fn number_cell(
        &mut self,
        reader: &mut DataReader,
        cell: &Cell<'_>,
        text: &str,
        shift: u8,
        most: u8,
    ) -> Option<(i64, u8)> {
        let Ok(decimal) = Decimal::parse(text) else {
            let message = format!("`{}` is not a number", cell.text);
            let report = Diagnostic::new(Code::BadLiteral, reader.span(cell), message, "not a number");
            reader.wrong(self, report.help("write digits with a point before the decimals, such as 1250.50"));
            return None;
        };
        let (mut digits, mut below) = decimal.fraction();
        let mut decimals = shift;
        while below > 1 {
            below /= 10;
            decimals = decimals.saturating_add(1);
        }
        while decimals > 0 && digits % 10 == 0 {
            digits /= 10;
            decimals -= 1;
        }
        if decimals > most {
            let message = format!("`{}` has more than {}", cell.text, counted(&most.to_string(), "decimals"));
            let report =
                Diagnostic::new(Code::TooManyDecimals, reader.span(cell), message, "too many decimals");
            reader.wrong(self, report.help(format!("write at most {most}; a percentage has two more")));
            return None;
        }
        let fits = digits.checked_mul(power_of_ten(most - decimals));
        let fits = fits.filter(|d| d.unsigned_abs() <= i128::from(limits::AMOUNT).unsigned_abs() << 20);
        let value = i64::try_from(digits).ok().filter(|_| fits.is_some());
        if value.is_none() {
            let message = format!("`{}` is too large", cell.text);
            let report = Diagnostic::new(Code::OutOfRange, reader.span(cell), message, "too large");
            reader.wrong(self, report.help("write a smaller number"));
        }
        value.map(|value| (value, decimals))
    }

    /// Texts and rows in their order, at one scale; rows of one key must not meet.
    fn in_order(
        &mut self,
        reader: &mut DataReader,
        drafts: Vec<Draft>,
        texts: HashMap<String, u32>,
        count: usize,
    ) -> Read {
        let mut texts: Vec<(String, u32)> = texts.into_iter().collect();
        texts.sort_unstable();
        let mut position = vec![0u32; texts.len()];
        for (at, (_, old)) in texts.iter().enumerate() {
            if let Some(slot) = position.get_mut(*old as usize) {
                *slot = u32::try_from(at).unwrap_or(u32::MAX);
            }
        }
        let decimals = drafts.iter().map(|d| d.decimals).max().unwrap_or(0);
        let mut drafts = drafts;
        for draft in &mut drafts {
            let mut keys = draft.row.keys;
            for key in keys.iter_mut().take(count) {
                *key = position.get(*key as usize).copied().unwrap_or(0);
            }
            let by = power_of_ten(decimals - draft.decimals);
            let value = i64::try_from(i128::from(draft.row.value).saturating_mul(by)).unwrap_or(i64::MAX);
            draft.row = TableRow { keys, value, ..draft.row };
        }
        drafts.sort_by_key(|d| d.row);
        for pair in drafts.windows(2) {
            let [before, after] = pair else { continue };
            if before.row.keys == after.row.keys && before.row.to >= after.row.from {
                let (first, second) =
                    if before.span.start < after.span.start { (before, after) } else { (after, before) };
                let same = (before.row.from, before.row.to) == (after.row.from, after.row.to);
                let message = if same {
                    "a row for these keys stands here for the second time"
                } else {
                    "the days of this row meet those of another with the same keys"
                };
                let report = Diagnostic::new(Code::Repeated, second.span, message, "again");
                let report =
                    report.also(first.span, "the other row").help("keep one, or let their days not meet");
                reader.wrong(self, report);
            }
        }
        let most = drafts.iter().map(|d| d.row.value.unsigned_abs()).max().unwrap_or(0);
        Read {
            texts: texts.into_iter().map(|(text, _)| text).collect(),
            rows: drafts.into_iter().map(|d| d.row).collect(),
            decimals,
            most: i64::try_from(most).unwrap_or(i64::MAX),
        }
    }
}
