//! `treue fmt`: the one layout.

use crate::diff;
use crate::failure::{Failure, Unread};
use crate::files;
use crate::load;
use crate::ui::{Style, Ui, number, report};
use clap::Args;
use std::path::{Path, PathBuf};
use treue_lang::source::Sources;

/// Bring programmes into the one layout.
///
/// Changes spaces, line breaks and the like, never a meaning. Files are rewritten in place, unless --check or
/// --diff is given. A file that cannot be read as a programme is left alone.
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Programmes: each a file, or a folder whose .treue files belong together
    #[arg(required = true, value_name = "PROGRAMME")]
    programmes: Vec<PathBuf>,
    /// Change nothing; name the files that are laid out otherwise, and end with exit code 1 if there is one
    #[arg(long)]
    check: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let (mut paths, mut unread) = (Vec::new(), Unread::default());
        for programme in &self.programmes {
            paths.extend(unread.unless(programme, load::paths(programme))?.into_iter().flatten());
        }
        let (mut changed, mut unreadable) = (0, 0);
        for path in &paths {
            let Some(before) = unread.unless(path, load::text(path))? else { continue };
            match treue_lang::fmt::format(&before) {
                Ok(after) if after == before => {}
                Ok(after) => {
                    changed += 1;
                    self.one(ui, path, &before, &after)?;
                }
                Err(diagnostics) => {
                    unreadable += 1;
                    let sources = Sources::single(files::name(path), before);
                    ui.print(&report::mistakes(ui, &sources, &diagnostics))?;
                }
            }
        }
        unread.or_fine()?;
        self.sum(ui, paths.len(), changed, unreadable)
    }

    fn one(&self, ui: &Ui, path: &Path, before: &str, after: &str) -> Result<(), Failure> {
        let name = files::name(path);
        if self.diff {
            let head = ui.style(Style::Bold, &name);
            return ui.print(&format!("{head}\n{}", diff::unified(ui, before, after)));
        }
        if self.check {
            return ui.print_line(&format!("{name} is laid out otherwise"));
        }
        files::replace(path, after)?;
        ui.print_line(&format!("{name} laid out"))
    }

    fn sum(&self, ui: &Ui, all: usize, changed: usize, unreadable: usize) -> Result<(), Failure> {
        if unreadable > 0 {
            ui.say(&format!("{} left alone", number::counted(unreadable, "file", "files")));
            return Err(Failure::Findings);
        }
        if changed == 0 {
            let files = number::counted(all, "file", "files");
            ui.say(&format!("{files}, nothing to change"));
        }
        if self.check && changed > 0 {
            ui.say("`treue fmt` without --check lays them out");
            return Err(Failure::Findings);
        }
        Ok(())
    }
}
