//! What is found: one kind for each claim, with its place, its words, and what shows it.

use crate::property::property_text;
use crate::stage::Seen;
use treue_lang::programme::{Programme, Test};
use treue_lang::source::{Sources, Span};

/// A claim about a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Conditions that contradict each other: what they belong to never happens.
    NeverHolds,
    /// A rule whose conditions hold on some receipts, but that gives nothing on any of them.
    NeverGives,
    /// A rule of a stack in which another one always comes before it.
    NeverWins,
    /// A band, a level, a limit or a price that nothing reaches.
    NeverReached,
    /// A selection of lines that no line is in.
    NoLines,
    /// A condition that adds nothing to the others.
    AlwaysHolds,
    /// Two rules that pay for the same line, in no stack, and neither only for receipts and lines of the other.
    PaysTwice,
    /// A rule that adds to another one wherever it applies, in no stack: a bonus, most often.
    AddsUp,
    /// Receipts that no base rule pays for.
    NotCovered,
    /// A property that a receipt breaks.
    NotKept,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::NeverHolds,
        Kind::NeverGives,
        Kind::NeverWins,
        Kind::NeverReached,
        Kind::NoLines,
        Kind::AlwaysHolds,
        Kind::PaysTwice,
        Kind::AddsUp,
        Kind::NotCovered,
        Kind::NotKept,
    ];

    /// Its name, for reports and configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::NeverHolds => "never-holds",
            Kind::NeverGives => "never-gives",
            Kind::NeverWins => "never-wins",
            Kind::NeverReached => "never-reached",
            Kind::NoLines => "no-lines",
            Kind::AlwaysHolds => "always-holds",
            Kind::PaysTwice => "pays-twice",
            Kind::AddsUp => "adds-up",
            Kind::NotCovered => "not-covered",
            Kind::NotKept => "not-kept",
        }
    }
}

/// A receipt and a member that show a claim, run on both engines with the same decision.
#[derive(Clone, Debug)]
pub struct Witness {
    /// As a test without expectations.
    pub test: Test,
    /// What came of it.
    pub seen: Seen,
}

/// One thing that is proved, or shown.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it claims.
    pub kind: Kind,
    /// Where.
    pub span: Span,
    /// One sentence.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// Other places that it needs.
    pub also: Vec<(Span, String)>,
    /// What to do.
    pub help: String,
    /// What shows it; claims that something never happens have none, for nothing can show them.
    pub witness: Option<Witness>,
}

impl Finding {
    /// What shows it as the text of a test, to paste into the programme.
    #[must_use]
    pub fn test(&self, sources: &Sources, programme: &Programme) -> Option<String> {
        let name = if self.kind == Kind::NotKept {
            format!("breaks {}", property_text(sources, self.span))
        } else {
            format!("shows {}", self.kind.name())
        };
        self.witness.as_ref().map(|witness| witness.text(programme, &name))
    }
}

/// Something that could not be decided.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// Where.
    pub span: Span,
    /// What, and why: one sentence.
    pub message: String,
}

/// All that is known.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// In the order of the text.
    pub undecided: Vec<Undecided>,
}
