//! The TextMate grammar: VS Code, Zed's fallback, Sublime, and most sites that show code.

use super::{DECLARING, words};
use serde_json::{Value, json};

/// The grammar as JSON.
#[must_use]
pub fn textmate() -> Value {
    let name = r"[\p{L}][\p{L}\p{Nd}_]*";
    let reserved = words(false).join("|");
    let all = [words(false), words(true)].concat().join("|");
    let word = |words: &str| format!(r"(?<![\p{{L}}\p{{Nd}}_])(?:{words})(?![\p{{L}}\p{{Nd}}_])");
    let declared = format!(
        r#"^\s*({})\s+(?!(?:{reserved})(?![\p{{L}}\p{{Nd}}_]))({name})(?=\s*(?:$|[#"{{=]|(?:by|from|in|is|on|until)\b))"#,
        DECLARING.join("|")
    );
    json!({
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "information_for_contributors": "written by editors/grammars from the grammar of the language; do not edit",
        "name": "Treue",
        "scopeName": "source.treue",
        "fileTypes": ["treue"],
        "patterns": [
            { "name": "comment.line.number-sign.treue", "match": "#.*$" },
            {
                "name": "string.quoted.double.treue",
                "match": r#""(?:\\.|[^"\\])*(?:"|$)"#,
                "captures": { "0": { "patterns": [{ "name": "constant.character.escape.treue", "match": r"\\." }] } },
            },
            {
                "match": declared,
                "captures": {
                    "1": { "name": "keyword.control.treue" },
                    "2": { "name": "entity.name.function.treue" },
                },
            },
            {
                "match": r"(?<![\p{L}\p{Nd}_.])(receipt|line|member)\.([\p{L}][\p{L}\p{Nd}_]*)",
                "captures": {
                    "1": { "name": "keyword.control.treue" },
                    "2": { "name": "variable.other.property.treue" },
                },
            },
            { "name": "constant.numeric.date.treue", "match": r"\b\d{4}-\d{1,2}-\d{1,2}\b" },
            { "name": "constant.numeric.time.treue", "match": r"\b\d{1,2}:\d{2}\b" },
            { "name": "constant.numeric.treue", "match": r"-?\b\d+(?:\.\d+)?" },
            { "name": "keyword.control.treue", "match": r"(?<![\p{L}\p{Nd}_])member's(?![\p{L}\p{Nd}_])" },
            { "name": "support.type.currency.treue", "match": r"(?<![\p{L}\p{Nd}_])[A-Z]{3}(?![\p{L}\p{Nd}_])" },
            { "name": "keyword.control.treue", "match": word(&all) },
            { "name": "variable.other.treue", "match": name },
        ],
    })
}
