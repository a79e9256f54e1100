//! What came of a test or a property, before it is laid out for people or for CI servers.

use treue_lang::source::{Sources, Span};

/// One test, or one property.
pub(super) struct Case {
    /// Its name; of a property its text.
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) outcome: Outcome,
}

/// How it went.
pub(super) enum Outcome {
    /// Well; what there is to add, such as `proved`.
    Passed(String),
    /// Not so; in order.
    Failed(Vec<Said>),
}

impl Outcome {
    pub(super) fn passed(&self) -> bool {
        matches!(self, Outcome::Passed(_))
    }
}

/// One thing to say about a failure.
pub(super) enum Said {
    /// A sentence.
    Note(String),
    /// Where it stands.
    At(Span),
    /// What should have come.
    Expected(String),
    /// What came.
    Got(String),
    /// What a rule said to the event.
    Trace(String),
    /// A test, to paste.
    Text(String),
}

/// `card.treue:12:3`.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    let name = sources.file(span.file).map_or("", |f| f.name.as_str());
    let (line, column) = sources.line_column(span);
    format!("{name}:{line}:{column}")
}
