//! The grammars for editors are what the language says: `TREUE_WRITE=1 cargo test -p treue-grammars` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on may stop here")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};
use treue_grammars::{textmate, tree_sitter};

/// The form of parsers that editors of the last years load.
const FORM: usize = 14;

fn editors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn generated(path: &Path, text: &str) {
    if std::env::var_os("TREUE_WRITE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let stands = fs::read_to_string(path).unwrap_or_default();
    assert!(
        stands == text,
        "{} is not what the language says; write it anew with TREUE_WRITE=1",
        path.display()
    );
}

fn json(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

#[test]
fn the_textmate_grammar_has_the_words_of_the_language() {
    generated(&editors().join("vscode/treue.tmLanguage.json"), &json(&textmate()));
}

#[test]
fn the_tree_sitter_parser_is_made_of_the_words_of_the_language() {
    let source = editors().join("tree-sitter/src");
    generated(&source.join("grammar.json"), &json(&tree_sitter()));
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tree-sitter");
    let mut said = Vec::new();
    generate_parser_in_directory(
        editors().join("tree-sitter"),
        Some(made.clone()),
        Some(source.join("grammar.json")),
        FORM,
        None,
        None,
        true,
        OptLevel::default(),
        &mut said,
    )
    .unwrap_or_else(|why| panic!("{why}"));
    for file in
        ["parser.c", "node-types.json", "tree_sitter/parser.h", "tree_sitter/alloc.h", "tree_sitter/array.h"]
    {
        generated(&source.join(file), &fs::read_to_string(made.join(file)).unwrap());
    }
}
