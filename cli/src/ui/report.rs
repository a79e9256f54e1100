//! Findings as people and programs read them: drawn into the source, one line each, or JSON.

use super::Ui;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde_json::{Value, json};
use std::fmt;
use std::sync::Arc;
use treue_lang::diag::{Diagnostic, Label, Safety};
use treue_lang::source::{FileId, Sources, Span};
use treue_lint::{Finding, Level};

/// A place longer than this is shown by its first line alone.
const LINES_SHOWN: usize = 5;

type File = NamedSource<Arc<String>>;

/// All mistakes of a programme, drawn into the source.
pub(crate) fn mistakes(ui: &Ui, sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    human(ui, sources, &diagnostics.iter().map(Finding::from).collect::<Vec<_>>())
}

/// All findings, drawn into the source.
pub(crate) fn human(ui: &Ui, sources: &Sources, findings: &[Finding]) -> String {
    let files: Vec<File> =
        sources.all().map(|f| NamedSource::new(&f.name, Arc::new(f.text.clone()))).collect();
    let theme = if ui.color() { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(ui.width())
        .with_break_words(false)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    let mut out = String::new();
    for finding in findings {
        let shown = Shown::new(sources, &files, finding);
        if handler.render_report(&mut out, &shown).is_err() {
            out.push_str(&finding.plain(sources));
        }
        // What is to be pasted is not broken into lines.
        let pasted = finding.help.iter().flat_map(|help| help.trim_end().lines().skip(1));
        out.extend(pasted.map(|line| format!("        {line}").trim_end().to_owned() + "\n"));
        out.push('\n');
    }
    out
}

/// All findings, a line each.
pub(crate) fn plain(sources: &Sources, findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{}\n", f.plain(sources))).collect()
}

/// One finding for programs: bytes from 0 (the end is the first byte after it), lines and columns from 1.
pub(crate) fn json(sources: &Sources, finding: &Finding) -> Value {
    let labels: Vec<Value> = finding.labels.iter().map(|l| label(sources, l)).collect();
    let fix = finding.fix.as_ref().map(|fix| {
        let edits: Vec<Value> =
            fix.edits.iter().map(|e| label(sources, &Label { span: e.span, text: e.text.clone() })).collect();
        json!({ "title": fix.title, "safe": fix.safety == Safety::Safe, "edits": edits })
    });
    json!({
        "code": finding.code,
        "severity": finding.level.word(),
        "message": finding.message,
        "help": finding.help,
        "labels": labels,
        "fix": fix,
    })
}

fn label(sources: &Sources, label: &Label) -> Value {
    let span = label.span;
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
    json!({
        "file": sources.file(span.file).map(|f| f.name.as_str()),
        "start": span.start,
        "end": span.end,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "text": label.text,
    })
}

/// A diagnostic in the form that the drawing library takes: one file each, others as related.
#[derive(Debug)]
struct Shown<'a> {
    message: &'a str,
    code: &'a str,
    level: Level,
    help: Option<&'a str>,
    file: Option<&'a File>,
    labels: Vec<LabeledSpan>,
    related: Vec<Shown<'a>>,
}

impl<'a> Shown<'a> {
    fn new(sources: &Sources, files: &'a [File], finding: &'a Finding) -> Shown<'a> {
        let first = finding.span().map(|s| s.file);
        let mut others: Vec<FileId> =
            finding.labels.iter().map(|l| l.span.file).filter(|f| Some(*f) != first).collect();
        others.dedup();
        let part = |of: FileId| -> Vec<LabeledSpan> {
            let labels = finding.labels.iter().enumerate().filter(|(_, l)| l.span.file == of);
            labels.map(|(i, l)| placed(sources, l, i == 0)).collect()
        };
        let file = |id: FileId| files.get(usize::from(id.0));
        let related = others.into_iter().map(|id| Shown {
            message: "see also",
            code: "",
            level: Level::Note,
            help: None,
            file: file(id),
            labels: part(id),
            related: Vec::new(),
        });
        Shown {
            message: &finding.message,
            code: finding.code,
            level: finding.level,
            help: finding.help.as_deref().and_then(|help| help.lines().next()),
            file: first.and_then(file),
            labels: first.map(part).unwrap_or_default(),
            related: related.collect(),
        }
    }
}

/// The place of a label inside its file, cut to its first line where it is long.
fn placed(sources: &Sources, label: &Label, primary: bool) -> LabeledSpan {
    let text = sources.text(label.span);
    let long = text.matches('\n').count() >= LINES_SHOWN;
    let length = if long { text.lines().next().unwrap_or_default().len() } else { text.len() };
    let span = (label.span.start as usize, length);
    let words = (!label.text.is_empty()).then(|| label.text.clone());
    if primary {
        LabeledSpan::new_primary_with_span(words, span)
    } else {
        LabeledSpan::new_with_span(words, span)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        (!self.code.is_empty()).then(|| Box::new(self.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.level {
            Level::Error => miette::Severity::Error,
            Level::Warning => miette::Severity::Warning,
            Level::Note | Level::Off => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.file.map(|f| f as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>> {
        (!self.related.is_empty()).then(|| {
            Box::new(self.related.iter().map(|r| r as &dyn miette::Diagnostic))
                as Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>
        })
    }
}
