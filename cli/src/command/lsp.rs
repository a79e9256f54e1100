//! `treue lsp`: the language server for editors, on standard input and output.

use crate::failure::Failure;
use crate::load;
use crate::proved;
use crate::settings;
use crate::ui::Ui;
use clap::Args;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use treue_lsp::{Ended, Host, Prover, Settings, Stamp, serve_streams};

/// Files that are looked at for names in all folders.
const FILES: usize = 2_000;
/// Folders within folders that are looked into.
const DEPTH: usize = 8;

/// Answer an editor: mistakes as you type, meanings, completion, renaming and more.
///
/// Speaks the Language Server Protocol on standard input and output; an editor starts it. docs/editor.md says how for
/// VS Code, Neovim, Helix and Zed.
#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Taken for editors that ask for it; the server always speaks on standard input and output
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        let _ = self.stdio;
        match serve_streams(io::stdin(), io::stdout(), &Machine) {
            Ended::Done => Ok(()),
            Ended::Cut => {
                ui.complain("the editor went away without saying `shutdown` and `exit`");
                // The exit code that the protocol asks for.
                Err(Failure::Findings)
            }
        }
    }
}

/// Files and the clock, read as all other commands read them.
struct Machine;

impl Host for Machine {
    fn programme_files(&self, folder: &Path) -> Result<Vec<PathBuf>, String> {
        load::paths(folder).map_err(|f| f.to_string())
    }

    fn all_below(&self, folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        below(folder, 0, &mut found);
        found
    }

    fn text(&self, file: &Path) -> Result<String, String> {
        load::text(file).map_err(|f| f.to_string())
    }

    fn data(&self, file: &Path) -> Result<String, String> {
        load::data_text(file)
    }

    fn stamp(&self, file: &Path) -> Option<Stamp> {
        let about = fs::metadata(file).ok()?;
        let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        Some(Stamp { changed, length: about.len() })
    }

    fn settings(&self, programme: &Path) -> Settings {
        settings::for_editor(programme)
    }

    fn now(&self) -> i64 {
        settings::now()
    }

    fn prover(&self) -> Option<Prover> {
        Some(proved::findings_until)
    }
}

/// Programme files in a folder and those in it; hidden folders, and what builds leave behind, are passed over.
fn below(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    found.extend(load::paths(folder).unwrap_or_default());
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    for inner in folders {
        let name = inner.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let passed = name.starts_with('.') || matches!(name.as_str(), "target" | "node_modules");
        if !passed && depth < DEPTH && found.len() < FILES && !inner.is_symlink() {
            below(&inner, depth + 1, found);
        }
    }
    found.truncate(FILES);
}
