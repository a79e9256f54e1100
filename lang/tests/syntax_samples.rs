//! Every sample under `grammar/samples`: what must be read without a word, and what must be refused, with the
//! code and the place that its first line names.

#![allow(clippy::unwrap_used, reason = "a sample that cannot be found or read fails the test")]

use std::path::{Path, PathBuf};
use treue_lang::source::{FileId, Sources};
use treue_lang::syntax::parse;

fn samples(kind: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammar/samples").join(kind);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "treue"))
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn accepted_samples_are_read_without_a_word() {
    let samples = samples("accept");
    assert!(samples.len() >= 11);
    for (path, text) in samples {
        let (file, diagnostics, _) = parse(FileId(0), &text);
        let sources = Sources::single(path.display().to_string(), text);
        let said: Vec<String> = diagnostics.iter().map(|d| d.plain(&sources)).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        assert!(file.broken.is_empty());
        assert!(!file.items.is_empty(), "{}", path.display());
    }
}

#[test]
fn rejected_samples_are_refused_where_they_say() {
    let samples = samples("reject");
    assert!(samples.len() >= 30);
    let mut wrong = Vec::new();
    for (path, text) in samples {
        let expected = text.lines().next().unwrap().strip_prefix("# expect: ").unwrap().to_owned();
        let (file, diagnostics, _) = parse(FileId(0), &text);
        let sources = Sources::single(path.display().to_string(), text);
        let found: Vec<String> = diagnostics
            .iter()
            .map(|d| {
                let (line, column) = sources.line_column(d.span().unwrap());
                format!("{} at {line}:{column}", d.code.name())
            })
            .collect();
        if found != [expected.clone()] {
            let said: Vec<String> = diagnostics.iter().map(|d| d.plain(&sources)).collect();
            wrong.push(format!("{}: expected {expected}, found {said:#?}", path.display()));
        }
        assert!(file.items.len() <= 1, "{}: a broken item was kept", path.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
