//! What the server needs from the machine: files, their configuration, the clock. The command that starts it answers with
//! the same code that it reads programmes with, so an editor sees what a build sees.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_lint::{Config, ConfigError, Finding};

/// When a file was changed last, and how long it is: another stamp means another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Nanoseconds since 1970.
    pub changed: u128,
    /// Bytes.
    pub length: u64,
}

/// The configuration of lints for a programme.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file that it stands in; none means that all is as by default.
    pub file: Option<PathBuf>,
    /// What it says, or why it cannot be used.
    pub config: Result<Config, Vec<ConfigError>>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { file: None, config: Ok(Config::default()) }
    }
}

/// Proves what can be proved of a programme. It runs beside the conversation, and gives up, with nothing, as soon as it is
/// told to stop.
pub type Prover = fn(&Sources, &Programme, stop: &AtomicBool) -> Option<Vec<Finding>>;

/// The machine that the server runs on. Reasons are one sentence for people, without capital and full stop.
pub trait Host {
    /// The programme files of a folder, sorted.
    ///
    /// # Errors
    /// Why there are none.
    fn programme_files(&self, folder: &Path) -> Result<Vec<PathBuf>, String>;

    /// The programme files of a folder and the folders in it, sorted; no more than an editor can show.
    fn all_below(&self, folder: &Path) -> Vec<PathBuf>;

    /// The text of a programme file, without a byte order mark.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn text(&self, file: &Path) -> Result<String, String>;

    /// The text of a data file.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn data(&self, file: &Path) -> Result<String, String>;

    /// How a file stands now; nothing if it is not there.
    fn stamp(&self, file: &Path) -> Option<Stamp>;

    /// The configuration for a programme: of the nearest `treue.toml`.
    fn settings(&self, programme: &Path) -> Settings;

    /// Seconds since 1970.
    fn now(&self) -> i64;

    /// Who proves things about programmes, if anybody does.
    fn prover(&self) -> Option<Prover> {
        None
    }
}
