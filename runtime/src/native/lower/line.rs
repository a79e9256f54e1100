//! The line kernels: one turn a line, sums in registers; and the marks of the lines in each selection.

use super::Code;
use super::exact::{Bound, Exact};
use crate::native::plan::lines::{LineColumn, LineSum, Mark, measure_test, quantity_column};
use crate::native::plan::slots::Slot;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{BlockArg, InstBuilder, MemFlagsData, Value};
use std::collections::HashMap;
use treue_lang::programme::{Amount, AmountId, Ratio, RoundingMode, SelectionId};

/// So many running totals are kept in registers.
const IN_REGISTERS: usize = 8;

/// Parameters of a line kernel behind the frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    /// First number of the first column.
    pub(crate) base: Value,
    /// Distance of two columns in bytes.
    pub(crate) stride: Value,
    /// How many lines.
    pub(crate) count: Value,
}

/// The line of the current turn.
pub(crate) struct Line {
    lines: Lines,
    offset: Value,
    loaded: HashMap<LineColumn, Value>,
    /// Selections that were asked about it.
    pub(crate) selected: HashMap<SelectionId, Value>,
}

impl Line {
    pub(crate) fn address(&self, code: &mut Code<'_, '_>, column: LineColumn) -> Option<Value> {
        let position = i64::try_from(code.plan.lines.column(column)?).ok()?;
        let position = code.number(position);
        let away = code.b.ins().imul(self.lines.stride, position);
        let start = code.b.ins().iadd(self.lines.base, away);
        Some(code.b.ins().iadd(start, self.offset))
    }

    /// The line's number in a column that the kernel does not write.
    pub(crate) fn column(&mut self, code: &mut Code<'_, '_>, column: LineColumn) -> Value {
        if let Some(value) = self.loaded.get(&column) {
            return *value;
        }
        let value = match self.address(code, column) {
            Some(address) => {
                let flags = MemFlagsData::trusted().with_readonly().with_can_move();
                code.b.ins().load(I64, flags, address, 0)
            }
            None => {
                let zero = code.number(0);
                code.failed("a column of the lines is missing", zero)
            }
        };
        self.loaded.insert(column, value);
        value
    }
}

impl Code<'_, '_> {
    /// A loop over the lines that makes these sums and leaves them in their slots.
    pub(crate) fn line_sums(&mut self, lines: Lines, sums: &[(LineSum, Slot)]) {
        if sums.len() > IN_REGISTERS {
            return self.line_sums_in_place(lines, sums);
        }
        for ((_, slot), total) in sums.iter().zip(self.totals(lines, sums)) {
            self.store(*slot, total);
        }
    }

    /// The sums that only the rule reads that is looked at next.
    pub(crate) fn own_sums(&mut self, lines: Lines, sums: &[(LineSum, Slot)]) {
        if sums.is_empty() {
            return;
        }
        let totals = self.totals(lines, sums);
        // What the loop has read is known in the loop alone.
        self.forget();
        for ((_, slot), total) in sums.iter().zip(totals) {
            self.store_input(*slot, total);
        }
    }

    fn totals(&mut self, lines: Lines, sums: &[(LineSum, Slot)]) -> Vec<Value> {
        self.each_line(lines, sums.len(), |code, line, totals| {
            let values: Vec<Value> = sums.iter().map(|(sum, _)| code.line_value(line, *sum)).collect();
            totals.iter().zip(values).map(|(total, value)| code.b.ins().iadd(*total, value)).collect()
        })
    }

    /// The same with the running totals in their slots: more of them than a processor has registers would be moved there and
    /// back anyway, and finding out which takes the code generator longer than all the rest.
    fn line_sums_in_place(&mut self, lines: Lines, sums: &[(LineSum, Slot)]) {
        let zero = self.number(0);
        for (_, slot) in sums {
            self.store(*slot, zero);
        }
        self.each_line(lines, 0, |code, line, _| {
            for (sum, slot) in sums {
                let value = code.line_value(line, *sum);
                code.add_to(*slot, value);
            }
            Vec::new()
        });
    }

    /// A loop over the lines that writes one word of marks: a bit for each of these.
    pub(crate) fn line_marks(&mut self, lines: Lines, word: usize, of: &[Option<Mark>]) {
        self.each_line(lines, 0, |code, line, _| {
            let mut marks = code.number(0);
            for (bit, mark) in (0i64..).zip(of) {
                let Some(mark) = *mark else { continue };
                let holds = code.counted(line, mark);
                let one = code.b.ins().uextend(I64, holds);
                let by = code.number(bit);
                let one = code.b.ins().ishl(one, by);
                marks = code.b.ins().bor(marks, one);
            }
            match line.address(code, LineColumn::Marks(word)) {
                Some(address) => {
                    code.b.ins().store(MemFlagsData::trusted(), marks, address, 0);
                }
                None => {
                    code.failed("a column of marks is missing", marks);
                }
            }
            Vec::new()
        });
    }

