//! The frame: one flat array of 64-bit numbers that Rust and the compiled functions share. Every number that passes
//! between them has its slot here, so that a compiled function reads and writes at fixed places only.

use std::ops::Range;

/// Place of a number in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) u32);

/// A run of slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots {
    first: u32,
    len: u32,
}

/// Most slots of a frame: 128 MiB, and offsets stay far below 2^31.
const MOST: u32 = 1 << 24;

/// Hands out slots while a programme is planned.
#[derive(Debug, Default)]
pub(crate) struct FrameBuilder {
    next: u32,
}

impl Slot {
    /// Position in the array.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// Distance from the start in bytes.
    pub(crate) fn offset(self) -> i32 {
        i32::try_from(self.0.saturating_mul(8)).unwrap_or(i32::MAX)
    }
}

impl Slots {
    /// The slot at a position; positions come from the arena that the run was made for.
    #[inline]
    pub(crate) fn at(self, index: usize) -> Slot {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        debug_assert!(index < self.len, "slot {index} of {}", self.len);
        Slot(self.first.saturating_add(index.min(self.len)))
    }

    /// As positions in the array.
    pub(crate) fn range(self) -> Range<usize> {
        self.start()..self.start() + self.len()
    }

    /// First slot, as a position in the array.
    pub(crate) fn start(self) -> usize {
        self.first as usize
    }

    /// How many.
    pub(crate) fn len(self) -> usize {
        self.len as usize
    }
}

impl FrameBuilder {
    /// One more slot.
    pub(crate) fn slot(&mut self) -> Slot {
        let slot = Slot(self.next);
        self.next = self.next.saturating_add(1);
        slot
    }

    /// So many more slots.
    pub(crate) fn slots(&mut self, len: usize) -> Slots {
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        let slots = Slots { first: self.next, len };
        self.next = self.next.saturating_add(len);
        slots
    }

    /// Length of the frame, with one slot of room behind the last; `None` if it is too large to address.
    pub(crate) fn finish(&self) -> Option<usize> {
        (self.next < MOST).then_some(self.next as usize + 1)
    }
}
