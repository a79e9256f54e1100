//! The book: every programme in it checks, stands in the one layout and passes its tests on both engines, or gets the code that
//! it is meant to get; every shape of rules has a recipe; every page is in the summary. Commands are run by the tests of the
//! command. `TREUE_WRITE=1` writes the pages of the reference anew.
//!
//! A block of code says in its first line how it is read: `treue head` is what other blocks of its page start with, `treue` a
//! programme, `treue page` a piece of the page's own programme, `treue bad CODE` one with that mistake, `treue broken` one whose
//! property does not hold, with the words of the answer in the next `text`; `csv NAME` a data file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::diag::Code;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_lint::{ALL, Category, PROOFS};
use treue_proof::{Trial, Verdict, properties};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::{InputCode, ReadOptions, Reader};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::StateCode;
use treue_runtime::testing;

/// What blocks start with on pages that have no head.
const HEAD: &str = "programme \"Recipe\" {\n  currency CHF\n  timezone \"Europe/Zurich\"\n  unit points { worth 0.01 CHF }\n}\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn source() -> PathBuf {
    root().join("docs/book/src")
}

/// All pages, by their paths from the folder of sources.
fn pages() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&source(), &mut files);
    let name = |path: &Path| path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A block of code with the heading that it stands under.
struct Block {
    kind: String,
    text: String,
    under: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut under = String::new();
    let mut open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(kind) => {
                found.push(Block { kind: kind.to_owned(), text: String::new(), under: under.clone() });
                open = true;
            }
            None if open => {
                let block = found.last_mut().unwrap();
                block.text.push_str(line);
                block.text.push('\n');
            }
            None => {
                if let Some(heading) = line.strip_prefix("## ") {
                    heading.clone_into(&mut under);
                }
            }
        }
    }
    assert!(!open, "a block is not closed");
    found
}

fn sources(text: &str, data: &[(String, String)]) -> Sources {
    let mut sources = Sources::single("book.treue", text);
    for (name, text) in data {
        sources.add_data(name.clone(), Ok(SourceFile { name: name.clone(), text: text.clone() }));
    }
    sources
}

/// A programme that is right, and keeps its properties.
fn right(place: &str, text: &str, data: &[(String, String)]) -> Arc<Programme> {
    let sources = sources(text, data);
    let checked = check(&sources);
    let plain: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(plain.is_empty(), "{place}: {}", plain.join("\n"));
    let laid_out = treue_lang::fmt::format(text).unwrap();
    assert_eq!(laid_out, text, "{place} is not in the one layout");
    let programme = Arc::new(checked.programme.unwrap());
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    for mut engine in engines {
        for outcome in testing::run(&programme, engine.as_mut()) {
            let wrong: Vec<String> =
                outcome.failures.iter().map(|f| format!("expected {}, got {}", f.expected, f.got)).collect();
            assert!(wrong.is_empty(), "{place}, {}: {}", outcome.name, wrong.join("; "));
        }
    }
    for tried in properties(&programme, Trial { seed: 1, receipts: 200, prove: true }) {
        assert!(!matches!(tried.verdict, Verdict::Broken(_)), "{place}: {:?}", tried.verdict);
    }
    programme
}

#[test]
fn every_programme_is_as_its_page_says() {
    let mut run = 0;
    for (page, text) in pages() {
        let blocks = blocks(&text);
        let data: Vec<(String, String)> = blocks
            .iter()
            .filter_map(|b| Some((b.kind.strip_prefix("csv ")?.to_owned(), b.text.clone())))
            .collect();
        let head = blocks.iter().find(|b| b.kind == "treue head").map_or(HEAD, |b| &b.text);
        let mut whole = String::new();
        for (n, block) in blocks.iter().enumerate() {
            let place = format!("{page}, {}", block.under);
            match block.kind.split(' ').collect::<Vec<_>>().as_slice() {
                ["treue"] if block.text.contains("programme \"") => {
                    right(&place, &block.text, &data);
                }
                ["treue"] => {
                    right(&place, &format!("{head}\n{}", block.text), &data);
                }
                ["treue", "head"] => {}
                ["treue", "page"] => {
                    if !whole.is_empty() {
                        whole.push('\n');
                    }
                    whole.push_str(&block.text);
                }
                ["treue", "bad", code] => {
                    let found = check(&sources(&block.text, &data)).diagnostics;
                    let codes: Vec<&str> = found.iter().map(|d| d.code.name()).collect();
                    assert_eq!(codes, [*code], "{place}");
                }
                ["treue", "broken"] => {
                    let answer = blocks.get(n + 1).filter(|b| b.kind == "text").expect("an answer");
                    broken(&place, &block.text, &answer.text);
                }
                ["csv" | "text", _] | ["sh" | "text"] => {}
                ["json"] => event(&place, &block.text),
                other => panic!("{place}: nobody reads blocks of {other:?}"),
            }
            run += usize::from(block.kind.starts_with("treue"));
        }
        if !whole.is_empty() {
            right(&page, &whole, &data);
        }
    }
    assert!(run >= 100, "only {run} programmes");
}

