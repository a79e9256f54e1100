//! Lints over whole programmes: none finds anything in the examples, and any text gets an answer, soon.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use treue_lang::pipeline::{check, data_files};
use treue_lang::source::{SourceFile, Sources};
use treue_lang::time::Day;
use treue_lint::{Config, Finding, findings};
use treue_tests::dice::Dice;

const HEADER: &str =
    "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points { worth 0.01 CHF } }\n";

/// The programmes of the examples, with their data.
fn examples() -> Vec<Sources> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let mut found = Vec::new();
    for folder in folders.iter().filter(|f| f.is_dir()) {
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "treue"));
        files.sort();
        if files.is_empty() {
            continue;
        }
        let read = |path: &std::path::PathBuf| SourceFile {
            name: path.display().to_string(),
            text: fs::read_to_string(path).unwrap(),
        };
        let mut sources = Sources::new(files.iter().map(read).collect());
        for data in data_files(&sources) {
            let read = fs::read_to_string(folder.join(&data.named)).map_err(|e| e.to_string());
            let read = read.map(|text| SourceFile { name: data.named.clone(), text });
            sources.add_data(data.named, read);
        }
        found.push(sources);
    }
    assert!(found.len() >= 8, "where are the examples?");
    found
}

fn today() -> Day {
    Day::new(2026, 9, 1).unwrap()
}

fn look(sources: &Sources, config: &Config) -> Vec<Finding> {
    findings(sources, &check(sources), config, today())
}

fn look_at(text: &str) -> (Vec<Finding>, Duration) {
    let started = Instant::now();
    let found = look(&Sources::single("p.treue", text), &Config::default());
    (found, started.elapsed())
}

#[test]
fn nothing_is_found_in_the_examples() {
    let all = examples();
    let found: Vec<String> = all
        .iter()
        .flat_map(|sources| look(sources, &Config::default()).into_iter().map(|f| f.plain(sources)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// All lints at once, those that are off by themselves too: they may find something, and must not fall over.
fn strict() -> Config {
    Config::read("[lint]\npacks = [\"ontario\", \"quebec\"]\n[lint.levels]\nall = \"note\"\n").unwrap()
}

#[test]
fn texts_that_are_cut_off_or_damaged_get_an_answer() {
    let strict = strict();
    let mut dice = Dice::new(11, 0);
    for sources in examples() {
        let text = &sources.iter().next().unwrap().1.text;
        for round in 0..40 {
            let mut damaged = text.clone();
            let mut at = dice.below(damaged.len());
            while !damaged.is_char_boundary(at) {
                at -= 1;
            }
            match round % 6 {
                0 => damaged.truncate(at),
                1 => damaged = damaged.replace('\n', "\r\n").replacen("\r\n", "\r", round),
                2 => damaged = damaged.replace("  ", "\t"),
                3 => damaged.insert(at, '\u{202e}'),
                4 => damaged.insert(at, '\u{435}'),
                _ => damaged.insert_str(at, "\u{feff}# lint allow x, y,: \u{2066}\n"),
            }
            let found = look(&Sources::single("p.treue", damaged), &strict);
            for finding in found {
                assert!(!finding.message.is_empty() && finding.help.is_some(), "{finding:?}");
            }
        }
    }
}

#[test]
fn a_mark_at_the_start_and_other_line_ends_change_nothing() {
    let text = format!("{HEADER}\nearn base {{ 30 points per full 1.00 CHF of all lines }}\n");
    let codes = |text: &str| look_at(text).0.iter().map(|f| f.code).collect::<Vec<_>>();
    let plain = codes(&text);
    assert_eq!(plain, ["no-tests", "high-effective-rate"]);
    assert_eq!(codes(&format!("\u{feff}{text}")), plain);
    assert_eq!(codes(&text.replace('\n', "\r\n")), plain);
    assert_eq!(codes(&text.replace(' ', "\t")), plain);
}

#[test]
fn a_thousand_rules_and_a_mebibyte_are_looked_at_soon() {
    let mut rules = format!("{HEADER}earn base {{ 1 point per full 1.00 CHF of all lines }}\n");
    for i in 0..1_000 {
        writeln!(rules, "earn day_{i} {{ when store \"s-{i}\"  2 times base  at most {} points }}", i + 10)
            .unwrap();
    }
    let list = |n: usize| (0..n).map(|i| format!("\"food/c-{i} \"")).collect::<Vec<_>>().join(", ");
    let long = format!("{HEADER}lines food = all lines where category in ({})\n", list(40_000));
    let allowed = format!("{HEADER}{}", "# lint allow nothing: x\n".repeat(30_000));
    for text in [rules, long, allowed, format!("{HEADER}{}", "# x\n".repeat(400_000))] {
        let (_, took) = look_at(&text);
        // Of an unoptimized build on a busy machine.
        assert!(took < Duration::from_secs(20), "{took:?} for {} bytes", text.len());
    }
}
