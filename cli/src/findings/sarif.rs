//! SARIF 2.1.0 (OASIS): one run, the codes and lints that were met as its rules, fixes as replacements.

use super::Looked;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use treue_lang::diag::{Code, Fix};
use treue_lang::source::{Sources, Span};
use treue_lint::{Finding, Level, PROOFS_WORD, named, proof_named};

/// The whole log, with the reasons why something could not be looked at.
pub(crate) fn log(all: &[Looked], unread: &[(String, String)]) -> Value {
    let codes: BTreeSet<&str> = all.iter().flat_map(|l| &l.findings).map(|f| f.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let results: Vec<Value> = all
        .iter()
        .flat_map(|one| one.findings.iter().map(|f| result(one, f, codes.binary_search(&f.code).ok())))
        .collect();
    let mut run = json!({
        "tool": { "driver": { "name": "treue", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if let (false, Some(run)) = (unread.is_empty(), run.as_object_mut()) {
        run.insert("invocations".to_owned(), json!([unsuccessful(unread)]));
    }
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    })
}

/// A run that could not look at everything.
fn unsuccessful(unread: &[(String, String)]) -> Value {
    let told: Vec<Value> =
        unread.iter().map(|(_, why)| json!({ "level": "error", "message": { "text": why } })).collect();
    json!({ "executionSuccessful": false, "exitCode": 2, "toolExecutionNotifications": told })
}

fn rule(code: &str) -> Value {
    let lint = named(code);
    let page = Code::ALL.iter().find(|c| c.name() == code).map(|c| one_line(c.page()));
    let proof = proof_named(code);
    let (short, full, level) = match (lint, proof) {
        (Some(lint), _) => (lint.finds.to_owned(), one_line(lint.why), lint.level),
        (None, Some(proof)) if page.is_none() => (proof.finds.to_owned(), one_line(proof.why), proof.level),
        (None, _) => (page.clone().unwrap_or_default(), page.unwrap_or_default(), Level::Error),
    };
    let category = lint.map_or(if proof.is_some() { PROOFS_WORD } else { "mistake" }, |l| l.category.word());
    json!({
        "id": code,
        "shortDescription": { "text": short },
        "fullDescription": { "text": full },
        "help": { "text": format!("{full} `treue explain {code}` shows it on a sample.") },
        "defaultConfiguration": { "level": level_word(level) },
        "properties": { "tags": [category] },
    })
}

fn result(one: &Looked, finding: &Finding, rule: Option<usize>) -> Value {
    let sources = &one.sources;
    let help = finding.help.as_ref().map_or_else(String::new, |h| format!("; {h}"));
    let span = finding.span().unwrap_or_default();
    let related: Vec<Value> = finding
        .labels
        .iter()
        .skip(1)
        .map(|l| json!({ "physicalLocation": place(one, l.span), "message": { "text": l.text } }))
        .collect();
    let fixes: Vec<Value> = finding.fix.iter().map(|fix| replacement(one, fix)).collect();
    let mut result = json!({
        "ruleId": finding.code,
        "level": level_word(finding.level),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": place(one, span) }],
        "partialFingerprints": { "words/v1": words(sources, span) },
    });
    if let Some(fields) = result.as_object_mut() {
        if let Some(rule) = rule {
            fields.insert("ruleIndex".to_owned(), json!(rule));
        }
        if !related.is_empty() {
            fields.insert("relatedLocations".to_owned(), Value::Array(related));
        }
        if !fixes.is_empty() {
            fields.insert("fixes".to_owned(), Value::Array(fixes));
        }
    }
    result
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

fn place(one: &Looked, span: Span) -> Value {
    let file = one.sources.file(span.file).map_or(one.path.as_str(), |f| f.name.as_str());
    json!({ "artifactLocation": { "uri": uri(file) }, "region": region(&one.sources, span) })
}

fn region(sources: &Sources, span: Span) -> Value {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn replacement(one: &Looked, fix: &Fix) -> Value {
    let changes: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let file = one.sources.file(edit.span.file).map_or(one.path.as_str(), |f| f.name.as_str());
            json!({
                "artifactLocation": { "uri": uri(file) },
                "replacements": [{
                    "deletedRegion": region(&one.sources, edit.span),
                    "insertedContent": { "text": edit.text },
                }],
            })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}

/// The words of a place: the same finding in a later run.
fn words(sources: &Sources, span: Span) -> String {
    sources.text(span).split_whitespace().take(20).collect::<Vec<_>>().join(" ")
}

/// A path as a relative reference: other characters than letters, digits and a few marks become bytes.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("a b/c#.treue"), "a%20b/c%23.treue");
        assert_eq!(uri(r"a\b.treue"), "a/b.treue");
    }
}
