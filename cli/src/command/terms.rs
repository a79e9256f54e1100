//! `treue terms`: customer terms out of a programme, and whether published ones still say what the rules do.

use crate::diff;
use crate::failure::Failure;
use crate::files;
use crate::language::LanguageName;
use crate::load;
use crate::ui::{Style, Ui};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use treue_terms::terms;

/// Write a programme's terms for customers.
///
/// Every rule, limit, level, deadline and choice of the programme in sentences, with places that links can point to. With
/// --check nothing is written: the exit code is 1 if the published file says something else.
#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// The programme: a file, or a folder whose .treue files belong together
    #[arg(value_name = "PROGRAMME")]
    programme: PathBuf,
    /// In which language
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    language: LanguageName,
    /// As a text with marks or as a page; by the name of the file if one is written or checked
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    out: Option<PathBuf>,
    /// Compare with this published file
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// How terms are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown
    Markdown,
    /// A page of HTML
    Html,
}

impl Terms {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (_, programme) = load::programme(ui, &self.programme)?;
        let language = self.language.language();
        let document = terms(&programme, language.of(&programme));
        let text = match self.format() {
            Format::Markdown => document.markdown(),
            Format::Html => document.html(),
        };
        match (&self.check, &self.out) {
            (Some(path), _) => checked(ui, path, &text),
            (None, Some(path)) => files::replace(path, &text),
            (None, None) => ui.print(&text),
        }
    }

    fn format(&self) -> Format {
        let named = self.out.as_ref().or(self.check.as_ref()).and_then(|p| p.extension());
        let page = named.is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
        self.format.unwrap_or(if page { Format::Html } else { Format::Markdown })
    }
}

fn checked(ui: &Ui, path: &Path, text: &str) -> Result<(), Failure> {
    let name = files::name(path);
    let published = files::text(path)?;
    // A file that went through a system with other line ends says the same.
    let published = published.replace("\r\n", "\n");
    if published == text {
        let fine = ui.style(Style::Good, "the published terms are those of the rules");
        return ui.print_line(&format!("{name}: {fine}"));
    }
    ui.print(&diff::unified(ui, &published, text))?;
    ui.print_line(&format!("{name}: {}", ui.style(Style::Bad, "the rules say something else now")))?;
    Err(Failure::Findings)
}
