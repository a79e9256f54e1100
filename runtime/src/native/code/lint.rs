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

#[cfg(test)]
mod tests {
    use super::*;
    use cranelift_codegen::ir::types::I64;
    use cranelift_codegen::ir::{AbiParam, InstBuilder, MemFlagsData, Signature, TrapCode, UserFuncName};
    use cranelift_codegen::isa::CallConv;
    use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

    /// A function of a frame of 4 numbers and line columns, with this in it.
    fn check(body: impl FnOnce(&mut FunctionBuilder<'_>, [Value; 4])) -> Result<(), CompileError> {
        let mut signature = Signature::new(CallConv::SystemV);
        signature.params.extend([AbiParam::new(I64); 4]);
        let mut function = Function::with_name_signature(UserFuncName::user(0, 0), signature);
        let mut scratch = FunctionBuilderContext::new();
        let mut b = FunctionBuilder::new(&mut function, &mut scratch);
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let params: [Value; 4] = b.block_params(entry).try_into().unwrap();
        body(&mut b, params);
        b.ins().return_(&[]);
        b.seal_all_blocks();
        check_ir(&function, Bounds { frame_bytes: 32, lines: true })
    }

    #[test]
    fn the_frame_may_be_read_and_written_inside_its_bounds_only() {
        let store = |offset: i32| {
            check(|b, [frame, ..]| {
                let value = b.ins().load(I64, MemFlagsData::trusted(), frame, 0);
                b.ins().store(MemFlagsData::trusted(), value, frame, offset);
            })
        };
        assert_eq!(store(24), Ok(()));
        for outside in [32, -8, 4, 25] {
            assert!(matches!(store(outside), Err(CompileError::Forbidden(_))), "{outside}");
        }
    }

    #[test]
    fn other_addresses_are_refused() {
        let from_a_number = check(|b, [frame, ..]| {
            let address = b.ins().load(I64, MemFlagsData::trusted(), frame, 0);
            b.ins().load(I64, MemFlagsData::trusted(), address, 0);
        });
        assert!(matches!(from_a_number, Err(CompileError::Forbidden(_))));
        let line = check(|b, [_, base, stride, index]| {
            let away = b.ins().imul(stride, index);
            let start = b.ins().iadd(base, away);
            let address = b.ins().iadd(start, index);
            b.ins().load(I64, MemFlagsData::trusted(), address, 0);
        });
        assert_eq!(line, Ok(()));
    }

    #[test]
    fn instructions_that_can_trap_are_refused() {
        type Body = fn(&mut FunctionBuilder<'_>, Value, Value);
        let trapping: [(&str, Body); 4] = [
            ("sdiv", |b, x, y| {
                b.ins().sdiv(x, y);
            }),
            ("urem", |b, x, y| {
                b.ins().urem(x, y);
            }),
            ("trapz", |b, x, _| {
                b.ins().trapz(x, TrapCode::HEAP_OUT_OF_BOUNDS);
            }),
            ("smul_overflow", |b, x, y| {
                b.ins().smul_overflow(x, y);
            }),
        ];
        for (name, body) in trapping {
            let result = check(|b, [_, _, x, y]| body(b, x, y));
            assert!(matches!(result, Err(CompileError::Forbidden(_))), "{name}");
        }
    }
}
