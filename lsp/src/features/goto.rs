//! From a name to where it is declared and used; from the name of a data file to the file.

use super::{Place, location};
use crate::book::Book;
use crate::names::Thing;
use gen_lsp_types::{Location, Position, Range};
use treue_lang::syntax::marks::{Part, Quoted};

/// Where the name at a place is declared.
pub(crate) fn definition(place: &Place) -> Vec<Location> {
    let Some(mark) = place.book.mark_at(place.file, place.byte) else { return Vec::new() };
    if mark.part == Part::Text(Quoted::DataFile) {
        let named = place.book.sources.text(mark.span).trim_matches('"');
        let path = place.path.parent().map(|folder| folder.join(named));
        let start = Position::new(0, 0);
        let uri = path.and_then(|p| place.book.uri(place.book.file(&p)?));
        let found = uri.map(|uri| Location { uri: uri.clone(), range: Range { start, end: start } });
        return found.into_iter().collect();
    }
    let thing = place.book.names().at(mark.span);
    thing.map(|t| declared(&place.book, t)).unwrap_or_default()
}

fn declared(book: &Book, thing: &Thing) -> Vec<Location> {
    thing.declared.iter().filter_map(|span| location(book, *span)).collect()
}

/// Where the name at a place is used, and if asked for also where it is declared.
pub(crate) fn references(place: &Place, with_declaration: bool) -> Vec<Location> {
    let Some(thing) = thing(place) else { return Vec::new() };
    let mut found = if with_declaration { declared(&place.book, thing) } else { Vec::new() };
    found.extend(thing.used.iter().filter_map(|span| location(&place.book, *span)));
    found
}

/// The thing whose name stands at a place.
pub(crate) fn thing(place: &Place) -> Option<&Thing> {
    let mark = place.book.mark_at(place.file, place.byte)?;
    place.book.names().at(mark.span)
}
