//! The Treue language: text → checked [`programme::Programme`], and every reading of it except running.
//! Knows nothing of files, clocks, threads, floats or machine code.

pub mod ast;
mod check;
mod data;
pub mod diag;
pub mod fmt;
pub mod limits;
mod names;
pub mod pipeline;
pub mod programme;
pub mod source;
pub mod syntax;
pub mod time;
pub mod value;
mod watch;

pub use names::nearest;
