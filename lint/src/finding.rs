//! What was found, in one form for mistakes of the language and for lints.

use treue_lang::diag::{Code, Diagnostic, Fix, Label, Severity};
use treue_lang::limits;
use treue_lang::source::{Sources, Span};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not looked for.
    Off,
    /// Worth knowing.
    Note,
    /// Likely not what was meant.
    Warning,
    /// It must not go on like this.
    Error,
}

impl Level {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Name of the lint, or code of the mistake.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// One sentence in the merchant's words, without capital and full stop.
    pub message: String,
    /// The first is where it is; others are places that it has to do with.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change of the text that does it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Where it is.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }

    /// Adds a second place.
    pub fn also(&mut self, span: Span, label: impl Into<String>) -> &mut Finding {
        self.labels.push(Label { span, text: label.into() });
        self
    }

    /// Adds the remedy.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Finding {
        self.help = Some(help.into());
        self
    }

    /// Adds a change of the text that mends it.
    pub fn fix(&mut self, fix: Fix) -> &mut Finding {
        self.fix = Some(fix);
        self
    }

    /// One line without drawing: `file:line:column: warning[code]: message; help`.
    #[must_use]
    pub fn plain(&self, sources: &Sources) -> String {
        let place = self.span().map_or_else(String::new, |span| {
            let (line, column) = sources.line_column(span);
            let name = sources.file(span.file).map_or("", |f| f.name.as_str());
            format!("{name}:{line}:{column}: ")
        });
        // A remedy may show a test, which stands on several lines.
        let one_line = |help: &String| help.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let help = self.help.as_ref().map_or_else(String::new, |h| format!("; {}", one_line(h)));
        format!("{place}{}[{}]: {}{help}", self.level.word(), self.code, self.message)
    }
}

impl From<&Diagnostic> for Finding {
    fn from(diagnostic: &Diagnostic) -> Finding {
        Finding {
            code: diagnostic.code.name(),
            level: match diagnostic.severity() {
                Severity::Error => Level::Error,
                Severity::Warning => Level::Warning,
            },
            message: diagnostic.message.clone(),
            labels: diagnostic.labels.clone(),
            help: diagnostic.help.clone(),
            fix: diagnostic.fix.clone(),
        }
    }
}

/// Not more than anybody reads: the first, and a word of how many more there are. Findings are in order.
pub fn shorten(findings: &mut Vec<Finding>) {
    if findings.len() <= limits::DIAGNOSTICS {
        return;
    }
    let more = findings.split_off(limits::DIAGNOSTICS - 1);
    let level = more.iter().map(|f| f.level).max().unwrap_or(Level::Note);
    let span = findings.last().and_then(Finding::span).unwrap_or_default();
    findings.push(Finding {
        code: Code::TooMany.name(),
        level,
        message: format!("{} more findings are not shown", more.len()),
        labels: vec![Label { span, text: "and so on".to_owned() }],
        help: Some("mend the first ones and look again".to_owned()),
        fix: None,
    });
}

/// In the order of the text, worse first at one place.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|f| (f.span(), std::cmp::Reverse(f.level), f.code));
}
