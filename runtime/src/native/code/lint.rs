//! The last look at every function before its code may run: only known instructions, no calls, no traps, no
//! relocations, and no memory but the frame and the line columns.

use crate::native::CompileError;
use cranelift_codegen::CompiledCode;
use cranelift_codegen::ir::instructions::InstructionData;
use cranelift_codegen::ir::{Function, Opcode, Value, ValueDef};

/// What a function may touch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of the frame, which is the first parameter.
    pub(crate) frame_bytes: usize,
    /// Whether the second parameter points to line columns.
    pub(crate) lines: bool,
}

/// Looks through the IR of a function.
pub(crate) fn check_ir(function: &Function, bounds: Bounds) -> Result<(), CompileError> {
    if !function.sized_stack_slots.is_empty()
        || !function.dfg.ext_funcs.is_empty()
        || !function.global_values.is_empty()
    {
        return Err(forbidden("stack slots, calls or global values"));
    }
    let params = function.layout.entry_block().map(|b| function.dfg.block_params(b)).unwrap_or_default();
    let frame = params.first().copied().ok_or_else(|| forbidden("a function without a frame"))?;
    let columns = if bounds.lines { params.get(1).copied() } else { None };
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let data = &function.dfg.insts[inst];
            if !allowed(data.opcode()) {
                return Err(forbidden(&format!("instruction {}", data.opcode())));
            }
            let (base, offset) = if let InstructionData::Load { arg, offset, .. } = data {
                (*arg, i32::from(*offset))
            } else if let InstructionData::Store { args: [_, base], offset, .. } = data {
                (*base, i32::from(*offset))
            } else {
                continue;
            };
            let inside = base == frame
                && usize::try_from(offset).is_ok_and(|o| o % 8 == 0 && o + 8 <= bounds.frame_bytes);
            let in_columns = columns.is_some_and(|c| offset == 0 && starts_at(function, base, c));
            if !inside && !in_columns {
                return Err(forbidden("an access outside the frame and the lines"));
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

/// Whether an address is `columns + stride · constant + index · 8`, as the line kernels write it.
fn starts_at(function: &Function, address: Value, columns: Value) -> bool {
    let Some([start, _offset]) = operands(function, address, Opcode::Iadd) else { return false };
    let Some([base, away]) = operands(function, start, Opcode::Iadd) else { return false };
    base == columns && operands(function, away, Opcode::Imul).is_some()
}

fn operands(function: &Function, value: Value, opcode: Opcode) -> Option<[Value; 2]> {
    let ValueDef::Result(inst, 0) = function.dfg.value_def(value) else { return None };
    if let InstructionData::Binary { opcode: found, args } = &function.dfg.insts[inst]
        && *found == opcode
    {
        return Some(*args);
    }
    None
}

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
            | Opcode::Ishl
            | Opcode::Ushr
            | Opcode::Sshr
            | Opcode::Icmp
            | Opcode::Select
            | Opcode::Smin
            | Opcode::Smax
            | Opcode::Uextend
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
