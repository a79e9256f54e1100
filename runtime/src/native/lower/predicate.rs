//! Whether a line is in a selection: bits of its facts and comparisons of its numbers.

use super::Code;
use super::line::Line;
use crate::native::plan::facts::{FieldTest, LineTest};
use crate::native::plan::lines::LineColumn;
use cranelift_codegen::ir::{InstBuilder, Value};
use treue_lang::programme::{Comparison, FieldKind, LineNumber, Predicate, SelectionId};

/// A number of a line, ready to compare.
struct Side {
    value: Value,
    times: i64,
    /// Whether it is there; always if none.
    there: Option<Value>,
    /// It is not larger, either way, before the factor.
    most: u128,
}

/// Money and quantities of one line, shares of discounts included.
const LINE_MOST: u128 = 1 << 42;

impl Code<'_, '_> {
    /// Whether the line is in the selection.
    pub(crate) fn selected(&mut self, line: &mut Line, id: SelectionId) -> Value {
        if let Some(known) = line.selected.get(&id) {
            return *known;
        }
        let programme = self.programme;
        let holds = match programme.selections.get(id) {
            Some(selection) => self.predicate(line, &selection.predicate),
            None => self.truth(false),
        };
        line.selected.insert(id, holds);
        holds
    }

    fn predicate(&mut self, line: &mut Line, predicate: &Predicate) -> Value {
        match predicate {
            Predicate::All(of) => self.predicates(line, true, of),
            Predicate::Any(of) => self.predicates(line, false, of),
            Predicate::Not(p) => {
                let holds = self.predicate(line, p);
                self.not(holds)
            }
            Predicate::AtLeast(least, of) => {
                let of: Vec<Value> = of.iter().map(|p| self.predicate(line, p)).collect();
                self.at_least(*least, &of)
            }
            Predicate::In(selection) => self.selected(line, *selection),
            Predicate::Compare(left, how, right) => self.line_compare(line, left, *how, right),
            Predicate::Text(..) | Predicate::Flag(..) | Predicate::Present(_) | Predicate::Measure(_) => {
                match self.line_bit(predicate) {
                    Some(bit) => self.line_fact(line, bit),
                    None => {
                        let no = self.truth(false);
                        self.failed("a test on a line has no bit", no)
                    }
                }
            }
        }
    }

    /// All or any of some: bits of one word are tested together.
    fn predicates(&mut self, line: &mut Line, all: bool, of: &[Predicate]) -> Value {
        let mut masks: Vec<(u32, u64)> = Vec::new();
        let mut rest = Vec::new();
        for predicate in of {
            match self.line_bit(predicate) {
                None => rest.push(self.predicate(line, predicate)),
                Some(bit) => match masks.iter_mut().find(|(word, _)| *word == bit / 64) {
                    Some((_, mask)) => *mask |= 1 << (bit % 64),
                    None => masks.push((bit / 64, 1 << (bit % 64))),
                },
            }
        }
        for (word, mask) in masks {
            let word = self.line_word(line, word);
            rest.push(self.bits(all, word, mask));
        }
        self.joined(all, &rest)
    }

    /// The bit that a predicate is, if it is one.
    fn line_bit(&self, predicate: &Predicate) -> Option<u32> {
        let facts = &self.plan.reads.line;
        match predicate {
            Predicate::Text(text, test) => facts.bit_of_text(*text, test),
            Predicate::Flag(field, missing) => {
                facts.bit_of_single(&LineTest::Field(FieldTest::Flag(*field, *missing)))
            }
            Predicate::Present(field) => facts.bit_of_single(&LineTest::Field(FieldTest::Present(*field))),
            Predicate::Measure(measure) => facts.bit_of_single(&LineTest::Measure(*measure)),
            Predicate::All(_)
            | Predicate::Any(_)
            | Predicate::Not(_)
            | Predicate::AtLeast(..)
            | Predicate::In(_)
            | Predicate::Compare(..) => None,
        }
    }

    fn line_word(&mut self, line: &mut Line, word: u32) -> Value {
        line.column(self, LineColumn::Facts(word as usize))
    }

    /// A bit of the line's facts.
    pub(crate) fn line_fact(&mut self, line: &mut Line, bit: u32) -> Value {
        let word = self.line_word(line, bit / 64);
        self.bit(word, bit)
    }

    fn line_compare(
        &mut self,
        line: &mut Line,
        left: &LineNumber,
        how: Comparison,
        right: &LineNumber,
    ) -> Value {
        let (a, b) = (self.line_side(line, left), self.line_side(line, right));
        let fits = |s: &Side| s.most.saturating_mul(u128::from(s.times.unsigned_abs())) < 1 << 63;
        let narrow = fits(&a) && fits(&b);
        let mut holds = self.compare((a.value, a.times), how, (b.value, b.times), narrow);
        for there in [a.there, b.there].into_iter().flatten() {
            holds = self.b.ins().band(holds, there);
        }
        holds
    }

    fn line_side(&mut self, line: &mut Line, number: &LineNumber) -> Side {
        let mut side =
            |column, times| Side { value: line.column(self, column), times, there: None, most: LINE_MOST };
        match number {
            LineNumber::Constant(n) => {
                Side { value: self.number(*n), times: 1, there: None, most: u128::from(n.unsigned_abs()) }
            }
            LineNumber::Amount { basis, times } => side(LineColumn::Money(*basis), *times),
            LineNumber::Discount { times } => side(LineColumn::Discount, *times),
            LineNumber::Tax { times } => side(LineColumn::Tax, *times),
            LineNumber::Quantity { times } => side(LineColumn::Quantity, *times),
            LineNumber::Field { field, missing, times } => {
                let mut value = line.column(self, LineColumn::Field(*field));
                let test = LineTest::Field(FieldTest::Present(*field));
                let there = match self.plan.reads.line.bit_of_single(&test) {
                    Some(bit) => self.line_fact(line, bit),
                    None => self.truth(false),
                };
                let missing = self.default_number(*field).or(*missing);
                let most = self.field_most(*field).max(u128::from(missing.unwrap_or(0).unsigned_abs()));
                let there = match missing {
                    None => Some(there),
                    Some(missing) => {
                        let missing = self.number(missing);
                        value = self.choose(there, value, missing);
                        None
                    }
                };
                Side { value, times: *times, there, most }
            }
        }
    }

    /// A bound on a number field.
    pub(crate) fn field_most(&self, field: treue_lang::programme::FieldId) -> u128 {
        match self.programme.fields.get(field).map(|f| &f.kind) {
            Some(FieldKind::Number { least, most, .. }) => {
                u128::from(least.unsigned_abs().max(most.unsigned_abs()))
            }
            Some(FieldKind::Money) => 1 << 40,
            Some(FieldKind::Date) => 1 << 32,
            Some(FieldKind::Text | FieldKind::OneOf(_) | FieldKind::YesNo | FieldKind::Member) | None => {
                1 << 63
            }
        }
    }
}
