//! Writing what nobody reads soon: awards go to memory past the caches, which otherwise fetch each line before it is overwritten.
#![expect(unsafe_code, reason = "there is no other way to say it")]

use super::code::RECEIPTS;

/// Copies a block of numbers; [`settle`] must come before another thread may look.
#[inline]
pub(super) fn stream<T: Copy + Into<i64>>(to: &mut [T; RECEIPTS], from: &[T; RECEIPTS]) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{__m128i, _mm_loadu_si128, _mm_stream_si128};
        const PART: usize = size_of::<__m128i>();
        let (target, source) = (to.as_mut_ptr().cast::<__m128i>(), from.as_ptr().cast::<__m128i>());
        let whole = size_of::<[T; RECEIPTS]>();
        if target.addr().is_multiple_of(PART) && whole.is_multiple_of(PART) {
            for part in 0..whole / PART {
                // SAFETY: both blocks have `whole` bytes, all of integers, and the target is at a multiple of 16, as was just
                // looked at. Every processor of this kind has these instructions.
                unsafe { _mm_stream_si128(target.add(part), _mm_loadu_si128(source.add(part))) };
            }
            return;
        }
    }
    *to = *from;
}

/// Everything that was written so far comes before what is written from now on.
#[inline]
pub(super) fn settle() {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: it touches nothing, and every processor of this kind has it.
    unsafe {
        std::arch::x86_64::_mm_sfence();
    }
}
