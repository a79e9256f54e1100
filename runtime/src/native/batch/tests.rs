//! A kernel touches nothing but its places, and divides by one multiplication.

use super::code::short;
use super::lint;
use crate::native::CompileError;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{
    AbiParam, Function, InstBuilder, MemFlagsData, Signature, TrapCode, UserFuncName, Value,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

/// A function that gets two places, with this in it.
fn check(body: impl FnOnce(&mut FunctionBuilder<'_>, [Value; 3])) -> Result<(), CompileError> {
    let mut signature = Signature::new(CallConv::SystemV);
    signature.params.extend([AbiParam::new(I64); 3]);
    let mut function = Function::with_name_signature(UserFuncName::user(0, 0), signature);
    let mut scratch = FunctionBuilderContext::new();
    let mut b = FunctionBuilder::new(&mut function, &mut scratch);
    let entry = b.create_block();
    b.append_block_params_for_function_params(entry);
    b.switch_to_block(entry);
    let params: [Value; 3] = b.block_params(entry).try_into().unwrap();
    body(&mut b, params);
    b.ins().return_(&[]);
    b.seal_all_blocks();
    lint::check(&function, 2)
}

#[test]
fn only_places_are_touched() {
    let flags = MemFlagsData::trusted();
    let through = |offset: i32| {
        check(|b, [list, from, _]| {
            let place = b.ins().load(I64, flags, list, offset);
            let address = b.ins().iadd(place, from);
            let value = b.ins().load(I64, flags, address, 0);
            b.ins().store(flags, value, address, 8);
        })
    };
    assert_eq!(through(8), Ok(()));
    for outside in [16, -8, 4] {
        assert!(matches!(through(outside), Err(CompileError::Forbidden(_))), "{outside}");
    }
    let list_is_written = check(|b, [list, from, _]| {
        b.ins().store(flags, from, list, 0);
    });
    assert!(matches!(list_is_written, Err(CompileError::Forbidden(_))));
    let address_from_a_number = check(|b, [_, from, _]| {
        b.ins().load(I64, flags, from, 0);
    });
    assert!(matches!(address_from_a_number, Err(CompileError::Forbidden(_))));
    let address_from_a_column = check(|b, [list, ..]| {
        let place = b.ins().load(I64, flags, list, 0);
        let number = b.ins().load(I64, flags, place, 0);
        b.ins().load(I64, flags, number, 0);
    });
    assert!(matches!(address_from_a_column, Err(CompileError::Forbidden(_))));
}

#[test]
fn nothing_that_can_trap_is_taken() {
    let divides = check(|b, [_, x, y]| {
        b.ins().udiv(x, y);
    });
    assert!(matches!(divides, Err(CompileError::Forbidden(_))));
    let traps = check(|b, [_, x, _]| {
        b.ins().trapz(x, TrapCode::HEAP_OUT_OF_BOUNDS);
    });
    assert!(matches!(traps, Err(CompileError::Forbidden(_))));
}

#[test]
fn short_divisions_are_exact() {
    let top = (1u64 << 31) - 1;
    let divisors =
        (2..2_000).chain((1..30).flat_map(|bit| [(1u64 << bit) + 1, (1 << bit) - 1])).filter(|d| *d >= 2);
    for d in divisors.filter(|d| *d < 1 << 30) {
        let Some((magic, shift)) = short(d) else { continue };
        let near =
            [0, 1, d - 1, d, d + 1, top / d * d, top / d * d - 1, top, top - 1, top / 2, top / 2 / d * d - 1];
        for n in near.into_iter().filter(|n| *n <= top) {
            assert_eq!((n * u64::from(magic)) >> shift, n / d, "{n} / {d}");
        }
    }
}
