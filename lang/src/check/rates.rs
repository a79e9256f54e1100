//! `rates`: what other currencies are worth, and from which file.

use super::Checker;
use super::table_rows::DataReader;
use crate::ast;
use crate::data::csv::{Cell, Rows};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::did_you_mean;
use crate::programme::{Currency, RateRow, Rates, Ratio};
use crate::source::{FileId, Span};
use crate::time::Day;
use crate::value::{CURRENCIES, currency_decimals, power_of_ten};
use std::collections::BTreeMap;

/// How old a rate may be when nothing is said: a long weekend and more.
const DAYS: u16 = 7;
/// Most decimals of a rate.
const DECIMALS: u8 = 9;

/// A rate as a row quotes it: currency, its decimals, day, rate, place.
type Quoted = (String, u8, Day, Ratio, Span);

impl Checker<'_> {
    /// The rates of the programme, of which there is one file at most.
    pub(crate) fn check_rates(&mut self) {
        let names = self.names;
        if let [first, second, ..] = names.rates.as_slice() {
            self.repeated("`rates`", second.span, first.span);
        }
        if let Some(rates) = names.rates.first() {
            self.rates = self.rates_of(rates);
        }
    }

    fn rates_of(&mut self, rates: &ast::Rates) -> Option<Rates> {
        let at = match &rates.at {
            Some(name) => Some(self.receipt_date(name)?),
            None => None,
        };
        let (file, text) = self.data_file(&rates.file)?;
        let mut reader = DataReader { file, mistakes: 0 };
        let rows = self.rate_rows(&mut reader, file, text);
        let rows = rows.filter(|_| reader.finish(self))?;
        let codes: BTreeMap<&str, u8> =
            rows.iter().map(|(code, decimals, ..)| (code.as_str(), *decimals)).collect();
        let currencies: Vec<Currency> = codes
            .iter()
            .map(|(code, decimals)| Currency { code: (*code).to_owned(), decimals: *decimals })
            .collect();
        let position = |code: &str| currencies.binary_search_by(|c| c.code.as_str().cmp(code)).unwrap_or(0);
        let mut found: Vec<(RateRow, Span)> = Vec::new();
        for (code, _, day, rate, span) in &rows {
            let currency = u32::try_from(position(code)).unwrap_or(u32::MAX);
            found.push((RateRow { currency, day: *day, rate: *rate }, *span));
        }
        found.sort_by_key(|(row, span)| (row.currency, row.day, span.start));
        for pair in found.windows(2) {
            let [(before, first), (after, second)] = pair else { continue };
            if (before.currency, before.day) == (after.currency, after.day) {
                self.repeated("the rate of this currency and day", *second, *first);
                return None;
            }
        }
        let days = rates.days.as_ref().map_or(DAYS, |d| d.node);
        Some(Rates { at, days, currencies, rows: found.into_iter().map(|(row, _)| row).collect() })
    }

    fn receipt_date(&mut self, name: &ast::Name) -> Option<crate::programme::FieldId> {
        let id = self.field_of_days(name)?;
        if self.fields.get(id)?.owner == ast::FieldOwner::Receipt {
            return Some(id);
        }
        let message =
            format!("one rate counts for a whole receipt, and `{}` is not of the receipt", name.node);
        self.report(
            Diagnostic::new(Code::NotHere, name.span, message, "not of the receipt")
                .help("name a date field of the receipt"),
        );
        None
    }

    /// Code, decimals, day, rate and place of each row.
    fn rate_rows(&mut self, reader: &mut DataReader, file: FileId, text: &str) -> Option<Vec<Quoted>> {
        let (mut rows, mut cells) = (Rows::new(text), Vec::new());
        if reader.next(self, &mut rows, &mut cells).is_none() {
            let span = Span { file, start: 0, end: 0 };
            let report = Diagnostic::new(Code::Incomplete, span, "the file holds nothing", "empty");
            reader.wrong(self, report.help("its first line names the columns: currency,day,rate"));
            return None;
        }
        let (required, optional) = self.columns(reader, &cells, &["currency", "day"], &["rate", "buys"])?;
        let [currency, day] = *required.as_slice() else { return None };
        let (value, inverse) = match optional.as_slice() {
            [Some(rate), None] => (*rate, false),
            [None, Some(buys)] => (*buys, true),
            _ => {
                let end = cells.last().map_or(0, |c| c.end);
                let message = "the file needs one column of rates: `rate`, what one of the currency is worth, or `buys`, how much of it one of the programme's buys";
                let report =
                    Diagnostic::new(Code::Incomplete, reader.between(0, end), message, "the columns");
                reader.wrong(self, report.help("name one of the two on the first line"));
                return None;
            }
        };
        let (count, mut found) = (cells.len(), Vec::new());
        while reader.next(self, &mut rows, &mut cells).is_some() {
            if found.len() >= limits::TABLE_ROWS {
                let span = cells.first().map_or(reader.between(0, 0), |c| reader.span(c));
                let message = format!("a file of rates has at most {} rows", limits::TABLE_ROWS);
                let report = Diagnostic::new(Code::TooMany, span, message, "one too many");
                reader.wrong(self, report.help("leave old rates out"));
                break;
            }
            if !self.right_width(reader, &cells, count) {
                continue;
            }
            let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
            let span = reader.between(first.start, last.end);
            let code = cells.get(currency).and_then(|c| self.code_cell(reader, c));
            let day = cells.get(day).and_then(|c| self.rate_day(reader, c));
            let rate = cells.get(value).and_then(|c| self.rate_cell(reader, c, inverse));
            if let (Some((code, decimals)), Some(day), Some(rate)) = (code, day, rate) {
                found.push((code, decimals, day, rate, span));
            }
        }
        Some(found)
    }

    fn code_cell(&mut self, reader: &mut DataReader, cell: &Cell<'_>) -> Option<(String, u8)> {
        let code = cell.text.as_ref();
        if self.currency_word.as_deref() == Some(code) {
            let message = format!("{code} is the programme's own currency");
            let report = Diagnostic::new(Code::NotHere, reader.span(cell), message, "needs no rate");
            reader.wrong(self, report.help("leave the row out"));
            return None;
        }
        let decimals = currency_decimals(code);
        if decimals.is_none() {
            let near =
                did_you_mean(code, CURRENCIES.iter().map(|(c, _)| *c), "write the three letters of ISO 4217");
            let message = format!("there is no currency `{code}`");
            let report =
                Diagnostic::new(Code::UnknownWorldName, reader.span(cell), message, "not a currency");
            reader.wrong(self, report.remedy(near));
        }
        Some((code.to_owned(), decimals?))
    }

    fn rate_day(&mut self, reader: &mut DataReader, cell: &Cell<'_>) -> Option<Day> {
        let day = Day::parse(&cell.text);
        if day.is_none() {
            let message = format!("`{}` is not a day", cell.text);
            let report = Diagnostic::new(Code::BadLiteral, reader.span(cell), message, "not a day");
            reader.wrong(self, report.help("write year, month and day, such as 2026-09-07"));
        }
        day
    }

    fn rate_cell(&mut self, reader: &mut DataReader, cell: &Cell<'_>, inverse: bool) -> Option<Ratio> {
        let (digits, decimals) = self.number_cell(reader, cell, &cell.text, 0, DECIMALS)?;
        let (over, under) = (i128::from(digits), power_of_ten(decimals));
        let rate = if digits <= 0 {
            None
        } else if inverse {
            Ratio::new(under, over)
        } else {
            Ratio::new(over, under)
        };
        if rate.is_none() {
            let message = format!("a rate must be above 0, and `{}` is not", cell.text);
            let report = Diagnostic::new(Code::OutOfRange, reader.span(cell), message, "not above 0");
            reader.wrong(self, report.help("write what one of the currency is worth"));
        }
        rate
    }
}
