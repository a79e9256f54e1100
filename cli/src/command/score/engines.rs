//! The engines of a run, each with members of its own, and the time each takes.

use super::Engine;
use crate::failure::Failure;
use crate::ui::Ui;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::decision::{Decision, Decisions};
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
    /// Time it took to bring what was read into the form in which it decides; none for an engine that takes events as
    /// they are.
    pub(super) binding: Duration,
    /// When it decides.
    pace: Pace,
    decisions: Decisions,
}

/// When an engine decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// A few events as soon as they are read.
    AtOnce,
    /// Many events together, which it was told of as they were read.
    Batch,
}

/// The engines of a run: the first gives the results, the second, if any, is compared with it.
pub(super) struct Engines {
    /// Gives the results.
    pub(super) first: Runner,
    /// Is compared with it.
    pub(super) second: Option<Runner>,
    /// Time it took to compile the programme, if it was.
    pub(super) compiling: Option<Duration>,
}

impl Engines {
    /// These engines.
    pub(super) fn of(first: Runner, second: Option<Runner>, compiling: Option<Duration>) -> Engines {
        Engines { first, second, compiling }
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
                let first = Runner::batch(Box::new(Native::new(compiled, detail)));
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

    /// Hands some events of a batch on, just after they were read. False if the batch should end here.
    pub(super) fn take(&mut self, programme: &Programme, events: &[Event]) -> bool {
        let first = self.first.take(programme, events);
        let second = self.second.as_mut().is_none_or(|second| second.take(programme, events));
        first && second
    }

    /// Lets the engines decide what they have not yet decided of a batch.
    pub(super) fn decide(&mut self, programme: &Programme, batch: &[Event]) {
        self.first.decide(programme, batch);
        self.second.iter_mut().for_each(|second| second.decide(programme, batch));
    }

    /// The next batch begins.
    pub(super) fn clear(&mut self) {
        self.first.decisions.clear();
        self.second.iter_mut().for_each(|second| second.decisions.clear());
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
    /// An engine that decides events as soon as they are read.
    pub(super) fn new(engine: Box<dyn Evaluator>) -> Runner {
        Runner {
            engine,
            members: Members::default(),
            spent: Duration::ZERO,
            binding: Duration::ZERO,
            pace: Pace::AtOnce,
            decisions: Decisions::default(),
        }
    }

    /// An engine that decides many events together.
    fn batch(engine: Box<dyn Evaluator>) -> Runner {
        Runner { pace: Pace::Batch, ..Runner::new(engine) }
    }

    /// Name for people.
    pub(super) fn name(&self) -> &'static str {
        self.engine.name()
    }

    /// Some events of a batch were read.
    fn take(&mut self, programme: &Programme, events: &[Event]) -> bool {
        match self.pace {
            Pace::AtOnce => {
                self.run(programme, events);
                true
            }
            Pace::Batch => {
                let start = Instant::now();
                let mut room = true;
                for event in events {
                    room = self.engine.announce(&mut self.members, event);
                }
                self.binding += start.elapsed();
                room
            }
        }
    }

    fn decide(&mut self, programme: &Programme, batch: &[Event]) {
        match self.pace {
            Pace::AtOnce => {}
            Pace::Batch => self.run(programme, batch),
        }
    }

    /// Decides events and keeps the decisions.
    fn run(&mut self, programme: &Programme, events: &[Event]) {
        let start = Instant::now();
        self.engine.decide_all(programme, &mut self.members, events, &mut self.decisions);
        self.spent += start.elapsed();
    }

    /// The decisions on an event of the batch; several for a clock event.
    pub(super) fn decisions(&self, event: usize) -> Cow<'_, [Arc<Decision>]> {
        self.decisions.of(event)
    }
}
