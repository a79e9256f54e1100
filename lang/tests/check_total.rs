//! Any text gives an answer, one file or many, and what a mistake costs stays small.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by stopping"
)]

mod common;

use common::{HEADER, mistakes_in};
use treue_lang::pipeline;
use treue_lang::source::{SourceFile, Sources};

const WHOLE: &str = include_str!("programmes/bergblick.treue");

/// Starts and ends of all words.
fn words(text: &str) -> Vec<(usize, usize)> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|w| (w.as_ptr() as usize - start, w.as_ptr() as usize - start + w.len()))
        .collect()
}

/// Every word taken away, doubled and misspelt: always an answer, and seldom more than a few messages.
#[test]
fn one_slip_costs_little() {
    let mut variants = 0;
    let mut single = 0;
    for (start, end) in words(WHOLE) {
        let word = &WHOLE[start..end];
        for other in [String::new(), format!("{word} {word}"), format!("x{word}")] {
            let (_, found) = mistakes_in(&format!("{}{other}{}", &WHOLE[..start], &WHOLE[end..]));
            assert!(found.len() <= 5, "`{word}` at {start} as `{other}`: {found:?}");
            variants += 1;
            single += usize::from(found.len() <= 1);
        }
    }
    assert!(single * 100 >= variants * 90, "{single} of {variants} slips give one message at most");
}

fn files(texts: &[(&str, &str)]) -> Sources {
    Sources::new(
        texts.iter().map(|(n, t)| SourceFile { name: (*n).to_owned(), text: (*t).to_owned() }).collect(),
    )
}

#[test]
fn files_are_read_together() {
    let partner = "partner p { earn fuel { 10% of base } }";
    let sources = files(&[("a.treue", partner), ("b.treue", HEADER), ("c.treue", "earn base { 5 points }")]);
    let checked = pipeline::check(&sources);
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    // `base` comes before `fuel`, although its file comes later.
    let order = checked.programme.unwrap().order;
    assert_eq!(order.len(), 2);
}

#[test]
fn places_in_several_files() {
    let sources = files(&[
        ("a.treue", HEADER),
        ("b.treue", "earn base { 5 points }"),
        ("c.treue", "\nearn base { 6 points }"),
    ]);
    let found = pipeline::check(&sources).diagnostics;
    assert_eq!(found.len(), 1);
    assert!(found[0].plain(&sources).starts_with("c.treue:2:6: error[duplicate-name]"));
    assert_eq!(found[0].labels[1].span.file.0, 1);
    let twice = files(&[("a.treue", HEADER), ("b.treue", "programme \"Other\" { }")]);
    let found = pipeline::check(&twice).diagnostics;
    assert_eq!(found.len(), 1);
    assert!(found[0].plain(&twice).starts_with("b.treue:1:11: error[repeated]"));
}

#[test]
fn nothing_at_all() {
    assert_eq!(pipeline::check(&Sources::default()).diagnostics.len(), 1);
    assert_eq!(mistakes_in("").1.len(), 1);
    assert_eq!(mistakes_in("# only a comment with base and points").1.len(), 1);
}

/// Words in comments are no declarations.
#[test]
fn comments_declare_nothing() {
    let (_, found) = mistakes_in(&format!("{HEADER}# base stood here\nearn more {{ 10% of base }}\n"));
    assert_eq!(found.len(), 1);
}

#[test]
fn a_thousand_messages_at_most() {
    let many: String = (0..1_200).map(|i| format!("earn r{i} {{ 0 points }}\n")).collect();
    let (_, found) = mistakes_in(&format!("{HEADER}{many}"));
    assert_eq!(found.len(), 1_000);
    assert!(found[999].message.starts_with("201 more mistakes"), "{}", found[999].message);
}
