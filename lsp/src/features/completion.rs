//! What may be written at a place: words by the grammar itself, names by what they stand for, texts by the catalogue, the
//! fields that are declared, and what else the programme writes there.

use super::Place;
use crate::book::Book;
use crate::names::{Thing, word};
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Range, TextEdit,
};
use std::collections::BTreeSet;
use treue_lang::ast::{FieldTypeText, Item};
use treue_lang::programme::Programme;
use treue_lang::source::Span;
use treue_lang::syntax::marks::{Kind, Part, Quoted};
use treue_lang::syntax::next::next;
use treue_lang::syntax::token::{Kind as TokenKind, is_name_char, tokens};
use treue_lang::time::Zone;

/// Texts that are offered at once; more come as letters are written.
const TEXTS: usize = 500;

/// What may stand at a place. `good` is the programme as it last was without mistakes.
pub(crate) fn of(place: &Place, good: Option<&Programme>) -> CompletionList {
    let Some(source) = place.book.sources.file(place.file) else { return CompletionList::default() };
    let text = source.text.as_str();
    let Some(start) = start(text, place.byte) else { return CompletionList::default() };
    let writer = Writer { place, good, from: start.at, to: place.byte };
    let mut list = CompletionList { items: Vec::new(), is_incomplete: false, ..CompletionList::default() };
    match start.what {
        What::Word => writer.words(text, &mut list),
        What::Field(owner) => writer.fields(owner, &mut list),
        What::Text => writer.texts(text, &mut list),
    }
    list
}

/// What is being written.
enum What {
    Word,
    /// Behind `member.`, with the owner's word.
    Field(&'static str),
    /// Behind an opening quote.
    Text,
}

struct Start {
    what: What,
    /// Where what is being written starts: behind the dot or quote.
    at: usize,
}

/// What is being written before a byte; nothing in a comment.
fn start(text: &str, byte: usize) -> Option<Start> {
    let before = text.get(..byte)?;
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let last = tokens(before.get(line..)?).pop();
    match last.map(|t| (t.kind, t.start)) {
        Some((TokenKind::Comment, _)) => return None,
        Some((TokenKind::OpenText, quote)) => return Some(Start { what: What::Text, at: line + quote + 1 }),
        _ => {}
    }
    let word = before.trim_end_matches(is_name_char);
    let owners = ["member", "receipt", "line"];
    let owner = word.strip_suffix('.').and_then(|w| owners.into_iter().find(|o| w.ends_with(o)));
    let what = owner.map_or(What::Word, What::Field);
    Some(Start { what, at: word.len() })
}

struct Writer<'p> {
    place: &'p Place,
    good: Option<&'p Programme>,
    /// What is replaced.
    from: usize,
    to: usize,
}

