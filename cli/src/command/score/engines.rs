//! The engines of a run, each with members of its own, and the time each takes.

use super::Engine;
use crate::failure::Failure;
use crate::ui::Ui;
use std::sync::Arc;
use std::time::{Duration, Instant};
use treue_lang::programme::Programme;
use treue_runtime::decision::Decisions;
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
    /// The decisions on the events of the batch.
    pub(super) decisions: Decisions,
    /// What it took.
    pub(super) times: Times,
    /// When it decides.
    pace: Pace,
}

/// What an engine took.
#[derive(Clone, Copy, Default)]
pub(super) struct Times {
    /// Time it took to decide, without reading.
    pub(super) deciding: Duration,
    /// Time it took to bring what was read into the form in which it decides; none for an engine that takes events as
    /// they are.
    pub(super) binding: Duration,
}

/// When an engine decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// A few events as soon as they are read.
    AtOnce,
    /// Many events together, which it was told of as they were read.
    Batch,
}

/// The engines of a worker: the first gives the results, the second, if any, is compared with it.
pub(super) struct Engines {
    /// Gives the results.
    pub(super) first: Runner,
    /// Is compared with it.
    pub(super) second: Option<Runner>,
}

/// What engines are made of.
pub(super) struct Maker {
    programme: Arc<Programme>,
    which: Engine,
    detail: Detail,
    /// None where the reference engine decides.
    compiled: Option<Arc<Compiled>>,
    /// Time it took to compile the programme, if it was.
    pub(super) compiling: Option<Duration>,
}

impl Maker {
    /// What `--engine` asks for. If the programme cannot be compiled on this machine the reference engine
    /// takes over, and says so.
    pub(super) fn new(
        ui: &Ui,
        programme: &Arc<Programme>,
        which: Engine,
        detail: Detail,
    ) -> Result<Maker, Failure> {
        let maker = Maker { programme: programme.clone(), which, detail, compiled: None, compiling: None };
        if which == Engine::Reference {
            return Ok(maker);
        }
        let start = Instant::now();
        match Compiled::new(programme.clone()) {
            Ok(compiled) => Ok(Maker { compiled: Some(compiled), compiling: Some(start.elapsed()), ..maker }),
            Err(error) if which == Engine::Both => {
                Err(Failure::cannot(format!("the programme cannot be compiled on this machine: {error}")))
            }
            Err(error) => {
                ui.warn(&format!(
                    "the programme cannot be compiled on this machine ({error}); the reference engine decides"
                ));
                Ok(maker)
            }
        }
    }

    /// Engines for some members.
    pub(super) fn engines(&self, members: Members) -> Engines {
        let reference =
            |members| Runner::new(Box::new(Reference::new(self.programme.clone(), self.detail)), members);
        let Some(compiled) = &self.compiled else {
            return Engines { first: reference(members), second: None };
        };
        let second = (self.which == Engine::Both).then(|| reference(members.clone()));
        Engines {
            first: Runner::batch(Box::new(Native::new(compiled.clone(), self.detail)), members),
            second,
        }
    }
}

impl Engines {
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

    /// Lets the engines decide events of which they were not told.
    pub(super) fn run(&mut self, programme: &Programme, events: &[Event]) {
        self.first.run(programme, events);
        self.second.iter_mut().for_each(|second| second.run(programme, events));
    }

    /// Takes over the members of others, who decide nothing any more.
    pub(super) fn take_members(&mut self, others: &mut Engines) {
        let second = self.second.iter_mut().zip(&mut others.second);
        for (own, other) in std::iter::once((&mut self.first, &mut others.first)).chain(second) {
            let both = [std::mem::take(&mut own.members), std::mem::take(&mut other.members)];
            own.members = Members::from_parts(both);
        }
    }

    /// The next batch begins.
    pub(super) fn clear(&mut self) {
        self.first.decisions.clear();
        self.second.iter_mut().for_each(|second| second.decisions.clear());
    }
}

impl Runner {
    /// An engine that decides events as soon as they are read.
    pub(super) fn new(engine: Box<dyn Evaluator>, members: Members) -> Runner {
        Runner {
            engine,
            members,
            decisions: Decisions::default(),
            times: Times::default(),
            pace: Pace::AtOnce,
        }
    }

    /// An engine that decides many events together.
    fn batch(engine: Box<dyn Evaluator>, members: Members) -> Runner {
        Runner { pace: Pace::Batch, ..Runner::new(engine, members) }
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
                self.times.binding += start.elapsed();
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
        self.times.deciding += start.elapsed();
    }
}

impl Times {
    /// Of engines that worked at the same time.
    pub(super) fn longest(self, other: Times) -> Times {
        Times { deciding: self.deciding.max(other.deciding), binding: self.binding.max(other.binding) }
    }
}
