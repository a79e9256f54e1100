//! A machine without files, on 7 September 2026, as what tests of the server stand on.

use std::path::{Path, PathBuf};
use treue_lsp::{Host, Prover, Settings, Stamp};

/// A machine without files; it proves by this, if by anything.
pub(crate) struct Nowhere(pub(crate) Option<Prover>);

impl Host for Nowhere {
    fn programme_files(&self, _: &Path) -> Result<Vec<PathBuf>, String> {
        Err("there are no files".to_owned())
    }
    fn all_below(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
    fn text(&self, _: &Path) -> Result<String, String> {
        Err("there are no files".to_owned())
    }
    fn data(&self, _: &Path) -> Result<String, String> {
        Err("there are no files".to_owned())
    }
    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }
    fn settings(&self, _: &Path) -> Settings {
        Settings::default()
    }
    fn now(&self) -> i64 {
        1_788_739_200
    }
    fn prover(&self) -> Option<Prover> {
        self.0
    }
}
