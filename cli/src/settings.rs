//! `treue.toml`: the nearest one to a programme, or the one that was named.

use crate::failure::Failure;
use crate::files;
use std::fs;
use std::path::{Path, PathBuf};
use treue_lint::{Config, ConfigError};

/// The name of the file.
const NAME: &str = "treue.toml";
/// A longer file is no configuration.
const BYTES: u64 = 1 << 20;

/// A configuration, and where it stands.
pub(crate) struct Settings {
    pub(crate) config: Config,
    folder: PathBuf,
}

impl Settings {
    /// Of a programme: `named` if there is one, else the nearest `treue.toml` in its folder or above; all defaults if
    /// there is none.
    pub(crate) fn of(programme: &Path, named: Option<&Path>) -> Result<Settings, Failure> {
        let Some(path) = named.map(Path::to_path_buf).or_else(|| nearest(programme)) else {
            return Ok(Settings { config: Config::default(), folder: PathBuf::new() });
        };
        let text = text(&path)?;
        let shown = files::name(&path);
        let said = |e: &ConfigError| match e.line {
            0 => format!("{shown}: {}", e.message),
            line => format!("{shown}:{line}:{}: {}", e.column, e.message),
        };
        let config = Config::read(&text)
            .map_err(|all| Failure::cannot(all.iter().map(said).collect::<Vec<_>>().join("\n")))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Settings { config, folder })
    }

    /// The baseline that it names.
    pub(crate) fn baseline(&self) -> Option<PathBuf> {
        self.config.baseline.as_ref().map(|b| self.folder.join(b))
    }
}

/// The text of a configuration.
fn text(path: &Path) -> Result<String, Failure> {
    let shown = files::name(path);
    let about = fs::metadata(path).map_err(|e| Failure::file("read", &shown, &e))?;
    if about.len() > BYTES {
        return Err(Failure::cannot(format!("{shown} is too large to be a configuration")));
    }
    files::text(path)
}

/// The same for an editor, which shows what is wrong with it at its place.
pub(crate) fn for_editor(programme: &Path) -> treue_lsp::Settings {
    let Some(path) = nearest(programme) else { return treue_lsp::Settings::default() };
    let unread = |f: Failure| vec![ConfigError { message: f.to_string(), line: 0, column: 0 }];
    let config = text(&path).map_err(unread).and_then(|text| Config::read(&text));
    treue_lsp::Settings { file: Some(path), config }
}

fn nearest(programme: &Path) -> Option<PathBuf> {
    // What an editor shows may not be a file yet.
    let known =
        fs::canonicalize(programme).or_else(|e| programme.parent().map_or(Err(e), fs::canonicalize)).ok()?;
    let folder = if known.is_dir() { known } else { known.parent()?.to_path_buf() };
    folder.ancestors().map(|f| f.join(NAME)).find(|f| f.is_file())
}

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |n| i64::try_from(n.as_secs()).unwrap_or(i64::MAX))
}
