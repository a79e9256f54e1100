//! A function touches nothing but what it was given, and nothing that can trap gets through.

use super::{Reach, check_ir};
use crate::native::CompileError;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{
    AbiParam, BlockArg, Function, InstBuilder, MemFlagsData, Signature, TrapCode, UserFuncName, Value,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

const FRAME: Reach = Reach::Frame { bytes: 32, lines: true };
const PLACES: Reach = Reach::Places(2);

/// A function of four numbers with this in it.
fn check(reach: Reach, body: impl FnOnce(&mut FunctionBuilder<'_>, [Value; 4])) -> Result<(), CompileError> {
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
    check_ir(&function, reach)
}

#[test]
fn only_places_are_touched() {
    let flags = MemFlagsData::trusted();
    let through = |offset: i32| {
        check(PLACES, |b, [list, from, ..]| {
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
    let list_is_written = check(PLACES, |b, [list, from, ..]| {
        b.ins().store(flags, from, list, 0);
    });
    assert!(matches!(list_is_written, Err(CompileError::Forbidden(_))));
    let address_from_a_number = check(PLACES, |b, [_, from, ..]| {
        b.ins().load(I64, flags, from, 0);
    });
    assert!(matches!(address_from_a_number, Err(CompileError::Forbidden(_))));
    let address_from_a_column = check(PLACES, |b, [list, ..]| {
        let place = b.ins().load(I64, flags, list, 0);
        let number = b.ins().load(I64, flags, place, 0);
        b.ins().load(I64, flags, number, 0);
    });
    assert!(matches!(address_from_a_column, Err(CompileError::Forbidden(_))));
}

#[test]
fn a_loop_carries_places_only() {
    let flags = MemFlagsData::trusted();
    let turns = |start_is_a_place: bool, next_is_a_place: bool| {
        check(PLACES, |b, [list, number, ..]| {
            let place = b.ins().load(I64, flags, list, 0);
            let turn = b.create_block();
            let end = b.create_block();
            let at = b.append_block_param(turn, I64);
            b.ins().jump(turn, &[BlockArg::Value(if start_is_a_place { place } else { number })]);
            b.switch_to_block(turn);
            let value = b.ins().load(I64, flags, at, 0);
            let next = if next_is_a_place { b.ins().iadd_imm_s(at, 8) } else { value };
            b.ins().brif(value, turn, &[BlockArg::Value(next)], end, &[]);
            b.switch_to_block(end);
        })
    };
    assert_eq!(turns(true, true), Ok(()));
    for (start, next) in [(false, true), (true, false)] {
        assert!(matches!(turns(start, next), Err(CompileError::Forbidden(_))), "{start} {next}");
    }
}

#[test]
fn the_frame_may_be_read_and_written_inside_its_bounds_only() {
    let store = |offset: i32| {
        check(FRAME, |b, [frame, ..]| {
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
    let from_a_number = check(FRAME, |b, [frame, ..]| {
        let address = b.ins().load(I64, MemFlagsData::trusted(), frame, 0);
        b.ins().load(I64, MemFlagsData::trusted(), address, 0);
    });
    assert!(matches!(from_a_number, Err(CompileError::Forbidden(_))));
    let line = check(FRAME, |b, [_, base, stride, index]| {
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
        let result = check(FRAME, |b, [_, _, x, y]| body(b, x, y));
        assert!(matches!(result, Err(CompileError::Forbidden(_))), "{name}");
    }
}
