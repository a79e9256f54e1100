//! The native evaluator: a checked programme becomes machine code, which decides events as `docs/evaluation.md` says.
//!
//! `plan` lays out what is read and in which order, `lower` turns it into Cranelift's IR, `code` makes and owns the machine code,
//! `bind` turns texts and dates into bits, `run` decides events with all of it. Nothing here is shared with the
//! reference interpreter but the programme, the calendar, events, member state and decisions.
//!
//! Trusted, beyond this folder: Cranelift, and the checker's ranges (awards below 2^53, tracks below 2^62, amounts
//! and quantities of a line up to 2^40 in at most 10,000 lines). Compiled code reads and writes only the frame and the line columns, at places that
//! `code::lint` checks before the code may run.

pub mod batch;
mod bind;
mod code;
mod lower;
pub mod object;
mod plan;
mod run;

pub use code::{Compiled, Flags};
pub use run::Native;

/// Why a programme could not be compiled. Callers fall back to the reference interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// The host's processor is not supported, or executable memory is refused.
    Host(String),
    /// The programme's order of evaluation is not one.
    Order(String),
    /// A number may need more digits than compiled code has.
    Width(String),
    /// The programme needs more memory for one event than there may be.
    TooLarge,
    /// It takes longer than the host allows.
    TooLong,
    /// The code generator failed.
    Generator(String),
    /// Code that must not be in a compiled function.
    Forbidden(String),
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CompileError::Host(why) => write!(f, "this host cannot run compiled programmes: {why}"),
            CompileError::Order(why) => write!(f, "the order of evaluation does not hold: {why}"),
            CompileError::Width(why) => write!(f, "too many digits to compile: {why}"),
            CompileError::TooLarge => {
                write!(f, "too large to compile: one event would need more than 128 MiB")
            }
            CompileError::TooLong => write!(f, "compiling takes longer than is allowed"),
            CompileError::Generator(why) => write!(f, "the code generator failed: {why}"),
            CompileError::Forbidden(why) => write!(f, "the generated code is not allowed to run: {why}"),
        }
    }
}

impl std::error::Error for CompileError {}
