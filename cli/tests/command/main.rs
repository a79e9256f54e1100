//! Drives the real command over folders of its own: what it says, what it writes, how it ends.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on may stop here"
)]

mod asked;
mod bad_input;
mod book;
mod booked;
mod build;
mod ci;
mod columns;
mod explain;
mod files;
mod gallery;
mod lint;
mod parquet;
mod programmes;
mod readme;
mod score;
mod settle;
mod state;
mod thousand;
mod threads;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder that goes away with the test.
pub(crate) struct Folder {
    path: PathBuf,
}

/// What a run of the command left.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Folder {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder { path }
    }

    /// A folder with what `treue new` writes, under `shop`.
    pub(crate) fn with_shop() -> Folder {
        let folder = Folder::new();
        folder.run(&["new", "shop"]).ends(0);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Names of everything in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Changes a file.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from} is not in {name}");
        self.write(name, text.replace(from, to));
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    /// Runs the command in this folder with something on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self.command(arguments).spawn().unwrap();
        // A command that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_treue"));
        command.args(arguments).current_dir(&self.path).env_remove("NO_COLOR");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

impl Ran {
    /// It ended with this exit code.
    pub(crate) fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Its standard output contains this.
    pub(crate) fn says(self, text: &str) -> Ran {
        assert!(self.out.contains(text), "{text:?} is not in\n{}", self.out);
        self
    }

    /// Its standard error contains this.
    pub(crate) fn talks(self, text: &str) -> Ran {
        assert!(self.err.contains(text), "{text:?} is not in\n{}", self.err);
        self
    }

    /// A line of standard output with these words in this order, and only spaces between them.
    pub(crate) fn row(self, words: &str) -> Ran {
        let wanted: Vec<&str> = words.split_whitespace().collect();
        let found = self.out.lines().any(|l| l.split_whitespace().eq(wanted.iter().copied()));
        assert!(found, "no line {words:?} in\n{}", self.out);
        self
    }
}

#[test]
fn helps_and_refuses_bad_flags() {
    let folder = Folder::new();
    folder.run(&["--help"]).ends(0).says("score").says("explain");
    folder.run(&["score", "--help"]).ends(0).says("--skip-invalid");
    folder.run(&["--version"]).ends(0).says("treue ");
    folder.run(&[]).ends(2);
    folder.run(&["sing"]).ends(2).talks("sing");
    folder.run(&["check"]).ends(2);
    folder.run(&["check", "--format", "xml", "a.treue"]).ends(2);
    for command in ["terms", "build", "bench"] {
        folder.run(&[command]).ends(2);
    }
    // It needs nothing but an editor, and there is none.
    folder.run(&["lsp"]).ends(1).talks("shutdown");
    folder.run(&["lsp", "--sing"]).ends(2);
}

#[test]
fn colours_only_when_asked() {
    let folder = Folder::with_shop();
    assert!(!folder.run(&["check", "shop"]).ends(0).out.contains('\u{1b}'));
    assert!(folder.run(&["check", "shop", "--color", "always"]).ends(0).out.contains('\u{1b}'));
    assert!(
        !folder
            .run(&["score", "shop", "shop/receipts.ndjson", "--color", "never"])
            .ends(0)
            .out
            .contains('\u{1b}')
    );
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_complain() {
    let folder = Folder::with_shop();
    let mut child = folder.command(&["schema", "shop"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
