//! Giving something another name, everywhere. The changed programme is checked before the change is given away: a name that
//! would break something is refused with the reason.

use super::{Place, goto};
use crate::book::Book;
use gen_lsp_types::{Range, TextEdit, Uri};
use std::collections::HashMap;
use treue_lang::diag::{Edit, Fix, Safety, apply};
use treue_lang::pipeline::check;
use treue_lang::programme::singular;
use treue_lang::source::{Sources, Span};
use treue_lang::syntax::marks::Kind;
use treue_lang::syntax::{can_be_name, is_reserved};

/// The name at a place and what is replaced there, if it can be another.
pub(crate) fn prepare(place: &Place) -> Option<(Range, String)> {
    goto::thing(place)?;
    let mark = place.book.mark_at(place.file, place.byte)?;
    let text = place.book.text(place.file)?;
    Some((text.range(mark.span), place.book.sources.text(mark.span).to_owned()))
}

/// The changes that give the thing at a place another name.
pub(crate) fn rename(place: &Place, to: &str) -> Result<HashMap<Uri, Vec<TextEdit>>, String> {
    let book = &place.book;
    let thing = goto::thing(place).ok_or("there is nothing here that has a name of its own")?;
    let fits = if thing.kind == Kind::Field { can_be_name(to) || is_reserved(to) } else { can_be_name(to) };
    if !fits {
        let why =
            if is_reserved(to) { "is a word of the language" } else { "is no name: letters, digits and `_`" };
        return Err(format!("`{to}` {why}"));
    }
    let old = thing.name.rsplit('.').next().unwrap_or_default();
    let edits = thing.declared.iter().chain(&thing.used).map(|span| {
        let written = book.sources.text(*span);
        // `1 point` of `points` becomes `1 mile` of `miles`.
        let one = written != old && singular(old) == Some(written);
        let text = if one { singular(to).unwrap_or(to) } else { to };
        Edit { span: *span, text: text.to_owned() }
    });
    let fix = Fix { title: String::new(), edits: edits.collect(), safety: Safety::Safe };
    would_break(book, &fix)?;
    Ok(edits_of(book, &fix))
}

/// Why a change may not be made: the first mistake that is not there before it.
fn would_break(book: &Book, fix: &Fix) -> Result<(), String> {
    let (files, _) = apply(&book.sources, [fix]);
    let mut sources = Sources::new(files);
    for data in treue_lang::pipeline::data_files(&book.sources) {
        let read = book.sources.data(&data.named).unwrap_or(Err("it was not read"));
        sources.add_data(data.named.clone(), read.map(|(_, file)| file.clone()).map_err(str::to_owned));
    }
    let after = check(&sources).diagnostics;
    let before = &book.checked.diagnostics;
    if after.len() <= before.len() {
        return Ok(());
    }
    let new = after.iter().find(|d| before.iter().all(|b| b.code != d.code || b.message != d.message));
    Err(new.or(after.first()).map(|d| d.message.clone()).unwrap_or_default())
}

/// A change of the programme's files for the editor.
pub(crate) fn edits_of(book: &Book, fix: &Fix) -> HashMap<Uri, Vec<TextEdit>> {
    let mut found: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for Edit { span, text } in &fix.edits {
        let Span { file, .. } = *span;
        if let (Some(uri), Some(lines)) = (book.uri(file), book.text(file)) {
            let edit = TextEdit { range: lines.range(*span), new_text: text.clone() };
            found.entry(uri.clone()).or_default().push(edit);
        }
    }
    found
}
