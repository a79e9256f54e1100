//! The last look at a kernel before its code may run: only known instructions, and no memory but what the list of places names.

use crate::native::CompileError;
use cranelift_codegen::ir::instructions::InstructionData;
use cranelift_codegen::ir::{Function, Opcode, Value, ValueDef};

/// Looks through the IR of a kernel that gets so many places.
pub(super) fn check(function: &Function, places: usize) -> Result<(), CompileError> {
    if !function.sized_stack_slots.is_empty()
        || !function.dfg.ext_funcs.is_empty()
        || !function.global_values.is_empty()
    {
        return Err(forbidden("stack slots, calls or global values"));
    }
    let params = function.layout.entry_block().map(|b| function.dfg.block_params(b)).unwrap_or_default();
    let list = params.first().copied().ok_or_else(|| forbidden("a kernel without places"))?;
    let bytes = places.saturating_mul(8);
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let data = &function.dfg.insts[inst];
            if !allowed(data.opcode()) {
                return Err(forbidden(&format!("instruction {}", data.opcode())));
            }
            let (base, offset, is_load) = if let InstructionData::Load { arg, offset, .. } = data {
                (*arg, i32::from(*offset), true)
            } else if let InstructionData::Store { args: [_, base], offset, .. } = data {
                (*base, i32::from(*offset), false)
            } else {
                continue;
            };
            let of_list = base == list
                && is_load
                && usize::try_from(offset).is_ok_and(|o| o % 8 == 0 && o.saturating_add(8) <= bytes);
            let of_place = base != list && starts_at_a_place(function, base, list, 64);
            if !of_list && !of_place {
                return Err(forbidden("an access outside the places"));
            }
        }
    }
    Ok(())
}

/// Whether an address is a place of the list and a distance from it.
fn starts_at_a_place(function: &Function, address: Value, list: Value, depth: usize) -> bool {
    match function.dfg.value_def(address) {
        ValueDef::Result(inst, 0) => {
            let data = &function.dfg.insts[inst];
            if let InstructionData::Binary { opcode: Opcode::Iadd | Opcode::Isub, args: [start, _] } = data {
                depth > 0 && starts_at_a_place(function, *start, list, depth - 1)
            } else if let InstructionData::Load { arg, .. } = data {
                *arg == list
            } else {
                false
            }
        }
        // What a loop carries from one turn to the next: the place of the sums so far.
        ValueDef::Param(block, _) => function.layout.entry_block() != Some(block),
        ValueDef::Result(..) | ValueDef::Union(..) => false,
    }
}

fn allowed(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::Iconst
            | Opcode::Iadd
            | Opcode::Isub
            | Opcode::Imul
            | Opcode::Umulhi
            | Opcode::Band
            | Opcode::Bor
            | Opcode::Bxor
            | Opcode::Bnot
            | Opcode::Ishl
            | Opcode::Ushr
            | Opcode::Icmp
            | Opcode::Select
            | Opcode::Smin
            | Opcode::Smax
            | Opcode::Popcnt
            | Opcode::Uextend
            | Opcode::Sextend
            | Opcode::Ireduce
            | Opcode::Splat
            | Opcode::Insertlane
            | Opcode::Bitcast
            | Opcode::Shuffle
            | Opcode::UwidenLow
            | Opcode::UwidenHigh
            | Opcode::Load
            | Opcode::Store
            | Opcode::Jump
            | Opcode::Brif
            | Opcode::Return
    )
}

fn forbidden(what: &str) -> CompileError {
    CompileError::Forbidden(what.to_owned())
}
