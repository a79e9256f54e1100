//! Tests that are missing.

pub(crate) mod no_tests;
pub(crate) mod reward_without_test;
pub(crate) mod rule_without_test;

use treue_lang::programme::{Expectation, Programme, TestStep};

/// Everything that tests expect.
pub(crate) fn expected(programme: &Programme) -> impl Iterator<Item = &Expectation> {
    programme
        .tests
        .iter()
        .flat_map(|t| &t.steps)
        .flat_map(|s| if let TestStep::Then(all) = s { all.as_slice() } else { &[] })
        .map(|(e, _)| e)
}
