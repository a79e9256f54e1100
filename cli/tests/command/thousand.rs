//! `treue lint --prove` of 1,000 rules: `cargo test --release -p treue --test command thousand -- --nocapture`.

#[path = "../../../lsp/tests/large/mod.rs"]
mod large;

use crate::Folder;
use large::{RULES, large};
use std::time::{Duration, Instant};

/// What it may take in a release build.
const MOST: Duration = Duration::from_secs(2);

#[test]
fn a_thousand_rules_are_linted_and_proved_in_two_seconds() {
    let folder = Folder::with_shop();
    folder.write("large.treue", large());
    let times = (0..3).map(|_| {
        let started = Instant::now();
        let ran = folder
            .run(&["lint", "large.treue", "--prove", "--format", "plain", "--fail-on", "never"])
            .ends(0);
        ran.says("campaign_998");
        started.elapsed()
    });
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    println!("{RULES} rules, lints and proofs: {times:?}");
    if !cfg!(debug_assertions) {
        assert!(times[0] < MOST, "{times:?}");
    }
}
