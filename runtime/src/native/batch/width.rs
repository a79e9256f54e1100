//! How wide the numbers of columns are.

use crate::columns::{Codes, Numbers};
use cranelift_codegen::ir::Type;
use cranelift_codegen::ir::types::{I8, I16, I32, I64};

/// How wide the numbers of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Width {
    One,
    Two,
    Four,
    Eight,
}

impl Width {
    pub(super) fn of_codes(codes: Codes<'_>) -> Width {
        match codes {
            Codes::U8(_) => Width::One,
            Codes::U16(_) => Width::Two,
            Codes::U32(_) | Codes::I32(_) => Width::Four,
        }
    }

    pub(super) fn of_numbers(numbers: &Numbers<'_>) -> Width {
        match numbers {
            Numbers::I32(_) => Width::Four,
            Numbers::I64(_) => Width::Eight,
        }
    }

    pub(super) fn bytes(self) -> i64 {
        match self {
            Width::One => 1,
            Width::Two => 2,
            Width::Four => 4,
            Width::Eight => 8,
        }
    }

    pub(super) fn kind(self) -> Type {
        match self {
            Width::One => I8,
            Width::Two => I16,
            Width::Four => I32,
            Width::Eight => I64,
        }
    }
}