impl Writer<'_> {
    fn book(&self) -> &Book {
        &self.place.book
    }

    fn item(&self, label: &str, kind: CompletionItemKind, detail: String, rank: u8) -> CompletionItem {
        let range = self.book().text(self.place.file).map_or_else(Range::default, |text| Range {
            start: text.position(self.from),
            end: text.position(self.to),
        });
        let edit = TextEdit { range, new_text: label.to_owned() };
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: Some(detail),
            sort_text: Some(format!("{rank}{label}")),
            text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
            ..CompletionItem::default()
        }
    }

    fn words(&self, text: &str, list: &mut CompletionList) {
        let next = next(text, self.from);
        if let Some(kinds) = &next.names {
            for thing in &self.book().names().things {
                let rank = kinds.iter().position(|k| *k == thing.kind);
                let fits = rank.is_some() || kinds.is_empty() && thing.kind != Kind::Field;
                if fits && !self.is_declared_here(thing) {
                    let rank = u8::try_from(rank.unwrap_or(0)).unwrap_or(0);
                    list.items.push(self.item(
                        &thing.name,
                        icon(thing.kind),
                        word(thing.kind).to_owned(),
                        1 + rank.min(7),
                    ));
                }
            }
        }
        for phrase in &next.words {
            let rank = if next.names.is_some() { 9 } else { 0 };
            list.items.push(self.item(
                phrase,
                CompletionItemKind::Keyword,
                "word of the language".to_owned(),
                rank,
            ));
        }
        if matches!(next.text, Some(Quoted::FieldValue(..) | Quoted::Outside(_))) {
            let (texts, _) = self.known_texts(next.text.as_ref());
            for known in texts.iter().take(TEXTS) {
                let quoted = format!("\"{}\"", escaped(known));
                list.items.push(self.item(&quoted, CompletionItemKind::Value, "text".to_owned(), 0));
            }
        }
    }

    /// Whether a name is nothing but the word that is being written.
    fn is_declared_here(&self, thing: &Thing) -> bool {
        let here = |s: &Span| s.file == self.place.file && s.start as usize == self.from;
        thing.declared.iter().all(here)
    }

    fn fields(&self, owner: &str, list: &mut CompletionList) {
        for thing in self.book().names().things.iter().filter(|t| t.kind == Kind::Field) {
            if let Some((of, name)) = thing.name.split_once('.')
                && of == owner
                && !self.is_declared_here(thing)
            {
                let declared = thing.declared.first().and_then(|d| self.book().whole(*d));
                let detail = declared.map_or("field", |whole| self.book().sources.text(whole));
                list.items.push(self.item(name, CompletionItemKind::Field, detail.to_owned(), 0));
            }
        }
    }

    fn texts(&self, text: &str, list: &mut CompletionList) {
        let asked = next(text, self.from - 1).text;
        let (texts, whence) = self.known_texts(asked.as_ref());
        let written = text.get(self.from..self.to).unwrap_or_default().to_lowercase();
        let fits = texts.iter().filter(|t| t.to_lowercase().contains(&written));
        // The closing quote is written by the editor or already there.
        for known in fits.clone().take(TEXTS) {
            list.items.push(self.item(&escaped(known), CompletionItemKind::Value, whence.clone(), 0));
        }
        list.is_incomplete = fits.count() > TEXTS;
    }

    /// Texts that are known to stand for this, and where they are from.
    fn known_texts(&self, asked: Option<&Quoted>) -> (BTreeSet<String>, String) {
        let book = self.book();
        let programme = book.checked.programme.as_ref().or(self.good);
        match asked {
            Some(Quoted::FieldValue(owner, name)) => {
                let fields =
                    book.checked.files.iter().flat_map(|f| &f.items).filter_map(|i| {
                        if let Item::Fields(fields) = i { Some(&fields.fields) } else { None }
                    });
                let field = fields.flatten().find(|f| f.owner.node == *owner && f.name.node == *name);
                match field.map(|f| &f.ty.node) {
                    Some(FieldTypeText::OneOf(texts)) => {
                        (texts.iter().map(|t| t.node.clone()).collect(), "value of the field".to_owned())
                    }
                    _ => (self.written(asked), "elsewhere in the programme".to_owned()),
                }
            }
            Some(Quoted::Outside(kind)) if kind == "timezone" => {
                (Zone::names().collect(), "time zone".to_owned())
            }
            Some(Quoted::Outside(kind)) => {
                let known = programme.and_then(|p| p.vocabularies.iter().find(|v| v.subject.word() == kind));
                match known {
                    Some(all) => (all.names.clone(), format!("of \"{}\"", all.file)),
                    None => (self.written(asked), "elsewhere in the programme".to_owned()),
                }
            }
            Some(Quoted::DataFile | Quoted::Other) | None => (BTreeSet::new(), String::new()),
        }
    }

    /// Texts of this kind that the programme writes elsewhere.
    fn written(&self, asked: Option<&Quoted>) -> BTreeSet<String> {
        let here =
            |s: Span| s.file == self.place.file && s.start as usize <= self.to && self.to <= s.end as usize;
        let marks = self.book().marks().iter().flatten();
        let same =
            marks.filter(|m| matches!(&m.part, Part::Text(kind) if Some(kind) == asked) && !here(m.span));
        same.map(|m| self.book().sources.text(m.span).trim_matches('"').to_owned()).collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn icon(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Lines | Kind::Track | Kind::Table => CompletionItemKind::Variable,
        Kind::Unit | Kind::Measure => CompletionItemKind::Unit,
        Kind::Rule => CompletionItemKind::Function,
        Kind::Level | Kind::Holidays => CompletionItemKind::EnumMember,
        Kind::Stack | Kind::Tiers => CompletionItemKind::Class,
        Kind::Reward => CompletionItemKind::Event,
        Kind::Partner => CompletionItemKind::Module,
        Kind::Field => CompletionItemKind::Field,
    }
}
