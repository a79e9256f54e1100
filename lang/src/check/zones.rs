//! `zones`: in which time zone a store lies, and from which file.

use super::Checker;
use super::fields::{kind_words, split};
use super::table_rows::DataReader;
use crate::ast;
use crate::data::csv::{Cell, Rows};
use crate::diag::{Code, Diagnostic};
use crate::limits;
use crate::names::did_you_mean;
use crate::programme::{FieldId, FieldKind, Zones};
use crate::source::{FileId, Span};
use crate::time::Zone;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// The zones of the programme's stores, of which there is one file at most.
    pub(crate) fn check_zones(&mut self) {
        let names = self.names;
        if let [first, second, ..] = names.zones.as_slice() {
            self.repeated("`zones`", second.span, first.span);
        }
        if let Some(zones) = names.zones.first() {
            self.zones = self.zones_of(zones);
        }
    }

    fn zones_of(&mut self, zones: &ast::Zones) -> Option<Zones> {
        let (by, column) = match &zones.by {
            Some(name) => (Some(self.place_field(name)?), split(&name.node)?.1.to_owned()),
            None => (None, "store".to_owned()),
        };
        let (file, text) = self.data_file(&zones.file)?;
        let mut reader = DataReader { file, mistakes: 0 };
        let rows = self.zone_rows(&mut reader, &column, (file, text));
        let rows = rows.filter(|_| reader.finish(self))?;
        let mut known: BTreeMap<&str, Zone> = BTreeMap::new();
        for (zone, _) in rows.values() {
            if let Some(found) = Zone::named(zone) {
                known.insert(zone, found);
            }
        }
        let names: Vec<&str> = known.keys().copied().collect();
        let position = |zone: &str| names.binary_search(&zone).ok().and_then(|at| u32::try_from(at).ok());
        let places = rows.iter().filter_map(|(place, (zone, _))| Some((place.clone(), position(zone)?)));
        let places = places.collect();
        Some(Zones { by, zones: known.into_values().collect(), places })
    }

    /// A text field of the receipt that names a place.
    fn place_field(&mut self, name: &ast::Name) -> Option<FieldId> {
        let id = self.field(name)?;
        let field = self.fields.get(id)?;
        let message = if field.owner != ast::FieldOwner::Receipt {
            format!("one zone counts for a whole receipt, and `{}` is not of the receipt", name.node)
        } else if matches!(field.kind, FieldKind::Text | FieldKind::OneOf(_)) {
            return Some(id);
        } else {
            let (words, _) = kind_words(&field.kind);
            format!("`{}` holds {words}, and a place is a text", name.node)
        };
        self.report(
            Diagnostic::new(Code::WrongKind, name.span, message, "not a place")
                .help("name a text field of the receipt"),
        );
        None
    }

    /// Zone and row of each place.
    fn zone_rows(
        &mut self,
        reader: &mut DataReader,
        column: &str,
        (file, text): (FileId, &str),
    ) -> Option<BTreeMap<String, (String, Span)>> {
        let (mut rows, mut cells) = (Rows::new(text), Vec::new());
        if reader.next(self, &mut rows, &mut cells).is_none() {
            let report = Diagnostic::new(
                Code::Incomplete,
                Span { file, start: 0, end: 0 },
                "the file holds nothing",
                "empty",
            );
            reader.wrong(self, report.help(format!("its first line names the columns: {column},zone")));
            return None;
        }
        let (required, _) = self.columns(reader, &cells, &[column, "zone"], &[])?;
        let [place, zone] = *required.as_slice() else { return None };
        let (count, mut found) = (cells.len(), BTreeMap::<String, (String, Span)>::new());
        while reader.next(self, &mut rows, &mut cells).is_some() {
            if !self.right_width(reader, &cells, count) {
                continue;
            }
            let (Some(place), Some(zone)) = (cells.get(place), cells.get(zone)) else { continue };
            if found.len() >= limits::TABLE_ROWS {
                let message = format!("a file of zones has at most {} rows", limits::TABLE_ROWS);
                let report = Diagnostic::new(Code::TooMany, reader.span(place), message, "one too many");
                reader.wrong(self, report.help("leave places out that are in the programme's own zone"));
                break;
            }
            let span = reader.span(place);
            if let Some((_, first)) = found.get(place.text.as_ref()) {
                let message = format!("`{}` stands here for the second time", place.text);
                let report =
                    Diagnostic::new(Code::Repeated, span, message, "again").also(*first, "the other row");
                reader.wrong(self, report.help("keep one of the two"));
            } else if self.zone_cell(reader, zone) {
                found.insert(place.text.clone().into_owned(), (zone.text.clone().into_owned(), span));
            }
        }
        Some(found)
    }

    /// Whether a cell names a time zone.
    fn zone_cell(&mut self, reader: &mut DataReader, cell: &Cell<'_>) -> bool {
        if Zone::named(&cell.text).is_some() {
            return true;
        }
        let known: Vec<String> = Zone::names().collect();
        let otherwise = "write a continent and a city, such as Europe/Zurich";
        let help = did_you_mean(&cell.text, known.iter().map(String::as_str), otherwise);
        let message = format!("there is no time zone `{}`", cell.text);
        let report = Diagnostic::new(Code::UnknownWorldName, reader.span(cell), message, "not a time zone");
        reader.wrong(self, report.remedy(help));
        false
    }
}
