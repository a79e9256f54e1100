//! How long an edit takes in a programme of 1,000 rules with the real server over its protocol, from the change to what is found
//! after it: `cargo test --release -p treue --test editor speed -- --nocapture`.

#[path = "../../../lsp/tests/large/mod.rs"]
mod large;

use crate::Editor;
use large::{RULES, large};
use serde_json::json;
use std::time::{Duration, Instant};

/// What an edit may take in a release build.
const MOST: Duration = Duration::from_millis(50);
/// Pairs of edits: a letter is typed, and taken away again.
const PAIRS: i64 = if cfg!(debug_assertions) { 2 } else { 50 };

#[test]
fn an_edit_in_a_thousand_rules_is_answered_at_once() {
    let mut editor = Editor::new();
    let text = large();
    let line = text.lines().position(|l| l.starts_with("earn campaign_500 ")).unwrap() + 2;
    editor.open("large.treue", &text);
    let quiet = editor.found("large.treue", 1).len();
    let mut times = Vec::new();
    for pair in 1..=PAIRS {
        for (version, to, letter, wrong) in [(2 * pair, 4, "x", true), (2 * pair + 1, 5, "", false)] {
            let range = json!({
                "start": { "line": line, "character": 4 },
                "end": { "line": line, "character": to },
            });
            let started = Instant::now();
            editor.edit("large.treue", version, range, letter);
            let found = editor.found("large.treue", version).len();
            times.push(started.elapsed());
            assert_eq!(found != quiet, wrong, "{found} found, {quiet} before");
            // As long as somebody types, nothing is proved; whoever pauses has it proved meanwhile.
            if pair % 10 == 0 && !cfg!(debug_assertions) {
                std::thread::sleep(Duration::from_millis(700));
            }
        }
    }
    times.sort_unstable();
    let (best, middle, worst) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{RULES} rules, {} KiB, {} edits: {best:?} at best, {middle:?} in the middle, {worst:?} at most",
        text.len() / 1024,
        times.len()
    );
    if !cfg!(debug_assertions) {
        // On a busy machine most of them wait for their turn; what an edit itself needs is the best of them.
        assert!(best < MOST, "{best:?}");
    }
    assert_eq!(editor.close(), Some(0));
}