    /// The loop itself: `turn` gets the running totals and gives the new ones. What it gives at the end are the totals.
    pub(crate) fn each_line(
        &mut self,
        lines: Lines,
        totals: usize,
        turn: impl FnOnce(&mut Self, &mut Line, &[Value]) -> Vec<Value>,
    ) -> Vec<Value> {
        let (head, body, exit) = (self.b.create_block(), self.b.create_block(), self.b.create_block());
        let index = self.b.append_block_param(head, I64);
        let running: Vec<Value> = (0..totals).map(|_| self.b.append_block_param(head, I64)).collect();
        let zero = self.number(0);
        let start: Vec<BlockArg> = (0..=totals).map(|_| BlockArg::Value(zero)).collect();
        self.b.ins().jump(head, &start);
        self.b.switch_to_block(head);
        let more = self.b.ins().icmp(IntCC::SignedLessThan, index, lines.count);
        self.b.ins().brif(more, body, &[], exit, &[]);
        self.b.switch_to_block(body);
        let three = self.number(3);
        let offset = self.b.ins().ishl(index, three);
        let mut line = Line { lines, offset, loaded: HashMap::new(), selected: HashMap::new() };
        let next = turn(self, &mut line, &running);
        let one = self.number(1);
        let index = self.b.ins().iadd(index, one);
        let again: Vec<BlockArg> = std::iter::once(index).chain(next).map(BlockArg::Value).collect();
        self.b.ins().jump(head, &again);
        self.b.switch_to_block(exit);
        running
    }

    /// What one line adds to a sum.
    pub(crate) fn line_value(&mut self, line: &mut Line, sum: LineSum) -> Value {
        match sum {
            LineSum::Plain(amount) => self.line_amount(line, amount),
            LineSum::Whole(amount, step) => {
                let value = self.line_amount(line, amount);
                self.mirrored(value, |code, size| code.divide(size, step.max(1).unsigned_abs()))
            }
            LineSum::Rounded { amount, step, rate, mode, to } => {
                let value = self.line_amount(line, amount);
                let most = self.line_most(amount);
                self.mirrored(value, |code, size| code.line_points((size, most), step, rate, mode, to))
            }
        }
    }

    fn line_points(
        &mut self,
        (size, most): (Value, Bound),
        step: Option<i64>,
        rate: Ratio,
        mode: RoundingMode,
        to: i64,
    ) -> Value {
        let points: Exact = match step {
            None => self.exact_product(size, most, rate),
            Some(step) => {
                let steps = self.divide(size, step.max(1).unsigned_abs());
                self.exact_product(steps, most.over(u128::from(step.max(1).unsigned_abs())), rate)
            }
        };
        self.exact_rounded(points, mode, to)
    }

    /// A bound on what an amount is on one line.
    fn line_most(&self, amount: AmountId) -> Bound {
        match self.programme.amounts.get(amount) {
            Some(Amount::EachLine(_, figure)) => {
                let figure = self.programme.figures.get(*figure);
                Bound::of(figure.map_or(1 << 62, |f| f.most_of_one.unsigned_abs().into()))
            }
            Some(
                Amount::Money(..)
                | Amount::Quantity(..)
                | Amount::Items(_)
                | Amount::Lines(_)
                | Amount::Different(..)
                | Amount::Events(_)
                | Amount::Made(..),
            )
            | None => Bound::of(1 << 42),
        }
    }

    /// `of` the size of a number, with its sign.
    fn mirrored(&mut self, value: Value, of: impl FnOnce(&mut Self, Value) -> Value) -> Value {
        let by = self.number(63);
        let sign = self.b.ins().sshr(value, by);
        let size = self.b.ins().bxor(value, sign);
        let size = self.b.ins().isub(size, sign);
        let result = of(self, size);
        let result = self.b.ins().bxor(result, sign);
        self.b.ins().isub(result, sign)
    }

    /// What an amount is on one line: 0 for a line that does not count.
    pub(crate) fn line_amount(&mut self, line: &mut Line, id: AmountId) -> Value {
        let programme = self.programme;
        let Some(amount) = programme.amounts.get(id) else { return self.number(0) };
        let counted = self.counted(line, Mark::of(amount));
        match amount {
            Amount::Money(_, basis) => {
                let money = line.column(self, LineColumn::Money(*basis));
                self.only_if(counted, money)
            }
            Amount::Quantity(_, measure) => {
                let quantity = line.column(self, quantity_column(programme, *measure));
                self.only_if(counted, quantity)
            }
            Amount::Items(_) => {
                let quantity = line.column(self, LineColumn::Quantity);
                self.only_if(counted, quantity)
            }
            Amount::Lines(_) => self.b.ins().uextend(I64, counted),
            Amount::EachLine(_, figure) => {
                let value = line.column(self, LineColumn::Figure(*figure));
                self.only_if(counted, value)
            }
            Amount::Different(..) | Amount::Events(_) | Amount::Made(..) => self.number(0),
        }
    }

    /// Whether a line counts: it is in the selection, and in the measure if that matters.
    fn counted(&mut self, line: &mut Line, mark: Mark) -> Value {
        let inside = self.selected(line, mark.selection);
        let Some(measure) = mark.measure else { return inside };
        match self.plan.reads.line.bit_of_single(&measure_test(self.programme, measure)) {
            None => self.failed("a measure has no bit", inside),
            Some(bit) => {
                let right = self.line_fact(line, bit);
                self.b.ins().band(inside, right)
            }
        }
    }
}
