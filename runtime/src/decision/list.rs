//! The decisions on many events, in memory that is used again.

use super::{Award, Decision, compact};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The decisions on events that were decided one after the other. An engine adds them as they are, or packed into a few bytes;
/// whoever asks for them gets them whole. What is cleared keeps its memory, so that nothing has to be asked of the
/// allocator for the next events.
#[derive(Debug, Default)]
pub struct Decisions {
    whole: Vec<Arc<Decision>>,
    /// Packed ones, one behind the other, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Of each event.
    events: Vec<Place>,
}

/// Where the decisions on an event are: whole ones up to, packed ones up to.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    whole: usize,
    packed: usize,
}

impl Decisions {
    /// Forgets all decisions.
    pub fn clear(&mut self) {
        self.whole.clear();
        self.bytes.clear();
        self.ends.clear();
        self.events.clear();
    }

    /// How many events were decided.
    #[must_use]
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// The decisions on an event, by its position; several for a clock event.
    #[must_use]
    pub fn of(&self, event: usize) -> Cow<'_, [Arc<Decision>]> {
        let (whole, packed) = self.places(event);
        if packed.is_empty() {
            return Cow::Borrowed(whole);
        }
        let packed = packed.filter_map(|at| self.unpack(at)).map(Arc::new);
        whole.iter().cloned().chain(packed).collect()
    }

    /// The same, one after the other: of a clock event there may be very many.
    pub fn each(&self, event: usize) -> impl Iterator<Item = Cow<'_, Decision>> {
        let (whole, packed) = self.places(event);
        let packed = packed.filter_map(|at| self.unpack(at)).map(Cow::Owned);
        whole.iter().map(|decision| Cow::Borrowed(decision.as_ref())).chain(packed)
    }

    /// What rules gave in the decisions on an event, award by award, without the rest of them.
    pub fn awards(&self, event: usize) -> impl Iterator<Item = Award> {
        let (whole, packed) = self.places(event);
        let packed = packed.filter_map(|at| self.packed(at));
        whole
            .iter()
            .flat_map(|decision| decision.awards.iter().cloned())
            .chain(packed.flat_map(compact::awards))
    }

    /// Whole decisions on an event, and positions of packed ones.
    fn places(&self, event: usize) -> (&[Arc<Decision>], Range<usize>) {
        let before = event.checked_sub(1).and_then(|before| self.events.get(before));
        let before = before.copied().unwrap_or_default();
        let upto = self.events.get(event).copied().unwrap_or(before);
        (self.whole.get(before.whole..upto.whole).unwrap_or_default(), before.packed..upto.packed)
    }

    fn unpack(&self, at: usize) -> Option<Decision> {
        compact::read(self.packed(at)?)
    }

    fn packed(&self, at: usize) -> Option<&[u8]> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.bytes.get(start..*self.ends.get(at)?)
    }

    /// One more decision on the event that is being decided.
    pub(crate) fn add(&mut self, decision: Arc<Decision>) {
        self.whole.push(decision);
    }

    /// The same, packed by [`compact::write`].
    pub(crate) fn add_packed(&mut self, decision: &[u8]) {
        self.bytes.extend_from_slice(decision);
        self.ends.push(self.bytes.len());
    }

    /// The event has all its decisions.
    pub(crate) fn event_ends(&mut self) {
        self.events.push(Place { whole: self.whole.len(), packed: self.ends.len() });
    }
}
