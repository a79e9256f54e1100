//! Facts: every test on a text, a flag, a presence or a date becomes one bit. Tests on one text column stand side by
//! side, so that a value of the column is looked up once and gives all its bits.

use std::collections::HashMap;
use std::hash::Hash;
use treue_lang::programme::{FieldId, MeasureId, TextTest};

/// A test on a declared field that is not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FieldTest {
    /// A flag is yes; what a missing one counts as.
    Flag(FieldId, bool),
    /// The field is there.
    Present(FieldId),
}

/// A test on a line that is neither a text nor a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LineTest {
    /// Of a declared field.
    Field(FieldTest),
    /// The quantity is in this measure; `None` for items.
    Measure(Option<MeasureId>),
    /// The quantity counts in this measure: it is in it, or in one that has a factor to it.
    CountsIn(MeasureId),
}

/// The tests on one text column, and the bit of the first of them.
#[derive(Clone, Debug)]
pub(crate) struct TextColumn<C> {
    /// Which texts.
    pub(crate) column: C,
    /// What is asked of them.
    pub(crate) tests: Vec<TextTest>,
    /// Bit of the first test; the others follow.
    pub(crate) first_bit: u32,
}

/// A set of facts: bits of text columns first, then single ones.
#[derive(Clone, Debug)]
pub(crate) struct FactSet<C, S> {
    /// Text columns.
    pub(crate) columns: Vec<TextColumn<C>>,
    /// Single tests; the bit of the first is `singles_first`.
    pub(crate) singles: Vec<S>,
    /// Bit of the first single test.
    pub(crate) singles_first: u32,
    column_of: HashMap<C, usize>,
    test_of: HashMap<C, HashMap<TextTest, u32>>,
    single_of: HashMap<S, u32>,
}

impl<C: Copy + Eq + Hash, S: Clone + Eq + Hash> FactSet<C, S> {
    /// Without facts.
    pub(crate) fn new() -> Self {
        FactSet {
            columns: Vec::new(),
            singles: Vec::new(),
            singles_first: 0,
            column_of: HashMap::new(),
            test_of: HashMap::new(),
            single_of: HashMap::new(),
        }
    }

    /// Notes a test on a text.
    pub(crate) fn text(&mut self, column: C, test: &TextTest) {
        let known = self.test_of.entry(column).or_default();
        if known.contains_key(test) {
            return;
        }
        known.insert(test.clone(), u32::try_from(known.len()).unwrap_or(u32::MAX));
        let index = *self.column_of.entry(column).or_insert_with(|| {
            self.columns.push(TextColumn { column, tests: Vec::new(), first_bit: 0 });
            self.columns.len() - 1
        });
        if let Some(column) = self.columns.get_mut(index) {
            column.tests.push(test.clone());
        }
    }

    /// Notes a single test.
    pub(crate) fn single(&mut self, test: S) {
        let next = u32::try_from(self.singles.len()).unwrap_or(u32::MAX);
        self.single_of.entry(test).or_insert_with_key(|test| {
            self.singles.push(test.clone());
            next
        });
    }

    /// Gives every test its bit; none may be noted afterwards.
    pub(crate) fn finish(&mut self) {
        let mut next = 0u32;
        for column in &mut self.columns {
            column.first_bit = next;
            next = next.saturating_add(u32::try_from(column.tests.len()).unwrap_or(u32::MAX));
        }
        self.singles_first = next;
    }

    /// How many words of 64 bits the facts take.
    pub(crate) fn words(&self) -> usize {
        (self.singles_first as usize + self.singles.len()).div_ceil(64)
    }

    /// How many tests a text column has.
    pub(crate) fn tests_of(&self, column: C) -> usize {
        self.test_of.get(&column).map_or(0, HashMap::len)
    }

    /// The bit of a test on a text that was noted.
    pub(crate) fn bit_of_text(&self, column: C, test: &TextTest) -> Option<u32> {
        let first = self.columns.get(*self.column_of.get(&column)?)?.first_bit;
        Some(first + self.test_of.get(&column)?.get(test)?)
    }

    /// The bit of a single test that was noted.
    pub(crate) fn bit_of_single(&self, test: &S) -> Option<u32> {
        Some(self.singles_first + self.single_of.get(test)?)
    }
}
