//! Workflow commands, which GitHub shows beside the lines of a change.

use super::Looked;
use crate::failure::Unread;
use treue_lang::source::Span;
use treue_lint::Level;

/// A command for each finding.
pub(crate) fn commands(one: &Looked) -> String {
    let mut out = String::new();
    for finding in &one.findings {
        let word = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note | Level::Off => "notice",
        };
        let span = finding.span().unwrap_or_default();
        let file = one.sources.file(span.file).map_or(one.path.as_str(), |f| f.name.as_str());
        let (line, column) = one.sources.line_column(span);
        let (end_line, end_column) = one.sources.line_column(Span { start: span.end, ..span });
        let help = finding.help.as_ref().map_or_else(String::new, |h| format!("\n{h}"));
        // Columns are shown only where a finding stays on its line.
        let columns =
            if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        out.push_str(&format!(
            "::{word} file={},line={line},endLine={end_line}{columns},title={}::{}\n",
            property(file),
            property(finding.code),
            data(&format!("{}{help}", finding.message)),
        ));
    }
    out
}

/// A command for each programme that could not be looked at.
pub(crate) fn unread(unread: &Unread) -> String {
    let commands = unread
        .reasons()
        .iter()
        .map(|(path, why)| format!("::error file={},title=cannot be read::{}\n", property(path), data(why)));
    commands.collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_commands_are_escaped() {
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
        assert_eq!(data("20%, or more"), "20%25, or more");
    }
}
