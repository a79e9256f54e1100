//! Showing things to people: colours, results on standard output, talk on standard error.

pub(crate) mod number;
pub(crate) mod report;
pub(crate) mod table;
pub(crate) mod text;

use crate::arguments::Color;
use crate::failure::Failure;
use std::io::{ErrorKind, IsTerminal, Write};

/// The terminal, or what stands in for it.
pub(crate) struct Ui {
    color_out: bool,
    color_err: bool,
    quiet: bool,
}

/// How a piece of text should look.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Bold,
    Dim,
    Good,
    Bad,
    Warn,
}

impl Ui {
    /// Decides about colours once.
    pub(crate) fn new(color: Color, quiet: bool) -> Ui {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let on = |terminal: bool| match color {
            Color::Auto => terminal && !no_color,
            Color::Always => true,
            Color::Never => false,
        };
        Ui {
            color_out: on(std::io::stdout().is_terminal()),
            color_err: on(std::io::stderr().is_terminal()),
            quiet,
        }
    }

    /// Whether talk is unwanted.
    pub(crate) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Whether standard output takes colours.
    pub(crate) fn color(&self) -> bool {
        self.color_out
    }

    /// Columns of the terminal; 80 where there is none.
    pub(crate) fn width(&self) -> usize {
        let width = comfy_table::Table::new().width().map_or(80, usize::from);
        width.clamp(60, 140)
    }

    /// Text with a look, for standard output.
    pub(crate) fn style(&self, style: Style, text: &str) -> String {
        paint(self.color_out, style, text)
    }

    /// A result, on standard output.
    pub(crate) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| output_failure(&e))
    }

    /// A result line, on standard output.
    pub(crate) fn print_line(&self, text: &str) -> Result<(), Failure> {
        self.print(&format!("{text}\n"))
    }

    /// Talk, on standard error; nothing depends on its being heard.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }

    /// A warning, on standard error.
    pub(crate) fn warn(&self, text: &str) {
        let word = paint(self.color_err, Style::Warn, "warning:");
        let _ = writeln!(std::io::stderr().lock(), "{word} {text}");
    }

    /// An error, on standard error, also when quiet.
    pub(crate) fn complain(&self, text: &str) {
        let word = paint(self.color_err, Style::Bad, "error:");
        let _ = writeln!(std::io::stderr().lock(), "{word} {text}");
    }
}

/// What a failed write to standard output means.
pub(crate) fn output_failure(error: &std::io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        return Failure::NobodyListens;
    }
    Failure::file("write to", "standard output", error)
}

fn paint(on: bool, style: Style, text: &str) -> String {
    if !on {
        return text.to_owned();
    }
    let code = match style {
        Style::Bold => "1",
        Style::Dim => "2",
        Style::Good => "32",
        Style::Bad => "1;31",
        Style::Warn => "33",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
