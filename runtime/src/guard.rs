//! Calls into libraries that panic on some input where they should give an error: code generators, readers of files.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Calls something that may panic; nothing comes back if it did.
pub fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(call)).ok();
    GUARDED.set(before);
    done
}

/// Whether this thread is in such a call. Its panic becomes an error; a process that has a panic hook of its own need not show it.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Lets the process be silent about panics that become errors; it says all others as before. Called once, by who owns the process.
pub fn hush() {
    let say = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_guarded() {
            say(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing_and_only_such_calls_are_guarded() {
        hush();
        let inner = || guarded(is_guarded).map(|inside| (inside, is_guarded()));
        assert_eq!(guarded(inner), Some(Some((true, true))));
        assert_eq!(guarded(|| -> u8 { panic!("nobody is to read this") }), None);
        assert!(!is_guarded());
    }
}
