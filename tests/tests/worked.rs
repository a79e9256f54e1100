//! Conformance as data: `tests/worked` holds programmes whose tests repeat published examples, both engines pass
//! them, and `docs/conformance.md` lists which shape of a rule stands where.
//!
//! A test says in its name what it stands for, before a colon: numbers of published examples (`WE-001`, in
//! `examples.json` with their sources) and of shapes (`E5`, in `shapes.json`). Programmes of `examples` count too.
//! Members who are brought from one text to another stand in `migrations.json`.
//! `TREUE_WRITE=1 cargo test -p treue-tests --test worked` writes the page anew.

#[path = "worked/migrations.rs"]
mod migrations;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::pipeline::{check, data_files};
use treue_lang::programme::Programme;
use treue_lang::source::{SourceFile, Sources};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;

/// A test of a programme, by what it stands for.
struct Case {
    /// Where the programme stands, from the root of the project.
    programme: String,
    /// Numbers of examples and shapes.
    numbers: Vec<String>,
    /// The rest of the test's name.
    name: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files of a folder with that ending, in order; also those one folder below.
fn programmes(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "treue") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources(path: &Path) -> Sources {
    let name = path.display().to_string();
    let mut sources = Sources::new(vec![SourceFile { name, text: fs::read_to_string(path).unwrap() }]);
    for data in data_files(&sources) {
        let beside = path.with_file_name(&data.named);
        let text = fs::read_to_string(&beside).map_err(|e| e.to_string());
        let read = text.map(|text| SourceFile { name: beside.display().to_string(), text });
        sources.add_data(data.named, read);
    }
    sources
}

fn checked(path: &Path) -> Arc<Programme> {
    let sources = sources(path);
    let checked = check(&sources);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.plain(&sources)).collect();
    assert!(messages.is_empty(), "{}", messages.join("\n"));
    Arc::new(checked.programme.unwrap())
}

/// What a test's name says it stands for, and the rest of the name.
fn numbers(name: &str) -> (Vec<String>, String) {
    match name.split_once(": ") {
        Some((numbers, rest)) if numbers.split(' ').all(is_number) => {
            (numbers.split(' ').map(str::to_owned).collect(), rest.to_owned())
        }
        Some(_) | None => (Vec::new(), name.to_owned()),
    }
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix("WE-").or_else(|| word.strip_prefix(['E', 'T', 'X', 'R', 'P', 'C', 'M']));
    digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for path in [programmes("tests/worked"), programmes("examples")].concat() {
        // The quickest way to the names; that the tests pass is seen to elsewhere.
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(root()).unwrap().display().to_string();
        for line in text.lines().filter_map(|l| l.strip_prefix("test \"")) {
            let (numbers, name) = numbers(line.split('"').next().unwrap());
            cases.push(Case { programme: shown.clone(), numbers, name });
        }
    }
    for (programme, name) in migrations::cases() {
        let (numbers, name) = numbers(&name);
        cases.push(Case { programme, numbers, name });
    }
    cases
}

fn json(name: &str) -> serde_json::Value {
    let path = root().join("tests/worked").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The shapes in their order, with what each is.
fn shapes() -> Vec<(String, String)> {
    let value = json("shapes.json");
    let order = |number: &str| {
        let (letter, digits) = number.split_at(1);
        ("ETXRPCM".find(letter), digits.parse::<u32>().unwrap())
    };
    let mut shapes: Vec<(String, String)> = value
        .as_object()
        .unwrap()
        .iter()
        .map(|(number, what)| (number.clone(), what.as_str().unwrap().to_owned()))
        .collect();
    shapes.sort_by_key(|(number, _)| order(number));
    shapes
}

/// What a file says of examples and shapes without a case: `out-of-reach.json` of those that no programme decides,
/// `open.json` of those that are still to do. Each has its reason.
fn reasons(file: &str) -> BTreeMap<String, String> {
    let value = json(file);
    let reasons = value.as_object().unwrap().iter();
    reasons.map(|(number, why)| (number.clone(), why.as_str().unwrap().to_owned())).collect()
}

fn out_of_reach() -> BTreeMap<String, String> {
    reasons("out-of-reach.json")
}

#[test]
fn worked_examples_come_out_on_both_engines() {
    for path in programmes("tests/worked") {
        let programme = checked(&path);
        assert!(!programme.tests.is_empty(), "{} has no tests", path.display());
        let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
        let engines: [Box<dyn Evaluator>; 2] = [
            Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
            Box::new(Native::new(compiled, Detail::Full)),
        ];
        for mut engine in engines {
            for outcome in testing::run(&programme, engine.as_mut()) {
                let wrong =
                    outcome.failures.iter().map(|f| format!("expected {}, got {}", f.expected, f.got));
                let wrong: Vec<String> = wrong.collect();
                let place = format!("{}, \"{}\", {}", path.display(), outcome.name, engine.name());
                assert!(wrong.is_empty(), "{place}: {}", wrong.join("; "));
            }
        }
    }
}

#[test]
fn worked_programmes_stand_in_the_one_layout() {
    for path in programmes("tests/worked") {
        let text = fs::read_to_string(&path).unwrap();
        let laid_out = treue_lang::fmt::format(&text).unwrap();
        assert!(laid_out == text, "{} is not in the one layout; run `treue fmt`", path.display());
    }
}

#[test]
fn every_example_is_decided_or_says_why_not() {
    let known: BTreeSet<String> = json("examples.json")
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["id"].as_str().unwrap().to_owned())
        .collect();
    let shapes: BTreeSet<String> = shapes().into_iter().map(|(number, _)| number).collect();
    let cases = cases();
    for case in &cases {
        for number in &case.numbers {
            assert!(
                known.contains(number) || shapes.contains(number),
                "{}: there is no {number}",
                case.programme
            );
        }
    }
    let decided: BTreeSet<String> = cases.iter().flat_map(|c| c.numbers.clone()).collect();
    let excused = out_of_reach();
    let both: Vec<&String> = excused.keys().filter(|n| decided.contains(*n)).collect();
    assert!(both.is_empty(), "decided after all: {both:?}");
    let listed = reasons("open.json");
    let open: BTreeMap<String, String> = known
        .union(&shapes)
        .filter(|n| !decided.contains(*n) && !excused.contains_key(*n))
        .map(|n| (n.clone(), listed.get(n).cloned().unwrap_or_default()))
        .collect();
    if std::env::var_os("TREUE_WRITE").is_some() {
        let text = format!("{}\n", serde_json::to_string_pretty(&open).unwrap());
        fs::write(root().join("tests/worked/open.json"), text).unwrap();
    }
    let numbers = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        numbers(&open),
        numbers(&reasons("open.json")),
        "neither decided nor excused, against open.json"
    );
    let silent: Vec<&String> =
        open.iter().chain(&excused).filter(|(_, why)| why.is_empty()).map(|(number, _)| number).collect();
    assert!(silent.is_empty(), "without a reason in open.json or out-of-reach.json: {silent:?}");
}

