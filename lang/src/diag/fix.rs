//! Fixes: changes of the text that mend what was found, and how they are applied.

use crate::source::{FileId, SourceFile, Sources, Span};

/// Whether a fix may be applied without a person looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The programme means the same afterwards.
    Safe,
    /// It may mean something else: a guess, for a person to look at.
    Unsafe,
}

/// One change: what stands at `span` becomes `text`. An empty span puts something in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A fix: its changes belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: ``write `eligible` ``.
    pub title: String,
    /// What changes; places do not overlap, and all are in files of the programme.
    pub edits: Vec<Edit>,
    /// Whether it may be applied unseen.
    pub safety: Safety,
}

impl Fix {
    /// One change.
    #[must_use]
    pub fn new(safety: Safety, title: impl Into<String>, span: Span, text: impl Into<String>) -> Fix {
        Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }], safety }
    }

    /// Puts one word in the place of another; a guess.
    #[must_use]
    pub fn guess(span: Span, word: &str) -> Fix {
        Fix::new(Safety::Unsafe, format!("write `{word}`"), span, word)
    }
}

/// The files with some fixes applied, and how many were. A fix that meets one taken before it is left for another
/// round, and so is one of a file that is not the programme's, such as a table.
#[must_use]
pub fn apply<'f>(sources: &Sources, fixes: impl IntoIterator<Item = &'f Fix>) -> (Vec<SourceFile>, usize) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut applied = 0;
    for fix in fixes {
        let fits = |edit: &Edit| {
            let inside = sources.iter().any(|(id, f)| {
                id == edit.span.file && f.text.get(edit.span.start as usize..edit.span.end as usize).is_some()
            });
            inside && taken.iter().all(|t| apart(t.span, edit.span))
        };
        if fix.edits.iter().all(fits) {
            taken.extend(&fix.edits);
            applied += 1;
        }
    }
    // From the end, so that places before stay where they are.
    taken.sort_by_key(|e| std::cmp::Reverse((e.span.start, e.span.end)));
    let changed = sources
        .iter()
        .map(|(id, file)| SourceFile { name: file.name.clone(), text: changed(id, &file.text, &taken) });
    (changed.collect(), applied)
}

fn apart(a: Span, b: Span) -> bool {
    a.file != b.file || a.end < b.start || b.end < a.start
}

fn changed(id: FileId, text: &str, edits: &[&Edit]) -> String {
    let mut out = text.to_owned();
    for edit in edits.iter().filter(|e| e.span.file == id) {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if out.get(start..end).is_some() {
            out.replace_range(start..end, &edit.text);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: u32, end: u32) -> Span {
        Span { file: FileId(0), start, end }
    }

    #[test]
    fn applies_what_does_not_meet() {
        let sources = Sources::single("p.treue", "one two three");
        let fixes = [
            Fix::guess(at(4, 7), "zwei"),
            Fix::guess(at(4, 7), "deux"),
            Fix::guess(at(8, 13), "drei"),
            Fix::guess(at(9, 99), "far"),
        ];
        let (files, applied) = apply(&sources, &fixes[..2]);
        assert_eq!((files[0].text.as_str(), applied), ("one zwei three", 1));
        let (files, applied) = apply(&sources, fixes.iter().skip(2));
        assert_eq!((files[0].text.as_str(), applied), ("one two drei", 1));
    }
}
