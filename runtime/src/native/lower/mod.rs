//! From the plan to Cranelift's IR. Everything is a choice of values, never of paths: no branch but a line loop's own, no call,
//! nothing that can trap.

pub(crate) mod book;
pub(crate) mod condition;
pub(crate) mod contest;
pub(crate) mod divide;
pub(crate) mod exact;
pub(crate) mod found;
pub(crate) mod gates;
pub(crate) mod line;
pub(crate) mod points;
pub(crate) mod predicate;
pub(crate) mod rule;
pub(crate) mod share;
pub(crate) mod stack;
pub(crate) mod tiers;
mod within;

use super::CompileError;
use super::plan::Plan;
use super::plan::lines::LineSum;
use super::plan::slots::Slot;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{Block, InstBuilder, MemFlagsData, Type, Value};
use cranelift_frontend::FunctionBuilder;
use std::collections::HashMap;
use treue_lang::programme::{AmountId, Comparison, FieldId, Id, Programme, RuleId};

/// What is known of a rule's values before it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Denominator of the raw value.
    pub(crate) den: u64,
    /// The raw value is not larger.
    pub(crate) raw: u128,
    /// What it gives is not larger.
    pub(crate) given: u128,
}

impl Default for Shape {
    fn default() -> Shape {
        Shape { den: 1, raw: 0, given: 0 }
    }
}

/// What a function being built knows: the programme, its plan, and where the frame is.
pub(crate) struct Code<'f, 'p> {
    /// Cranelift's builder.
    pub(crate) b: FunctionBuilder<'f>,
    /// The programme.
    pub(crate) programme: &'p Programme,
    /// Its plan.
    pub(crate) plan: &'p Plan,
    /// The shapes of the values of rules, filled as rules are compiled.
    pub(crate) shapes: &'p mut [Shape],
    /// The field whose date decides for the rule that is being compiled.
    pub(crate) decided_by: Option<FieldId>,
    /// Sums of the lines that a rule won, instead of those of the whole receipt.
    pub(crate) held: Option<HashMap<LineSum, Value>>,
    frame: Value,
    inputs: HashMap<Slot, Value>,
    outputs: HashMap<Slot, Value>,
    constants: HashMap<(Option<Block>, Type, i64), Value>,
    error: Option<String>,
}

impl<'f, 'p> Code<'f, 'p> {
    /// Starts on a function whose frame is at `frame`.
    pub(crate) fn new(
        b: FunctionBuilder<'f>,
        frame: Value,
        programme: &'p Programme,
        plan: &'p Plan,
        shapes: &'p mut [Shape],
    ) -> Code<'f, 'p> {
        Code {
            b,
            programme,
            plan,
            shapes,
            decided_by: None,
            held: None,
            frame,
            inputs: HashMap::new(),
            outputs: HashMap::new(),
            constants: HashMap::new(),
            error: None,
        }
    }