/// A system of loyalty that is spoken of, and the tests that show it.
struct System {
    system: String,
    cases: Vec<Shown>,
}

struct Shown {
    programme: String,
    test: String,
}

fn systems() -> Vec<System> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let shown =
        |case: &serde_json::Value| Shown { programme: text(&case["programme"]), test: text(&case["test"]) };
    let systems = json("systems.json");
    let systems = systems.as_array().unwrap().iter();
    systems
        .map(|s| System {
            system: text(&s["system"]),
            cases: s["cases"].as_array().unwrap().iter().map(shown).collect(),
        })
        .collect()
}

#[test]
fn every_system_has_a_case() {
    let known: BTreeSet<(String, String)> = cases().into_iter().map(|c| (c.programme, c.name)).collect();
    for system in systems() {
        assert!(!system.cases.is_empty(), "{} has no case", system.system);
        for shown in system.cases {
            let of = (shown.programme, shown.test);
            assert!(known.contains(&of), "{}: there is no test {of:?}", system.system);
        }
    }
}

/// The part of the page on systems.
fn page_of_systems() -> String {
    let mut page = "\n## Systems\n\n| system | where |\n| --- | --- |\n".to_owned();
    for System { system, cases } in systems() {
        let cases: Vec<String> = cases
            .iter()
            .map(|c| format!("[{}](../{}): {}", stem(&c.programme), c.programme, c.test))
            .collect();
        let _ = writeln!(page, "| {system} | {} |", cases.join("; "));
    }
    page
}

/// The page: shapes with their cases, then systems and examples with theirs.
fn page() -> String {
    let cases = cases();
    let having = |number: &str| -> Vec<&Case> {
        cases.iter().filter(|c| c.numbers.iter().any(|n| n == number)).collect()
    };
    let (shapes, open, excused) = (shapes(), reasons("open.json"), out_of_reach());
    let examples = json("examples.json");
    let examples = examples.as_array().unwrap();
    let covered = shapes.iter().filter(|(number, _)| !having(number).is_empty()).count();
    let decided = examples.iter().filter(|e| !having(e["id"].as_str().unwrap()).is_empty()).count();
    let mut page = format!(
        "# Conformance\n\nWritten by `TREUE_WRITE=1 cargo test -p treue-tests --test worked`; the tests run on both \
         engines in every run of the suites.\n\n{covered} of {} shapes of rules have a case. {decided} of {} \
         published examples come out as published; the reasons for the others stand at the end.\n\n\
         ## Shapes\n\n| shape | what | where |\n| --- | --- | --- |\n",
        shapes.len(),
        examples.len()
    );
    for (number, what) in &shapes {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for case in having(number) {
            *places.entry(case.programme.as_str()).or_default() += 1;
        }
        let places: Vec<String> =
            places.iter().map(|(p, n)| format!("[{}](../{p}) ({n})", stem(p))).collect();
        let _ = writeln!(page, "| {number} | {what} | {} |", places.join(", "));
    }
    page.push_str(&page_of_systems());
    page.push_str(
        "\n## Published examples\n\n| example | programme | test | source |\n| --- | --- | --- | --- |\n",
    );
    for example in examples {
        let number = example["id"].as_str().unwrap();
        let Some(case) = having(number).first().copied() else { continue };
        let _ = writeln!(
            page,
            "| {number} | [{}](../{}) | {} | [source]({}) |",
            example["programme"].as_str().unwrap().replace('|', "/"),
            case.programme,
            case.name,
            example["source_url"].as_str().unwrap()
        );
    }
    for (title, of) in [("Still open", &open), ("Out of reach", &excused)] {
        if !of.is_empty() {
            let _ = write!(page, "\n## {title}\n\n| example or shape | why |\n| --- | --- |\n");
        }
        for (number, why) in of {
            let _ = writeln!(page, "| {number} | {why} |");
        }
    }
    page
}

/// A programme's name for people: its file, or its folder in `examples`.
fn stem(path: &str) -> &str {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("examples"), Some(folder), _) => folder,
        (_, _, Some(file)) => file.strip_suffix(".treue").unwrap_or(file),
        _ => path,
    }
}

#[test]
fn the_page_of_shapes_is_up_to_date() {
    let (path, text) = (root().join("docs/conformance.md"), page());
    if std::env::var_os("TREUE_WRITE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/conformance.md is old: TREUE_WRITE=1 cargo test -p treue-tests --test worked"
    );
}
