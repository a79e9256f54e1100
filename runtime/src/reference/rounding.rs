//! Step 7.3: how an exact value becomes whole.

use super::exact::{Exact, whole};
use num_bigint::BigInt;
use num_traits::Signed;
use treue_lang::programme::{Rounding, RoundingMode};

/// The multiple of the rounding's step that a value goes to. Values below zero are mirrored.
pub(super) fn round(value: &Exact, rounding: Rounding) -> BigInt {
    let step = BigInt::from(rounding.step.max(1));
    let steps = value.abs() / whole(step.clone());
    let rounded = match rounding.mode {
        RoundingMode::Down => steps.floor(),
        RoundingMode::Up => steps.ceil(),
        RoundingMode::HalfUp => (steps + half()).floor(),
        RoundingMode::HalfEven => half_even(&steps),
    };
    let size = rounded.to_integer() * step;
    if value.is_negative() { -size } else { size }
}

fn half() -> Exact {
    Exact::new(BigInt::from(1), BigInt::from(2))
}

/// To the nearest, a half to the even neighbour.
fn half_even(steps: &Exact) -> Exact {
    let below = steps.floor();
    let above = below.clone() + whole(1);
    let fraction = steps - below.clone();
    let below_is_even = (below.clone() / whole(2)).is_integer();
    match fraction.cmp(&half()) {
        std::cmp::Ordering::Less => below,
        std::cmp::Ordering::Greater => above,
        std::cmp::Ordering::Equal if below_is_even => below,
        std::cmp::Ordering::Equal => above,
    }
}
