//! What the kernels of a programme share: which sums of lines are made, which facts of a receipt have a bit, and what stands
//! where in the list of places that a kernel gets.

use super::atoms::{Atom, Column};
use super::given::Size;
use super::words::{self, Spot};
use treue_lang::programme::{LineText, MeasureId, SelectionId};
use treue_lang::time::{DayTest, Minute, Weekdays};

/// Sums that a vector holds.
pub(super) const LANES: usize = 4;
/// Different texts that one sum counts: a byte each.
pub(super) const COUNTED: usize = 4;

/// Lines of a selection, in a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) selection: SelectionId,
    pub(super) measure: InMeasure,
}

/// Which measures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InMeasure {
    Any,
    /// This one; none for items.
    Only(Option<MeasureId>),
}

/// A number of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Base {
    Amount,
    Quantity,
}

/// What is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// The number as it is.
    Whole(Base),
    /// The number times the first, divided by the second, rounded towards 0.
    Part(Base, u32, u32),
    /// One for each line.
    One,
}

/// A sum over the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Sum(Choice, Value),
    /// Four counts in a byte each: of the texts of a group that are in the selection.
    Counts {
        selection: SelectionId,
        text: LineText,
        group: usize,
    },
}

/// A fact that the slot of the week decides: the weekday and the minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    OnWeekdays(Weekdays),
    Hours(Minute, Minute),
}

/// A fact about a receipt that has a bit.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    Of(Column, Atom),
    Day(DayTest),
    Slot(Slot),
}

/// A place that a kernel gets: the start of a column or of a table, or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Offsets,
    At,
    /// What is added to an instant: the zone's offset, and what makes it positive.
    Shift,
    /// The first day of the tables of days, counted like the shifted instants.
    FirstDay,
    /// Running sums.
    Sums,
    /// Rows of masks by class.
    Rows,
    Amount,
    Quantity,
    Codes(Column),
    /// Where the classes of a column's values start, in bytes of rows.
    Digits(Column),
    /// A word of facts, by code, by day, by slot of the week.
    FactsOf(Column, usize),
    FactsOfDay(usize),
    FactsOfSlot(usize),
    /// The first day of the tables of days, counted as all days are.
    FirstOfTables,
    /// The instants as they are, without a shift.
    Instants,
    /// Codes of the members.
    Members,
    /// Something of the members.
    Of(OfMembers),
    /// Where a kernel says that it ended before the last receipt.
    Stopped,
    /// Points of a unit.
    Unit(usize),
    /// Awards of a block, of this width.
    Given(Size),
    /// By the code of the first column, where its row of the index starts.
    IndexBase,
    /// The entries of the index.
    Index,
}

/// What stands somewhere of the members of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfMembers {
    /// By code, the number of the record.
    Accounts,
    Records,
    /// By day, the number of a window.
    Window(usize),
    /// By day, when the lots of a purse end that are earned then.
    Ends(usize),
    /// What is counted.
    Counts,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Space {
    pub(super) lanes: Vec<Lane>,
    /// Where each of them stands; in a word of its own as long as that is not settled.
    pub(super) spots: Vec<Spot>,
    pub(super) facts: Vec<Fact>,
    pub(super) places: Vec<Place>,
    /// Columns that decide the class of a line.
    pub(super) columns: Vec<Column>,
    /// What is asked of the columns of lines.
    pub(super) asked: Vec<(Column, Atom)>,
}

impl Space {
    /// The position of a sum.
    pub(super) fn lane(&mut self, lane: Lane) -> usize {
        intern(&mut self.lanes, lane)
    }

    /// The word and the bit of a fact.
    pub(super) fn fact(&mut self, fact: Fact) -> (usize, u32) {
        let position = intern(&mut self.facts, fact);
        (position / 64, u32::try_from(position % 64).unwrap_or(0))
    }

    pub(super) fn place(&mut self, place: Place) -> usize {
        intern(&mut self.places, place)
    }

    /// Words of facts.
    pub(super) fn words(&self) -> usize {
        self.facts.len().div_ceil(64)
    }

    /// Vectors of a line.
    pub(super) fn vectors(&self) -> usize {
        let words = (0..self.lanes.len()).map(|lane| self.spot(lane).word.saturating_add(1)).max();
        words.unwrap_or(0).div_ceil(LANES)
    }

    /// Where a sum stands.
    pub(super) fn spot(&self, lane: usize) -> Spot {
        self.spots.get(lane).copied().unwrap_or(Spot::alone(lane))
    }

    /// The sums that stand in a word, each with its place.
    pub(super) fn word(&self, word: usize) -> impl Iterator<Item = (&Lane, Spot)> {
        let all = self.lanes.iter().enumerate().map(|(at, lane)| (lane, self.spot(at)));
        all.filter(move |(_, spot)| spot.word == word)
    }

    /// Puts sums of the same number next to each other, so that a vector needs few kinds, and small ones into one word.
    pub(super) fn settle(&mut self, bits: impl Fn(&Lane) -> u32) {
        let key = |lane: &Lane| match lane {
            Lane::Sum(_, value) => Some(*value).filter(|v| *v != Value::One),
            Lane::Counts { .. } => None,
        };
        self.lanes.sort_by_key(|lane| match key(lane) {
            Some(value) => (0, Some(value)),
            None => (1, None),
        });
        self.spots = words::spots(self.lanes.iter().map(bits));
    }
}

fn intern<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|o| *o == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}
