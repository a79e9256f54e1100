//! The front end on texts that nobody should write: deep, long, broken and random ones. It answers all of
//! them, soon, and says everything that is wrong at once.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use treue_lang::diag::Code;
use treue_lang::pipeline::{Checked, check};
use treue_lang::source::Sources;
use treue_tests::dice::Dice;
use treue_tests::run::catch;

const HEADER: &str = "programme \"P\" { currency CHF  timezone \"Europe/Zurich\"  unit points }\n";

fn check_text(text: &str) -> Checked {
    check(&Sources::single("p.treue", text))
}

fn timed(text: &str) -> (Checked, Duration) {
    let started = Instant::now();
    let checked = check_text(text);
    (checked, started.elapsed())
}

fn plain(checked: &Checked, text: &str) -> String {
    let sources = Sources::single("p.treue", text);
    checked.diagnostics.iter().map(|d| d.plain(&sources)).collect::<Vec<_>>().join("\n")
}

/// A selection in so many parentheses.
fn nested(depth: usize) -> String {
    format!(
        "{HEADER}lines deep = {}all lines{}\nearn base {{ 1 point per full 1.00 CHF of deep }}\n",
        "(".repeat(depth),
        ")".repeat(depth)
    )
}

/// A condition in so many parentheses, in the braces of a rule.
fn nested_condition(depth: usize) -> String {
    format!(
        "{HEADER}earn base {{ when {}channel \"web\"{} 1 point per full 1.00 CHF of all lines }}\n",
        "(".repeat(depth),
        ")".repeat(depth)
    )
}

#[test]
fn sixty_four_parentheses_check_at_once() {
    for text in [nested(64), nested_condition(64)] {
        let (checked, took) = timed(&text);
        assert!(checked.programme.is_some(), "{}", plain(&checked, &text));
        assert!(took < Duration::from_millis(500), "{took:?}");
    }
}

#[test]
fn parentheses_around_every_part_check_at_once() {
    // Where a grammar tries two ways at every parenthesis, this takes for ever.
    for inner in ["channel \"web\"", "all lines is above 5.00 CHF", "number of lines is above 3"] {
        for depth in [16, 32, 60] {
            let open = "(not (".repeat(depth / 2);
            let close = "))".repeat(depth / 2);
            let text = format!(
                "{HEADER}earn base {{ when {open}{inner}{close} 1 point per full 1.00 CHF of all lines }}\n"
            );
            let (checked, took) = timed(&text);
            assert!(checked.programme.is_some(), "{inner}: {}", plain(&checked, &text));
            assert!(took < Duration::from_millis(500), "{inner}: {took:?}");
        }
    }
}

#[test]
fn deeper_nesting_is_refused_by_name() {
    for text in [
        nested(65),
        nested_condition(65),
        nested(100_000),
        nested_condition(100_000),
        format!("{HEADER}{}", "(".repeat(100_000)),
    ] {
        let (checked, took) = timed(&text);
        assert!(checked.programme.is_none());
        let deep = checked.diagnostics.iter().find(|d| d.code == Code::NestingTooDeep);
        let deep = deep.unwrap_or_else(|| panic!("no word of nesting: {}", plain(&checked, &text)));
        assert!(deep.message.contains("64"), "{}", deep.message);
        assert!(deep.help.is_some());
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_by_name() {
    let text = format!("{HEADER}{}", "# nothing\n".repeat(200_000));
    let (checked, took) = timed(&text);
    assert!(checked.diagnostics.iter().any(|d| d.code == Code::SourceTooLong), "{}", plain(&checked, &text));
    assert!(took < Duration::from_secs(1), "{took:?}");
}

/// All programmes of the examples, and the cases.
fn samples() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in [root.join("../examples"), root.join("tests/cases")] {
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "treue") {
                    texts.push(fs::read_to_string(&path).unwrap());
                }
            }
        }
    }
    texts.sort();
    assert!(texts.len() > 5, "where are the examples?");
    texts
}

/// Checks a text that may be anything.
fn answers(text: &str, what: &str) {
    let started = Instant::now();
    let checked = catch(|| check_text(text)).unwrap_or_else(|m| panic!("{what} panics: {m}\n{text:?}"));
    assert!(checked.programme.is_some() || !checked.diagnostics.is_empty(), "{what}: no word\n{text:?}");
    let size = text.len() as u64;
    for d in &checked.diagnostics {
        assert!(!d.message.is_empty());
        for label in &d.labels {
            assert!(
                u64::from(label.span.start) <= size && label.span.start <= label.span.end,
                "{what}: {label:?}"
            );
        }
    }
    assert!(started.elapsed() < Duration::from_secs(5), "{what} took {:?}\n{text:?}", started.elapsed());
}

