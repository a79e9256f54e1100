//! Runs a witness on both engines. Nothing is reported that was not seen there.

use std::sync::Arc;
use treue_lang::programme::{Programme, Test};
use treue_runtime::decision::Decision;
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::event::Event;
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing::replay;

/// Both engines, ready for one witness after the other.
pub(crate) struct Stage {
    programme: Arc<Programme>,
    reference: Reference,
    native: Option<Native>,
    /// Witnesses that were run so far.
    pub(crate) runs: usize,
}

/// What came of a witness's last event, the same from both engines.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The event.
    pub event: Event,
    /// The decision on it.
    pub decision: Arc<Decision>,
}

impl Stage {
    pub(crate) fn new(programme: &Arc<Programme>) -> Stage {
        let native = Compiled::new(Arc::clone(programme)).ok().map(|c| Native::new(c, Detail::Full));
        let reference = Reference::new(Arc::clone(programme), Detail::Full);
        Stage { programme: Arc::clone(programme), reference, native, runs: 0 }
    }

    /// Lets a witness happen. Nothing if an event of it is refused or cannot be, or if the engines do not agree.
    pub(crate) fn see(&mut self, witness: &Test) -> Option<Seen> {
        self.runs += 1;
        let native = self.native.as_mut()?;
        let seen = last(&self.programme, native, witness)?;
        let again = last(&self.programme, &mut self.reference, witness)?;
        (seen.decision == again.decision).then_some(seen)
    }
}

fn last(programme: &Programme, engine: &mut dyn Evaluator, witness: &Test) -> Option<Seen> {
    let replay = replay(programme, engine, witness);
    if !replay.invalid.is_empty() || replay.events.iter().any(|(_, d)| d.refusal.is_some()) {
        return None;
    }
    let (event, decision) = replay.events.into_iter().next_back()?;
    Some(Seen { event, decision })
}
