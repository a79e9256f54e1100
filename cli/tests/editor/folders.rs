//! Programmes of several files, their data, and their configuration.

use super::{Editor, SHOP, range};
use serde_json::json;

const HEAD: &str = "programme \"Shop\" { currency CHF timezone \"Europe/Zurich\" unit points { worth 0.01 CHF } }\n\nlines eligible = all lines\n";
const RULES: &str = "earn base { 1 point per full 1.00 CHF of eligible }\n";

#[test]
fn the_files_of_a_folder_are_one_programme() {
    let mut editor = Editor::new();
    editor.write("head.treue", HEAD);
    editor.write("rules.treue", RULES);
    editor.open("rules.treue", RULES);
    assert!(editor.found("rules.treue", 1).iter().all(|f| f.0 != "unknown-name" && f.0 != "no-programme"));
    let place = editor.at("definition", "rules.treue", 0, 43).unwrap();
    assert_eq!((&place[0]["uri"], &place[0]["range"]), (&json!(editor.uri("head.treue")), &range(2, 6, 14)));
    // A name is changed in both files, the open and the closed one.
    let params = json!({
        "textDocument": { "uri": editor.uri("rules.treue") },
        "position": { "line": 0, "character": 43 },
        "newName": "goods",
    });
    let edit = editor.ask("textDocument/rename", params).unwrap();
    assert_eq!(edit["changes"].as_object().unwrap().len(), 2);
    // What is wrong in a file that is not open is told, too, and taken back.
    let head = editor.uri("head.treue");
    editor.write("head.treue", HEAD.replace("eligible =", "eligble ="));
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": head, "type": 2 }] }));
    let rules = editor.uri("rules.treue");
    let of =
        |p: &serde_json::Value| p["uri"] == rules && p["diagnostics"].to_string().contains("unknown-name");
    editor.told("textDocument/publishDiagnostics", of);
    editor.open("head.treue", HEAD);
    let cleared =
        |p: &serde_json::Value| p["uri"] == rules && !p["diagnostics"].to_string().contains("unknown-name");
    editor.told("textDocument/publishDiagnostics", cleared);
}

#[test]
fn two_programmes_in_a_folder_stand_for_themselves() {
    let mut editor = Editor::new();
    editor.write("a.treue", SHOP);
    editor.write("b.treue", SHOP);
    editor.open("a.treue", SHOP);
    let found = editor.found("a.treue", 1);
    assert!(found.iter().all(|f| f.0 != "duplicate-name" && f.0 != "repeated"), "{found:?}");
}

#[test]
fn data_files_and_their_mistakes_are_told_at_their_places() {
    let mut editor = Editor::new();
    let text = format!(
        "{SHOP}\ntable bonus \"bonus.csv\" by category\n\nearn extra {{ 1 point per 1.00 CHF for each line of eligible: amount times bonus or 1 }}\n"
    );
    editor.open("shop.treue", &text);
    assert!(editor.found("shop.treue", 1).iter().any(|f| f.0 == "missing-file"));
    editor.write("bonus.csv", "category,bonus\nfood,2\nbooks,many\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let csv = editor.uri("bonus.csv");
    let of = |p: &serde_json::Value| p["uri"] == csv;
    let told = editor.told("textDocument/publishDiagnostics", of);
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 2, "{told}");
    let line = text.lines().position(|l| l.starts_with("table")).unwrap();
    let place = editor.at("definition", "shop.treue", line as u64, 15).unwrap();
    assert_eq!(place[0]["uri"], csv);
}

#[test]
fn the_configuration_holds_in_the_editor_as_in_the_command() {
    let mut editor = Editor::new();
    let text = format!("{SHOP}\nlines summer = eligible\n");
    editor.write("treue.toml", "[lint.levels]\nunused-lines = \"off\"\n");
    editor.open("shop.treue", &text);
    assert!(editor.found("shop.treue", 1).iter().all(|f| f.0 != "unused-lines"));
    editor.write("treue.toml", "[lint.levels]\nunused-line = \"off\"\n");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let toml = editor.uri("treue.toml");
    let of = |p: &serde_json::Value| p["uri"] == toml;
    let told = editor.told("textDocument/publishDiagnostics", of);
    assert!(told["diagnostics"][0]["message"].as_str().unwrap().contains("unused-lines"), "{told}");
    assert_eq!(told["diagnostics"][0]["range"]["start"]["line"], 1);
}

#[test]
fn a_text_that_is_no_file_is_a_programme_too() {
    let mut editor = Editor::new();
    let document = json!({ "uri": "untitled:Untitled-1", "languageId": "treue", "version": 1, "text": SHOP });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
    let of = |p: &serde_json::Value| p["uri"] == "untitled:Untitled-1";
    editor.told("textDocument/publishDiagnostics", of);
    let document = json!({ "textDocument": { "uri": "untitled:Untitled-1" } });
    assert_eq!(editor.ask("textDocument/documentSymbol", document.clone()).unwrap()[0]["name"], "Shop");
    editor.tell("textDocument/didClose", document.clone());
    assert!(editor.ask("textDocument/documentSymbol", document).unwrap_err().contains("not open"));
}