    /// Gives the builder back, or what went wrong.
    pub(crate) fn finish(self) -> Result<FunctionBuilder<'f>, CompileError> {
        match self.error {
            None => Ok(self.b),
            Some(what) => Err(CompileError::Width(what)),
        }
    }

    /// Notes that the function cannot be built; the value stands in for the one that is missing.
    pub(crate) fn failed(&mut self, what: &str, instead: Value) -> Value {
        self.error.get_or_insert_with(|| what.to_owned());
        instead
    }

    /// The shape of a rule that has been compiled.
    pub(crate) fn shape(&self, rule: RuleId) -> Shape {
        self.shapes.get(rule.index()).copied().unwrap_or_default()
    }

    /// A constant.
    pub(crate) fn number(&mut self, n: i64) -> Value {
        self.constant(I64, n)
    }

    /// A constant truth.
    pub(crate) fn truth(&mut self, holds: bool) -> Value {
        self.constant(I8, i64::from(holds))
    }

    /// A constant, made once in each block: half of all instructions would be constants otherwise.
    fn constant(&mut self, of: Type, n: i64) -> Value {
        let here = (self.b.current_block(), of, n);
        if let Some(known) = self.constants.get(&here) {
            return *known;
        }
        let made = self.b.ins().iconst(of, n);
        self.constants.insert(here, made);
        made
    }

    /// Forgets what was read and written so far.
    pub(crate) fn forget(&mut self) {
        self.inputs.clear();
        self.outputs.clear();
    }

    /// Writes a slot that is read as an input from now on.
    pub(crate) fn store_input(&mut self, slot: Slot, value: Value) {
        self.b.ins().store(MemFlagsData::trusted(), value, self.frame, slot.offset());
        self.inputs.insert(slot, value);
    }

    /// Reads a slot that no function of this kind writes.
    pub(crate) fn input(&mut self, slot: Slot) -> Value {
        if let Some(value) = self.inputs.get(&slot) {
            return *value;
        }
        let flags = MemFlagsData::trusted().with_readonly().with_can_move();
        let value = self.b.ins().load(I64, flags, self.frame, slot.offset());
        self.inputs.insert(slot, value);
        value
    }

    /// Reads a slot that an earlier piece of work wrote.
    pub(crate) fn load(&mut self, slot: Slot) -> Value {
        if let Some(value) = self.outputs.get(&slot) {
            return *value;
        }
        let value = self.b.ins().load(I64, MemFlagsData::trusted(), self.frame, slot.offset());
        self.outputs.insert(slot, value);
        value
    }

    /// Writes a slot.
    pub(crate) fn store(&mut self, slot: Slot, value: Value) {
        self.b.ins().store(MemFlagsData::trusted(), value, self.frame, slot.offset());
        self.outputs.insert(slot, value);
    }

    /// Adds to what stands in a slot, in a loop, where what was read before says nothing.
    pub(crate) fn add_to(&mut self, slot: Slot, value: Value) {
        let before = self.b.ins().load(I64, MemFlagsData::trusted(), self.frame, slot.offset());
        let sum = self.b.ins().iadd(before, value);
        self.b.ins().store(MemFlagsData::trusted(), sum, self.frame, slot.offset());
    }

    /// Compiles something as a rule sees it whose date that field decides.
    pub(crate) fn as_decided<T>(
        &mut self,
        decided_by: Option<FieldId>,
        make: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = std::mem::replace(&mut self.decided_by, decided_by);
        let made = make(self);
        self.decided_by = before;
        made
    }

    /// The level held in a structure, as the rule at hand sees it.
    pub(crate) fn level(&mut self, tiers: usize) -> Value {
        self.input(self.plan.levels_for(self.decided_by).at(tiers))
    }

    /// Writes a number at an address.
    pub(crate) fn store_at(&mut self, address: Value, value: Value) {
        self.b.ins().store(MemFlagsData::trusted(), value, address, 0);
    }

    /// A sum over the lines: of the whole receipt, or of those that a rule won.
    pub(crate) fn sum_value(&mut self, sum: LineSum) -> Value {
        if let Some(value) = self.held.as_ref().and_then(|held| held.get(&sum)) {
            return *value;
        }
        let slot = if self.held.is_some() { None } else { self.plan.lines.sum(sum) };
        self.input_of(slot, "a sum has no slot")
    }

    /// An amount, as [`Code::sum_value`].
    pub(crate) fn amount_value(&mut self, amount: AmountId) -> Value {
        self.sum_value(LineSum::Plain(amount))
    }

    /// Reads a slot if there is one; else the plan has a gap.
    pub(crate) fn input_of(&mut self, slot: Option<Slot>, what: &str) -> Value {
        match slot {
            Some(slot) => self.input(slot),
            None => {
                let zero = self.number(0);
                self.failed(what, zero)
            }
        }
    }

    /// `a` where the truth holds, else `b`.
    pub(crate) fn choose(&mut self, holds: Value, a: Value, b: Value) -> Value {
        self.b.ins().select(holds, a, b)
    }

    /// `a` where the truth holds, else 0.
    pub(crate) fn only_if(&mut self, holds: Value, a: Value) -> Value {
        let zero = self.number(0);
        self.b.ins().select(holds, a, zero)
    }

    /// Compares with a constant.
    pub(crate) fn is(&mut self, how: IntCC, a: Value, b: i64) -> Value {
        let b = self.number(b);
        self.b.ins().icmp(how, a, b)
    }

    /// The larger of a number and 0.
    pub(crate) fn not_below_zero(&mut self, a: Value) -> Value {
        let zero = self.number(0);
        self.b.ins().smax(a, zero)
    }

    /// Whether a truth does not hold.
    pub(crate) fn not(&mut self, a: Value) -> Value {
        let one = self.truth(true);
        self.b.ins().bxor(a, one)
    }

    /// Whether at least so many of the truths hold.
    pub(crate) fn at_least(&mut self, least: u32, of: &[Value]) -> Value {
        let mut sum = self.number(0);
        for truth in of {
            let one = self.b.ins().uextend(I64, *truth);
            sum = self.b.ins().iadd(sum, one);
        }
        self.is(IntCC::UnsignedGreaterThanOrEqual, sum, i64::from(least))
    }

    /// Whether all (or any) of the truths hold.
    pub(crate) fn joined(&mut self, all: bool, of: &[Value]) -> Value {
        let Some((first, rest)) = of.split_first() else { return self.truth(all) };
        let mut result = *first;
        for truth in rest {
            result = if all { self.b.ins().band(result, *truth) } else { self.b.ins().bor(result, *truth) };
        }
        result
    }

    /// Whether a bit of a word stands.
    pub(crate) fn bit(&mut self, word: Value, bit: u32) -> Value {
        let mask = self.number((1u64 << (bit % 64)).cast_signed());
        let masked = self.b.ins().band(word, mask);
        self.is(IntCC::NotEqual, masked, 0)
    }

    /// Whether all (or any) of the bits of a word stand.
    pub(crate) fn bits(&mut self, all: bool, word: Value, mask: u64) -> Value {
        let mask = self.number(mask.cast_signed());
        let masked = self.b.ins().band(word, mask);
        if all { self.b.ins().icmp(IntCC::Equal, masked, mask) } else { self.is(IntCC::NotEqual, masked, 0) }
    }

    /// `a · a_times` against `b · b_times`, exact whatever they are. `narrow` says that both products fit 63 bits.
    pub(crate) fn compare(
        &mut self,
        a: (Value, i64),
        how: Comparison,
        b: (Value, i64),
        narrow: bool,
    ) -> Value {
        let code = int_code(how);
        if a.1 == b.1 && a.1 > 0 {
            return self.b.ins().icmp(code, a.0, b.0);
        }
        let (ta, tb) = (self.number(a.1), self.number(b.1));
        let (low_a, low_b) = (self.b.ins().imul(a.0, ta), self.b.ins().imul(b.0, tb));
        if narrow {
            return self.b.ins().icmp(code, low_a, low_b);
        }
        let (high_a, high_b) = (self.b.ins().smulhi(a.0, ta), self.b.ins().smulhi(b.0, tb));
        let same = self.b.ins().icmp(IntCC::Equal, high_a, high_b);
        let high = self.b.ins().icmp(code, high_a, high_b);
        let low = self.b.ins().icmp(code.unsigned(), low_a, low_b);
        self.b.ins().select(same, low, high)
    }
}

/// Cranelift's word for a comparison of signed numbers.
pub(crate) fn int_code(how: Comparison) -> IntCC {
    match how {
        Comparison::Is => IntCC::Equal,
        Comparison::IsNot => IntCC::NotEqual,
        Comparison::AtLeast => IntCC::SignedGreaterThanOrEqual,
        Comparison::AtMost => IntCC::SignedLessThanOrEqual,
        Comparison::Above => IntCC::SignedGreaterThan,
        Comparison::Below => IntCC::SignedLessThan,
    }
}
