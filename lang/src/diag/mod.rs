//! Diagnostics: what is wrong, where, why, and what would be right. One declaration a code in
//! `code.rs`; the constructors stand with the stage that finds the mistake. docs/messages.md says how they are worded.

mod code;
mod fix;
mod sample;

pub use code::Code;
pub use fix::{Edit, Fix, Safety, apply};
pub use sample::{HEADER, Part, Sample};

use crate::source::{Sources, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The programme cannot run.
    Error,
    /// It can, but is likely not what was meant.
    Warning,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there.
    pub text: String,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code.
    pub code: Code,
    /// One sentence in the merchant's words, without capital and full stop.
    pub message: String,
    /// The first is where it is; others are places that it conflicts with.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change of the text that does it.
    pub fix: Option<Fix>,
}

/// What to do about a wrong word: the one that was probably meant, or advice.
#[derive(Clone, Debug)]
pub(crate) struct Remedy {
    /// For people.
    pub(crate) help: String,
    /// The wrong word and the right one.
    pub(crate) instead: Option<(String, String)>,
}

impl Diagnostic {
    /// A mistake at a place. `label` says what is there in a few words.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            help: None,
            fix: None,
        }
    }

    /// Adds a change of the text that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Adds the remedy for a wrong word, and the fix where the place is that word, or that word in quotes.
    #[must_use]
    pub(crate) fn remedy(mut self, remedy: Remedy) -> Self {
        if let (Some((wrong, right)), Some(span)) = (&remedy.instead, self.span()) {
            let (written, quoted) = (span.end.saturating_sub(span.start) as usize, wrong.len() + 2);
            if written == wrong.len() {
                self.fix = Some(Fix::guess(span, right));
            } else if written == quoted {
                let inside = Span { start: span.start + 1, end: span.end - 1, ..span };
                self.fix = Some(Fix::guess(inside, right));
            }
        }
        self.help(remedy.help)
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: label.into() });
        self
    }

    /// Where it is.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// One line without drawing: `file:line:column: error[code]: message; help`.
    #[must_use]
    pub fn plain(&self, sources: &Sources) -> String {
        let place = self.span().map_or_else(String::new, |span| {
            let (line, column) = sources.line_column(span);
            let name = sources.file(span.file).map_or("", |f| f.name.as_str());
            format!("{name}:{line}:{column}: ")
        });
        let word = match self.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let help = self.help.as_ref().map_or_else(String::new, |h| format!("; {h}"));
        format!("{place}{word}[{}]: {}{help}", self.code.name(), self.message)
    }
}

/// In the order of the text, worse first at one place, without repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|d| (d.span(), d.severity()));
    diagnostics.dedup();
}
