//! Where decisions and bad lines go: nothing appears before the whole run is known to be good.

use super::worker::{Done, Piece};
use super::{Keep, Score, is_table};
use crate::failure::Failure;
use crate::files::{Pending, unique};
use crate::ui::output_failure;
use std::fs::{self, File};
use std::io::{BufWriter, Seek, Write};
use std::path::PathBuf;
use treue_columnar::{AwardRow, AwardWriter};
use treue_lang::programme::Programme;

/// The files that a run writes.
pub(super) struct Output {
    decisions: Option<Sink>,
    bad_lines: Option<Pending>,
    members: Option<Pending>,
}

/// Where decisions are kept until the end of the run.
enum Sink {
    File(Pending),
    Table(Box<AwardWriter<Pending>>),
    Stdout(Spool),
}

impl Output {
    /// Those that the arguments ask for.
    pub(super) fn new(score: &Score, programme: &Programme) -> Result<Output, Failure> {
        let decisions = match &score.out {
            Some(path) if is_table(path) => {
                let writer = AwardWriter::new(Pending::create(path)?, programme);
                Some(Sink::Table(Box::new(writer.map_err(|e| cannot_write(&e))?)))
            }
            Some(_) if score.out_is_stdout() => Some(Sink::Stdout(Spool::new()?)),
            Some(path) => Some(Sink::File(Pending::create(path)?)),
            None => None,
        };
        let bad_lines = score.skip_invalid.as_deref().map(Pending::create).transpose()?;
        let members = score.save.as_deref().map(Pending::create).transpose()?;
        Ok(Output { decisions, bad_lines, members })
    }

    /// The form in which decisions are wanted.
    pub(super) fn keep(&self) -> Keep {
        match &self.decisions {
            None => Keep::Nothing,
            Some(Sink::File(_) | Sink::Stdout(_)) => Keep::Lines,
            Some(Sink::Table(_)) => Keep::Columns,
        }
    }

    /// Whether bad lines are set aside.
    pub(super) fn sets_aside(&self) -> bool {
        self.bad_lines.is_some()
    }

    /// A decision that a worker kept.
    pub(super) fn piece(&mut self, done: &Done, piece: &Piece) -> Result<(), Failure> {
        let text = || done.text.get(piece.range.clone()).unwrap_or_default();
        match &mut self.decisions {
            Some(Sink::File(pending)) => pending.write(text()),
            Some(Sink::Stdout(spool)) => spool.write(text()),
            Some(Sink::Table(writer)) => {
                let rows = done.rows.get(piece.range.clone()).unwrap_or_default();
                rows.iter().try_for_each(|row| writer.row(row)).map_err(|e| cannot_write(&e))
            }
            None => Ok(()),
        }
    }

    /// Awards of a purchase that was scored apart.
    pub(super) fn row(&mut self, row: &AwardRow) -> Result<(), Failure> {
        match &mut self.decisions {
            Some(Sink::Table(writer)) => writer.row(row).map_err(|e| cannot_write(&e)),
            Some(Sink::File(_) | Sink::Stdout(_)) | None => Ok(()),
        }
    }

    /// A bad line, as it came.
    pub(super) fn bad_line(&mut self, line: &[u8]) -> Result<(), Failure> {
        let Some(pending) = &mut self.bad_lines else { return Ok(()) };
        pending.write(line)?;
        pending.write(b"\n")
    }

    /// The run is good: everything gets its place, and the file for the members, if one is wanted, is handed back to
    /// be filled last.
    pub(super) fn finish(self) -> Result<Option<Pending>, Failure> {
        if let Some(bad_lines) = self.bad_lines {
            bad_lines.finish()?;
        }
        match self.decisions {
            Some(Sink::File(pending)) => pending.finish()?,
            Some(Sink::Table(writer)) => writer.finish().map_err(|e| cannot_write(&e))?.finish()?,
            Some(Sink::Stdout(spool)) => spool.finish()?,
            None => {}
        }
        Ok(self.members)
    }
}

fn cannot_write(reason: &str) -> Failure {
    Failure::cannot(format!("the awards cannot be written: {reason}"))
}

/// A file that holds back what is meant for standard output.
struct Spool {
    path: PathBuf,
    writer: BufWriter<File>,
}

impl Spool {
    fn new() -> Result<Spool, Failure> {
        let path = std::env::temp_dir().join(format!("treue-{}.ndjson", unique()));
        let mut options = File::options();
        let file = options.read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|e| Failure::file("write", &path.display().to_string(), &e))?;
        Ok(Spool { path, writer: BufWriter::with_capacity(1 << 16, file) })
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        self.writer.write_all(text).map_err(|e| self.failure(&e))
    }

    fn failure(&self, error: &std::io::Error) -> Failure {
        Failure::file("write", &self.path.display().to_string(), error)
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.writer.flush().and_then(|()| self.writer.rewind()).map_err(|e| self.failure(&e))?;
        let mut out = std::io::stdout().lock();
        std::io::copy(self.writer.get_mut(), &mut out).map_err(|e| output_failure(&e))?;
        out.flush().map_err(|e| output_failure(&e))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
