//! The documents: programmes in them check and pass their own tests, and pages of tables say what the code declares.
//!
//! `TREUE_WRITE=1 cargo test -p treue-tests --test documents` writes the pages of tables anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::diag::{Code, HEADER, Severity};
use treue_lang::limits::Limit;
use treue_lang::pipeline::{check, data_files};
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::Day;
use treue_lint::{ALL, Category, Config, Lint, PROOFS, Proof, findings};
use treue_proof::{examine, kept};
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
        let own = blocks(&page(name), &format!("csv {}", file.named));
        let text = if own.is_empty() { blocks(&page(name), "csv") } else { own };
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
        "# Codes of mistakes in a programme\n\nA code keeps its name for ever. `treue explain CODE` prints its page. This page is written from the code; messages follow\n[messages.md](messages.md), and [gallery.md](gallery.md) shows twenty bad programmes.\n\n| code | meaning |\n| --- | --- |\n",
    );
    for code in Code::ALL {
        let kind = match code.severity() {
            Severity::Error => "",
            Severity::Warning => " (warning)",
        };
        let page: Vec<&str> = code.page().lines().map(str::trim).collect();
        writeln!(text, "| `{}`{kind} | {} |", code.name(), page.join(" ").trim()).unwrap();
    }
    text.push_str("\n## Samples\n\nEach gives the message below it and no other; the second text of each pair gives none. What they start with is left out.\n");
    for code in Code::ALL {
        let sources = Sources::single("sample.treue", code.sample().wrong());
        let [wrong, right] = code.sample().shown();
        let message = check(&sources).diagnostics.first().map(|d| d.plain(&sources)).unwrap_or_default();
        let message = message.split_once(": ").map_or(message.clone(), |(_, m)| m.to_owned());
        writeln!(
            text,
            "\n### `{}`\n\n```text\n{wrong}\n```\n\n> {message}\n\n```text\n{right}\n```",
            code.name()
        )
        .unwrap();
    }
    generated("docs/codes.md", &text);
}

/// What a lint says of its first sample.
fn said(lint: &Lint) -> String {
    let sample = lint.samples.fires[0];
    let text = if sample.starts_with("programme") { sample.to_owned() } else { format!("{HEADER}{sample}") };
    let mut sources = Sources::single("sample.treue", text);
    for file in data_files(&sources) {
        let data = lint.samples.data.iter().find(|(name, _)| *name == file.named).unwrap();
        sources.add_data(file.named, Ok(SourceFile { name: data.0.to_owned(), text: data.1.to_owned() }));
    }
    let config = Config::read(lint.samples.config).unwrap().only(lint);
    let found = findings(&sources, &check(&sources), &config, Day::new(2026, 9, 1).unwrap());
    let first = found.first().unwrap();
    let help = first.help.as_ref().map_or_else(String::new, |h| format!("; {h}"));
    format!("{}{help}", first.message)
}

fn lint_page(lint: &Lint) -> String {
    let mut text = format!(
        "# {}\n\n{} · {} by itself\n\nFinds {}.\n\n{}\n\n```text\n{}\n```\n\n> {}\n\nBetter:\n\n```text\n{}\n```\n",
        lint.name,
        lint.category.word(),
        lint.level.word(),
        lint.finds,
        lint.why,
        lint.samples.fires[0],
        said(lint),
        lint.samples.fixed
    );
    if !lint.samples.config.is_empty() {
        write!(text, "\nWith this in `treue.toml`:\n\n```toml\n{}\n```\n", lint.samples.config).unwrap();
    }
    for (name, data) in lint.samples.data {
        write!(text, "\n`{name}`:\n\n```text\n{data}```\n").unwrap();
    }
    text
}

fn proof_page(proof: &Proof) -> String {
    let sources = Sources::single("sample.treue", format!("{HEADER}{}", proof.wrong));
    let programme = Arc::new(check(&sources).programme.unwrap());
    let [report, properties] = [examine(&programme), kept(&programme)];
    let found = report.findings.iter().chain(&properties.findings);
    let found = found.map(|f| (format!("{}; {}", f.message, f.help), f.test(&sources, &programme)));
    let open = report.undecided.iter().chain(&properties.undecided).map(|u| (u.message.clone(), None));
    let (message, test) = found.chain(open).next().unwrap();
    let test = test
        .map_or_else(String::new, |t| format!("Both engines show it:\n\n```text\n{}\n```\n\n", t.trim_end()));
    format!(
        "# {}\n\nproofs (`treue lint --prove`) · {} by itself\n\nFinds {}.\n\n{}\n\n```text\n{}\n```\n\n> {message}\n\n{test}Better:\n\n```text\n{}\n```\n",
        proof.name,
        proof.level.word(),
        proof.finds,
        proof.why,
        proof.wrong,
        proof.right
    )
}

#[test]
fn the_pages_of_lints_are_their_declarations() {
    let mut index = format!(
        "# Lints\n\n{} lints. [../lint.md](../lint.md) tells how to use them; `treue explain NAME` prints a page. These pages are written from the code.\n",
        ALL.len()
    );
    let folder = root().join("docs/lints");
    fs::create_dir_all(&folder).unwrap();
    for category in Category::ALL {
        write!(index, "\n## {}\n\n| lint | level | finds |\n| --- | --- | --- |\n", category.word()).unwrap();
        for lint in ALL.iter().filter(|l| l.category == category) {
            writeln!(index, "| [{0}]({0}.md) | {1} | {2} |", lint.name, lint.level.word(), lint.finds)
                .unwrap();
        }
    }
    index.push_str(
        "\n## proofs\n\n`treue lint --prove` decides these over all receipts and members; [../proofs.md](../proofs.md) tells how.\n\n\
         | finding | level | finds |\n| --- | --- | --- |\n",
    );
    for proof in PROOFS {
        writeln!(index, "| [{0}]({0}.md) | {1} | {2} |", proof.name, proof.level.word(), proof.finds)
            .unwrap();
    }
    generated("docs/lints/README.md", &index);
    for lint in ALL {
        generated(&format!("docs/lints/{}.md", lint.name), &lint_page(lint));
    }
    for proof in PROOFS {
        generated(&format!("docs/lints/{}.md", proof.name), &proof_page(proof));
    }
    let pages = fs::read_dir(folder).unwrap().count();
    assert_eq!(pages, ALL.len() + PROOFS.len() + 1, "docs/lints holds a page that nothing has");
}
