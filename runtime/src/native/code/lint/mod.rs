//! The last look at every function before its code may run: only known instructions, no calls, no traps, no
//! relocations, and no memory but what it was given.

mod reach;
#[cfg(test)]
mod tests;

pub(crate) use reach::Reach;

use crate::native::CompileError;
use cranelift_codegen::CompiledCode;
use cranelift_codegen::ir::instructions::InstructionData;
use cranelift_codegen::ir::{Function, Opcode};

/// Looks through the IR of a function.
pub(crate) fn check_ir(function: &Function, reach: Reach) -> Result<(), CompileError> {
    if !function.sized_stack_slots.is_empty()
        || !function.dfg.ext_funcs.is_empty()
        || !function.global_values.is_empty()
    {
        return Err(forbidden("stack slots, calls or global values"));
    }
    let mut addresses = reach.addresses(function)?;
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let data = &function.dfg.insts[inst];
            if !allowed(data.opcode()) {
                return Err(forbidden(&format!("instruction {}", data.opcode())));
            }
            let inside = if let InstructionData::Load { arg, offset, .. } = data {
                addresses.may_read(*arg, i32::from(*offset))
            } else if let InstructionData::Store { args: [_, base], offset, .. } = data {
                addresses.may_write(*base, i32::from(*offset))
            } else {
                true
            };
            if !inside {
                return Err(forbidden("an access outside of what it was given"));
            }
        }
    }
    Ok(())
}

/// Looks at what the compiler made.
pub(crate) fn check_code(code: &CompiledCode) -> Result<(), CompileError> {
    if !code.buffer.traps().is_empty() {
        return Err(forbidden("a trap"));
    }
    if !code.buffer.relocs().is_empty() {
        return Err(forbidden("a relocation"));
    }
    if code.buffer.call_sites().next().is_some() {
        return Err(forbidden("a call"));
    }
    Ok(())
}

/// Instructions that cannot trap, and reach memory by loads and stores only.
fn allowed(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::Iconst
            | Opcode::Iadd
            | Opcode::Isub
            | Opcode::Imul
            | Opcode::Umulhi
            | Opcode::Smulhi
            | Opcode::Band
            | Opcode::Bor
            | Opcode::Bxor
            | Opcode::Bnot
            | Opcode::Ishl
            | Opcode::Ushr
            | Opcode::Sshr
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
