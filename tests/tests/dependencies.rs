//! The walls of the house: which part may know which, and where the dangerous things live.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All Rust files under a folder of the workspace, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "there is no Rust under {folder}");
    found.sort();
    found
}

/// Names in the `[dependencies]` of a crate, build dependencies included.
fn dependencies(folder: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let mut names = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || line == "[build-dependencies]";
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            names.push(name.trim().to_owned());
        }
    }
    names
}

/// A line without its comment and without its quoted texts: what the compiler reads as code.
fn code(line: &str) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut before = ' ';
    for c in line.chars() {
        if c == '"' && before != '\\' && before != '\'' {
            quoted = !quoted;
        } else if !quoted {
            out.push(c);
        }
        before = c;
    }
    out.split("//").next().unwrap_or_default().to_owned()
}

/// Whether a word stands in a line of code.
fn has_word(line: &str, word: &str) -> bool {
    code(line).split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word)
}

/// Places where a word stands as code, in files for which `allowed` is false.
fn places(folders: &[&str], words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in folders.iter().flat_map(|f| sources(f)) {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if allowed(&name) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for word in words {
                if has_word(line, word) {
                    found.push(format!("{name}:{}: {word}", number + 1));
                }
            }
        }
    }
    found
}

const NONE: [String; 0] = [];

#[test]
fn the_language_knows_nothing_of_those_who_run_it() {
    let lang = dependencies("lang");
    let above: Vec<_> =
        lang.iter().filter(|n| n.starts_with("treue") || n.starts_with("cranelift")).collect();
    assert!(above.is_empty(), "lang depends on {above:?}");
    let runtime = dependencies("runtime");
    let ours: Vec<_> = runtime.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang"]);
    assert!(
        !runtime.iter().any(|n| n.starts_with("clap") || n.starts_with("miette") || n.starts_with("pest"))
    );
    let lint = dependencies("lint");
    let ours: Vec<_> = lint.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang"], "lints read programmes; they neither run them nor open files");
    let lsp = dependencies("lsp");
    let ours: Vec<_> = lsp.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang", "treue-lint"], "an editor runs no programme");
    let columnar = dependencies("columnar");
    let ours: Vec<_> = columnar.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang", "treue-runtime"]);
    let arrow = |n: &&String| n.starts_with("arrow") || n.starts_with("parquet");
    assert!(!runtime.iter().any(|n| arrow(&n)), "who scores single events pays for columns");
    let proof = dependencies("proof");
    let ours: Vec<_> = proof.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang", "treue-runtime"]);
    let terms = dependencies("terms");
    let ours: Vec<_> = terms.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(ours, ["treue-lang"]);
    let cli = dependencies("cli");
    let ours: Vec<_> = cli.iter().filter(|n| n.starts_with("treue")).collect();
    assert_eq!(
        ours,
        [
            "treue-lang",
            "treue-lint",
            "treue-lsp",
            "treue-runtime",
            "treue-columnar",
            "treue-proof",
            "treue-terms"
        ]
    );
    assert!(!cli.iter().any(|n| n.starts_with("cranelift")), "the command reaches past the runtime");
}

#[test]
fn the_grammar_holds_no_rust() {
    let mut folders = vec![root().join("grammar")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(path.extension().is_none_or(|e| e != "rs"), "{} is Rust", path.display());
            }
        }
    }
}

#[test]
fn unsafe_code_lives_in_one_folder() {
    let native = |name: &str| name.starts_with("runtime/src/native/");
    assert_eq!(
        places(
            &["lang", "lint", "lsp", "runtime", "proof", "terms", "columnar", "cli", "tests", "benches"],
            &["unsafe"],
            native
        ),
        NONE
    );
}

#[test]
fn machine_code_is_made_in_one_folder() {
    let native = |name: &str| name.starts_with("runtime/src/native/");
    let words = [
        "cranelift",
        "cranelift_codegen",
        "cranelift_frontend",
        "cranelift_jit",
        "cranelift_module",
        "cranelift_native",
        "cranelift_object",
    ];
    assert_eq!(places(&["lang", "lint", "lsp", "runtime", "proof", "terms", "cli"], &words, native), NONE);
}

#[test]
fn no_binary_floating_point_near_money() {
    // A machine's own instructions may be named by whoever makes them; none is a value of ours.
    assert_eq!(
        places(
            &["lang/src", "lint/src", "lsp/src", "runtime/src", "proof/src", "terms/src", "columnar/src"],
            &["f32", "f64"],
            |_| false
        ),
        NONE
    );
}

#[test]
fn the_parser_generator_is_named_in_one_file() {
    let grammar = |name: &str| name == "lang/src/syntax/grammar.rs";
    assert_eq!(
        places(
            &["lang", "lint", "lsp", "runtime", "proof", "terms", "cli"],
            &["pest", "pest_derive"],
            grammar
        ),
        NONE
    );
}

#[test]
fn the_language_and_the_reference_touch_neither_files_nor_clocks_nor_threads() {
    let words = ["fs", "SystemTime", "Instant", "thread", "env", "process", "net"];
    let found: Vec<String> = places(&["lang/src", "lint/src", "runtime/src/reference"], &words, |_| false)
        .into_iter()
        .filter(|place| {
            let (file, rest) = place.split_once(':').unwrap();
            let line: usize = rest.split(':').next().unwrap().parse().unwrap();
            let text = fs::read_to_string(root().join(file)).unwrap();
            let in_tests = text.lines().take(line - 1).any(|l| l.trim() == "#[cfg(test)]");
            // Of the standard library, not a name of ours.
            !in_tests && text.lines().nth(line - 1).is_some_and(|l| code(l).contains("std::"))
        })
        .collect();
    assert_eq!(found, NONE);
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = [
        "lang/src",
        "lint/src",
        "lsp/src",
        "runtime/src",
        "proof/src",
        "terms/src",
        "columnar/src",
        "cli/src",
        "tests/src",
        "tests/tests",
    ]
    .iter()
    .flat_map(|f| sources(f))
    .filter(|(_, text)| text.lines().count() > 600)
    .map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
    .collect();
    assert_eq!(long, NONE);
}
