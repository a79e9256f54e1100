//! The documents: programmes in them check and pass their own tests, and pages of tables say what the code declares.
//!
//! `TREUE_WRITE=1 cargo test -p treue-tests --test documents` writes the pages of tables anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use treue_lang::diag::{Code, Severity};
use treue_lang::limits::Limit;
use treue_lang::pipeline::{check, data_files};
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::engine::Detail;
use treue_runtime::reference::Reference;
use treue_runtime::testing;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The blocks of a page in a language, joined.
fn blocks(page: &str, language: &str) -> String {
    let mut found = String::new();
    for block in page.split(&format!("```{language}\n")).skip(1) {
        found.push_str(block.split("```").next().unwrap());
        found.push('\n');
    }
    found
}

fn check_and_test(name: &str) {
    let mut sources = Sources::single(name, blocks(&page(name), "treue"));
    for file in data_files(&sources) {
        let text = blocks(&page(name), "csv");
        sources.add_data(file.named.clone(), Ok(SourceFile { name: file.named, text }));
    }
    let checked = check(&sources);
    let complaints: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let programme = std::sync::Arc::new(checked.programme.unwrap());
    assert!(!programme.tests.is_empty(), "{name} shows a test");
    let mut engine = Reference::new(programme.clone(), Detail::Full);
    for outcome in testing::run(&programme, &mut engine) {
        let failures: Vec<String> =
            outcome.failures.iter().map(|f| format!("expected {}, got {}", f.expected, f.got)).collect();
        assert!(outcome.passed(), "{name}, {}: {}", outcome.name, failures.join("; "));
    }
}

#[test]
fn the_programme_of_the_readme_is_right() {
    check_and_test("README.md");
}

#[test]
fn the_blocks_of_the_language_page_are_one_programme() {
    check_and_test("docs/language.md");
}

/// A page that is written from tables in the code.
fn generated(name: &str, text: &str) {
    let path = root().join(name);
    if std::env::var_os("TREUE_WRITE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == text, "{name} is not what the code declares; write it anew with TREUE_WRITE=1");
}

fn rows(text: &mut String, limits: &[Limit]) {
    text.push_str("| what | at most | why |\n| --- | ---: | --- |\n");
    for limit in limits {
        writeln!(text, "| {} | {} | {} |", limit.what, grouped(limit.most), limit.why).unwrap();
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[test]
fn the_page_of_limits_is_the_table_in_the_code() {
    let mut text = String::from(
        "# Limits\n\nBeyond a limit a programme or an event is refused by name; nothing is ever cut. This page is written from the code.\n\n## Of a programme\n\n",
    );
    rows(&mut text, treue_lang::limits::TABLE);
    text.push_str("\n## Of events\n\n");
    rows(&mut text, treue_runtime::limits::TABLE);
    generated("docs/limits.md", &text);
}

#[test]
fn the_page_of_codes_is_the_registry_in_the_code() {
    let mut text = String::from(
        "# Codes of mistakes in a programme\n\nA code keeps its name for ever. `treue explain CODE` prints its page. This page is written from the code.\n\n| code | meaning |\n| --- | --- |\n",
    );
    for code in Code::ALL {
        let kind = match code.severity() {
            Severity::Error => "",
            Severity::Warning => " (warning)",
        };
        let page: Vec<&str> = code.page().lines().map(str::trim).collect();
        writeln!(text, "| `{}`{kind} | {} |", code.name(), page.join(" ").trim()).unwrap();
    }
    generated("docs/codes.md", &text);
}
