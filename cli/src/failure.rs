//! How a command can end other than well, and its exit code.

use crate::ui::Ui;
use std::path::Path;
use std::process::ExitCode;

/// Why a command did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It ran, and what it found is not fine; the findings have been shown. Exit code 1.
    Findings,
    /// It could not run. Exit code 2.
    CannotRun(String),
    /// Nobody reads the output any more, as after `| head`. No reason to complain.
    NobodyListens,
}

impl Failure {
    /// It could not run, for this reason.
    pub(crate) fn cannot(reason: impl Into<String>) -> Failure {
        Failure::CannotRun(reason.into())
    }

    /// Something about a file went wrong: `cannot read x.treue: no such file or directory`.
    pub(crate) fn file(doing: &str, name: &str, error: &std::io::Error) -> Failure {
        Failure::CannotRun(format!("cannot {doing} {name}: {}", reason(error)))
    }

    /// Says why, if that has not been said, and gives the exit code.
    pub(crate) fn exit(self, ui: &Ui) -> ExitCode {
        match self {
            Failure::Findings => ExitCode::from(1),
            Failure::CannotRun(reason) => {
                ui.complain(&reason);
                ExitCode::from(2)
            }
            Failure::NobodyListens => ExitCode::SUCCESS,
        }
    }
}

/// Why some of several things could not be looked at, while the others are.
#[derive(Debug, Default)]
pub(crate) struct Unread(Vec<(String, String)>);

impl Unread {
    /// Sets the reason aside, if there is one; any other failure ends all.
    pub(crate) fn unless<T>(
        &mut self,
        path: &Path,
        looked: Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        match looked {
            Ok(looked) => Ok(Some(looked)),
            Err(Failure::CannotRun(reason)) => {
                self.0.push((path.display().to_string(), reason));
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// What was named, and why it could not be looked at.
    pub(crate) fn reasons(&self) -> &[(String, String)] {
        &self.0
    }

    /// Fails if there is a reason.
    pub(crate) fn or_fine(self) -> Result<(), Failure> {
        let reasons: Vec<String> = self.0.into_iter().map(|(_, reason)| reason).collect();
        if reasons.is_empty() { Ok(()) } else { Err(Failure::cannot(reasons.join("\n"))) }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Findings => f.write_str("what was found is not fine"),
            Failure::CannotRun(reason) => f.write_str(reason),
            Failure::NobodyListens => f.write_str("nobody reads the output"),
        }
    }
}

/// The reason in plain words, without the number that the operating system has for it.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
