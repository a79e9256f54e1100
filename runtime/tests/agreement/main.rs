//! Both engines on random programmes and random events: after every event, equal decisions and equal members.
//!
//! The programmes are made as checked trees, so that they reach combinations that nobody would write.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and makes its own lists"
)]

mod chance;
mod conditions;
mod events;
mod programmes;
mod tally;

use chance::Chance;
use std::sync::Arc;
use tally::Tally;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{CompileError, Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Member;

/// Runs one random programme.
fn agree(seed: u64, tally: &mut Tally) {
    let mut chance = Chance::new(seed);
    let programme = Arc::new(programmes::programme(&mut chance));
    let compiled = match Compiled::new(Arc::clone(&programme)) {
        Ok(compiled) => compiled,
        // The checker refuses such programmes, but these have not been checked.
        Err(CompileError::Width(_)) => return tally.note("too many digits"),
        Err(error) => panic!("seed {seed}: {error}"),
    };
    let detail = if chance.one_in(4) { Detail::Awards } else { Detail::Full };
    let mut native = Native::new(compiled, detail);
    let mut reference = Reference::new(Arc::clone(&programme), detail);
    let mut stream = events::Stream::new(&programme, &mut chance);
    let mut members = (Member::new(&programme), Member::new(&programme));
    let count = 20 + chance.below(40);
    for number in 0..count {
        let event = stream.next(&programme, &mut chance);
        let before = members.0.clone();
        let expected = reference.apply("m", &mut members.1, &event);
        let found = native.apply("m", &mut members.0, &event);
        assert!(
            expected == found,
            "seed {seed}, event {number}: decisions differ\n{event:#?}\nreference {expected:#?}\nnative {found:#?}\nbefore {before:#?}\n{programme:#?}"
        );
        assert!(
            members.0 == members.1,
            "seed {seed}, event {number}: members differ\n{event:#?}\nreference {:#?}\nnative {:#?}\nbefore {before:#?}\n{programme:#?}",
            members.1,
            members.0,
        );
        tally.decision(&found);
    }
}

/// More with `TREUE_AGREEMENT=1000 cargo test -p treue-runtime --test agreement`.
#[test]
fn random_programmes() {
    let count = std::env::var("TREUE_AGREEMENT").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let first = std::env::var("TREUE_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut tally = Tally::default();
    (first..first + count).for_each(|seed| agree(seed, &mut tally));
    println!("{tally:#?}");
    if count >= 60 {
        tally.check();
    }
}
