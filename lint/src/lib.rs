//! Opinions about programmes: what may be no mistake of the language and is still likely not what the merchant wants.
//! One file a lint; `registry.rs` names them all. Reads texts and programmes that others hand in: no files, no clock,
//! and no evaluation.

pub mod baseline;
pub mod config;
mod defaults;
mod desk;
mod expiry;
mod finding;
mod house;
mod law;
mod limits;
mod lint;
mod money;
mod proofs;
mod reading;
mod registry;
mod stacking;
mod suppress;
mod testing;
mod tiers;
mod time;
mod unused;
mod vocabulary;
pub mod worth;

pub use config::{Config, ConfigError};
pub use desk::Desk;
pub use finding::{Finding, Level, shorten, sort};
pub use lint::{Category, Found, Lint, Samples};
pub use proofs::{PROOFS, PROOFS_WORD, Proof, UNDECIDED, proof_named};
pub use registry::{ALL, named};

use treue_lang::pipeline::Checked;
use treue_lang::source::Sources;
use treue_lang::time::Day;

/// What is found in a programme: its mistakes; and if it has none, the opinions of all lints that are on. `today` is
/// the day that campaigns are measured by.
#[must_use]
pub fn findings(sources: &Sources, checked: &Checked, config: &Config, today: Day) -> Vec<Finding> {
    findings_and(sources, checked, config, today, None)
}

/// The same beside what is proved of the programme, if that was asked: its levels are configured, and suppressed where
/// the text says so, as those of lints are.
#[must_use]
pub fn findings_and(
    sources: &Sources,
    checked: &Checked,
    config: &Config,
    today: Day,
    proved: Option<Vec<Finding>>,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = checked.diagnostics.iter().map(Finding::from).collect();
    if let Some(programme) = &checked.programme {
        let desk = Desk::new(sources, &checked.files, programme, config, today);
        let mut opinions = Vec::new();
        for lint in ALL {
            let level = config.level(lint);
            if level != Level::Off {
                let mut of_one = Found::new(lint, level);
                (lint.check)(&desk, &mut of_one);
                opinions.extend(of_one.into_findings());
            }
        }
        let with_proofs = proved.is_some();
        let proved = proved.into_iter().flatten().map(|f| Finding { level: config.proof_level(&f), ..f });
        opinions.extend(proved.filter(|f| f.level != Level::Off));
        found.extend(suppress::suppress(&desk, opinions, with_proofs));
    }
    finding::sort(&mut found);
    found
}
