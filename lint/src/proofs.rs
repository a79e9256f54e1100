//! What `treue lint --prove` can find, by name: who proves it is no part of this crate, but its names are configured,
//! suppressed and kept in baselines like those of lints.

use crate::finding::Level;
use treue_lang::nearest;

/// A claim that is proved, or shown by a receipt.
pub struct Proof {
    /// Its name for ever.
    pub name: &'static str,
    /// Its level where nothing else is said.
    pub level: Level,
    /// What it claims, in one sentence.
    pub finds: &'static str,
}

/// The word for all of them in `treue.toml`.
pub const PROOFS_WORD: &str = "proofs";

/// All claims, in the order of their page.
pub static PROOFS: &[Proof] = &[
    Proof {
        name: "never-holds",
        level: Level::Warning,
        finds: "conditions that contradict each other, so that what they belong to never happens",
    },
    Proof {
        name: "never-gives",
        level: Level::Warning,
        finds: "a rule that comes to nothing wherever it applies",
    },
    Proof {
        name: "never-wins",
        level: Level::Warning,
        finds: "a rule of a stack before which another one always comes",
    },
    Proof {
        name: "never-reached",
        level: Level::Warning,
        finds: "a band, level, limit or price that lies beyond everything",
    },
    Proof { name: "no-lines", level: Level::Warning, finds: "a selection that no line can be in" },
    Proof {
        name: "always-holds",
        level: Level::Warning,
        finds: "a condition that changes nothing beside the others",
    },
    Proof {
        name: "pays-twice",
        level: Level::Warning,
        finds: "two rules that pay for the same line, stand in no stack, and neither is a bonus on the other",
    },
    // A bonus on top of a base is what most programmes want.
    Proof {
        name: "adds-up",
        level: Level::Note,
        finds: "a rule in no stack that adds to another one wherever it applies",
    },
    Proof {
        name: "not-covered",
        level: Level::Warning,
        finds: "rules that take turns by one fact, and leave a turn out",
    },
    Proof { name: "not-kept", level: Level::Error, finds: "a property that a receipt breaks" },
    Proof { name: UNDECIDED, level: Level::Note, finds: "what could be neither proved nor shown" },
];

/// What could not be decided.
pub const UNDECIDED: &str = "undecided";

/// The claim of that name.
#[must_use]
pub fn proof_named(name: &str) -> Option<&'static Proof> {
    PROOFS.iter().find(|p| p.name == name)
}

/// The name of a lint or a claim that is nearest to a wrong one.
pub(crate) fn nearest_name(name: &str) -> Option<String> {
    let lints = crate::registry::ALL.iter().map(|l| l.name);
    nearest(name, lints.chain(PROOFS.iter().map(|p| p.name)))
}
