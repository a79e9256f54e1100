//! How long compiling may take.

use crate::native::CompileError;
use std::time::{Duration, Instant};

/// The time that compiling may take, running since it was started. It is looked at between two functions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timer {
    started: Instant,
    /// As long as it likes, if not said.
    most: Option<Duration>,
}

impl Timer {
    pub(crate) fn start(most: Option<Duration>) -> Timer {
        Timer { started: Instant::now(), most }
    }

    /// How long it has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// What is left of it.
    pub(crate) fn left(&self) -> Option<Duration> {
        self.most.map(|most| most.saturating_sub(self.elapsed()))
    }

    /// An error if nothing is left.
    pub(crate) fn look(&self) -> Result<(), CompileError> {
        if self.left() == Some(Duration::ZERO) { Err(CompileError::TooLong) } else { Ok(()) }
    }
}