#[test]
fn random_bytes_are_answered() {
    let mut dice = Dice::new(11, 0);
    for n in 0..1_000 {
        let size = dice.below(400);
        let bytes: Vec<u8> = (0..size).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
        answers(&String::from_utf8_lossy(&bytes), &format!("random text {n}"));
        let text: String =
            (0..size).map(|_| char::from(u8::try_from(32 + dice.below(95)).unwrap())).collect();
        answers(&text, &format!("random letters {n}"));
    }
}

/// Cuts a text at character boundaries and puts it together differently.
fn mutate(text: &str, others: &[String], dice: &mut Dice) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(out.len() + 1);
        let to = (at + dice.below(40)).min(out.len());
        match dice.below(6) {
            0 => drop(out.drain(at..to)),
            1 => out.insert(
                at,
                *dice.pick(&['{', '}', '(', ')', '"', ',', '#', '%', '.', '-', '0', '\n', '\u{feff}', 'é']),
            ),
            2 => {
                let part: Vec<char> = out[at..to].to_vec();
                let there = dice.below(out.len() + 1);
                for (i, c) in part.into_iter().enumerate() {
                    out.insert(there + i, c);
                }
            }
            3 => out.truncate(at),
            4 => {
                let other: Vec<char> = dice.pick(others).chars().collect();
                let from = dice.below(other.len() + 1);
                let end = (from + dice.below(200)).min(other.len());
                for (i, c) in other[from..end].iter().enumerate() {
                    out.insert(at + i, *c);
                }
            }
            _ => {
                for c in &mut out[at..to] {
                    if c.is_ascii_digit() {
                        *c = '9';
                    }
                }
            }
        }
    }
    out.into_iter().collect()
}

#[test]
fn broken_programmes_are_answered() {
    let texts = samples();
    let mut dice = Dice::new(12, 0);
    for n in 0..1_500 {
        // Parts of the examples, so that one case stays short.
        let text = dice.pick(&texts).clone();
        let text = mutate(&text, &texts, &mut dice);
        answers(&text, &format!("broken programme {n}"));
    }
}

/// A programme of so many rules.
fn many_rules(count: usize) -> String {
    let mut text = String::from(HEADER);
    for n in 0..count {
        let _ = writeln!(
            text,
            "lines goods{n} = all lines where category in (\"c{n}\", \"d{n}\") and label \"l{}\"",
            n % 7
        );
        let _ = writeln!(
            text,
            "earn rule{n} {{ on weekdays from 17:00 to 19:00  when goods{n} is at least 20.00 CHF  2 points per full 1.00 CHF of goods{n}  at most 500 points per calendar month }}"
        );
    }
    text
}

#[test]
fn twice_the_rules_take_about_twice_the_time() {
    let (half, whole) = (many_rules(500), many_rules(1_000));
    let time = |text: &str| {
        let (checked, took) = timed(text);
        assert!(checked.programme.is_some(), "{}", plain(&checked, text));
        took
    };
    // The shortest of several runs of each, so that a busy machine does not decide; and half as much again.
    let (mut small, mut large) = (time(&half), time(&whole));
    for _ in 0..15 {
        if large <= small * 5 / 2 {
            return;
        }
        (small, large) = (small.min(time(&half)), large.min(time(&whole)));
    }
    panic!("500 rules: {small:?}, 1,000 rules: {large:?}");
}

/// In the file, a line that must be reported ends in `# expect CODE`.
#[test]
fn ten_mistakes_are_ten_messages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ten-mistakes.treue");
    let text = fs::read_to_string(path).unwrap();
    let expected: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .filter_map(|(n, line)| line.split_once("# expect ").map(|(_, code)| (n + 1, code.trim().to_owned())))
        .collect();
    assert_eq!(expected.len(), 10);
    let sources = Sources::single("ten-mistakes.treue", text.as_str());
    let checked = check(&sources);
    let found: Vec<(usize, String)> = checked
        .diagnostics
        .iter()
        .map(|d| (sources.line_column(d.span().unwrap()).0, d.code.name().to_owned()))
        .collect();
    assert_eq!(found, expected, "\n{}", plain(&checked, &text));
    for d in &checked.diagnostics {
        assert!(d.help.is_some(), "no help: {}", d.plain(&sources));
        assert!(d.message.chars().next().is_some_and(|c| !c.is_uppercase()), "{}", d.message);
        assert!(!d.message.ends_with('.'), "{}", d.message);
    }
}
