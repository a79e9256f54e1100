//! What can be done about findings: their fixes, with guesses named as such; everything that is safe at once; and letting a
//! lint pass at a place, for which a reason must then be written.

use super::diagnostics::one;
use super::hover::inside;
use super::rename::edits_of;
use crate::book::Book;
use gen_lsp_types::{CodeAction, CodeActionKind, Position, Range, TextEdit, Uri, WorkspaceEdit};
use std::collections::HashMap;
use treue_lang::ast::Item;
use treue_lang::diag::{Fix, Safety, apply};
use treue_lang::source::{FileId, Span};
use treue_lint::{Category, Finding, named};

/// All that can be done about a range of a file. `only` are the kinds that are asked for.
pub(crate) fn of(book: &Book, file: FileId, range: Span, only: Option<&[CodeActionKind]>) -> Vec<CodeAction> {
    let mut found = Vec::new();
    if wanted(only, &CodeActionKind::QuickFix) {
        let meets = |s: Span| s.file == file && s.start <= range.end && range.start <= s.end;
        for finding in book.findings().iter().filter(|f| f.span().is_some_and(meets)) {
            found.extend(mend(book, finding));
            found.extend(allow(book, finding));
        }
    }
    if wanted(only, &CodeActionKind::SourceFixAll) {
        found.extend(all_safe(book));
    }
    found
}

/// A kind is asked for by itself or by what it starts with.
fn wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let Some(only) = only else { return true };
    let text =
        |kind: &CodeActionKind| serde_json::to_value(kind).ok().and_then(|v| Some(v.as_str()?.to_owned()));
    let Some(kind) = text(kind) else { return false };
    only.iter().filter_map(text).any(|asked| {
        asked.is_empty()
            || kind == asked
            || kind.starts_with(&format!("{asked}."))
            || asked.starts_with(&format!("{kind}."))
    })
}

fn mend(book: &Book, finding: &Finding) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let guess = if fix.safety == Safety::Unsafe { " (a guess: look at it)" } else { "" };
    let mut action = action(format!("{}{guess}", fix.title), edits_of(book, fix));
    action.diagnostics = one(book, finding, None).map(|(_, d)| vec![d]);
    action.is_preferred = Some(fix.safety == Safety::Safe);
    Some(action)
}

/// A comment that lets a lint pass. Without a reason behind it, the lints ask for one.
fn allow(book: &Book, finding: &Finding) -> Option<CodeAction> {
    let lint = named(finding.code).filter(|l| l.category != Category::Suppression)?;
    let span = finding.span()?;
    let text = book.text(span.file)?;
    let items = book.checked.files.iter().flat_map(|f| &f.items).map(Item::span);
    let item = items.into_iter().find(|s| inside(span, *s)).unwrap_or(span);
    let line = Position::new(text.range(item).start.line, 0);
    let new_text = format!("# lint allow {}:\n", lint.name);
    let edit = TextEdit { range: Range { start: line, end: line }, new_text };
    let edits = HashMap::from([(book.uri(span.file)?.clone(), vec![edit])]);
    Some(action(format!("allow `{}` here (write the reason behind the colon)", lint.name), edits))
}

/// All safe fixes of the programme together.
fn all_safe(book: &Book) -> Option<CodeAction> {
    let safe: Vec<&Fix> =
        book.findings().iter().filter_map(|f| f.fix.as_ref()).filter(|f| f.safety == Safety::Safe).collect();
    let (files, count) = apply(&book.sources, safe);
    if count == 0 {
        return None;
    }
    let mut edits = HashMap::new();
    for ((id, before), after) in book.sources.iter().zip(files) {
        if before.text != after.text
            && let (Some(uri), Some(text)) = (book.uri(id), book.text(id))
        {
            edits.insert(uri.clone(), text.edits_to(&after.text));
        }
    }
    let mut action = action("mend all that changes no meaning".to_owned(), edits);
    action.kind = Some(CodeActionKind::SourceFixAll);
    Some(action)
}

fn action(title: String, changes: HashMap<Uri, Vec<TextEdit>>) -> CodeAction {
    CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
        ..CodeAction::default()
    }
}
