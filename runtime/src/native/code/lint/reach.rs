//! What a function may touch, and whether an address is of that.

use super::forbidden;
use crate::native::CompileError;
use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::instructions::InstructionData;
use cranelift_codegen::ir::{Function, Opcode, Value, ValueDef};
use std::collections::HashMap;

/// What a function may touch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// The frame, which is the first parameter, of so many bytes; and line columns, if the second parameter points to them.
    Frame { bytes: usize, lines: bool },
    /// So many places, whose list is the first parameter; the list itself is only read.
    Places(usize),
}

impl Reach {
    /// The addresses of a function that gets this.
    pub(super) fn addresses(self, function: &Function) -> Result<Addresses<'_>, CompileError> {
        let params = function.layout.entry_block().map(|b| function.dfg.block_params(b)).unwrap_or_default();
        let first = params.first().copied().ok_or_else(|| forbidden("a function that gets nothing"))?;
        let second = params.get(1).copied();
        let carried = match self {
            Self::Frame { .. } => HashMap::new(),
            Self::Places(_) => carried(function),
        };
        Ok(Addresses { reach: self, function, first, second, carried, places: EntitySet::new() })
    }
}

/// Looks at addresses of a function.
pub(super) struct Addresses<'f> {
    reach: Reach,
    function: &'f Function,
    first: Value,
    second: Option<Value>,
    /// What jumps hand to parameters of blocks. `None` stands for what is no value of the function.
    carried: HashMap<Value, Vec<Option<Value>>>,
    /// Values already found to be addresses inside places.
    places: EntitySet<Value>,
}

impl Addresses<'_> {
    pub(super) fn may_read(&mut self, base: Value, offset: i32) -> bool {
        match self.reach {
            Reach::Frame { .. } => self.may_write(base, offset),
            Reach::Places(count) if base == self.first => is_number_within(offset, count.saturating_mul(8)),
            Reach::Places(_) => self.is_in_a_place(base),
        }
    }

    pub(super) fn may_write(&mut self, base: Value, offset: i32) -> bool {
        match self.reach {
            Reach::Frame { bytes, .. } if base == self.first => is_number_within(offset, bytes),
            Reach::Frame { lines, .. } => lines && offset == 0 && self.is_in_a_column(base),
            Reach::Places(_) => base != self.first && self.is_in_a_place(base),
        }
    }

    /// Whether an address is `columns + stride · constant + index · 8`, as the line kernels write it.
    fn is_in_a_column(&self, address: Value) -> bool {
        let Some([start, _index]) = self.operands(address, Opcode::Iadd) else { return false };
        let Some([base, away]) = self.operands(start, Opcode::Iadd) else { return false };
        self.second == Some(base) && self.operands(away, Opcode::Imul).is_some()
    }

    fn operands(&self, value: Value, opcode: Opcode) -> Option<[Value; 2]> {
        let ValueDef::Result(inst, 0) = self.function.dfg.value_def(value) else { return None };
        if let InstructionData::Binary { opcode: found, args } = &self.function.dfg.insts[inst]
            && *found == opcode
        {
            return Some(*args);
        }
        None
    }

    /// Whether an address is a place of the list and a distance from it, wherever the place comes from: a loop may carry it
    /// from one turn to the next.
    fn is_in_a_place(&mut self, address: Value) -> bool {
        let mut open = vec![address];
        while let Some(value) = open.pop() {
            if !self.places.insert(value) {
                continue;
            }
            let Some(from) = self.comes_from(value) else { return false };
            open.extend(from);
        }
        true
    }

    /// What must be inside a place so that this is; none if it is a place of the list itself.
    fn comes_from(&self, value: Value) -> Option<Vec<Value>> {
        match self.function.dfg.value_def(value) {
            ValueDef::Result(inst, 0) => {
                let data = &self.function.dfg.insts[inst];
                if let InstructionData::Binary { opcode: Opcode::Iadd | Opcode::Isub, args: [start, _] } =
                    data
                {
                    Some(vec![*start])
                } else if let InstructionData::Load { arg, .. } = data {
                    (*arg == self.first).then(Vec::new)
                } else {
                    None
                }
            }
            ValueDef::Param(..) => self.carried.get(&value)?.iter().copied().collect(),
            ValueDef::Result(..) | ValueDef::Union(..) => None,
        }
    }
}

/// Whether a number of 8 bytes at this distance lies inside so many bytes.
fn is_number_within(offset: i32, bytes: usize) -> bool {
    usize::try_from(offset).is_ok_and(|o| o % 8 == 0 && o.saturating_add(8) <= bytes)
}

fn carried(function: &Function) -> HashMap<Value, Vec<Option<Value>>> {
    let dfg = &function.dfg;
    let mut found: HashMap<Value, Vec<Option<Value>>> = HashMap::new();
    for inst in function.layout.blocks().flat_map(|block| function.layout.block_insts(block)) {
        for to in dfg.insts[inst].branch_destination(&dfg.jump_tables, &dfg.exception_tables) {
            let params = dfg.block_params(to.block(&dfg.value_lists));
            for (param, handed) in params.iter().zip(to.args(&dfg.value_lists)) {
                found.entry(*param).or_default().push(handed.as_value());
            }
        }
    }
    found
}
