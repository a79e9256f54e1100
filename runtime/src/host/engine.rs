//! A programme that is ready to decide events.

use super::error::LoadError;
use super::scorer::Scorer;
use crate::decision::Decision;
use crate::decision::json::json;
use crate::engine::{Detail, Evaluator};
use crate::event::{Event, ReadOptions};
use crate::limits;
use crate::native::{CompileError, Compiled, Native};
use crate::reference::Reference;
use crate::state::Shape;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use treue_lang::diag::{Diagnostic, Severity};
use treue_lang::pipeline;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;

/// Which engine decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Machine code; the interpreter where the host does not allow code to be made or run.
    #[default]
    Native,
    /// The interpreter that defines the meaning.
    Reference,
}

/// How a programme is loaded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Which engine decides.
    pub choice: Choice,
    /// How much of a decision is wanted.
    pub detail: Detail,
    /// How strictly events are read.
    pub read: ReadOptions,
    /// One of so many events is also decided by the interpreter and compared; none if not said.
    pub shadow: Option<NonZeroU32>,
    /// What the host allows.
    pub limits: Limits,
}

/// What a host allows, within what Treue allows everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all texts of a programme.
    pub source_bytes: usize,
    /// Rules of a programme.
    pub rules: usize,
    /// Time that compiling may take; the interpreter decides where it takes longer. What loading left of it each
    /// [`super::Tally`] and each [`super::Ledger`] has for all its kernels; what has none is decided one by one.
    pub compiling: Duration,
    /// Bytes of an event as text.
    pub event_bytes: usize,
    /// Lines of a receipt.
    pub lines: usize,
    /// Lots of points that a member may hold when an event comes. A [`super::Scorer`] gives an error for events of who holds more, a
    /// [`super::Ledger`] leaves their receipts out and lists them.
    pub lots: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            source_bytes: 64 << 20,
            rules: 1_000_000,
            compiling: Duration::from_secs(60),
            event_bytes: limits::EVENT_BYTES,
            lines: limits::LINES,
            lots: 1_000_000,
        }
    }
}

/// A programme that is ready. It never changes; threads share it, and what it compiled is freed with the last of them.
#[derive(Debug)]
pub struct Engine {
    programme: Arc<Programme>,
    compiled: Result<Arc<Compiled>, Option<CompileError>>,
    options: Options,
    warnings: Vec<Diagnostic>,
    /// No other engine of this process has it.
    identity: u64,
    /// What members of it look like.
    shape: u64,
}

impl Engine {
    /// Checks and compiles a programme.
    ///
    /// # Errors
    /// Its mistakes, or what is too large.
    pub fn load(sources: &Sources, options: Options) -> Result<Arc<Engine>, LoadError> {
        let bytes = sources.iter().fold(0usize, |sum, (_, file)| sum.saturating_add(file.text.len()));
        within("bytes", bytes, options.limits.source_bytes)?;
        let checked = pipeline::check(sources);
        let wrong = checked.diagnostics.iter().any(|d| d.severity() == Severity::Error);
        match checked.programme {
            Some(programme) if !wrong => Engine::of(Arc::new(programme), options, checked.diagnostics),
            Some(_) | None => Err(LoadError::Mistakes(checked.diagnostics)),
        }
    }

    /// Compiles a programme that is checked.
    ///
    /// # Errors
    /// What is too large.
    pub fn new(programme: Arc<Programme>, options: Options) -> Result<Arc<Engine>, LoadError> {
        Engine::of(programme, options, Vec::new())
    }

    fn of(
        programme: Arc<Programme>,
        options: Options,
        warnings: Vec<Diagnostic>,
    ) -> Result<Arc<Engine>, LoadError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        within("rules", programme.rules.len(), options.limits.rules)?;
        let compiled = match options.choice {
            Choice::Native => {
                Compiled::within(Arc::clone(&programme), options.limits.compiling).map_err(Some)
            }
            Choice::Reference => Err(None),
        };
        let shape = Shape::of(&programme).hash();
        let identity = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Arc::new(Engine { programme, compiled, options, warnings, identity, shape }))
    }

    /// The programme.
    #[must_use]
    pub fn programme(&self) -> &Arc<Programme> {
        &self.programme
    }

    /// How it was loaded.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What was said about the text although it is right.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Whether machine code decides.
    #[must_use]
    pub fn is_native(&self) -> bool {
        self.compiled.is_ok()
    }

    /// Why the interpreter decides although machine code was asked for.
    #[must_use]
    pub fn fallback(&self) -> Option<&CompileError> {
        self.compiled.as_ref().err().and_then(Option::as_ref)
    }

    /// Somebody to decide events on one thread.
    #[must_use]
    pub fn scorer(self: &Arc<Engine>) -> Scorer<'_> {
        Scorer::new(self, self.evaluator(self.options.detail))
    }

    /// A decision as JSON, as [`crate::decision::json`] has it.
    #[must_use]
    pub fn json(&self, event: &Event, decision: &Decision) -> String {
        // Plain data: this cannot fail.
        serde_json::to_string(&json(&self.programme, event, decision)).unwrap_or_default()
    }

    /// How much longer compiling may take.
    pub(super) fn time_left(&self) -> Duration {
        let took = self.compiled.as_ref().map_or(Duration::ZERO, |compiled| compiled.compile_time());
        self.options.limits.compiling.saturating_sub(took)
    }

    /// Who decides single events.
    pub(super) fn evaluator(&self, detail: Detail) -> Box<dyn Evaluator> {
        match &self.compiled {
            Ok(compiled) => Box::new(Native::new(Arc::clone(compiled), detail)),
            Err(_) => Box::new(self.reference(detail)),
        }
    }

    /// The interpreter.
    pub(super) fn reference(&self, detail: Detail) -> Reference {
        Reference::new(Arc::clone(&self.programme), detail)
    }

    pub(super) fn identity(&self) -> u64 {
        self.identity
    }

    pub(super) fn shape(&self) -> u64 {
        self.shape
    }
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), LoadError> {
    if found > most { Err(LoadError::TooLarge(what, found, most)) } else { Ok(()) }
}
