//! Reading and writing files so that nothing is ever half written.

use crate::failure::Failure;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// How a path is shown in messages.
pub(crate) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The text of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let shown = name(path);
    let bytes = fs::read(path).map_err(|e| Failure::file("read", &shown, &e))?;
    String::from_utf8(bytes).map_err(|e| {
        let before = e.as_bytes().iter().take(e.utf8_error().valid_up_to());
        let line = before.filter(|b| **b == b'\n').count() + 1;
        Failure::cannot(format!(
            "{shown}:{line}: this is not a text in UTF-8; save the file as UTF-8 and try again"
        ))
    })
}

/// A file that appears under its name only when it is complete. Until then it lies beside it; if it is never
/// finished it goes away. What is no ordinary file, such as a pipe or `/dev/null`, is written into as it comes.
pub(crate) struct Pending {
    target: PathBuf,
    beside: Option<PathBuf>,
    writer: Option<BufWriter<File>>,
}

impl Pending {
    /// Starts to write what will become `path`.
    pub(crate) fn create(path: &Path) -> Result<Pending, Failure> {
        // A link stays a link: the file it points to is the one that is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if target.is_dir() {
            return Err(Failure::cannot(format!("cannot write {}: it is a folder", name(path))));
        }
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(|about| !about.is_file()) {
            let file = File::options().write(true).open(&target);
            let file = file.map_err(|e| Failure::file("write", &name(path), &e))?;
            return Ok(Pending {
                target,
                beside: None,
                writer: Some(BufWriter::with_capacity(1 << 16, file)),
            });
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(target.file_name().unwrap_or_default());
        hidden.push(format!(".{}.part", unique()));
        let beside = target.with_file_name(hidden);
        let file = File::create_new(&beside).map_err(|e| Failure::file("write", &name(path), &e))?;
        if let Some(before) = before {
            // Best effort: the new file is as readable as the one it replaces.
            let _ = file.set_permissions(before.permissions());
        }
        let beside = Some(beside);
        Ok(Pending { target, beside, writer: Some(BufWriter::with_capacity(1 << 16, file)) })
    }

    /// Writes some of it.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.write_all(bytes).map_err(|e| Failure::file("write", &name(&self.target), &e))
    }

    /// Writes all of it, and gives it its name.
    pub(crate) fn all(mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.write(bytes)?;
        self.finish()
    }

    /// Takes away what was written so far.
    fn give_up(&self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }

    /// All is written: gives it its name.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        let Some(mut writer) = self.writer.take() else { return Ok(()) };
        let named = |beside: &PathBuf| fs::rename(beside, &self.target);
        let done = writer.flush().and_then(|()| self.beside.as_ref().map_or(Ok(()), named));
        done.map_err(|e| {
            self.give_up();
            Failure::file("write", &name(&self.target), &e)
        })
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.writer.as_mut().map_or(Ok(bytes.len()), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            self.give_up();
        }
    }
}

/// A name that no other run uses.
pub(crate) fn unique() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("{}-{}", std::process::id(), now.map_or(0, |n| n.as_nanos()))
}

/// Replaces a file as a whole.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let mut pending = Pending::create(path)?;
    pending.write(text.as_bytes())?;
    pending.finish()
}