fn broken(place: &str, text: &str, answer: &str) {
    let programme = Arc::new(check(&sources(text, &[])).programme.expect(place));
    let found = properties(&programme, Trial { seed: 1, receipts: 1_000, prove: true });
    let said = programme.properties.iter().zip(found).find_map(|(property, tried)| match tried.verdict {
        Verdict::Broken(broken) => Some(broken.words(&programme, property)),
        Verdict::Proved | Verdict::Held { .. } => None,
    });
    let (expected, got) = said.expect(place);
    assert_eq!(format!("expected  {expected}\ngot       {got}\n"), answer, "{place}");
}

/// An event that a programme accepts.
fn event(place: &str, text: &str) {
    let programme = check(&sources(HEAD, &[])).programme.unwrap();
    let line: String = text.lines().map(str::trim).collect();
    let read = Reader::new(&programme, ReadOptions::default()).event(&line);
    assert!(read.is_ok(), "{place}: {read:?}");
}

/// Every shape of rules, with the name that it has in the table of the worked cases.
#[test]
fn every_shape_has_a_recipe_with_a_test() {
    let text = fs::read_to_string(root().join("tests/worked/shapes.json")).unwrap();
    let shapes: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
    assert_eq!(shapes.len(), 96);
    let pages = pages();
    let recipes: Vec<Block> = pages
        .iter()
        .filter(|(name, _)| name.starts_with("recipes/"))
        .flat_map(|(_, text)| blocks(text))
        .filter(|b| b.kind == "treue" && b.text.contains("\ntest \""))
        .collect();
    for shape in shapes.keys() {
        let has = recipes.iter().any(|b| b.under.starts_with(&format!("{shape} ")));
        assert!(has, "{shape} has no recipe with a test");
    }
}

#[test]
fn every_page_is_in_the_summary_and_every_link_leads_somewhere() {
    let pages = pages();
    let summary = &pages["SUMMARY.md"];
    for name in pages.keys().filter(|n| *n != "SUMMARY.md") {
        assert!(summary.contains(&format!("]({name})")), "{name} is not in the summary");
    }
    for (name, text) in &pages {
        let folder = source().join(name).parent().unwrap().to_owned();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("https://")) {
            let file = target.split('#').next().unwrap();
            assert!(folder.join(file).exists(), "{name} points to {target}");
        }
        for include in text.split("{{#include ").skip(1).filter_map(|rest| rest.split("}}").next()) {
            let (file, anchor) = include.split_once(':').unwrap_or((include, ""));
            let included =
                fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{name}: {file}: {e}"));
            let marks = [format!("ANCHOR: {anchor} "), format!("ANCHOR_END: {anchor} ")];
            assert!(
                anchor.is_empty() || marks.iter().all(|m| included.contains(m)),
                "{name}: no {anchor} in {file}"
            );
        }
    }
}

/// Every section of the language page is a page of the book.
#[test]
fn every_item_has_its_page() {
    let language = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let sections = language.lines().filter(|l| l.starts_with("## ")).count();
    let anchors: Vec<&str> = language.lines().filter_map(|l| l.strip_prefix("<!-- ANCHOR: ")).collect();
    assert_eq!(anchors.len(), sections, "a section without an anchor: {anchors:?}");
    let pages = pages();
    for anchor in anchors.iter().filter_map(|a| a.split(' ').next()) {
        let include = format!("language.md:{anchor}}}}}");
        assert!(pages.values().any(|text| text.contains(&include)), "no page shows {anchor}");
    }
}

