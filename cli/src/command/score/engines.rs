//! The engines of a run, each with members of its own, and the time each takes.

use super::Engine;
use crate::failure::Failure;
use crate::ui::Ui;
use std::sync::Arc;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::Event;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::state::Members;

/// One engine at work.
pub(super) struct Runner {
    engine: Box<dyn Evaluator>,
    /// The members as this engine left them.
    pub(super) members: Members,
    /// Time it took to decide, without reading.
    pub(super) spent: Duration,
    /// Decisions of the last chunk; for each event where its decisions end.
    decisions: Vec<Arc<Decision>>,
    ends: Vec<usize>,
}

/// The engines of a run: the first gives the results, the second, if any, is compared with it.
pub(super) struct Engines {
    /// Gives the results.
    pub(super) first: Runner,
    /// Is compared with it.
    pub(super) second: Option<Runner>,
    /// Time it took to compile the programme, if it was.
    pub(super) compiling: Option<Duration>,
    /// Chunks decided so far.
    chunks: u64,
}

impl Engines {
    /// These engines.
    pub(super) fn of(first: Runner, second: Option<Runner>, compiling: Option<Duration>) -> Engines {
        Engines { first, second, compiling, chunks: 0 }
    }

    /// What `--engine` asks for. If the programme cannot be compiled on this machine the reference engine
    /// takes over, and says so.
    pub(super) fn new(
        ui: &Ui,
        programme: &Arc<Programme>,
        which: Engine,
        detail: Detail,
    ) -> Result<Engines, Failure> {
        let reference = || Runner::new(Box::new(Reference::new(programme.clone(), detail)));
        if which == Engine::Reference {
            return Ok(Engines::of(reference(), None, None));
        }
        let start = Instant::now();
        match Compiled::new(programme.clone()) {
            Ok(compiled) => {
                let compiling = Some(start.elapsed());
                let first = Runner::new(Box::new(Native::new(compiled, detail)));
                let second = (which == Engine::Both).then(reference);
                Ok(Engines::of(first, second, compiling))
            }
            Err(error) if which == Engine::Both => {
                Err(Failure::cannot(format!("the programme cannot be compiled on this machine: {error}")))
            }
            Err(error) => {
                ui.warn(&format!(
                    "the programme cannot be compiled on this machine ({error}); the reference engine decides"
                ));
                Ok(Engines::of(reference(), None, None))
            }
        }
    }

    /// Lets each engine decide a chunk of events. They take turns in going first, so that neither always finds the
    /// events in the processor's cache.
    pub(super) fn decide(&mut self, programme: &Programme, events: &[Event]) {
        self.chunks += 1;
        match &mut self.second {
            Some(second) if self.chunks.is_multiple_of(2) => {
                second.decide(programme, events);
                self.first.decide(programme, events);
            }
            Some(second) => {
                self.first.decide(programme, events);
                second.decide(programme, events);
            }
            None => self.first.decide(programme, events),
        }
    }

    /// Members who are known before the first event.
    pub(super) fn start_with(&mut self, members: Members) {
        if let Some(second) = &mut self.second {
            second.members = members.clone();
        }
        self.first.members = members;
    }
}

impl Runner {
    pub(super) fn new(engine: Box<dyn Evaluator>) -> Runner {
        Runner {
            engine,
            members: Members::default(),
            spent: Duration::ZERO,
            decisions: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Name for people.
    pub(super) fn name(&self) -> &'static str {
        self.engine.name()
    }

    /// Decides a chunk of events and keeps the decisions. Only this is timed.
    fn decide(&mut self, programme: &Programme, events: &[Event]) {
        self.decisions.clear();
        self.ends.clear();
        let (decisions, ends) = (&mut self.decisions, &mut self.ends);
        let start = Instant::now();
        for event in events {
            self.members.apply(programme, self.engine.as_mut(), event, |d| decisions.push(d));
            ends.push(decisions.len());
        }
        self.spent += start.elapsed();
    }

    /// The decisions on an event of the chunk; several for a clock event.
    pub(super) fn decisions(&self, event: usize) -> &[Arc<Decision>] {
        let start = event.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(event).copied().unwrap_or(start);
        self.decisions.get(start..end).unwrap_or_default()
    }
}
