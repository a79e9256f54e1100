//! Small programmes on what is measured, each with its own tests: both engines pass them all. The numbers in them were
//! worked out by hand, or published by a programme whose rule they state.

#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by stopping")]

use std::path::Path;
use std::sync::Arc;
use treue_lang::pipeline;
use treue_lang::source::Sources;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;

/// Checks a programme and runs its tests on both engines.
fn passes(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let sources = Sources::single(path.display().to_string(), text);
    let checked = pipeline::check(&sources);
    let said: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|d| format!("{:?} {:?}", d.span().map(|s| sources.line_column(s)), d))
        .collect();
    let programme = Arc::new(checked.programme.unwrap_or_else(|| panic!("{}", said.join("\n"))));
    assert!(!programme.tests.is_empty(), "{}: a programme without tests", path.display());
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    let mut wrong = Vec::new();
    for mut engine in engines {
        for outcome in testing::run(&programme, engine.as_mut()) {
            for failure in outcome.failures {
                let (line, _) = sources.line_column(failure.span);
                let (expected, got) = (failure.expected, failure.got);
                wrong.push(format!("line {line}, {}: expected {expected}, got {got}", engine.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", path.display(), wrong.join("\n"));
}

#[test]
fn all_programmes_pass_their_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/amounts");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "treue") {
            passes(&path);
            found += 1;
        }
    }
    assert!(found > 0);
}