/// A page that is written from declarations.
fn generated(name: &str, text: &str) {
    let path = source().join(name);
    if std::env::var_os("TREUE_WRITE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == text, "{name} is not what the code declares; write it anew with TREUE_WRITE=1");
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[test]
fn the_reference_says_what_the_code_declares() {
    let mut codes = String::from(
        "# Codes of mistakes\n\nA code keeps its name for ever. `treue explain CODE` prints its page, with a sample.\n\n## In a programme\n\n| code | meaning |\n| --- | --- |\n",
    );
    for code in Code::ALL {
        writeln!(codes, "| `{}` | {} |", code.name(), one_line(code.page())).unwrap();
    }
    codes.push_str("\n## In a line of events\n\n| code | meaning |\n| --- | --- |\n");
    for code in InputCode::ALL {
        writeln!(codes, "| `{}` | {} |", code.name(), one_line(code.page())).unwrap();
    }
    codes.push_str("\n## In a file of members\n\n| code | meaning | remedy |\n| --- | --- | --- |\n");
    for code in StateCode::ALL {
        let (sentence, remedy) = (one_line(code.sentence()), one_line(code.remedy()));
        writeln!(codes, "| `{}` | {sentence} | {remedy} |", code.name()).unwrap();
    }
    generated("reference/codes.md", &codes);
    let mut lints = format!(
        "# Lints\n\n{} lints, by category. `treue explain NAME` prints a page, with samples; `docs/lint.md` tells how they are configured and suppressed.\n",
        ALL.len()
    );
    for category in Category::ALL {
        write!(
            lints,
            "\n## {}\n\n| lint | level | finds | why |\n| --- | --- | --- | --- |\n",
            category.word()
        )
        .unwrap();
        for lint in ALL.iter().filter(|l| l.category == category) {
            let (finds, why) = (one_line(lint.finds), one_line(lint.why));
            writeln!(lints, "| `{}` | {} | {finds} | {why} |", lint.name, lint.level.word()).unwrap();
        }
    }
    lints.push_str("\n## proofs\n\nWhat `treue lint --prove` finds.\n\n| finding | level | finds | why |\n| --- | --- | --- | --- |\n");
    for proof in PROOFS {
        let (finds, why) = (one_line(proof.finds), one_line(proof.why));
        writeln!(lints, "| `{}` | {} | {finds} | {why} |", proof.name, proof.level.word()).unwrap();
    }
    generated("reference/lints.md", &lints);
    generated("reference/words.md", &words());
}

/// Every word of the grammar, with the sections of the grammar in which it stands.
fn words() -> String {
    let grammar = fs::read_to_string(root().join("grammar/treue.pest")).unwrap();
    let mut section = String::new();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut heading = false;
    for line in grammar.lines() {
        if line.starts_with("// ----") {
            heading = true;
            continue;
        }
        if let Some(words) = line.strip_prefix("// ").filter(|_| heading) {
            words.split(':').next().unwrap().trim_end_matches('.').to_lowercase().clone_into(&mut section);
        }
        heading = false;
        // What declares the words themselves says nothing of where they stand.
        if line.starts_with("kw_") || line.starts_with("//") {
            continue;
        }
        for word in line.split("kw_").skip(1) {
            let word: String = word.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '_').collect();
            let places = found.entry(word).or_default();
            if places.last() != Some(&section) {
                places.push(section.clone());
            }
        }
    }
    let mut out = String::from(
        "# Words\n\nThe words of the language, and the parts of it in which each stands. Names of a programme stand between them; the words in `reserved` of `grammar/treue.pest` cannot be names.\n\n| word | in |\n| --- | --- |\n",
    );
    for (word, places) in found {
        let word = if word == "members_own" { "member's".to_owned() } else { word };
        writeln!(out, "| `{word}` | {} |", places.join("; ")).unwrap();
    }
    out
}
