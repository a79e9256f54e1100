//! Names: every one that the examples declare can be changed, and the programme stays right; what cannot be is refused.

use super::{Editor, SHOP};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use treue_lang::pipeline::{check, data_files};
use treue_lang::source::{SourceFile, Sources};

fn rename(editor: &mut Editor, name: &str, at: (u64, u64), to: &str) -> Result<Value, String> {
    let params = json!({
        "textDocument": { "uri": editor.uri(name) },
        "position": { "line": at.0, "character": at.1 },
        "newName": to,
    });
    editor.ask("textDocument/rename", params)
}

#[test]
fn units_are_renamed_in_singular_and_plural() {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    let edit = rename(&mut editor, "shop.treue", (3, 8), "miles").unwrap();
    let after = super::applied(SHOP, &edit["changes"][editor.uri("shop.treue")]);
    assert!(
        after.contains("unit miles {") && after.contains("1 mile per") && after.contains("12 miles from"),
        "{after}"
    );
    assert!(after.contains("A point a franc"), "texts stay");
}

#[test]
fn names_that_would_break_something_are_refused() {
    let mut editor = Editor::new();
    editor.open("shop.treue", SHOP);
    let mut refused = |to: &str| rename(&mut editor, "shop.treue", (10, 6), to).unwrap_err();
    assert!(refused("when").contains("word of the language"));
    assert!(refused("two words").contains("no name"));
    assert!(refused("").contains("no name"));
    assert!(refused("eligible").contains("already the name"), "another thing's");
    assert!(refused("pourcent%").contains("no name"));
    // A word that has no name of its own.
    assert!(rename(&mut editor, "shop.treue", (10, 1), "x").unwrap_err().contains("nothing here"));
    assert_eq!(editor.at("prepareRename", "shop.treue", 10, 1).unwrap(), Value::Null);
    assert_eq!(editor.at("prepareRename", "shop.treue", 10, 6).unwrap()["placeholder"], "base");
}

/// The examples, each a folder or a file of its own.
fn programmes() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found: Vec<PathBuf> = fs::read_dir(root.join("examples"))
        .unwrap()
        .map(|e| e.unwrap().path().join("programme.treue"))
        .collect();
    found.retain(|p| p.is_file());
    found.sort();
    found
}

/// What is wrong with a programme whose one file holds this text.
fn mistakes(file: &Path, text: &str) -> Vec<String> {
    let mut sources = Sources::single("programme.treue", text);
    for data in data_files(&sources) {
        let path = file.parent().unwrap().join(&data.named);
        let read = fs::read_to_string(&path).map_err(|e| e.to_string());
        let name = data.named.clone();
        sources.add_data(data.named, read.map(|text| SourceFile { name, text }));
    }
    check(&sources).diagnostics.iter().map(|d| d.plain(&sources)).collect()
}

#[test]
fn every_name_of_the_examples_can_be_changed_and_the_programme_stays_right() {
    let mut renamed = 0;
    let all = programmes();
    assert!(all.len() >= 8);
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        let hello = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8"] } } });
        let mut editor = Editor::over(file.parent().unwrap(), &hello);
        editor.open("programme.treue", &text);
        let tree = editor.of("documentSymbol", "programme.treue").unwrap();
        let symbols = tree.as_array().unwrap().iter();
        let all: Vec<Value> = symbols
            .flat_map(|s| {
                std::iter::once(s.clone()).chain(s["children"].as_array().cloned().unwrap_or_default())
            })
            .collect();
        for symbol in all {
            let start = &symbol["selectionRange"]["start"];
            let at = (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap());
            let name = symbol["name"].as_str().unwrap().to_owned();
            match rename(&mut editor, "programme.treue", at, "zz_changed_zzs") {
                Ok(edit) => {
                    let after = super::applied(&text, &edit["changes"][editor.uri("programme.treue")]);
                    assert_ne!(after, text);
                    let wrong = mistakes(&file, &after);
                    assert!(wrong.is_empty(), "{} as {name}: {}", file.display(), wrong.join("\n"));
                    renamed += 1;
                }
                // Items without a name of their own; what a data file calls by its name; the birthday of the calendar.
                Err(why) => {
                    let unnamed = why.contains("nothing here");
                    let in_data =
                        why.contains("column") || why.contains("first line") || why.contains("no birthday");
                    assert!(unnamed || in_data, "{} {name}: {why}", file.display());
                }
            }
        }
    }
    assert!(renamed >= 150, "{renamed} names");
}
