//! The tree-sitter grammar: Neovim, Helix, Zed. It knows words, names, texts, numbers, braces and what is declared; what a
//! clause means is the language server's part, so a new clause needs nothing here but its words.

use super::{DECLARING, words};
use serde_json::{Value, json};
use treue_lang::syntax::next::next;

/// The grammar as JSON, the form that `tree-sitter generate` takes.
#[must_use]
pub fn tree_sitter() -> Value {
    let symbol = |name: &str| json!({ "type": "SYMBOL", "name": name });
    let text = |value: &str| json!({ "type": "STRING", "value": value });
    let pattern = |value: &str| json!({ "type": "PATTERN", "value": value });
    let choice = |members: Vec<Value>| json!({ "type": "CHOICE", "members": members });
    let list = |members: Vec<Value>| json!({ "type": "SEQ", "members": members });
    let repeat = |content: Value| json!({ "type": "REPEAT", "content": content });
    let named = |name: &str, content: Value| json!({ "type": "FIELD", "name": name, "content": content });
    let alias =
        |content: Value, to: &str| json!({ "type": "ALIAS", "content": content, "named": true, "value": to });
    let all = |words: Vec<&str>| choice(words.into_iter().map(text).collect());
    let inside = |open: &str, close: &str| list(vec![text(open), repeat(symbol("_piece")), text(close)]);
    let declaration = list(vec![
        named("kind", alias(all(DECLARING.to_vec()), "keyword")),
        named("name", choice(vec![symbol("name"), alias(symbol("_own"), "name")])),
    ]);
    // `all lines`, and on the next line `track ...`: the first word of an item is no name there.
    let items = next("", 0).words;
    let items: Vec<&str> = words(true).into_iter().filter(|w| items.iter().any(|i| i == w)).collect();
    let soft: Vec<&str> = words(true).into_iter().filter(|w| !items.contains(w)).collect();
    let pieces = [
        "declaration",
        "keyword",
        "name",
        "field",
        "number",
        "date",
        "time",
        "text",
        "block",
        "group",
        "mark",
    ];
    json!({
        "name": "treue",
        "word": "name",
        "rules": {
            "source_file": repeat(symbol("_piece")),
            "_piece": choice(pieces.map(symbol).to_vec()),
            "declaration": { "type": "PREC", "value": 1, "content": declaration },
            "block": inside("{", "}"),
            "group": inside("(", ")"),
            "keyword": choice(vec![symbol("_own"), symbol("_item"), all(words(false)), text("member's")]),
            "_own": all(soft),
            "_item": all(items),
            "name": pattern(r"\p{L}[\p{L}\p{Nd}_]*"),
            "field": pattern(r"(receipt|line|member)\.\p{L}[\p{L}\p{Nd}_]*"),
            "number": pattern(r"-?\d+(\.\d+)?"),
            "date": pattern(r"\d{4}-\d{1,2}-\d{1,2}"),
            "time": pattern(r"\d{1,2}:\d{2}"),
            "text": pattern(r#""([^"\\\n\r]|\\[^\n\r])*""#),
            "mark": pattern(r"[,:=%]"),
            "comment": pattern(r"#[^\n]*"),
        },
        "extras": [pattern(r"\s|\u{FEFF}"), symbol("comment")],
        "conflicts": [],
        "precedences": [],
        "externals": [],
        "inline": [],
        "supertypes": [],
        "reserved": {},
    })
}
