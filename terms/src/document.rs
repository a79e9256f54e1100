//! Terms as headings and clauses, and as Markdown and HTML.

use pulldown_cmark::{Options, Parser, html};
use std::fmt::Write as _;

/// Terms of a programme in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Code of the language: `de`.
    pub language: &'static str,
    /// The programme's name.
    pub title: String,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part with a heading that links can point to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// 2 for chapters, 3 for what stands in them.
    pub level: usize,
    /// Made of what it is called in the programme; it stays when titles change.
    pub anchor: String,
    /// The heading.
    pub heading: String,
    /// Clauses: a word in front (none for a sentence by itself), and what is said.
    pub clauses: Vec<(String, String)>,
}

impl Section {
    pub(crate) fn new(level: usize, anchor: impl Into<String>, heading: impl Into<String>) -> Section {
        Section { level, anchor: anchor.into(), heading: heading.into(), clauses: Vec::new() }
    }

    /// Adds a clause, unless it is empty.
    pub(crate) fn clause(&mut self, word: String, said: String) {
        if !said.is_empty() {
            self.clauses.push((word, said));
        }
    }

    /// Adds a sentence.
    pub(crate) fn sentence(&mut self, said: String) {
        self.clause(String::new(), said);
    }
}

impl Document {
    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        // French sets a space before a colon.
        let colon = if self.language == "fr" { "\u{a0}:" } else { ":" };
        let mut out = format!("# {}\n", escaped(&self.title));
        for section in &self.sections {
            let marks = "#".repeat(section.level);
            let _ = write!(
                out,
                "\n<a id=\"{}\"></a>\n\n{marks} {}\n\n",
                section.anchor,
                escaped(&section.heading)
            );
            for (word, said) in &section.clauses {
                if word.is_empty() {
                    let _ = writeln!(out, "- {said}");
                } else {
                    let _ = writeln!(out, "- **{word}{colon}** {said}");
                }
            }
        }
        out
    }

    /// As a page of HTML by itself.
    #[must_use]
    pub fn html(&self) -> String {
        let markdown = self.markdown();
        let mut body = String::new();
        html::push_html(&mut body, Parser::new_ext(&markdown, Options::empty()));
        let title = self.title.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
            self.language
        )
    }
}

/// Readable on a phone and on paper; nothing is loaded from anywhere.
const STYLE: &str = "body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }\n\
h1, h2, h3 { line-height: 1.2; }\nh2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }\nli { margin: 0.2rem 0; }\n\
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } a { color: #9cf; } }\n";

/// Text that Markdown must not read as marks.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
