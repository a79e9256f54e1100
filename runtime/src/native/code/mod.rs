//! Machine code: which functions there are, how they are made, and the one place that calls them.

mod functions;
mod lint;
mod module;

pub(crate) use functions::Kind;
pub use module::Compiled;
