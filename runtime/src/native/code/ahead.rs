//! Asking the processor for memory that will be needed soon.
#![expect(unsafe_code, reason = "there is no other way to say it")]

/// Asks for the memory around an address. It is only a hint: any address will do, and nothing is read.
#[inline(always)]
pub(crate) fn ahead(place: *const u8) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the instruction accesses nothing in the sense of the language and never faults, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(place.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
